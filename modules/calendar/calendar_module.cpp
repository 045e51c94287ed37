// What this module tells the program about itself.
#include "modules/calendar/calendar.h"

#include "modules/calendar/pages.h"
#include "modules/meetings/meetings.h"

namespace mila::events {
namespace {

using http::Method;

void add_routes(Module& m) {
  auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                   std::string sample = "") {
    if (sample.empty()) sample = pattern;
    m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
  };
  auto const open = Permission::Public;
  std::string const dates = "/{lang}/calendar";
  route(Method::Get, dates, open, show_calendar);
  route(Method::Get, dates + "/{id}", open, show_date, dates + "/{public_meeting}");
  route(Method::Get, "/calendar.ics", open, calendar_feed);
  route(Method::Get, "/calendar/{file}", open, calendar_feed, "/calendar/{meeting_body}.ics");
  route(Method::Get, "/calendar/dates/{file}", open, date_file, "/calendar/dates/{public_meeting}.ics");
}

std::vector<meetings::Meeting> coming(Context& context, db::Reader& reader, int limit) {
  return meetings::list_meetings(
      reader, {.from = meetings::today_of(context), .public_only = true, .limit = limit});
}

std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader) {
  std::map<std::string, std::string> keys;
  for (auto const& meeting : coming(context, reader, 1)) {
    keys.emplace("public_meeting", meeting.id);
    keys.emplace("meeting_body", meeting.body_id);
  }
  return keys;
}

std::vector<std::string> sitemap(Context& context) {
  std::vector<std::string> pages{"/calendar"};
  context.county.database.read([&](db::Reader& reader) {
    for (auto const& meeting : coming(context, reader, 500)) pages.push_back("/calendar/" + meeting.id);
  });
  return pages;
}

}  // namespace

Module const& module() {
  static Module const events = [] {
    Module m;
    m.name = "calendar";
    m.summary = "what anybody may come to: one public calendar of everybody's dates, with feeds";
    add_routes(m);
    m.templates = {{"calendar/calendar.html", html::schema_of<CalendarView>()},
                   {"calendar/date.html", html::schema_of<DateView>()}};
    m.menu = {{45, N_("Dates"), "/calendar"}};
    m.sitemap = sitemap;
    m.sample_keys = sample_keys;
    return m;
  }();
  return events;
}

}  // namespace mila::events
