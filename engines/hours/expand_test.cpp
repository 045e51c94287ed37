// Openings over days: clock changes, nights, holidays, exceptions, and the tables made from them.
#include <gtest/gtest.h>

#include "engines/hours/test_support.h"

namespace mila::hours {
namespace {

using namespace testing_support;

/// "2026-03-29 01:00 > 2026-03-29 04:00", one line per opening.
std::string openings(Timetable const& table, Date first, Date last, char const* land = "TH") {
  std::string text;
  for (Interval const& interval : expand(table, holidays(land), first, last)) {
    text += berlin(interval.from) + " > " + berlin(interval.to) + "\n";
  }
  return text;
}

TEST(Expand, SpringForward) {
  Date const sunday = day(2026, 3, 29);
  auto const list = expand(timetable("So 1-4"), {}, sunday, sunday);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].from, utc(sunday, 0));
  EXPECT_EQ(list[0].to, utc(sunday, 2));  // two hours, not three
  // 2:30 does not exist: the clock jumps from 2 to 3.
  auto const skipped = expand(timetable("So 2:30-4"), {}, sunday, sunday);
  ASSERT_EQ(skipped.size(), 1U);
  EXPECT_EQ(skipped[0].from, utc(sunday, 1));
  EXPECT_TRUE(expand(timetable("So 2:10-2:50"), {}, sunday, sunday).empty());
}

TEST(Expand, AutumnBack) {
  Date const sunday = day(2026, 10, 25);
  auto const list = expand(timetable("So 1-4"), {}, sunday, sunday);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].from, utc(day(2026, 10, 24), 23));
  EXPECT_EQ(list[0].to, utc(sunday, 3));
  auto const doubled = expand(timetable("So 2:30-4"), {}, sunday, sunday);
  EXPECT_EQ(doubled.at(0).from, utc(sunday, 0, 30));  // the first 2:30, still summer time
}

TEST(Expand, WeekAcrossTheClockChangeKeepsTheWallTime) {
  auto const list = expand(timetable("täglich 9-12"), {}, day(2026, 10, 23), day(2026, 10, 27));
  ASSERT_EQ(list.size(), 5U);
  for (Interval const& interval : list) {
    EXPECT_EQ(berlin(interval.from).substr(11), "09:00");
    EXPECT_EQ(berlin(interval.to).substr(11), "12:00");
  }
}

TEST(Expand, PastMidnightReachesIntoTheFirstDay) {
  EXPECT_EQ(openings(timetable("Fr 22-2"), day(2026, 9, 5), day(2026, 9, 5)),
            "2026-09-04 22:00 > 2026-09-05 02:00\n");
  EXPECT_EQ(openings(timetable("Fr 22-2"), day(2026, 9, 6), day(2026, 9, 6)), "");
}

TEST(Expand, AroundTheClockIsOneOpening) {
  EXPECT_EQ(openings(timetable("24 Stunden"), day(2026, 12, 24), day(2027, 1, 2)),
            "2026-12-24 00:00 > 2027-01-03 00:00\n");
}

TEST(Expand, AdjoiningAndOverlappingHoursAreJoinedPerAccess) {
  EXPECT_EQ(openings(timetable("Mo 9-12 | Mo 12-16 | Mo 10-11"), day(2026, 9, 7), day(2026, 9, 7)),
            "2026-09-07 09:00 > 2026-09-07 16:00\n");
  auto const list =
      expand(timetable("Mo 8-16 telefonisch | Mo 9-12"), {}, day(2026, 9, 7), day(2026, 9, 7));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].access, Access::ByPhone);
  EXPECT_EQ(list[0].rule, 0);
  EXPECT_EQ(list[1].access, Access::OpenDoor);
  EXPECT_EQ(list[1].rule, 1);
}

TEST(Expand, HolidaysCloseByLand) {
  auto const table = timetable("Mi 9-12 | Mi 14-15 auch an Feiertagen");
  Date const repentance = day(2026, 11, 18);
  EXPECT_EQ(openings(table, repentance, repentance, "SN"), "2026-11-18 14:00 > 2026-11-18 15:00\n");
  EXPECT_EQ(openings(table, repentance, repentance, "TH"),
            "2026-11-18 09:00 > 2026-11-18 12:00\n2026-11-18 14:00 > 2026-11-18 15:00\n");
}

