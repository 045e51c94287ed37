// Offers as cells of the template.
#include "modules/directory/offer_cells.h"

#include <fmt/format.h>

#include "modules/directory/csv_cells.h"
#include "modules/directory/timetable.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

std::string list_cell(std::vector<std::string> const& items) {
  return join(items, " | ");
}

std::string german_date(Text const& iso) {
  auto date = iso ? parse_iso_date(*iso) : std::nullopt;
  if (!date) return iso.value_or("");
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(date->day()),
                     static_cast<unsigned>(date->month()), static_cast<int>(date->year()));
}

std::string number_cell(Number const& number) {
  return number ? std::to_string(*number) : "";
}

std::string phones_cell(std::vector<Phone> const& phones) {
  std::vector<std::string> cells;
  for (std::size_t i = 0; i < phones.size(); ++i) {
    // The first number's note has a column of its own.
    bool note = i > 0 && phones[i].description;
    cells.push_back(phones[i].number + (note ? " (" + *phones[i].description + ")" : ""));
  }
  return list_cell(cells);
}

std::string languages_cell(std::vector<Language> const& languages, bool on_request) {
  std::vector<std::string> cells;
  for (auto const& language : languages)
    if (language.x_on_request == on_request && language.code) cells.push_back(*language.code);
  return list_cell(cells);
}

std::string status_cell(Service const& service) {
  if (service.status == "temporarily closed") return "pausiert";
  if (service.status == "inactive") return "inaktiv";
  if (service.status == "defunct") return "beendet";
  for (auto const& capacity : service.capacities)
    if (capacity.available == 0) return "voll";
  return service.x_full_until ? "voll" : "";
}

std::string areas_cell(places::Gazetteer const& gazetteer, Service const& service) {
  std::vector<std::string> names;
  for (auto const& area : service.service_areas) {
    if (area.x_area_id)
      if (auto const* known = gazetteer.find_area(*area.x_area_id)) {
        names.push_back(known->name);
        continue;
      }
    if (area.x_place_id)
      if (auto const* place = gazetteer.find(*area.x_place_id)) {
        names.push_back(gazetteer.label(*place));
        continue;
      }
    if (area.name) names.push_back(*area.name);
  }
  return list_cell(names);
}

/// The exceptions that hold at a place: its own and those of the whole offer.
std::vector<ScheduleException> exceptions_at(Service const& service, ServiceAtLocation const& at) {
  auto exceptions = at.x_exceptions;
  exceptions.insert(exceptions.end(), service.x_exceptions.begin(), service.x_exceptions.end());
  return exceptions;
}

}  // namespace

void fill_service(places::Gazetteer const& gazetteer, Service const& service, Cells& cells) {
  cells["Nr"] = service.x_external_id.value_or("");
  cells["Angebot"] = service.name;
  cells["Kurz gesagt"] = service.x_summary.value_or("");
  cells["Beschreibung"] = service.description.value_or("");
  cells["Themen"] = list_cell(codes(service.x_terms, "topic"));
  cells["Für wen"] = list_cell(codes(service.x_terms, "audience"));
  cells["Zugang"] = list_cell(codes(service.x_terms, "access"));
  cells["Vertrauen"] = list_cell(codes(service.x_terms, "assurance"));
  cells["Unterstützung"] = list_cell(codes(service.x_terms, "support"));
  cells["Aufenthalt"] = list_cell(codes(service.x_terms, "status"));
  cells["Format"] = list_cell(codes(service.x_terms, "format"));
  cells["Geschützte Adresse"] = service.x_protected ? "ja" : "";
  cells["Terminbuchung"] = service.x_booking_url.value_or(service.x_booking_note.value_or(""));
  cells["Telefon"] = phones_cell(service.phones);
  if (!service.phones.empty())
    cells["Telefon-Hinweis"] = service.phones.front().description.value_or("");
  cells["E-Mail"] = service.email.value_or("");
  cells["Website"] = service.url.value_or("");
  cells["Sprachen"] = languages_cell(service.languages, false);
  cells["Sprachen auf Anfrage"] = languages_cell(service.languages, true);
  cells["Sprachhinweis"] = service.x_language_note.value_or("");
  cells["Für wen (Hinweis)"] = service.eligibility_description.value_or("");
  cells["Alter von"] = number_cell(service.minimum_age);
  cells["Alter bis"] = number_cell(service.maximum_age);
  cells["Geschlecht"] = service.x_gender.value_or("");
  cells["Wartezeit"] = service.wait_time.value_or("");
  cells["Voll bis"] = german_date(service.x_full_until);
  cells["Bestätigt am"] = german_date(service.assured_date);
  cells["Status"] = status_cell(service);
  std::vector<std::string> costs, documents;
  for (auto const& cost : service.cost_options) {
    if (cost.x_code) costs.push_back(*cost.x_code);
    if (cost.amount && cells["Betrag"].empty()) cells["Betrag"] = amount_text(*cost.amount);
    if (cost.amount_description && cells["Kostenhinweis"].empty())
      cells["Kostenhinweis"] = *cost.amount_description;
  }
  for (auto const& document : service.required_documents)
    if (document.x_code) documents.push_back(*document.x_code);
  cells["Kosten"] = list_cell(costs);
  cells["Mitbringen"] = list_cell(documents);
  cells["Zuständig für"] = areas_cell(gazetteer, service);
}

