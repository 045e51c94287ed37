// Bodies: the list and one body.
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

/// People that seats and the office of a body name, as the actor may see them.
struct SeatPeople {
  std::vector<SeenPerson> people;
  SeenPerson const* find(std::string const& id) const {
    for (auto const& person : people)
      if (person.id == id && person.visible.has(Field::Name)) return &person;
    return nullptr;
  }
};

SeatPeople people_of(Visit& visit, db::Reader& reader, Body const& body) {
  std::vector<std::string> ids;
  auto add = [&](std::string const& id) {
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  add(body.office_person_id);
  for (auto const& seat : body.seats) {
    add(seat.person_id);
    add(seat.deputy_id);
  }
  return {find_people(reader, visit.context, ids)};
}

std::string span_text(Visit const& visit, Date from, std::optional<Date> const& until) {
  if (until) return day_text(visit, from) + " – " + day_text(visit, *until);
  return tr(visit, N_("since")) + " " + day_text(visit, from);
}

SeatView seat_view(Visit const& visit, Seat const& seat, SeatPeople const& people,
                   DirectoryFacts const& facts) {
  SeatView view;
  view.organization = facts.name_of(seat.organization_id);
  view.role = tr(visit, role_label(seat.role));
  view.span = span_text(visit, seat.from, seat.until);
  view.vacant = seat.person_id.empty();
  if (auto const* person = people.find(seat.person_id)) {
    view.person = person->name;
    view.person_href = "/staff/network/people/" + person->id;
  } else if (!view.vacant) {
    view.person = tr(visit, N_("a person"));
  }
  if (auto const* deputy = people.find(seat.deputy_id)) {
    view.deputy = deputy->name;
    view.deputy_href = "/staff/network/people/" + deputy->id;
  }
  view.may_edit = may_edit_body(visit.context.actor, seat.body_id);
  view.edit_href = href_of(seat.body_id) + "/seats/" + seat.id;
  return view;
}

void fill_seats(BodyView& view, Visit const& visit, Body const& body, SeatPeople const& people,
                DirectoryFacts const& facts) {
  Date today = today_of(visit.context);
  for (auto const& seat : body.seats) {
    bool past = seat.until && *seat.until < today;
    (past ? view.past : view.seats).push_back(seat_view(visit, seat, people, facts));
  }
  view.has_seats = !view.seats.empty();
  view.has_past = !view.past.empty();
}

BodyView body_view(Visit& visit, db::Reader& reader, Body const& body) {
  auto gazetteer = places::gazetteer(visit.context.county);
  auto facts = directory_facts(visit.context.county, reader);
  auto people = people_of(visit, reader, body);
  BodyView view;
  view.name = body.name;
  view.kind = tr(visit, kind_label(body.kind));
  view.place = body.place_id.empty() ? "" : place_names(visit, *gazetteer, {body.place_id});
  view.topics = topic_names(body.topics, visit.context.language);
  view.purpose = body.purpose;
  view.looking_for = body.looking_for;
  view.office = facts->name_of(body.office_organization_id);
  if (auto const* person = people.find(body.office_person_id)) {
    view.office_person = person->name;
    view.office_person_href = "/staff/network/people/" + person->id;
  }
  view.base = href_of(body.id);
  view.since = span_text(visit, body.from, body.until);
  view.is_public = body.is_public;
  view.may_edit = may_edit_body(visit.context.actor, body.id);
  view.ended = body.until && *body.until < today_of(visit.context);
  for (auto const& name : body.names)
    if (name.name != body.name) view.former.push_back({name.name, span_text(visit, name.from, name.until)});
  view.has_former = !view.former.empty();
  if (!body.parent_id.empty())
    for (auto const& parent : body_names(reader, {body.parent_id})) {
      view.parent = {parent.name, href_of(parent.id)};
      view.has_parent = true;
    }
  for (auto const& child : child_bodies(reader, body.id))
    view.children.push_back({child.name, href_of(child.id)});
  view.has_children = !view.children.empty();
  fill_seats(view, visit, body, people, *facts);
  return view;
}

/// "formerly …" when an old name is what was searched for.
std::string former_note(Visit const& visit, Body const& body) {
  for (auto const& name : body.names)
    if (name.name != body.name) return tr(visit, N_("formerly")) + " " + name.name;
  return "";
}

}  // namespace

