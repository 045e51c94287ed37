// What the workplace's pages of this module share.
#pragma once

#include <utility>

#include "modules/meetings/meetings.h"
#include "modules/meetings/pages.h"

namespace mila::meetings {

inline constexpr char const* kPath = "/staff/meetings";
inline constexpr char const* kTitle = N_("Meetings");

/// Id and name of the bodies there are, by name.
std::vector<std::pair<std::string, std::string>> all_bodies(Visit& visit, db::Reader& reader);
/// Name of one body, "" when there is none.
std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id);
/// Of those the ones whose meetings the actor runs.
std::vector<std::pair<std::string, std::string>> own_bodies(Visit& visit, db::Reader& reader);

}  // namespace mila::meetings
