// Days of a series: what rules say, and where meetings go that cannot be held.
#include "engines/calendar/series.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "engines/calendar/calendar.h"

namespace mila::calendar {
namespace {

using Every = SeriesRule::Every;
using std::chrono::sys_days;

Date day(char const* text) { return *parse_iso_date(text); }

std::string told(std::vector<Date> const& days) {
  std::string text;
  for (Date one : days) text += (text.empty() ? "" : " ") + format_iso_date(one);
  return text;
}

/// "2026-10-13>2026-10-27 Herbstferien" for a moved one, ">-" for one left out.
std::string told(std::vector<PlannedDay> const& plan) {
  std::string text;
  for (auto const& one : plan) {
    text += (text.empty() ? "" : "|") + format_iso_date(one.regular);
    if (one.day != one.regular) text += ">" + (one.day ? format_iso_date(*one.day) : std::string("-"));
    if (!one.why.empty()) text += " " + one.why;
  }
  return text;
}

Blocked blocked_from(char const* from, char const* until, char const* why) {
  return [=](Date date) {
    return day(from) <= date && date <= day(until) ? std::optional<std::string>(why) : std::nullopt;
  };
}

TEST(Occurrences, AreThoseOfTheRule) {
  auto of = [](char const* rule, char const* first, char const* until, int most = 10) {
    return told(occurrences(rule, day(first), day(until), most));
  };
  EXPECT_EQ(of("FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU", "2026-01-01", "2026-12-31"),
            "2026-01-13 2026-04-14 2026-07-14 2026-10-13");
  EXPECT_EQ(of("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-01-05", "2026-12-31"), "2026-01-05 2026-01-12");
  EXPECT_EQ(of("FREQ=WEEKLY;BYDAY=MO;UNTIL=20260112", "2026-01-05", "2026-12-31"), "2026-01-05 2026-01-12");
  EXPECT_EQ(of("FREQ=DAILY", "2026-01-05", "2026-01-06"), "2026-01-05 2026-01-06") << "until is included";
  EXPECT_EQ(of("FREQ=DAILY", "2026-01-05", "2026-12-31", 1), "2026-01-05");
  EXPECT_EQ(of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2036-01-01"), "") << "never comes";
  EXPECT_EQ(of("FREQ=DAILY;BYHOUR=9,17", "2026-01-05", "2026-01-07"), "2026-01-05 2026-01-06 2026-01-07") << "each day once";
  EXPECT_EQ(of("FREQ=DAILY;COUNT=3;BYHOUR=9,17", "2026-01-05", "2026-12-07"), "2026-01-05 2026-01-06 2026-01-07");
  EXPECT_EQ(of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "2026-01-01", "2036-01-01"), "") << "never comes, counted";
  EXPECT_EQ(of("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "2026-01-01", "2036-01-01"), "") << "not of days";
  EXPECT_EQ(of("nonsense", "2026-01-01", "2026-12-31"), "");
  EXPECT_EQ(of("", "2026-01-01", "2026-12-31"), "");
}

TEST(SeriesRule, SaysItselfAsRrule) {
  EXPECT_EQ(rule_text({Every::Weeks, 2, std::chrono::Tuesday}), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
  EXPECT_EQ(rule_text({Every::Quarters, 1, std::chrono::Wednesday, 2}), "FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE");
  EXPECT_EQ(rule_text({Every::Months, 1, std::chrono::Friday, -1}), "FREQ=MONTHLY;BYDAY=-1FR");
  EXPECT_EQ(rule_text({Every::Years, 1, std::chrono::Friday, 1, 15}), "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=15");
  EXPECT_FALSE(is_valid({Every::Months, 0}));
  EXPECT_FALSE(is_valid({Every::Months, 1, std::chrono::Friday, 5}));
  EXPECT_FALSE(is_valid({Every::Months, 1, std::chrono::Friday, 1, 31}));
  EXPECT_FALSE(is_valid({Every::Weeks, 1, std::chrono::Friday, 1, 2}));
}

TEST(PlanDates, MovesAwayFromHolidays) {
  SeriesRule const rule{Every::Quarters, 1, std::chrono::Tuesday, 2};
  auto const holidays = blocked_from("2026-10-12", "2026-10-24", "Herbstferien");
  auto plan = [&](WhenBlocked how) { return told(plan_dates(rule, day("2026-07-01"), 3, holidays, how)); };
  EXPECT_EQ(plan(WhenBlocked::NextWeek), "2026-07-14|2026-10-13>2026-10-27 Herbstferien|2027-01-12");
  EXPECT_EQ(plan(WhenBlocked::PreviousWeek), "2026-07-14|2026-10-13>2026-10-06 Herbstferien|2027-01-12");
  EXPECT_EQ(plan(WhenBlocked::Skip), "2026-07-14|2026-10-13>- Herbstferien|2027-01-12|2027-04-13");
}

TEST(PlanDates, AreNeverTwoOnOneDayAndNeverBeforeTheFirst) {
  SeriesRule const weekly{Every::Weeks, 1, std::chrono::Tuesday};
  auto const one_week = blocked_from("2026-09-08", "2026-09-08", "Fest");
  EXPECT_EQ(told(plan_dates(weekly, day("2026-09-02"), 2, one_week, WhenBlocked::NextWeek)),
            "2026-09-08>- Fest|2026-09-15|2026-09-22");
  EXPECT_EQ(told(plan_dates(weekly, day("2026-09-02"), 1, one_week, WhenBlocked::PreviousWeek)),
            "2026-09-08>- Fest|2026-09-15");
  EXPECT_TRUE(plan_dates(weekly, day("2026-09-02"), 0, one_week, WhenBlocked::Skip).empty());
  auto const always = [](Date) { return std::optional<std::string>("nie"); };
  for (auto const& one : plan_dates(weekly, day("2026-09-02"), 5, always, WhenBlocked::NextWeek))
    EXPECT_FALSE(one.day);
}

RC_GTEST_PROP(PlanDates, GivesSortedFreeDaysOfTheWeekday, ()) {
  SeriesRule rule;
  rule.every = *rc::gen::element(Every::Weeks, Every::Months, Every::Quarters, Every::Years);
  rule.interval = *rc::gen::inRange(1, 5);
  rule.nth = *rc::gen::element(-1, 1, 2, 3, 4);
  rule.weekday = std::chrono::weekday{*rc::gen::inRange(0U, 7U)};
  Date const first{sys_days{day("2026-01-01")} + std::chrono::days{*rc::gen::inRange(0, 1500)}};
  auto const blocked_weeks = *rc::gen::container<std::set<int>>(rc::gen::inRange(0, 300));
  auto const blocked = [&](Date date) -> std::optional<std::string> {
    auto const week = (sys_days{date} - sys_days{day("2025-12-01")}).count() / 7;
    return blocked_weeks.count(static_cast<int>(week)) ? std::optional<std::string>("w") : std::nullopt;
  };
  auto const how = *rc::gen::element(WhenBlocked::Skip, WhenBlocked::NextWeek, WhenBlocked::PreviousWeek);
  int const count = *rc::gen::inRange(1, 12);
  int held = 0;
  sys_days last = sys_days{first} - std::chrono::days{1};
  for (auto const& one : plan_dates(rule, first, count, blocked, how)) {
    RC_ASSERT(one.why.empty() == (one.day == one.regular));
    if (!one.day) continue;
    ++held;
    RC_ASSERT(sys_days{*one.day} > last);
    RC_ASSERT(!blocked(*one.day));
    RC_ASSERT(std::chrono::weekday{sys_days{*one.day}} == rule.weekday);
    last = *one.day;
  }
  RC_ASSERT(held == count || sys_days{first} > sys_days{day("2200-01-01")} || rule.every == Every::Years);
}

constexpr char kTable[] =
    "# comment\nland;from;until;name\nTH;2026-10-12;2026-10-24;Herbstferien\r\n"
    "TH;2026-07-04;2026-08-14;Sommerferien\nHE;2026-10-05;2026-10-17;Herbstferien\n";

TEST(SchoolHolidays, AreThoseOfTheLand) {
  auto const periods = school_holidays_of("TH", kTable);
  ASSERT_EQ(periods.size(), 2U);
  EXPECT_EQ(periods[0], (Period{day("2026-07-04"), day("2026-08-14"), "Sommerferien"}));
  EXPECT_EQ(name_of_day(periods, day("2026-10-24")), "Herbstferien");
  EXPECT_EQ(name_of_day(periods, day("2026-10-25")), std::nullopt);
  EXPECT_THROW(school_holidays_of("TH", "land;from\n"), std::invalid_argument);
  EXPECT_THROW(school_holidays_of("TH", "land;from;until;name\nTH;2026-10-12;2026-10-11;x\n"), std::invalid_argument);
  EXPECT_THROW(school_holidays_of("TH", "land;from;until;name\nTH;2026-10-12;x\n"), std::invalid_argument);
}

TEST(SchoolHolidays, EveryLandHasSummerHolidaysInTheFile) {
  char const* source = std::getenv("MILA_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/data/school_holidays.csv");
  std::string const table{std::istreambuf_iterator<char>(file), {}};
  for (char const* land : {"BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"})
    for (char const* summer : {"2026-08-03", "2027-08-02"})
      EXPECT_EQ(name_of_day(school_holidays_of(land, table), day(summer)), "Sommerferien") << land << " " << summer;
}

}  // namespace
}  // namespace mila::calendar
