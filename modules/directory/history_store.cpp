// All SQL of the records' history.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "modules/directory/history.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

using data::Json;
using db::Sql;

constexpr std::chrono::hours kKept{24 * 730};

#define CHANGE_COLUMNS "kind, record_id, version, at, actor_id, organization_id, fields, previous"

constexpr Sql kAdd{"record_change.add", "insert into record_change(" CHANGE_COLUMNS
                                        ") values($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kForget{"record_change.forget",
                      "delete from record_change where kind = $1 and record_id = $2"};
constexpr Sql kExpire{"record_change.expire", "delete from record_change where at < $1"};
constexpr Sql kNext{"record_change.next",
                    "select version, previous from record_change where kind = $1 and record_id = $2 and "
                    "version > $3 order by version limit 1"};
constexpr Sql kOwn{"record_change.own",
                   "select count(*) from record_change where kind = $1 and record_id = $2 and "
                   "version = $3"};

std::optional<Kind> kind_named(std::string_view name) {
  for (Kind kind : {Kind::Organization, Kind::Service, Kind::Location, Kind::Function})
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

/// The library's own error would quote the record, and errors end up in the log.
Json parse(std::string_view text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) throw std::runtime_error("kept record is no JSON");
  return json;
}

RecordChange read_change(db::Row const& row) {
  RecordChange change;
  std::string kind, fields;
  std::optional<std::string> previous, after;
  row.read(kind, change.id, change.version, change.at, change.actor_id, change.organization_id,
           fields, previous, after);
  change.kind = kind_named(kind).value_or(Kind::Service);
  change.fields = split_list(fields, ' ');
  if (previous) change.previous = parse(*previous);
  if (after) change.after = parse(*after);
  return change;
}

std::string organization_of(Record const& record) {
  if (record.kind == Kind::Organization) return record.id;
  auto found = record.json.find("organization_id");
  return found != record.json.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string actor_id_of(Actor const& actor) {
  switch (actor.kind) {
    case Actor::Kind::Operator: return "operator";
    case Actor::Kind::Visitor: return "visitor";
    case Actor::Kind::Account: return actor.account_id;
  }
  return "";
}

/// Order-free comparison.
bool same(Json const& a, Json const& b) {
  return nlohmann::json(a) == nlohmann::json(b);
}

/// The conditions of a query as SQL; ids go into the list of values. Names of columns and the number
/// of organisations decide the text, so few different statements come of it.
struct Conditions {
  explicit Conditions(ChangeQuery const& query)
      : kind(query.kind ? name_of(*query.kind) : ""), since(query.since.value_or(Instant{})) {
    values = {kind, query.id, since, query.by_people};
    text =
        " where ($1 = '' or kind = $1) and ($2 = '' or record_id = $2) and at >= $3 and ($4 = 0 or "
        "actor_id <> 'operator')";
    if (!query.organization_ids) return;
    text += " and organization_id in (''";
    for (auto const& id : *query.organization_ids) {
      values.emplace_back(id);
      text += fmt::format(", ${}", values.size());
    }
    text += ") and organization_id <> ''";
  }
  std::string kind, text;
  Instant since;
  std::vector<db::Value> values;
};

/// Puts the records as they are now where no later change says what came next.
void fill_latest(db::Reader& reader, std::vector<RecordChange>& changes) {
  for (Kind kind : {Kind::Organization, Kind::Service, Kind::Location, Kind::Function}) {
    std::vector<std::string> ids;
    for (auto const& change : changes)
      if (change.kind == kind && change.after.is_null()) ids.push_back(change.id);
    std::map<std::string, Json> now;
    for (auto& record : find_records(reader, kind, ids))
      now.emplace(record.id, std::move(record.json));
    for (auto& change : changes)
      if (change.kind == kind && change.after.is_null()) change.after = now[change.id];
  }
}

}  // namespace

std::vector<RecordChange> changes(db::Reader& reader, ChangeQuery const& query) {
  Conditions conditions(query);
  conditions.values.emplace_back(query.limit);
  conditions.values.emplace_back(query.offset);
  std::string text = fmt::format(
      "select " CHANGE_COLUMNS
      ", (select later.previous from record_change later where later.kind = record_change.kind and "
      "later.record_id = record_change.record_id and later.version > record_change.version order by "
      "later.version limit 1) from record_change{} order by at desc, kind, record_id, version desc "
      "limit ${} offset ${}",
      conditions.text, conditions.values.size() - 1, conditions.values.size());
  std::vector<RecordChange> found;
  reader.each(Sql{"record_change.list", text}, conditions.values,
              [&](db::Row const& row) { found.push_back(read_change(row)); });
  fill_latest(reader, found);
  return found;
}

std::int64_t count_changes(db::Reader& reader, ChangeQuery const& query) {
  Conditions conditions(query);
  std::int64_t count = 0;
  reader.each(Sql{"record_change.count", "select count(*) from record_change" + conditions.text},
              conditions.values, [&](db::Row const& row) { count = row.integer(0); });
  return count;
}

std::optional<Record> record_at(db::Reader& reader, Kind kind, std::string_view id,
                                std::int64_t version) {
  auto current = find_records(reader, kind, {std::string(id)});
  if (current.empty() || version < 1 || version > current.front().version) return std::nullopt;
  Record record = std::move(current.front());
  if (version == record.version) return record;
  std::optional<std::string> text;
  std::int64_t next = 0;
  reader.one(kNext, {name_of(kind), id, version},
             [&](db::Row const& row) { row.read(next, text); });
  // A gap before the next change that is known means that what lies in it was deleted.
  bool known = next == version + 1 ||
               reader.value<std::int64_t>(kOwn, {name_of(kind), id, version}).value_or(0) > 0;
  if (!known) return std::nullopt;
  if (next > 0 && !text) return std::nullopt;
  if (text) record.json = parse(*text);
  record.version = version;
  return record;
}

std::vector<std::string> different_members(Json const& before, Json const& after) {
  std::vector<std::string> names;
  for (auto const& [name, value] : before.items()) {
    auto other = after.find(name);
    if (name != "last_modified" && (other == after.end() || !same(value, *other)))
      names.push_back(name);
  }
  for (auto const& [name, value] : after.items())
    if (name != "last_modified" && !before.contains(name)) names.push_back(name);
  return names;
}

void keep_change(db::Writer& writer, Actor const& actor, Record const& record, std::int64_t version,
                 std::optional<Json> const& previous) {
  // An address that is hidden from now on must not live on here.
  bool address = record.kind == Kind::Location || record.kind == Kind::Organization;
  if (address && record.json.value("x_protected", false)) {
    if (previous) forget_changes(writer, record.kind, record.id);
    return;
  }
  std::optional<std::string> text;
  std::string fields;
  if (previous) {
    auto names = different_members(*previous, record.json);
    if (names.empty()) return;
    fields = join(names, " ");
    text = previous->dump();
  }
  writer.run(kAdd, {name_of(record.kind), record.id, version, writer.now(), actor_id_of(actor),
                    organization_of(record), fields, text});
}

void forget_changes(db::Writer& writer, Kind kind, std::string_view id) {
  writer.run(kForget, {name_of(kind), id});
}

std::int64_t expire_changes(db::Writer& writer) {
  return writer.run(kExpire, {Instant{writer.now() - kKept}});
}

}  // namespace mila::directory
