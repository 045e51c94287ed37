// Services and locations back into the columns they came from.
#include "modules/directory/csv_export.h"

#include <algorithm>
#include <unordered_map>

#include "modules/directory/csv_mapping.h"
#include "modules/directory/directory.h"
#include "modules/directory/offer_cells.h"

namespace mila::directory {
namespace {

constexpr int kPage = 200;

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
    fill_service(gazetteer_, service, cells);
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
