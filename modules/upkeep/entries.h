// An offer with the records it is made of, as a form edits it. No SQL, no HTTP.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "modules/directory/directory.h"
#include "modules/directory/offer_cells.h"
#include "platform/county/county.h"

namespace mila::upkeep {

struct Entry {
  directory::Record record;  ///< of the service; version 0 for one that is not stored yet
  directory::Service service;
  std::vector<directory::Record> location_records;
  std::vector<directory::Location> locations;
  directory::Organization organization;

  /// Which state of all these records a form was filled from: "3.1.2".
  std::string state() const;
};

std::optional<Entry> find_entry(db::Reader& reader, std::string_view service_id);
/// Everything of many offers in three statements; missing ids are left out.
std::vector<Entry> find_entries(db::Reader& reader, std::vector<std::string> const& service_ids);
/// The places and clock of the context, and locations from `reader`, which must outlive it.
directory::EditContext edit_context(Context& context, places::Gazetteer const& gazetteer,
                                    db::Reader& reader);

bool may_edit(Actor const& actor, std::string_view organization_id);
bool may_translate(Actor const& actor, std::string_view organization_id);

/// Writes what an edit made of `entry`: new and different locations, the service, and nothing but the
/// town of locations that are left because the offer is protected now. Members of stored records that
/// we do not know stay. Nothing is written for what did not change. Errors: Forbidden; Conflict when
/// a record has changed since `entry` was read (the caller's transaction has to roll back: throws
/// db::ConflictError then).
Result<bool> save_edited(db::Writer& writer, Context& context, Entry const& entry,
                         directory::EditedOffer const& edited);
/// Only the service.
Result<bool> save_service(db::Writer& writer, Context& context, Entry const& entry,
                          directory::Service const& service);

struct MemberNames {
  std::vector<std::string> names;
  template <typename M>
  MemberNames& operator()(char const* name, M&) {
    names.emplace_back(name);
    return *this;
  }
};

/// A record of `value` with the members of `before` that our structs do not know.
template <typename T>
directory::Record with_unknown_members(T value, data::Json const& before) {
  MemberNames known;
  value.fields(known);
  auto record = directory::to_record(value);
  for (auto const& [name, member] : before.items())
    if (std::find(known.names.begin(), known.names.end(), name) == known.names.end())
      record.json[name] = member;
  return record;
}

/// The day in the county.
Date today(Context const& context);

}  // namespace mila::upkeep
