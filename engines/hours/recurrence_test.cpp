// On which days rules hold: weekly by hand, monthly through libical, and both against plain
// counting over days.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engines/hours/schedule.h"
#include "engines/hours/test_support.h"

namespace mila::hours {
namespace {

using namespace testing_support;
using std::chrono::days;
using std::chrono::Friday;
using std::chrono::Monday;
using std::chrono::Sunday;
using std::chrono::Tuesday;
using std::chrono::Wednesday;

internal::Day local(Date date) {
  return internal::Day{std::chrono::sys_days{date}.time_since_epoch()};
}

/// The days of a rule as "MM-DD MM-DD", or "none" if it cannot be computed.
std::string days_text(Rule const& rule, Date first, Date last) {
  auto const found = internal::days_of(rule, local(first), local(last));
  if (!found) return "none";
  std::string text;
  for (auto day = local(first); day <= local(last); day += days{1}) {
    if (!found->contains(day)) continue;
    Date const date{day};
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "%02u-%02u", static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    text += (text.empty() ? "" : " ") + std::string(buffer);
  }
  return text;
}

Rule rule(Frequency frequency, std::vector<ByDay> by_day) {
  Rule result;
  result.frequency = frequency;
  result.by_day = std::move(by_day);
  return result;
}

TEST(Recurrence, NthWeekdayOfTheMonth) {
  Date const first = day(2026, 1, 1);
  Date const last = day(2026, 4, 30);
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {{1, Wednesday}}), first, last),
            "01-07 02-04 03-04 04-01");
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {{2, Tuesday}, {4, Tuesday}}), first, last),
            "01-13 01-27 02-10 02-24 03-10 03-24 04-14 04-28");
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {{-1, Friday}}), first, last),
            "01-30 02-27 03-27 04-24");
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {{5, Monday}}), first, last), "03-30");
  EXPECT_EQ(days_text(rule(Frequency::Weekly, {{-2, Sunday}}), first, last),
            "01-18 02-15 03-22 04-19");
}

TEST(Recurrence, EverySecondWeekFromStart) {
  Rule every_second = rule(Frequency::Weekly, {{0, Monday}, {0, Friday}});
  every_second.interval = 2;
  EXPECT_EQ(days_text(every_second, day(2026, 9, 1), day(2026, 10, 10)), "none");
  every_second.start = day(2026, 9, 9);  // a Wednesday: that week's Monday is over
  EXPECT_EQ(days_text(every_second, day(2026, 9, 1), day(2026, 10, 10)),
            "09-11 09-21 09-25 10-05 10-09");
  // Far from the start, over a year of 53 weeks.
  EXPECT_EQ(days_text(every_second, day(2027, 1, 1), day(2027, 1, 20)), "01-01 01-11 01-15");
  every_second.week_start = Sunday;
  every_second.by_day = {{0, Sunday}};
  every_second.start = day(2026, 9, 6);
  EXPECT_EQ(days_text(every_second, day(2026, 9, 1), day(2026, 9, 30)), "09-06 09-20");
}

TEST(Recurrence, CountAndUntil) {
  Rule weekly = rule(Frequency::Weekly, {{0, Monday}, {0, Wednesday}});
  weekly.start = day(2026, 9, 7);
  weekly.count = 3;
  EXPECT_EQ(days_text(weekly, day(2026, 9, 1), day(2026, 9, 30)), "09-07 09-09 09-14");
  EXPECT_EQ(days_text(weekly, day(2026, 9, 10), day(2026, 9, 30)), "09-14");
  EXPECT_EQ(days_text(weekly, day(2026, 9, 15), day(2026, 9, 30)), "");
  weekly.count.reset();
  weekly.until = day(2026, 9, 14);
  EXPECT_EQ(days_text(weekly, day(2026, 9, 1), day(2026, 9, 30)), "09-07 09-09 09-14");
  Rule monthly = rule(Frequency::Monthly, {{1, Monday}});
  monthly.start = day(2026, 1, 10);
  monthly.count = 2;
  monthly.interval = 3;
  EXPECT_EQ(days_text(monthly, day(2026, 1, 1), day(2026, 12, 31)), "04-06 07-06");
  EXPECT_EQ(days_text(monthly, day(2026, 5, 1), day(2026, 12, 31)), "07-06");
}