char const* kind_label(BodyKind kind) {
  switch (kind) {
    case BodyKind::RoundTable: return N_("Round table");
    case BodyKind::CoordinationStaff: return N_("Coordination staff");
    case BodyKind::WorkingGroup: return N_("Working group");
    case BodyKind::Council: return N_("Council");
    case BodyKind::HelperCircle: return N_("Volunteer group");
    case BodyKind::Other: break;
  }
  return N_("Other body");
}

char const* role_label(SeatRole role) {
  switch (role) {
    case SeatRole::Chair: return N_("Chair");
    case SeatRole::DeputyChair: return N_("Deputy chair");
    case SeatRole::Member: return N_("Member");
    case SeatRole::Guest: break;
  }
  return N_("Guest");
}

http::Response list_bodies(Visit& visit) {
  auto& county = visit.context.county;
  auto list = ListQuery::read(visit, {"name"});
  auto gazetteer = places::gazetteer(county);
  ListPageView view;
  view.title = tr(visit, N_("Bodies of the network"));
  view.tabs = tabs(visit, "/staff/network/bodies");
  bool editor = visit.context.actor.may(Permission::EditNetwork);
  if (editor) view.new_href = "/staff/network/bodies/new";
  view.new_label = tr(visit, N_("Enter a body"));
  Table table(visit, list, N_("Bodies"));
  std::vector<Choice> kinds;
  for (auto kind : all_body_kinds())
    kinds.push_back({std::string(name_of(kind)), tr(visit, kind_label(kind))});
  table.search(N_("Name, also a former one")).filter("kind", N_("Kind"), std::move(kinds))
      .filter("ended", N_("Ended"), {{"1", tr(visit, N_("also ended ones"))}});
  table.columns({{"name", N_("Name")}, {"", N_("Kind")}, {"", N_("Place")}, {"", N_("Seats"), true},
                 {"", N_("Looking for")}});
  table.empty(N_("No body has been entered yet."), view.new_href, editor ? N_("Enter a body") : "");
  BodyQuery query;
  query.words = split_list(trim(list.search).empty() ? "" : slugify(list.search), '-');
  query.kind = body_kind_named(list.filter("kind"));
  query.with_ended = list.filter("ended") == "1";
  query.today = today_of(visit.context);
  query.limit = list.limit();
  query.offset = list.offset();
  county.database.read([&](db::Reader& reader) {
    table.total(count_bodies(reader, query));
    for (auto const& body : find_bodies(reader, visit.context, find_body_ids(reader, query))) {
      auto seats = std::count_if(body.seats.begin(), body.seats.end(),
                                 [&](Seat const& seat) { return seat.holds_on(query.today); });
      table.row({Cell(body.name).link(href_of(body.id)).note(former_note(visit, body)),
                 Cell(tr(visit, kind_label(body.kind))).note(body.is_public ? "" : tr(visit, N_("internal"))),
                 Cell(body.place_id.empty() ? "" : place_names(visit, *gazetteer, {body.place_id})),
                 Cell(std::to_string(seats)), Cell(body.looking_for)});
    }
  });
  view.table = table.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}, {tr(visit, N_("Bodies")), ""}};
  return visit.site.page(visit, "network/staff/list_page.html", view, frame);
}

http::Response show_body(Visit& visit) {
  std::optional<BodyView> view;
  visit.context.county.database.read([&](db::Reader& reader) {
    auto body = find_body(reader, visit.context, visit.request.parameter("id"));
    if (body) view = body_view(visit, reader, *body);
  });
  if (!view) return missing(visit);
  Page frame;
  frame.title = view->name;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"},
                  {tr(visit, N_("Bodies")), "/staff/network/bodies"},
                  {view->name, ""}};
  return visit.site.page(visit, "network/staff/body.html", *view, frame);
}

}  // namespace mila::network
