// The list of events, one event with its days, changing one day, release.
#include "modules/calendar/event_store.h"
#include "modules/calendar/staff_kit.h"
#include "modules/directory/directory.h"
#include "platform/base/text.h"
#include "platform/county/settings.h"
#include "platform/i18n/format.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr minutes kDay{24 * 60};

std::map<std::string, std::string> organizer_names(db::Reader& reader, std::vector<Event> const& events) {
  std::vector<std::string> ids;
  for (auto const& event : events) ids.push_back(event.organization_id);
  std::map<std::string, std::string> names;
  for (auto const& organization : directory::find_organizations(reader, ids)) names[organization.id] = organization.name;
  return names;
}

Cell state_cell(Words const& words, Event const& event) {
  Cell cell(words(state_label(event.state)));
  if (event.state == State::Waiting) cell.badge("warning");
  if (event.state == State::Refused || event.state == State::Cancelled) cell.badge("danger");
  if (event.proposed) cell.note(words(N_("new words wait for release")));
  return cell;
}

}  // namespace

http::Response list_events_page(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto list = ListQuery::read(visit, {"created"});
  ListPageView view;
  view.title = words(kTitle);
  view.lead = words(N_("What organisations invite everybody to. Meetings of bodies stand beside it in the public calendar by themselves."));
  view.new_href = std::string(kPath) + "/new";
  view.new_text = words(N_("Enter an event"));
  view.more.push_back({"/" + words.language() + "/calendar", words(N_("The public calendar"))});
  view.more.push_back({std::string(kPath) + "/calendars", words(N_("Calendars taken over"))});
  if (may_release(context.actor)) view.more.push_back({std::string(kPath) + "/programmes", words(N_("Programmes"))});
  if (context.actor.may(Permission::ManageCounty)) view.more.push_back({std::string(kPath) + "/release", words(N_("Who looks at new events first?"))});
  Table table(visit, list, kTitle);
  table.search(N_("Words of the event"));
  std::vector<Choice> states;
  for (State state : {State::Waiting, State::Public, State::Refused, State::Cancelled})
    states.push_back({std::string(name_of(state)), words(state_label(state))});
  table.filter("state", N_("State"), states);
  table.columns({{"", N_("Event")}, {"", N_("When")}, {"", N_("Where?")}, {"", N_("State")}});
  table.empty(N_("Nobody has entered an event yet."), view.new_href, N_("Enter an event"));
  context.county.database.read([&](db::Reader& reader) {
    EventQuery query;
    query.organization_ids = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
    query.state = list.filter("state");
    query.search = folded(list.search);
    query.limit = list.limit();
    query.offset = list.offset();
    auto events = list_events(reader, query);
    table.total(count_events(reader, query));
    auto names = organizer_names(reader, events);
    for (auto const& event : events) {
      EventDate first{event.id, event.day, event.day, event.start, event.length, DateState::Planned};
      Cell when(when_text(visit, event, first));
      if (event.is_series()) when.note(words(N_("again and again until {day}"), {{"day", i18n::format_date(event.last_day.value_or(event.day), words.language(), i18n::DateStyle::Long)}}));
      table.row({Cell(event.title).link(href_of(event)).language(event.language).note(names[event.organization_id]), std::move(when),
                 Cell(event.place.empty() ? words(N_("online")) : event.place), state_cell(words, event)});
    }
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response show_event(Visit& visit) {
  auto& context = visit.context;
  return context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto event = own_event(visit, reader, instead);
    if (!event) return instead;
    Words words(visit);
    ListPageView view;
    view.title = event->title;
    view.lead = words(state_label(event->state));
    if (!event->reason.empty()) view.lead += ": " + event->reason;
    if (event->proposed)
      view.lead += ". " + words(N_("New words wait for release: {title}"), {{"title", event->proposed->title}});
    std::string here = href_of(*event);
    if (event->state == State::Public || event->state == State::Cancelled)
      view.more.push_back({"/" + words.language() + "/calendar/" + event->id, words(N_("As everybody sees it"))});
    if (event->state != State::Cancelled) {
      view.new_href = here + "/edit";
      view.new_text = words(N_("Change"));
      view.more.push_back({here + "/cancellation", words(N_("Cancel the event"))});
    }
    if (!event->due_on.empty() && may_release(context.actor)) {
      view.new_href = here + "/decision";
      view.new_text = words(N_("Look and release"));
      view.more.push_back({here + "/edit", words(N_("Change"))});
    }
    Table table(visit, ListQuery::read(visit, {"day"}), N_("Days"));
    table.columns({{"", N_("When")}, {"", N_("State")}});
    for (auto const& date : dates_of(reader, {event->id})) {
      Cell when(when_text(visit, *event, date));
      if (event->state != State::Cancelled && event->is_series()) when.link(here + "/days/" + format_iso_date(date.regular));
      Cell state(words(date_state_label(date.state)));
      if (date.state == DateState::Cancelled) state.badge("danger");
      if (date.state == DateState::Moved) state.badge("warning");
      table.row({std::move(when), std::move(state)});
    }
    view.table = table.view();
    return list_page(visit, view, staff_frame(visit, view.title, kPath, kTitle));
  });
}

namespace {

std::optional<EventDate> date_named(Visit& visit, db::Reader& reader, Event const& event) {
  auto regular = parse_iso_date(visit.request.parameter("day"));
  for (auto const& date : dates_of(reader, {event.id}))
    if (regular && date.regular == *regular) return date;
  return std::nullopt;
}

void date_fields(Visit& visit, Form& form, Event const& event, EventDate const& date) {
  Words words(visit);
  form.radios("what", N_("What becomes of this day?"),
              {{"on", words(N_("It takes place:"))}, {"off", words(N_("It does not take place."))}})
      .value(date.state == DateState::Cancelled ? "off" : "on");
  form.date("day", N_("Day")).required().value(format_iso_date(date.day));
  if (!event.all_day) {
    form.time("start", N_("Begins at")).required().value(i18n::format_time(date.start));
    form.time("end", N_("Ends at")).required().value(i18n::format_time((date.start + date.length) % kDay));
  }
  form.hidden("version", std::to_string(event.version));
  form.submit(N_("Save"));
  form.cancel(href_of(event));
}

http::Response date_page(Visit& visit, Event const& event, EventDate const& date, Form const& form, int status) {
  FormPageView view;
  view.title = event.title;
  view.lead = when_text(visit, event, {event.id, date.regular, date.regular, event.start, event.length, DateState::Planned});
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_one_date(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    http::Response instead;
    auto event = own_event(visit, reader, instead);
    if (!event) return instead;
    auto date = date_named(visit, reader, *event);
    if (!date) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    date_fields(visit, form, *event, *date);
    return date_page(visit, *event, *date, form, 200);
  });
}

http::Response save_one_date(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    http::Response instead;
    auto event = own_event(visit, writer, instead);
    if (!event) return instead;
    auto date = date_named(visit, writer, *event);
    if (!date) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    date_fields(visit, form, *event, *date);
    if (!form.read()) return date_page(visit, *event, *date, form, 422);
    EventDate changed = *date;
    auto day = date_in(form["day"]);
    if (!day) form.error("day", N_("Please write the day like 24.12.2026."));
    if (!event->all_day) {
      auto start = time_in(form["start"]), end = time_in(form["end"]);
      if (!start) form.error("start", N_("Please write the time like 14:30."));
      if (!end) form.error("end", N_("Please write the time like 14:30."));
      if (start && end) {
        changed.start = *start;
        changed.length = *end - *start + (*end <= *start ? kDay : minutes{0});
      }
    }
    if (form.has_errors()) return date_page(visit, *event, *date, form, 422);
    changed.day = *day;
    changed.state = form["what"] == "off" ? DateState::Cancelled : DateState::Moved;
    auto done = change_date(writer, visit.context, changed, parse_integer(form["version"]).value_or(0));
    if (done) return http::see_other(href_of(*event) + "?done=saved");
    show_error(form, done.error());
    form.set("version", std::to_string(event->version));
    return date_page(visit, *event, *date, form, status_of(done.error()));
  });
}

