// All SQL of the directory.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "modules/directory/directory.h"
#include "modules/directory/history.h"
#include "platform/base/text.h"
#include "platform/data/fast_json.h"
#include "platform/i18n/format.h"

namespace mila::directory {
namespace {

using data::Json;
using db::Row;
using db::Sql;

struct Column {
  char const* name;
  char const* json_key;  ///< nullptr: no text member
};

/// Columns a kind has beyond the common ones, and the member they repeat.
std::vector<Column> own_columns(Kind kind) {
  switch (kind) {
    case Kind::Organization: return {{"status", "x_status"}};
    case Kind::Service:
      return {{"organization_id", "organization_id"}, {"status", "status"}, {"assured_date", "assured_date"}, {"mobile", nullptr}};
    case Kind::Location: return {{"organization_id", "organization_id"}};
    case Kind::Function: return {{"organization_id", "organization_id"}, {"status", "x_status"}};
  }
  return {};
}

std::vector<std::string> columns_of(Kind kind) {
  std::vector<std::string> columns{"id",          "short_id", "name",     "sort_key", "source",
                                   "external_id", "version",  "modified", "json"};
  for (auto const& column : own_columns(kind)) columns.emplace_back(column.name);
  return columns;
}

std::optional<std::string> member(Json const& json, char const* key) {
  auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return std::nullopt;
  auto text = found->get<std::string>();
  if (text.empty()) return std::nullopt;
  return text;
}

/// The values of a record's row, kept alive while the statement runs.
struct RowValues {
  RowValues(Record const& record, std::int64_t version, Instant modified)
      : id(record.id), json(record.json.dump()), version(version), modified(modified) {
    short_id = mila::short_id(id);
    bool function = record.kind == Kind::Function;
    name = member(record.json, function ? "title" : "name").value_or("");
    sort_key = i18n::sort_key(name, "de");
    source = member(record.json, "x_source").value_or("");
    external_id = member(record.json, "x_external_id").value_or("");
    for (auto const& column : own_columns(record.kind)) {
      if (!column.json_key) continue;
      own.push_back(member(record.json, column.json_key));
      if (!own.back() && column.name == std::string_view("status")) own.back() = "active";
    }
    if (record.kind == Kind::Service) mobile = record.json.value("x_mobile", false);
  }
  std::vector<db::Value> values() const {
    std::vector<db::Value> list{id,      short_id, name,     sort_key, source, external_id,
                                version, modified, json};
    for (auto const& value : own) list.emplace_back(value);
    if (mobile) list.emplace_back(*mobile);
    return list;
  }
  std::string id, json, short_id, name, sort_key, source, external_id;
  std::int64_t version;
  Instant modified;
  std::vector<std::optional<std::string>> own;
  std::optional<bool> mobile;  ///< services only
};

std::string upsert_statement(Kind kind) {
  auto columns = columns_of(kind);
  std::string names, places, updates;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    names += (i ? ", " : "") + columns[i];
    places += fmt::format("{}${}", i ? ", " : "", i + 1);
    if (i) updates += fmt::format("{}{} = excluded.{}", i > 1 ? ", " : "", columns[i], columns[i]);
  }
  return fmt::format("insert into {}({}) values({}) on conflict (id) do update set {}",
                     name_of(kind), names, places, updates);
}

/// Statement texts by kind, built once.
Sql statement(Kind kind, char const* purpose, std::string const& (*text)(Kind)) {
  return {purpose, text(kind)};
}

template <typename Build>
std::string const& by_kind(Kind kind, Build build) {
  static std::string const texts[] = {build(Kind::Organization), build(Kind::Service),
                                      build(Kind::Location), build(Kind::Function)};
  return texts[static_cast<int>(kind)];
}

std::string const& upsert_text(Kind kind) { return by_kind(kind, upsert_statement); }
std::string const& version_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("select version, json from {} where id = $1", name_of(k));
  });
}
std::string const& short_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("select id from {} where short_id = $1 order by id limit 1", name_of(k));
  });
}
std::string const& external_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("select id from {} where source = $1 and external_id = $2 order by id limit 1",
                       name_of(k));
  });
}
std::string const& page_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("select id, version, modified, json from {} where id > $1 order by id limit $2",
                       name_of(k));
  });
}
std::string const& owned_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    // Parts of an organisation are asked for rarely, so that this may look through all records.
    return fmt::format("select id from {} where {} order by id", name_of(k),
                       k == Kind::Organization ? "json like $1" : "organization_id = $1");
  });
}
std::string const& count_text(Kind kind) {
  return by_kind(kind, [](Kind k) { return fmt::format("select count(*) from {}", name_of(k)); });
}
std::string const& remove_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("delete from {} where id = $1 and version = $2", name_of(k));
  });
}
std::string const& find_text(Kind kind) {
  return by_kind(kind, [](Kind k) {
    return fmt::format("select id, version, modified, json from {} where id in ", name_of(k));
  });
}

