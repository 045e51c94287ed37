// A timetable prepared for one stretch of days: which hours hold on which day. Internal to the
// library; expand, status and the tables of hours all walk over it.
#ifndef MILA_ENGINES_HOURS_SCHEDULE_H
#define MILA_ENGINES_HOURS_SCHEDULE_H

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engines/hours/hours.h"
#include "engines/hours/zone_clock.h"

namespace mila::hours::internal {

/// Hours counted from midnight of the day they belong to; `to` passes 24 h when they end next day.
struct LocalSpan {
  Minutes from, to;
  Access access;
  int rule;
};
using LocalSpans = boost::container::small_vector<LocalSpan, 8>;

/// Begin and end of a rule's or exception's hours, or nothing if they are missing or impossible.
std::optional<std::pair<Minutes, Minutes>> hours_of(std::optional<Minutes> opens,
                                                    std::optional<Minutes> closes);

/// One rule prepared for a stretch of days; refers to the rule. `days` lists them one by one where
/// neither a mask of weekdays nor positions in the month can say it.
struct RuleDays {
  Day first, last;
  std::uint8_t weekdays = 0;  ///< Bit 0 is Sunday (std::chrono's C encoding).
  int interval = 1;
  Day week_anchor{};             ///< First day of a week that counts.
  Rule const* limits = nullptr;  ///< Set if by_week_no, by_year_day, by_month_day narrow down.
  Rule const* nth_of_month = nullptr;  ///< Set if by_day with its positions decides alone.
  std::optional<std::vector<Day>> days;

  bool contains(Day day) const;
};

/// The days of `rule` within `first`..`last`; nothing if the rule cannot be computed (no anchor for
/// its interval or count, impossible dates). Hours and holidays play no part here.
std::optional<RuleDays> days_of(Rule const& rule, Day first, Day last);

/// Whether a rule is simply every week, without count, interval or narrowing lists.
bool is_plain_weekly(Rule const& rule);

/// Refers to timetable and holidays, which must outlive it.
class Schedule {
 public:
  Schedule(Timetable const& timetable, HolidayCalendar const& holidays, Day first, Day last);

  /// Replaces `spans` by the hours that begin on `day` (within first..last), sorted.
  void spans_on(Day day, LocalSpans& spans) const;

  /// The exception that decides on `day`, if any.
  Exception const* exception_on(Day day) const;
  bool is_holiday(Day day) const;

  /// Whether any rule, in or out of season, has hours that can be computed.
  bool has_hours() const { return has_hours_; }

 private:
  struct TimedRule {
    RuleDays days;
    LocalSpan span;
    bool open_on_holidays;
  };

  void add_rules(LocalSpans& spans, Day day, bool even_on_holidays) const;
  void add_exceptions(LocalSpans& spans, Day day, Exception const& deciding) const;

  Timetable const& timetable_;
  boost::container::small_vector<TimedRule, 6> rules_;
  boost::container::small_vector<Day, 8> holidays_;
  bool has_hours_ = false;
  Access usual_access_ = Access::OpenDoor;
};

/// Adds an opening to a list sorted by begin, joining it with one of the same access that it
/// overlaps or adjoins. Openings must come in the order of their begin.
template <typename Intervals>
void join_interval(Intervals& intervals, Interval const& added) {
  for (auto it = intervals.rbegin(); it != intervals.rend(); ++it) {
    if (it->access != added.access) continue;
    if (it->to < added.from) break;
    if (added.to > it->to) it->to = added.to;
    return;
  }
  intervals.push_back(added);
}

}  // namespace mila::hours::internal

#endif  // MILA_ENGINES_HOURS_SCHEDULE_H
