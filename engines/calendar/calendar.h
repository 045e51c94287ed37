// Appointments as calendars exchange them (RFC 5545, 5546, 7986): invitations, their answers, feeds to
// subscribe to, files of others, and the days of a series. Pure: no mail, no database.
//
// What is written: UTF-8, CRLF, lines folded between characters, times as `TZID=Europe/Berlin` with the
// zone's block in the file (programs take them for floating or UTC otherwise); events of other zones as
// UTC. Both go through libical.
#ifndef MILA_ENGINES_CALENDAR_CALENDAR_H
#define MILA_ENGINES_CALENDAR_CALENDAR_H

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace mila::calendar {

struct Person {
  std::string name, mail;
  bool operator==(Person const&) const = default;
};

enum class Status { Confirmed, Tentative, Cancelled };
/// What an attendee answered (PARTSTAT).
enum class Partstat { NeedsAction, Accepted, Tentative, Declined, Delegated };

/// One event, or the rule of a series, or (with `recurrence_of`) one changed event of a series.
struct Event {
  std::string uid;      ///< stable for the event's whole life, the same in mails and feeds
  int sequence = 0;     ///< grows with each change that matters (RFC 5546 §2.1.4)
  Instant stamp{};      ///< when this text is written (DTSTAMP)
  std::optional<Instant> modified;
  Date day{};
  std::chrono::minutes start{};  ///< by the clock on the wall in `zone`, since midnight
  std::chrono::minutes length{60};  ///< time that passes; of an all-day event, days times 24 h
  std::string zone = "Europe/Berlin";
  bool all_day = false;
  std::string summary, description, location, url, language;  ///< plain text; language "de", "ar" …
  Status status = Status::Confirmed;
  /// Written together with the attendee; in feeds without one nobody's address appears.
  Person organizer;
  std::optional<Person> attendee;
  Partstat partstat = Partstat::NeedsAction;
  bool rsvp = true;
  std::string rule;  ///< value of RRULE, "" for a single event
  std::vector<Date> exceptions;  ///< days on which the series does not take place
  /// The day of the series this event replaces, and the series' own start where it differs.
  std::optional<Date> recurrence_of;
  std::optional<std::chrono::minutes> recurrence_start;
  std::vector<std::string> categories;
  std::optional<int> alarm_minutes;  ///< before the start
  bool operator==(Event const&) const = default;
};

/// An invitation or its update (METHOD:REQUEST) to the one attendee of `event`; goes out as
/// `text/calendar; method=REQUEST; charset=utf-8`. Organizer and attendee need a mail address, the rule
/// must be readable: all else is a bug of the caller.
std::string request(Event const& event);

/// The event does not take place (METHOD:CANCEL); as request(). `sequence` must have grown.
std::string cancel(Event const& event);

/// A calendar to subscribe to, read again every hour. Cancelled events belong in it until their day has
/// passed; a changed event of a series follows its series with the same uid.
std::string feed(std::string const& name, std::vector<Event> const& events);

/// One event as a file to save.
std::string publish(Event const& event);
/// Several events as one file to save.
std::string publish(std::vector<Event> const& events);

struct Reply {
  std::string uid;
  int sequence = 0;  ///< of the invitation that is answered; smaller than the event's: an old one
  Person attendee;   ///< who answers; the address in lower case
  Partstat partstat = Partstat::NeedsAction;
  std::string comment;
  Instant stamp{};
};

/// Reads what a calendar program sends to the organizer (METHOD:REPLY). Errors: Invalid (no such text,
/// not exactly one event or attendee, no answer), TooLarge (over 100 kB).
/// Who sent it is not proved by the text: compare the address with the one invited.
Result<Reply> read_reply(std::string_view text);

/// Reads calendar files of others. Single events come out in Europe/Berlin whatever their zone, series
/// in the zone they have (of a zone only the file knows: Europe/Berlin); times without a zone count as
/// Europe/Berlin. Events without uid or start are left out, and those marked private or confidential. Texts are plain, rules as libical writes
/// them. Errors: Invalid, TooLarge (over 1 MB or 2,000 events).
Result<std::vector<Event>> read_calendar(std::string_view text);

/// The days of an RRULE that begins on `first`, up to and with `until`, `most` at the most, sorted.
/// `first` itself only when the rule names it. Each day once, whatever the rule says of hours. Empty when
/// the rule cannot be read, is not by days, weeks, months or years, or begins over sixty years before
/// `until`.
std::vector<Date> occurrences(std::string const& rule, Date first, Date until, int most);

}  // namespace mila::calendar

#endif  // MILA_ENGINES_CALENDAR_CALENDAR_H
