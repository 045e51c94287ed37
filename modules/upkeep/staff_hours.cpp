// Hours in words for editors.
#include "modules/upkeep/staff_hours.h"

#include <algorithm>

#include "modules/directory/timetable.h"
#include "modules/offers/holidays.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kFurtherDates = 3;
constexpr days kFurther{62};

std::string access_words(Words const& words, hours::Access access) {
  switch (access) {
    case hours::Access::OpenDoor: return "";
    case hours::Access::ByAppointment: return " " + words(N_("by appointment"));
    case hours::Access::ByPhone: return " " + words(N_("by phone"));
    case hours::Access::Online: return " " + words(N_("online"));
  }
  return "";
}

std::string day_words(Words const& words, Date date) {
  return i18n::format_date(date, words.language(), i18n::DateStyle::WeekdayShort);
}

std::string day_line(Words const& words, hours::DayHours const& day) {
  std::vector<std::string> spans;
  for (auto const& span : day.spans)
    spans.push_back(i18n::format_time_span(span.from, span.to, words.language()) +
                    access_words(words, span.access));
  std::string text = spans.empty() ? words(N_("closed")) : join(spans, ", ");
  if (!day.reason.empty()) text += " (" + day.reason + ")";
  return day_words(words, day.date) + ": " + text;
}

std::vector<std::string> lines_of(Words const& words, hours::Timetable const& timetable,
                                  hours::HolidayCalendar const& holidays, Date today) {
  std::vector<std::string> lines;
  for (auto const& day : hours::week_of(timetable, holidays, today))
    if (!day.spans.empty() || day.exception || day.holiday) lines.push_back(day_line(words, day));
  auto pattern = hours::weekly_pattern(timetable, today);
  if (!pattern.other_rules.empty()) {
    Date first{sys_days(today) + days{7}}, last{sys_days(today) + kFurther};
    int shown = 0;
    for (auto const& interval : hours::expand(timetable, holidays, first, last)) {
      bool rare = std::find(pattern.other_rules.begin(), pattern.other_rules.end(), interval.rule) !=
                  pattern.other_rules.end();
      if (!rare || shown++ >= kFurtherDates) continue;
      auto from = hours::local_time(timetable.zone, interval.from);
      auto to = hours::local_time(timetable.zone, interval.to);
      lines.push_back(day_words(words, from.date) + ": " +
                      i18n::format_time_span(from.minutes, to.minutes, words.language()) +
                      access_words(words, interval.access));
    }
  }
  if (lines.empty())
    lines.push_back(timetable.rules.empty() ? words(N_("No hours are known."))
                                            : words(N_("Nothing in the next days.")));
  return lines;
}

}  // namespace

std::string place_title(directory::Location const& location, bool service_protected) {
  auto shown = directory::redacted(location, service_protected);
  std::string title = shown.addresses.empty() ? "" : shown.addresses.front().city;
  std::string more = shown.name.value_or(shown.addresses.empty() ? ""
                                                                 : shown.addresses.front().address_1);
  if (!more.empty()) title += (title.empty() ? "" : ", ") + more;
  return title;
}

std::vector<HoursView> understood_hours(Words const& words, Context& context, Entry const& entry) {
  auto calendar = offers::holidays(context.county);
  auto const& zone = context.county.config().zone;
  Date day = today(context);
  std::vector<HoursView> views;
  for (auto const& at : entry.service.service_at_locations) {
    directory::Location const* location = nullptr;
    for (auto const& each : entry.locations)
      if (each.id == at.location_id) location = &each;
    auto timetable = directory::to_timetable(entry.service, &at, location, zone);
    views.push_back({location ? place_title(*location, entry.service.x_protected) : "",
                     lines_of(words, timetable, *calendar, day)});
  }
  if (views.empty())
    views.push_back({"", lines_of(words, directory::to_timetable(entry.service, zone), *calendar, day)});
  return views;
}

}  // namespace mila::upkeep
