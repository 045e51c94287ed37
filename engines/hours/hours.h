// Opening hours: recurring rules, exceptions and public holidays in, "open until 16:00" and "opens
// Monday 9:00" out. Also reads and writes the one-cell texts in which offices note their hours.
#ifndef MILA_ENGINES_HOURS_HOURS_H
#define MILA_ENGINES_HOURS_HOURS_H

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mila::hours {

using Date = std::chrono::year_month_day;
using Minutes = std::chrono::minutes;
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// How one may come in at that time; the easier way has the smaller value.
enum class Access { OpenDoor, ByAppointment, ByPhone, Online };

/// One BYDAY entry (HSDS, iCalendar): `nth` 0 is every such weekday, 1 the first, -1 the last of
/// the month.
struct ByDay {
  int nth = 0;
  std::chrono::weekday day{};
  bool operator==(ByDay const&) const = default;
};

/// HSDS 3.1 knows WEEKLY and MONTHLY. `Once` is the single day `start`.
enum class Frequency { Once, Weekly, Monthly };

/// One recurring opening time; the field names follow the HSDS 3.1 schedule and RFC 5545.
///
/// - `valid_from`, `valid_to` and `until` are included days.
/// - `start` (DTSTART) anchors `interval` and `count`; without it `valid_from` does. A rule that
///   needs an anchor and has none, or that holds an impossible date, never opens.
/// - `by_week_no` (ISO 8601), `by_year_day` and, beside `by_day`, `by_month_day` only narrow down.
/// - `nth` in a weekly rule is read as "of the month": RFC 5545 forbids it, people write it.
/// - `opens`, `closes` count from local midnight. `closes` at or before `opens` lies on the next
///   day; 0:00–23:59 and 0:00–24:00 are the whole day. Without both, the rule has no hours.
struct Rule {
  std::optional<Date> valid_from, valid_to, start, until;
  std::optional<int> count;
  int interval = 1;
  Frequency frequency = Frequency::Weekly;
  std::chrono::weekday week_start = std::chrono::Monday;
  std::vector<ByDay> by_day;
  std::vector<int> by_month_day, by_week_no, by_year_day;
  std::optional<Minutes> opens, closes;
  Access access = Access::OpenDoor;
  bool open_on_holidays = false;
  std::string note;
  bool operator==(Rule const&) const = default;
};

/// Replaces all rules on the days `from`..`to` (both included).
///
/// Closed: nothing is open. Not closed with hours: these hours, with the access the rules have.
/// Not closed without hours: the rules hold, even on a public holiday. Where exceptions overlap,
/// the shortest one wins; several of the same length add their hours.
struct Exception {
  Date from, to;
  bool closed = true;
  std::optional<Minutes> opens, closes;
  std::string reason;
  bool operator==(Exception const&) const = default;
};

/// All hours of one place. `zone` is an IANA name; an unknown one counts as Europe/Berlin (ask
/// `known_zone` before storing it).
struct Timetable {
  std::vector<Rule> rules;
  std::vector<Exception> exceptions;
  std::string zone = "Europe/Berlin";
};

struct Holiday {
  Date date;
  std::string de, en;
};

/// The public holidays of one Land, sorted by date, one entry a day.
struct HolidayCalendar {
  std::vector<Holiday> days;

  bool contains(Date date) const;
  /// The holiday's name, empty on an ordinary day. `language` "de…" gives German, all else English.
  std::string name(Date date, std::string_view language = "de") const;
};

/// Public holidays of `land` (ISO 3166-2 without "DE-": "TH", "SN") from `table`, the text of
/// data/holidays.csv (its head says how lines look). Years limited to 1900..2200.
/// Throws std::invalid_argument naming the line when the table is malformed.
HolidayCalendar holidays_of(std::string_view land, int first_year, int last_year,
                            std::string_view table);

/// Easter Sunday in the Gregorian calendar. Algorithm: "Anonymous Gregorian" (Meeus, Jones,
/// Butcher), J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapter 8.
Date easter_sunday(int year);

/// An opening [from, to). `rule` is the index in Timetable::rules, -1 for an exception's hours.
struct Interval {
  Instant from, to;
  Access access = Access::OpenDoor;
  int rule = -1;
  bool operator==(Interval const&) const = default;
};

/// Every opening that touches the local days `first`..`last` (both included, at most 3700 days),
/// sorted by begin and not cut at the edges. Openings of the same access that overlap or adjoin are
/// one. Times the clock skips in spring become the moment of the change, times it shows twice in
/// autumn mean the first (RFC 5545, 3.3.5).
std::vector<Interval> expand(Timetable const& timetable, HolidayCalendar const& holidays,
                             Date first, Date last);

/// Unknown: no rule has hours. Such an offer is never hidden by "open now", only marked.
enum class State { Open, Closed, Unknown };

struct Status {
  State state = State::Unknown;
  /// Open: how to come in now. Closed: of the next opening. Unknown: of the first rule.
  Access access = Access::OpenDoor;
  /// When open: the end of the joined opening; empty when it is always open.
  std::optional<Instant> until;
  /// The next opening that begins within 60 days (today not counted), also while open.
  std::optional<Interval> next;
  /// Open without a break for all the 60 days.
  bool always_open = false;
  bool holiday_today = false;
  /// The reason of today's exception, empty if none.
  std::string exception_reason;
  /// When this answer may stop being true: next opening, closing or local midnight.
  std::optional<Instant> changes_at;
  bool operator==(Status const&) const = default;
};

/// Whether one can come in at `now`, until when, and when next.
Status status_at(Timetable const& timetable, HolidayCalendar const& holidays, Instant now);

/// Hours within one day, counted from its local midnight; `to` passes 24 h when it ends next day.
struct Span {
  Minutes from{}, to{};
  Access access = Access::OpenDoor;
  std::string note;
  bool operator==(Span const&) const = default;
};

struct DayHours {
  Date date;
  std::vector<Span> spans;
  bool holiday = false;
  bool exception = false;
  std::string reason;  ///< The exception's reason, else the holiday's German name.
};

/// The seven days from `first` on, for a table of hours.
std::vector<DayHours> week_of(Timetable const& timetable, HolidayCalendar const& holidays,
                              Date first);

/// The ordinary week, without holidays and exceptions, for a card: "Mo, Mi 9–12".
struct WeeklyPattern {
  std::array<std::vector<Span>, 7> days;  ///< Monday first.
  /// Rules with hours that are not every week or begin later: monthly, every second week, once.
  std::vector<int> other_rules;
  /// Rules without hours, such as "by appointment".
  std::vector<int> rules_without_hours;
};

/// The pattern as it stands on `today`; rules that have ended are left out.
WeeklyPattern weekly_pattern(Timetable const& timetable, Date today);

/// Whether the IANA time zone database has this zone.
bool known_zone(std::string_view zone);

struct LocalTime {
  Date date;
  Minutes minutes{};  ///< Since local midnight by the clock on the wall.
  bool operator==(LocalTime const&) const = default;
};

/// What calendar and clock show in `zone` (unknown: Europe/Berlin) at `instant`.
LocalTime local_time(std::string const& zone, Instant instant);

/// A part of a text that could not be read: `length` bytes at byte `offset`. Keys:
/// hours.unknown_word, hours.days_missing, hours.time_missing, hours.time_invalid,
/// hours.date_invalid, hours.start_missing (every second week: since when?), hours.ambiguous (may
/// be meant in two ways), hours.too_long.
struct Issue {
  std::size_t offset = 0, length = 0;
  std::string message_key;
  bool operator==(Issue const&) const = default;
};

struct ParseResult {
  std::vector<Rule> rules;
  std::vector<Issue> issues;
};

/// Reads German opening hours from one cell: "Mo, Di 9–12 | Do 13–18 mit Termin", "1. Mi im Monat
/// 15–17", "jede 2. Woche Mo 10–12 ab 07.09.2026", "24 Stunden", "nach Vereinbarung".
///
/// Entries are separated by `|`, line break, `;` or, where the next one begins with a day, `,`.
/// Nothing is guessed: what is not understood becomes an issue, and the entries up to the next `|`,
/// `;` or line break on both sides yield no rule. "werktags" is Monday to Friday, as offices use
/// it. "24 Stunden" on all days holds on public holidays, too. UTF-8 in NFC, at most 2000 bytes.
ParseResult parse_hours_text(std::string_view text);

/// Writes rules so that `parse_hours_text` reads them again: parse(format(parse(x))) is parse(x) as
/// long as the text stays within the reader's 2000 bytes.
/// Rules may hold more than the text can say (count, by_year_day …): see `text_can_say`.
std::string format_hours_text(std::vector<Rule> const& rules);

/// Whether `format_hours_text` loses nothing, so that a person may edit the rules as text.
bool text_can_say(std::vector<Rule> const& rules);

}  // namespace mila::hours

#endif  // MILA_ENGINES_HOURS_HOURS_H
