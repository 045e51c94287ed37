// Writing HSDS JSON from stored JSON, mostly by copying text. What must never leave: bookkeeping
// (schema.h, is_internal) and what would give a protected address away.
#include "modules/hsds/hsds_json.h"

#include <algorithm>
#include <set>

#include "modules/hsds/json_text.h"
#include "modules/hsds/schema.h"
#include "modules/hsds/terms.h"
#include "platform/base/ids.h"

namespace mila::hsds {
namespace {

using directory::Kind;

bool is_nested(std::string_view raw) {
  return raw[0] == '[' || raw[0] == '{';
}

/// Copies a member; nested entities are completed with what the schema requires.
void copy_member(ObjectText& object, std::string& out, Entity const& of, std::string_view key,
                 std::string_view raw, std::string const& own_id) {
  Member const* member = is_nested(raw) ? of.find(key) : nullptr;
  if (!member || !member->entity || raw == "[]") return object.raw(key, raw);
  if (raw[0] == '{') return append_complete(object.begin(key), *member->entity, raw, own_id, 0);
  object.begin(key) += '[';
  std::size_t i = 0;
  for (auto item : items_of(raw)) {
    if (i) out += ',';
    append_complete(out, *member->entity, item, own_id + "/" + member->name, i++);
  }
  out += ']';
}

/// Attributes as imported, followed by our own terms that are not among them yet.
void append_attributes(ObjectText& object, std::string& out, Members const& members,
                       std::string_view entity_name, std::string const& own_id) {
  auto stored = members.raw("attributes");
  auto own = items_of(members.raw("x_terms"));
  if (stored.empty() && own.empty()) return;
  std::vector<Term const*> to_add;
  for (auto raw : own)
    if (auto const* term = terms().by_key(text_of(raw)))
      if (stored.find(term->id) == std::string_view::npos) to_add.push_back(term);
  if (stored.empty() && to_add.empty()) return;
  object.begin("attributes") += '[';
  bool first = true;
  std::size_t position = 0;
  for (auto item : items_of(stored)) {
    if (!first) out += ',';
    first = false;
    append_complete(out, entity("attribute"), item, own_id + "/attributes", position++);
  }
  for (auto const* term : to_add) {
    if (!first) out += ',';
    first = false;
    ObjectText attribute(out);
    attribute.text("id", named_uuid("attribute", own_id + "/" + term->key));
    attribute.text("link_entity", entity_name);
    attribute.text("label", term->label);
    attribute.raw("taxonomy_term", term->short_json);
    attribute.end();
  }
  out += ']';
}

std::vector<std::string> texts_of(std::string_view array) {
  std::vector<std::string> texts;
  for (auto item : items_of(array)) texts.push_back(text_of(item));
  return texts;
}

/// What may be said of a service_at_location whose address is protected.
bool harmless_at_location(std::string_view key) {
  for (auto known : {"id", "location_id", "service_id", "description", "service_areas", "contacts",
                     "phones", "schedules", "x_exceptions", "x_stop_order", "x_both"})
    if (key == known) return true;
  return false;
}

/// Neither another way to the street nor the history of the record.
bool tells_address(std::string_view key) {
  return key == "metadata" || key == "latitude" || key == "longitude" || key == "addresses";
}

/// The same of an organisation; a website has an imprint, and that has the address.
bool tells_organization_address(std::string_view key) {
  return tells_address(key) || key == "x_address" || key == "website" ||
         key == "additional_websites" || key == "uri" || key == "logo";
}

}  // namespace

Surroundings load_surroundings(db::Reader& reader, std::vector<StoredText const*> const& services,
                               bool with_locations) {
  std::vector<std::string> organizations, locations;
  for (auto const* service : services) {
    Members members(service->json);
    if (auto id = members.text("organization_id"); !id.empty()) organizations.push_back(id);
    if (!with_locations) continue;
    for (auto item : items_of(members.raw("service_at_locations")))
      if (auto id = Members(item).text("location_id"); !id.empty()) locations.push_back(id);
  }
  Surroundings around;
  around.organizations = load_texts(reader, Kind::Organization, std::move(organizations));
  if (with_locations) {
    for (auto const& [id, organization] : around.organizations)
      for (auto& location : texts_of(Members(organization.json).raw("x_location_ids")))
        locations.push_back(std::move(location));
    around.locations = load_texts(reader, Kind::Location, std::move(locations));
  }
  return around;
}

std::string at_location_id(std::string_view stored, std::string const& service_id,
                           std::size_t position) {
  auto id = Members(stored).text("id");
  return id.empty() ? named_uuid("service_at_location", service_id + "/" + std::to_string(position))
                    : id;
}

std::string last_modified(StoredText const& record) {
  Members members(record.json);
  if (members.has("x_source") && members.has("last_modified")) return members.text("last_modified");
  return format_rfc3339(record.modified);
}

std::string function_contact(StoredText const& function) {
  std::string out;
  Members members(function.json);
  ObjectText object(out);
  for (auto const& [key, raw] : members.all())
    if (!is_internal(key) && key != "organization_id" && key != "x_terms")
      copy_member(object, out, entity("contact"), key, raw, function.id);
  append_attributes(object, out, members, "contact", function.id);
  object.raw("x_function", "true");
  object.end();
  return out;
}

void Renderer::location(std::string& out, StoredText const& location, bool full,
                        bool service_protected) const {
  std::string redacted;
  std::string_view json = location.json;
  Members members(json);
  if (service_protected || members.is_true("x_protected")) {
    std::vector<std::string> problems;
    auto record = data::from_json<directory::Location>(data::Json::parse(location.json, nullptr, false), problems);
    record = directory::redacted(std::move(record), true);
    redacted = data::to_json(record).dump();
    json = redacted;
  }
  if (full) return append_complete(out, entity("location"), json, location.id, 0);
  ObjectText object(out);
  Members shown(json);
  for (auto const& [key, raw] : shown.all())
    if (!is_internal(key) && !is_nested(raw)) object.raw(key, raw);
  object.end();
}

void Renderer::at_location_members(ObjectText& object, std::string& out, std::string_view stored,
                                   std::string const& service_id, std::size_t position, bool full,
                                   bool service_protected) const {
  Members members(stored);
  auto id = at_location_id(stored, service_id, position);
  auto found = around_.locations.find(members.text("location_id"));
  auto const* place = found == around_.locations.end() ? nullptr : &found->second;
  bool hidden = service_protected || (place && Members(place->json).is_true("x_protected"));
  bool both = members.is_true("x_both");
  if (!members.has("id")) object.text("id", id);
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key) || (key == "location_id" && place && !both)) continue;
    if (hidden && !harmless_at_location(key)) continue;
    if (full) {
      copy_member(object, out, entity("service_at_location"), key, raw, id);
    } else if (!is_nested(raw)) {
      object.raw(key, raw);
    }
  }
  if (place) location(object.begin("location"), *place, full, service_protected);
}

