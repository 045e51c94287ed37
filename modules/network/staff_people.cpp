// People as a list: one box for topic, place, language and name; the same on paper.
#include "modules/network/staff_people.h"

#include <algorithm>

#include "modules/network/staff_pages.h"
#include "platform/base/text.h"
#include "platform/site/frame.h"

namespace mila::network {
namespace {

constexpr int kPrintMax = 500;
constexpr std::size_t kFunctionsMax = 5;

std::optional<PersonState> state_asked(std::string const& name) {
  for (auto state : {PersonState::Active, PersonState::Expired, PersonState::Left})
    if (name == name_of(state)) return state;
  return std::nullopt;
}

/// "understood as: topic …, place …" so that a search that found nothing explains itself.
std::string understood(Visit const& visit, ContactSearch const& search,
                       places::Gazetteer const& gazetteer) {
  std::vector<std::string> parts;
  auto add = [&](char const* what, std::string const& text) {
    if (!text.empty()) parts.push_back(tr(visit, what) + " " + text);
  };
  auto const& language = visit.context.language;
  if (!search.topics.empty()) add(N_("topic"), topic_names(search.topics, language));
  if (!search.place_ids.empty()) add(N_("place"), place_names(visit, gazetteer, search.place_ids));
  if (!search.languages.empty()) add(N_("language"), language_names(search.languages, language));
  add(N_("name"), search.names);
  return join(parts, " · ");
}

/// Functions of the directory for the topic and place that were understood: there is a number to
/// call even where no person is entered.
std::vector<FunctionLineView> functions_for(Visit const& visit, ContactSearch const& search,
                                            places::Gazetteer const& gazetteer,
                                            DirectoryFacts const& facts) {
  std::vector<FunctionLineView> lines;
  if (search.topics.empty()) return lines;
  std::vector<std::string> wanted_places;
  for (auto const& id : search.place_ids)
    for (auto const& word : place_words(gazetteer, id)) wanted_places.push_back(word.substr(2));
  for (auto const& function : facts.functions) {
    bool topic = std::all_of(search.topics.begin(), search.topics.end(), [&](auto const& code) {
      return directory::has_term(function.x_terms, "topic:" + code);
    });
    std::vector<std::string> areas;
    for (auto const& area : function.service_areas)
      areas.push_back(area.x_place_id.value_or(area.x_area_id.value_or("")));
    bool place = wanted_places.empty() || areas.empty() ||
                 std::any_of(areas.begin(), areas.end(), [&](auto const& id) {
                   return std::find(wanted_places.begin(), wanted_places.end(), id) !=
                          wanted_places.end();
                 });
    if (!topic || !place) continue;
    std::string phone = function.phones.empty() ? "" : function.phones.front().number;
    lines.push_back({function.title, facts.name_of(function.organization_id), phone,
                     tel_href(phone), place_names(visit, gazetteer, areas)});
    if (lines.size() == kFunctionsMax) break;
  }
  return lines;
}

Cell state_cell(Visit const& visit, Person const& person) {
  Cell cell(tr(visit, state_label(person.state)));
  bool soon = person.state == PersonState::Active &&
              std::chrono::sys_days(person.expires_on) - std::chrono::sys_days(today_of(visit.context)) <=
                  std::chrono::days{30};
  if (person.state == PersonState::Active && !soon) return cell;
  cell.badge(person.state == PersonState::Left ? "info" : "warning");
  if (soon) cell.note(tr(visit, N_("until")) + " " + day_text(visit, person.expires_on));
  return cell;
}

void describe_table(Visit& visit, Table& table, bool editor) {
  std::vector<Choice> classes;
  for (auto kind : {PersonClass::Official, PersonClass::Partner, PersonClass::Volunteer})
    classes.push_back({std::string(name_of(kind)), tr(visit, class_label(kind))});
  table.search(N_("Topic, place, language, name or organisation"))
      .filter("class", N_("Class"), std::move(classes));
  if (editor) {
    std::vector<Choice> states;
    for (auto state : {PersonState::Active, PersonState::Expired, PersonState::Left})
      states.push_back({std::string(name_of(state)), tr(visit, state_label(state))});
    table.filter("state", N_("State"), std::move(states));
  }
  table.columns({{"name", N_("Name")}, {"", N_("Does")}, {"", N_("Contact")},
                 {"", N_("Languages")}, {"expires", N_("State")}});
  table.empty(N_("Nobody has been entered yet."), editor ? "/staff/network/people/new" : "",
              editor ? N_("Enter somebody") : "");
}

std::string with_query(std::string const& path, Visit const& visit) {
  return path + visit.request.query.without("page").without("done").to_query();
}

http::Response people_page(Visit& visit, PeopleView& view, char const* name) {
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/network";
  return visit.site.page(visit, name, view, frame);
}

}  // namespace

PeopleAsked people_asked(Visit const& visit, ListQuery const& list,
                         places::Gazetteer const& gazetteer, DirectoryFacts const& facts) {
  PeopleAsked asked;
  asked.search = read_contact_search(list.search, gazetteer, facts);
  asked.query.words = asked.search.groups;
  asked.query.level = level_of(visit.context.actor);
  asked.query.kind = class_named(list.filter("class"));
  if (asked.query.level == Level::Editors) asked.query.state = state_asked(list.filter("state"));
  asked.query.sort = list.sort;
  asked.query.descending = list.descending;
  asked.query.limit = list.limit();
  asked.query.offset = list.offset();
  return asked;
}

Reach reach_of(SeenPerson const& person) {
  return {person.work_phone.empty() ? person.private_phone : person.work_phone,
          person.work_mail.empty() ? person.private_mail : person.work_mail};
}

ContactLineView contact_line(Visit const& visit, SeenPerson const& person,
                             places::Gazetteer const& gazetteer, DirectoryFacts const& facts) {
  std::vector<std::string> does;
  for (auto const& position : positions_on(person, today_of(visit.context))) {
    std::string text = position.title;
    if (!position.places.empty()) text += " (" + place_names(visit, gazetteer, position.places) + ")";
    does.push_back(std::move(text));
  }
  Reach reach = reach_of(person);
  return {person.name, facts.name_of(person.organization_id), join(does, ", "), reach.phone,
          reach.mail, language_names(person.languages, visit.context.language)};
}

http::Response list_people(Visit& visit) {
  auto& county = visit.context.county;
  auto list = ListQuery::read(visit, {"name", "expires"});
  auto gazetteer = places::gazetteer(county);
  bool editor = level_of(visit.context.actor) == Level::Editors;
  PeopleView view;
  view.title = tr(visit, N_("People of the network"));
  view.tabs = tabs(visit, "/staff/network");
  if (editor) view.new_href = "/staff/network/people/new";
  Table table(visit, list, N_("People"));
  describe_table(visit, table, editor);
  county.database.read([&](db::Reader& reader) {
    auto facts = directory_facts(county, reader);
    auto asked = people_asked(visit, list, *gazetteer, *facts);
    view.understood = understood(visit, asked.search, *gazetteer);
    view.functions = functions_for(visit, asked.search, *gazetteer, *facts);
    table.total(count_people(reader, asked.query));
    for (auto const& person : find_people(reader, visit.context, find_ids(reader, asked.query))) {
      auto line = contact_line(visit, person, *gazetteer, *facts);
      table.row({Cell(line.name).link("/staff/network/people/" + person.id).note(line.organization),
                 Cell(line.does), Cell(line.phone).note(line.mail), Cell(line.languages),
                 state_cell(visit, person)});
    }
  });
  view.has_functions = !view.functions.empty();
  view.print_href = with_query("/staff/network/print", visit);
  view.has_exports = visit.context.actor.may(Permission::ExportLists);
  if (view.has_exports)
    view.exports = {{tr(visit, N_("Table (XLSX)")), with_query("/staff/network/contacts.xlsx", visit)},
                    {tr(visit, N_("Table (CSV)")), with_query("/staff/network/contacts.csv", visit)},
                    {tr(visit, N_("Contact cards (vCard)")), with_query("/staff/network/contacts.vcf", visit)}};
  view.table = table.view();
  return people_page(visit, view, "network/staff/people.html");
}

http::Response print_people(Visit& visit) {
  auto& county = visit.context.county;
  auto list = ListQuery::read(visit, {"name", "expires"});
  auto gazetteer = places::gazetteer(county);
  PeopleView view;
  view.title = tr(visit, N_("Contacts of the network"));
  county.database.read([&](db::Reader& reader) {
    auto facts = directory_facts(county, reader);
    auto asked = people_asked(visit, list, *gazetteer, *facts);
    asked.query.limit = kPrintMax;
    asked.query.offset = 0;
    view.understood = understood(visit, asked.search, *gazetteer);
    auto ids = find_ids(reader, asked.query);
    view.cut = ids.size() == kPrintMax;
    for (auto const& person : find_people(reader, visit.context, ids))
      view.lines.push_back(contact_line(visit, person, *gazetteer, *facts));
  });
  view.print_title = visit.context.county.config().name + ", " +
                     day_text(visit, today_of(visit.context));
  return people_page(visit, view, "network/staff/print.html");
}

}  // namespace mila::network
