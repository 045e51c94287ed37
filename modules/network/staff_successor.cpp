// Somebody leaves and has named who follows: taken over in one step, or set aside.
#include <algorithm>

#include "modules/network/confirmation.h"
#include "modules/network/people_store.h"
#include "modules/network/staff_pages.h"
#include "modules/network/staff_person_view.h"

namespace mila::network {
namespace {

std::string href_of(std::string_view id) { return "/staff/network/successors/" + std::string(id); }

struct Handing {
  Successor successor;
  Person leaver;
};

std::optional<Handing> handing_of(Visit& visit, db::Reader& reader) {
  auto successor = find_successor(reader, visit.context, visit.request.parameter("id"));
  if (!successor) return std::nullopt;
  auto leaver = load_person(reader, visit.context.county, successor->person_id);
  if (!leaver) return std::nullopt;
  return Handing{std::move(*successor), std::move(*leaver)};
}

/// What they do until their last day, and does not end before it.
std::vector<Position> handed_over(Person const& leaver, Date last_day) {
  std::vector<Position> positions;
  for (auto const& position : leaver.positions)
    if (position.holds_on(last_day) && position.successor_id.empty()) positions.push_back(position);
  return positions;
}

Date last_day_of(Visit const& visit, Person const& leaver) {
  return leaver.leaves_on.value_or(today_of(visit.context));
}

struct SuccessorForm {
  SuccessorForm(Visit& visit, Handing const& handing)
      : form(visit, href_of(handing.successor.id)),
        known(visit, form, "known", N_("Is entered already as"), find_person_by_name(visit), {},
              N_("Only when they stand in the network already; else leave it empty.")) {
    form.text("name", N_("Name")).longest(120).value(handing.successor.name);
    form.mail("mail", N_("Mail")).value(handing.successor.mail);
    form.phone("phone", N_("Phone")).value(handing.successor.phone);
    form.submit(N_("Take over"));
    form.cancel("/staff/network");
  }
  Form form;
  Picker known;
};

http::Response successor_page(Visit& visit, Handing const& handing, Form const& form) {
  SuccessorView view;
  view.title = tr(visit, N_("Successor"));
  view.leaver = handing.leaver.name;
  view.leaver_href = "/staff/network/people/" + handing.leaver.id;
  Date last_day = last_day_of(visit, handing.leaver);
  view.last_day = day_text(visit, last_day);
  for (auto const& position : handed_over(handing.leaver, last_day)) view.positions.push_back(position.title);
  view.dismiss = href_of(handing.successor.id) + "/dismissal";
  view.form = form.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}, {view.title, ""}};
  return visit.site.page(visit, "network/staff/successor.html", view, frame, form.status());
}

/// A new entry like the one of who leaves. Volunteers agree for themselves first.
Result<std::string> enter(db::Writer& writer, Context& context, Person const& leaver, Form const& form) {
  Person person;
  person.kind = leaver.kind;
  person.organization_id = leaver.organization_id;
  person.shown_to = leaver.shown_to;
  person.name = form["name"];
  bool volunteer = leaver.kind == PersonClass::Volunteer;
  (volunteer ? person.private_mail : person.work_mail) = form["mail"];
  (volunteer ? person.private_phone : person.work_phone) = form["phone"];
  return save_person(writer, context, std::move(person));
}

}  // namespace

http::Response show_successor(Visit& visit) {
  auto handing = visit.context.county.database.read(
      [&](db::Reader& reader) { return handing_of(visit, reader); });
  if (!handing) return missing(visit);
  return successor_page(visit, *handing, SuccessorForm(visit, *handing).form);
}

http::Response take_over_successor(Visit& visit) {
  auto& database = visit.context.county.database;
  auto handing = database.read([&](db::Reader& reader) { return handing_of(visit, reader); });
  if (!handing) return missing(visit);
  SuccessorForm entries(visit, *handing);
  bool fine = entries.form.read();
  auto known = entries.known.id();
  if (fine && known && known->empty() && entries.form["name"].empty()) {
    entries.form.error("name", N_("Please say the name."));
    fine = false;
  }
  if (!fine || !known) return successor_page(visit, *handing, entries.form);
  Date last_day = last_day_of(visit, handing->leaver);
  auto done = database.write([&](db::Writer& writer) -> Result<std::string> {
    std::string id = *known;
    if (id.empty()) {
      auto entered = enter(writer, visit.context, handing->leaver, entries.form);
      if (!entered) return entered;
      id = *entered;
    }
    for (auto const& position : handed_over(handing->leaver, last_day)) {
      auto handed = hand_over(writer, visit.context, position.id, id, last_day);
      if (!handed) throw db::ConflictError("successor", "position");
    }
    drop_successor(writer, handing->successor.id);
    return id;
  });
  if (done) return http::see_other("/staff/network/people/" + *done + "?done=saved");
  if (done.error().code != ErrorCode::Invalid) return refused(visit, done.error());
  entries.form.error(done.error());
  return successor_page(visit, *handing, entries.form);
}

http::Response dismiss_successor(Visit& visit) {
  auto& database = visit.context.county.database;
  auto handing = database.read([&](db::Reader& reader) { return handing_of(visit, reader); });
  if (!handing) return missing(visit);
  database.write([&](db::Writer& writer) { drop_successor(writer, handing->successor.id); });
  return http::see_other("/staff/network?done=saved");
}

}  // namespace mila::network
