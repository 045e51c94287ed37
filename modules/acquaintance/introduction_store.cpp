// SQL of introductions.
#include "modules/acquaintance/introduction_store.h"

namespace mila::acquaintances {
namespace {

using db::Row;
using db::Sql;

#define INTRODUCTION                                                                                            \
  "select id, version, first_id, second_id, place, other_field, common, first_answer, second_answer, created_by, " \
  "created_at, ends_at, introduced_at from introduction "

constexpr Sql kFind{"introduction.find", INTRODUCTION "where id = $1"};
constexpr Sql kSince{"introduction.since", INTRODUCTION "where created_at >= $1 order by created_at desc, id desc limit $2"};
/// In either order: the order of a pair is that in which it was asked, and two entries may be made one since.
constexpr Sql kPair{"introduction.pair",
                    "select count(*) from introduction where ((first_id = $1 and second_id = $2) or "
                    "(first_id = $2 and second_id = $1)) and created_at > $3"};
constexpr Sql kInsert{
    "introduction.insert",
    "insert into introduction(id, version, first_id, second_id, place, other_field, common, first_answer, "
    "second_answer, created_by, created_at, ends_at) values($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"};
constexpr Sql kUpdate{"introduction.update",
                      "update introduction set version = version + 1, first_answer = $3, second_answer = $4, "
                      "introduced_at = $5 where id = $1 and version = $2"};
constexpr Sql kForget{"introduction.forget", "delete from introduction where created_at < $1"};

Introduction introduction_from(Row const& row) {
  Introduction one;
  std::string first, second;
  std::int64_t common = 0;
  row.read(one.id, one.version, one.organizations[0], one.organizations[1], one.place, one.other_field, common, first,
           second, one.created_by, one.created_at, one.ends_at, one.introduced_at);
  one.common = static_cast<int>(common);
  one.replies = {reply_named(first).value_or(Reply::None), reply_named(second).value_or(Reply::None)};
  return one;
}

}  // namespace

std::optional<Introduction> find_introduction(db::Reader& reader, std::string_view id) {
  std::optional<Introduction> found;
  reader.one(kFind, {id}, [&](Row const& row) { found = introduction_from(row); });
  return found;
}

std::vector<Introduction> introductions_since(db::Reader& reader, Instant since, int limit) {
  std::vector<Introduction> all;
  reader.each(kSince, {since, limit}, [&](Row const& row) { all.push_back(introduction_from(row)); });
  return all;
}

bool was_introduced_since(db::Reader& reader, std::string const& first, std::string const& second, Instant since) {
  std::int64_t count = 0;
  reader.one(kPair, {first, second, since}, [&](Row const& row) { row.read(count); });
  return count > 0;
}

void insert_introduction(db::Writer& writer, Introduction const& one) {
  writer.run(kInsert, {one.id, one.organizations[0], one.organizations[1], one.place, one.other_field, one.common,
                       name_of(one.replies[0]), name_of(one.replies[1]), one.created_by, one.created_at, one.ends_at});
  writer.changed("introduction", one.id);
}

bool update_introduction(db::Writer& writer, Introduction const& one) {
  bool const done = writer.run(kUpdate, {one.id, one.version, name_of(one.replies[0]), name_of(one.replies[1]),
                                         one.introduced_at}) > 0;
  if (done) writer.changed("introduction", one.id);
  return done;
}

std::int64_t forget_introductions(db::Writer& writer, Instant before) { return writer.run(kForget, {before}); }

}  // namespace mila::acquaintances