TEST(Expand, ExceptionsReplaceTheRules) {
  auto table = timetable("Mo–Fr 9-12 mit Termin");
  table.exceptions = {{day(2026, 8, 3), day(2026, 8, 14), true, {}, {}, "Ferien"},
                      {day(2026, 8, 5), day(2026, 8, 5), false, at(14), at(16), "Notdienst"},
                      {day(2026, 8, 5), day(2026, 8, 5), false, at(18), at(19), ""}};
  auto const list = expand(table, {}, day(2026, 8, 2), day(2026, 8, 16));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(berlin(list[0].from), "2026-08-05 14:00");
  EXPECT_EQ(list[0].access, Access::ByAppointment);
  EXPECT_EQ(list[0].rule, -1);
  EXPECT_EQ(berlin(list[1].from), "2026-08-05 18:00");
}

TEST(Expand, ExceptionWithoutHoursOpensOnAHoliday) {
  auto table = timetable("Fr 9-12");
  Date const good_friday = day(2026, 4, 3);
  EXPECT_EQ(openings(table, good_friday, good_friday), "");
  table.exceptions = {{good_friday, good_friday, false, {}, {}, ""}};
  EXPECT_EQ(openings(table, good_friday, good_friday), "2026-04-03 09:00 > 2026-04-03 12:00\n");
}

TEST(Expand, ValidityAndOrder) {
  EXPECT_EQ(openings(timetable("ab 31.12.2026 bis 02.01.2027 täglich 9-10"), day(2026, 12, 29),
                     day(2027, 1, 5), "XX"),
            "2026-12-31 09:00 > 2026-12-31 10:00\n2027-01-02 09:00 > 2027-01-02 10:00\n");
  EXPECT_TRUE(expand(timetable("Mo 9-12"), {}, day(2026, 9, 8), day(2026, 9, 7)).empty());
  EXPECT_TRUE(expand(timetable("Mo 9-12"), {}, day(2026, 2, 30), day(2026, 9, 7)).empty());
}

TEST(Expand, OtherZonesAndUnknownOnes) {
  auto table = timetable("Mo 9-12");
  table.zone = "Europe/Kyiv";
  bool const kyiv = known_zone("Europe/Kyiv");
  Date const monday = day(2026, 9, 7);
  EXPECT_EQ(expand(table, {}, monday, monday).at(0).from, utc(monday, kyiv ? 6 : 7));
  table.zone = "Nowhere/Else";
  EXPECT_FALSE(known_zone(table.zone));
  EXPECT_EQ(expand(table, {}, monday, monday).at(0).from, utc(monday, 7));
}

TEST(WeekOf, ShowsHoursHolidaysAndReasons) {
  auto table = timetable("Mo–Fr 9-12 (Raum 3) | Mo 13-16 | Mo 16-17");
  table.exceptions = {{day(2026, 4, 8), day(2026, 4, 8), true, {}, {}, "Fortbildung"}};
  auto const week = week_of(table, holidays("TH"), day(2026, 3, 30));
  ASSERT_EQ(week.size(), 7U);
  EXPECT_EQ(week[0].spans, (std::vector<Span>{{at(9), at(12), Access::OpenDoor, "Raum 3"},
                                              {at(13), at(17), Access::OpenDoor, ""}}));
  EXPECT_TRUE(week[4].spans.empty());
  EXPECT_TRUE(week[4].holiday);
  EXPECT_EQ(week[4].reason, "Karfreitag");
  auto const next = week_of(table, holidays("TH"), day(2026, 4, 6));
  EXPECT_EQ(next[0].reason, "Ostermontag");
  EXPECT_TRUE(next[2].exception);
  EXPECT_EQ(next[2].reason, "Fortbildung");
  EXPECT_TRUE(next[2].spans.empty());
}

TEST(WeeklyPattern, SeparatesWhatIsNotWeekly) {
  auto const table = timetable(
      "Mo, Mi 9-12 | 1. Di 15-17 | nach Vereinbarung | Fr 9-10 bis 31.01.2026 | "
      "jede 2. Woche Do 9-10 ab 07.09.2026 | Sa 9-10 ab 01.01.2027");
  auto const pattern = weekly_pattern(table, day(2026, 9, 10));
  EXPECT_EQ(pattern.days[0], (std::vector<Span>{{at(9), at(12), Access::OpenDoor, ""}}));
  EXPECT_EQ(pattern.days[2].size(), 1U);
  EXPECT_TRUE(pattern.days[4].empty());
  EXPECT_TRUE(pattern.days[5].empty());
  EXPECT_EQ(pattern.other_rules, (std::vector<int>{1, 4, 5}));
  EXPECT_EQ(pattern.rules_without_hours, (std::vector<int>{2}));
}

}  // namespace
}  // namespace mila::hours
