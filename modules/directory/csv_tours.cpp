// Tours and translations from spreadsheets, added to the offers that are stored.
#include <algorithm>

#include "modules/directory/csv_plan.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::directory {
namespace {

/// A stop of a tour: a row of the tours template.
struct Stop {
  Location location;
  ServiceAtLocation at;
};

std::optional<Stop> read_stop(ImportRun const& run, PlaceIndex const& places, RowNotes const& notes,
                              std::string const& service_id) {
  auto text = [&](char const* heading) { return run.sheet.text(heading); };
  auto order = parse_integer(text("Halt"));
  if (!order || *order < 1 || *order > 1'000) {
    notes.fail("Halt", "The number of the stop is missing.", text("Halt"));
    return std::nullopt;
  }
  auto const* place = places.resolve(notes, text("Ort"), text("Ortsteil"), "");
  if (!place) {
    if (text("Ort").empty()) notes.fail("Ort", "A stop needs a place.", text("Platz"));
    return std::nullopt;
  }
  Stop stop;
  stop.location.id = part_id("location", service_id, "stop:" + std::to_string(*order));
  stop.location.name = optional_text(text("Platz"));
  stop.location.x_place_id = place->id;
  if (auto point = read_point(notes, text("Breite"), text("Länge"), place)) {
    stop.location.latitude = point->latitude;
    stop.location.longitude = point->longitude;
  }
  Address address;
  auto const* municipality = places.gazetteer().municipality_of(place->id);
  address.id = part_id("address", stop.location.id, "0");
  address.address_1 = text("Platz");
  address.city = municipality ? municipality->name : place->name;
  if (place->postcodes.size() == 1) address.postal_code = place->postcodes.front();
  address.state_province = run.land;
  address.country = "DE";
  address.address_type = "physical";
  stop.location.addresses.push_back(std::move(address));
  stop.at.id = part_id("service_at_location", service_id, stop.location.id);
  stop.at.location_id = stop.location.id;
  stop.at.description = optional_text(text("Hinweis"));
  stop.at.schedules = read_hours(notes, text("Zeiten"), false, stop.at.id);
  stop.at.x_exceptions = read_exceptions(notes, "Fällt aus", text("Fällt aus"));
  stop.at.x_stop_order = order;
  return stop;
}

/// Sets one translated text. An unchanged text keeps its mark of what it was translated from, so
/// that importing the file again does not hide that the original has changed since.
void set_text(Service& service, std::string const& field, std::string const& language,
              std::string const& value, std::string const& original) {
  auto found = std::find_if(service.x_texts.begin(), service.x_texts.end(), [&](auto const& text) {
    return text.field == field && text.language == language;
  });
  if (value.empty() || original.empty()) {
    if (found != service.x_texts.end()) service.x_texts.erase(found);
    return;
  }
  if (found != service.x_texts.end() && found->value == value) return;
  LocalisedText text{field, language, value, text_hash(original), "checked"};
  if (found != service.x_texts.end())
    *found = std::move(text);
  else
    service.x_texts.push_back(std::move(text));
}

}  // namespace

void plan_tours(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  std::map<std::string, std::vector<Stop>> stops;
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    std::string number = run.sheet.text("Angebot");
    std::string service_id = number.empty() ? "" : known_service(run, number);
    if (service_id.empty()) {
      notes.fail("Angebot", "There is no offer with this number. Import the offers first.", number);
      continue;
    }
    auto stop = read_stop(run, places, notes, service_id);
    if (!stop) continue;
    auto& all = stops[service_id];
    bool twice = std::any_of(all.begin(), all.end(), [&](Stop const& other) {
      return other.at.x_stop_order == stop->at.x_stop_order;
    });
    if (twice) notes.fail("Halt", "This stop stands twice.", run.sheet.text("Halt"));
    all.push_back(std::move(*stop));
  }
  for (auto& [service_id, all] : stops) {
    Service service = read_service(*run.plan.stored(Kind::Service, service_id));
    std::sort(all.begin(), all.end(),
              [](Stop const& a, Stop const& b) { return a.at.x_stop_order < b.at.x_stop_order; });
    service.x_mobile = true;
    std::erase_if(service.service_at_locations,
                  [](ServiceAtLocation const& at) { return at.x_stop_order.has_value(); });
    bool moved = false;
    for (auto& stop : all) {
      service.service_at_locations.push_back(std::move(stop.at));
      moved = run.plan.put(Kind::Location, stop.location) != Outcome::Unchanged || moved;
    }
    Outcome outcome = run.plan.put(Kind::Service, service);
    run.count(outcome == Outcome::Unchanged && moved ? Outcome::Updated : outcome);
  }
}

void plan_translations(ImportRun const& run) {
  std::map<std::string, Service> services;
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    auto text = [&](char const* heading) { return run.sheet.text(heading); };
    std::string language = run.sheet.has("Sprache") ? text("Sprache") : run.options.language;
    if (!i18n::find_language(language)) {
      notes.fail("Sprache", "This language is not known.", language);
      continue;
    }
    std::string id = text("Nr").empty() ? "" : known_service(run, text("Nr"));
    if (id.empty()) {
      notes.warn("Nr", "There is no offer with this number. The row was left out.", text("Nr"));
      ++run.report.skipped;
      continue;
    }
    if (!services.contains(id))
      services.emplace(id, read_service(*run.plan.stored(Kind::Service, id)));
    Service& service = services.at(id);
    if (run.sheet.has("Angebot"))
      set_text(service, "name", language, text("Angebot"), service.name);
    if (run.sheet.has("Kurz gesagt"))
      set_text(service, "x_summary", language, text("Kurz gesagt"), service.x_summary.value_or(""));
    if (run.sheet.has("Beschreibung"))
      set_text(service, "description", language, text("Beschreibung"),
               service.description.value_or(""));
  }
  for (auto& [id, service] : services) run.count(run.plan.put(Kind::Service, service));
}

}  // namespace mila::directory
