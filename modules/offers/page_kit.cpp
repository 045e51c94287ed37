// Parts shared by the public pages.
#include "modules/offers/page_kit.h"

#include <algorithm>
#include <mutex>

#include "modules/directory/timetable.h"
#include "modules/offers/holidays.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

/// 3: for this place, 2: for an area of it, 1: for the whole county, 0: for others only.
int place_rank(directory::Function const& function, places::Gazetteer const& gazetteer,
               places::Place const* place) {
  if (function.service_areas.empty()) return 1;
  if (!place) return 1;
  auto line = gazetteer.with_ancestors(place->id);
  auto areas = gazetteer.areas_of(place->id);
  int best = 0;
  for (auto const& area : function.service_areas) {
    if (area.x_place_id) {
      auto found = std::find(line.begin(), line.end(), *area.x_place_id);
      if (found != line.end()) {
        auto const* covered = gazetteer.find(*found);
        best = std::max(best, covered && covered->kind == places::Kind::County ? 1 : 3);
      }
    }
    for (auto const* known : areas)
      if (area.x_area_id && known->id == *area.x_area_id) best = std::max(best, 2);
  }
  return best;
}

/// 3: the topic itself, 2: below it, 1: above it, 0: another.
int topic_rank(directory::Function const& function, std::string_view topic) {
  auto const& words = taxonomy::taxonomy();
  int best = 0;
  auto above = words.line(topic);
  for (auto const& code : directory::codes(function.x_terms, "topic")) {
    if (code == topic) return 3;
    for (auto const* parent : words.line(code))
      if (parent->code == topic) best = std::max(best, 2);
    for (auto const* parent : above)
      if (parent->code == code) best = std::max(best, 1);
  }
  return best;
}

}  // namespace

MyPlace my_place(County& county, http::Fields const& query) {
  MyPlace mine;
  mine.gazetteer = places::gazetteer(county);
  mine.typed = query.get("place");
  mine.label = mine.typed;
  if (mine.typed.empty()) return mine;
  for (auto const& place : mine.gazetteer->places())
    if (places::slug_of(*mine.gazetteer, place) == mine.typed) mine.place = &place;
  if (!mine.place) {
    auto found = places::find_place(*mine.gazetteer, mine.typed);
    mine.place = found.place;
    if (!mine.place) mine.candidates = std::move(found.candidates);
  }
  if (mine.place) {
    mine.label = mine.gazetteer->label(*mine.place);
    if (!mine.place->postcodes.empty() && mine.place->kind != places::Kind::County)
      mine.label = mine.place->postcodes.front() + " " + mine.label;
  }
  return mine;
}

std::string place_query(MyPlace const& mine) {
  if (!mine.place) return "";
  return "?place=" + percent_encode(places::slug_of(*mine.gazetteer, *mine.place));
}

SearchForm search_form(Visit const& visit, MyPlace const& mine, std::string const& text) {
  SearchForm form;
  form.action = "/" + visit.context.language + "/search";
  form.text = text;
  form.place = mine.label;
  if (!mine.place && !mine.typed.empty() && mine.candidates.empty()) form.unknown_place = mine.typed;
  std::vector<std::pair<std::string, std::string>> known;  // by name, whatever stands before it
  for (auto const& place : mine.gazetteer->places()) {
    if (place.kind == places::Kind::County) continue;
    std::string postcode = place.postcodes.empty() ? "" : place.postcodes.front() + " ";
    known.emplace_back(mine.gazetteer->label(place), std::move(postcode));
  }
  std::sort(known.begin(), known.end());
  for (auto const& [label, postcode] : known) form.options.push_back({postcode + label, ""});
  for (auto const* place : mine.candidates)
    form.candidates.push_back({places::slug_of(*mine.gazetteer, *place),
                               mine.gazetteer->label(*place)});
  return form;
}

std::vector<std::string> area_names(std::vector<directory::ServiceArea> const& areas,
                                    places::Gazetteer const& gazetteer) {
  std::vector<std::string> names;
  for (auto const& area : areas) {
    if (auto const* place = gazetteer.find(area.x_place_id.value_or("")))
      names.push_back(gazetteer.label(*place));
    else if (auto const* known = gazetteer.find_area(area.x_area_id.value_or("")))
      names.push_back(known->name);
    else if (area.name)
      names.push_back(*area.name);
  }
  return names;
}

