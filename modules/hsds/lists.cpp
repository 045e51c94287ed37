// Finding and rendering lists. Organisation and time of change are columns the store asks; other
// filters are evaluated over the facts in memory (facts.h).
#include "modules/hsds/lists.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "modules/hsds/hsds.h"
#include "modules/hsds/hsds_json.h"
#include "modules/hsds/hsds_store.h"
#include "modules/hsds/json_text.h"
#include "modules/hsds/terms.h"
#include "platform/base/text.h"

namespace mila::hsds {
namespace {

using directory::Kind;

constexpr std::size_t kBatch = 200;

Search& search_hook() {
  static Search search;
  return search;
}

Selection selection_of(ListKind kind, Query const& query) {
  Selection selection{"", query.modified_after};
  if (kind != ListKind::AtLocations) selection.organization_id = query.organization_id;
  return selection;
}

Kind record_kind(ListKind kind) {
  return kind == ListKind::Organizations ? Kind::Organization : Kind::Service;
}

std::vector<Item> items_with(std::vector<std::string> ids) {
  std::vector<Item> items;
  for (auto& id : ids) items.push_back({std::move(id)});
  return items;
}

void minimal(std::string& out, std::string_view id, Instant modified) {
  ObjectText object(out);
  object.text("id", id);
  object.text("last_modified", format_rfc3339(modified));
  object.end();
}

std::string services_json(Renderer const& renderer, StoredMap const& services,
                          std::vector<std::string> const& ids, bool full) {
  std::string out = "[";
  for (auto const& id : ids) {
    auto found = services.find(id);
    if (found == services.end()) continue;
    if (out.size() > 1) out += ',';
    if (full) {
      renderer.full_service(out, found->second, Nesting::InOrganization);
      continue;
    }
    Members members(found->second.json);
    ObjectText object(out);
    object.text("id", id);
    object.text("name", members.text("name"));
    object.text("status", members.has("status") ? members.text("status") : "active");
    object.end();
  }
  return out + "]";
}

void render_organizations(County& county, db::Reader& reader, Query const& query,
                          Facts const* known, StoredMap const& records,
                          std::vector<Item> const& items, Emit const& emit) {
  if (!query.full && !query.full_service) {
    Surroundings none;
    Renderer renderer(county.config().zone, none);
    for (auto const& item : items)
      if (auto found = records.find(item.id); found != records.end()) {
        std::string out;
        renderer.list_organization(out, found->second);
        emit(out);
      }
    return;
  }
  std::unordered_map<std::string, std::vector<std::string>> services, contacts;
  std::vector<std::string> service_ids, location_ids, organization_ids;
  for (auto const& [id, record] : records) organization_ids.push_back(id);
  for (auto const* service : known->order)
    if (service->organization && records.count(*service->organization)) {
      services[*service->organization].push_back(service->id);
      service_ids.push_back(service->id);
    }
  auto texts = load_texts(reader, Kind::Service, service_ids);
  for (auto const& [id, record] : records) {
    for (auto item : items_of(Members(record.json).raw("x_location_ids")))
      location_ids.push_back(text_of(item));
    if (auto own = known->locations_of.find(id); own != known->locations_of.end())
      location_ids.insert(location_ids.end(), own->second.begin(), own->second.end());
  }
  if (query.full_service)
    for (auto const& [id, service] : texts)
      for (auto item : items_of(Members(service.json).raw("service_at_locations")))
        location_ids.push_back(Members(item).text("location_id"));
  Surroundings around;
  around.locations = load_texts(reader, Kind::Location, location_ids);
  for (auto const& [id, functions] : load_functions(reader, organization_ids))
    for (auto const& function : functions) contacts[id].push_back(function_contact(function));
  Renderer renderer(county.config().zone, around);
  for (auto const& item : items) {
    auto found = records.find(item.id);
    if (found == records.end()) continue;
    std::string out;
    auto own = known->locations_of.find(item.id);
    renderer.full_organization(
        out, found->second, services_json(renderer, texts, services[item.id], query.full_service),
        contacts[item.id],
        own == known->locations_of.end() ? std::vector<std::string>() : own->second);
    emit(out);
  }
}

void render_services(County& county, db::Reader& reader, ListKind kind, Query const& query,
                     StoredMap const& records, std::vector<Item> const& items, Emit const& emit) {
  std::vector<StoredText const*> services;
  for (auto const& [id, record] : records) services.push_back(&record);
  bool at_locations = kind == ListKind::AtLocations;
  auto around = load_surroundings(reader, services, query.full || at_locations);
  Renderer renderer(county.config().zone, around);
  std::string out;
  for (auto const& item : items) {
    auto found = records.find(item.id);
    if (found == records.end()) continue;
    out.clear();
    if (!at_locations) {
      if (query.full) {
        renderer.full_service(out, found->second, Nesting::Alone);
      } else {
        renderer.list_service(out, found->second);
      }
      emit(out);
      continue;
    }
    auto list = items_of(Members(found->second.json).raw("service_at_locations"));
    if (item.position >= list.size()) continue;
    if (query.full) {
      renderer.full_at_location(out, found->second, list[item.position], item.position);
    } else {
      renderer.list_at_location(out, found->second, list[item.position], item.position);
    }
    emit(out);
  }
}

}  // namespace

void set_search(Search search) {
  search_hook() = std::move(search);
}

std::vector<std::string> search_ids(Context& context, std::string const& text) {
  if (search_hook()) return search_hook()(context, text);
  std::vector<std::string> ids;
  auto wanted = ascii_lower(text);
  auto known = facts(context.county);
  for (auto const* service : known->order)
    if (service->name.find(wanted) != std::string::npos) ids.push_back(service->id);
  return ids;
}

Listing::Listing(Context& context, ListKind kind, Query query)
    : county_(context.county), kind_(kind), query_(std::move(query)) {
  bool full_organizations =
      kind_ == ListKind::Organizations && (query_.full || query_.full_service);
  if (!needs_facts() && !full_organizations) return;
  facts_ = facts(county_);
  gazetteer_ = places::gazetteer(county_);
  if (kind_ != ListKind::Organizations && !query_.search.empty())
    hits_ = search_ids(context, query_.search);
}

bool Listing::needs_facts() const {
  if (kind_ == ListKind::AtLocations) return true;
  if (kind_ == ListKind::Services) return query_.by_facts();
  return !query_.search.empty() || !query_.taxonomy_term_id.empty() || !query_.taxonomy_id.empty();
}

std::vector<Item> Listing::by_facts() const {
  Filter filter(query_, *facts_, *gazetteer_);
  // Best hit first when something is searched, else by name.
  std::vector<ServiceFacts const*> candidates;
  if (query_.search.empty()) {
    candidates = facts_->order;
  } else {
    for (auto const& id : hits_)
      if (auto found = facts_->services.find(id); found != facts_->services.end())
        candidates.push_back(found->second.get());
  }
  std::vector<Item> items;
  for (auto const* service : candidates) {
    if (kind_ == ListKind::Services) {
      if (filter.passes(*service)) items.push_back({service->id});
      continue;
    }
    for (auto const& at : service->at_locations)
      if (filter.passes(*service, at)) items.push_back({service->id, at.position});
  }
  return items;
}

/// Organisations by what their record or their services say.
std::vector<Item> Listing::organizations_by_facts(db::Reader& reader) const {
  std::unordered_set<Interned> by_service;
  Query of_services;
  of_services.taxonomy_term_id = query_.taxonomy_term_id;
  of_services.taxonomy_id = query_.taxonomy_id;
  bool by_term = !query_.taxonomy_term_id.empty() || !query_.taxonomy_id.empty();
  if (by_term) {
    Filter filter(of_services, *facts_, *gazetteer_);
    for (auto const* service : facts_->order)
      if (filter.passes(*service)) by_service.insert(service->organization);
  }
  auto const* term = terms().by_id(query_.taxonomy_term_id);
  auto own_term = [&](std::string_view json) {
    if (query_.taxonomy_term_id.empty() || !query_.taxonomy_id.empty()) return false;
    return json.find(query_.taxonomy_term_id) != std::string_view::npos ||
           (term && json.find(json_string(term->key)) != std::string_view::npos);
  };
  auto wanted = ascii_lower(query_.search);
  std::vector<Item> items;
  each_organization(reader, selection_of(kind_, query_), [&](OrganizationView const& found) {
    if (by_term && !by_service.count(intern(found.id)) && !own_term(found.json)) return;
    if (!wanted.empty() && ascii_lower(found.name).find(wanted) == std::string::npos) return;
    items.push_back({std::string(found.id)});
  });
  return items;
}

ItemPage Listing::page(db::Reader& reader) const {
  ItemPage page;
  std::int64_t size = query_.size(), begin = (query_.page - 1) * size;
  if (needs_facts()) {
    auto all = kind_ == ListKind::Organizations ? organizations_by_facts(reader) : by_facts();
    page.total = static_cast<std::int64_t>(all.size());
    auto from = std::min(begin, page.total), to = std::min(begin + size, page.total);
    page.items.assign(all.begin() + from, all.begin() + to);
    return page;
  }
  auto selection = selection_of(kind_, query_);
  page.total = count_selected(reader, record_kind(kind_), selection);
  page.items = items_with(selected_ids(reader, record_kind(kind_), selection, size, begin));
  return page;
}

void Listing::render_minimal(db::Reader& reader, std::vector<Item> const& items,
                             Emit const& emit) const {
  std::vector<std::string> ids;
  for (auto const& item : items) ids.push_back(item.id);
  auto modified = times_of_change(reader, record_kind(kind_), ids);
  for (auto const& item : items) {
    auto found = modified.find(item.id);
    if (found == modified.end()) continue;
    std::string id = item.id, out;
    if (kind_ == ListKind::AtLocations)
      id = facts_->services.at(item.id)->at_locations.at(item.position).id;
    minimal(out, id, found->second);
    emit(out);
  }
}

void Listing::render(db::Reader& reader, std::vector<Item> const& items, Emit const& emit) const {
  if (items.empty()) return;
  if (query_.minimal) return render_minimal(reader, items, emit);
  std::vector<std::string> ids;
  for (auto const& item : items) ids.push_back(item.id);
  auto records = load_texts(reader, record_kind(kind_), std::move(ids));
  if (kind_ == ListKind::Organizations)
    return render_organizations(county_, reader, query_, facts_.get(), records, items, emit);
  render_services(county_, reader, kind_, query_, records, items, emit);
}

NextItems Listing::all() const {
  if (needs_facts()) {
    auto items = std::make_shared<std::vector<Item>>(
        kind_ == ListKind::Organizations ? county_.database.read([&](db::Reader& reader) {
          return organizations_by_facts(reader);
        })
                                         : by_facts());
    auto done = std::make_shared<std::size_t>(0);
    return [items, done] {
      auto from = items->begin() + static_cast<std::ptrdiff_t>(*done);
      *done = std::min(*done + kBatch, items->size());
      return std::vector<Item>(from, items->begin() + static_cast<std::ptrdiff_t>(*done));
    };
  }
  auto after = std::make_shared<std::string>();
  return [this, after] {
    auto ids = county_.database.read([&](db::Reader& reader) {
      return selected_ids_after(reader, record_kind(kind_), selection_of(kind_, query_), *after,
                                kBatch);
    });
    if (!ids.empty()) *after = ids.back();
    return items_with(std::move(ids));
  };
}

std::optional<Item> find_at_location(County& county, std::string const& id) {
  auto known = facts(county);
  auto found = known->at_locations.find(id);
  if (found == known->at_locations.end()) return std::nullopt;
  for (auto const& at : found->second->at_locations)
    if (at.id == id) return Item{found->second->id, at.position};
  return std::nullopt;
}

}  // namespace mila::hsds
