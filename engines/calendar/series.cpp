// The days of a series: rules through libical, moving away from days that do not suit, school holidays.
#include "engines/calendar/series.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "engines/calendar/calendar.h"
#include "engines/calendar/ical_kit.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace mila::calendar {
namespace {

using namespace internal;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weeks;

constexpr int kWeeksMoved = 8, kYearsAhead = 30, kCountMax = 200, kOccurrencesMax = 10'000, kYearsWalked = 60;

char const* code_of(std::chrono::weekday day) {
  static constexpr char const* codes[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  return codes[day.c_encoding()];
}

/// Where intervals are counted from: the Monday or the first of the month.
Date anchor_of(SeriesRule const& rule, Date first) {
  if (rule.every != SeriesRule::Every::Weeks) return first.year() / first.month() / 1;
  sys_days const day{first};
  return Date{day - (std::chrono::weekday{day} - std::chrono::Monday)};
}

/// The nearest day in `how`'s direction that suits and lies between the two neighbours.
std::optional<Date> other_day(Date regular, sys_days after, std::optional<Date> next, Blocked const& is_blocked,
                              WhenBlocked how) {
  for (int week = 1; how != WhenBlocked::Skip && week <= kWeeksMoved; ++week) {
    sys_days const day = sys_days{regular} + (how == WhenBlocked::NextWeek ? weeks{week} : -weeks{week});
    if (day <= after || (next && day >= sys_days{*next})) return std::nullopt;
    if (!is_blocked(Date{day})) return Date{day};
  }
  return std::nullopt;
}

/// Rules by the hour, minute or second are for machines; one of them that never comes true takes libical
/// minutes to walk through.
bool is_of_days(icalrecurrencetype_frequency every) {
  return every == ICAL_DAILY_RECURRENCE || every == ICAL_WEEKLY_RECURRENCE || every == ICAL_MONTHLY_RECURRENCE ||
         every == ICAL_YEARLY_RECURRENCE;
}

}  // namespace

std::vector<Date> occurrences(std::string const& rule, Date first, Date until, int most) {
  std::vector<Date> found;
  if (!first.ok() || !until.ok() || until < first) return found;
  icalrecurrencetype recurrence = icalrecurrencetype_from_string(rule.c_str());
  std::unique_ptr<char, void (*)(void*)> const rscale{recurrence.rscale, free};
  if (!is_of_days(recurrence.freq) || until - std::chrono::years{kYearsWalked} > first) return found;
  auto forget = [](auto& list) { std::fill(std::begin(list), std::end(list), static_cast<short>(ICAL_RECURRENCE_ARRAY_MAX)); };
  forget(recurrence.by_hour);
  forget(recurrence.by_minute);
  forget(recurrence.by_second);
  // libical walks on to the year 2582 for rules that never come true, and with COUNT does not look at
  // UNTIL: so the end is always given, and counting is done here.
  int const count = std::exchange(recurrence.count, 0);
  icaltimetype const limit = ical_day(until);
  if (icaltime_is_null_time(recurrence.until) || icaltime_compare_date_only(limit, recurrence.until) < 0)
    recurrence.until = limit;
  std::unique_ptr<icalrecur_iterator, void (*)(icalrecur_iterator*)> iterator{
      icalrecur_iterator_new(recurrence, ical_day(first)), icalrecur_iterator_free};
  if (!iterator) return found;
  int const most_of_all = std::min(most, kOccurrencesMax);
  for (int left = count > 0 ? std::min(count, most_of_all) : most_of_all; left > 0; --left) {
    icaltimetype const next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next) || day_of(next) > until) break;
    found.push_back(day_of(next));
  }
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool is_valid(SeriesRule const& rule) {
  if (rule.interval < 1 || rule.interval > 24) return false;
  if (rule.every == SeriesRule::Every::Weeks) return rule.weekday.ok() && rule.day_of_month == 0;
  if (rule.day_of_month != 0) return rule.day_of_month >= -1 && rule.day_of_month <= 28;
  return rule.weekday.ok() && (rule.nth == -1 || (rule.nth >= 1 && rule.nth <= 4));
}

std::string rule_text(SeriesRule const& rule) {
  CHECK(is_valid(rule));
  using Every = SeriesRule::Every;
  bool const weekly = rule.every == Every::Weeks;
  int const months = rule.every == Every::Years ? 12 : rule.every == Every::Quarters ? 3 : 1;
  std::string text = weekly ? "FREQ=WEEKLY" : "FREQ=MONTHLY";
  if (int const interval = rule.interval * (weekly ? 1 : months); interval > 1)
    text += ";INTERVAL=" + std::to_string(interval);
  if (weekly) return text + ";BYDAY=" + code_of(rule.weekday);
  if (rule.day_of_month != 0) return text + ";BYMONTHDAY=" + std::to_string(rule.day_of_month);
  return text + ";BYDAY=" + std::to_string(rule.nth) + code_of(rule.weekday);
}

std::vector<PlannedDay> plan_dates(SeriesRule const& rule, Date first, int count, Blocked const& is_blocked,
                                   WhenBlocked how) {
  std::vector<PlannedDay> plan;
  Date const anchor = anchor_of(rule, first);
  auto regular = occurrences(rule_text(rule), anchor, Date{first.year() + std::chrono::years{kYearsAhead},
                                                           first.month(), std::chrono::day{1}},
                             kOccurrencesMax);
  std::erase_if(regular, [&](Date day) { return day < first; });
  sys_days after = sys_days{first} - days{1};  // the meeting before
  int left = std::clamp(count, 0, kCountMax);
  for (std::size_t i = 0; i < regular.size() && left > 0; ++i) {
    PlannedDay planned{regular[i], regular[i], ""};
    if (auto why = is_blocked(regular[i])) {
      planned.why = std::move(*why);
      std::optional<Date> const next = i + 1 < regular.size() ? std::optional(regular[i + 1]) : std::nullopt;
      planned.day = other_day(regular[i], after, next, is_blocked, how);
    }
    if (planned.day) {
      after = *planned.day;
      --left;
    }
    plan.push_back(std::move(planned));
  }
  return plan;
}

std::vector<Period> school_holidays_of(std::string_view land, std::string_view table) {
  constexpr std::string_view header = "land;from;until;name";
  std::vector<Period> periods;
  bool header_seen = false;
  std::size_t number = 0;
  for (std::string_view line : split(table, '\n')) {
    ++number;
    line = trim(line);
    if (line.empty() || line.starts_with('#')) continue;
    auto fail = [&](std::string const& what) {
      throw std::invalid_argument("school holidays, line " + std::to_string(number) + ": " + what);
    };
    if (!header_seen) {
      if (line != header) fail("header expected: " + std::string(header));
      header_seen = true;
      continue;
    }
    auto const cells = split(line, ';');
    if (cells.size() != 4) fail("four cells expected");
    auto const from = parse_iso_date(cells[1]), until = parse_iso_date(cells[2]);
    if (!from || !until || *until < *from) fail("days expected, the first one first");
    if (cells[0] == land) periods.push_back({*from, *until, std::string(cells[3])});
  }
  std::stable_sort(periods.begin(), periods.end(),
                   [](Period const& a, Period const& b) { return a.from < b.from; });
  return periods;
}

std::optional<std::string> name_of_day(std::vector<Period> const& periods, Date day) {
  for (auto const& period : periods)
    if (period.from <= day && day <= period.until) return period.name;
  return std::nullopt;
}

}  // namespace mila::calendar
