// All SQL of personal links.
#include "modules/upkeep/today_link_store.h"

#include <fmt/format.h>

#include "platform/crypto/token.h"

namespace mila::upkeep {
namespace {

using db::Sql;

constexpr std::string_view kPurpose = "today";
/// A link is ended by hand; this is only so that none is for ever.
constexpr std::chrono::hours kLongest{24 * 365 * 5};

#define LINK_COLUMNS "id, organization_id, service_id, label, made_by, made_at, used_at, ended_at"

constexpr Sql kInsert{"upkeep_today_link.insert",
                      "insert into upkeep_today_link(" LINK_COLUMNS
                      ") values($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kFind{"upkeep_today_link.find",
                    "select " LINK_COLUMNS " from upkeep_today_link where id = $1"};
constexpr Sql kUsed{"upkeep_today_link.used",
                    "update upkeep_today_link set used_at = $2 where id = $1"};
constexpr Sql kEnd{"upkeep_today_link.end",
                   "update upkeep_today_link set ended_at = $2 where id = $1 and ended_at is null"};
constexpr Sql kExpire{"upkeep_today_link.expire",
                      "delete from upkeep_today_link where ended_at < $1"};

TodayLink read_link(db::Row const& row) {
  TodayLink link;
  row.read(link.id, link.organization_id, link.service_id, link.label, link.made_by, link.made_at,
           link.used_at, link.ended_at);
  return link;
}

}  // namespace

void insert_today_link(db::Writer& writer, TodayLink const& link) {
  writer.run(kInsert, {link.id, link.organization_id, link.service_id, link.label, link.made_by,
                       link.made_at, link.used_at, link.ended_at});
}

std::optional<TodayLink> find_today_link(db::Reader& reader, std::string_view id) {
  std::optional<TodayLink> link;
  reader.one(kFind, {id}, [&](db::Row const& row) { link = read_link(row); });
  return link;
}

std::vector<TodayLink> today_links(
    db::Reader& reader, std::optional<std::vector<std::string>> const& organization_ids) {
  std::string text = "select " LINK_COLUMNS " from upkeep_today_link where ended_at is null";
  std::vector<db::Value> values;
  if (organization_ids) {
    text += " and organization_id in (''";
    for (auto const& id : *organization_ids) {
      values.emplace_back(id);
      text += fmt::format(", ${}", values.size());
    }
    text += ")";
  }
  text += " order by made_at desc, id limit 500";
  std::vector<TodayLink> links;
  reader.each(Sql{"upkeep_today_link.list", text}, values,
              [&](db::Row const& row) { links.push_back(read_link(row)); });
  return links;
}

void note_today_link_use(db::Writer& writer, std::string_view id) {
  writer.run(kUsed, {id, writer.now()});
}

void end_today_link(db::Writer& writer, std::string_view id) {
  writer.run(kEnd, {id, writer.now()});
}

std::int64_t expire_today_links(db::Writer& writer, Instant before) {
  return writer.run(kExpire, {before});
}

std::string token_of(County& county, TodayLink const& link) {
  return crypto::sign(county.keys().derive("upkeep.today"), kPurpose, link.id,
                      link.made_at + kLongest);
}

std::optional<std::string> today_link_id(County& county, std::string_view token, Instant now) {
  return crypto::verify(county.keys().derive("upkeep.today"), kPurpose, token, now);
}

}  // namespace mila::upkeep