Record read_record(Kind kind, Row const& row) {
  Record record;
  record.kind = kind;
  row.read_one(0, record.id);
  row.read_one(1, record.version);
  row.read_one(2, record.modified);
  // The library's own error would quote the record, and errors end up in the log.
  record.json = Json::parse(row.text(3), nullptr, false);
  if (record.json.is_discarded()) throw std::runtime_error("stored record is no JSON");
  return record;
}

template <typename T>
std::vector<T> find_typed(db::Reader& reader, Kind kind, std::vector<std::string> const& ids) {
  std::unordered_map<std::string, T> by_id;
  reader.each_in("directory.find", find_text(kind), ids, "", [&](Row const& row) {
    by_id.emplace(row.text(0), data::read_json<T>(row.text(3)));
  });
  std::vector<T> found;
  found.reserve(ids.size());
  for (auto const& id : ids)
    if (auto value = by_id.find(id); value != by_id.end()) found.push_back(value->second);
  return found;
}

template <typename T>
Record typed_record(Kind kind, T const& value) {
  Record record;
  record.kind = kind;
  record.id = value.id;
  T copy = value;
  record.json = data::to_json(copy);
  return record;
}

constexpr Sql kServicesOf{
    "service.of_organization",
    "select id from service where organization_id = $1 and status = 'active' order by sort_key, id"};
// Rare, so that it may look through all records.
constexpr Sql kServicesAt{"service.at_location",
                          "select id from service where json like $1 order by sort_key, id"};
constexpr Sql kMobileServices{
    "service.mobile",
    "select id from service where mobile = 1 and status = 'active' order by sort_key, id"};
constexpr Sql kRecentlyChanged{
    "service.recently_changed",
    "select id from service where status = 'active' order by modified desc, id limit $1"};
constexpr Sql kConfirmedSince{"service.confirmed_since",
                              "select count(*) from service where assured_date >= $1"};
constexpr Sql kOrganizationsNamed{"organization.named",
                                  "select id, name from organization where name like $1 or "
                                  "lower(name) like $2 order by sort_key, id limit $3"};
constexpr Sql kOrganizationIds{
    "organization.ids", "select id from organization where status = 'active' order by sort_key, id"};
constexpr Sql kEachOrganization{"organization.each", "select json from organization"};
constexpr Sql kEachService{"service.each", "select json from service where status = 'active'"};
constexpr Sql kEachLocation{"location.each", "select json from location"};
constexpr Sql kFunctions{"function.all",
                         "select id, version, modified, json from function where status = "
                         "'active' order by sort_key, id"};
constexpr Sql kUsesOfOrganization{"organization.uses",
                                  "select (select count(*) from service where organization_id = $1) "
                                  "+ (select count(*) from function where organization_id = $1)"};

}  // namespace

