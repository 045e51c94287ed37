// Puts rules, exceptions and holidays of one timetable together, day by day.
#include "engines/hours/schedule.h"

#include <algorithm>
#include <tuple>

namespace mila::hours::internal {
namespace {

using std::chrono::hours;

constexpr Minutes day_length = hours{24};

Day day_of(Date date) {
  return Day{std::chrono::sys_days{date}.time_since_epoch()};
}

bool covers(Exception const& exception, Day day) {
  return exception.from.ok() && exception.to.ok() && day_of(exception.from) <= day &&
         day <= day_of(exception.to);
}

std::chrono::days length(Exception const& exception) {
  return day_of(exception.to) - day_of(exception.from);
}

bool sooner(LocalSpan const& a, LocalSpan const& b) {
  return std::tie(a.from, a.access, a.to) < std::tie(b.from, b.access, b.to);
}

}  // namespace

std::optional<std::pair<Minutes, Minutes>> hours_of(std::optional<Minutes> opens,
                                                    std::optional<Minutes> closes) {
  if (!opens || !closes) return std::nullopt;
  if (*opens < Minutes{0} || *opens >= day_length) return std::nullopt;
  if (*closes < Minutes{0} || *closes > day_length) return std::nullopt;
  Minutes to = *closes <= *opens ? *closes + day_length : *closes;
  if (*opens == Minutes{0} && to == day_length - Minutes{1}) to = day_length;
  return std::pair{*opens, to};
}

Schedule::Schedule(Timetable const& timetable, HolidayCalendar const& holidays, Day first, Day last)
    : timetable_(timetable) {
  for (std::size_t i = 0; i < timetable.rules.size(); ++i) {
    Rule const& rule = timetable.rules[i];
    auto const hours = hours_of(rule.opens, rule.closes);
    if (!hours) continue;
    auto days = days_of(rule, first, last);
    if (!days) continue;
    if (!has_hours_) usual_access_ = rule.access;
    has_hours_ = true;
    if (days->first > days->last) continue;
    rules_.push_back({std::move(*days),
                      {hours->first, hours->second, rule.access, static_cast<int>(i)},
                      rule.open_on_holidays});
  }
  auto it = std::lower_bound(holidays.days.begin(), holidays.days.end(), first,
                             [](Holiday const& h, Day day) { return day_of(h.date) < day; });
  for (; it != holidays.days.end() && day_of(it->date) <= last; ++it) {
    holidays_.push_back(day_of(it->date));
  }
}

bool Schedule::is_holiday(Day day) const {
  return std::binary_search(holidays_.begin(), holidays_.end(), day);
}

Exception const* Schedule::exception_on(Day day) const {
  Exception const* deciding = nullptr;
  for (Exception const& exception : timetable_.exceptions) {
    if (!covers(exception, day)) continue;
    if (deciding == nullptr || length(exception) < length(*deciding)) deciding = &exception;
  }
  return deciding;
}

void Schedule::spans_on(Day day, LocalSpans& spans) const {
  spans.clear();
  if (Exception const* exception = exception_on(day)) {
    add_exceptions(spans, day, *exception);
  } else {
    add_rules(spans, day, false);
  }
  if (spans.size() > 1) std::sort(spans.begin(), spans.end(), sooner);
}

void Schedule::add_rules(LocalSpans& spans, Day day, bool even_on_holidays) const {
  for (TimedRule const& rule : rules_) {
    if (!rule.days.contains(day)) continue;
    bool const open = rule.open_on_holidays || even_on_holidays || !is_holiday(day);
    if (open) spans.push_back(rule.span);
  }
}

void Schedule::add_exceptions(LocalSpans& spans, Day day, Exception const& deciding) const {
  // The exception does not say how one may come in: as on such a day otherwise.
  Access access = usual_access_;
  for (TimedRule const& rule : rules_) {
    if (!rule.days.contains(day)) continue;
    access = rule.span.access;
    break;
  }
  for (Exception const& exception : timetable_.exceptions) {
    if (exception.closed || !covers(exception, day)) continue;
    if (length(exception) != length(deciding)) continue;
    if (!exception.opens && !exception.closes) {
      add_rules(spans, day, true);
    } else if (auto const hours = hours_of(exception.opens, exception.closes)) {
      spans.push_back({hours->first, hours->second, access, -1});
    }
  }
}

}  // namespace mila::hours::internal
