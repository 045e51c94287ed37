// Instants, dates, and the two nights a year on which clocks are changed.
#include "platform/base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace mila {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr char const* kBerlin = "Europe/Berlin";

std::string local(char const* date, int hour, int minute, char const* zone = kBerlin) {
  return format_rfc3339(
      local_to_instant(*parse_iso_date(date), hours{hour} + minutes{minute}, zone));
}

TEST(Rfc3339Test, writes_milliseconds_and_z) {
  EXPECT_EQ(format_rfc3339(from_millis(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(from_millis(1'795'424'400'123)), "2026-11-23T09:00:00.123Z");
  EXPECT_EQ(format_rfc3339(from_millis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339Test, reads_offsets_fractions_and_bare_dates) {
  auto reads = [](char const* text) {
    auto instant = parse_rfc3339(text);
    return instant ? format_rfc3339(*instant) : "nothing";
  };
  EXPECT_EQ(reads("2026-11-23T10:00:00+01:00"), "2026-11-23T09:00:00.000Z");
  EXPECT_EQ(reads("2026-11-23T04:30:00.5-04:30"), "2026-11-23T09:00:00.500Z");
  EXPECT_EQ(reads("2026-11-23t09:00:00.123456789z"), "2026-11-23T09:00:00.123Z");
  EXPECT_EQ(reads("2026-11-23 09:00Z"), "2026-11-23T09:00:00.000Z");
  EXPECT_EQ(reads("2026-11-23"), "2026-11-23T00:00:00.000Z");
  for (auto const* text :
       {"", "2026-11-23T", "2026-11-23T25:00Z", "2026-11-23T10:60Z", "2026-02-30T10:00Z",
        "2026-11-23T10:00:00.Z", "2026-11-23T10:00:00+25:00", "2026-11-23T10:00:00 MEZ",
        "23.11.2026", "2026-11-23T-1:00Z", "2026-11-23T-0:00Z"})
    EXPECT_EQ(reads(text), "nothing") << text;
}

TEST(Rfc3339Test, reading_undoes_writing) {
  bool fine = rc::check([] {
    // Years 1 to 9999, as the form has four digits.
    auto millis = *rc::gen::inRange<std::int64_t>(-62'135'596'800'000, 253'402'300'800'000);
    RC_ASSERT(parse_rfc3339(format_rfc3339(from_millis(millis))) == from_millis(millis));
  });
  EXPECT_TRUE(fine);
}

TEST(HttpDateTest, is_rfc_9110) {
  EXPECT_EQ(format_http_date(from_millis(1'795'424'709'123)), "Mon, 23 Nov 2026 09:05:09 GMT");
}

TEST(DateTest, iso_wants_exactly_its_form_and_a_day_that_exists) {
  EXPECT_EQ(format_iso_date(*parse_iso_date("2028-02-29")), "2028-02-29");
  for (auto const* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-11-23",
                           "2026-11-23 ", "2026/11/23", "0000-01-01", "2026-11--1"})
    EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(DateTest, german_forms) {
  auto reads = [](char const* text) {
    auto date = parse_german_date(text);
    return date ? format_iso_date(*date) : "nothing";
  };
  EXPECT_EQ(reads("23.11.2026"), "2026-11-23");
  EXPECT_EQ(reads(" 3.1.26 "), "2026-01-03");
  EXPECT_EQ(reads("2026-11-23"), "2026-11-23");
  for (auto const* text : {"31.02.2026", "23.11.", "23.11.026", "11/23/2026", "1.1.-5", "morgen",
                           "1.1.2026.1", ""})
    EXPECT_EQ(reads(text), "nothing") << text;
}

TEST(LocalTimeTest, winter_and_summer_have_their_offsets) {
  EXPECT_EQ(local("2026-11-23", 10, 0), "2026-11-23T09:00:00.000Z");
  EXPECT_EQ(local("2026-07-01", 10, 0), "2026-07-01T08:00:00.000Z");
}

TEST(LocalTimeTest, an_hour_that_does_not_exist_is_read_with_the_offset_before) {
  // 2026-03-29: 2:00 becomes 3:00. 2:30 in winter time is 3:30 in summer time.
  EXPECT_EQ(local("2026-03-29", 1, 59), "2026-03-29T00:59:00.000Z");
  EXPECT_EQ(local("2026-03-29", 2, 30), "2026-03-29T01:30:00.000Z");
  EXPECT_EQ(local("2026-03-29", 3, 0), "2026-03-29T01:00:00.000Z");
}

TEST(LocalTimeTest, an_hour_that_happens_twice_is_the_first) {
  // 2026-10-25: 3:00 becomes 2:00.
  EXPECT_EQ(local("2026-10-25", 2, 30), "2026-10-25T00:30:00.000Z");
  EXPECT_EQ(local("2026-10-25", 3, 0), "2026-10-25T02:00:00.000Z");
}

TEST(LocalTimeTest, midnight_belongs_to_the_local_day) {
  Instant almost = *parse_rfc3339("2026-11-22T22:59:59.999Z");
  EXPECT_EQ(format_iso_date(local_date(almost, kBerlin)), "2026-11-22");
  EXPECT_EQ(local_minutes(almost, kBerlin), minutes{23 * 60 + 59});
  Instant midnight = almost + std::chrono::milliseconds{1};
  EXPECT_EQ(format_iso_date(local_date(midnight, kBerlin)), "2026-11-23");
  EXPECT_EQ(local_minutes(midnight, kBerlin), minutes{0});
}

TEST(LocalTimeTest, a_day_may_have_23_or_25_hours) {
  auto length = [](char const* day, char const* next) {
    return local_to_instant(*parse_iso_date(next), minutes{0}, kBerlin) -
           local_to_instant(*parse_iso_date(day), minutes{0}, kBerlin);
  };
  EXPECT_EQ(length("2026-03-29", "2026-03-30"), hours{23});
  EXPECT_EQ(length("2026-10-25", "2026-10-26"), hours{25});
  EXPECT_EQ(length("2026-11-23", "2026-11-24"), hours{24});
}

TEST(LocalTimeTest, minutes_beyond_midnight_are_the_next_day) {
  EXPECT_EQ(local("2026-11-23", 25, 0), "2026-11-24T00:00:00.000Z");
}

TEST(FixedClockTest, stands_still_until_told) {
  FixedClock clock(from_millis(5));
  EXPECT_EQ(clock.now(), from_millis(5));
  clock.advance(std::chrono::seconds{1});
  EXPECT_EQ(clock.now(), from_millis(1005));
}

}  // namespace
}  // namespace mila