void Renderer::at_location(std::string& out, std::string_view stored, std::string const& service_id,
                           std::size_t position, bool service_protected) const {
  ObjectText object(out);
  at_location_members(object, out, stored, service_id, position, true, service_protected);
  object.end();
}

void Renderer::organization(std::string& out, StoredText const& organization,
                            bool service_protected) const {
  Members members(organization.json);
  bool hidden = members.is_true("x_protected");
  ObjectText object(out);
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key) || key == "x_terms" || key == "attributes") continue;
    if (hidden && tells_organization_address(key)) continue;
    copy_member(object, out, entity("organization"), key, raw, organization.id);
  }
  if (!members.has("description")) object.text("description", "");
  append_attributes(object, out, members, "organization", organization.id);
  auto locations = texts_of(members.raw("x_location_ids"));
  std::erase_if(locations, [&](auto const& id) { return !around_.locations.count(id); });
  if (!locations.empty()) {
    object.begin("locations") += '[';
    for (std::size_t i = 0; i < locations.size(); ++i) {
      if (i) out += ',';
      location(out, around_.locations.at(locations[i]), true, service_protected || hidden);
    }
    out += ']';
  }
  object.end();
}

void Renderer::list_organization(std::string& out, StoredText const& organization) const {
  Members members(organization.json);
  ObjectText object(out);
  bool hidden = members.is_true("x_protected");
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key) || is_nested(raw)) continue;
    if (hidden && tells_organization_address(key)) continue;
    object.raw(key, raw);
  }
  if (!members.has("description")) object.text("description", "");
  object.end();
}

