// All SQL of hidden entries.
#include "modules/upkeep/hiding_store.h"

namespace mila::upkeep {
namespace {

using db::Sql;

#define HIDING_COLUMNS \
  "id, service_id, organization_id, ground, text, status_before, hidden_by, hidden_at, ended_by, ended_at"

constexpr Sql kInsert{"upkeep_hiding.insert", "insert into upkeep_hiding(" HIDING_COLUMNS
                      ") values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Sql kOf{"upkeep_hiding.of_service", "select " HIDING_COLUMNS
                  " from upkeep_hiding where service_id = $1 order by hidden_at desc, id"};
constexpr Sql kSince{"upkeep_hiding.since", "select " HIDING_COLUMNS
                     " from upkeep_hiding where hidden_at >= $1 order by hidden_at desc, id"};
constexpr Sql kEnd{"upkeep_hiding.end",
                   "update upkeep_hiding set ended_by = $2, ended_at = $3 where service_id = $1 and ended_at is null"};
constexpr Sql kExpire{"upkeep_hiding.expire", "delete from upkeep_hiding where ended_at < $1"};

std::vector<Hiding> hidings(db::Reader& reader, Sql const& sql, std::vector<db::Value> const& values) {
  std::vector<Hiding> found;
  reader.each(sql, values, [&](db::Row const& row) {
    Hiding& hiding = found.emplace_back();
    row.read(hiding.id, hiding.service_id, hiding.organization_id, hiding.ground, hiding.text,
             hiding.status_before, hiding.hidden_by, hiding.hidden_at, hiding.ended_by, hiding.ended_at);
  });
  return found;
}

}  // namespace

void insert_hiding(db::Writer& writer, Hiding const& hiding) {
  writer.run(kInsert, {hiding.id, hiding.service_id, hiding.organization_id, hiding.ground, hiding.text,
                       hiding.status_before, hiding.hidden_by, hiding.hidden_at, hiding.ended_by, hiding.ended_at});
}

std::vector<Hiding> hidings_of(db::Reader& reader, std::string_view service_id) {
  return hidings(reader, kOf, {service_id});
}

std::vector<Hiding> hidings_since(db::Reader& reader, Instant since) { return hidings(reader, kSince, {since}); }

bool end_hidings(db::Writer& writer, std::string_view service_id, std::string_view by) {
  return writer.run(kEnd, {service_id, by, writer.now()}) > 0;
}

std::int64_t expire_hidings(db::Writer& writer, Instant before) { return writer.run(kExpire, {before}); }

}  // namespace mila::upkeep
