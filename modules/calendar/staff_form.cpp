// Entering, changing and cancelling an event: six fields anybody fills in; what is rare is folded away.
#include <algorithm>

#include "modules/calendar/event_store.h"
#include "modules/calendar/places_in_text.h"
#include "modules/calendar/staff_kit.h"
#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "engines/calendar/series.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/i18n/languages.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;
using Organizations = std::vector<std::pair<std::string, std::string>>;

constexpr int kOrganizationsMost = 1000;
constexpr minutes kDay{24 * 60};

/// Those the actor writes events for, by name.
Organizations own_organizations(Visit const& visit, db::Reader& reader) {
  auto ids = visit.context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  if (!ids) return directory::organizations_named(reader, "", kOrganizationsMost);
  Organizations own;
  for (auto const& organization : directory::find_organizations(reader, *ids)) own.emplace_back(organization.id, organization.name);
  std::sort(own.begin(), own.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
  return own;
}

std::vector<Choice> place_choices(County& county, Words const& words) {
  std::vector<Choice> choices{{"", words(N_("as the place says"))}};
  auto gazetteer = places::gazetteer(county);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality) choices.push_back({place.id, gazetteer->label(place)});
  return choices;
}

std::vector<Choice> topic_choices(Words const& words) {
  std::vector<Choice> choices{{"", words(N_("none"))}};
  auto const& taxonomy = taxonomy::taxonomy();
  for (auto const& topic : taxonomy.topics()) {
    std::string label = taxonomy.label(topic.code, words.language());
    if (!topic.parent.empty()) label = taxonomy.label(taxonomy.line(topic.code).back()->code, words.language()) + ": " + label;
    choices.push_back({topic.code, label});
  }
  return choices;
}

std::vector<Choice> language_choices(Words const& words) {
  std::vector<Choice> choices;
  for (auto const& language : i18n::all_languages())
    if (language.code != "de-simple") choices.push_back({std::string(language.code), i18n::language_name(language.code, words.language())});
  return choices;
}

std::string every_of(std::string const& rule) {
  if (rule.empty()) return "";
  if (rule.find("MONTHLY") != std::string::npos) return "months";
  return rule.find("INTERVAL=2") != std::string::npos ? "two-weeks" : "weeks";
}

/// On the weekday of `first` as it lies in its month ("the second Tuesday"; a fifth one is the last).
std::string rule_of(Date first, std::string_view every) {
  if (every.empty()) return "";
  calendar::SeriesRule rule;
  rule.every = every == "months" ? calendar::SeriesRule::Every::Months : calendar::SeriesRule::Every::Weeks;
  rule.interval = every == "two-weeks" ? 2 : 1;
  rule.weekday = std::chrono::weekday{sys_days{first}};
  auto day = static_cast<int>(static_cast<unsigned>(first.day()));
  rule.nth = day > 28 ? -1 : (day - 1) / 7 + 1;
  return calendar::rule_text(rule);
}

/// The last day of what lasts several days; nothing when it ends on its first one.
std::optional<Date> ends_on(Event const& event) {
  minutes end = event.start + event.length - minutes{event.all_day ? 1 : 0};
  if (end < (event.all_day ? kDay : minutes{36 * 60})) return std::nullopt;
  return Date{sys_days{event.day} + std::chrono::floor<days>(end)};
}

void event_fields(Visit& visit, Form& form, Event const& event, Organizations const& own, std::vector<Programme> const& known) {
  Words words(visit);
  if (event.version == 0 && own.size() != 1) {
    std::vector<Choice> choices;
    for (auto const& [id, name] : own) choices.push_back({id, name});
    form.select("organisation", N_("Who invites?"), std::move(choices)).required().value(event.organization_id);
  }
  form.text("title", N_("What is it?")).required().longest(150).value(event.title)
      .hint(N_("Like “Summer festival” or “Language café”."));
  form.date("day", N_("Day")).required().value(event.day.ok() ? format_iso_date(event.day) : "");
  form.time("start", N_("Begins at")).value(event.all_day ? "" : i18n::format_time(event.start))
      .hint(N_("Leave both times empty if it lasts the whole day."));
  form.time("end", N_("Ends at")).value(event.all_day ? "" : i18n::format_time((event.start + event.length) % kDay));
  form.text("place", N_("Where?")).longest(200).value(event.place)
      .hint(N_("House, street, place. Leave it empty if it is online only."));
  form.long_text("about", N_("For whom, and what happens there?")).longest(2000).rows(4).value(event.about);
  form.fold(N_("Topic, languages, costs, link, several days"));
  form.select("topic", N_("Topic"), topic_choices(words)).value(event.topics.empty() ? "" : event.topics.front());
  form.checkboxes("languages", N_("Languages spoken there"), language_choices(words)).values(event.languages);
  form.text("cost", N_("Costs")).longest(100).value(event.cost).hint(N_("Leave it empty if it costs nothing."));
  form.url("link", N_("Link")).longest(500).value(event.link);
  auto last = ends_on(event);
  form.date("ends_on", N_("Last day, if it lasts several")).value(last ? format_iso_date(*last) : "");
  form.select("place_id", N_("Municipality"), place_choices(visit.context.county, words)).value(event.place_id);
  std::vector<Choice> programmes{{"", words(N_("none"))}};
  for (auto const& programme : known) programmes.push_back({programme.id, programme.name});
  if (programmes.size() > 1) form.select("programme", N_("Part of"), std::move(programmes)).value(event.programme_id);
  form.select("language", N_("Language of your text"), language_choices(words)).value(event.language);
  form.fold(N_("Repeat it"));
  form.select("every", N_("How often?"),
              {{"", words(N_("just once"))},
               {"weeks", words(N_("every week"))},
               {"two-weeks", words(N_("every second week"))},
               {"months", words(N_("every month, on the same weekday"))}})
      .value(every_of(event.rule));
  form.date("last_day", N_("Until")).value(event.last_day ? format_iso_date(*event.last_day) : "")
      .hint(N_("Days on which it does not take place you cancel one by one afterwards."));
}

