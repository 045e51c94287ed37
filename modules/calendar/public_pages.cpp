// The public calendar: what is open to everybody, as pages and as feeds to subscribe to.
#include <map>

#include "engines/calendar/calendar.h"
#include "modules/calendar/pages.h"
#include "modules/meetings/agenda.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/json.h"
#include "platform/i18n/format.h"

namespace mila::events {
namespace {

using meetings::find_meeting;
using meetings::Meeting;
using meetings::State;
using meetings::today_of;
using std::chrono::days;
using std::chrono::sys_days;

constexpr char const* kCalendar = N_("Dates");
constexpr int kMost = 500;

/// Cancelled meetings stay until their day has passed: calendars learn of it no other way.
std::vector<Meeting> public_meetings(db::Reader& reader, std::string const& body_id, Date from) {
  return meetings::list_meetings(reader, {.body_id = body_id, .from = from, .public_only = true, .limit = kMost});
}

std::string body_name(Context& context, db::Reader& reader, std::string const& id) {
  Context all = context;
  all.actor = Actor::operator_();
  auto body = network::find_body(reader, all, id);
  return body && body->is_public ? body->name : "";
}

http::Response calendar_response(std::string text) {
  auto response = http::text(std::move(text), "text/calendar; charset=utf-8");
  response.header("Access-Control-Allow-Origin", "*");
  return response;
}

/// "Donnerstag, 3. Dezember 2026 · 14:00–16:00", the same in the order of Arabic and Persian.
std::string time_text(Meeting const& meeting, std::string_view language) {
  return i18n::format_date(meeting.day, language, i18n::DateStyle::WeekdayLong) + " " +
         std::to_string(static_cast<int>(meeting.day.year())) + " · " +
         replace_all(i18n::format_time_span(meeting.start, meeting.start + meeting.length, language),
                     "–", "\u2060–\u2060");
}

std::string place_text(Context const& context, Meeting const& meeting) {
  return meeting.place.empty() ? context.text(N_("online")) : meeting.place;
}

std::string place_name(County& county, std::string const& id) {
  auto gazetteer = places::gazetteer(county);
  auto const* place = id.empty() ? nullptr : gazetteer->find(id);
  return place ? gazetteer->label(*place) : "";
}

/// schema.org Event.
html::Safe json_ld(Visit const& visit, Meeting const& meeting, std::string const& url, std::string const& body) {
  auto const& config = visit.context.county.config();
  auto at = [&](std::chrono::minutes m) { return format_rfc3339(local_to_instant(meeting.day, m, config.zone)); };
  data::Json json{{"@context", "https://schema.org"},
                  {"@type", "Event"},
                  {"name", meeting.title},
                  {"startDate", at(meeting.start)},
                  {"endDate", at(meeting.start + meeting.length)},
                  {"url", url},
                  {"eventStatus", meeting.state == State::Cancelled ? "https://schema.org/EventCancelled"
                                                                    : "https://schema.org/EventScheduled"},
                  {"eventAttendanceMode", meeting.place.empty() ? "https://schema.org/OnlineEventAttendanceMode"
                                          : meeting.online_url.empty() ? "https://schema.org/OfflineEventAttendanceMode"
                                                                       : "https://schema.org/MixedEventAttendanceMode"},
                  {"organizer", {{"@type", "Organization"}, {"name", body.empty() ? config.name : body}}}};
  if (!meeting.place.empty()) json["location"] = {{"@type", "Place"}, {"name", meeting.place}, {"address", meeting.place}};
  if (!meeting.purpose.empty()) json["description"] = meeting.purpose;
  return {"<script type=\"application/ld+json\">" + replace_all(json.dump(), "<", "\\u003c") + "</script>"};
}

/// The body named in the address, "" for all; nullopt when it is not public.
std::optional<std::string> body_in(Visit& visit, db::Reader& reader, std::string const& id) {
  if (id.empty()) return "";
  return body_name(visit.context, reader, id).empty() ? std::nullopt : std::optional(id);
}

Instant next_midnight(Context const& context) {
  return local_to_instant(Date{sys_days{today_of(context)} + days{1}}, {}, context.county.config().zone);
}

DateView date_view(Visit& visit, Meeting const& meeting, std::string const& body) {
  auto const& language = visit.context.language;
  DateView view;
  view.title = meeting.title;
  view.body = body;
  view.day = i18n::format_date(meeting.day, language, i18n::DateStyle::WeekdayShort);
  view.when = time_text(meeting, language);
  view.where = place_text(visit.context, meeting);
  view.municipality = place_name(visit.context.county, meeting.place_id);
  view.cancelled = meeting.state == State::Cancelled;
  view.href = "/" + language + "/calendar/" + meeting.id;
  return view;
}

/// Names the body, never a person, and never the link to take part online.
calendar::Event public_event(Visit const& visit, Meeting const& meeting, std::string const& body) {
  calendar::Event event;
  event.uid = meeting.uid();
  event.sequence = meeting.sequence;
  event.stamp = visit.context.now();
  event.modified = meeting.modified;
  event.day = meeting.day;
  event.start = meeting.start;
  event.length = meeting.length;
  event.zone = visit.context.county.config().zone;
  event.summary = meeting.title;
  event.description = meeting.purpose;
  event.location = meeting.place;
  event.status = meeting.state == State::Cancelled ? calendar::Status::Cancelled
                                                   : calendar::Status::Confirmed;
  event.organizer = {body, ""};
  event.url = visit.site.absolute(visit, "/de/calendar/" + meeting.id);
  return event;
}

}  // namespace

http::Response show_calendar(Visit& visit) {
  auto& context = visit.context;
  CalendarView view;
  std::string body_id = visit.request.query.get("body"), place_id = visit.request.query.get("place");
  bool known = context.county.database.read([&](db::Reader& reader) {
    auto body = body_in(visit, reader, body_id);
    if (!body) return false;
    if (!body->empty()) view.body = body_name(context, reader, *body);
    std::map<std::string, std::string> names;
    for (auto const& meeting : public_meetings(reader, *body, today_of(context))) {
      if (!place_id.empty() && meeting.place_id != place_id) continue;
      auto name = names.find(meeting.body_id);
      if (name == names.end())
        name = names.emplace(meeting.body_id, body_name(context, reader, meeting.body_id)).first;
      view.dates.push_back(date_view(visit, meeting, name->second));
    }
    return true;
  });
  if (!known) return visit.site.error_page(visit, 404);
  view.has_dates = !view.dates.empty();
  view.feed_href = body_id.empty() ? "/calendar.ics" : "/calendar/" + body_id + ".ics";
  view.language = context.language;
  Page frame;
  frame.title = Words(visit)(kCalendar);
  frame.description = Words(visit)(N_("Round tables, councils and meetings that are open to everybody."));
  frame.active_path = "/calendar";
  frame.head = {"<link rel=\"alternate\" type=\"text/calendar\" href=\"" + view.feed_href + "\">"};
  auto response = visit.site.page(visit, "calendar/calendar.html", view, frame);
  response.fresh_until = next_midnight(context);
  return response;
}

http::Response show_date(Visit& visit) {
  auto& context = visit.context;
  std::optional<Meeting> meeting;
  DateView view;
  context.county.database.read([&](db::Reader& reader) {
    meeting = find_meeting(reader, visit.request.parameter("id"));
    if (!meeting || !meeting->is_public) return;
    view = date_view(visit, *meeting, body_name(context, reader, meeting->body_id));
    for (auto const& item : meetings::agenda_of(reader, *meeting, meetings::Audience::Everybody))
      view.agenda.push_back({.number = item.number, .title = item.title,
                             .at = item.at ? i18n::format_time(*item.at) : ""});
  });
  if (!meeting || !meeting->is_public) return visit.site.error_page(visit, 404);
  Words words(visit);
  view.has_agenda = !view.agenda.empty();
  view.purpose = meeting->purpose;
  view.body_href = view.body.empty() ? "" : "/" + words.language() + "/calendar?body=" + meeting->body_id;
  view.ics_href = "/calendar/dates/" + meeting->id + ".ics";
  view.over = meeting->day < today_of(context);
  Page frame;
  frame.title = meeting->title;
  frame.description = view.when + ", " + view.where;
  frame.active_path = "/calendar";
  frame.crumbs = {{words(kCalendar), "/" + words.language() + "/calendar"}, {meeting->title, ""}};
  frame.head = json_ld(visit, *meeting, visit.site.absolute(visit, view.href), view.body);
  auto response = visit.site.page(visit, "calendar/date.html", view, frame);
  response.fresh_until = next_midnight(context);
  return response;
}

http::Response calendar_feed(Visit& visit) {
  auto& context = visit.context;
  std::string file = visit.request.parameter("file");  // "{body}.ics", "" for all
  if (!file.empty() && !file.ends_with(".ics")) return visit.site.error_page(visit, 404);
  std::string body_id = file.empty() ? "" : file.substr(0, file.size() - 4);
  std::optional<std::string> text;
  context.county.database.read([&](db::Reader& reader) {
    auto body = body_in(visit, reader, body_id);
    if (!body) return;
    std::string name = context.county.config().name;
    if (!body->empty()) name = body_name(context, reader, *body) + ", " + name;
    std::vector<calendar::Event> events;
    std::map<std::string, std::string> names;
    // The last year stays, so that nobody's calendar loses what was.
    for (auto const& meeting : public_meetings(reader, *body, Date{sys_days{today_of(context)} - days{365}})) {
      auto known = names.find(meeting.body_id);
      if (known == names.end())
        known = names.emplace(meeting.body_id, body_name(context, reader, meeting.body_id)).first;
      auto event = public_event(visit, meeting, known->second);
      event.stamp = meeting.modified;  // the same bytes as long as nothing changes
      events.push_back(std::move(event));
    }
    text = calendar::feed(name, events);
  });
  return text ? calendar_response(std::move(*text)) : visit.site.error_page(visit, 404);
}

http::Response date_file(Visit& visit) {
  auto& context = visit.context;
  std::string file = visit.request.parameter("file");
  std::optional<std::string> text;
  if (file.ends_with(".ics"))
    context.county.database.read([&](db::Reader& reader) {
      auto meeting = find_meeting(reader, file.substr(0, file.size() - 4));
      if (!meeting || !meeting->is_public) return;
      text = calendar::publish(public_event(visit, *meeting, body_name(context, reader, meeting->body_id)));
    });
  return text ? calendar_response(std::move(*text)) : visit.site.error_page(visit, 404);
}

}  // namespace mila::events