namespace {

void decision_fields(Visit& visit, Form& form, Event const& event) {
  Words words(visit);
  form.radios("decision", N_("Your decision"),
              {{"release", words(N_("Release it: everybody sees it at once."))},
               {"refuse", words(N_("Back for changes, with a reason."))}})
      .value("release");
  form.long_text("reason", N_("Reason, if it goes back")).longest(500).rows(2);
  form.hidden("version", std::to_string(event.version));
  form.submit(N_("Decide"));
  form.cancel(href_of(event));
}

http::Response decision_page(Visit& visit, Event const& stored, Form const& form, int status) {
  FormPageView view;
  view.title = stored.title;
  Event event = stored;
  if (event.proposed) event.say(*event.proposed);
  view.lead = when_text(visit, event, {event.id, event.day, event.day, event.start, event.length, DateState::Planned}) + "; " +
              event.place + (event.about.empty() ? "" : "; " + event.about);
  if (event.proposed) {
    if (!event.link.empty()) view.lead += "; " + event.link;
    view.lead = Words(visit)(N_("It stays public as it was until you decide. The new words: {title}; {text}"),
                             {{"title", event.title}, {"text", view.lead}});
  }
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle), status);
}

}  // namespace

http::Response show_decision(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto event = find_event(reader, visit.request.parameter("id"));
    if (!event) return visit.site.error_page(visit, 404);
    if (!may_release(visit.context.actor)) return visit.site.error_page(visit, 403);
    Form form(visit, visit.request.path);
    decision_fields(visit, form, *event);
    return decision_page(visit, *event, form, 200);
  });
}

