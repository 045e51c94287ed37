// Finding places by what people type.
#include <algorithm>
#include <cmath>
#include <mutex>

#include "modules/places/places.h"
#include "platform/base/text.h"

namespace mila::places {
namespace {

/// What two spellings of a place name share: case, umlauts and punctuation folded.
std::string key_of(std::string_view name) {
  std::string key;
  for (char c : slugify(name))
    if (c != '-') key += c;
  return key;
}

/// Damerau-Levenshtein distance, at most `max` + 1.
int edit_distance(std::string_view a, std::string_view b, int max) {
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) > max) return max + 1;
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      int cost = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

/// Municipalities first, then by name.
void sort_candidates(std::vector<Place const*>& places) {
  std::stable_sort(places.begin(), places.end(), [](Place const* a, Place const* b) {
    if (a->kind != b->kind) return a->kind < b->kind;
    return a->name < b->name;
  });
}

struct GazetteerCache {
  std::mutex mutex;
  std::int64_t version = -1;
  std::shared_ptr<Gazetteer const> gazetteer;
};

}  // namespace

Gazetteer::Gazetteer(std::vector<Place> places, std::vector<Area> areas)
    : places_(std::move(places)), areas_(std::move(areas)) {}

Place const* Gazetteer::find(std::string_view id) const {
  auto found = std::lower_bound(places_.begin(), places_.end(), id,
                                [](Place const& place, std::string_view key) { return place.id < key; });
  return found != places_.end() && found->id == id ? &*found : nullptr;
}

Area const* Gazetteer::find_area(std::string_view id) const {
  for (auto const& area : areas_)
    if (area.id == id) return &area;
  return nullptr;
}

Place const* Gazetteer::municipality_of(std::string_view id) const {
  Place const* place = find(id);
  while (place && place->kind == Kind::Part) place = find(place->parent_id);
  return place;
}

std::vector<std::string> Gazetteer::with_ancestors(std::string_view id) const {
  std::vector<std::string> ids;
  for (Place const* place = find(id); place; place = find(place->parent_id)) {
    ids.push_back(place->id);
    if (ids.size() > 8) break;
  }
  return ids;
}

std::vector<std::string> Gazetteer::with_descendants(std::string_view id) const {
  std::vector<std::string> ids{std::string(id)};
  for (std::size_t i = 0; i < ids.size(); ++i)
    for (auto const& place : places_)
      if (place.parent_id == ids[i]) ids.push_back(place.id);
  return ids;
}

std::vector<Area const*> Gazetteer::areas_of(std::string_view place_id) const {
  auto line = with_ancestors(place_id);
  std::vector<Area const*> found;
  for (auto const& area : areas_) {
    bool holds = std::any_of(area.place_ids.begin(), area.place_ids.end(), [&](auto const& id) {
      return std::find(line.begin(), line.end(), id) != line.end();
    });
    if (holds) found.push_back(&area);
  }
  return found;
}

std::string Gazetteer::label(Place const& place) const {
  if (place.kind != Kind::Part) return place.name;
  bool twice = std::count_if(places_.begin(), places_.end(), [&](Place const& other) {
                 return other.name == place.name;
               }) > 1;
  Place const* municipality = municipality_of(place.id);
  return twice && municipality ? place.name + " (" + municipality->name + ")" : place.name;
}

