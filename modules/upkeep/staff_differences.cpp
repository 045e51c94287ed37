// Differences between two states of a record.
#include "modules/upkeep/staff_differences.h"

#include <algorithm>
#include <array>
#include <set>

#include "modules/directory/history.h"
#include "modules/upkeep/staff_offer_form.h"
#include "modules/upkeep/texts.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::upkeep {
namespace {

using data::Json;
using directory::Cells;
using directory::Kind;
using directory::Service;

/// Members of a service that cells, texts and places say already.
std::set<std::string> const& told_by_cells() {
  static std::set<std::string> const names{
      "name", "x_summary", "description", "x_terms", "x_booking_url", "x_booking_note", "phones",
      "email", "url", "languages", "x_language_note", "eligibility_description", "minimum_age",
      "maximum_age", "x_gender", "wait_time", "x_waiting_weeks", "x_full_until", "assured_date",
      "status", "capacities", "cost_options", "required_documents", "service_areas", "schedules",
      "x_exceptions", "service_at_locations", "x_protected", "x_texts"};
  return names;
}

std::string member_label(Words const& words, std::string const& name) {
  struct Label {
    char const* name;
    char const* text;
  };
  constexpr Label kLabels[] = {{"name", N_("Name")},
                               {"title", N_("Name of the function")},
                               {"alternate_name", N_("Short name")},
                               {"description", N_("Description")},
                               {"email", N_("Mail address")},
                               {"phones", N_("Phone number")},
                               {"website", N_("Website")},
                               {"x_address", N_("Address")},
                               {"addresses", N_("Address")},
                               {"x_sector", N_("Kind of organisation")},
                               {"schedules", N_("Opening hours")},
                               {"languages", N_("Languages")},
                               {"service_areas", N_("Only for people from")},
                               {"x_terms", N_("Topics")},
                               {"x_protected", N_("The address stays secret")},
                               {"alert", N_("Notice")}};
  for (auto const& label : kLabels)
    if (name == label.name) return words(label.text);
  return name;
}

/// All words in a value, without ids.
void collect(Json const& value, std::vector<std::string>& parts) {
  if (value.is_string()) parts.push_back(value.get<std::string>());
  else if (value.is_number()) parts.push_back(value.dump());
  else if (value.is_boolean()) parts.push_back(value.get<bool>() ? "✓" : "–");
  else if (value.is_array())
    for (auto const& item : value) collect(item, parts);
  else if (value.is_object())
    for (auto const& [name, item] : value.items())
      if (name != "id" && name != "source_hash" && name != "state") collect(item, parts);
}

std::string flat(Json const& record, std::string const& name) {
  auto found = record.find(name);
  if (found == record.end()) return "";
  std::vector<std::string> parts;
  collect(*found, parts);
  return join(parts, ", ");
}

template <typename T>
T read(Json const& json) {
  std::vector<std::string> problems;
  return data::from_json<T>(json, problems);
}

void compare_cells(Words const& words, Cells const& before, Cells const& after,
                   std::string const& suffix, std::vector<DifferenceView>& views) {
  std::set<std::string> headings;
  for (auto const& [heading, cell] : before) headings.insert(heading);
  for (auto const& [heading, cell] : after) headings.insert(heading);
  auto cell_of = [](Cells const& cells, std::string const& heading) {
    auto found = cells.find(heading);
    return found == cells.end() ? std::string() : found->second;
  };
  for (auto const& heading : headings) {
    std::string old = cell_of(before, heading), now = cell_of(after, heading);
    if (old != now && heading != "Nr")
      views.push_back({label_of(words, heading) + suffix, readable(words, heading, old),
                       readable(words, heading, now), "", ""});
  }
}

/// Translations by field and language.
void compare_texts(Words const& words, Service const& before, Service const& after,
                   std::vector<DifferenceView>& views) {
  for (auto const& language : i18n::all_languages())
    for (auto const& field : text_fields()) {
      auto const* old = translation_of(before, field, language.code);
      auto const* now = translation_of(after, field, language.code);
      if ((old ? old->value : "") == (now ? now->value : "")) continue;
      std::string heading = field == "name" ? "Angebot" : field == "x_summary" ? "Kurz gesagt" : "Beschreibung";
      views.push_back({std::string(language.native_name) + ": " + label_of(words, heading),
                       old ? old->value : "", now ? now->value : "", std::string(language.code == "de-simple" ? "de" : language.code),
                       language.right_to_left ? "rtl" : "ltr"});
    }
}

std::string places_text(Service const& service,
                        std::map<std::string, std::string> const& titles) {
  std::vector<std::string> names;
  for (auto const& at : service.service_at_locations) {
    auto found = titles.find(at.location_id);
    names.push_back(found == titles.end() ? "?" : found->second);
  }
  return join(names, "\n");
}

std::vector<DifferenceView> service_differences(Words const& words,
                                                places::Gazetteer const& gazetteer,
                                                Json const& before, Json const& after,
                                                std::map<std::string, std::string> const& titles) {
  auto old = read<Service>(before), now = read<Service>(after);
  auto old_cells = directory::offer_cells(gazetteer, old, {});
  auto new_cells = directory::offer_cells(gazetteer, now, {});
  std::vector<DifferenceView> views;
  compare_cells(words, old_cells.offer, new_cells.offer, "", views);
  std::size_t places = std::max(old_cells.places.size(), new_cells.places.size());
  for (std::size_t i = 0; i < places; ++i)
    compare_cells(words, i < old_cells.places.size() ? old_cells.places[i] : Cells{},
                  i < new_cells.places.size() ? new_cells.places[i] : Cells{},
                  places > 1 ? " (" + std::to_string(i + 1) + ")" : "", views);
  if (auto a = places_text(old, titles), b = places_text(now, titles); a != b)
    views.push_back({words(N_("Places")), a, b, "", ""});
  compare_texts(words, old, now, views);
  return views;
}

}  // namespace

std::vector<DifferenceView> differences(Words const& words, places::Gazetteer const& gazetteer,
                                        Kind kind, Json const& before, Json const& after,
                                        std::map<std::string, std::string> const& place_titles) {
  std::vector<DifferenceView> views;
  bool service = kind == Kind::Service, location = kind == Kind::Location;
  if (service) views = service_differences(words, gazetteer, before, after, place_titles);
  if (location) {
    Cells old, now;
    directory::fill_location(gazetteer, read<directory::Location>(before), old);
    directory::fill_location(gazetteer, read<directory::Location>(after), now);
    compare_cells(words, old, now, "", views);
    if (!views.empty()) return views;
  }
  for (auto const& name : directory::different_members(before, after)) {
    if (service && told_by_cells().contains(name)) continue;
    auto old = flat(before, name), now = flat(after, name);
    if (old != now) views.push_back({member_label(words, name), old, now, "", ""});
  }
  if (views.empty())
    views.push_back({words(N_("Something that is not shown here")), "", "", "", ""});
  return views;
}

}  // namespace mila::upkeep
