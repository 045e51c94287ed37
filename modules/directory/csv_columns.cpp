// Cells that are read with the help of the county's places and the directory's words.
#include <algorithm>

#include "modules/directory/csv_cells.h"
#include "modules/directory/timetable.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

using places::Kind;
using places::Place;

constexpr char const* kPlaceUnknown =
    "This place is not known. Correct the spelling or add it to the places first.";
/// Coordinates further from their place than this belong to something else, or are swapped.
constexpr double kFarMetres = 40'000;

/// What the hours engine's issues mean to the office that wrote the cell.
std::string hours_message(std::string const& key) {
  if (key == "hours.days_missing")
    return "The opening hours name no day. The text is kept, the hours count as unknown.";
  if (key == "hours.time_missing")
    return "The opening hours name no time. The text is kept, the hours count as unknown.";
  if (key == "hours.start_missing")
    return "Every second week: since when? Add \"ab\" and a date. The text is kept, the hours "
           "count "
           "as unknown.";
  if (key == "hours.ambiguous")
    return "These opening hours can be meant in two ways. The text is kept, the hours count as "
           "unknown.";
  return "These opening hours were not understood. The text is kept, the hours count as unknown.";
}

bool is_postcode(std::string_view text) {
  return text.size() == 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

PlaceIndex::PlaceIndex(places::Gazetteer const& gazetteer) : gazetteer_(gazetteer) {
  for (auto const& place : gazetteer.places()) {
    by_name_[slugify(place.name)].push_back(&place);
    std::string label = slugify(gazetteer.label(place));
    if (label != slugify(place.name)) by_name_[label].push_back(&place);
    if (place.kind == Kind::County) continue;
    for (auto const& postcode : place.postcodes) by_postcode_[postcode].push_back(&place);
  }
  auto larger_first = [](Candidates& candidates) {
    std::stable_sort(candidates.begin(), candidates.end(), [](Place const* a, Place const* b) {
      if (a->kind != b->kind) return a->kind < b->kind;
      if (a->residents != b->residents) return a->residents > b->residents;
      return a->name < b->name;
    });
  };
  for (auto& [name, candidates] : by_name_) larger_first(candidates);
  for (auto& [postcode, candidates] : by_postcode_) larger_first(candidates);
}

PlaceIndex::Candidates PlaceIndex::named(std::string_view name) const {
  auto found = by_name_.find(slugify(name));
  return found == by_name_.end() ? Candidates{} : found->second;
}

PlaceIndex::Candidates PlaceIndex::with_postcode(Candidates const& places,
                                                 std::string const& postcode) const {
  Candidates fitting;
  for (auto const* place : places)
    if (std::find(place->postcodes.begin(), place->postcodes.end(), postcode) !=
        place->postcodes.end())
      fitting.push_back(place);
  return fitting;
}

places::Place const* PlaceIndex::choose(RowNotes const& notes, Candidates const& candidates,
                                        std::string const& field, std::string const& value) const {
  if (candidates.empty()) return nullptr;
  bool towns_only_once =
      candidates.size() == 1 ||
      (candidates[0]->kind != Kind::Part && candidates[1]->kind == Kind::Part &&
       std::all_of(candidates.begin(), candidates.end(), [&](Place const* place) {
         return gazetteer_.municipality_of(place->id) == candidates[0];
       }));
  if (!towns_only_once)
    notes.warn(field, "Several places fit. The first one was taken; name the municipality.",
               value + " → " + gazetteer_.label(*candidates[0]));
  return candidates[0];
}

PlaceIndex::Candidates PlaceIndex::town_candidates(RowNotes const& notes, std::string const& town,
                                                   std::string const& postcode) const {
  Candidates candidates = named(town);
  if (candidates.empty()) {
    auto guessed = places::find_place(gazetteer_, town);
    for (auto const* place : guessed.candidates)
      if (place->kind != Kind::County) candidates.push_back(place);
    if (auto fitting = with_postcode(candidates, postcode); !fitting.empty()) candidates = fitting;
    if (!candidates.empty())
      notes.warn("Ort", "The place was not found as written. Please check what was taken.",
                 town + " → " + gazetteer_.label(*candidates[0]));
  }
  if (candidates.empty()) {
    auto by_code = by_postcode_.find(postcode);
    if (by_code != by_postcode_.end()) {
      candidates = by_code->second;
      notes.warn("Ort", "The place is not known. The postcode was used instead.",
                 town + " → " + gazetteer_.label(*candidates[0]));
      candidates.resize(1);
    }
  }
  if (candidates.size() > 1)
    if (auto fitting = with_postcode(candidates, postcode); !fitting.empty()) candidates = fitting;
  return candidates;
}

places::Place const* PlaceIndex::resolve(RowNotes const& notes, std::string const& town,
                                         std::string const& part,
                                         std::string const& postcode) const {
  if (!postcode.empty() && !is_postcode(postcode))
    notes.warn("PLZ", "A postcode has five digits.", postcode);
  if (town.empty() && part.empty()) {
    if (postcode.empty()) return nullptr;
    auto found = by_postcode_.find(postcode);
    if (found == by_postcode_.end()) {
      notes.fail("PLZ", "This postcode is not known in the county. Correct it or name the place.",
                 postcode);
      return nullptr;
    }
    return choose(notes, found->second, "PLZ", postcode);
  }
  std::string const& name = town.empty() ? part : town;
  Candidates towns = town_candidates(notes, name, postcode);
  if (towns.empty()) {
    notes.fail("Ort", kPlaceUnknown, name);
    return nullptr;
  }
  if (!town.empty() && !part.empty()) {
    for (auto const* candidate : named(part))
      for (auto const* possible : towns)
        if (candidate->kind == Kind::Part &&
            gazetteer_.municipality_of(candidate->id) == gazetteer_.municipality_of(possible->id))
          return candidate;
    notes.warn("Ortsteil", "This part of the municipality is not known. It was left out.", part);
  }
  return choose(notes, towns, "Ort", name);
}

std::optional<ServiceArea> PlaceIndex::area(RowNotes const& notes, std::string const& field,
                                            std::string const& name,
                                            std::string const& parent_id) const {
  ServiceArea area;
  area.name = name;
  std::string key = slugify(name);
  for (auto const& known : gazetteer_.areas())
    if (slugify(known.name) == key) {
      area.x_area_id = known.id;
      area.name = known.name;
    }
  if (!area.x_area_id) {
    auto const* place = choose(notes, named(name), field, name);
    if (!place) {
      notes.fail(field, "This area is not known. Use the name of a place or an area.", name);
      return std::nullopt;
    }
    area.x_place_id = place->id;
    area.name = gazetteer_.label(*place);
  }
  area.id = part_id("service_area", parent_id, area.x_area_id ? *area.x_area_id : *area.x_place_id);
  return area;
}

void read_terms(RowContext const& context, RowNotes const& notes, std::string const& field,
                std::string const& kind, std::vector<std::string>& terms) {
  for (auto const& item : context.sheet.list(field)) {
    std::string code;
    if (kind == "topic") {
      if (auto const* topic = context.words.topic_by_text(item)) code = topic->code;
    } else if (auto const* value = context.words.value_by_text(kind, item)) {
      code = value->code;
    }
    if (code.empty()) {
      notes.warn(field, "This value is not known. It was left out.", item);
      continue;
    }
    std::string term = kind + ":" + code;
    if (std::find(terms.begin(), terms.end(), term) == terms.end()) terms.push_back(term);
  }
}

void read_languages(RowContext const& context, RowNotes const& notes, std::string const& field,
                    bool on_request, std::string const& parent_id,
                    std::vector<Language>& languages) {
  for (auto const& item : context.sheet.list(field)) {
    std::string code = language_code(item);
    if (code.empty()) {
      notes.warn(field, "This language is not known. It was left out.", item);
      continue;
    }
    bool known = std::any_of(languages.begin(), languages.end(),
                             [&](Language const& language) { return language.code == code; });
    if (known) continue;
    Language language;
    language.id = part_id("language", parent_id, code);
    language.code = code;
    language.x_on_request = on_request;
    languages.push_back(std::move(language));
  }
}

std::vector<Schedule> read_hours(RowNotes const& notes, std::string const& cell, bool holidays,
                                 std::string const& parent_id) {
  if (cell.empty()) return {};
  auto parsed = hours::parse_hours_text(cell);
  if (!parsed.issues.empty() || parsed.rules.empty()) {
    for (auto const& issue : parsed.issues)
      notes.warn("Zeiten", hours_message(issue.message_key),
                 cell.substr(issue.offset, issue.length));
    Schedule as_written;
    as_written.id = part_id("schedule", parent_id, "text");
    as_written.description = cell;
    return {as_written};
  }
  if (holidays)
    for (auto& rule : parsed.rules) rule.open_on_holidays = true;
  return to_schedules(parsed.rules, parent_id);
}

std::optional<places::Point> read_point(RowNotes const& notes, std::string const& latitude,
                                        std::string const& longitude, Place const* place) {
  if (latitude.empty() && longitude.empty()) return std::nullopt;
  auto north = parse_decimal(latitude), east = parse_decimal(longitude);
  bool numbers = north && east && *north >= -90 && *north <= 90 && *east >= -180 && *east <= 180;
  if (!numbers) {
    notes.warn("Breite", "These are no coordinates. They were left out.",
               latitude + " " + longitude);
    return std::nullopt;
  }
  places::Point point{*north, *east};
  if (place && place->centre && places::distance(point, *place->centre) > kFarMetres) {
    notes.warn("Breite", "The coordinates are far away from the place. They were left out.",
               latitude + " " + longitude);
    return std::nullopt;
  }
  return point;
}

}  // namespace mila::directory