Found find_place(Gazetteer const& gazetteer, std::string_view text) {
  Found found;
  text = trim(text);
  if (text.empty() || text.size() > 100) return found;
  std::string postcode, rest;
  for (auto word : split(text, ' ')) {
    bool digits = word.size() == 5 && word.find_first_not_of("0123456789") == std::string_view::npos;
    if (digits) postcode = word;
    else rest += (rest.empty() ? "" : " ") + std::string(word);
  }
  std::string key = rest.empty() ? "" : key_of(rest);
  if (rest.empty() && postcode.empty()) return found;
  auto has_postcode = [&](Place const& place) {
    return postcode.empty() || std::find(place.postcodes.begin(), place.postcodes.end(), postcode) !=
                                   place.postcodes.end();
  };
  for (bool with_postcode : {true, false}) {
    for (auto const& place : gazetteer.places()) {
      if (place.kind == Kind::County && key.empty()) continue;
      if (with_postcode && !has_postcode(place)) continue;
      if (!with_postcode && key.empty()) continue;
      bool named = key.empty() || key_of(place.name) == key || key_of(gazetteer.label(place)) == key;
      if (named) found.candidates.push_back(&place);
    }
    if (!found.candidates.empty()) break;
  }
  if (found.candidates.empty() && key.size() >= 4) {
    int best = key.size() >= 8 ? 2 : 1;
    for (auto const& place : gazetteer.places()) {
      int distance = edit_distance(key_of(place.name), key, best);
      if (distance > best) continue;
      if (distance < best) found.candidates.clear();
      best = distance;
      found.candidates.push_back(&place);
    }
  }
  sort_candidates(found.candidates);
  // A town and its own parts share postcodes: the town is meant.
  bool one_town = !found.candidates.empty() &&
                  std::all_of(found.candidates.begin(), found.candidates.end(), [&](auto* place) {
                    return gazetteer.municipality_of(place->id) ==
                           gazetteer.municipality_of(found.candidates.front()->id);
                  });
  bool town_first = !found.candidates.empty() && found.candidates.front()->kind != Kind::Part;
  if (found.candidates.size() == 1 || (one_town && town_first))
    found.place = found.candidates.front();
  return found;
}

std::string slug_of(Gazetteer const& gazetteer, Place const& place) {
  return slugify(gazetteer.label(place));
}

double distance(Point a, Point b) {
  constexpr double kEarthMetres = 6371008.8, kRadians = M_PI / 180;
  double dlat = (b.latitude - a.latitude) * kRadians, dlon = (b.longitude - a.longitude) * kRadians;
  double h = std::sin(dlat / 2) * std::sin(dlat / 2) + std::cos(a.latitude * kRadians) *
                                                           std::cos(b.latitude * kRadians) *
                                                           std::sin(dlon / 2) * std::sin(dlon / 2);
  return 2 * kEarthMetres * std::asin(std::min(1.0, std::sqrt(h)));
}

std::shared_ptr<Gazetteer const> gazetteer(County& county) {
  auto cache = county.part<GazetteerCache>([] { return new GazetteerCache; });
  std::lock_guard lock(cache->mutex);
  std::int64_t version = county.database.version();
  if (!cache->gazetteer || cache->version != version) {
    cache->gazetteer =
        county.database.read([](db::Reader& reader) { return load_gazetteer(reader); });
    cache->version = version;
  }
  return cache->gazetteer;
}

Module const& module() {
  static Module const places = [] {
    Module m;
    m.name = "places";
    m.summary = "municipalities, their parts and postcodes, areas over them (Sozialraum, Amt …)";
    using Named = std::vector<ScopeNames::Named>;
    m.scopes = {{Scope::Place,
                 [](Context& context, db::Reader&, std::string_view search, int limit) {
                   Named found;
                   std::string wanted = ascii_lower(search);
                   for (auto const& place : gazetteer(context.county)->places())
                     if (place.kind == Kind::Municipality && static_cast<int>(found.size()) < limit &&
                         ascii_lower(place.name).find(wanted) != std::string::npos)
                       found.push_back({place.id, place.name});
                   return found;
                 },
                 [](Context& context, db::Reader&, std::vector<std::string> const& ids) {
                   Named found;
                   auto all = gazetteer(context.county);
                   for (auto const& id : ids)
                     if (auto const* place = all->find(id)) found.push_back({place->id, place->name});
                   return found;
                 }}};
    return m;
  }();
  return places;
}

}  // namespace mila::places
