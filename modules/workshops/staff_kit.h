// What the workplace's pages of this module share.
#pragma once

#include "modules/workshops/pages.h"

namespace mila::workshops {

inline constexpr char const* kPath = "/staff/workshops";
inline constexpr char const* kMeetings = "/staff/meetings";

/// "/staff/workshops/{meeting}".
std::string board_href(std::string_view meeting_id);
/// Of what came out of it.
std::string result_href(Workshop const& workshop);
/// The board of the meeting in the address for who runs it; 404 and 403 as an answer in `instead`.
std::optional<Board> own_board(Visit& visit, db::Reader& reader, http::Response& instead);
/// Frame of a page about a meeting's workshops; `title` "" for the board itself.
Page workshop_frame(Visit& visit, Meeting const& meeting, std::string const& title);
/// A field of the form that was sent, "" when missing.
std::string sent(Visit const& visit, std::string_view name);
/// "second wish: all seats of the first were taken".
std::string why_text(Words const& words, Why why, bool mixed);
std::string time_text(Workshop const& one, std::string const& language);
/// Names of those who come, by invitee id, and their order.
struct Names {
  std::map<std::string, std::string> labels;
  std::vector<std::string> order;  ///< ids by name
};
Names names_of(db::Reader& reader, Context& context, Board const& board);

}  // namespace mila::workshops