void Renderer::full_organization(std::string& out, StoredText const& organization,
                                 std::string_view services,
                                 std::vector<std::string> const& further_contacts,
                                 std::vector<std::string> const& further_locations) const {
  // The record as services carry it; contacts and locations are lengthened on the way.
  std::string base;
  this->organization(base, organization, false);
  Members members(base);
  bool hidden = members.is_true("x_protected");
  auto contacts = items_of(members.raw("contacts"));
  auto locations = items_of(members.raw("locations"));
  ObjectText object(out);
  for (auto const& [key, raw] : members.all())
    if (key != "contacts" && key != "locations") object.raw(key, raw);
  auto append_list = [&](char const* key, std::vector<std::string> const& parts) {
    if (parts.empty()) return;
    object.begin(key) += '[';
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i) out += ',';
      out += parts[i];
    }
    out += ']';
  };
  std::vector<std::string> parts(contacts.begin(), contacts.end());
  parts.insert(parts.end(), further_contacts.begin(), further_contacts.end());
  append_list("contacts", parts);
  parts.assign(locations.begin(), locations.end());
  auto listed = texts_of(Members(organization.json).raw("x_location_ids"));
  for (auto const& id : further_locations) {
    auto found = around_.locations.find(id);
    if (found == around_.locations.end() ||
        std::find(listed.begin(), listed.end(), id) != listed.end())
      continue;
    location(parts.emplace_back(), found->second, true, hidden);
  }
  append_list("locations", parts);
  if (!services.empty()) object.raw("services", services);
  object.end();
}

void Renderer::full_service(std::string& out, StoredText const& service, Nesting nesting) const {
  Members members(service.json);
  bool hidden = members.is_true("x_protected");
  bool both = members.is_true("x_both");
  bool imported = members.has("x_source");
  auto found = around_.organizations.find(members.text("organization_id"));
  auto const* provider = found == around_.organizations.end() ? nullptr : &found->second;
  ObjectText object(out);
  bool has_times = false;
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key) || key == "x_terms" || key == "attributes" || key == "last_modified")
      continue;
    if (hidden && tells_address(key)) continue;
    if (key == "organization_id" && (provider || nesting == Nesting::InOrganization) && !both)
      continue;
    if (key == "service_at_locations") {
      has_times = true;
      if (nesting == Nesting::InServiceAtLocation) continue;
      object.begin(key) += '[';
      std::size_t position = 0;
      for (auto item : items_of(raw)) {
        if (position) out += ',';
        at_location(out, item, service.id, position++, hidden);
      }
      out += ']';
      continue;
    }
    copy_member(object, out, entity("service"), key, raw, service.id);
    has_times = has_times || key == "schedules";
  }
  if (!members.has("status")) object.text("status", "active");
  object.text("last_modified", last_modified(service));
  append_attributes(object, out, members, "service", service.id);
  // Times carry no offset: it would be wrong for half of the year.
  if (!imported && has_times && !members.has("x_zone")) object.text("x_zone", zone_);
  if (provider && nesting != Nesting::InOrganization)
    organization(object.begin("organization"), *provider, hidden);
  object.end();
}

void Renderer::list_service(std::string& out, StoredText const& service) const {
  Members members(service.json);
  auto found = around_.organizations.find(members.text("organization_id"));
  bool provider = found != around_.organizations.end();
  bool hidden = members.is_true("x_protected");
  ObjectText object(out);
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key) || key == "last_modified" || is_nested(raw)) continue;
    if (hidden && tells_address(key)) continue;
    if (key == "organization_id" && provider && !members.is_true("x_both")) continue;
    object.raw(key, raw);
  }
  if (!members.has("status")) object.text("status", "active");
  object.text("last_modified", last_modified(service));
  if (provider) list_organization(object.begin("organization"), found->second);
  if (auto program = members.raw("program"); !program.empty()) {
    ObjectText part(object.begin("program"));
    Members shown(program);
    for (auto const& [key, raw] : shown.all())
      if (!is_nested(raw)) part.raw(key, raw);
    part.end();
  }
  object.end();
}

void Renderer::full_at_location(std::string& out, StoredText const& service,
                                std::string_view stored, std::size_t position) const {
  ObjectText object(out);
  at_location_members(object, out, stored, service.id, position, true,
                      Members(service.json).is_true("x_protected"));
  full_service(object.begin("service"), service, Nesting::InServiceAtLocation);
  object.end();
}

void Renderer::list_at_location(std::string& out, StoredText const& service,
                                std::string_view stored, std::size_t position) const {
  ObjectText object(out);
  at_location_members(object, out, stored, service.id, position, false,
                      Members(service.json).is_true("x_protected"));
  list_service(object.begin("service"), service);
  object.end();
}

}  // namespace mila::hsds