TEST(Recurrence, ListsNarrowDown) {
  Rule friday_13 = rule(Frequency::Monthly, {{0, Friday}});
  friday_13.by_month_day = {13};
  EXPECT_EQ(days_text(friday_13, day(2026, 1, 1), day(2026, 12, 31)), "02-13 03-13 11-13");
  Rule month_end = rule(Frequency::Monthly, {});
  month_end.by_month_day = {-1, 31};
  EXPECT_EQ(days_text(month_end, day(2026, 1, 1), day(2026, 4, 30)), "01-31 02-28 03-31 04-30");
  Rule weeks = rule(Frequency::Weekly, {{0, Monday}});
  weeks.by_week_no = {1, -1};
  EXPECT_EQ(days_text(weeks, day(2025, 12, 1), day(2027, 1, 10)), "12-22 12-29 12-28 01-04");
  Rule year_days = rule(Frequency::Weekly, {});
  year_days.by_year_day = {60, -1};
  EXPECT_EQ(days_text(year_days, day(2026, 1, 1), day(2026, 12, 31)), "03-01 12-31");
  EXPECT_EQ(days_text(year_days, day(2028, 1, 1), day(2028, 12, 31)), "02-29 12-31");
}

TEST(Recurrence, ImpossibleRulesNeverOpen) {
  Date const first = day(2026, 1, 1);
  Date const last = day(2026, 12, 31);
  EXPECT_EQ(days_text(rule(Frequency::Weekly, {}), first, last), "none");
  EXPECT_EQ(days_text(rule(Frequency::Once, {}), first, last), "none");
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {{6, Monday}}), first, last), "none");
  EXPECT_EQ(days_text(rule(Frequency::Monthly, {}), first, last), "none");
  Rule never = rule(Frequency::Monthly, {{1, Monday}});
  never.by_month_day = {20};
  EXPECT_EQ(days_text(never, first, last), "");
  Rule bad_date = rule(Frequency::Weekly, {{0, Monday}});
  bad_date.valid_from = day(2026, 2, 30);
  EXPECT_EQ(days_text(bad_date, first, last), "none");
  Rule bad_interval = rule(Frequency::Monthly, {{1, Monday}});
  bad_interval.interval = 1'000'000;
  bad_interval.start = first;
  EXPECT_EQ(days_text(bad_interval, first, last), "01-05");
}

TEST(Recurrence, CountedDaysAgreeWithLibical) {
  for (int const nth : {-5, -2, -1, 0, 1, 2, 5}) {
    Rule plain = rule(Frequency::Monthly, {{nth, Tuesday}, {1, Sunday}});
    Rule through_libical = plain;
    through_libical.start = day(2025, 12, 1);
    through_libical.count = 1000;
    EXPECT_EQ(days_text(plain, day(2026, 1, 1), day(2028, 12, 31)),
              days_text(through_libical, day(2026, 1, 1), day(2028, 12, 31)));
  }
}

RC_GTEST_PROP(Recurrence, MonthlyAgreesWithCounting, ()) {
  auto const nth = *rc::gen::element(-5, -2, -1, 0, 1, 2, 3, 4, 5);
  auto const weekday = std::chrono::weekday{*rc::gen::inRange(0U, 7U)};
  auto const interval = *rc::gen::inRange(1, 8);
  internal::Day const start = local(day(2024, 1, 1)) + days{*rc::gen::inRange(0, 900)};
  internal::Day const first = local(day(2024, 1, 1)) + days{*rc::gen::inRange(0, 900)};
  Rule monthly = rule(Frequency::Monthly, {{nth, weekday}});
  monthly.interval = interval;
  monthly.start = Date{start};
  auto const found = internal::days_of(monthly, first, first + days{100});
  RC_ASSERT(found.has_value());
  auto month_number = [](Date date) {
    return static_cast<int>(date.year()) * 12 +
           static_cast<int>(static_cast<unsigned>(date.month()));
  };
  for (internal::Day day = first; day <= first + days{100}; day += days{1}) {
    Date const date{day};
    int const number = static_cast<int>(static_cast<unsigned>(date.day()));
    int const last_number = static_cast<int>(
        static_cast<unsigned>((date.year() / date.month() / std::chrono::last).day()));
    bool const place = nth == 0 || (nth > 0 && (number - 1) / 7 + 1 == nth) ||
                       (nth < 0 && (last_number - number) / 7 + 1 == -nth);
    bool const expected = day >= start && std::chrono::weekday{day} == weekday && place &&
                          (month_number(date) - month_number(Date{start})) % interval == 0;
    RC_ASSERT(found->contains(day) == expected);
  }
}

}  // namespace
}  // namespace mila::hours
