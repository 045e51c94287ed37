// Minutes of meetings: written while people speak, done when the meeting ends, then checked, sent round,
// open for objections until a day, approved and frozen. Old minutes that are files lie beside them and
// are found by their text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/meetings/agenda.h"
#include "modules/meetings/meetings.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/county/county.h"
#include "platform/site/module.h"

namespace mila::minutes {

using meetings::Visibility;

/// Draft: being written. Check: written, being looked at before it goes round. Circulated: sent round,
/// objections are possible. Approved: frozen. Filed: a file from before, never written here.
enum class State { Draft, Check, Circulated, Approved, Filed };
std::string_view name_of(State value);  ///< "draft", …
std::optional<State> state_named(std::string_view name);

struct Minutes {
  std::string id;            ///< that of the meeting, if it is of one
  std::int64_t version = 0;  ///< grows with each change of state; 0: nothing was written yet
  std::string meeting_id;    ///< "" for filed ones
  std::string body_id;
  State state = State::Draft;
  std::string title;
  Date day{};
  std::string place;
  std::string plain;  ///< words of all parts members may read; of a file its text
  /// Keys of findings (check.h) somebody decided to leave.
  std::vector<std::string> kept;
  /// Organisations and functions of those who were there, and how many people; since they went round.
  std::vector<std::string> present;
  int present_count = 0;
  std::optional<Date> objections_until;  ///< last day
  std::optional<Instant> circulated_at, approved_at, released_at;
  std::string approved_by;   ///< account
  std::string content_hash;  ///< SHA-256 of canonical(), hexadecimal; "" before approval
  std::string file_id;       ///< of filed ones
  std::string created_by;    ///< account
  Instant created_at, modified;
};

/// What is written on one item of the agenda, or beyond the agenda. Markdown.
struct Part {
  std::string id;
  std::int64_t version = 0;  ///< 0: nothing was written yet
  std::string minutes_id;
  std::string agenda_item_id;  ///< "" beyond the agenda
  int position = 0;
  std::string number;  ///< "2.1", "" beyond the agenda
  std::string title, text;
  Visibility visibility = Visibility::Internal;
  std::string modified_by;  ///< account
  Instant modified;
  bool is_free() const { return agenda_item_id.empty(); }
};

/// A text that was added to approved minutes.
struct Addendum {
  std::string id, minutes_id, text;
  std::string made_by;  ///< account
  Instant made_at;
  std::string content_hash;  ///< SHA-256 of canonical(), hexadecimal; "" for those added before there was one
};

/// Why a passage was blacked out. Name: it names a person. Request: a person asked for it.
enum class Ground { Name, Request, Confidential, Other };
std::string_view name_of(Ground value);  ///< "name", …
std::optional<Ground> ground_named(std::string_view name);

/// The record of a passage blacked out in approved minutes.
struct Redaction {
  std::string id, minutes_id;
  std::string part_id;  ///< of the part, of the addendum, or of the minutes: title or place
  Ground ground = Ground::Other;
  std::string reason;   ///< more words; with Other always
  std::string made_by;  ///< account
  Instant made_at;
  std::string hash_before, hash_after;
};

enum class ObjectionState { Open, Accepted, Declined };
std::string_view name_of(ObjectionState value);  ///< "open", "accepted", "declined"

struct Objection {
  std::string id;
  std::int64_t version = 0;
  std::string minutes_id, invitee_id, person_id;
  std::string name, text;  ///< "" once they were forgotten
  ObjectionState state = ObjectionState::Open;
  std::string answer;      ///< of who runs the body
  Instant made_at;
  std::optional<Instant> answered_at;
};

/// Minutes and their meeting, as the actor may work on them.
struct Opened {
  Minutes minutes;
  std::optional<meetings::Meeting> meeting;
  bool runs = false;    ///< runs the body: names writers, circulates, approves
  bool writes = false;  ///< may change texts now
  bool reads = false;   ///< drafts are read by who writes them; later all members read
};

/// Of a meeting nothing was written for yet: a new draft (version 0). nullopt when there is neither. Three
/// statements.
std::optional<Opened> open_minutes(db::Reader& reader, Context const& context, std::string_view id);

/// The parts in order. While it is a draft: one for each item of the agenda as it stands now, then what
/// is written beyond it; later what was kept. Texts of hidden items only for who writes, also when an item was made
/// hidden later. Three statements.
std::vector<Part> parts_of(db::Reader& reader, Opened const& opened);
std::vector<Addendum> addenda_of(db::Reader& reader, std::string_view minutes_id);
/// What came after approval, oldest first. One statement.
struct Later {
  std::vector<Addendum> addenda;
  std::vector<Redaction> redactions;
};
Later later_of(db::Reader& reader, std::string_view minutes_id);
std::vector<Objection> objections_of(db::Reader& reader, Context& context, std::string_view minutes_id);
std::vector<std::string> writers_of(db::Reader& reader, std::string_view minutes_id);

struct MinutesQuery {
  std::string search;              ///< words, each must occur in title or texts
  std::string body_id;             ///< "" for all
  std::optional<int> year;
  int limit = 50, offset = 0;
};
/// What the actor may read, newest meeting first.
std::vector<Minutes> list_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query);
std::int64_t count_minutes(db::Reader& reader, Context const& context, MinutesQuery const& query);
/// The line of `plain` in which the first of the words stands, shortened; "" without words.
std::string snippet_of(std::string const& plain, std::string_view search);

/// Keeps what was written in one part, whatever happens in others. Version 0 writes the first text of an
/// agenda item, or adds a part beyond the agenda (`id` may be set, so that a form sent twice makes one).
/// Errors: NotFound, Forbidden, Invalid (no title beyond the agenda, more than 20,000 characters; `detail`
/// names the field), Conflict when `part.version` is not the stored one, nothing is overwritten then.
Result<Part> save_part(db::Writer& writer, Context& context, std::string_view minutes_id, Part part);
/// Only parts beyond the agenda. Errors: NotFound, Forbidden, Conflict.
Result<bool> remove_part(db::Writer& writer, Context& context, std::string_view minutes_id,
                         std::string_view part_id, std::int64_t version);
/// Who runs the body names an account that writes, too. Errors: Forbidden, NotFound.
Result<bool> name_writer(db::Writer& writer, Context& context, std::string_view minutes_id,
                         std::string_view account_id, bool writes);

inline constexpr std::size_t kTextMost = 20'000;  ///< characters of a part

Module const& module();

}  // namespace mila::minutes
