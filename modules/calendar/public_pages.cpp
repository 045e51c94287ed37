// The public calendar as list, as month, and each date by itself.
#include <algorithm>
#include <map>
#include <set>

#include "modules/calendar/event_store.h"
#include "modules/calendar/pages.h"
#include "modules/calendar/series_text.h"
#include "modules/calendar/sources.h"
#include "modules/directory/directory.h"
#include "modules/meetings/agenda.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/data/json.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month;

constexpr char const* kCalendar = N_("Dates");
constexpr std::size_t kPage = 60;
constexpr int kMost = 1000;

/// From when until when, by ?when=, ?month= or ?from=.
struct Span {
  Date from{};
  std::optional<Date> until;
  std::optional<year_month> month;
  std::string when;
};

std::optional<year_month> month_in(std::string const& text) {
  auto first = parse_iso_date(text + "-01");
  if (!first || first->year() < std::chrono::year{2000} || first->year() > std::chrono::year{2100}) return std::nullopt;
  return first->year() / first->month();
}

std::string month_text(year_month month) { return format_iso_date(month / 1).substr(0, 7); }

Span span_in(Visit const& visit) {
  auto const& query = visit.request.query;
  Date const today = today_of(visit.context);
  Span span{.from = today};
  if (!query.get("month").empty()) {
    span.month = month_in(query.get("month")).value_or(today.year() / today.month());
    span.from = *span.month / 1;
    span.until = Date{*span.month / std::chrono::last};
    return span;
  }
  span.when = query.get("when");
  sys_days const now{today};
  auto weekday = std::chrono::weekday{now}.iso_encoding();
  if (span.when == "today") {
    span.until = today;
  } else if (span.when == "weekend") {
    sys_days const saturday = now + days{weekday >= 6 ? 0 : 6 - static_cast<int>(weekday)};
    span.from = Date{saturday};
    span.until = Date{weekday == 7 ? now : saturday + days{1}};
  } else if (span.when == "week") {
    span.until = Date{now + days{6}};
  } else {
    span.when = "";
    auto from = parse_iso_date(query.get("from"));
    if (from && *from > today) span.from = *from;
  }
  return span;
}

struct Picks {
  std::set<std::string> topics, languages, organizations;
};

/// What coming events offer to choose from. Topics by their uppermost one: people look coarsely.
Picks picks_of(std::vector<PublicDate> const& dates) {
  Picks picks;
  for (auto const& date : dates) {
    for (auto const& topic : date.topics)
      if (auto line = taxonomy::taxonomy().line(topic); !line.empty()) picks.topics.insert(line.back()->code);
    picks.languages.insert(date.languages.begin(), date.languages.end());
    if (!date.is_meeting) picks.organizations.insert(date.organization_id);
  }
  return picks;
}

PickView pick(Words const& words, char const* name, char const* label, std::vector<Choice> choices,
              std::string const& chosen) {
  PickView view;
  view.id = std::string("c-") + name;
  view.name = name;
  view.label = words(label);
  view.choices.push_back({"", words(N_("All")), "", chosen.empty()});
  std::sort(choices.begin(), choices.end(), [&](Choice const& a, Choice const& b) {
    return i18n::sort_key(a.label, words.language()) < i18n::sort_key(b.label, words.language());
  });
  for (auto& choice : choices) view.choices.push_back({choice.value, choice.label, "", choice.value == chosen});
  return view;
}

std::vector<PickView> picks_view(Visit& visit, db::Reader& reader, CalendarFilter const& filter, Span const& span,
                                 std::vector<PublicDate> const& coming) {
  Words words(visit);
  auto const& language = words.language();
  auto gazetteer = places::gazetteer(visit.context.county);
  std::vector<Choice> place_choices, topics, languages, organisations;
  std::string chosen_place;
  for (auto const& place : gazetteer->places()) {
    if (place.kind != places::Kind::Municipality) continue;
    std::string slug = places::slug_of(*gazetteer, place);
    if (place.id == filter.place_id) chosen_place = slug;
    place_choices.push_back({slug, gazetteer->label(place)});
  }
  auto offered = picks_of(coming);
  if (!filter.topic.empty()) offered.topics.insert(filter.topic);
  if (!filter.language.empty()) offered.languages.insert(filter.language);
  for (auto const& code : offered.topics) topics.push_back({code, taxonomy::taxonomy().label(code, language)});
  for (auto const& code : offered.languages) languages.push_back({code, i18n::language_name(code, language)});
  for (auto const& one : directory::find_organizations(reader, {offered.organizations.begin(), offered.organizations.end()}))
    organisations.push_back({one.id, one.name});
  PickView when;
  when.id = "c-when";
  when.name = "when";
  when.label = words(N_("When"));
  for (auto const& [value, text] : std::initializer_list<std::pair<char const*, char const*>>{
           {"", N_("All")}, {"today", N_("Today")}, {"weekend", N_("At the weekend")}, {"week", N_("In the next seven days")}})
    when.choices.push_back({value, words(text), "", span.when == value});
  std::vector<PickView> views{when, pick(words, "place", N_("Place"), std::move(place_choices), chosen_place)};
  if (!topics.empty()) views.push_back(pick(words, "topic", N_("Topic"), std::move(topics), filter.topic));
  if (!languages.empty()) views.push_back(pick(words, "language", N_("Language"), std::move(languages), filter.language));
  if (!organisations.empty())
    views.push_back(pick(words, "organisation", N_("Organisation"), std::move(organisations), filter.organization_id));
  return views;
}

