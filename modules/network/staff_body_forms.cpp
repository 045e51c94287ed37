// Entering and changing a body, its name and its seats.
#include <algorithm>

#include "modules/network/body_store.h"
#include "modules/network/staff_bodies_view.h"
#include "modules/network/staff_pages.h"
#include "platform/base/text.h"

namespace mila::network {
namespace {

std::string href_of(std::string_view body_id) {
  return "/staff/network/bodies/" + std::string(body_id);
}

std::vector<Page::Crumb> crumbs_of(Visit const& visit, Body const& body) {
  std::vector<Page::Crumb> crumbs{{tr(visit, N_("Bodies")), "/staff/network/bodies"}};
  if (body.version > 0) crumbs.push_back({body.name, href_of(body.id)});
  return crumbs;
}

/// What the forms of a body are made from.
struct Ground {
  Body body;
  std::optional<Seat> seat;
  std::shared_ptr<DirectoryFacts const> facts;
  std::shared_ptr<places::Gazetteer const> gazetteer;
  std::vector<Choice> people;   ///< those the forms start with, by id
  std::vector<NamedBody> bodies;  ///< that may be the parent
  Choice person(std::string const& id) const {
    for (auto const& choice : people)
      if (choice.value == id) return choice;
    return {};
  }
  Choice organization(std::string const& id) const { return {id, facts->name_of(id)}; }
};

/// nullopt when the address leads to nothing. For a new body "id" is missing in it.
std::optional<Ground> ground_of(Visit& visit) {
  Ground ground;
  ground.gazetteer = places::gazetteer(visit.context.county);
  std::string id = visit.request.parameter("id"), seat_id = visit.request.parameter("seat");
  bool found = true;
  visit.context.county.database.read([&](db::Reader& reader) {
    ground.facts = directory_facts(visit.context.county, reader);
    ground.body.from = today_of(visit.context);
    if (!id.empty()) {
      auto body = find_body(reader, visit.context, id);
      found = body.has_value();
      if (!found) return;
      ground.body = std::move(*body);
    }
    std::vector<std::string> people{ground.body.office_person_id};
    for (auto const& seat : ground.body.seats)
      if (seat.id == seat_id) {
        ground.seat = seat;
        people = {seat.person_id, seat.deputy_id};
      }
    found = seat_id.empty() || ground.seat;
    std::erase(people, "");
    if (!people.empty()) ground.people = person_choices(visit, reader, people);
    BodyQuery all;
    all.today = today_of(visit.context);
    all.limit = 300;
    ground.bodies = body_names(reader, find_body_ids(reader, all));
  });
  if (!found) return std::nullopt;
  return ground;
}

std::optional<http::Response> refusal(Visit& visit, std::optional<Ground> const& ground) {
  if (!ground) return missing(visit);
  if (!may_edit_body(visit.context.actor, ground->body.id)) return forbidden(visit);
  return std::nullopt;
}

/// The form of a body's entries.
class BodyForm {
 public:
  BodyForm(Visit& visit, Ground const& ground, Body const& body)
      : body_(body), form(visit, body.version == 0 ? "/staff/network/bodies" : href_of(body.id) + "/edit") {
    auto const& language = visit.context.language;
    if (body.version == 0) form.text("name", N_("Name")).required().longest(160).value(body.name);
    std::vector<Choice> kinds;
    for (auto kind : all_body_kinds()) kinds.push_back({std::string(name_of(kind)), tr(visit, kind_label(kind))});
    form.select("kind", N_("Kind"), std::move(kinds)).required().value(std::string(name_of(body.kind)));
    form.checkbox("is_public", N_("Everybody may know that it exists")).checked(body.is_public);
    form.long_text("purpose", N_("What it is for")).rows(3).longest(2000).value(body.purpose);
    form.text("looking_for", N_("We are looking for")).value(body.looking_for)
        .hint(N_("One sentence, for example: people who drive to appointments. Leave it empty when you have enough."));
    auto places = place_choices(*ground.gazetteer);
    places.insert(places.begin(), {"", tr(visit, N_("whole county"))});
    form.select("place", N_("For which place"), std::move(places)).value(body.place_id);
    std::vector<Choice> parents{{"", tr(visit, N_("none"))}};
    for (auto const& other : ground.bodies)
      if (other.id != body.id) parents.push_back({other.id, other.name});
    form.select("parent", N_("Belongs to"), std::move(parents)).value(body.parent_id);
    office_.emplace(visit, form, "office", N_("Run by which organisation"), find_organization(ground.facts),
                    ground.organization(body.office_organization_id));
    office_person_.emplace(visit, form, "office_person", N_("Run by whom"), find_person_by_name(visit),
                           ground.person(body.office_person_id));
    form.date("from", N_("Since")).required().value(format_iso_date(body.from));
    form.date("until", N_("Last day")).value(body.until ? format_iso_date(*body.until) : "");
    form.fold(N_("Topics"));
    form.checkboxes("topics", N_("For which topics"), topic_choices(language)).values(body.topics);
    form.hidden("version", std::to_string(body.version));
    form.cancel(body.version == 0 ? "/staff/network/bodies" : href_of(body.id));
  }

