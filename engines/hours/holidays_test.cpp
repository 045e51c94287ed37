// Public holidays against dates known from the calendars of the Laender.
#include <gtest/gtest.h>

#include "engines/hours/test_support.h"

namespace mila::hours {
namespace {

using namespace testing_support;

std::size_t count(char const* land, int year) {
  return holidays_of(land, year, year, holiday_table()).days.size();
}

TEST(EasterSunday, KnownYears) {
  EXPECT_EQ(easter_sunday(2000), day(2000, 4, 23));
  EXPECT_EQ(easter_sunday(2008), day(2008, 3, 23));
  EXPECT_EQ(easter_sunday(2019), day(2019, 4, 21));
  EXPECT_EQ(easter_sunday(2026), day(2026, 4, 5));
  EXPECT_EQ(easter_sunday(2038), day(2038, 4, 25));
}

TEST(Holidays, NumberPerLand) {
  EXPECT_EQ(count("HE", 2026), 10U);
  EXPECT_EQ(count("BW", 2026), 12U);
  EXPECT_EQ(count("BY", 2026), 12U);
  EXPECT_EQ(count("TH", 2026), 11U);
  EXPECT_EQ(count("SN", 2026), 11U);
  EXPECT_EQ(count("SL", 2026), 12U);
  EXPECT_EQ(count("BB", 2026), 12U);
  EXPECT_EQ(count("BE", 2026), 10U);
}

TEST(Holidays, DifferByLand) {
  auto const th = holidays("TH");
  auto const sn = holidays("SN");
  auto const by = holidays("BY");
  Date const children = day(2026, 9, 20);
  EXPECT_EQ(th.name(children), "Weltkindertag");
  EXPECT_EQ(th.name(children, "en"), "World Children's Day");
  EXPECT_FALSE(sn.contains(children));
  EXPECT_FALSE(th.contains(day(2018, 9, 20)));
  Date const repentance = day(2026, 11, 18);
  EXPECT_EQ(sn.name(repentance), "Buß- und Bettag");
  EXPECT_FALSE(th.contains(repentance));
  EXPECT_TRUE(sn.contains(day(2022, 11, 16)));  // 23 November itself was a Wednesday
  EXPECT_FALSE(sn.contains(day(2022, 11, 23)));
  EXPECT_EQ(by.name(day(2026, 6, 4)), "Fronleichnam");
  EXPECT_FALSE(by.contains(day(2026, 10, 31)));
  EXPECT_TRUE(by.contains(day(2017, 10, 31)));
  EXPECT_TRUE(th.contains(day(2026, 10, 31)));
  EXPECT_EQ(th.name(day(2026, 10, 30)), "");
}

TEST(Holidays, OneDayIsNamedOnce) {
  // Ascension Day fell on 1 May.
  auto const calendar = holidays_of("HE", 2008, 2008, holiday_table());
  EXPECT_TRUE(calendar.contains(day(2008, 5, 1)));
  EXPECT_EQ(calendar.days.size(), 9U);
}

TEST(Holidays, SkipDaysThatDoNotExist) {
  std::string const table = "rule;laender;from_year;to_year;de;en\n02-29;*;;;Schalttag;Leap day\n";
  auto const calendar = holidays_of("TH", 2023, 2028, table);
  ASSERT_EQ(calendar.days.size(), 2U);
  EXPECT_EQ(calendar.days[0].date, day(2024, 2, 29));
}

TEST(Holidays, MalformedTableNamesTheLine) {
  auto message = [](std::string const& table) -> std::string {
    try {
      holidays_of("TH", 2026, 2026, table);
    } catch (std::invalid_argument const& error) {
      return error.what();
    }
    return "";
  };
  std::string const head = "rule;laender;from_year;to_year;de;en\n";
  EXPECT_NE(message("").find("header"), std::string::npos);
  EXPECT_NE(message(head + "13-01;*;;;a;b").find("line 2"), std::string::npos);
  EXPECT_NE(message(head + "easter*1;*;;;a;b").find("unknown rule"), std::string::npos);
  EXPECT_NE(message(head + "01-01;*;a").find("six cells"), std::string::npos);
  EXPECT_NE(message(head + "01-01;*;x;;a;b").find("no year"), std::string::npos);
}

}  // namespace
}  // namespace mila::hours
