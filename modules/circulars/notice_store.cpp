// SQL of the notice board and its readers.
#include "modules/circulars/notices.h"

namespace mila::circulars {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kOn{"notice.on",
                  "select id, title, body, until_day, created_by, created_at from notice "
                  "where until_day >= $1 order by created_at desc, id limit $2"};
constexpr Sql kSince{"notice.since",
                     "select id, title, body, until_day, created_by, created_at from notice "
                     "where until_day >= $1 and created_at > $2 order by created_at, id limit 50"};
constexpr Sql kFind{"notice.find",
                    "select id, title, body, until_day, created_by, created_at from notice where id = $1"};
constexpr Sql kInsert{"notice.insert",
                      "insert into notice(id, title, body, until_day, created_by, created_at) "
                      "values($1, $2, $3, $4, $5, $6)"};
constexpr Sql kDelete{"notice.delete", "delete from notice where id = $1"};
constexpr Sql kDeleteBy{"notice.delete_by", "delete from notice where created_by = $1"};
constexpr Sql kExpire{"notice.expire", "delete from notice where until_day < $1"};
constexpr Sql kReaders{"notice_reader.all", "select account_id, since from notice_reader order by account_id"};
constexpr Sql kReader{"notice_reader.find", "select account_id from notice_reader where account_id = $1"};
constexpr Sql kSetReader{"notice_reader.set",
                         "insert into notice_reader(account_id, since) values($1, $2) "
                         "on conflict (account_id) do update set since = excluded.since"};
constexpr Sql kDropReader{"notice_reader.delete", "delete from notice_reader where account_id = $1"};

Notice notice_from(Row const& row) {
  Notice notice;
  std::string until;
  row.read(notice.id, notice.title, notice.body, until, notice.created_by, notice.created_at);
  notice.until = parse_iso_date(until).value_or(Date{});
  return notice;
}

}  // namespace

std::vector<Notice> notices_on(db::Reader& reader, Date day, int limit) {
  std::vector<Notice> notices;
  reader.each(kOn, {format_iso_date(day), limit}, [&](Row const& row) { notices.push_back(notice_from(row)); });
  return notices;
}

std::vector<Notice> notices_since(db::Reader& reader, Date day, Instant since) {
  std::vector<Notice> notices;
  reader.each(kSince, {format_iso_date(day), since}, [&](Row const& row) { notices.push_back(notice_from(row)); });
  return notices;
}

std::optional<Notice> find_notice(db::Reader& reader, std::string_view id) {
  std::optional<Notice> notice;
  reader.one(kFind, {id}, [&](Row const& row) { notice = notice_from(row); });
  return notice;
}

void insert_notice(db::Writer& writer, Notice const& notice) {
  writer.run(kInsert, {notice.id, notice.title, notice.body, format_iso_date(notice.until), notice.created_by,
                       writer.now()});
  writer.changed("notice", notice.id);
}

void delete_notice(db::Writer& writer, std::string_view id) {
  writer.run(kDelete, {id});
  writer.changed("notice", id);
}

void delete_notices_by(db::Writer& writer, std::string_view account_id) { writer.run(kDeleteBy, {account_id}); }

std::int64_t expire_notices(db::Writer& writer, Date before) {
  return writer.run(kExpire, {format_iso_date(before)});
}

std::vector<NoticeReader> notice_readers(db::Reader& reader) {
  std::vector<NoticeReader> readers;
  reader.each(kReaders, {}, [&](Row const& row) {
    auto& one = readers.emplace_back();
    row.read(one.account_id, one.since);
  });
  return readers;
}

bool is_notice_reader(db::Reader& reader, std::string_view account_id) {
  return reader.value<std::string>(kReader, {account_id}).has_value();
}

void set_notice_reader(db::Writer& writer, std::string_view account_id, Instant since) {
  writer.run(kSetReader, {account_id, since});
}

void delete_notice_reader(db::Writer& writer, std::string_view account_id) { writer.run(kDropReader, {account_id}); }

}  // namespace mila::circulars
