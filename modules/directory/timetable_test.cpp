// Schedules of ours and of other publishers as timetables.
#include "modules/directory/timetable.h"

#include <gtest/gtest.h>

namespace mila::directory {
namespace {

using hours::Minutes;

class RoundTrip : public testing::TestWithParam<char const*> {};

TEST_P(RoundTrip, GivesTheSameRules) {
  auto parsed = hours::parse_hours_text(GetParam());
  ASSERT_TRUE(parsed.issues.empty()) << GetParam();
  auto schedules = to_schedules(parsed.rules, "owner");
  EXPECT_EQ(to_rules(schedules), parsed.rules);
  EXPECT_EQ(hours::parse_hours_text(hours_cell(schedules)).rules, parsed.rules);
}

INSTANTIATE_TEST_SUITE_P(
    Hours, RoundTrip,
    testing::Values("Mo, Di 9–12 | Do 13–18 mit Termin", "1. Mi im Monat 15–17",
                    "2. und 4. Di 16–18", "letzter Fr im Monat 10–12",
                    "jede 2. Woche Mo 10–12 ab 07.09.2026", "24 Stunden", "nach Vereinbarung",
                    "täglich 18–9", "Fr 20–24", "12.12.2026 10–12", "Mo–Fr 9–17 telefonisch",
                    "Mi 19–20 online", "So 9–12 auch an Feiertagen", "Mo 9–12 (Raum 3)",
                    "ab 01.04.2026 bis 31.10.2026 Sa 10–16", "Mo nach Vereinbarung"));

TEST(Schedules, SayDaysAndTimesAsHsdsDoes) {
  auto schedules = to_schedules(
      hours::parse_hours_text("Mo, Do 9–12 mit Termin | letzter Fr im Monat 10–12:30").rules, "x");
  ASSERT_EQ(schedules.size(), 2U);
  EXPECT_EQ(schedules[0].freq, "WEEKLY");
  EXPECT_EQ(schedules[0].byday, "MO,TH");
  EXPECT_EQ(schedules[0].opens_at, "09:00");
  EXPECT_EQ(schedules[0].closes_at, "12:00");
  EXPECT_EQ(schedules[0].x_access, "by-appointment");
  EXPECT_EQ(schedules[1].freq, "MONTHLY");
  EXPECT_EQ(schedules[1].byday, "-1FR");
  EXPECT_EQ(schedules[1].closes_at, "12:30");
  EXPECT_NE(schedules[0].id, schedules[1].id);
}

TEST(Schedules, ASingleDayIsAWeekCountedOnce) {
  auto schedules = to_schedules(hours::parse_hours_text("12.12.2026 10–12").rules, "x");
  ASSERT_EQ(schedules.size(), 1U);
  EXPECT_EQ(schedules[0].dtstart, "2026-12-12");
  EXPECT_EQ(schedules[0].count, 1);
}

TEST(ForeignSchedules, AreReadLeniently) {
  Schedule schedule;
  schedule.freq = "weekly";
  schedule.byday = "Monday; TH";
  schedule.opens_at = "10:00:00Z";
  schedule.closes_at = "14:30+01:00";
  schedule.valid_from = "2026-01-01T00:00:00Z";
  schedule.attending_type = "VIRTUAL";
  auto rules = to_rules({schedule});
  ASSERT_EQ(rules.size(), 1U);
  ASSERT_EQ(rules[0].by_day.size(), 2U);
  EXPECT_EQ(rules[0].by_day[0].day, std::chrono::Monday);
  EXPECT_EQ(rules[0].by_day[1].day, std::chrono::Thursday);
  EXPECT_EQ(rules[0].opens, Minutes{600});
  EXPECT_EQ(rules[0].closes, Minutes{870});
  EXPECT_EQ(rules[0].valid_from, hours::Date(std::chrono::year(2026) / 1 / 1));
  EXPECT_EQ(rules[0].access, hours::Access::Online);
}

TEST(ForeignSchedules, BrokenTimesLeaveTheHoursUnknown) {
  for (auto const* time : {"", "25:00", "9", "9 Uhr", "10:7", "10:00x", ":30"}) {
    Schedule schedule;
    schedule.byday = "MO";
    schedule.opens_at = time;
    schedule.closes_at = "12:00";
    auto rules = to_rules({schedule});
    ASSERT_EQ(rules.size(), 1U) << time;
    EXPECT_FALSE(rules[0].opens) << time;
    EXPECT_FALSE(rules[0].closes) << time;
  }
}

TEST(Schedules, ATextNobodyUnderstoodIsNoRule) {
  Schedule schedule;
  schedule.description = "siehe Aushang";
  EXPECT_TRUE(to_rules({schedule}).empty());
  EXPECT_EQ(hours_cell({schedule}), "siehe Aushang");
}

TEST(Timetables, TheLocationsOwnHoursGoFirst) {
  auto schedules = [](char const* text) {
    return to_schedules(hours::parse_hours_text(text).rules, text);
  };
  Service service;
  service.schedules = schedules("Mo 9–12");
  service.x_exceptions.push_back({"2026-12-24", "2027-01-01", {}, {}, "Ferien"});
  ServiceAtLocation at;
  Location location;
  location.schedules = schedules("Fr 9–12");
  auto day = [](hours::Timetable const& timetable) {
    return timetable.rules.empty() ? 0U : timetable.rules[0].by_day[0].day.iso_encoding();
  };
  EXPECT_EQ(day(to_timetable(service, &at, &location, "Europe/Berlin")), 1U);
  at.schedules = schedules("Mi 9–12");
  at.x_exceptions.push_back({"2026-12-03", "2026-12-03", "09:00", "11:00", {}});
  auto own = to_timetable(service, &at, &location, "Europe/Berlin");
  EXPECT_EQ(day(own), 3U);
  ASSERT_EQ(own.exceptions.size(), 2U);
  EXPECT_TRUE(own.exceptions[0].closed);
  EXPECT_EQ(own.exceptions[0].reason, "Ferien");
  EXPECT_FALSE(own.exceptions[1].closed);
  EXPECT_EQ(own.exceptions[1].closes, Minutes{660});
  service.schedules.clear();
  EXPECT_EQ(day(to_timetable(service, nullptr, &location, "Europe/Berlin")), 5U);
  service.x_zone = "Europe/Lisbon";
  EXPECT_EQ(to_timetable(service, nullptr, nullptr, "Europe/Berlin").zone, "Europe/Lisbon");
}

TEST(Timetables, AClosedLocationDoesNotCloseTheOthers) {
  Service service;
  for (int i = 0; i < 2; ++i) {
    ServiceAtLocation at;
    at.schedules = to_schedules(hours::parse_hours_text("Mo 9–12").rules, std::to_string(i));
    at.x_exceptions.push_back({"2026-11-30", "2026-11-30", {}, {}, {}});
    service.service_at_locations.push_back(at);
  }
  EXPECT_EQ(to_timetable(service, "Europe/Berlin").rules.size(), 2U);
  EXPECT_TRUE(to_timetable(service, "Europe/Berlin").exceptions.empty());
  service.service_at_locations.pop_back();
  EXPECT_EQ(to_timetable(service, "Europe/Berlin").exceptions.size(), 1U);
}

TEST(Exceptions, WithBrokenDatesAreLeftOut) {
  EXPECT_TRUE(to_exceptions({{"2026-02-30", "2026-03-01", {}, {}, {}}}).empty());
}

}  // namespace
}  // namespace mila::directory
