// Reading and writing offers as a whole.
#include "modules/upkeep/entries.h"

#include <map>

#include "modules/directory/history.h"

namespace mila::upkeep {

using directory::Kind;
using directory::Location;
using directory::Record;
using directory::Service;

namespace {

template <typename T>
T read_json(Record const& record) {
  std::vector<std::string> problems;
  return data::from_json<T>(record.json, problems);
}

/// Saves `record` over the state `before` (version 0: there must be none). Other people's writes
/// since then end the whole transaction.
bool save_over(db::Writer& writer, Context& context, Record const& record, Record const* before) {
  if (before && directory::different_members(before->json, record.json).empty()) return false;
  auto saved = directory::save(writer, context.actor, record, before ? before->version : 0);
  if (!saved) throw db::ConflictError("upkeep.save", "version");
  return true;
}

}  // namespace

std::string Entry::state() const {
  std::string text = std::to_string(record.version);
  for (auto const& location : location_records) text += "." + std::to_string(location.version);
  return text;
}

std::vector<Entry> find_entries(db::Reader& reader, std::vector<std::string> const& service_ids) {
  std::vector<Entry> entries;
  std::vector<std::string> location_ids, organization_ids;
  for (auto& record : directory::find_records(reader, Kind::Service, service_ids)) {
    Entry& entry = entries.emplace_back();
    entry.service = read_json<Service>(record);
    entry.record = std::move(record);
    organization_ids.push_back(entry.service.organization_id);
    for (auto const& at : entry.service.service_at_locations)
      location_ids.push_back(at.location_id);
  }
  std::map<std::string, Record> locations;
  for (auto& record : directory::find_records(reader, Kind::Location, location_ids))
    locations.emplace(record.id, std::move(record));
  std::map<std::string, directory::Organization> organizations;
  for (auto& organization : directory::find_organizations(reader, organization_ids))
    organizations.emplace(organization.id, std::move(organization));
  for (auto& entry : entries) {
    for (auto const& at : entry.service.service_at_locations)
      if (auto found = locations.find(at.location_id); found != locations.end()) {
        entry.locations.push_back(read_json<Location>(found->second));
        entry.location_records.push_back(found->second);
      }
    if (auto found = organizations.find(entry.service.organization_id); found != organizations.end())
      entry.organization = found->second;
  }
  return entries;
}

std::optional<Entry> find_entry(db::Reader& reader, std::string_view service_id) {
  auto found = find_entries(reader, {std::string(service_id)});
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

directory::EditContext edit_context(Context& context, places::Gazetteer const& gazetteer,
                                    db::Reader& reader) {
  return {gazetteer, context.county.config().land, today(context),
          [&reader](std::string const& id) -> std::optional<Location> {
            auto found = directory::find_locations(reader, {id});
            if (found.empty()) return std::nullopt;
            return std::move(found.front());
          }};
}

bool may_edit(Actor const& actor, std::string_view organization_id) {
  return actor.may(Permission::EditOffers, {.organization_id = std::string(organization_id)});
}

bool may_translate(Actor const& actor, std::string_view organization_id) {
  return actor.may(Permission::Translate, {.organization_id = std::string(organization_id)});
}

Result<bool> save_edited(db::Writer& writer, Context& context, Entry const& entry,
                         directory::EditedOffer const& edited) {
  if (!may_edit(context.actor, entry.service.organization_id)) return Error{ErrorCode::Forbidden};
  std::vector<std::string> ids;
  for (auto const& location : edited.locations) ids.push_back(location.id);
  std::map<std::string, Record> stored;
  for (auto& record : directory::find_records(writer, Kind::Location, ids))
    stored.emplace(record.id, std::move(record));
  bool changed = false;
  for (auto const& location : edited.locations) {
    auto before = stored.find(location.id);
    bool is_new = before == stored.end();
    auto record = is_new ? directory::to_record(location)
                         : with_unknown_members(location, before->second.json);
    changed = save_over(writer, context, record, is_new ? nullptr : &before->second) || changed;
  }
  auto service = with_unknown_members(edited.service, entry.record.json);
  changed = save_over(writer, context, service, entry.record.version > 0 ? &entry.record : nullptr) ||
            changed;
  for (auto const& id : edited.left_locations) {
    if (!directory::services_at(writer, id).empty()) continue;
    for (auto const& location : directory::find_locations(writer, {id}))
      if (auto left = directory::save(writer, context.actor,
                                      directory::to_record(directory::redacted(location, true)));
          !left)
        throw db::ConflictError("upkeep.save", "version");
  }
  return changed;
}

Result<bool> save_service(db::Writer& writer, Context& context, Entry const& entry,
                          Service const& service) {
  return save_edited(writer, context, entry, {service, {}, {}, {}});
}

Date today(Context const& context) {
  return local_date(context.now(), context.county.config().zone);
}

}  // namespace mila::upkeep
