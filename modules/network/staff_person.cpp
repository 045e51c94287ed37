// One person: what is seen of them, and the acts of one click.
#include <algorithm>

#include "modules/network/body_store.h"
#include "modules/network/person.h"
#include "modules/network/staff_bodies_view.h"
#include "modules/network/staff_pages.h"
#include "modules/network/staff_people.h"
#include "modules/network/staff_person_view.h"
#include "platform/base/text.h"
#include "platform/data/json.h"
#include "platform/db/attempt.h"
#include "platform/site/frame.h"

namespace mila::network {
namespace {

std::string href_of(std::string_view person_id) {
  return "/staff/network/people/" + std::string(person_id);
}

std::string span_text(Visit const& visit, Position const& position) {
  std::string text = tr(visit, N_("since")) + " " + day_text(visit, position.from);
  if (!position.until) return text;
  return day_text(visit, position.from) + " – " + day_text(visit, *position.until);
}

/// Names of people that positions point to: deputies and successors.
struct Others {
  std::vector<Choice> names;
  std::string name(std::string const& id) const {
    for (auto const& choice : names)
      if (choice.value == id) return choice.label;
    return "";
  }
};

Others others_of(Visit& visit, db::Reader& reader, Person const& person) {
  std::vector<std::string> ids;
  for (auto const& position : person.positions)
    for (auto const& id : {position.deputy_id, position.successor_id})
      if (!id.empty()) ids.push_back(id);
  if (ids.empty()) return {};
  return {person_choices(visit, reader, ids)};
}

PositionView position_view(Visit const& visit, places::Gazetteer const& gazetteer,
                           SeenPerson const& person, Position const& position, Others const& others) {
  PositionView view;
  view.title = position.title;
  view.topics = topic_names(position.topics, visit.context.language);
  view.places = place_names(visit, gazetteer, position.places);
  view.span = span_text(visit, position);
  view.deputy = others.name(position.deputy_id);
  if (!view.deputy.empty()) view.deputy_href = href_of(position.deputy_id);
  view.successor = others.name(position.successor_id);
  if (!view.successor.empty()) view.successor_href = href_of(position.successor_id);
  view.public_function = !position.function_id.empty();
  view.own_line = view.public_function && position.own_line;
  view.may_edit = may_edit(visit.context.actor, person);
  view.href = href_of(person.id) + "/positions/" + position.id;
  view.hand_over_href = view.href + "/hand-over";
  return view;
}

ConsentView consent_view(Visit const& visit, Consent const& consent) {
  ConsentView view;
  view.text = tr(visit, consent_sentence(consent.item).text);
  view.given = day_text(visit, consent.given_at);
  if (consent.revoked_at) view.revoked = day_text(visit, *consent.revoked_at);
  view.how = tr(visit, consent.given_by == "person" ? N_("by the person") : N_("entered for the person"));
  return view;
}

void fill_contact(PersonView& view, SeenPerson const& person) {
  view.phone = person.work_phone;
  view.tel = tel_href(view.phone);
  view.mail = person.work_mail;
  view.private_phone = person.private_phone;
  view.private_tel = tel_href(view.private_phone);
  view.private_mail = person.private_mail;
  if (person.visible.has(Field::Relay))
    view.relay_href = "/de/people/" + person.relay_key + "/message";
  view.has_private = person.has_private;
  // Cards hold what any member sees; whose name is not among that has none.
  view.has_card = !person.name.empty() && person.state != PersonState::Left &&
                  (person.consents.empty() && person.kind == PersonClass::Volunteer
                       ? !view.may_edit
                       : name_level(person) != Level::Editors);
}

void fill_rights(PersonView& view, Visit const& visit, SeenPerson const& person) {
  auto const& actor = visit.context.actor;
  view.own = is_own(actor, person);
  view.editor = is_editor(actor, person);
  view.may_edit = may_edit(actor, person);
  view.speaks_for = view.own || view.editor;
  view.may_erase = view.speaks_for;
  view.may_link = view.editor && actor.may(Permission::ManageAccounts);
  view.active = person.state == PersonState::Active;
  view.expired = person.state == PersonState::Expired;
  view.left = person.state == PersonState::Left;
  view.volunteer = person.kind == PersonClass::Volunteer;
  view.partner = person.kind == PersonClass::Partner;
}

std::vector<SeatLineView> seat_lines(Visit const& visit, db::Reader& reader,
                                     std::string const& person_id) {
  Date today = today_of(visit.context);
  auto seats = seats_of_person(reader, person_id);
  std::erase_if(seats, [&](Seat const& seat) { return seat.until && *seat.until < today; });
  std::vector<std::string> ids;
  for (auto const& seat : seats) ids.push_back(seat.body_id);
  auto bodies = body_names(reader, ids);
  std::vector<SeatLineView> lines;
  for (auto const& seat : seats) {
    auto body = std::find_if(bodies.begin(), bodies.end(),
                             [&](NamedBody const& named) { return named.id == seat.body_id; });
    if (body == bodies.end()) continue;
    bool deputy = seat.person_id != person_id;
    lines.push_back({body->name, "/staff/network/bodies/" + body->id,
                     tr(visit, deputy ? N_("Deputy") : role_label(seat.role)),
                     tr(visit, N_("since")) + " " + day_text(visit, seat.from)});
  }
  return lines;
}

PersonView person_view(Visit& visit, db::Reader& reader, SeenPerson const& person) {
  auto gazetteer = places::gazetteer(visit.context.county);
  auto facts = directory_facts(visit.context.county, reader);
  PersonView view;
  view.name = person.name.empty() ? tr(visit, N_("Volunteer")) : person.name;
  view.salutation = person.salutation;
  view.kind = tr(visit, class_label(person.kind));
  view.state = tr(visit, state_label(person.state));
  view.organization = facts->name_of(person.organization_id);
  view.languages = language_names(person.languages, visit.context.language);
  view.base = href_of(person.id);
  view.confirmed = day_text(visit, person.confirmed_at);
  view.expires = day_text(visit, person.expires_on);
  view.shown_to = tr(visit, shown_to_label(person.shown_to));
  view.has_objected = person.objected_at.has_value();
  if (person.objected_at) view.objected = day_text(visit, *person.objected_at);
  fill_rights(view, visit, person);
  fill_contact(view, person);
  bool leaves = person.state == PersonState::Left || person.leaves_on;
  if (leaves && view.may_edit && person.account_id.empty())
    fill_account_note(view.no_account, visit, unlinked_account(visit, reader, person));
  auto others = others_of(visit, reader, person);
  Date today = today_of(visit.context);
  for (auto const& position : person.positions) {
    bool past = position.until && *position.until < today;
    (past ? view.past : view.positions)
        .push_back(position_view(visit, *gazetteer, person, position, others));
  }
  // Who sees the name in a body's list sees the body here.
  if (person.visible.has(Field::Name)) view.seats = seat_lines(visit, reader, person.id);
  view.has_seats = !view.seats.empty();
  view.has_positions = !view.positions.empty();
  view.has_past = !view.past.empty();
  if (view.speaks_for)
    for (auto const& consent : person.consents) view.consents.push_back(consent_view(visit, consent));
  view.has_consents = !view.consents.empty();
  return view;
}

std::string person_id_of(Visit const& visit) { return visit.request.parameter("id"); }

/// Runs an act in a transaction and goes back to the person, or says why not.
template <typename Act>
http::Response act_on_person(Visit& visit, Act act) {
  auto done = visit.context.county.database.write(
      [&](db::Writer& writer) { return act(writer, visit.context, person_id_of(visit)); });
  if (!done) return refused(visit, done.error());
  return http::see_other(href_of(person_id_of(visit)) + "?done=saved");
}

}  // namespace

Page person_frame(Visit const& visit, std::string const& title, SeenPerson const& person) {
  Page frame;
  frame.title = title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}};
  if (title != person.name) frame.crumbs.push_back({person.name, href_of(person.id)});
  frame.crumbs.push_back({title, ""});
  return frame;
}