/// Leaves whole days, about `kPage` dates; gives back the first day left out.
std::optional<Date> cut_page(std::vector<PublicDate>& dates) {
  for (std::size_t n = kPage; n < dates.size(); ++n)
    if (dates[n].day != dates[n - 1].day) {
      Date later = dates[n].day;
      dates.resize(n);
      return later;
    }
  return std::nullopt;
}

std::vector<DayView> days_view(Context const& context, db::Reader& reader, std::vector<PublicDate> const& dates) {
  auto series = series_texts(context, reader, dates);
  std::vector<DayView> shown;
  for (std::size_t n = 0; n < dates.size(); ++n) {
    if (n == 0 || dates[n].day != dates[n - 1].day) {
      DayView& day = shown.emplace_back();
      day.id = "d-" + format_iso_date(dates[n].day);
      day.name = i18n::format_date(dates[n].day, context.language, i18n::DateStyle::WeekdayLong) + " " +
                 std::to_string(static_cast<int>(dates[n].day.year()));
    }
    auto& row = shown.back().dates.emplace_back(row_of(context, dates[n]));
    if (auto text = series.find(dates[n].id); text != series.end()) {
      row.often = text->second.often;
      row.also = text->second.also;
      row.off = text->second.off;
    }
  }
  return shown;
}

std::string with_query(std::string path, std::string const& query) {
  return query.empty() ? path : path + "?" + query;
}

std::string joined(std::string const& query, std::string const& more) {
  return query.empty() ? more : query + "&" + more;
}

void fill_month(Visit& visit, CalendarView& view, std::string const& query, year_month month,
                std::vector<PublicDate> const& dates) {
  auto const& language = visit.context.language;
  view.as_month = true;
  view.weeks = month_weeks(visit.context, month, dates);
  for (unsigned n = 1; n <= 7; ++n)
    view.weekdays.push_back({i18n::weekday_name(std::chrono::weekday{n % 7}, language, true)});
  auto name = [&](year_month one) { return month_name(one, language); };
  auto href = [&](year_month one) { return with_query(view.action, joined(query, "month=" + month_text(one))); };
  auto before = month - std::chrono::months{1}, after = month + std::chrono::months{1};
  view.month = name(month);
  view.before = name(before);
  view.after = name(after);
  view.before_href = href(before);
  view.after_href = href(after);
}

/// List or month of what `filter` finds.
http::Response calendar_page(Visit& visit, CalendarView& view, CalendarFilter const& filter, Page frame) {
  auto& context = visit.context;
  auto span = span_in(visit);
  std::string query = query_of(context.county, filter);
  context.county.database.read([&](db::Reader& reader) {
    Date const today = today_of(context);
    // A list has each series once; what stood on an earlier page of it does not come again.
    CalendarOptions options;
    if (!span.month) options.once_from = span.until ? span.from : today;
    auto dates = public_calendar(context, reader, filter, span.from, span.until, kMost, options);
    // The list boxes offer what there is without a choice.
    bool same = !filter.asks_anything() && !span.until && span.from == today;
    auto coming = same ? dates : public_calendar(context, reader, {}, today, std::nullopt, kMost, {.named = false, .once_from = today});
    view.picks = picks_view(visit, reader, filter, span, coming);
    view.more_picks.assign(view.picks.begin() + 2, view.picks.end());
    view.picks.resize(2);
    view.more_open = !(filter.words + filter.topic + filter.language + filter.organization_id).empty();
    for (auto const& programme : programmes(reader, today_of(context)))
      view.programmes.push_back({"/" + context.language + "/calendar/programmes/" + programme.id, programme.name});
    if (span.month) {
      fill_month(visit, view, query, *span.month, dates);
    } else {
      auto later = cut_page(dates);
      view.days = days_view(context, reader, dates);
      if (later) view.later_href = with_query(view.action, joined(query, "from=" + format_iso_date(*later)));
    }
    view.has_dates = !dates.empty();
  });
  view.has_programmes = !view.is_programme && !view.programmes.empty();
  view.words = filter.words;
  view.asks = filter.asks_anything() || !span.when.empty();
  view.all_href = "/" + context.language + "/calendar";
  view.list_href = with_query(view.action, query);
  Date const today = today_of(context);
  view.month_href = with_query(view.action, joined(query, "month=" + month_text(today.year() / today.month())));
  view.feed_href = with_query("/calendar.ics", query);
  view.atom_href = with_query("/calendar.atom", query);
  if (!filter.programme_id.empty()) view.feed_href = "/calendar/" + filter.programme_id + ".ics";
  if (!filter.body_id.empty()) view.feed_href = "/calendar/" + filter.body_id + ".ics";
  frame.active_path = "/calendar";
  frame.indexed = !span.month && span.when.empty() && filter.words.empty();
  frame.head = {"<link rel=\"alternate\" type=\"text/calendar\" href=\"" + html::escape(view.feed_href) +
                "\"><link rel=\"alternate\" type=\"application/atom+xml\" href=\"" + html::escape(view.atom_href) + "\">"};
  auto response = visit.site.page(visit, "calendar/calendar.html", view, std::move(frame));
  response.fresh_until = next_midnight(context.county, context.now());
  return response;
}

