// All SQL of evaluations.
#include "modules/accounts/evaluation_store.h"

namespace mila::accounts {
namespace {

using db::Sql;

#define EVALUATION_COLUMNS                                                                    \
  "id, asked_by, reason, actor_id, object_kind, object_id, from_day, until_day, asked_at, "   \
  "coalesce(agreed_by, ''), agreed_at"

constexpr Sql kAdd{"evaluation.add",
                   "insert into audit_evaluation(id, asked_by, reason, actor_id, object_kind, "
                   "object_id, from_day, until_day, asked_at) values($1, $2, $3, $4, $5, $6, $7, "
                   "$8, $9)"};
constexpr Sql kAgree{"evaluation.agree",
                     "update audit_evaluation set agreed_by = $2, agreed_at = $3 where id = $1 "
                     "and agreed_by is null and asked_by <> $2"};
constexpr Sql kFind{"evaluation.find",
                    "select " EVALUATION_COLUMNS " from audit_evaluation where id = $1"};
constexpr Sql kAll{"evaluation.all", "select " EVALUATION_COLUMNS
                                     " from audit_evaluation order by asked_at desc limit 50"};
constexpr Sql kExpire{"evaluation.expire", "delete from audit_evaluation where asked_at < $1"};

Evaluation read_evaluation(db::Row const& row) {
  Evaluation e;
  row.read(e.id, e.asked_by, e.reason, e.actor_id, e.object_kind, e.object_id, e.from_day,
           e.until_day, e.asked_at, e.agreed_by, e.agreed_at);
  return e;
}

}  // namespace

void add_evaluation(db::Writer& writer, Evaluation const& e) {
  writer.run(kAdd, {e.id, e.asked_by, e.reason, e.actor_id, e.object_kind, e.object_id, e.from_day,
                    e.until_day, e.asked_at});
}

bool agree(db::Writer& writer, std::string_view id, std::string_view account_id) {
  return writer.run(kAgree, {id, account_id, writer.now()}) > 0;
}

std::optional<Evaluation> find_evaluation(db::Reader& reader, std::string_view id) {
  std::optional<Evaluation> evaluation;
  reader.one(kFind, {id}, [&](db::Row const& row) { evaluation = read_evaluation(row); });
  return evaluation;
}

std::vector<Evaluation> evaluations(db::Reader& reader) {
  std::vector<Evaluation> all;
  reader.each(kAll, {}, [&](db::Row const& row) { all.push_back(read_evaluation(row)); });
  return all;
}

std::int64_t expire_evaluations(db::Writer& writer, Instant before) {
  return writer.run(kExpire, {before});
}

}  // namespace mila::accounts