http::Response decide_now(Visit& visit) {
  return visit.context.county.database.write([&](db::Writer& writer) {
    auto event = find_event(writer, visit.request.parameter("id"));
    if (!event) return visit.site.error_page(visit, 404);
    Form form(visit, visit.request.path);
    decision_fields(visit, form, *event);
    if (!form.read()) return decision_page(visit, *event, form, 422);
    auto done = decide(writer, visit.context, event->id, form["decision"] == "release", form["reason"],
                       parse_integer(form["version"]).value_or(0));
    if (done) return http::see_other(href_of(*event) + "?done=saved");
    show_error(form, done.error());
    form.set("version", std::to_string(event->version));
    return decision_page(visit, *event, form, status_of(done.error()));
  });
}

namespace {

void release_fields(Visit& visit, Form& form, bool first) {
  Words words(visit);
  form.radios("release", N_("New events of organisations"),
              {{"at-once", words(N_("are public at once; you see them in the list."))},
               {"first", words(N_("wait until you have looked at them, five working days at most."))}})
      .value(first ? "first" : "at-once");
  form.submit(N_("Save"));
  form.cancel(kPath);
}

http::Response release_page(Visit& visit, Form const& form) {
  FormPageView view;
  view.title = Words(visit)(N_("Who looks at new events first?"));
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, kTitle));
}

}  // namespace

http::Response show_release_setting(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    Form form(visit, visit.request.path);
    release_fields(visit, form, release_first(reader));
    return release_page(visit, form);
  });
}

http::Response save_release_setting(Visit& visit) {
  if (!visit.context.actor.may(Permission::ManageCounty, Target{})) return visit.site.error_page(visit, 403);
  return visit.context.county.database.write([&](db::Writer& writer) {
    Form form(visit, visit.request.path);
    release_fields(visit, form, false);
    if (!form.read()) return release_page(visit, form);
    save_settings(writer, visit.context.actor, {{"events_release", form["release"] == "first" ? "first" : ""}});
    return http::see_other(std::string(kPath) + "?done=saved");
  });
}

}  // namespace mila::events
