// Services and locations back into the columns they came from.
#include "modules/directory/csv_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "modules/directory/csv_cells.h"
#include "modules/directory/directory.h"
#include "modules/directory/timetable.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

constexpr int kPage = 200;

/// Cells of one row by heading.
using Cells = std::map<std::string, std::string, std::less<>>;

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

void fill_service(Service const& service, Cells& cells) {
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

std::string line_of(Cells const& cells) {
  std::vector<std::string> row;
  for (auto heading : template_headings(CsvKind::Offers)) {
    auto found = cells.find(heading);
    row.push_back(found == cells.end() ? "" : found->second);
  }
  return data::csv_line(row);
}

/// The offers of one page with what they refer to.
class PageWriter {
 public:
  PageWriter(db::Reader& reader, places::Gazetteer const& gazetteer,
             std::vector<Service> const& services)
      : gazetteer_(gazetteer) {
    std::vector<std::string> organization_ids, location_ids;
    for (auto const& service : services) {
      organization_ids.push_back(service.organization_id);
      for (auto const& at : service.service_at_locations) location_ids.push_back(at.location_id);
    }
    for (auto& organization : find_organizations(reader, unique(organization_ids)))
      organizations_.emplace(organization.id, std::move(organization));
    for (auto& location : find_locations(reader, unique(location_ids)))
      locations_.emplace(location.id, std::move(location));
  }

  std::string rows(Service const& service) const {
    Cells cells;
    fill_service(service, cells);
    cells["Zuständig für"] = areas_cell(gazetteer_, service);
    if (auto found = organizations_.find(service.organization_id); found != organizations_.end()) {
      Organization const& organization = found->second;
      bool by_number = organization.x_external_id && organization.x_source == service.x_source;
      cells["Träger"] = by_number ? *organization.x_external_id : organization.name;
    }
    fill_hours(service.schedules, service.x_exceptions, cells);
    std::string rows;
    bool first = true;
    for (auto const& at : service.service_at_locations) {
      auto found = locations_.find(at.location_id);
      if (at.x_stop_order || found == locations_.end()) continue;
      if (!first) {
        cells.clear();
        cells["Nr"] = service.x_external_id.value_or("");
      }
      fill_location(gazetteer_, redacted(found->second, service.x_protected), cells);
      bool own = !at.schedules.empty() || service.schedules.empty();
      fill_hours(own ? at.schedules : service.schedules,
                 at.x_exceptions.empty() ? service.x_exceptions : at.x_exceptions, cells);
      rows += line_of(cells);
      first = false;
    }
    return first ? line_of(cells) : rows;
  }

 private:
  static std::vector<std::string> unique(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  places::Gazetteer const& gazetteer_;
  std::unordered_map<std::string, Organization> organizations_;
  std::unordered_map<std::string, Location> locations_;
};

}  // namespace

void export_csv(db::Reader& reader, places::Gazetteer const& gazetteer,
                CsvExportOptions const& options,
                std::function<void(std::string_view)> const& write) {
  std::vector<std::string> heading;
  for (auto name : template_headings(CsvKind::Offers)) heading.emplace_back(name);
  write("\xEF\xBB\xBF" + data::csv_line(heading));
  std::string after;
  for (;;) {
    auto records = records_after(reader, Kind::Service, after, kPage);
    std::vector<Service> services;
    for (auto const& record : records) {
      std::vector<std::string> problems;
      auto service = data::from_json<Service>(record.json, problems);
      if (options.source.empty() || service.x_source == options.source)
        services.push_back(std::move(service));
    }
    PageWriter page(reader, gazetteer, services);
    std::string rows;
    for (auto const& service : services) rows += page.rows(service);
    if (!rows.empty()) write(rows);
    if (records.size() < kPage) break;
    after = records.back().id;
  }
}

}  // namespace mila::directory