std::vector<DisclosureView> views_of(std::vector<Disclosure> const& parts) {
  std::vector<DisclosureView> views;
  for (auto const& part : parts) {
    auto& view = views.emplace_back();
    view.heading = part.heading;
    view.id = "h-held-" + std::to_string(views.size());
    for (auto const& entry : part.entries) view.entries.push_back({entry.what, entry.value});
  }
  return views;
}

http::Response show_person(Visit& visit) {
  std::optional<PersonView> view;
  std::optional<SeenPerson> person;
  visit.context.county.database.read([&](db::Reader& reader) {
    person = find_person(reader, visit.context, person_id_of(visit));
    if (person) view = person_view(visit, reader, *person);
  });
  if (!view) return missing(visit);
  return visit.site.page(visit, "network/staff/person.html", *view,
                         person_frame(visit, view->name, *person));
}

http::Response confirm_person_now(Visit& visit) {
  return act_on_person(visit, [](db::Writer& writer, Context& context, std::string const& id) {
    return confirm_person(writer, context, id);
  });
}

http::Response change_objection(Visit& visit) {
  auto form = visit.request.form();
  bool objects = form && form->get("objects") == "1";
  return act_on_person(visit, [&](db::Writer& writer, Context& context, std::string const& id) {
    return set_objection(writer, context, id, objects);
  });
}

