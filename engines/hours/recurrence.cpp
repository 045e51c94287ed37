// On which days a rule holds. Weekly rules are a mask of weekdays, "the second Tuesday" is counted;
// the other monthly ones go through libical, which costs a hundred times as much.
#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "engines/hours/schedule.h"

namespace mila::hours::internal {
namespace {

using std::chrono::days;

Day day_of(Date date) {
  return Day{std::chrono::sys_days{date}.time_since_epoch()};
}

/// Days outside this range are typing errors; the limit bounds every walk over days.
bool plausible(Date date) {
  return date.ok() && date.year() >= std::chrono::year{1900} &&
         date.year() <= std::chrono::year{2200};
}

bool plausible(std::optional<Date> const& date) {
  return !date || plausible(*date);
}

bool contains(std::vector<int> const& list, int value, int value_from_end) {
  return std::any_of(list.begin(), list.end(),
                     [&](int entry) { return entry == value || entry == value_from_end; });
}

int days_in_month(Date date) {
  auto const last = (date.year() / date.month() / std::chrono::last).day();
  return static_cast<int>(static_cast<unsigned>(last));
}

/// Number of the day's ISO 8601 week: the week belongs to the year that holds its Thursday.
int week_number(Day day, std::chrono::year& year) {
  auto const weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
  Day const thursday = day + days{4 - weekday};
  year = Date{thursday}.year();
  return static_cast<int>((thursday - day_of(year / std::chrono::January / 1)).count()) / 7 + 1;
}

bool within_limits(Rule const& rule, Day day) {
  Date const date{day};
  if (!rule.by_month_day.empty()) {
    auto const number = static_cast<int>(static_cast<unsigned>(date.day()));
    if (!contains(rule.by_month_day, number, number - days_in_month(date) - 1)) return false;
  }
  if (!rule.by_year_day.empty()) {
    Day const new_year = day_of(date.year() / std::chrono::January / 1);
    auto const number = static_cast<int>((day - new_year).count()) + 1;
    int const length = date.year().is_leap() ? 366 : 365;
    if (!contains(rule.by_year_day, number, number - length - 1)) return false;
  }
  if (!rule.by_week_no.empty()) {
    std::chrono::year year{};
    int const number = week_number(day, year);
    // 28 December always lies in the last week of its year.
    int const last = week_number(day_of(year / std::chrono::December / 28), year);
    if (!contains(rule.by_week_no, number, number - last - 1)) return false;
  }
  return true;
}

bool has_limits(Rule const& rule) {
  return !rule.by_month_day.empty() || !rule.by_week_no.empty() || !rule.by_year_day.empty();
}

bool has_nth(Rule const& rule) {
  return std::any_of(rule.by_day.begin(), rule.by_day.end(),
                     [](ByDay const& entry) { return entry.nth != 0; });
}

/// Whether a rule is "the second and the last Tuesday of every month" and nothing more.
bool is_plain_monthly(Rule const& rule) {
  return !rule.by_day.empty() && rule.interval <= 1 && !rule.count && !has_limits(rule) &&
         std::all_of(rule.by_day.begin(), rule.by_day.end(), [](ByDay const& entry) {
           return entry.day.ok() && entry.nth >= -5 && entry.nth <= 5;
         });
}

bool at_nth_weekday(Rule const& rule, Day day) {
  std::chrono::weekday const weekday{day};
  return std::any_of(rule.by_day.begin(), rule.by_day.end(), [&](ByDay const& entry) {
    if (entry.day != weekday) return false;
    if (entry.nth == 0) return true;
    Date const date{day};
    auto const number = static_cast<int>(static_cast<unsigned>(date.day()));
    return entry.nth > 0 ? (number - 1) / 7 + 1 == entry.nth
                         : (days_in_month(date) - number) / 7 + 1 == -entry.nth;
  });
}

Day start_of_week(Day day, std::chrono::weekday week_start) {
  return day - (std::chrono::weekday{day} - week_start);
}

/// Ends `result` with the count-th day; everything else must be set.
void apply_count(RuleDays& result, int count, Day anchor, Day last) {
  RuleDays all = result;
  all.first = anchor;
  Day const end = std::min(result.last, last);
  for (Day day = anchor; day <= end; day += days{1}) {
    if (count <= 0) {
      result.last = day - days{1};
      return;
    }
    if (all.contains(day)) --count;
  }
}

bool set_weekly(RuleDays& result, Rule const& rule, std::optional<Day> anchor, Day last) {
  for (ByDay const& entry : rule.by_day) {
    if (!entry.day.ok()) return false;
    result.weekdays |= static_cast<std::uint8_t>(1U << entry.day.c_encoding());
  }
  if (rule.by_day.empty()) {
    if (has_limits(rule)) {
      result.weekdays = 0x7f;
    } else if (rule.start) {
      result.weekdays =
          static_cast<std::uint8_t>(1U << std::chrono::weekday{day_of(*rule.start)}.c_encoding());
    } else {
      return false;
    }
  }
  if (has_limits(rule)) result.limits = &rule;
  if (rule.interval > 1) {
    if (!anchor || !rule.week_start.ok()) return false;
    result.interval = rule.interval;
    result.week_anchor = start_of_week(*anchor, rule.week_start);
  }
  if (rule.count) {
    if (!anchor) return false;
    apply_count(result, *rule.count, *anchor, last);
  }
  return true;
}

icaltimetype ical_date(Day day) {
  Date const date{day};
  icaltimetype time = icaltime_null_time();  // icaltime_null_date sets the hour to -1
  time.is_date = 1;
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  return time;
}

/// libical's days of the month as a rule, or nothing if the rule names none that exist. Where both
/// lists are given, the days of the month narrow down afterwards: a combination that never comes
/// true would make libical search for centuries.
bool fill_monthly(icalrecurrencetype& recurrence, Rule const& rule, std::optional<Day> anchor) {
  std::size_t used = 0;
  auto add_month_day = [&](int number) {
    if (number == 0 || number < -31 || number > 31) return;
    if (used < ICAL_BY_MONTHDAY_SIZE - 1) {
      recurrence.by_month_day[used++] = static_cast<short>(number);
    }
  };
  if (!rule.by_day.empty()) {
    for (ByDay const& entry : rule.by_day) {
      if (!entry.day.ok() || entry.nth < -5 || entry.nth > 5) return false;
      if (used == 64) break;  // 7 weekdays with 11 positions at most; more is repetition
      auto const code = static_cast<int>(entry.day.c_encoding()) + 1;
      recurrence.by_day[used++] =
          static_cast<short>(entry.nth < 0 ? -(-entry.nth * 8 + code) : entry.nth * 8 + code);
    }
  } else if (!rule.by_month_day.empty()) {
    for (int const number : rule.by_month_day) add_month_day(number);
  } else if (has_limits(rule)) {
    for (int number = 1; number <= 31; ++number) add_month_day(number);
  } else if (anchor && rule.start) {
    add_month_day(static_cast<int>(static_cast<unsigned>(rule.start->day())));
  }
  return used > 0;
}

bool set_monthly(RuleDays& result, Rule const& rule, std::optional<Day> anchor, Day last) {
  if ((rule.interval > 1 || rule.count) && !anchor) return false;
  auto recurrence = std::make_unique<icalrecurrencetype>();
  icalrecurrencetype_clear(recurrence.get());
  recurrence->freq = ICAL_MONTHLY_RECURRENCE;
  recurrence->interval = static_cast<short>(std::clamp(rule.interval, 1, 1200));
  if (!fill_monthly(*recurrence, rule, anchor)) return false;
  Day const end = std::min(result.last, last);
  recurrence->until = ical_date(end);

  // From the first of the month on, so that no day depends on the anchor's place in its month.
  Date const from{anchor && (rule.interval > 1 || rule.count) ? *anchor : result.first};
  Day const begin = day_of(from.year() / from.month() / 1);
  result.days.emplace();
  if (begin > end) return true;
  icaltimetype const start = ical_date(begin);
  std::unique_ptr<icalrecur_iterator, void (*)(icalrecur_iterator*)> iterator{
      icalrecur_iterator_new(*recurrence, start), icalrecur_iterator_free};
  if (!iterator) return false;
  int left = rule.count.value_or(1'000'000);
  bool const narrowed = has_limits(rule);
  while (left > 0) {
    icaltimetype const next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next)) break;
    Day const day = day_of(Date{std::chrono::year{next.year},
                                std::chrono::month{static_cast<unsigned>(next.month)},
                                std::chrono::day{static_cast<unsigned>(next.day)}});
    if (day > end) break;
    if (rule.count && day < *anchor) continue;
    if (narrowed && !within_limits(rule, day)) continue;
    --left;
    if (day >= result.first) result.days->push_back(day);
  }
  return true;
}

}  // namespace

