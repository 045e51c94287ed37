// Wishes of municipalities for a stop of a tour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::upkeep {

struct StopWish {
  std::string id, service_id, place_id;
  std::string note;
  std::string account_id;  ///< who wished
  Instant made_at;
  std::string state = "open";  ///< "open", "yes", "later", "no"
  std::string answer, answered_by;
  std::optional<Instant> answered_at;
};

void insert_wish(db::Writer& writer, StopWish const& wish);
std::optional<StopWish> find_wish(db::Reader& reader, std::string_view id);
/// Newest first.
std::vector<StopWish> all_wishes(db::Reader& reader);
/// Over the state `before`; false when somebody else was quicker.
bool answer_wish(db::Writer& writer, StopWish const& wish, std::string_view before);
std::int64_t expire_wishes(db::Writer& writer, Instant before);

}  // namespace mila::upkeep