http::Response show_disclosure(Visit& visit) {
  std::optional<SeenPerson> person;
  auto parts = visit.context.county.database.write([&](db::Writer& writer) {
    person = find_person(writer, visit.context, person_id_of(visit));
    return disclose_person(writer, visit.context, visit.site, person_id_of(visit));
  });
  if (!parts) return refused(visit, parts.error());
  DisclosurePageView view;
  view.title = tr(visit, N_("What is stored"));
  view.name = person->name;
  view.json_href = href_of(person->id) + "/disclosure.json";
  view.parts = views_of(*parts);
  return visit.site.page(visit, "network/staff/disclosure.html", view,
                         person_frame(visit, view.title, *person));
}

http::Response send_disclosure(Visit& visit) {
  auto parts = visit.context.county.database.write([&](db::Writer& writer) {
    return disclose_person(writer, visit.context, visit.site, person_id_of(visit));
  });
  if (!parts) return refused(visit, parts.error());
  auto json = data::Json::array();
  for (auto const& part : *parts) {
    auto entries = data::Json::array();
    for (auto const& entry : part.entries)
      entries.push_back({{"what", entry.what}, {"value", entry.value}});
    json.push_back({{"heading", part.heading}, {"entries", std::move(entries)}});
  }
  auto response = http::text(json.dump(2) + "\n", "application/json; charset=utf-8");
  response.header("Content-Disposition", "attachment; filename=\"disclosure.json\"");
  return response;
}

http::Response show_erasure(Visit& visit) {
  auto person = visit.context.county.database.read([&](db::Reader& reader) {
    return find_person(reader, visit.context, person_id_of(visit));
  });
  if (!person) return missing(visit);
  if (!is_own(visit.context.actor, *person) && !is_editor(visit.context.actor, *person))
    return forbidden(visit);
  ErasureView view{tr(visit, N_("Erase for ever")), person->name, href_of(person->id) + "/erasure",
                   href_of(person->id)};
  return visit.site.page(visit, "network/staff/erasure.html", view,
                         person_frame(visit, view.title, *person));
}

http::Response erase_person_now(Visit& visit) {
  auto done = db::attempt(visit.context.county.database, [&](db::Writer& writer) {
    return erase_person(writer, visit.context, visit.site, person_id_of(visit));
  });
  if (!done) return refused(visit, done.error());
  return http::see_other("/staff/network?done=saved");
}

}  // namespace mila::network
