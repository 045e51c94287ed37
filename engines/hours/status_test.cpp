// Open now, until when, when next, and for how long that answer holds.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "engines/hours/test_support.h"

namespace mila::hours {
namespace {

using namespace testing_support;

Status status(Timetable const& table, Instant now, char const* land = "TH") {
  return status_at(table, holidays(land), now);
}

// Summer time in Berlin is two hours before UTC.
Instant berlin_summer(Date date, int hour, int minute = 0) {
  return utc(date, hour - 2, minute);
}

TEST(Status, OpenUntilTheEndOfJoinedHours) {
  auto const now = status(timetable("Mo 9-12 | Mo 12-16"), berlin_summer(day(2026, 9, 7), 10));
  EXPECT_EQ(now.state, State::Open);
  EXPECT_EQ(berlin(now.until.value()), "2026-09-07 16:00");
  EXPECT_EQ(now.changes_at, now.until);
  EXPECT_EQ(berlin(now.next.value().from), "2026-09-14 09:00");
}

TEST(Status, EdgesAreHalfOpen) {
  auto const table = timetable("Mo 9-12");
  Date const monday = day(2026, 9, 7);
  EXPECT_EQ(status(table, berlin_summer(monday, 9)).state, State::Open);
  EXPECT_EQ(status(table, berlin_summer(monday, 11, 59)).state, State::Open);
  EXPECT_EQ(status(table, berlin_summer(monday, 12)).state, State::Closed);
}

TEST(Status, NextOpeningSkipsWeekendAndHoliday) {
  // Friday noon before Easter Monday in the next week: 6 April 2026.
  auto const now = status(timetable("Mo–Do 9-12"), utc(day(2026, 4, 2), 11));
  EXPECT_EQ(now.state, State::Closed);
  EXPECT_EQ(berlin(now.next.value().from), "2026-04-07 09:00");
  auto const ordinary = status(timetable("Mo–Fr 9-12"), berlin_summer(day(2026, 9, 4), 13));
  EXPECT_EQ(berlin(ordinary.next.value().from), "2026-09-07 09:00");
}

TEST(Status, HolidayToday) {
  auto const now = status(timetable("Mo 9-12"), berlin_summer(day(2026, 4, 6), 10));
  EXPECT_EQ(now.state, State::Closed);
  EXPECT_TRUE(now.holiday_today);
  EXPECT_EQ(berlin(now.changes_at.value()), "2026-04-07 00:00");
}

TEST(Status, UnknownWithoutHours) {
  auto const now = status(timetable("nach Vereinbarung"), berlin_summer(day(2026, 9, 7), 10));
  EXPECT_EQ(now.state, State::Unknown);
  EXPECT_EQ(now.access, Access::ByAppointment);
  EXPECT_FALSE(now.next);
  EXPECT_EQ(status({}, berlin_summer(day(2026, 9, 7), 10)).state, State::Unknown);
}

TEST(Status, UnknownHoursButKnownToBeClosed) {
  auto table = timetable("nach Vereinbarung");
  table.exceptions = {{day(2026, 8, 3), day(2026, 8, 14), true, {}, {}, "Betriebsferien"}};
  auto const now = status(table, berlin_summer(day(2026, 8, 5), 10));
  EXPECT_EQ(now.state, State::Closed);
  EXPECT_EQ(now.exception_reason, "Betriebsferien");
  EXPECT_EQ(status(table, berlin_summer(day(2026, 8, 15), 10)).state, State::Unknown);
}

TEST(Status, ExceptionWithOwnHours) {
  auto table = timetable("Mo–Fr 9-12");
  table.exceptions = {{day(2026, 9, 7), day(2026, 9, 7), false, at(14), at(16), "Umzug"}};
  EXPECT_EQ(status(table, berlin_summer(day(2026, 9, 7), 10)).state, State::Closed);
  auto const now = status(table, berlin_summer(day(2026, 9, 7), 15));
  EXPECT_EQ(now.state, State::Open);
  EXPECT_EQ(now.exception_reason, "Umzug");
  EXPECT_EQ(berlin(now.until.value()), "2026-09-07 16:00");
}

TEST(Status, AlwaysOpen) {
  auto const now = status(timetable("24 Stunden telefonisch"), berlin_summer(day(2026, 9, 7), 15));
  EXPECT_EQ(now.state, State::Open);
  EXPECT_TRUE(now.always_open);
  EXPECT_FALSE(now.until);
  EXPECT_EQ(now.access, Access::ByPhone);
  auto table = timetable("24 Stunden");
  table.exceptions = {{day(2026, 9, 10), day(2026, 9, 10), true, {}, {}, ""}};
  auto const limited = status(table, berlin_summer(day(2026, 9, 7), 15));
  EXPECT_FALSE(limited.always_open);
  EXPECT_EQ(berlin(limited.until.value()), "2026-09-10 00:00");
  EXPECT_EQ(berlin(limited.next.value().from), "2026-09-11 00:00");
}

TEST(Status, OpenSinceYesterday) {
  auto const now = status(timetable("Fr 22-2"), berlin_summer(day(2026, 9, 5), 3) - at(2));
  EXPECT_EQ(now.state, State::Open);
  EXPECT_EQ(berlin(now.until.value()), "2026-09-05 02:00");
}

TEST(Status, EasiestAccessWins) {
  auto const table = timetable("Mo 8-16 telefonisch | Mo 9-12");
  Date const monday = day(2026, 9, 7);
  auto const early = status(table, berlin_summer(monday, 8, 30));
  EXPECT_EQ(early.access, Access::ByPhone);
  EXPECT_EQ(berlin(early.until.value()), "2026-09-07 16:00");
  EXPECT_EQ(berlin(early.changes_at.value()), "2026-09-07 09:00");
  EXPECT_EQ(early.next.value().access, Access::OpenDoor);
  auto const later = status(table, berlin_summer(monday, 10));
  EXPECT_EQ(later.access, Access::OpenDoor);
  EXPECT_EQ(berlin(later.until.value()), "2026-09-07 12:00");
}

TEST(Status, OverTheTurnOfTheYear) {
  auto const now = status(timetable("Mo 9-12"), utc(day(2026, 12, 29), 9));
  EXPECT_EQ(berlin(now.next.value().from), "2027-01-04 09:00");
}

TEST(Status, NothingWithinSixtyDays) {
  auto const table = timetable("Mo 9-12 ab 01.09.2026");
  EXPECT_FALSE(status(table, utc(day(2026, 6, 1), 9)).next);
  EXPECT_EQ(status(table, utc(day(2026, 6, 1), 9)).state, State::Closed);
  EXPECT_TRUE(status(table, utc(day(2026, 7, 20), 9)).next);
}

/// Everything but `changes_at` itself must stay the same until it is reached.
RC_GTEST_PROP(Status, HoldsUntilChangesAt, ()) {
  static std::vector<std::string> const texts{"Mo–Fr 9-12",
                                              "Di 14-18 mit Termin",
                                              "Fr 22-2",
                                              "1. Mi 15-17",
                                              "letzter So 1-4",
                                              "24 Stunden telefonisch",
                                              "täglich 2:30-2:50",
                                              "Sa 0-24",
                                              "So 18-8",
                                              "Mo 12-16",
                                              "nach Vereinbarung",
                                              "Do 9-10 auch an Feiertagen",
                                              "jede 2. Woche Mo 10–12 ab 07.09.2026"};
  static HolidayCalendar const calendar = holidays("TH");
  auto const chosen = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(texts));
  Timetable table;
  for (std::string const& text : chosen) {
    auto const rules = parse_hours_text(text).rules;
    table.rules.insert(table.rules.end(), rules.begin(), rules.end());
  }
  auto any_day = [] {
    return std::chrono::sys_days{day(2026, 3, 1)} + std::chrono::days{*rc::gen::inRange(0, 330)};
  };
  if (*rc::gen::arbitrary<bool>()) {
    auto const from = any_day();
    bool const closed = *rc::gen::arbitrary<bool>();
    table.exceptions = {{Date{from}, Date{from + std::chrono::days{*rc::gen::inRange(0, 9)}},
                         closed, at(11), at(13), "reason"}};
  }
  // Half of the moments lie around a clock change.
  auto const base =
      *rc::gen::arbitrary<bool>() ? any_day() : std::chrono::sys_days{day(2026, 10, 24)};
  Instant const now = base + Minutes{*rc::gen::inRange(0, 2880)};
  Status const before = status_at(table, calendar, now);
  RC_ASSERT(before.changes_at.has_value());
  RC_ASSERT(*before.changes_at > now);
  auto const length = *before.changes_at - now;
  auto const part = *rc::gen::inRange<std::int64_t>(0, length.count());
  for (Instant const later :
       {now + std::chrono::milliseconds{part}, *before.changes_at - std::chrono::milliseconds{1}}) {
    RC_ASSERT(status_at(table, calendar, later) == before);
  }
  // And it agrees with the list of openings.
  Date const today = local_time(table.zone, now).date;
  bool open = false;
  for (Interval const& interval : expand(table, calendar, today, today)) {
    open = open || (interval.from <= now && now < interval.to);
  }
  RC_ASSERT((before.state == State::Open) == open);
}

}  // namespace
}  // namespace mila::hours
