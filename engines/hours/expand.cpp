// Openings over a stretch of days, and the tables of hours made from them.
#include <algorithm>
#include <tuple>

#include "engines/hours/schedule.h"

namespace mila::hours {
namespace {

using internal::Day;
using internal::LocalSpan;
using internal::LocalSpans;
using internal::Schedule;
using internal::ZoneClock;
using std::chrono::days;

constexpr days longest_stretch{3700};

Day day_of(Date date) {
  return Day{std::chrono::sys_days{date}.time_since_epoch()};
}

/// Adds a span, joining it with the last one if a reader would see one stretch of hours.
void add_span(std::vector<Span>& spans, Span span) {
  if (!spans.empty()) {
    Span& last = spans.back();
    if (last.access == span.access && last.note == span.note && last.to >= span.from) {
      last.to = std::max(last.to, span.to);
      return;
    }
  }
  spans.push_back(std::move(span));
}

Span shown(Timetable const& timetable, LocalSpan const& span) {
  auto const index = static_cast<std::size_t>(span.rule);
  return {span.from, span.to, span.access,
          span.rule < 0 ? std::string{} : timetable.rules[index].note};
}

}  // namespace

std::vector<Interval> expand(Timetable const& timetable, HolidayCalendar const& holidays,
                             Date first, Date last) {
  std::vector<Interval> result;
  if (!first.ok() || !last.ok() || first > last) return result;
  Day const begin = day_of(first);
  Day const end = std::min(day_of(last), begin + longest_stretch);
  Schedule const schedule(timetable, holidays, begin - days{1}, end);
  ZoneClock clock(timetable.zone);
  Instant const edge = clock.instant(begin, Minutes{0});
  result.reserve(static_cast<std::size_t>(std::min((end - begin).count() + 2, days::rep{64})) * 2);
  LocalSpans spans;
  // The day before may reach over its midnight.
  for (Day day = begin - days{1}; day <= end; day += days{1}) {
    schedule.spans_on(day, spans);
    for (LocalSpan const& span : spans) {
      Interval const interval{clock.instant(day, span.from), clock.instant(day, span.to),
                              span.access, span.rule};
      if (interval.to <= edge || interval.to <= interval.from) continue;
      internal::join_interval(result, interval);
    }
  }
  return result;
}

std::vector<DayHours> week_of(Timetable const& timetable, HolidayCalendar const& holidays,
                              Date first) {
  std::vector<DayHours> week;
  if (!first.ok()) return week;
  Day const begin = day_of(first);
  Schedule const schedule(timetable, holidays, begin, begin + days{6});
  LocalSpans spans;
  for (Day day = begin; day < begin + days{7}; day += days{1}) {
    DayHours hours{Date{day}, {}, schedule.is_holiday(day), false, {}};
    if (Exception const* exception = schedule.exception_on(day)) {
      hours.exception = true;
      hours.reason = exception->reason;
    } else if (hours.holiday) {
      hours.reason = holidays.name(hours.date);
    }
    schedule.spans_on(day, spans);
    for (LocalSpan const& span : spans) add_span(hours.spans, shown(timetable, span));
    week.push_back(std::move(hours));
  }
  return week;
}

WeeklyPattern weekly_pattern(Timetable const& timetable, Date today) {
  WeeklyPattern pattern;
  if (!today.ok()) return pattern;
  std::array<LocalSpans, 7> spans;
  for (std::size_t i = 0; i < timetable.rules.size(); ++i) {
    Rule const& rule = timetable.rules[i];
    auto const index = static_cast<int>(i);
    bool const ended = (rule.valid_to && *rule.valid_to < today) ||
                       (rule.until && *rule.until < today) ||
                       (rule.frequency == Frequency::Once && rule.start && *rule.start < today);
    if (ended) continue;
    auto const hours = internal::hours_of(rule.opens, rule.closes);
    if (!hours) {
      pattern.rules_without_hours.push_back(index);
      continue;
    }
    bool const later =
        (rule.valid_from && *rule.valid_from > today) || (rule.start && *rule.start > today);
    if (later || !internal::is_plain_weekly(rule)) {
      pattern.other_rules.push_back(index);
      continue;
    }
    // Any week shows a plain weekly rule; this one lies within its validity or next to it.
    Rule endless = rule;
    endless.valid_to.reset();
    endless.until.reset();
    Day const begin = day_of(today);
    auto const rule_days = internal::days_of(endless, begin, begin + days{6});
    if (!rule_days) continue;
    for (Day day = begin; day < begin + days{7}; day += days{1}) {
      if (!rule_days->contains(day)) continue;
      auto const weekday = std::chrono::weekday{day}.iso_encoding() - 1;
      spans[weekday].push_back({hours->first, hours->second, rule.access, index});
    }
  }
  for (std::size_t weekday = 0; weekday < 7; ++weekday) {
    std::sort(spans[weekday].begin(), spans[weekday].end(),
              [](LocalSpan const& a, LocalSpan const& b) {
                return std::tie(a.from, a.access, a.to) < std::tie(b.from, b.access, b.to);
              });
    for (LocalSpan const& span : spans[weekday]) {
      add_span(pattern.days[weekday], shown(timetable, span));
    }
  }
  return pattern;
}

}  // namespace mila::hours
