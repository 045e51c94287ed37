// "My area": what somebody who is new needs to know about a place in ten minutes.
#include <algorithm>
#include <map>

#include "modules/network/body_store.h"
#include "modules/network/staff_overview_view.h"
#include "modules/network/staff_pages.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"
#include "platform/site/frame.h"

namespace mila::network {
namespace {

constexpr std::size_t kFirstMax = 6, kLinesMax = 12;

/// A place or area and the ids that lie in it or hold it.
struct Ground {
  std::string id, name;
  std::vector<std::string> inside;   ///< it and what lies in it: where offers are
  std::vector<std::string> relevant;  ///< it, what it lies in, what it holds: who is in charge
};

Ground ground_of(places::Gazetteer const& gazetteer, std::string const& id) {
  Ground ground;
  if (auto const* area = gazetteer.find_area(id)) {
    ground = {area->id, area->name, {}, {area->id}};
    for (auto const& place : area->place_ids)
      for (auto const& inner : gazetteer.with_descendants(place)) ground.inside.push_back(inner);
    ground.relevant.insert(ground.relevant.end(), area->place_ids.begin(), area->place_ids.end());
  } else if (auto const* place = gazetteer.find(id)) {
    ground = {place->id, gazetteer.label(*place), gazetteer.with_descendants(id), gazetteer.with_ancestors(id)};
    for (auto const* area : gazetteer.areas_of(id)) ground.relevant.push_back(area->id);
  }
  return ground;
}

bool holds(std::vector<std::string> const& ids, std::string const& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Offers there, those that say they are for the area included.
std::vector<OfferFact const*> offers_in(DirectoryFacts const& facts, Ground const& ground) {
  std::vector<OfferFact const*> offers;
  for (auto const& [id, offer] : facts.offers) {
    bool there = std::any_of(offer->places.begin(), offer->places.end(),
                             [&](auto const& at) { return holds(ground.inside, at.place_id); });
    bool meant = std::any_of(offer->areas.begin(), offer->areas.end(), [&](auto const& area) {
      return area == ground.id || holds(ground.inside, area);
    });
    if (there || meant) offers.push_back(offer.get());
  }
  return offers;
}

std::vector<TopicCountView> counts(Visit const& visit, places::Gazetteer const& gazetteer,
                                   Ground const& ground, std::vector<OfferFact const*> const& offers) {
  std::map<std::string, std::int64_t> by_topic;
  for (auto const* offer : offers) {
    std::vector<std::string> tops;
    for (auto const& code : offer->topics) {
      auto line = taxonomy::taxonomy().line(code);
      if (!line.empty() && !holds(tops, line.back()->code)) tops.push_back(line.back()->code);
    }
    for (auto const& top : tops) ++by_topic[top];
  }
  auto const* place = gazetteer.find(ground.id);
  std::string where = place ? "&place=" + percent_encode(places::slug_of(gazetteer, *place)) : "";
  std::vector<TopicCountView> views;
  for (auto const& topic : taxonomy::taxonomy().topics())
    if (auto found = by_topic.find(topic.code); topic.parent.empty() && found != by_topic.end())
      views.push_back({taxonomy::taxonomy().label(topic.code, visit.context.language),
                       "/" + visit.context.language + "/search?topic=" + topic.code + where, found->second});
  std::stable_sort(views.begin(), views.end(), [](auto const& a, auto const& b) { return a.count > b.count; });
  return views;
}

/// Functions of the place first, then of what it lies in, then of the whole county.
std::vector<directory::Function const*> functions_of(DirectoryFacts const& facts, Ground const& ground) {
  auto rank = [&](directory::Function const& function) {
    if (function.service_areas.empty()) return 1;
    int best = 0;
    for (auto const& area : function.service_areas) {
      std::string id = area.x_place_id.value_or(area.x_area_id.value_or(""));
      if (id == ground.id) best = 3;
      else if (holds(ground.relevant, id)) best = std::max(best, 2);
    }
    return best;
  };
  std::vector<directory::Function const*> found;
  for (auto const& function : facts.functions)
    if (rank(function) > 0) found.push_back(&function);
  std::stable_sort(found.begin(), found.end(), [&](auto* a, auto* b) { return rank(*a) > rank(*b); });
  return found;
}

FunctionLineView function_line(Visit const& visit, places::Gazetteer const& gazetteer,
                               DirectoryFacts const& facts, directory::Function const& function) {
  std::vector<std::string> areas;
  for (auto const& area : function.service_areas)
    areas.push_back(area.x_place_id.value_or(area.x_area_id.value_or("")));
  std::string phone = function.phones.empty() ? "" : function.phones.front().number;
  return {function.title, facts.name_of(function.organization_id), phone, tel_href(phone),
          place_names(visit, gazetteer, areas)};
}

/// People whose positions are for this very place, and those who chair its bodies.
struct Found {
  std::vector<Body> bodies;
  std::vector<std::string> in_charge;
  std::map<std::string, SeenPerson> people;
};

Found find(Visit& visit, db::Reader& reader, Ground const& ground) {
  Found found;
  BodyQuery bodies;
  bodies.today = today_of(visit.context);
  bodies.place_ids = ground.relevant;
  bodies.limit = static_cast<int>(kLinesMax);
  found.bodies = find_bodies(reader, visit.context, find_body_ids(reader, bodies));
  PeopleQuery people;
  people.level = level_of(visit.context.actor);
  people.limit = static_cast<int>(kLinesMax);
  std::vector<std::string> words;
  for (auto const& id : ground.relevant) words.push_back("p:" + id);
  people.words = {words};
  found.in_charge = find_ids(reader, people);
  auto ids = found.in_charge;
  for (auto const& body : found.bodies)
    for (auto const& seat : body.seats)
      if (seat.role == SeatRole::Chair && seat.holds_on(bodies.today) && !seat.person_id.empty()) ids.push_back(seat.person_id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (auto& person : find_people(reader, visit.context, ids))
    if (person.visible.has(Field::Name)) found.people.emplace(person.id, std::move(person));
  return found;
}

/// Whom to meet first, and why: who is called here, who leads, who does most.
std::vector<MeetView> meet_first(Visit const& visit, DirectoryFacts const& facts, Ground const& ground,
                                 Found const& found, std::vector<directory::Function const*> const& functions,
                                 std::vector<OfferFact const*> const& offers) {
  std::vector<MeetView> first;
  for (auto const* function : functions)
    if (function->x_main_number && !function->service_areas.empty() && first.size() < 2) {
      std::string phone = function->phones.empty() ? "" : function->phones.front().number;
      first.push_back({function->title, "", tr(visit, N_("The number people here call first.")), phone, tel_href(phone)});
    }
  Date today = today_of(visit.context);
  for (auto const& body : found.bodies) {
    if (body.place_id.empty() || !(body.place_id == ground.id || holds(ground.relevant, body.place_id))) continue;
    for (auto const& seat : body.seats) {
      auto person = found.people.find(seat.person_id);
      if (seat.role != SeatRole::Chair || !seat.holds_on(today) || person == found.people.end()) continue;
      first.push_back({person->second.name, "/staff/network/people/" + person->first,
                       i18n::fill(tr(visit, N_("Leads: {body}")), "body", body.name), "", ""});
    }
  }
  std::map<std::string, int> by_organization;
  for (auto const* offer : offers) ++by_organization[offer->organization_id];
  std::vector<std::pair<int, std::string>> most;
  for (auto const& [id, count] : by_organization) most.emplace_back(-count, id);
  std::sort(most.begin(), most.end());
  for (std::size_t i = 0; i < std::min<std::size_t>(most.size(), 3); ++i)
    first.push_back({facts.name_of(most[i].second), "",
                     visit.site.catalogue().plural(visit.context.language, "One offer here.", "{n} offers here.", -most[i].first), "", ""});
  if (first.size() > kFirstMax) first.resize(kFirstMax);
  return first;
}

void fill(AreaView& view, Visit& visit, db::Reader& reader, places::Gazetteer const& gazetteer,
          Ground const& ground) {
  auto facts = directory_facts(visit.context.county, reader);
  auto offers = offers_in(*facts, ground);
  auto functions = functions_of(*facts, ground);
  auto found = find(visit, reader, ground);
  view.topics = counts(visit, gazetteer, ground, offers);
  for (auto const* function : functions)
    if (view.functions.size() < kLinesMax) view.functions.push_back(function_line(visit, gazetteer, *facts, *function));
  for (auto const& id : found.in_charge)
    if (auto person = found.people.find(id); person != found.people.end()) {
      auto line = contact_line(visit, person->second, gazetteer, *facts);
      view.people.push_back({line.name, "/staff/network/people/" + id, line.does.empty() ? line.organization : line.does + " · " + line.organization});
    }
  for (auto const& body : found.bodies) view.bodies.push_back({body.name, "/staff/network/bodies/" + body.id, body.looking_for});
  for (auto const& module : visit.site.modules())
    if (module.dates)
      for (auto& date : module.dates(visit.context, reader))
        view.dates.push_back({date.title, date.href, day_text(visit, date.at)});
  view.first = meet_first(visit, *facts, ground, found, functions, offers);
}

/// Where the actor works: the place of their rights, else the town of an organisation they belong to.
std::string own_place(Visit& visit, places::Gazetteer const& gazetteer) {
  auto const& actor = visit.context.actor;
  auto places = actor.scope_ids(Permission::ReadNetwork, Scope::Place);
  if (places && !places->empty()) return places->front();
  auto organizations = actor.scope_ids(Permission::ReadNetwork, Scope::Organization);
  if (!organizations || organizations->empty()) return "";
  return visit.context.county.database.read([&](db::Reader& reader) -> std::string {
    auto facts = directory_facts(visit.context.county, reader);
    auto const* organization = facts->organization(organizations->front());
    if (!organization || organization->town.empty()) return "";
    for (auto const& place : gazetteer.places())
      if (place.kind != places::Kind::Part && place.name == organization->town) return place.id;
    return "";
  });
}

}  // namespace

http::Response show_area(Visit& visit) {
  auto gazetteer = places::gazetteer(visit.context.county);
  std::string wanted = visit.request.query.get("place");
  auto ground = ground_of(*gazetteer, wanted.empty() ? own_place(visit, *gazetteer) : wanted);
  AreaView view;
  view.chosen = !ground.id.empty();
  view.name = ground.name;
  view.title = view.chosen ? ground.name : tr(visit, N_("My area"));
  view.tabs = tabs(visit, "/staff/network/area");
  Form form(visit, "/staff/network/area");
  form.by_get();
  form.select("place", N_("Place or area"), place_choices(*gazetteer, true)).value(ground.id);
  form.submit(N_("Show"));
  view.form = form.view();
  if (view.chosen)
    visit.context.county.database.read(
        [&](db::Reader& reader) { fill(view, visit, reader, *gazetteer, ground); });
  view.has_topics = !view.topics.empty();
  view.has_functions = !view.functions.empty();
  view.has_people = !view.people.empty();
  view.has_bodies = !view.bodies.empty();
  view.has_dates = !view.dates.empty();
  view.has_first = !view.first.empty();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  frame.crumbs = {{tr(visit, N_("Network")), "/staff/network"}, {tr(visit, N_("My area")), ""}};
  return visit.site.page(visit, "network/staff/area.html", view, frame);
}

}  // namespace mila::network
