// Following the directory.
#include "modules/network/directory_facts.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "modules/directory/timetable.h"
#include "modules/network/person.h"
#include "platform/base/text.h"

namespace mila::network {
namespace {

/// Changes looked at one by one; after more than these everything is read anew.
constexpr int kChangesMax = 500;

struct Memory {
  std::mutex mutex;
  std::shared_ptr<DirectoryFacts const> facts;
};

std::vector<std::string> words_of(std::string const& name, std::string const& alternate_name) {
  auto words = split_list(slugify(name), '-');
  if (!alternate_name.empty())
    for (auto& word : split_list(slugify(alternate_name), '-')) words.push_back(std::move(word));
  return words;
}

/// "https://www.haus.example/x" → "haus.example".
std::string host_of(std::string url) {
  auto scheme = url.find("://");
  if (scheme != std::string::npos) url = url.substr(scheme + 3);
  url = ascii_lower(url.substr(0, url.find_first_of("/:?#")));
  return url.rfind("www.", 0) == 0 ? url.substr(4) : url;
}

std::shared_ptr<OrganizationFact const> fact_of(directory::Organization const& organization) {
  auto fact = std::make_shared<OrganizationFact>();
  fact->id = organization.id;
  fact->name = organization.name;
  fact->alternate_name = organization.alternate_name.value_or("");
  fact->words = words_of(fact->name, fact->alternate_name);
  fact->is_protected = organization.x_protected;
  fact->is_merged = organization.x_merged_into.has_value();
  if (organization.x_address) fact->town = organization.x_address->city;
  fact->sector = organization.x_sector.value_or("");
  fact->mail = ascii_lower(organization.email.value_or(""));
  fact->host = host_of(organization.website.value_or(""));
  for (auto const& phone : organization.phones)
    if (auto key = phone_key(phone.number); !key.empty()) fact->phones.push_back(std::move(key));
  return fact;
}

std::shared_ptr<OfferFact const> fact_of(
    directory::Service const& service,
    std::unordered_map<std::string, directory::Location> const& locations, std::string const& zone) {
  auto fact = std::make_shared<OfferFact>();
  fact->id = service.id;
  fact->organization_id = service.organization_id;
  fact->name = service.name;
  fact->topics = directory::codes(service.x_terms, "topic");
  for (auto const& area : service.service_areas) {
    if (area.x_place_id) fact->areas.push_back(*area.x_place_id);
    if (area.x_area_id) fact->areas.push_back(*area.x_area_id);
  }
  for (auto const& at : service.service_at_locations) {
    fact->location_ids.push_back(at.location_id);
    auto location = locations.find(at.location_id);
    if (location == locations.end() || !location->second.x_place_id) continue;
    fact->places.push_back({*location->second.x_place_id,
                            directory::to_timetable(service, &at, &location->second, zone)});
  }
  return fact;
}

void read_all(DirectoryFacts& facts, db::Reader& reader, std::string const& zone) {
  directory::each_organization(reader, [&](directory::Organization const& organization) {
    facts.organizations.emplace(organization.id, fact_of(organization));
  });
  std::unordered_map<std::string, directory::Location> locations;
  directory::each_location(reader, [&](directory::Location const& location) {
    directory::Location kept;  // place and hours are all that is asked for
    kept.id = location.id;
    kept.x_place_id = location.x_place_id;
    kept.schedules = location.schedules;
    locations.emplace(location.id, std::move(kept));
  });
  directory::each_service(reader, [&](directory::Service const& service) {
    facts.offers.emplace(service.id, fact_of(service, locations, zone));
  });
  facts.functions = directory::all_functions(reader);
}

/// Reads the changed organisations and offers again; what is not there any more goes.
void read_some(DirectoryFacts& facts, db::Reader& reader, std::string const& zone,
               std::set<std::string> const& organizations, std::set<std::string> services) {
  for (auto const& id : organizations) facts.organizations.erase(id);
  for (auto const& organization :
       directory::find_organizations(reader, {organizations.begin(), organizations.end()}))
    facts.organizations.insert_or_assign(organization.id, fact_of(organization));
  for (auto const& id : services) facts.offers.erase(id);
  auto changed = directory::find_services(reader, {services.begin(), services.end()});
  std::erase_if(changed, [](auto const& service) { return service.status != "active"; });
  std::vector<std::string> location_ids;
  for (auto const& service : changed)
    for (auto const& at : service.service_at_locations) location_ids.push_back(at.location_id);
  std::unordered_map<std::string, directory::Location> locations;
  for (auto& location : directory::find_locations(reader, location_ids))
    locations.emplace(location.id, std::move(location));
  for (auto const& service : changed)
    facts.offers.insert_or_assign(service.id, fact_of(service, locations, zone));
}

std::shared_ptr<DirectoryFacts const> followed(DirectoryFacts const* known, db::Reader& reader,
                                               std::string const& zone, std::int64_t last) {
  std::vector<db::Change> changes;
  if (known) changes = db::changes_after(reader, known->change, kChangesMax);
  bool all = !known || (!changes.empty() && changes.back().seq < last);
  std::set<std::string> organizations, services, locations;
  bool functions = false, places_changed = false;
  for (auto const& change : changes) {
    if (change.kind == "function") functions = true;
    places_changed |= change.kind == "place" || change.kind == "area";
    auto* ids = change.kind == "organization" ? &organizations
                : change.kind == "service"    ? &services
                : change.kind == "location"   ? &locations
                                              : nullptr;
    if (ids) ids->insert(change.id);
    all |= ids && change.id == "*";
  }
  auto facts = all ? std::make_shared<DirectoryFacts>() : std::make_shared<DirectoryFacts>(*known);
  facts->change = last;
  if (all) {
    read_all(*facts, reader, zone);
    facts->offers_change = facts->organizations_change = last;
    return facts;
  }
  for (auto const& [id, offer] : facts->offers)
    for (auto const& location : offer->location_ids)
      if (locations.count(location)) services.insert(id);
  if (!organizations.empty() || !services.empty())
    read_some(*facts, reader, zone, organizations, services);
  if (!services.empty() || places_changed) facts->offers_change = last;
  if (!organizations.empty()) facts->organizations_change = last;
  if (functions) facts->functions = directory::all_functions(reader);
  return facts;
}

}  // namespace

std::string OfferFact::href() const { return "/de/offers/" + slugify(name) + "-" + short_id(id); }

OrganizationFact const* DirectoryFacts::organization(std::string const& id) const {
  auto found = organizations.find(id);
  return found == organizations.end() ? nullptr : found->second.get();
}

std::string DirectoryFacts::name_of(std::string const& organization_id) const {
  auto const* found = organization(organization_id);
  return found ? found->name : "";
}

std::vector<OrganizationFact const*> DirectoryFacts::named(std::string_view text,
                                                           std::size_t limit) const {
  auto wanted = split_list(slugify(text), '-');
  std::vector<OrganizationFact const*> found;
  if (trim(text).empty()) return found;
  for (auto const& [id, organization] : organizations) {
    if (organization->is_merged) continue;
    auto const& words = organization->words;
    bool fits = std::all_of(wanted.begin(), wanted.end(), [&](std::string const& part) {
      return std::any_of(words.begin(), words.end(),
                         [&](std::string const& word) { return word.rfind(part, 0) == 0; });
    });
    if (fits) found.push_back(organization.get());
  }
  auto rank = [&](OrganizationFact const* organization) {
    bool same = organization->name == text || organization->alternate_name == text;
    return std::tuple(!same, organization->name.size(), organization->name, organization->id);
  };
  std::sort(found.begin(), found.end(), [&](auto* a, auto* b) { return rank(a) < rank(b); });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::shared_ptr<DirectoryFacts const> directory_facts(County& county, db::Reader& reader) {
  auto memory = county.part<Memory>([] { return new Memory; });
  auto last = db::last_change(reader);
  std::lock_guard lock(memory->mutex);
  if (memory->facts && memory->facts->change >= last) return memory->facts;
  memory->facts = followed(memory->facts.get(), reader, county.config().zone, last);
  return memory->facts;
}

}  // namespace mila::network
