// Questions "are these still right?" in the database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::upkeep {

/// One question to an organisation about all its entries.
struct Asking {
  std::string id, organization_id;
  std::string asked_by;  ///< account, "" when the program asked by itself
  Instant asked_at;
  bool mail_sent = false;  ///< false: the organisation has no address and has to be called
  std::optional<Instant> reminded_at, answered_at, ended_at;
  bool open() const { return !answered_at && !ended_at; }
};

void insert_asking(db::Writer& writer, Asking const& asking);
std::optional<Asking> find_asking(db::Reader& reader, std::string_view id);
/// The last question to each organisation.
std::vector<Asking> last_askings(db::Reader& reader);
void mark_asking_reminded(db::Writer& writer, std::string_view id);
/// The question to an organisation that waits for an answer.
std::optional<Asking> open_asking(db::Reader& reader, std::string_view organization_id);
/// False when it was answered already; one that has ended may still be.
bool mark_asking_answered(db::Writer& writer, std::string_view id);
/// The same for whatever an organisation has not answered.
void mark_all_answered(db::Writer& writer, std::string_view organization_id);
/// Ends those asked before `before` without an answer; returns how many.
std::int64_t end_unanswered(db::Writer& writer, Instant before);
std::int64_t expire_askings(db::Writer& writer, Instant before);

}  // namespace mila::upkeep