  std::optional<Body> read() {
    bool fine = form.read();
    auto office = office_->id(), person = office_person_->id();
    if (!fine || !office || !person) return std::nullopt;
    Body sent = body_;
    if (body_.version == 0) sent.name = form["name"];
    sent.kind = *body_kind_named(form["kind"]);
    sent.is_public = form.is_checked("is_public");
    sent.purpose = form["purpose"];
    sent.looking_for = form["looking_for"];
    sent.place_id = form["place"];
    sent.parent_id = form["parent"];
    sent.office_organization_id = *office;
    sent.office_person_id = *person;
    sent.from = *date_in(form["from"]);
    sent.until = date_in(form["until"]);
    sent.topics = form.all("topics");
    sent.version = parse_integer(form["version"]).value_or(0);
    return sent;
  }

 private:
  Body body_;
  std::optional<Picker> office_, office_person_;

 public:
  Form form;
};

http::Response body_form_page(Visit& visit, Ground const& ground, Form const& form,
                              std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, ground.body.version == 0 ? N_("Enter a body") : N_("Change the body"));
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, crumbs_of(visit, ground.body), status);
}

std::vector<ClashView> clashes_of(Visit const& visit, Ground const& ground, Body const& yours) {
  std::vector<ClashView> clashes;
  Body const& now = ground.body;
  auto compare = [&](char const* label, std::string const& a, std::string const& b) {
    if (a != b) clashes.push_back({tr(visit, label), a, b});
  };
  compare(N_("Kind"), tr(visit, kind_label(now.kind)), tr(visit, kind_label(yours.kind)));
  compare(N_("What it is for"), now.purpose, yours.purpose);
  compare(N_("We are looking for"), now.looking_for, yours.looking_for);
  compare(N_("For which place"), place_names(visit, *ground.gazetteer, {now.place_id}), place_names(visit, *ground.gazetteer, {yours.place_id}));
  compare(N_("Run by which organisation"), ground.facts->name_of(now.office_organization_id), ground.facts->name_of(yours.office_organization_id));
  compare(N_("For which topics"), topic_names(now.topics, visit.context.language), topic_names(yours.topics, visit.context.language));
  return clashes;
}

}  // namespace

http::Response show_body_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  return body_form_page(visit, *ground, BodyForm(visit, *ground, ground->body).form);
}

http::Response save_body_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  BodyForm entries(visit, *ground, ground->body);
  auto sent = entries.read();
  if (!sent) return body_form_page(visit, *ground, entries.form);
  auto saved = visit.context.county.database.write(
      [&](db::Writer& writer) { return save_body(writer, visit.context, *sent); });
  if (saved) return http::see_other(href_of(*saved) + "?done=saved");
  if (saved.error().code == ErrorCode::Conflict) {
    Body again = *sent;
    again.version = ground->body.version;
    return body_form_page(visit, *ground, BodyForm(visit, *ground, again).form, clashes_of(visit, *ground, *sent), 409);
  }
  if (saved.error().code != ErrorCode::Invalid) return refused(visit, saved.error());
  entries.form.error(saved.error());
  return body_form_page(visit, *ground, entries.form);
}

namespace {

Form name_form(Visit& visit, Body const& body, std::string const& name) {
  Form form(visit, href_of(body.id) + "/name");
  form.text("name", N_("New name")).required().longest(160).value(name);
  form.date("day", N_("From which day on")).hint(N_("Leave it empty when the name was only misspelt. With a day the old name stays findable."));
  form.hidden("version", std::to_string(body.version));
  form.submit(N_("Rename"));
  form.cancel(href_of(body.id));
  return form;
}

http::Response name_page(Visit& visit, Body const& body, Form const& form,
                         std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, N_("Rename"));
  view.lead = body.name;
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, crumbs_of(visit, body), status);
}

}  // namespace

http::Response show_name_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  return name_page(visit, ground->body, name_form(visit, ground->body, ground->body.name));
}

http::Response save_name_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  Form form = name_form(visit, ground->body, ground->body.name);
  if (!form.read()) return name_page(visit, ground->body, form);
  auto done = visit.context.county.database.write([&](db::Writer& writer) {
    return rename_body(writer, visit.context, ground->body.id, form["name"], date_in(form["day"]),
                       parse_integer(form["version"]).value_or(0));
  });
  if (done) return http::see_other(href_of(ground->body.id) + "?done=saved");
  if (done.error().code == ErrorCode::Conflict)
    return name_page(visit, ground->body, name_form(visit, ground->body, form["name"]),
                     {{tr(visit, N_("Name")), ground->body.name, form["name"]}}, 409);
  if (done.error().code != ErrorCode::Invalid) return refused(visit, done.error());
  form.error(done.error());
  return name_page(visit, ground->body, form);
}

