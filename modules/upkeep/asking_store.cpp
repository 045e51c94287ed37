// All SQL of questions to providers.
#include "modules/upkeep/asking_store.h"

namespace mila::upkeep {
namespace {

using db::Sql;

#define ASKING_COLUMNS \
  "id, organization_id, asked_by, asked_at, mail_sent, reminded_at, answered_at, ended_at"

constexpr Sql kInsert{"upkeep_asking.insert",
                      "insert into upkeep_asking(" ASKING_COLUMNS
                      ") values($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kFind{"upkeep_asking.find", "select " ASKING_COLUMNS " from upkeep_asking where id = $1"};
constexpr Sql kLast{"upkeep_asking.last",
                    "select " ASKING_COLUMNS
                    " from upkeep_asking where not exists (select 1 from upkeep_asking later where "
                    "later.organization_id = upkeep_asking.organization_id and (later.asked_at > "
                    "upkeep_asking.asked_at or (later.asked_at = upkeep_asking.asked_at and later.id > "
                    "upkeep_asking.id)))"};
constexpr Sql kReminded{"upkeep_asking.reminded",
                        "update upkeep_asking set reminded_at = $2 where id = $1"};
constexpr Sql kAnswered{"upkeep_asking.answered",
                        "update upkeep_asking set answered_at = $2 where id = $1 and answered_at is "
                        "null"};
constexpr Sql kOpen{"upkeep_asking.open",
                    "select " ASKING_COLUMNS
                    " from upkeep_asking where organization_id = $1 and answered_at is null and "
                    "ended_at is null order by asked_at desc limit 1"};
constexpr Sql kAllAnswered{"upkeep_asking.all_answered",
                           "update upkeep_asking set answered_at = $2 where organization_id = $1 and "
                           "answered_at is null"};
constexpr Sql kEnd{"upkeep_asking.end",
                   "update upkeep_asking set ended_at = $2 where asked_at < $1 and answered_at is "
                   "null and ended_at is null"};
constexpr Sql kExpire{"upkeep_asking.expire", "delete from upkeep_asking where asked_at < $1"};

Asking read_asking(db::Row const& row) {
  Asking asking;
  row.read(asking.id, asking.organization_id, asking.asked_by, asking.asked_at, asking.mail_sent,
           asking.reminded_at, asking.answered_at, asking.ended_at);
  return asking;
}

}  // namespace

void insert_asking(db::Writer& writer, Asking const& asking) {
  writer.run(kInsert, {asking.id, asking.organization_id, asking.asked_by, asking.asked_at,
                       asking.mail_sent, asking.reminded_at, asking.answered_at, asking.ended_at});
}

std::optional<Asking> find_asking(db::Reader& reader, std::string_view id) {
  std::optional<Asking> asking;
  reader.one(kFind, {id}, [&](db::Row const& row) { asking = read_asking(row); });
  return asking;
}

std::vector<Asking> last_askings(db::Reader& reader) {
  std::vector<Asking> askings;
  reader.each(kLast, {}, [&](db::Row const& row) { askings.push_back(read_asking(row)); });
  return askings;
}

void mark_asking_reminded(db::Writer& writer, std::string_view id) {
  writer.run(kReminded, {id, writer.now()});
}

bool mark_asking_answered(db::Writer& writer, std::string_view id) {
  return writer.run(kAnswered, {id, writer.now()}) > 0;
}

std::optional<Asking> open_asking(db::Reader& reader, std::string_view organization_id) {
  std::optional<Asking> asking;
  reader.one(kOpen, {organization_id}, [&](db::Row const& row) { asking = read_asking(row); });
  return asking;
}

void mark_all_answered(db::Writer& writer, std::string_view organization_id) {
  writer.run(kAllAnswered, {organization_id, writer.now()});
}

std::int64_t end_unanswered(db::Writer& writer, Instant before) {
  return writer.run(kEnd, {before, writer.now()});
}

std::int64_t expire_askings(db::Writer& writer, Instant before) {
  return writer.run(kExpire, {before});
}

}  // namespace mila::upkeep
