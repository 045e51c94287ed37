// New offers and organisations: written as a draft, handed in, released or refused within five working
// days. A draft is nowhere in the directory. No SQL, no HTTP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/upkeep/entries.h"

namespace mila::upkeep {

enum class DraftState { Draft, Submitted, Released, Refused };
char const* name_of(DraftState state);  ///< "draft", "submitted", "released", "refused"

constexpr int kWorkingDaysToRelease = 5;

struct Draft {
  std::string id;  ///< of the record it becomes
  directory::Kind kind = directory::Kind::Service;  ///< Service or Organization
  std::string organization_id;  ///< whose offer; "" for a new organisation
  std::string name;
  DraftState state = DraftState::Draft;
  data::Json json;  ///< {"service": …, "locations": […]} or {"organization": …}; {} once released
  std::int64_t version = 0;
  std::string created_by;
  Instant created_at, changed_at;
  std::optional<Instant> submitted_at;
  std::string due_on;  ///< ISO: the last of five working days
  std::string decided_by;
  std::optional<Instant> decided_at;
  std::string reason;
  std::optional<Instant> reminded_at;

  /// The offer as if it were stored, version 0.
  Entry entry() const;
  directory::Organization organization() const;
  void set(directory::Service const& service, std::vector<directory::Location> const& locations);
  void set(directory::Organization const& organization);
  bool open() const { return state == DraftState::Draft || state == DraftState::Refused; }
};

bool may_see(Actor const& actor, Draft const& draft);
bool may_decide(Actor const& actor, Draft const& draft);

/// Begins an empty draft. Forbidden; Invalid without a name.
Result<Draft> begin_draft(db::Writer& writer, Context& context, directory::Kind kind,
                          std::string_view organization_id, std::string_view name);
/// Writes what was edited. Errors: Forbidden, NotFound; Conflict when it is not at `version`, or was
/// released already.
Result<bool> save_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version);
/// Hands it in; from now on the county has five working days. Errors as save_draft.
Result<bool> submit_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version);
/// Into the directory, public at once; audited. What is handed in is exactly `version`. NotFound when
/// the organisation of an offer does not exist (any more).
Result<bool> release_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version);
/// Back to whoever wrote it, with the reason; audited. Invalid without one.
Result<bool> refuse_draft(db::Writer& writer, Context& context, Draft draft, std::int64_t version,
                          std::string_view reason);
/// Gives up a draft nobody has released.
Result<bool> drop_draft(db::Writer& writer, Context& context, Draft const& draft);

}  // namespace mila::upkeep