/// schema.org Event.
html::Safe json_ld(Visit const& visit, PublicDate const& date, std::string const& url) {
  auto const& config = visit.context.county.config();
  auto at = [&](std::chrono::minutes m) -> std::string {
    if (!date.all_day) return format_rfc3339(local_to_instant(date.day, m, config.zone));
    return format_iso_date(Date{sys_days{date.day} + std::chrono::floor<days>(m > date.start ? m - std::chrono::minutes{1} : m)});
  };
  char const* status = date.cancelled ? "https://schema.org/EventCancelled"
                       : date.moved   ? "https://schema.org/EventRescheduled"
                                      : "https://schema.org/EventScheduled";
  char const* mode = date.place.empty() ? "https://schema.org/OnlineEventAttendanceMode"
                     : date.online      ? "https://schema.org/MixedEventAttendanceMode"
                                        : "https://schema.org/OfflineEventAttendanceMode";
  data::Json json{{"@context", "https://schema.org"},
                  {"@type", "Event"},
                  {"name", date.title},
                  {"startDate", at(date.start)},
                  {"endDate", at(date.start + date.length)},
                  {"url", url},
                  {"inLanguage", date.language},
                  {"eventStatus", status},
                  {"eventAttendanceMode", mode},
                  {"organizer", {{"@type", "Organization"}, {"name", date.organiser.empty() ? config.name : date.organiser}}}};
  if (!date.place.empty()) json["location"] = {{"@type", "Place"}, {"name", date.place}, {"address", date.place}};
  else if (!date.link.empty()) json["location"] = {{"@type", "VirtualLocation"}, {"url", date.link}};
  if (date.moved) json["previousStartDate"] = format_iso_date(date.regular);
  if (!date.about.empty()) json["description"] = date.about;
  if (!date.is_meeting) json["isAccessibleForFree"] = date.cost.empty();
  return {"<script type=\"application/ld+json\">" + replace_all(json.dump(), "<", "\\u003c") + "</script>"};
}

std::string place_name(County& county, std::string const& id) {
  auto gazetteer = places::gazetteer(county);
  auto const* place = id.empty() ? nullptr : gazetteer->find(id);
  return place ? gazetteer->label(*place) : "";
}

/// The one asked for, else the next one, else the last.
PublicDate const& chosen(std::vector<PublicDate> const& dates, std::string const& on, Date today) {
  for (auto const& date : dates)
    if (format_iso_date(date.regular) == on) return date;
  for (auto const& date : dates)
    if (date.day >= today && !date.cancelled) return date;
  return dates.back();
}

DateView date_view(Visit& visit, PublicDate const& date) {
  Words words(visit);
  auto const& context = visit.context;
  auto const& language = words.language();
  DateView view;
  view.title = date.title;
  view.language = date.language;
  view.dir = direction_of(date.language);
  view.is_meeting = date.is_meeting;
  view.organiser = date.organiser;
  if (!date.organiser.empty())
    view.organiser_href = "/" + language + (date.is_meeting ? "/calendar?body=" + date.body_id
                                                            : "/organisations/" + slugify(date.organiser) + "-" + short_id(date.organization_id));
  view.when = time_text(context, date);
  view.where = place_text(context, date);
  view.municipality = place_name(context.county, date.place_id);
  if (view.where.find(view.municipality) != std::string::npos) view.municipality.clear();
  view.about = date.about;
  view.link = date.link;
  view.reason = date.reason;
  view.cancelled = date.cancelled;
  view.moved = date.moved;
  view.ics_href = "/calendar/dates/" + date.id + ".ics";
  view.over = date.day < today_of(context) &&
              local_to_instant(date.day, date.start, context.county.config().zone) + date.length < context.now();
  if (!date.is_meeting) view.cost = date.cost.empty() ? words(N_("Free of charge")) : date.cost;
  std::vector<std::string> spoken, topics;
  for (auto const& code : date.languages) spoken.push_back(i18n::language_name(code, language));
  for (auto const& code : date.topics) topics.push_back(taxonomy::taxonomy().label(code, language));
  view.spoken = join(spoken, ", ");
  view.topics = join(topics, ", ");
  return view;
}

}  // namespace

