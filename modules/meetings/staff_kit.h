// What the workplace's pages of this module share.
#pragma once

#include <utility>

#include "modules/meetings/invitations.h"
#include "modules/meetings/meetings.h"
#include "modules/meetings/pages.h"

namespace mila::meetings {

inline constexpr char const* kPath = "/staff/meetings";
inline constexpr char const* kTitle = N_("Meetings");

// Headings on the page of a meeting for what this module adds to it.
inline constexpr char const* kToPrint = N_("To print");
inline constexpr char const* kHall = N_("Programme and hall");
inline constexpr char const* kOrigin = N_("Where it comes from");

/// Id and name of the bodies there are, by name.
std::vector<std::pair<std::string, std::string>> all_bodies(Visit& visit, db::Reader& reader);
/// Name of one body, "" when there is none.
std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id);
/// Of those the ones whose meetings the actor runs.
std::vector<std::pair<std::string, std::string>> own_bodies(Visit& visit, db::Reader& reader);

/// "14:30", "14.30", "9" or "9 Uhr".
std::optional<std::chrono::minutes> time_in(std::string text);
/// "2026-12-24" or "24.12.2026".
std::optional<Date> date_in(std::string const& text);

/// Guests of a text field, one a line: "Nadine Ohlendorf <n.ohlendorf@verein.example>", or the address
/// alone. `wrong` becomes the first line that holds no address.
std::vector<Guest> guests_in(std::string const& text, std::string const& language, std::string& wrong);

/// Does the actor run any body: municipalities run meetings of rounds only.
bool runs_a_body(Actor const& actor);

}  // namespace mila::meetings
