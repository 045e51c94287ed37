// Counting working days.
#include "modules/upkeep/working_days.h"

namespace mila::upkeep {

bool is_working_day(hours::Date date, hours::HolidayCalendar const& holidays) {
  std::chrono::weekday day{std::chrono::sys_days(date)};
  return day != std::chrono::Saturday && day != std::chrono::Sunday && !holidays.contains(date);
}

hours::Date working_days_after(hours::Date date, int count, hours::HolidayCalendar const& holidays) {
  std::chrono::sys_days day = date;
  while (count > 0) {
    day += std::chrono::days{1};
    if (is_working_day(day, holidays)) --count;
  }
  return day;
}

}  // namespace mila::upkeep