bool RuleDays::contains(Day day) const {
  if (day < first || day > last) return false;
  if (days) return std::binary_search(days->begin(), days->end(), day);
  if (nth_of_month != nullptr) return at_nth_weekday(*nth_of_month, day);
  if ((weekdays >> std::chrono::weekday{day}.c_encoding() & 1U) == 0) return false;
  if (interval > 1) {
    auto const offset = (day - week_anchor).count();
    auto const week = offset >= 0 ? offset / 7 : -((6 - offset) / 7);
    if (week % interval != 0) return false;
  }
  return limits == nullptr || within_limits(*limits, day);
}

bool is_plain_weekly(Rule const& rule) {
  return rule.frequency == Frequency::Weekly && rule.interval <= 1 && !rule.count &&
         !has_limits(rule) && !has_nth(rule);
}

std::optional<RuleDays> days_of(Rule const& rule, Day first, Day last) {
  for (auto const* date : {&rule.valid_from, &rule.valid_to, &rule.start, &rule.until}) {
    if (!plausible(*date)) return std::nullopt;
  }
  RuleDays result{first, last, 0, 1, {}, nullptr, nullptr, std::nullopt};
  auto not_before = [&](std::optional<Date> const& date) {
    if (date) result.first = std::max(result.first, day_of(*date));
  };
  auto not_after = [&](std::optional<Date> const& date) {
    if (date) result.last = std::min(result.last, day_of(*date));
  };
  not_before(rule.valid_from);
  not_before(rule.start);
  not_after(rule.valid_to);
  not_after(rule.until);

  std::optional<Day> anchor;
  if (rule.start) {
    anchor = day_of(*rule.start);
  } else if (rule.valid_from) {
    anchor = day_of(*rule.valid_from);
  }
  switch (rule.frequency) {
    case Frequency::Once:
      if (!rule.start) return std::nullopt;
      result.weekdays = 0x7f;
      result.last = std::min(result.last, day_of(*rule.start));
      return result;
    case Frequency::Weekly:
      if (has_nth(rule)) {
        if (rule.interval > 1) return std::nullopt;
        break;
      }
      if (!set_weekly(result, rule, anchor, last)) return std::nullopt;
      return result;
    case Frequency::Monthly:
      break;
  }
  if (is_plain_monthly(rule)) {
    result.nth_of_month = &rule;
    return result;
  }
  if (!set_monthly(result, rule, anchor, last)) return std::nullopt;
  return result;
}

}  // namespace mila::hours::internal
