// What the workplace's pages of this module share.
#pragma once

#include <nlohmann/json.hpp>

#include "modules/minutes/life.h"
#include "modules/minutes/pages.h"

namespace mila::minutes {

inline constexpr char const* kPath = "/staff/minutes";
inline constexpr char const* kTitle = N_("Minutes of meetings");

inline std::string href_of(std::string_view id) { return std::string(kPath) + "/" + std::string(id); }
/// "Runder Tisch MiLa, drittes Quartal, 25. September 2026".
std::string heading_of(Opened const& opened, std::string const& language);
/// "14:03" in the county's zone.
std::string clock_of(Context const& context, Instant at);
/// The minutes named in the address; else 404 or, when `may` is false for them, 403 in `instead`.
std::optional<Opened> opened_for(Visit& visit, db::Reader& reader, bool Opened::*may, http::Response& instead);
std::string name_of_body(Visit& visit, db::Reader& reader, std::string const& id);
/// Id and name of the bodies there are, by name.
std::vector<std::pair<std::string, std::string>> all_bodies(Visit& visit, db::Reader& reader);
char const* state_label(State state);
char const* ground_label(Ground ground);
/// "It names a person. More words".
std::string why_text(Words const& words, Ground ground, std::string const& reason);
/// Why something goes: "ground" and "words".
void why_fields(Form& form, Words const& words);
Why why_in(Form const& form);
/// Who was there: organisations and functions; names only in drafts, for who runs the body.
struct Attending {
  int people = 0;
  std::string text;  ///< "12 people were there"
  std::vector<LineView> lines;
};
Attending attending_of(Visit& visit, db::Reader& reader, Opened const& opened);
/// "2.1 Wohnen".
std::string part_heading(Part const& part);
html::Safe html_of(std::string const& markdown);
/// Frame of a page about one meeting's minutes.
Page minutes_frame(Visit& visit, Opened const& opened, std::string title);

}  // namespace mila::minutes
