// Following the directory.
#include "modules/upkeep/overview.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "modules/directory/directory.h"
#include "platform/i18n/format.h"

namespace mila::upkeep {
namespace {

using directory::Kind;

constexpr int kPage = 500;
/// With more changes than this, reading everything anew is quicker.
constexpr int kManyChanges = 1'000;

struct Kept {
  std::mutex mutex;
  std::int64_t seen = 0;  ///< last change of the feed that is in there
  std::shared_ptr<Overview const> overview;
};

constexpr char const* kFollowed[] = {"organization", "location", "service"};

template <typename T>
T read_json(directory::Record const& record) {
  std::vector<std::string> problems;
  return data::from_json<T>(record.json, problems);
}

void add_link(std::vector<std::string>& links, directory::Text const& link) {
  if (link && link->rfind("http", 0) == 0 &&
      std::find(links.begin(), links.end(), *link) == links.end())
    links.push_back(*link);
}

OfferRow row_of(directory::Service const& service) {
  OfferRow row;
  row.id = service.id;
  row.name = service.name;
  row.sort_key = i18n::sort_key(service.name, "de");
  row.organization_id = service.organization_id;
  row.status = service.status;
  row.assured_date = service.assured_date.value_or("").substr(0, 10);
  row.full_until = service.x_full_until.value_or("");
  row.topics = directory::codes(service.x_terms, "topic");
  for (auto const& at : service.service_at_locations) row.location_ids.push_back(at.location_id);
  add_link(row.links, service.url);
  add_link(row.links, service.x_booking_url);
  row.texts = text_state(service);
  row.mobile = service.x_mobile;
  return row;
}

OrganizationRow row_of(directory::Organization const& organization) {
  OrganizationRow row;
  row.id = organization.id;
  row.name = organization.name;
  row.sort_key = i18n::sort_key(organization.name, "de");
  row.mail = organization.email.value_or("");
  row.phone = organization.phones.empty() ? "" : organization.phones.front().number;
  row.website = organization.website.value_or("");
  row.is_protected = organization.x_protected;
  return row;
}

bool by_name(OfferRow const& a, OfferRow const& b) {
  return a.sort_key != b.sort_key ? a.sort_key < b.sort_key : a.id < b.id;
}

void each_record(db::Reader& reader, Kind kind,
                 std::function<void(directory::Record const&)> const& use) {
  std::string after;
  for (;;) {
    auto page = directory::records_after(reader, kind, after, kPage);
    for (auto const& record : page) use(record);
    if (page.size() < kPage) return;
    after = page.back().id;
  }
}

std::shared_ptr<Overview const> read_all(db::Reader& reader) {
  auto fresh = std::make_shared<Overview>();
  each_record(reader, Kind::Organization, [&](directory::Record const& record) {
    fresh->organizations.emplace(record.id, row_of(read_json<directory::Organization>(record)));
  });
  each_record(reader, Kind::Location, [&](directory::Record const& record) {
    fresh->place_of_location.emplace(record.id, record.json.value("x_place_id", ""));
  });
  each_record(reader, Kind::Service, [&](directory::Record const& record) {
    fresh->offers.push_back(row_of(read_json<directory::Service>(record)));
  });
  std::sort(fresh->offers.begin(), fresh->offers.end(), by_name);
  return fresh;
}

/// nullptr when too much has changed.
std::shared_ptr<Overview const> follow(db::Reader& reader, std::int64_t seen,
                                       std::shared_ptr<Overview const> const& known) {
  auto changes = db::changes_after(reader, seen, kManyChanges);
  if (static_cast<int>(changes.size()) >= kManyChanges) return nullptr;
  std::map<std::string, std::vector<std::string>> ids;
  for (auto const& change : changes) {
    bool ours = std::find(std::begin(kFollowed), std::end(kFollowed), change.kind) !=
                std::end(kFollowed);
    if (!ours) continue;
    if (change.id == "*") return nullptr;
    ids[change.kind].push_back(change.id);
  }
  if (ids.empty()) return known;
  auto fresh = std::make_shared<Overview>(*known);
  for (auto& organization : directory::find_organizations(reader, ids["organization"]))
    fresh->organizations.insert_or_assign(organization.id, row_of(organization));
  for (auto& location : directory::find_locations(reader, ids["location"]))
    fresh->place_of_location.insert_or_assign(location.id, location.x_place_id.value_or(""));
  std::set<std::string> changed(ids["service"].begin(), ids["service"].end());
  std::erase_if(fresh->offers, [&](OfferRow const& row) { return changed.contains(row.id); });
  for (auto const& service : directory::find_services(reader, ids["service"]))
    fresh->offers.push_back(row_of(service));
  if (!changed.empty()) std::sort(fresh->offers.begin(), fresh->offers.end(), by_name);
  return fresh;
}

}  // namespace

OfferRow const* Overview::find(std::string_view id) const {
  for (auto const& row : offers)
    if (row.id == id) return &row;
  return nullptr;
}

std::string Overview::organization_name(std::string_view id) const {
  auto found = organizations.find(id);
  return found == organizations.end() ? "" : found->second.name;
}

std::vector<OfferRow const*> Overview::public_offers(std::string_view organization_id) const {
  std::vector<OfferRow const*> rows;
  for (auto const& row : offers)
    if (row.organization_id == organization_id && row.is_public()) rows.push_back(&row);
  return rows;
}

std::vector<std::string> Overview::places_of(OfferRow const& offer) const {
  std::vector<std::string> places;
  for (auto const& id : offer.location_ids) {
    auto found = place_of_location.find(id);
    if (found != place_of_location.end() && !found->second.empty() &&
        std::find(places.begin(), places.end(), found->second) == places.end())
      places.push_back(found->second);
  }
  return places;
}

std::shared_ptr<Overview const> overview(County& county, db::Reader& reader) {
  auto kept = county.part<Kept>([] { return new Kept; });
  std::lock_guard lock(kept->mutex);
  auto last = db::last_change(reader);
  // A reader that began before the state kept here gets an answer of its own.
  if (kept->overview && kept->seen > last) return read_all(reader);
  if (kept->overview && kept->seen < last)
    kept->overview = follow(reader, kept->seen, kept->overview);
  if (!kept->overview) kept->overview = read_all(reader);
  kept->seen = last;
  return kept->overview;
}

std::shared_ptr<Overview const> overview_once(County& county, db::Reader& reader) {
  {
    auto kept = county.part<Kept>([] { return new Kept; });
    std::lock_guard lock(kept->mutex);
    if (kept->overview && kept->seen == db::last_change(reader)) return kept->overview;
  }
  return read_all(reader);
}

}  // namespace mila::upkeep
