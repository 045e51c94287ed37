// The public calendar: meetings that are open to everybody and events of partners, side by side.
#pragma once

#include "modules/calendar/events.h"
#include "modules/meetings/meetings.h"
#include "platform/site/module.h"

namespace mila::events {

/// One day on which something takes place. Title and text are the organiser's words.
struct PublicDate {
  std::string id;        ///< of the event or meeting, in addresses
  std::string uid;       ///< of the calendar entry
  bool is_meeting = false;
  std::string title, about, language = "de";
  Date day{}, regular{};  ///< regular: what the day is known by in a series
  std::chrono::minutes start{}, length{};
  bool all_day = false, cancelled = false, moved = false, online = false;
  std::string place, place_id, cost, link, reason;
  std::string organization_id, body_id, programme_id, source_id;
  std::string rule;       ///< RRULE of a series without its end, "" for a single event
  std::string organiser;  ///< name of the organisation or body, "" when it is not public
  std::vector<std::string> topics, languages;
  Instant modified;
  int sequence = 0;
};

/// What a reader looks for; everything "" asks for all.
struct CalendarFilter {
  std::string place_id, topic, language, organization_id, body_id, programme_id;
  std::string words;  ///< as typed
  bool asks_anything() const {
    return !(place_id + topic + language + organization_id + body_id + programme_id + words).empty();
  }
};

struct CalendarOptions {
  bool named = true;  ///< with the organisers' names: one statement more for each kind
  /// Of a series one day: its first from then on that takes place.
  std::optional<Date> once_from;
};
/// By time, from `from` to `until` (both included), at most `limit`. Cancelled ones are among them. Four
/// statements at any size.
std::vector<PublicDate> public_calendar(Context& context, db::Reader& reader, CalendarFilter const& filter,
                                        Date from, std::optional<Date> until, int limit,
                                        CalendarOptions const& options = {});
/// All dates of one event or meeting that is public, by time; none when it is not.
std::vector<PublicDate> public_dates_of(Context& context, db::Reader& reader, std::string const& id);

/// The same as entries for calendar programs; a series is one with its exceptions. Names the office or
/// organisation, never a person, and never the link of a meeting.
std::vector<calendar::Event> calendar_entries(Context& context, db::Reader& reader,
                                              std::vector<PublicDate> const& dates, std::string const& origin);

/// "Donnerstag, 3. Dezember 2026 · 14:00–16:00", the same in the order of Arabic and Persian.
std::string time_text(Context const& context, PublicDate const& date);
std::string place_text(Context const& context, PublicDate const& date);

}  // namespace mila::events
