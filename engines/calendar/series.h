// Days of a series of meetings as people say them, "every second Tuesday of the quarter, not in school
// holidays", and where to put those that fall on a day that does not suit.
#ifndef MILA_ENGINES_CALENDAR_SERIES_H
#define MILA_ENGINES_CALENDAR_SERIES_H

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.h"

namespace mila::calendar {

struct SeriesRule {
  enum class Every { Weeks, Months, Quarters, Years };
  Every every = Every::Months;
  int interval = 1;  ///< every second week: 2; 1 to 24
  /// Every Weeks: the day. Otherwise the `nth` such day of the month: 1 to 4, -1 the last.
  std::chrono::weekday weekday = std::chrono::Tuesday;
  int nth = 1;
  /// Instead of a weekday: 1 to 28, -1 the last day. Not with Weeks. 0: by weekday.
  int day_of_month = 0;
  bool operator==(SeriesRule const&) const = default;
};

/// Whether the members are in the ranges said above.
bool is_valid(SeriesRule const& rule);

/// The RRULE of it: "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU". The rule must be valid.
std::string rule_text(SeriesRule const& rule);

/// What becomes of a meeting on a day that does not suit.
enum class WhenBlocked {
  Skip,          ///< it is left out
  NextWeek,      ///< same weekday, next week that suits
  PreviousWeek,  ///< same weekday, last week before that suits
};

struct PlannedDay {
  Date regular;             ///< as the rule has it
  std::optional<Date> day;  ///< when to meet; nothing: left out
  std::string why;          ///< why not on the regular day; "" when it is
  bool operator==(PlannedDay const&) const = default;
};

/// Says why a day does not suit ("Sommerferien"), nothing when it does.
using Blocked = std::function<std::optional<std::string>(Date)>;

/// The next `count` (to 200) meetings from `first` on; the month or week of `first` counts as the first
/// one. A meeting is moved by eight weeks at most, never beyond the one before or after it, never before
/// `first`; one that finds no place is left out and does not count. Ends after thirty years. Sorted.
std::vector<PlannedDay> plan_dates(SeriesRule const& rule, Date first, int count,
                                   Blocked const& is_blocked, WhenBlocked how);

/// Days in a row, both ends included.
struct Period {
  Date from, until;
  std::string name;
  bool operator==(Period const&) const = default;
};

/// School holidays of `land` (ISO 3166-2 without "DE-") from `table`, the text of
/// data/school_holidays.csv (its head says how lines look), by date.
/// Throws std::invalid_argument naming the line when the table is malformed.
std::vector<Period> school_holidays_of(std::string_view land, std::string_view table);

/// The name of the period that holds `day`, nothing if there is none.
std::optional<std::string> name_of_day(std::vector<Period> const& periods, Date day);

}  // namespace mila::calendar

#endif  // MILA_ENGINES_CALENDAR_SERIES_H
