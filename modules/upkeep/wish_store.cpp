// All SQL of wishes for a stop.
#include "modules/upkeep/wish_store.h"

namespace mila::upkeep {
namespace {

using db::Sql;

#define WISH_COLUMNS "id, service_id, place_id, note, account_id, made_at, state, answer, answered_by, answered_at"

constexpr Sql kInsert{"upkeep_stop_wish.insert", "insert into upkeep_stop_wish(" WISH_COLUMNS
                      ") values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"};
constexpr Sql kFind{"upkeep_stop_wish.find", "select " WISH_COLUMNS " from upkeep_stop_wish where id = $1"};
constexpr Sql kAll{"upkeep_stop_wish.all", "select " WISH_COLUMNS " from upkeep_stop_wish order by made_at desc, id"};
constexpr Sql kAnswer{"upkeep_stop_wish.answer",
                      "update upkeep_stop_wish set state = $2, answer = $3, answered_by = $4, answered_at = $5 "
                      "where id = $1 and state = $6"};
constexpr Sql kExpire{"upkeep_stop_wish.expire", "delete from upkeep_stop_wish where made_at < $1"};

StopWish read_wish(db::Row const& row) {
  StopWish wish;
  row.read(wish.id, wish.service_id, wish.place_id, wish.note, wish.account_id, wish.made_at, wish.state,
           wish.answer, wish.answered_by, wish.answered_at);
  return wish;
}

}  // namespace

void insert_wish(db::Writer& writer, StopWish const& wish) {
  writer.run(kInsert, {wish.id, wish.service_id, wish.place_id, wish.note, wish.account_id, wish.made_at,
                       wish.state, wish.answer, wish.answered_by, wish.answered_at});
}

std::optional<StopWish> find_wish(db::Reader& reader, std::string_view id) {
  std::optional<StopWish> wish;
  reader.one(kFind, {id}, [&](db::Row const& row) { wish = read_wish(row); });
  return wish;
}

std::vector<StopWish> all_wishes(db::Reader& reader) {
  std::vector<StopWish> wishes;
  reader.each(kAll, {}, [&](db::Row const& row) { wishes.push_back(read_wish(row)); });
  return wishes;
}

bool answer_wish(db::Writer& writer, StopWish const& wish, std::string_view before) {
  return writer.run(kAnswer, {wish.id, wish.state, wish.answer, wish.answered_by, wish.answered_at, before}) > 0;
}

std::int64_t expire_wishes(db::Writer& writer, Instant before) { return writer.run(kExpire, {before}); }

}  // namespace mila::upkeep
