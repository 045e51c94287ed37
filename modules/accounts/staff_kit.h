// What several pages of this module need.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/site/pages.h"

namespace mila::accounts {

/// 404 for ids that are none of ours.
http::Response missing(Visit& visit);
/// Names by id; accounts that were erased are left out.
std::map<std::string, std::string> account_names(db::Reader& reader, std::vector<std::string> const& ids);
/// When this day is over in the county; `text` as a date field gives it, nullopt when it is none.
std::optional<Instant> end_of_day(Visit const& visit, std::string_view text);

}  // namespace mila::accounts