std::vector<directory::Function> in_charge(std::vector<directory::Function> const& functions,
                                           places::Gazetteer const& gazetteer,
                                           places::Place const* place, std::string_view topic) {
  struct Ranked {
    int rank;
    directory::Function const* function;
  };
  std::vector<Ranked> ranked;
  for (auto const& function : functions) {
    int where = place_rank(function, gazetteer, place);
    int what = topic.empty() ? 1 : topic_rank(function, topic);
    if (where == 0 || what == 0) continue;
    ranked.push_back({what * 10 + where, &function});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](Ranked const& a, Ranked const& b) { return a.rank > b.rank; });
  std::vector<directory::Function> found;
  for (auto const& entry : ranked) found.push_back(*entry.function);
  return found;
}

CallBox call_box(Words const& words, County& county, directory::Function const& function,
                 std::string const& organization, places::Gazetteer const& gazetteer, Instant now,
                 Instant& fresh_until) {
  CallBox box;
  box.title = function.title;
  box.department = organization;
  box.name = function.name.value_or("");
  if (!function.phones.empty()) box.phone = function.phones.front().number;
  box.tel = tel_href(box.phone);
  box.mail = function.email.value_or("");
  box.areas = join(area_names(function.service_areas, gazetteer), ", ");
  directory::Service spoken;
  spoken.languages = function.languages;
  box.languages = spoken_languages(spoken, false);
  box.has_languages = !box.languages.empty();
  auto timetable = directory::to_timetable(function, county.config().zone);
  if (!timetable.rules.empty()) {
    directory::Service as_service;
    box.state = open_state(words, as_service, timetable, *holidays(county), now);
    box.has_state = true;
    fresh_until = std::min(fresh_until, box.state.changes_at);
  }
  return box;
}

namespace {

/// Nearly every page shows a number to call; the functions are read once for each change.
struct FunctionsInMemory {
  std::mutex mutex;
  std::int64_t change = -1;
  std::shared_ptr<std::vector<directory::Function> const> functions;
};

std::shared_ptr<std::vector<directory::Function> const> known_functions(County& county,
                                                                        db::Reader& reader) {
  auto memory = county.part<FunctionsInMemory>([] { return new FunctionsInMemory; });
  // Asked in this transaction, not taken from database.version(): both see the same moment.
  auto change = db::last_change(reader);
  {
    std::lock_guard lock(memory->mutex);
    if (memory->functions && memory->change == change) return memory->functions;
  }
  auto functions = std::make_shared<std::vector<directory::Function> const>(
      directory::all_functions(reader));
  std::lock_guard lock(memory->mutex);
  if (change > memory->change) {
    memory->change = change;
    memory->functions = functions;
  }
  return functions;
}

}  // namespace

CallBox number_to_call(Words const& words, County& county, db::Reader& reader, MyPlace const& mine,
                       Instant now, Instant& fresh_until) {
  auto functions = known_functions(county, reader);
  std::vector<directory::Function> main;
  for (auto const& function : *functions)
    if (function.x_main_number) main.push_back(function);
  auto found = in_charge(main, *mine.gazetteer, mine.place, "");
  if (mine.place && !found.empty())
    return call_box(words, county, found.front(), "", *mine.gazetteer, now, fresh_until);
  CallBox office;
  office.title = county.config().office_name;
  office.phone = county.config().office_phone;
  office.tel = tel_href(office.phone);
  office.mail = county.config().office_mail;
  for (auto const& function : *functions) {
    bool same = !function.phones.empty() && tel_href(function.phones.front().number) == office.tel;
    if (!same) continue;
    CallBox known = call_box(words, county, function, "", *mine.gazetteer, now, fresh_until);
    known.title = office.title;
    known.areas.clear();
    return known;
  }
  return office;
}

Date today(County const& county, Instant now) { return local_date(now, county.config().zone); }

}  // namespace mila::offers
