// Entries of others that the county has hidden, and why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::upkeep {

struct Hiding {
  std::string id, service_id, organization_id;
  std::string ground;  ///< code of data/hiding_grounds.csv
  std::string text;    ///< what exactly, in the county's words
  std::string status_before, hidden_by;
  Instant hidden_at;
  std::string ended_by;
  std::optional<Instant> ended_at;
};

void insert_hiding(db::Writer& writer, Hiding const& hiding);
/// All of an entry, newest first.
std::vector<Hiding> hidings_of(db::Reader& reader, std::string_view service_id);
std::vector<Hiding> hidings_since(db::Reader& reader, Instant since);
/// False when none was open.
bool end_hidings(db::Writer& writer, std::string_view service_id, std::string_view by);
std::int64_t expire_hidings(db::Writer& writer, Instant before);

}  // namespace mila::upkeep
