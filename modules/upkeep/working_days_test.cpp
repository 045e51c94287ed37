// Five working days, over weekends and holidays.
#include "modules/upkeep/working_days.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "platform/base/time.h"
#include "platform/testing/engines.h"

namespace mila::upkeep {
namespace {

hours::HolidayCalendar holidays(char const* land) {
  std::ifstream file(testing::source_folder() + "/data/holidays.csv");
  std::ostringstream text;
  text << file.rdbuf();
  return hours::holidays_of(land, 2025, 2028, text.str());
}

std::string after(char const* day, int count, char const* land = "TH") {
  return format_iso_date(working_days_after(*parse_iso_date(day), count, holidays(land)));
}

TEST(WorkingDays, JumpOverWeekends) {
  EXPECT_EQ(after("2026-11-23", 5), "2026-11-30");  // Monday to Monday
  EXPECT_EQ(after("2026-11-27", 1), "2026-11-30");
  EXPECT_EQ(after("2026-11-28", 5), "2026-12-04");  // handed in on a Saturday
  EXPECT_EQ(after("2026-11-23", 0), "2026-11-23");
}

TEST(WorkingDays, JumpOverHolidays) {
  EXPECT_EQ(after("2026-12-22", 5), "2026-12-30");  // 25 December
  EXPECT_EQ(after("2026-12-30", 5), "2027-01-07");  // 1 January
  EXPECT_EQ(after("2026-04-01", 2), "2026-04-07");  // Good Friday, Easter Monday
}

TEST(WorkingDays, HolidaysAreThoseOfTheLand) {
  EXPECT_EQ(after("2026-11-17", 1, "SN"), "2026-11-19");  // Buß- und Bettag
  EXPECT_EQ(after("2026-11-17", 1, "TH"), "2026-11-18");
}

}  // namespace
}  // namespace mila::upkeep