/// Everything a form of an event needs to know.
struct Around {
  Organizations own;
  std::vector<Programme> programmes;
  bool waits = false;
};

/// Takes over what was entered; false with errors in the form.
bool read(Visit& visit, Form& form, Event& event, Around const& known) {
  if (!form.read()) return false;
  auto day = date_in(form["day"]);
  if (!day) form.error("day", N_("Please write the day like 24.12.2026."));
  auto date_of = [&](char const* name) -> std::optional<Date> {
    if (form[name].empty()) return std::nullopt;
    auto date = date_in(form[name]);
    if (!date) form.error(name, N_("Please write the day like 24.12.2026."));
    return date;
  };
  auto last = date_of("ends_on"), last_day = date_of("last_day");
  bool all_day = form["start"].empty() && form["end"].empty();
  auto start = all_day ? std::optional(minutes{0}) : time_in(form["start"]);
  if (!start) form.error("start", N_("Please write the time like 14:30."));
  auto end = time_in(form["end"]);
  if (form["end"].empty() && start) end = (*start + minutes{120}) % kDay;
  if (!end) form.error("end", N_("Please write the time like 14:30."));
  if (last && day && *last < *day) form.error("ends_on", N_("The last day comes after the first."));
  if (form.has_errors()) return false;
  if (event.version == 0) event.organization_id = known.own.size() == 1 ? known.own.front().first : form["organisation"];
  event.title = form["title"];
  event.about = form["about"];
  event.day = *day;
  event.all_day = all_day;
  event.start = *start;
  days more = last ? sys_days{*last} - sys_days{*day} : days{0};
  if (all_day) event.length = more + days{1};
  else if (last) event.length = *end - *start + more;
  else event.length = *end - *start + (*end <= *start ? kDay : minutes{0});  // ends in the night
  event.place = form["place"];
  event.place_id = form["place_id"].empty() ? municipality_named(visit.context.county, event.place) : form["place_id"];
  event.topics.clear();
  if (!form["topic"].empty()) event.topics = {form["topic"]};
  event.languages = form.all("languages");
  event.cost = form["cost"];
  event.link = form["link"];
  if (!known.programmes.empty()) event.programme_id = form["programme"];
  event.language = form["language"].empty() ? "de" : form["language"];
  event.rule = rule_of(*day, form["every"]);
  event.last_day = event.rule.empty() ? std::nullopt : last_day;
  return true;
}

Event fresh_event(Visit const& visit) {
  Event event;
  event.day = Date{};
  event.start = minutes{15 * 60};
  event.organization_id = visit.request.query.get("organisation");
  return event;
}

/// `event`: the one that is changed; its programme may be over.
Around around(Visit& visit, db::Reader& reader, Event const& event = {}) {
  Around known{own_organizations(visit, reader), programmes(reader, today_of(visit.context)),
               !may_release(visit.context.actor) && release_first(reader)};
  bool listed = std::any_of(known.programmes.begin(), known.programmes.end(),
                            [&](Programme const& one) { return one.id == event.programme_id; });
  if (auto own = listed || event.programme_id.empty() ? std::nullopt : find_programme(reader, event.programme_id))
    known.programmes.push_back(*own);
  return known;
}