char const* name_of(Kind kind) {
  switch (kind) {
    case Kind::Organization: return "organization";
    case Kind::Service: return "service";
    case Kind::Location: return "location";
    case Kind::Function: return "function";
  }
  return "";
}

std::vector<Record> find_records(db::Reader& reader, Kind kind,
                                 std::vector<std::string> const& ids) {
  std::unordered_map<std::string, Record> by_id;
  reader.each_in("directory.find", find_text(kind), ids, "", [&](Row const& row) {
    Record record = read_record(kind, row);
    by_id.emplace(record.id, std::move(record));
  });
  std::vector<Record> found;
  for (auto const& id : ids)
    if (auto record = by_id.find(id); record != by_id.end()) found.push_back(record->second);
  return found;
}

std::vector<Service> find_services(db::Reader& reader, std::vector<std::string> const& ids) {
  return find_typed<Service>(reader, Kind::Service, ids);
}
std::vector<Organization> find_organizations(db::Reader& reader,
                                             std::vector<std::string> const& ids) {
  return find_typed<Organization>(reader, Kind::Organization, ids);
}
std::vector<Location> find_locations(db::Reader& reader, std::vector<std::string> const& ids) {
  return find_typed<Location>(reader, Kind::Location, ids);
}

std::vector<Function> all_functions(db::Reader& reader) {
  std::vector<Function> functions;
  reader.each(kFunctions, {}, [&](Row const& row) {
    functions.push_back(data::read_json<Function>(row.text(3)));
  });
  return functions;
}

std::optional<std::string> find_id(db::Reader& reader, Kind kind, std::string_view short_id) {
  return reader.value<std::string>(statement(kind, "directory.by_short_id", short_text), {short_id});
}

std::optional<std::string> find_by_external_id(db::Reader& reader, Kind kind,
                                               std::string_view source,
                                               std::string_view external_id) {
  return reader.value<std::string>(statement(kind, "directory.by_external_id", external_text),
                                   {source, external_id});
}

std::vector<std::string> services_of(db::Reader& reader, std::string_view organization_id) {
  return reader.column<std::string>(kServicesOf, {organization_id});
}

std::vector<std::string> services_at(db::Reader& reader, std::string_view location_id) {
  CHECK(is_uuid(location_id));
  return reader.column<std::string>(kServicesAt,
                                    {fmt::format("%\"location_id\":\"{}\"%", location_id)});
}

std::vector<std::string> records_of(db::Reader& reader, Kind kind,
                                    std::string_view organization_id) {
  CHECK(is_uuid(organization_id));
  std::string wanted(organization_id);
  if (kind == Kind::Organization)
    wanted = fmt::format("%\"parent_organization_id\":\"{}\"%", organization_id);
  return reader.column<std::string>(statement(kind, "directory.of_organization", owned_text), {wanted});
}

std::vector<std::string> mobile_services(db::Reader& reader) {
  return reader.column<std::string>(kMobileServices);
}

std::vector<std::string> recently_changed(db::Reader& reader, int limit) {
  return reader.column<std::string>(kRecentlyChanged, {limit});
}

std::vector<std::string> all_organization_ids(db::Reader& reader) {
  return reader.column<std::string>(kOrganizationIds);
}

std::int64_t count_confirmed_since(db::Reader& reader, Date day) {
  return reader.value<std::int64_t>(kConfirmedSince, {format_iso_date(day)}).value_or(0);
}

std::vector<std::pair<std::string, std::string>> organizations_named(db::Reader& reader,
                                                                     std::string_view search,
                                                                     int limit) {
  std::vector<std::pair<std::string, std::string>> found;
  std::string plain;
  for (char c : search)
    if (c != '%' && c != '_') plain += c;
  std::string as_typed = "%" + plain + "%", lower = ascii_lower(as_typed);
  reader.each(kOrganizationsNamed, {as_typed, lower, limit}, [&](Row const& row) {
    found.emplace_back(std::string(row.text(0)), std::string(row.text(1)));
  });
  return found;
}

