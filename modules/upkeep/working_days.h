// Days on which offices work: Monday to Friday, without the public holidays of the Land.
#pragma once

#include "engines/hours/hours.h"

namespace mila::upkeep {

bool is_working_day(hours::Date date, hours::HolidayCalendar const& holidays);
/// The `count`-th working day after `date`. Holidays the calendar does not reach count as none.
hours::Date working_days_after(hours::Date date, int count, hours::HolidayCalendar const& holidays);

}  // namespace mila::upkeep
