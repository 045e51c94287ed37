// A decentralised round: one agenda held in many municipalities or areas. Each place has a date of its own
// and says what came out of each item; side by side this shows what they share, never who is better.
#pragma once

#include "modules/meetings/meetings.h"

namespace mila::meetings {

struct RoundItem {
  std::string id, title;
};

struct Round {
  std::string id;
  std::int64_t version = 0;  ///< 0 = new
  std::string body_id;
  std::string title, purpose;
  bool by_place = false;                ///< accounts of a place set its date and run its meeting, too
  std::vector<std::string> place_ids;   ///< municipalities or areas
  std::vector<RoundItem> items;         ///< the agenda
  std::string created_by;
};

/// Of a place: its meeting, if there is a date; a second one when the first was cancelled.
struct RoundPart {
  std::string place_id, meeting_id;
};

/// What came out of an item in one place.
struct RoundResult {
  std::string item_id, place_id, text;
  std::int64_t version = 0;
};

std::optional<Round> find_round(db::Reader& reader, std::string_view id);
/// Id and title of the round a meeting is part of. One statement.
std::optional<RoundItem> round_title_of(db::Reader& reader, std::string_view meeting_id);
/// Newest first.
std::vector<Round> list_rounds(db::Reader& reader);
std::vector<RoundPart> parts_of(db::Reader& reader, std::string_view round_id);
std::vector<RoundResult> results_of(db::Reader& reader, std::string_view round_id);

/// May the actor set the date of this place and say what came out there.
bool may_run(Actor const& actor, Round const& round, std::string_view place_id);

/// Places that set the date of their meeting in a round themselves and have none.
struct OpenDate {
  std::string round_id, title, place_id;
};
/// Of these places, the newest round first. One statement.
std::vector<OpenDate> open_dates(db::Reader& reader, std::vector<std::string> const& place_ids);

/// Inserts (version 0, with its agenda) or replaces title, purpose, places and who runs them. Errors:
/// Forbidden, NotFound, Invalid (no title, no place, no item; a place that has a date is missing),
/// Conflict.
Result<std::string> save_round(db::Writer& writer, Context& context, Round round);
/// A meeting with the round's agenda in this place: day, time, house and link of `draft` count. Returns
/// its id; with a date already that one's, unchanged, unless it was cancelled. Errors: Forbidden, NotFound, those of save_meeting().
Result<std::string> set_round_date(db::Writer& writer, Context& context, std::string_view round_id,
                                   std::string_view place_id, std::string const& place_name, Meeting draft);
/// Replaces what came out in one place; texts in the order of the items, "" for nothing. `versions` are
/// those shown. Errors: Forbidden, NotFound, Conflict.
Result<bool> save_results(db::Writer& writer, Context& context, std::string_view round_id,
                          std::string_view place_id, std::vector<std::string> const& texts,
                          std::vector<std::int64_t> const& versions);

}  // namespace mila::meetings