void each_organization(db::Reader& reader, std::function<void(Organization const&)> const& act) {
  reader.each(kEachOrganization, {},
              [&](Row const& row) { act(data::read_json<Organization>(row.text(0))); });
}

void each_service(db::Reader& reader, std::function<void(Service const&)> const& act) {
  reader.each(kEachService, {}, [&](Row const& row) { act(data::read_json<Service>(row.text(0))); });
}

void each_location(db::Reader& reader, std::function<void(Location const&)> const& act) {
  reader.each(kEachLocation, {}, [&](Row const& row) { act(data::read_json<Location>(row.text(0))); });
}

std::int64_t count_records(db::Reader& reader, Kind kind) {
  return reader.value<std::int64_t>(statement(kind, "directory.count", count_text)).value_or(0);
}

std::vector<Record> records_after(db::Reader& reader, Kind kind, std::string_view after, int limit) {
  std::vector<Record> records;
  reader.each(statement(kind, "directory.page", page_text), {after, limit},
              [&](Row const& row) { records.push_back(read_record(kind, row)); });
  return records;
}

Result<std::int64_t> save(db::Writer& writer, Actor const& actor, Record const& record,
                          std::optional<std::int64_t> expected_version) {
  CHECK(is_uuid(record.id));
  std::int64_t current = 0;
  std::optional<Json> previous;
  writer.one(statement(record.kind, "directory.version", version_text), {record.id},
             [&](Row const& row) {
               row.read_one(0, current);
               previous = Json::parse(row.text(1), nullptr, false);
             });
  if (previous && previous->is_discarded()) throw std::runtime_error("stored record is no JSON");
  if (expected_version && current != *expected_version)
    return Error{ErrorCode::Conflict, "", record.id};
  std::int64_t version = current + 1;
  keep_change(writer, actor, record, version, previous);
  RowValues row(record, version, writer.now());
  auto values = row.values();
  writer.run(statement(record.kind, "directory.save", upsert_text), values);
  writer.changed(name_of(record.kind), record.id);
  return version;
}

bool is_in_use(db::Reader& reader, Kind kind, std::string_view id) {
  if (kind == Kind::Location) return !services_at(reader, id).empty();
  if (kind != Kind::Organization) return false;
  return reader.value<std::int64_t>(kUsesOfOrganization, {id}).value_or(0) > 0;
}

Result<bool> remove(db::Writer& writer, Actor const&, Kind kind, std::string_view id,
                    std::int64_t expected_version) {
  if (is_in_use(writer, kind, id)) return Error{ErrorCode::Conflict, "", "in use"};
  if (writer.run(statement(kind, "directory.remove", remove_text), {id, expected_version}) == 0)
    return Error{ErrorCode::Conflict, "", "version"};
  forget_changes(writer, kind, id);
  writer.changed(name_of(kind), id);
  return true;
}

void insert_all(db::Writer& writer, Actor const&, std::vector<Record> const& records) {
  for (Kind kind : {Kind::Organization, Kind::Location, Kind::Service, Kind::Function}) {
    auto bulk = writer.bulk_insert(name_of(kind), columns_of(kind));
    bool any = false;
    for (auto const& record : records) {
      if (record.kind != kind) continue;
      CHECK(is_uuid(record.id));
      RowValues row(record, 1, writer.now());
      bulk->add(row.values());
      any = true;
    }
    bulk->finish();
    if (any) writer.changed(name_of(kind), "*");
  }
}

Record to_record(Service const& service) { return typed_record(Kind::Service, service); }
Record to_record(Organization const& organization) {
  return typed_record(Kind::Organization, organization);
}
Record to_record(Location const& location) { return typed_record(Kind::Location, location); }
Record to_record(Function const& function) { return typed_record(Kind::Function, function); }

}  // namespace mila::directory
