// The directory: organisations, their functions, offers (services) and locations as HSDS records.
// Other modules read and write records through these functions only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "modules/directory/records.h"
#include "platform/base/result.h"
#include "platform/data/json.h"
#include "platform/db/db.h"
#include "platform/site/module.h"

namespace mila::directory {

enum class Kind { Organization, Service, Location, Function };
/// "organization", "service", "location", "function": table, change feed, HSDS.
char const* name_of(Kind kind);

/// A stored record: the JSON is the truth, columns repeat what is searched and joined on.
struct Record {
  Kind kind = Kind::Service;
  std::string id;
  data::Json json;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  Instant modified;
};

// Reading. Missing ids are left out; order follows the ids given.
std::vector<Record> find_records(db::Reader& reader, Kind kind, std::vector<std::string> const& ids);
std::vector<Service> find_services(db::Reader& reader, std::vector<std::string> const& ids);
std::vector<Organization> find_organizations(db::Reader& reader, std::vector<std::string> const& ids);
std::vector<Location> find_locations(db::Reader& reader, std::vector<std::string> const& ids);
/// Functions that are not drafts, by title.
std::vector<Function> all_functions(db::Reader& reader);
/// Ids whose last eight characters are `short_id` (addresses show only those).
std::optional<std::string> find_id(db::Reader& reader, Kind kind, std::string_view short_id);
std::optional<std::string> find_by_external_id(db::Reader& reader, Kind kind,
                                               std::string_view source, std::string_view external_id);
/// Active services of an organisation by name.
std::vector<std::string> services_of(db::Reader& reader, std::string_view organization_id);
/// Services, active or not, that refer to a location.
std::vector<std::string> services_at(db::Reader& reader, std::string_view location_id);
/// All services, locations, functions or parts (organisations) of one, whatever their status.
std::vector<std::string> records_of(db::Reader& reader, Kind kind, std::string_view organization_id);
/// Active services that are tours.
std::vector<std::string> mobile_services(db::Reader& reader);
/// Active services, the last changed first.
std::vector<std::string> recently_changed(db::Reader& reader, int limit);
/// Active organisations by name.
std::vector<std::string> all_organization_ids(db::Reader& reader);
/// Id and name of organisations whose name holds `search`, by name, at most `limit`.
std::vector<std::pair<std::string, std::string>> organizations_named(db::Reader& reader,
                                                                     std::string_view search,
                                                                     int limit);
std::int64_t count_records(db::Reader& reader, Kind kind);
/// Services whose provider has said since that day that they are right.
std::int64_t count_confirmed_since(db::Reader& reader, Date day);
/// All there are, one after the other in no order, for what is kept in memory; of services the active
/// ones.
void each_organization(db::Reader& reader, std::function<void(Organization const&)> const& act);
void each_service(db::Reader& reader, std::function<void(Service const&)> const& act);
void each_location(db::Reader& reader, std::function<void(Location const&)> const& act);
/// Pages through all records of a kind by id; `after` = "" begins.
std::vector<Record> records_after(db::Reader& reader, Kind kind, std::string_view after, int limit);

// Writing. Each write adds to the change feed, each save() also to the record's history (history.h).
/// Inserts or replaces. `expected_version`: the version the change was made from; a different one in
/// the database → Conflict, nothing written. nullopt takes whatever is there (imports).
Result<std::int64_t> save(db::Writer& writer, Actor const& actor, Record const& record,
                          std::optional<std::int64_t> expected_version = std::nullopt);
/// Many new records at once (imports); ids must not exist yet. One entry in the change feed, none in
/// the history: the record's first change will hold how it came in.
void insert_all(db::Writer& writer, Actor const& actor, std::vector<Record> const& records);
/// Whether other records refer to it: then it cannot be removed.
bool is_in_use(db::Reader& reader, Kind kind, std::string_view id);
/// Deletes a record and its history, for what came in by mistake. Conflict: changed since
/// `expected_version`, not there, or in use.
Result<bool> remove(db::Writer& writer, Actor const& actor, Kind kind, std::string_view id,
                    std::int64_t expected_version);
Record to_record(Service const& service);
Record to_record(Organization const& organization);
Record to_record(Location const& location);
Record to_record(Function const& function);

// Terms: "topic:housing-search".
std::vector<std::string> codes(std::vector<std::string> const& terms, std::string_view kind);
bool has_term(std::vector<std::string> const& terms, std::string_view term);

/// Removes everything an address could be found by from protected locations and services: what is
/// left is the town. To be called before a record leaves the program (pages, feeds, cards).
Location redacted(Location location, bool service_protected);

/// Hash of an original text, to see whether a translation is outdated.
std::string text_hash(std::string_view text);

struct BestText {
  std::string value, language;
  bool outdated = false;  ///< the original has changed since
};
/// The text of `field` in the reader's language, or the best other one: the original's language
/// first for German readers of Leichte Sprache, else English, else the original.
BestText best_text(std::vector<LocalisedText> const& texts, std::string_view field,
                   std::string const& original, std::string_view original_language,
                   std::string_view reader_language);

Module const& module();

}  // namespace mila::directory
