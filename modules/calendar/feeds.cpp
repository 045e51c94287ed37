// The calendar for programs: iCalendar to subscribe to or to save, Atom for what is new.
#include <algorithm>

#include "modules/calendar/event_store.h"
#include "modules/calendar/pages.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "platform/base/text.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// The last year stays, so that nobody's calendar loses what was.
constexpr days kBack{365};
constexpr int kMost = 2000;
constexpr std::size_t kAtomMost = 50;

http::Response calendar_response(Context const& context, std::string text) {
  auto response = http::text(std::move(text), "text/calendar; charset=utf-8");
  response.header("Access-Control-Allow-Origin", "*");
  response.fresh_until = next_midnight(context.county, context.now());
  return response;
}

/// "{id}.ics" → id.
std::string id_in(std::string const& file) {
  return file.ends_with(".ics") ? file.substr(0, file.size() - 4) : "";
}

/// A body, a programme or a municipality by what stands in the address; `name` says which.
std::optional<CalendarFilter> filter_named(Visit& visit, db::Reader& reader, std::string const& id, std::string& name) {
  CalendarFilter filter;
  auto gazetteer = places::gazetteer(visit.context.county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality && places::slug_of(*gazetteer, place) == id) {
      filter.place_id = place.id;
      name = gazetteer->label(place);
      return filter;
    }
  if (auto programme = find_programme(reader, id)) {
    filter.programme_id = programme->id;
    name = programme->name;
    return filter;
  }
  Context all = visit.context;
  all.actor = Actor::operator_();
  auto body = network::find_body(reader, all, id);
  if (!body || !body->is_public) return std::nullopt;
  filter.body_id = body->id;
  name = body->name;
  return filter;
}

std::string xml(std::string_view text) {
  std::string clean;
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') clean += c;
  return html::escape(clean);
}

std::string seconds(Instant at) {
  return format_rfc3339(std::chrono::floor<std::chrono::seconds>(at));
}

}  // namespace

http::Response calendar_feed(Visit& visit) {
  auto& context = visit.context;
  std::string file = visit.request.parameter("file");  // "" for /calendar.ics
  std::optional<std::string> text;
  context.county.database.read([&](db::Reader& reader) {
    std::string name;
    auto filter = file.empty() ? read_filter(visit, reader) : filter_named(visit, reader, id_in(file), name);
    if (!filter) return;
    name = name.empty() ? context.county.config().name : name + ", " + context.county.config().name;
    auto dates = public_calendar(context, reader, *filter, Date{sys_days{today_of(context)} - kBack}, std::nullopt, kMost);
    text = calendar::feed(name, calendar_entries(context, reader, dates, visit.site.absolute(visit, "")));
  });
  return text ? calendar_response(context, std::move(*text)) : visit.site.error_page(visit, 404);
}

http::Response date_file(Visit& visit) {
  auto& context = visit.context;
  std::string id = id_in(visit.request.parameter("file"));
  std::optional<std::string> text;
  context.county.database.read([&](db::Reader& reader) {
    auto dates = public_dates_of(context, reader, id);
    if (!dates.empty())
      text = calendar::publish(calendar_entries(context, reader, dates, visit.site.absolute(visit, "")));
  });
  return text ? calendar_response(context, std::move(*text)) : visit.site.error_page(visit, 404);
}

http::Response calendar_atom(Visit& visit) {
  auto& context = visit.context;
  context.language = context.county.config().languages.empty() ? "de" : context.county.config().languages.front();
  std::vector<PublicDate> dates;
  bool good = false;
  std::string query;
  context.county.database.read([&](db::Reader& reader) {
    auto filter = read_filter(visit, reader);
    if (!filter) return;
    good = true;
    query = query_of(context.county, *filter);
    for (auto& date : public_calendar(context, reader, *filter, today_of(context), std::nullopt, kMost)) {
      // Of a series the next day stands for all.
      bool known = std::any_of(dates.begin(), dates.end(), [&](PublicDate const& one) { return one.id == date.id; });
      if (!known) dates.push_back(std::move(date));
    }
  });
  if (!good) return visit.site.error_page(visit, 404);
  std::stable_sort(dates.begin(), dates.end(), [](PublicDate const& a, PublicDate const& b) { return a.modified > b.modified; });
  if (dates.size() > kAtomMost) dates.resize(kAtomMost);
  std::string self = visit.site.absolute(visit, "/calendar.atom" + (query.empty() ? "" : "?" + query));
  Instant updated = dates.empty() ? Instant{} : dates.front().modified;
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<id>" +
                     xml(self) + "</id>\n<title>" + xml(context.text(N_("Dates")) + ", " + context.county.config().name) +
                     "</title>\n<updated>" + seconds(updated) + "</updated>\n<link rel=\"self\" href=\"" + xml(self) +
                     "\"/>\n<author><name>" + xml(context.county.config().name) + "</name></author>\n";
  for (auto const& date : dates) {
    std::string url = visit.site.absolute(visit, "/" + context.language + "/calendar/" + date.id);
    std::string when = time_text(context, date) + ", " + place_text(context, date);
    text += "<entry><id>urn:uuid:" + xml(date.id) + "</id><title xml:lang=\"" + xml(date.language) + "\">" + xml(date.title) +
            "</title><updated>" + seconds(date.modified) + "</updated><link rel=\"alternate\" href=\"" + xml(url) +
            "\"/><summary>" + xml((date.cancelled ? context.text(N_("cancelled")) + ": " : "") + when) + "</summary></entry>\n";
  }
  auto response = http::text(text + "</feed>\n", "application/atom+xml; charset=utf-8");
  response.header("Access-Control-Allow-Origin", "*");
  response.fresh_until = next_midnight(context.county, context.now());
  return response;
}

}  // namespace mila::events