http::Response show_calendar(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  CalendarView view;
  std::optional<CalendarFilter> filter;
  context.county.database.read([&](db::Reader& reader) {
    filter = read_filter(visit, reader);
    if (filter && !filter->body_id.empty()) {
      Context all = context;
      all.actor = Actor::operator_();
      view.body = network::find_body(reader, all, filter->body_id)->name;
    }
  });
  if (!filter) return visit.site.error_page(visit, 404);
  view.title = words(kCalendar);
  view.lead = words(N_("What is going on in the county: festivals, cafés, courses, open meetings. Just come."));
  view.action = "/" + words.language() + "/calendar";
  Page frame;
  frame.title = view.title;
  frame.description = view.lead;
  return calendar_page(visit, view, *filter, std::move(frame));
}

http::Response show_programme(Visit& visit) {
  auto& context = visit.context;
  auto programme = context.county.database.read(
      [&](db::Reader& reader) { return find_programme(reader, visit.request.parameter("id")); });
  if (!programme) return visit.site.error_page(visit, 404);
  Words words(visit);
  auto day = [&](Date date) { return i18n::format_date(date, words.language(), i18n::DateStyle::Long); };
  CalendarView view;
  view.is_programme = true;
  view.title = programme->name;
  view.about = programme->about;
  view.about_language = programme->language;
  view.about_dir = direction_of(programme->language);
  view.span = day(programme->from) + " – " + day(programme->until);
  view.action = "/" + words.language() + "/calendar/programmes/" + programme->id;
  Page frame;
  frame.title = programme->name;
  frame.description = view.span;
  frame.crumbs = {{words(kCalendar), "/" + words.language() + "/calendar"}, {programme->name, ""}};
  CalendarFilter filter;
  filter.programme_id = programme->id;
  return calendar_page(visit, view, filter, std::move(frame));
}

http::Response show_date(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  DateView view;
  std::optional<PublicDate> date;
  context.county.database.read([&](db::Reader& reader) {
    auto dates = public_dates_of(context, reader, visit.request.parameter("id"));
    if (dates.empty()) return;
    date = chosen(dates, visit.request.query.get("on"), today_of(context));
    view = date_view(visit, *date);
    view.often = rule_words(Words(visit), *date);
    for (auto const& other : dates)
      if (other.day >= today_of(context) && other.regular != date->regular)
        view.others.push_back({time_text(context, other), other.cancelled, other.moved});
    view.has_others = !view.others.empty();
    if (auto programme = find_programme(reader, date->programme_id)) {
      view.programme = programme->name;
      view.programme_href = "/" + words.language() + "/calendar/programmes/" + programme->id;
    }
    // Its address stays here: for many calendars the address is the key to all of it.
    if (auto sources = find_sources(reader, {date->source_id}); !date->source_id.empty() && !sources.empty())
      view.source = sources.front().name;
    if (!date->is_meeting) return;
    for (auto const& item : meetings::agenda_of(reader, *meetings::find_meeting(reader, date->id), meetings::Audience::Everybody))
      view.agenda.push_back({item.number, item.title, item.at ? i18n::format_time(*item.at) : ""});
    view.has_agenda = !view.agenda.empty();
    view.related = related_view(visit, reader, "public_meeting", date->id);
  });
  if (!date) return visit.site.error_page(visit, 404);
  Page frame;
  frame.title = date->title;
  frame.description = view.when + ", " + view.where;
  frame.active_path = "/calendar";
  frame.crumbs = {{words(kCalendar), "/" + words.language() + "/calendar"}, {date->title, ""}};
  frame.head = json_ld(visit, *date, visit.site.absolute(visit, "/" + words.language() + "/calendar/" + date->id));
  auto response = visit.site.page(visit, "calendar/date.html", view, frame);
  // "This is over" is true from its end on.
  Instant end = local_to_instant(date->day, date->start, context.county.config().zone) + date->length;
  Instant midnight = next_midnight(context.county, context.now());
  response.fresh_until = end > context.now() && end < midnight ? end : midnight;
  return response;
}

}  // namespace mila::events
