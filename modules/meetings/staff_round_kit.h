// What the pages about rounds share.
#pragma once

#include <utility>

#include "modules/meetings/staff_rounds.h"

namespace mila::meetings {

inline constexpr char const* kRounds = "/staff/rounds";
inline constexpr char const* kRoundsTitle = N_("Rounds in many places");

std::string round_href(std::string_view id);
/// Name of a municipality or area.
std::string place_label(County& county, std::string_view id);
/// Id and name, by name.
std::vector<std::pair<std::string, std::string>> by_name(Visit& visit, std::vector<std::string> const& place_ids);
/// Of each place the meeting that counts: one that was not cancelled before one that was.
std::map<std::string, Meeting> meetings_by_place(db::Reader& reader, std::string_view round_id);
bool was_held(Context const& context, Meeting const& meeting);
/// "Do., 3. Dez. 2026, 14:00"
std::string day_text(Meeting const& meeting, std::string const& language);
/// Frame of a page about a round; `title` "" for the round itself.
Page round_frame(Visit& visit, Round const& round, std::string const& title);

}  // namespace mila::meetings
