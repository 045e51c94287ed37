// Between the schedules of HSDS records and the timetables of the hours engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engines/hours/hours.h"
#include "modules/directory/records.h"

namespace mila::directory {

/// One schedule per rule, with times "HH:MM" (midnight at the end of a day is "00:00", a whole day
/// "00:00" to "23:59"). A single day is WEEKLY with COUNT 1 from DTSTART. Ids follow from
/// `parent_id` and the position, so that the same rules give the same schedules.
std::vector<Schedule> to_schedules(std::vector<hours::Rule> const& rules,
                                   std::string const& parent_id);

/// Reads schedules, also those of other publishers: times with seconds, "Z" or an offset are taken
/// as what the clock on the wall shows, since recurring hours that moved with the offset would be
/// wrong for half of the year. Schedules that hold nothing but a description (hours nobody could
/// read) give no rule.
std::vector<hours::Rule> to_rules(std::vector<Schedule> const& schedules);

/// Broken dates drop the exception.
std::vector<hours::Exception> to_exceptions(std::vector<ScheduleException> const& exceptions);

/// `zone` is an IANA name.
hours::Timetable to_timetable(std::vector<Schedule> const& schedules,
                              std::vector<ScheduleException> const& exceptions,
                              std::string_view zone);

/// When a service is open at one of its locations: the hours of that pair, else the service's own,
/// else those of the location. `at` and `location` may be null (a service by phone, or its location
/// is not known). The service's x_zone goes before `county_zone`.
hours::Timetable to_timetable(Service const& service, ServiceAtLocation const* at,
                              Location const* location, std::string_view county_zone);

/// All hours of a service in one timetable, wherever they are: for "is it open anywhere".
hours::Timetable to_timetable(Service const& service, std::string_view county_zone);

hours::Timetable to_timetable(Function const& function, std::string_view county_zone);

/// The hours as one cell of text; texts that could not be read when they came in stand as they
/// were.
std::string hours_cell(std::vector<Schedule> const& schedules);

/// "09:30" → 570 minutes since midnight; nullopt for anything that is no time of day.
std::optional<hours::Minutes> parse_clock(std::string_view text);
/// 570 minutes → "09:30".
std::string format_clock(hours::Minutes minutes);

}  // namespace mila::directory
