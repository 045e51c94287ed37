// What writing and reading share of libical; internal to the library.
#ifndef MILA_ENGINES_CALENDAR_ICAL_KIT_H
#define MILA_ENGINES_CALENDAR_ICAL_KIT_H

#include <libical/ical.h>

#include <chrono>
#include <memory>
#include <string>

#include "platform/base/time.h"

namespace mila::calendar::internal {

inline constexpr char kZone[] = "Europe/Berlin";

struct ComponentFree {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, ComponentFree>;

/// The block for `kZone`: the rules since 1996, written as from 1970 on. libical's own goes back to 1893,
/// is ten times as long and bears a name of its own.
inline constexpr char kZoneBlock[] =
    "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"
    "BEGIN:DAYLIGHT\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"
    "DTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
    "BEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"
    "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

inline icaltimetype ical_day(Date day) {
  icaltimetype time = icaltime_null_time();
  time.is_date = 1;
  time.year = static_cast<int>(day.year());
  time.month = static_cast<int>(static_cast<unsigned>(day.month()));
  time.day = static_cast<int>(static_cast<unsigned>(day.day()));
  return time;
}

/// A time on the wall, without a zone; `since_midnight` within the day.
inline icaltimetype ical_wall(Date day, std::chrono::minutes since_midnight) {
  icaltimetype time = ical_day(day);
  time.is_date = 0;
  time.hour = static_cast<int>(since_midnight.count() / 60);
  time.minute = static_cast<int>(since_midnight.count() % 60);
  return time;
}

inline icaltimetype ical_utc(Instant instant) {
  return icaltime_from_timet_with_zone(
      std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count(), 0,
      icaltimezone_get_utc_timezone());
}

/// A day that exists, or 1970-01-01.
inline Date day_of(icaltimetype const& time) {
  Date const day{std::chrono::year{time.year}, std::chrono::month{static_cast<unsigned>(time.month)},
                 std::chrono::day{static_cast<unsigned>(time.day)}};
  return day.ok() ? day : Date{std::chrono::sys_days{}};
}

}  // namespace mila::calendar::internal

#endif  // MILA_ENGINES_CALENDAR_ICAL_KIT_H
