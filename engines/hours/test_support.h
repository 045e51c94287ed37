// Short ways to write timetables and moments in the tests of this library.
#ifndef MILA_ENGINES_HOURS_TEST_SUPPORT_H
#define MILA_ENGINES_HOURS_TEST_SUPPORT_H

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "engines/hours/hours.h"

namespace mila::hours::testing_support {

inline Date day(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
}

inline Minutes at(int hour, int minute = 0) {
  return std::chrono::hours{hour} + Minutes{minute};
}

/// An instant in UTC.
inline Instant utc(Date date, int hour, int minute = 0) {
  return Instant{std::chrono::sys_days{date}} + at(hour, minute);
}

/// Rules from a text that must be understood as a whole.
inline Timetable timetable(char const* text) {
  ParseResult const result = parse_hours_text(text);
  if (!result.issues.empty()) throw std::invalid_argument(text);
  return {result.rules, {}, "Europe/Berlin"};
}

/// What the clock in Berlin shows: "2026-03-29 03:00".
inline std::string berlin(Instant instant) {
  LocalTime const local = local_time("Europe/Berlin", instant);
  char buffer[64];
  std::snprintf(
      buffer, sizeof buffer, "%04d-%02u-%02u %02d:%02d", static_cast<int>(local.date.year()),
      static_cast<unsigned>(local.date.month()), static_cast<unsigned>(local.date.day()),
      static_cast<int>(local.minutes.count() / 60), static_cast<int>(local.minutes.count() % 60));
  return buffer;
}

inline std::string holiday_table() {
  char const* source = std::getenv("MILA_SOURCE");
  std::filesystem::path const root = source != nullptr
                                         ? std::filesystem::path(source)
                                         : std::filesystem::path(__FILE__).parent_path() / "../..";
  std::ifstream file(root / "data/holidays.csv");
  return {std::istreambuf_iterator<char>(file), {}};
}

inline HolidayCalendar holidays(char const* land) {
  return holidays_of(land, 2015, 2035, holiday_table());
}

}  // namespace mila::hours::testing_support

#endif  // MILA_ENGINES_HOURS_TEST_SUPPORT_H
