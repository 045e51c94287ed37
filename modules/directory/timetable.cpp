// HSDS schedules to rules of the hours engine and back.
#include "modules/directory/timetable.h"

#include <fmt/format.h>

#include <array>
#include <cctype>

#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/base/time.h"

namespace mila::directory {
namespace {

using hours::Access;
using hours::Frequency;
using hours::Minutes;
using hours::Rule;

constexpr Minutes kDay = std::chrono::hours{24};
constexpr std::array<char const*, 7> kDays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<char const*, 4> kAccess{"open-door", "by-appointment", "by-phone", "online"};

std::string byday_text(std::vector<hours::ByDay> const& days) {
  std::string text;
  for (auto const& day : days) {
    if (!text.empty()) text += ',';
    if (day.nth != 0) text += std::to_string(day.nth);
    text += kDays.at(day.day.iso_encoding() - 1);
  }
  return text;
}

std::string numbers_text(std::vector<int> const& numbers) {
  std::string text;
  for (int number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

Text if_any(std::string text) {
  if (text.empty()) return std::nullopt;
  return text;
}

Text date_text(std::optional<Date> date) {
  if (!date) return std::nullopt;
  return format_iso_date(*date);
}

/// Dates stand alone or before a time.
std::optional<Date> read_date(Text const& text) {
  if (!text) return std::nullopt;
  return parse_iso_date(std::string_view(*text).substr(0, 10));
}

std::vector<std::string> tokens(Text const& text) {
  std::vector<std::string> found(1);
  for (char c : text.value_or("")) {
    if (c == ',' || c == ';' || c == ' ')
      found.emplace_back();
    else
      found.back() += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return found;
}

std::vector<int> read_numbers(Text const& text) {
  std::vector<int> numbers;
  for (auto const& token : tokens(text))
    if (auto number = parse_integer(token); number && *number >= -366 && *number <= 366)
      numbers.push_back(static_cast<int>(*number));
  return numbers;
}

/// "MO,TH", "2MO", "-1FR", also "Monday" and "+1MO".
std::vector<hours::ByDay> read_byday(Text const& text) {
  std::vector<hours::ByDay> days;
  for (auto const& token : tokens(text)) {
    std::size_t letters = token.find_first_of("MTWFS");
    if (letters == std::string::npos || token.size() < letters + 2) continue;
    std::string number = token.substr(0, letters);
    if (!number.empty() && number[0] == '+') number.erase(0, 1);
    auto nth = number.empty() ? std::optional<std::int64_t>(0) : parse_integer(number);
    if (!nth || *nth < -5 || *nth > 5) continue;
    for (unsigned i = 0; i < kDays.size(); ++i)
      if (token.compare(letters, 2, kDays.at(i)) == 0)
        days.push_back({static_cast<int>(*nth), std::chrono::weekday(i + 1 == 7 ? 0 : i + 1)});
  }
  return days;
}

Access read_access(Schedule const& schedule) {
  for (std::size_t i = 0; i < kAccess.size(); ++i)
    if (schedule.x_access == kAccess.at(i)) return static_cast<Access>(i);
  std::string type = ascii_lower(schedule.attending_type.value_or(""));
  if (type.find("phone") != std::string::npos) return Access::ByPhone;
  bool online = type.find("online") != std::string::npos ||
                type.find("virtual") != std::string::npos ||
                type.find("video") != std::string::npos;
  return online ? Access::Online : Access::OpenDoor;
}

Rule read_rule(Schedule const& schedule) {
  Rule rule;
  rule.valid_from = read_date(schedule.valid_from);
  rule.valid_to = read_date(schedule.valid_to);
  rule.start = read_date(schedule.dtstart);
  rule.until = read_date(schedule.until);
  if (schedule.count && *schedule.count > 0 && *schedule.count < 10'000)
    rule.count = static_cast<int>(*schedule.count);
  if (schedule.interval && *schedule.interval > 0 && *schedule.interval < 1'000)
    rule.interval = static_cast<int>(*schedule.interval);
  if (ascii_lower(schedule.freq.value_or("")) == "monthly") rule.frequency = Frequency::Monthly;
  rule.by_day = read_byday(schedule.byday);
  if (auto start = read_byday(schedule.wkst); !start.empty()) rule.week_start = start.front().day;
  rule.by_month_day = read_numbers(schedule.bymonthday);
  rule.by_week_no = read_numbers(schedule.byweekno);
  rule.by_year_day = read_numbers(schedule.byyearday);
  if (rule.frequency == Frequency::Weekly && rule.count == 1 && rule.start && rule.by_day.empty()) {
    rule.frequency = Frequency::Once;
    rule.count.reset();
  }
  if (schedule.opens_at) rule.opens = parse_clock(*schedule.opens_at);
  if (schedule.closes_at) rule.closes = parse_clock(*schedule.closes_at);
  if (!rule.opens || !rule.closes) {
    rule.opens.reset();
    rule.closes.reset();
  } else if (*rule.closes == Minutes{0} ||
             (*rule.opens == Minutes{0} && *rule.closes == kDay - Minutes{1})) {
    rule.closes = kDay;
  }
  rule.access = read_access(schedule);
  rule.open_on_holidays = schedule.x_open_on_holidays;
  rule.note = schedule.notes.value_or("");
  return rule;
}

Schedule write_rule(Rule const& rule) {
  Schedule schedule;
  schedule.valid_from = date_text(rule.valid_from);
  schedule.valid_to = date_text(rule.valid_to);
  schedule.dtstart = date_text(rule.start);
  schedule.until = date_text(rule.until);
  if (rule.count) schedule.count = *rule.count;
  bool once = rule.frequency == Frequency::Once;
  if (once) schedule.count = 1;
  if (rule.opens || !rule.by_day.empty())
    schedule.freq = rule.frequency == Frequency::Monthly ? "MONTHLY" : "WEEKLY";
  if (rule.interval > 1) schedule.interval = rule.interval;
  if (rule.week_start != std::chrono::Monday)
    schedule.wkst = kDays.at(rule.week_start.iso_encoding() - 1);
  schedule.byday = if_any(byday_text(rule.by_day));
  schedule.bymonthday = if_any(numbers_text(rule.by_month_day));
  schedule.byweekno = if_any(numbers_text(rule.by_week_no));
  schedule.byyearday = if_any(numbers_text(rule.by_year_day));
  if (rule.opens && rule.closes) {
    bool whole_day = *rule.opens == Minutes{0} && *rule.closes >= kDay;
    schedule.opens_at = format_clock(*rule.opens);
    schedule.closes_at = whole_day ? "23:59" : format_clock(*rule.closes % kDay);
  }
  schedule.x_access = kAccess.at(static_cast<std::size_t>(rule.access));
  schedule.x_open_on_holidays = rule.open_on_holidays;
  schedule.notes = if_any(rule.note);
  return schedule;
}

bool only_description(Schedule const& schedule) {
  return !schedule.opens_at && !schedule.closes_at && !schedule.byday && !schedule.dtstart &&
         !schedule.x_access;
}

std::string zone_of(Service const& service, std::string_view county_zone) {
  return service.x_zone.value_or(std::string(county_zone));
}

void append(hours::Timetable& timetable, std::vector<Schedule> const& schedules,
            std::vector<ScheduleException> const& exceptions) {
  for (auto& rule : to_rules(schedules)) timetable.rules.push_back(std::move(rule));
  for (auto& exception : to_exceptions(exceptions))
    timetable.exceptions.push_back(std::move(exception));
}

}  // namespace

std::optional<Minutes> parse_clock(std::string_view text) {
  // H:MM or HH:MM; what follows (seconds, "Z", offset) does not count.
  std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 2 || text.size() < colon + 3)
    return std::nullopt;
  auto hour = parse_integer(text.substr(0, colon));
  auto minute = parse_integer(text.substr(colon + 1, 2));
  if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59) return std::nullopt;
  if (text.size() > colon + 3 &&
      std::string_view(":Zz+- .").find(text[colon + 3]) == std::string_view::npos)
    return std::nullopt;
  auto total = *hour * 60 + *minute;
  if (total > 24 * 60) return std::nullopt;
  return Minutes{total};
}

std::string format_clock(Minutes minutes) {
  return fmt::format("{:02}:{:02}", minutes.count() / 60, minutes.count() % 60);
}

std::vector<Schedule> to_schedules(std::vector<Rule> const& rules, std::string const& parent_id) {
  std::vector<Schedule> schedules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    schedules.push_back(write_rule(rules[i]));
    schedules.back().id = named_uuid("schedule", parent_id + ":" + std::to_string(i));
  }
  return schedules;
}

std::vector<Rule> to_rules(std::vector<Schedule> const& schedules) {
  std::vector<Rule> rules;
  for (auto const& schedule : schedules)
    if (!only_description(schedule)) rules.push_back(read_rule(schedule));
  return rules;
}

std::vector<hours::Exception> to_exceptions(std::vector<ScheduleException> const& exceptions) {
  std::vector<hours::Exception> read;
  for (auto const& stored : exceptions) {
    auto from = parse_iso_date(stored.from), to = parse_iso_date(stored.to);
    if (!from || !to) continue;
    hours::Exception exception;
    exception.from = *from;
    exception.to = *to;
    if (stored.opens_at && stored.closes_at) {
      exception.opens = parse_clock(*stored.opens_at);
      exception.closes = parse_clock(*stored.closes_at);
    }
    exception.closed = !exception.opens || !exception.closes;
    exception.reason = stored.reason.value_or("");
    read.push_back(std::move(exception));
  }
  return read;
}

hours::Timetable to_timetable(std::vector<Schedule> const& schedules,
                              std::vector<ScheduleException> const& exceptions,
                              std::string_view zone) {
  hours::Timetable timetable;
  timetable.zone = zone;
  append(timetable, schedules, exceptions);
  return timetable;
}

hours::Timetable to_timetable(Service const& service, ServiceAtLocation const* at,
                              Location const* location, std::string_view county_zone) {
  std::vector<ScheduleException> exceptions = service.x_exceptions;
  if (at) exceptions.insert(exceptions.end(), at->x_exceptions.begin(), at->x_exceptions.end());
  bool own = at && !at->schedules.empty();
  bool of_location = !own && service.schedules.empty() && location;
  auto const& schedules = own           ? at->schedules
                          : of_location ? location->schedules
                                        : service.schedules;
  return to_timetable(schedules, exceptions, zone_of(service, county_zone));
}

hours::Timetable to_timetable(Service const& service, std::string_view county_zone) {
  hours::Timetable timetable =
      to_timetable(service.schedules, service.x_exceptions, zone_of(service, county_zone));
  // Exceptions of one location must not close the others: they count where there is only one.
  bool single = service.service_at_locations.size() == 1;
  for (auto const& at : service.service_at_locations)
    append(timetable, at.schedules, single ? at.x_exceptions : std::vector<ScheduleException>{});
  return timetable;
}

hours::Timetable to_timetable(Function const& function, std::string_view county_zone) {
  return to_timetable(function.schedules, {}, county_zone);
}

std::string hours_cell(std::vector<Schedule> const& schedules) {
  std::string text = hours::format_hours_text(to_rules(schedules));
  for (auto const& schedule : schedules)
    if (only_description(schedule) && schedule.description)
      text += (text.empty() ? "" : " | ") + *schedule.description;
  return text;
}

}  // namespace mila::directory