http::Response new_page(Visit& visit, Form const& form, Around const& known, int status = 0) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Enter an event"));
  view.lead = known.waits ? words(N_("The county looks at it within five working days, then it is public."))
                          : words(N_("It stands in the public calendar at once."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

void new_form(Visit& visit, Form& form, Event const& event, Around const& known) {
  event_fields(visit, form, event, known.own, known.programmes);
  form.submit(N_("Enter it"));
  form.cancel(kPath);
}

void edit_form(Visit& visit, Form& form, Event const& event, Around const& known) {
  event_fields(visit, form, event, known.own, known.programmes);
  form.hidden("version", std::to_string(event.version));
  form.submit(N_("Save"));
  form.cancel(href_of(event));
}

http::Response edit_page(Visit& visit, Form const& form, Event const& stored, std::vector<ClashView> clashes, int status) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Change the event"));
  if (!stored.reason.empty()) view.lead = words(N_("Back for changes: {reason}"), {{"reason", stored.reason}});
  else if (stored.proposed) view.lead = words(N_("You see the new words, which wait for release. Day, time and place change at once."));
  view.clashes = std::move(clashes);
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

/// What stands there now beside what was entered.
std::vector<ClashView> clashes_of(Visit const& visit, Event const& now, Event const& yours) {
  Words words(visit);
  std::vector<ClashView> clashes;
  auto add = [&](char const* label, std::string const& one, std::string const& other) {
    if (one != other) clashes.push_back({words(label), one, other});
  };
  auto when = [&](Event const& event) {
    return when_text(visit, event, {event.id, event.day, event.day, event.start, event.length, DateState::Planned});
  };
  add(N_("What is it?"), now.title, yours.title);
  add(N_("When"), when(now), when(yours));
  add(N_("Where?"), now.place, yours.place);
  add(N_("For whom, and what happens there?"), now.about, yours.about);
  add(N_("Costs"), now.cost, yours.cost);
  add(N_("Link"), now.link, yours.link);
  return clashes;
}

}  // namespace

http::Response show_new_event(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto known = around(visit, reader);
    if (known.own.empty()) return visit.site.error_page(visit, 403);
    Form form(visit, kPath);
    new_form(visit, form, fresh_event(visit), known);
    return new_page(visit, form, known);
  });
}

http::Response add_event(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto known = around(visit, writer);
    if (known.own.empty()) return visit.site.error_page(visit, 403);
    Form form(visit, kPath);
    Event event = fresh_event(visit);
    new_form(visit, form, event, known);
    if (!read(visit, form, event, known)) return new_page(visit, form, known);
    // The second of two clicks leads to what the first one made.
    EventQuery same{.organization_ids = std::vector{event.organization_id}, .search = "", .limit = 20};
    for (auto const& other : list_events(writer, same))
      if (other.title == trim(event.title) && other.day == event.day && other.start == event.start && other.state != State::Cancelled)
        return http::see_other(href_of(other) + "?done=saved");
    auto id = save_event(writer, visit.context, event);
    if (id) return http::see_other(std::string(kPath) + "/" + *id + "?done=saved");
    show_error(form, id.error());
    return new_page(visit, form, known, status_of(id.error()));
  });
}

http::Response show_edit(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto event = own_event(visit, reader, instead);
    if (!event) return instead;
    if (event->proposed) event->say(*event->proposed);
    Form form(visit, visit.request.path);
    edit_form(visit, form, *event, around(visit, reader, *event));
    return edit_page(visit, form, *event, {}, 200);
  });
}

http::Response save_edit(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto stored = own_event(visit, writer, instead);
    if (!stored) return instead;
    Form form(visit, visit.request.path);
    auto known = around(visit, writer, *stored);
    edit_form(visit, form, *stored, known);
    Event event = *stored;
    if (!read(visit, form, event, known)) return edit_page(visit, form, *stored, {}, 422);
    event.version = parse_integer(form["version"]).value_or(0);
    if (event.version == 0) return edit_page(visit, form, *stored, {}, 422);
    auto saved = save_event(writer, visit.context, event);
    if (saved) return http::see_other(href_of(event) + "?done=saved");
    std::vector<ClashView> clashes;
    if (saved.error().code == ErrorCode::Conflict) {
      clashes = clashes_of(visit, *stored, event);
      form.set("version", std::to_string(stored->version));
    } else {
      show_error(form, saved.error());
    }
    return edit_page(visit, form, *stored, std::move(clashes), status_of(saved.error()));
  });
}

namespace {

void cancel_fields(Form& form, Event const& event) {
  form.long_text("reason", N_("Why? Readers see it.")).longest(300).rows(2);
  form.hidden("version", std::to_string(event.version));
  form.submit(N_("Cancel the event"));
  form.cancel(href_of(event));
}

http::Response cancel_page(Visit& visit, Event const& event, Form const& form, int status) {
  Words words(visit);
  FormPageView view;
  view.title = words(N_("Cancel “{title}”?"), {{"title", event.title}});
  view.lead = words(N_("It stays in the calendar as cancelled, so that nobody stands before a closed door."));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_cancel(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto event = own_event(visit, reader, instead);
    if (!event) return instead;
    Form form(visit, visit.request.path);
    cancel_fields(form, *event);
    return cancel_page(visit, *event, form, 200);
  });
}

http::Response cancel_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto event = own_event(visit, writer, instead);
    if (!event) return instead;
    Form form(visit, visit.request.path);
    cancel_fields(form, *event);
    if (!form.read()) return cancel_page(visit, *event, form, 422);
    auto done = cancel_event(writer, visit.context, event->id, form["reason"], parse_integer(form["version"]).value_or(0));
    if (done) return http::see_other((find_event(writer, event->id) ? href_of(*event) : kPath) + std::string("?done=saved"));
    show_error(form, done.error());
    form.set("version", std::to_string(event->version));
    return cancel_page(visit, *event, form, status_of(done.error()));
  });
}

}  // namespace mila::events