void fill_hours(std::vector<Schedule> const& schedules,
                std::vector<ScheduleException> const& exceptions, Cells& cells) {
  cells["Zeiten"] = hours_cell(schedules);
  cells["Ausnahmen"] = exceptions_cell(exceptions);
  bool holidays = !schedules.empty();
  for (auto const& schedule : schedules) holidays = holidays && schedule.x_open_on_holidays;
  cells["An Feiertagen"] = holidays ? "offen" : "";
}

void fill_location(places::Gazetteer const& gazetteer, Location const& location, Cells& cells) {
  if (!location.addresses.empty()) {
    Address const& address = location.addresses.front();
    cells["Ort"] = address.city;
    cells["PLZ"] = address.postal_code;
    cells["Straße"] = address.address_1;
    cells["Gebäude und Etage"] = address.address_2.value_or("");
  }
  if (auto const* place = gazetteer.find(location.x_place_id.value_or(""));
      place && !location.x_protected) {
    if (auto const* municipality = gazetteer.municipality_of(place->id))
      cells["Ort"] = municipality->name;
    if (place->kind == places::Kind::Part) cells["Ortsteil"] = place->name;
  }
  if (location.x_protected) cells["Geschützte Adresse"] = "ja";
  if (location.latitude && location.longitude) {
    cells["Breite"] = fmt::format("{}", *location.latitude);
    cells["Länge"] = fmt::format("{}", *location.longitude);
  }
  if (location.x_getting_there) {
    cells["Haltestelle"] = location.x_getting_there->stop.value_or("");
    cells["Linien"] = list_cell(split_list(location.x_getting_there->lines.value_or(""), ','));
    cells["Gehminuten"] = number_cell(location.x_getting_there->walk_minutes);
  }
  std::vector<std::string> items;
  for (auto const& item : location.accessibility)
    if (item.x_code) items.push_back(*item.x_code);
  cells["Barrierefreiheit"] = list_cell(items);
}

OfferCells offer_cells(places::Gazetteer const& gazetteer, Service const& service,
                       std::vector<Location> const& locations) {
  OfferCells cells;
  fill_service(gazetteer, service, cells.offer);
  for (auto const& at : service.service_at_locations) {
    Cells& place = cells.places.emplace_back();
    Location const* location = nullptr;
    for (auto const& each : locations)
      if (each.id == at.location_id) location = &each;
    if (location && !at.x_stop_order)
      fill_location(gazetteer, redacted(*location, service.x_protected), place);
    auto const& schedules = !at.schedules.empty()      ? at.schedules
                            : !service.schedules.empty() ? service.schedules
                            : location                   ? location->schedules
                                                         : at.schedules;
    fill_hours(schedules, exceptions_at(service, at), place);
  }
  if (cells.places.empty())
    fill_hours(service.schedules, service.x_exceptions, cells.places.emplace_back());
  return cells;
}

}  // namespace mila::directory
