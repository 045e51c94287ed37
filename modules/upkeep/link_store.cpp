// All SQL of the link check.
#include "modules/upkeep/link_store.h"

namespace mila::upkeep {
namespace {

using db::Sql;

#define LINK_COLUMNS "url, host, due_at, checked_at, code, failures, failed_on, left_until"

constexpr Sql kAll{"upkeep_link_check.all", "select " LINK_COLUMNS " from upkeep_link_check order by url"};
constexpr Sql kFind{"upkeep_link_check.find", "select " LINK_COLUMNS " from upkeep_link_check where url = $1"};
constexpr Sql kInsert{"upkeep_link_check.insert",
                      "insert into upkeep_link_check(" LINK_COLUMNS ") values($1, $2, $3, $4, $5, $6, $7, $8) "
                      "on conflict (url) do nothing"};  // another server has just seen it, too
constexpr Sql kUpdate{"upkeep_link_check.update",
                      "update upkeep_link_check set due_at = $2, checked_at = $3, code = $4, failures = $5, "
                      "failed_on = $6, left_until = $7 where url = $1"};
constexpr Sql kDelete{"upkeep_link_check.delete", "delete from upkeep_link_check where url = $1"};
constexpr Sql kDue{"upkeep_link_check.due", "select " LINK_COLUMNS
                   " from upkeep_link_check where due_at <= $1 order by due_at, url limit $2"};
constexpr Sql kHosts{"upkeep_link_check.hosts",
                     "select distinct host from upkeep_link_check where checked_at >= $1"};
constexpr Sql kWorked{"upkeep_link_check.worked",
                      "select url from upkeep_link_check where code = 'ok' and checked_at >= $1 limit 1"};
constexpr Sql kBroken{"upkeep_link_check.broken", "select " LINK_COLUMNS
                      " from upkeep_link_check where failures >= $1 and left_until < $2 order by url"};

LinkCheck read_check(db::Row const& row) {
  LinkCheck check;
  row.read(check.url, check.host, check.due_at, check.checked_at, check.code, check.failures,
           check.failed_on, check.left_until);
  return check;
}

std::vector<LinkCheck> checks(db::Reader& reader, Sql const& sql, std::vector<db::Value> const& values) {
  std::vector<LinkCheck> found;
  reader.each(sql, values, [&](db::Row const& row) { found.push_back(read_check(row)); });
  return found;
}

}  // namespace

std::vector<LinkCheck> all_link_checks(db::Reader& reader) { return checks(reader, kAll, {}); }

void insert_link_check(db::Writer& writer, LinkCheck const& check) {
  writer.run(kInsert, {check.url, check.host, check.due_at, check.checked_at, check.code, check.failures,
                       check.failed_on, check.left_until});
}

void delete_link_check(db::Writer& writer, std::string_view url) { writer.run(kDelete, {url}); }

std::optional<LinkCheck> find_link_check(db::Reader& reader, std::string_view url) {
  auto found = checks(reader, kFind, {url});
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

void update_link_check(db::Writer& writer, LinkCheck const& check) {
  writer.run(kUpdate, {check.url, check.due_at, check.checked_at, check.code, check.failures,
                       check.failed_on, check.left_until});
}

std::vector<LinkCheck> due_link_checks(db::Reader& reader, Instant now, int limit) {
  return checks(reader, kDue, {now, limit});
}

std::vector<std::string> hosts_checked_since(db::Reader& reader, Instant since) {
  return reader.column<std::string>(kHosts, {since});
}

bool any_link_worked_since(db::Reader& reader, Instant since) {
  return !reader.column<std::string>(kWorked, {since}).empty();
}

std::vector<LinkCheck> broken_links(db::Reader& reader, int days, std::string_view today) {
  return checks(reader, kBroken, {days, today});
}

}  // namespace mila::upkeep