namespace {

class SeatForm {
 public:
  SeatForm(Visit& visit, Ground const& ground, Seat const& seat, std::int64_t version)
      : seat_(seat),
        form(visit, href_of(ground.body.id) + (seat.id.empty() ? "/seats" : "/seats/" + seat.id)),
        organization_(visit, form, "organization", N_("Organisation"), find_organization(ground.facts),
                      ground.organization(seat.organization_id),
                      N_("Leave it empty when the seat belongs to a person, whoever they work for.")),
        person_(visit, form, "person", N_("Person"), find_person_by_name(visit), ground.person(seat.person_id)),
        deputy_(visit, form, "deputy", N_("Deputy"), find_person_by_name(visit), ground.person(seat.deputy_id)) {
    std::vector<Choice> roles;
    for (auto role : {SeatRole::Chair, SeatRole::DeputyChair, SeatRole::Member, SeatRole::Guest})
      roles.push_back({std::string(name_of(role)), tr(visit, role_label(role))});
    form.select("role", N_("Role"), std::move(roles)).required().value(std::string(name_of(seat.role)));
    form.date("from", N_("Since")).required().value(format_iso_date(seat.from));
    form.date("until", N_("Last day")).value(seat.until ? format_iso_date(*seat.until) : "");
    form.hidden("version", std::to_string(version));
    form.cancel(href_of(ground.body.id));
  }

  std::optional<Seat> read() {
    bool fine = form.read();
    auto organization = organization_.id(), person = person_.id(), deputy = deputy_.id();
    if (!fine || !organization || !person || !deputy) return std::nullopt;
    Seat sent = seat_;
    sent.organization_id = *organization;
    sent.person_id = *person;
    sent.deputy_id = *deputy;
    sent.role = *seat_role_named(form["role"]);
    sent.from = *date_in(form["from"]);
    sent.until = date_in(form["until"]);
    return sent;
  }

 private:
  Seat seat_;

 public:
  Form form;

 private:
  Picker organization_, person_, deputy_;
};

http::Response seat_page(Visit& visit, Ground const& ground, Form const& form,
                         std::vector<ClashView> clashes = {}, int status = 0) {
  FormPageView view;
  view.title = tr(visit, ground.seat ? N_("Change a seat") : N_("Add a seat"));
  view.clashes = std::move(clashes);
  return form_page(visit, std::move(view), form, crumbs_of(visit, ground.body), status);
}

Seat seat_of(Visit const& visit, Ground const& ground) {
  if (ground.seat) return *ground.seat;
  Seat seat;
  seat.body_id = ground.body.id;
  seat.from = today_of(visit.context);
  return seat;
}

std::vector<ClashView> clashes_of(Visit const& visit, Ground const& ground, Seat const& yours) {
  std::vector<ClashView> clashes;
  if (!ground.seat) return clashes;
  auto compare = [&](char const* label, std::string const& a, std::string const& b) {
    if (a != b) clashes.push_back({tr(visit, label), a, b});
  };
  auto day = [&](std::optional<Date> date) { return date ? day_text(visit, *date) : ""; };
  compare(N_("Organisation"), ground.facts->name_of(ground.seat->organization_id), ground.facts->name_of(yours.organization_id));
  compare(N_("Person"), ground.person(ground.seat->person_id).label, ground.person(yours.person_id).label);
  compare(N_("Role"), tr(visit, role_label(ground.seat->role)), tr(visit, role_label(yours.role)));
  compare(N_("Last day"), day(ground.seat->until), day(yours.until));
  return clashes;
}

}  // namespace

http::Response show_seat_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  return seat_page(visit, *ground, SeatForm(visit, *ground, seat_of(visit, *ground), ground->body.version).form);
}

http::Response save_seat_form(Visit& visit) {
  auto ground = ground_of(visit);
  if (auto no = refusal(visit, ground)) return *no;
  SeatForm entries(visit, *ground, seat_of(visit, *ground), ground->body.version);
  auto sent = entries.read();
  if (!sent) return seat_page(visit, *ground, entries.form);
  auto saved = visit.context.county.database.write([&](db::Writer& writer) {
    return save_seat(writer, visit.context, *sent, parse_integer(entries.form["version"]).value_or(0));
  });
  if (saved) return http::see_other(href_of(ground->body.id) + "?done=saved");
  if (saved.error().code == ErrorCode::Conflict) {
    // Typed people stay chosen: the form needs their names again.
    Ground refilled = *ground;
    std::vector<std::string> people{sent->person_id, sent->deputy_id};
    std::erase(people, "");
    visit.context.county.database.read([&](db::Reader& reader) {
      for (auto& choice : person_choices(visit, reader, people)) refilled.people.push_back(choice);
    });
    return seat_page(visit, refilled, SeatForm(visit, refilled, *sent, ground->body.version).form,
                     clashes_of(visit, refilled, *sent), 409);
  }
  if (saved.error().code != ErrorCode::Invalid) return refused(visit, saved.error());
  entries.form.error(saved.error());
  return seat_page(visit, *ground, entries.form);
}

}  // namespace mila::network
