// All SQL of duplicates and merges.
#include "modules/network/merge_store.h"

#include <fmt/format.h>

#include <algorithm>

namespace mila::network {
namespace {

using db::Row;
using db::Sql;

/// A mail address more than four people share is that of an office. The numbers stand in the text, so
/// that the index over the few shared keys is used.
constexpr Sql kAlike{
    "person_match.alike",
    "select distinct a.person_id, b.person_id from person_match a join person_match b "
    "on b.match_key = a.match_key and a.person_id < b.person_id "
    "where a.sharers between 2 and 4 and b.sharers between 2 and 4 "
    "and (a.person_id, b.person_id) > ($1, $2) order by a.person_id, b.person_id limit $3"};
constexpr Sql kTwo{"not_duplicate.all",
                   "select first_id, second_id from not_duplicate where kind = $1"};
constexpr Sql kCallTwo{"not_duplicate.insert",
                       "insert into not_duplicate(kind, first_id, second_id) values($1, $2, $3) "
                       "on conflict (kind, first_id, second_id) do nothing"};
constexpr Sql kInsert{"merge.insert",
                      "insert into merge(id, kind, kept_id, dropped_id, moved, merged_at, merged_by) "
                      "values($1, $2, $3, $4, $5, $6, $7)"};
constexpr Sql kFind{"merge.find",
                    "select id, kind, kept_id, dropped_id, merged_at, moved from merge where id = $1"};
constexpr Sql kSince{"merge.since",
                     "select id, kind, kept_id, dropped_id, merged_at, moved from merge "
                     "where merged_at >= $1 order by merged_at desc, id desc limit 100"};
constexpr Sql kBefore{"merge.before",
                      "select id, kind, kept_id, dropped_id, merged_at, moved from merge "
                      "where merged_at < $1 order by merged_at, id"};
constexpr Sql kDrop{"merge.drop", "delete from merge where id = $1"};
constexpr Sql kDropOf{"merge.drop_of", "delete from merge where kept_id = $1 or dropped_id = $1"};
constexpr Sql kDropTwo{"not_duplicate.drop",
                       "delete from not_duplicate where first_id = $1 or second_id = $1"};
constexpr Sql kMergedInto{"person.merged_into",
                          "select id from person where merged_into = $1 order by id"};
constexpr Sql kMergedAgain{
    "merge.again",
    "select count(*) from merge where id > $1 and (kept_id in ($2, $3) or dropped_id in ($2, $3))"};
constexpr Sql kTakeBackRevoking{"consent.take_back",
                                "update person_consent set revoked_at = null, revoked_by = null "
                                "where id = $1 and revoked_by = $2"};
constexpr Sql kBodiesOfPerson{
    "body.of_person",
    "select id from body where office_person_id = $1 or id in (select body_id from seat where "
    "person_id = $1 or deputy_id = $1) order by id"};
constexpr Sql kBodiesOfOrganization{
    "body.of_organization",
    "select id from body where office_organization_id = $1 or id in (select body_id from seat where "
    "organization_id = $1) order by id"};
constexpr Sql kTouchBody{"body.touch",
                         "update body set version = version + 1, modified = $2 where id = $1"};
constexpr Sql kSetMerged{"person.set_merged", "update person set merged_into = $2 where id = $1"};

MergeRow read_merge(Row const& row) {
  MergeRow merge;
  row.read(merge.id, merge.kind, merge.kept_id, merge.dropped_id, merge.merged_at, merge.moved);
  return merge;
}

}  // namespace

std::vector<IdPair> people_alike(db::Reader& reader, IdPair const& after, int limit) {
  std::vector<IdPair> pairs;
  reader.each(kAlike, {after.first, after.second, limit}, [&](Row const& row) {
    auto& pair = pairs.emplace_back();
    row.read(pair.first, pair.second);
  });
  return pairs;
}

std::set<IdPair> called_two(db::Reader& reader, std::string_view kind) {
  std::set<IdPair> pairs;
  reader.each(kTwo, {kind}, [&](Row const& row) {
    IdPair pair;
    row.read(pair.first, pair.second);
    pairs.insert(std::move(pair));
  });
  return pairs;
}

void insert_not_duplicate(db::Writer& writer, std::string_view kind, IdPair const& pair) {
  writer.run(kCallTwo, {kind, pair.first, pair.second});
}

void insert_merge(db::Writer& writer, MergeRow const& merge, std::string_view by) {
  writer.run(kInsert, {merge.id, merge.kind, merge.kept_id, merge.dropped_id, merge.moved,
                       writer.now(), by});
}

std::optional<MergeRow> find_merge(db::Reader& reader, std::string_view id) {
  std::optional<MergeRow> merge;
  reader.one(kFind, {id}, [&](Row const& row) { merge = read_merge(row); });
  return merge;
}

std::vector<MergeRow> merges_since(db::Reader& reader, Instant since) {
  std::vector<MergeRow> merges;
  reader.each(kSince, {since}, [&](Row const& row) { merges.push_back(read_merge(row)); });
  return merges;
}

std::vector<MergeRow> merges_before(db::Reader& reader, Instant before) {
  std::vector<MergeRow> merges;
  reader.each(kBefore, {before}, [&](Row const& row) { merges.push_back(read_merge(row)); });
  return merges;
}

void delete_merge(db::Writer& writer, std::string_view id) { writer.run(kDrop, {id}); }

std::vector<std::string> merged_into(db::Reader& reader, std::string_view person_id) {
  return reader.column<std::string>(kMergedInto, {person_id});
}

void delete_merges_of(db::Writer& writer, std::string_view id) {
  writer.run(kDropOf, {id});
  writer.run(kDropTwo, {id});
}

namespace {

/// Rows of `column` that point to $1; those that would be twice where $2 is already stay out.
std::string pointing(RecordColumn const& column) {
  std::string text = fmt::format(" where {} = $1", column.column);
  if (!column.only.empty()) text += fmt::format(" and {}", column.only);
  if (!column.once_per.empty())
    text += fmt::format(" and not exists (select 1 from {0} other where other.{1} = $2 and other.{2} = {0}.{2})",
                        column.table, column.column, column.once_per);
  return text;
}

std::string pointing_to_second(RecordColumn const& column) {
  return fmt::format("update {0} set {1} = $2{2}", column.table, column.column,
                     column.versioned ? ", version = version + 1" : "");
}

void tell(db::Writer& writer, RecordColumn const& column, std::vector<std::string> const& keys) {
  for (auto const& key : keys) writer.changed(column.table, key);
}

}  // namespace

std::vector<std::string> move_rows(db::Writer& writer, RecordColumn const& column, std::string_view from,
                                   std::string_view to) {
  std::vector<std::string> keys;
  std::string find = fmt::format("select {} from {}{} order by 1", column.key, column.table, pointing(column));
  std::vector<db::Value> values{from};
  if (!column.once_per.empty()) values.push_back(to);
  writer.each({"merge.rows", find}, values, [&](Row const& row) { keys.emplace_back(row.text(0)); });
  if (keys.empty()) return keys;
  std::string move = pointing_to_second(column) + pointing(column);
  db::Value const both[]{from, to};
  writer.run({"merge.move", move}, both);
  tell(writer, column, keys);
  return keys;
}

std::size_t move_rows_back(db::Writer& writer, RecordColumn const& column,
                           std::vector<std::string> const& keys, std::string_view from,
                           std::string_view to) {
  constexpr std::size_t kAtOnce = 32;
  auto in = [&](std::size_t first) {
    std::string text = fmt::format(" and {} in (", column.key);
    for (std::size_t i = 0; i < kAtOnce; ++i) text += fmt::format("{}${}", i > 0 ? ", " : "", i + first);
    return text + ")";
  };
  std::string move = pointing_to_second(column) + pointing(column) + in(3);
  std::string left = fmt::format("select 1 from {} where {} = $1{}", column.table, column.column, in(2));
  std::size_t stay = 0;
  for (std::size_t done = 0; done < keys.size(); done += kAtOnce) {
    std::vector<db::Value> values{from, to};
    // The last one again fills the row, so that one statement serves all.
    for (std::size_t i = 0; i < kAtOnce; ++i) values.push_back(keys[std::min(done + i, keys.size() - 1)]);
    auto wanted = static_cast<std::int64_t>(std::min(kAtOnce, keys.size() - done));
    if (writer.run({"merge.move_back", move}, values) == wanted) continue;
    values.erase(values.begin() + 1);
    writer.each({"merge.stay", left}, values, [&](Row const&) { ++stay; });
  }
  tell(writer, column, keys);
  return stay;
}

std::vector<std::string> clear_own_deputies(db::Writer& writer, OwnDeputy const& deputy,
                                            std::string_view person_id) {
  std::string find = fmt::format("select id from {} where {} = $1 and person_id = $1 order by id",
                                 deputy.table, deputy.column);
  std::vector<std::string> ids;
  db::Value const values[]{person_id};
  writer.each({"merge.own_deputies", find}, values,
              [&](Row const& row) { ids.emplace_back(row.text(0)); });
  if (ids.empty()) return ids;
  std::string clear = fmt::format("update {0} set {1} = null where {1} = $1 and person_id = $1",
                                  deputy.table, deputy.column);
  writer.run({"merge.clear_deputies", clear}, values);
  return ids;
}

void restore_own_deputies(db::Writer& writer, OwnDeputy const& deputy,
                          std::vector<std::string> const& ids, std::string_view person_id) {
  std::string text = fmt::format(
      "update {0} set {1} = $2 where id = $1 and {1} is null and person_id = $2", deputy.table,
      deputy.column);
  for (auto const& id : ids) {
    db::Value const values[]{id, person_id};
    writer.run({"merge.restore_deputies", text}, values);
  }
}

bool merged_again(db::Reader& reader, MergeRow const& merge) {
  // Ids grow with time.
  return reader.value<std::int64_t>(kMergedAgain, {merge.id, merge.kept_id, merge.dropped_id})
             .value_or(0) > 0;
}

void take_back_revoking(db::Writer& writer, std::vector<std::string> const& consent_ids,
                        std::string_view by) {
  for (auto const& id : consent_ids) writer.run(kTakeBackRevoking, {id, by});
}

namespace {

void touch_bodies(db::Writer& writer, Sql const& find, std::string_view id) {
  for (auto const& body : writer.column<std::string>(find, {id})) {
    writer.run(kTouchBody, {body, writer.now()});
    writer.changed("body", body);
  }
}

}  // namespace

void touch_bodies_of_person(db::Writer& writer, std::string_view person_id) {
  touch_bodies(writer, kBodiesOfPerson, person_id);
}

void touch_bodies_of_organization(db::Writer& writer, std::string_view organization_id) {
  touch_bodies(writer, kBodiesOfOrganization, organization_id);
}

void set_merged_into(db::Writer& writer, std::string_view person_id,
                     std::optional<std::string_view> kept_id) {
  writer.run(kSetMerged, {person_id, kept_id});
}

}  // namespace mila::network
