// The answer people ask for most: is it open now, until when, and when next?
#include <algorithm>

#include "engines/hours/schedule.h"

namespace mila::hours {
namespace {

using internal::Day;
using internal::LocalSpan;
using internal::LocalSpans;
using internal::Schedule;
using internal::ZoneClock;
using std::chrono::days;

constexpr days horizon{60};

using Intervals = boost::container::small_vector<Interval, 8>;

bool contains(Interval const& interval, Instant now) {
  return interval.from <= now && now < interval.to;
}

/// Whether the openings that matter for `now` all end before `edge`, so that later days can add
/// nothing to them.
bool settled(Intervals const& intervals, Instant now, Instant edge) {
  for (Interval const& interval : intervals) {
    if (interval.to <= now) continue;
    if (interval.to >= edge) return false;
    if (interval.from > now) return true;
  }
  return false;
}

/// All joined openings from yesterday's until the next one is known, at most up to the horizon.
Intervals openings_around(Schedule const& schedule, ZoneClock& clock, Day today, Instant now) {
  Intervals intervals;
  LocalSpans spans;
  for (Day day = today - days{1}; day <= today + horizon; day += days{1}) {
    schedule.spans_on(day, spans);
    if (spans.empty()) continue;
    for (LocalSpan const& span : spans) {
      Interval const interval{clock.instant(day, span.from), clock.instant(day, span.to),
                              span.access, span.rule};
      if (interval.to > interval.from) internal::join_interval(intervals, interval);
    }
    if (day >= today && settled(intervals, now, clock.instant(day + days{1}, Minutes{0}))) break;
  }
  return intervals;
}

void fill_openings(Status& status, Intervals const& intervals, Instant now, Instant edge) {
  Interval const* open = nullptr;
  Instant changes_at = *status.changes_at;
  for (Interval const& interval : intervals) {
    if (contains(interval, now)) {
      changes_at = std::min(changes_at, interval.to);
      if (open == nullptr || interval.access < open->access) open = &interval;
    } else if (interval.from > now && interval.from < edge) {
      changes_at = std::min(changes_at, interval.from);
      if (!status.next) status.next = interval;
    }
  }
  status.changes_at = changes_at;
  if (open != nullptr) {
    status.state = State::Open;
    status.access = open->access;
    status.always_open = open->to >= edge;
    if (!status.always_open) status.until = open->to;
  } else if (status.next) {
    status.access = status.next->access;
  }
}

}  // namespace

Status status_at(Timetable const& timetable, HolidayCalendar const& holidays, Instant now) {
  Status status;
  ZoneClock clock(timetable.zone);
  Day const today = std::chrono::floor<days>(clock.wall(now));
  Schedule const schedule(timetable, holidays, today - days{1}, today + horizon);
  status.changes_at = clock.instant(today + days{1}, Minutes{0});
  status.holiday_today = schedule.is_holiday(today);
  Exception const* exception = schedule.exception_on(today);
  if (exception != nullptr) status.exception_reason = exception->reason;

  // A timetable without hours can still be known to be closed today.
  bool const known =
      schedule.has_hours() || (exception != nullptr && (exception->closed || exception->opens));
  status.state = known ? State::Closed : State::Unknown;
  if (!timetable.rules.empty()) status.access = timetable.rules.front().access;
  if (!schedule.has_hours() && timetable.exceptions.empty()) return status;

  Intervals const intervals = openings_around(schedule, clock, today, now);
  Instant const edge = clock.instant(today + horizon + days{1}, Minutes{0});
  fill_openings(status, intervals, now, edge);
  return status;
}

}  // namespace mila::hours
