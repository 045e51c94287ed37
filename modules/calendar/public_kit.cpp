// What the public pages of the calendar share: the filter in an address, days and months.
#include <unicode/dtptngen.h>
#include <unicode/gregocal.h>
#include <unicode/smpdtfmt.h>

#include "modules/calendar/event_store.h"
#include "modules/calendar/pages.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kWordsLongest = 100;

std::string municipality_in(County& county, std::string const& text) {
  if (text.empty()) return "";
  auto gazetteer = places::gazetteer(county);
  auto const* place = gazetteer->find(text);
  if (!place) place = places::find_place(*gazetteer, text).place;
  auto const* municipality = place ? gazetteer->municipality_of(place->id) : nullptr;
  return municipality ? municipality->id : "";
}

bool is_public_body(Context const& context, db::Reader& reader, std::string const& id) {
  Context all = context;
  all.actor = Actor::operator_();
  auto body = network::find_body(reader, all, id);
  return body && body->is_public;
}

}  // namespace

std::optional<CalendarFilter> read_filter(Visit& visit, db::Reader& reader) {
  auto const& query = visit.request.query;
  CalendarFilter filter;
  filter.words = std::string(truncate_utf8(trim(query.get("q")), kWordsLongest));
  filter.place_id = municipality_in(visit.context.county, query.get("place"));
  if (taxonomy::taxonomy().topic(query.get("topic"))) filter.topic = query.get("topic");
  if (i18n::find_language(query.get("language"))) filter.language = query.get("language");
  filter.organization_id = query.get("organisation");
  filter.body_id = query.get("body");
  filter.programme_id = query.get("programme");
  if (!filter.body_id.empty() && !is_public_body(visit.context, reader, filter.body_id)) return std::nullopt;
  if (!filter.programme_id.empty() && !find_programme(reader, filter.programme_id)) return std::nullopt;
  return filter;
}

std::string query_of(County& county, CalendarFilter const& filter) {
  std::string query;
  auto add = [&](char const* name, std::string const& value) {
    if (!value.empty()) query += (query.empty() ? "" : "&") + std::string(name) + "=" + percent_encode(value);
  };
  auto gazetteer = places::gazetteer(county);
  auto const* place = filter.place_id.empty() ? nullptr : gazetteer->find(filter.place_id);
  add("q", filter.words);
  add("place", place ? places::slug_of(*gazetteer, *place) : "");
  add("topic", filter.topic);
  add("language", filter.language);
  add("organisation", filter.organization_id);
  add("body", filter.body_id);
  add("programme", filter.programme_id);
  return query;
}

Date today_of(Context const& context) { return local_date(context.now(), context.county.config().zone); }

std::string direction_of(std::string_view language) {
  auto const* known = i18n::find_language(language);
  return known && known->right_to_left ? "rtl" : "ltr";
}

std::string month_name(std::chrono::year_month month, std::string_view language) {
  auto const* known = i18n::find_language(language);
  icu::Locale locale{std::string(known ? known->icu : "de").c_str()};
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::DateTimePatternGenerator> patterns(icu::DateTimePatternGenerator::createInstance(locale, status));
  std::string name;
  if (U_FAILURE(status)) return name;
  icu::SimpleDateFormat format(patterns->getBestPattern("yMMMM", status), locale, status);
  if (U_FAILURE(status)) return name;
  format.setTimeZone(*icu::TimeZone::getGMT());
  icu::UnicodeString text;
  sys_days const day{month / 15};
  format.format(static_cast<UDate>(std::chrono::milliseconds(day.time_since_epoch()).count()), text);
  text.toUTF8String(name);
  return name;
}

DateRowView row_of(Context const& context, PublicDate const& date) {
  DateRowView row;
  row.href = "/" + context.language + "/calendar/" + date.id;
  if (date.regular != date.day || !date.is_meeting) row.href += "?on=" + format_iso_date(date.regular);
  row.title = date.title;
  row.language = date.language;
  row.dir = direction_of(date.language);
  auto end = date.start + date.length;
  if (!date.all_day)
    row.time = end <= std::chrono::minutes{36 * 60}
                   ? i18n::format_time_span(date.start, end % (24 * 60), context.language)
                   : i18n::format_time(date.start);
  row.where = place_text(context, date);
  row.organiser = date.organiser;
  row.cancelled = date.cancelled;
  row.moved = date.moved;
  row.repeats = !date.rule.empty();
  return row;
}

std::vector<WeekView> month_weeks(Context const& context, std::chrono::year_month month,
                                  std::vector<PublicDate> const& dates) {
  sys_days const first{month / 1}, last{month / std::chrono::last};
  sys_days day = first - (std::chrono::weekday{first} - std::chrono::Monday);
  std::vector<WeekView> weeks;
  Date const today = today_of(context);
  for (; day <= last; day += days{7}) {
    WeekView& week = weeks.emplace_back();
    for (int n = 0; n < 7; ++n) {
      Date const date{day + days{n}};
      DayView& view = week.days.emplace_back();
      view.outside = date.year() / date.month() != month;
      if (view.outside) continue;
      view.number = std::to_string(static_cast<unsigned>(date.day()));
      view.name = i18n::format_date(date, context.language, i18n::DateStyle::WeekdayLong);
      view.today = date == today;
      for (auto const& one : dates)
        if (one.day == date) view.dates.push_back(row_of(context, one));
      view.has_dates = !view.dates.empty();
    }
  }
  return weeks;
}

std::vector<TemplateUse> templates() {
  return {{"calendar/calendar.html", html::schema_of<CalendarView>()},
          {"calendar/date.html", html::schema_of<DateView>()},
          {"calendar/staff/own_calendar.html", html::schema_of<OwnCalendarView>()}};
}

}  // namespace mila::events
