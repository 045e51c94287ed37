// The chain of the audit log.
#include "platform/auth/audit.h"

#include <fmt/format.h>

namespace mila::auth {
namespace {

using db::Sql;

constexpr Sql kLast{"audit.last", "select seq, hash from audit_entry order by seq desc limit 1"};
constexpr Sql kAdd{"audit.add",
                   "insert into audit_entry(seq, at, actor_id, action, object_kind, object_id, "
                   "detail, hash) values($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kFrom{"audit.from",
                    "select seq, at, actor_id, action, object_kind, object_id, detail, hash from "
                    "audit_entry where seq > $1 order by seq limit 1000"};
constexpr Sql kQuery{"audit.query",
                     "select seq, at, actor_id, action, object_kind, object_id, detail from "
                     "audit_entry where ($1 = '' or actor_id = $1) and ($2 = '' or object_kind = "
                     "$2) and ($3 = '' or object_id = $3) and at >= $4 and at < $5 order by seq "
                     "desc limit $6"};
constexpr Sql kAnchor{"audit.anchor", "select value from setting where name = 'audit_start'"};
constexpr Sql kSetAnchor{"audit.set_anchor",
                         "insert into setting(name, value) values('audit_start', $1) on conflict "
                         "(name) do update set value = excluded.value"};
constexpr Sql kLastBefore{"audit.last_before",
                          "select hash from audit_entry where at < $1 order by seq desc limit 1"};
constexpr Sql kExpire{"audit.expire", "delete from audit_entry where at < $1"};

constexpr Sql kCountRefusal{"refused_sign_in.count",
                            "insert into refused_sign_in(hour, number) values($1, 1) on conflict (hour) "
                            "do update set number = refused_sign_in.number + 1"};
constexpr Sql kRefusals{"refused_sign_in.before",
                        "select hour, number from refused_sign_in where hour < $1 order by hour"};
constexpr Sql kDropRefusal{"refused_sign_in.drop", "delete from refused_sign_in where hour = $1"};
constexpr std::int64_t kHourMillis = 3'600'000;

std::int64_t hour_of(Instant at) { return to_millis(at) / kHourMillis; }

std::string hash_of(County& county, std::string_view previous, AuditEntry const& entry) {
  auto key = county.keys().derive("auth.audit", 1);
  std::string seq = std::to_string(entry.seq), at = std::to_string(to_millis(entry.at));
  return crypto::chain_hash(key, previous,
                            {seq, at, entry.actor_id, entry.action, entry.object_kind,
                             entry.object_id, entry.detail});
}

AuditEntry read_entry(db::Row const& row) {
  AuditEntry entry;
  row.read(entry.seq, entry.at, entry.actor_id, entry.action, entry.object_kind, entry.object_id,
           entry.detail);
  return entry;
}

}  // namespace

void audit(db::Writer& writer, Context& context, std::string_view action,
           std::string_view object_kind, std::string_view object_id, std::string_view detail) {
  AuditEntry entry;
  std::string previous = writer.value<std::string>(kAnchor).value_or("");
  writer.one(kLast, {}, [&](db::Row const& row) { row.read(entry.seq, previous); });
  ++entry.seq;
  entry.at = writer.now();
  auto const& actor = context.actor;
  entry.actor_id = actor.kind == Actor::Kind::Operator  ? "operator"
                   : actor.kind == Actor::Kind::Visitor ? "visitor"
                                                        : actor.account_id;
  entry.action = action;
  entry.object_kind = object_kind;
  entry.object_id = object_id;
  entry.detail = detail;
  std::string hash = hash_of(context.county, previous, entry);
  writer.run(kAdd, {entry.seq, entry.at, entry.actor_id, entry.action, entry.object_kind,
                    entry.object_id, entry.detail, hash});
}

void count_refusal(db::Writer& writer) { writer.run(kCountRefusal, {hour_of(writer.now())}); }

std::int64_t audit_refusals(db::Writer& writer, Context& context) {
  std::vector<std::pair<std::int64_t, std::int64_t>> hours;
  writer.each(kRefusals, {hour_of(writer.now())}, [&](db::Row const& row) {
    auto& one = hours.emplace_back();
    row.read(one.first, one.second);
  });
  for (auto [hour, count] : hours) {
    audit(writer, context, "session.refused", "hour", format_rfc3339(from_millis(hour * kHourMillis)),
          std::to_string(count));
    writer.run(kDropRefusal, {hour});
  }
  return static_cast<std::int64_t>(hours.size());
}

std::vector<AuditEntry> audit_entries(db::Reader& reader, AuditQuery const& query) {
  std::vector<AuditEntry> entries;
  Instant from = query.from.value_or(from_millis(0));
  Instant until = query.until.value_or(from_millis(std::int64_t{1} << 60));
  reader.each(kQuery, {query.actor_id, query.object_kind, query.object_id, from, until, query.limit},
              [&](db::Row const& row) { entries.push_back(read_entry(row)); });
  return entries;
}

crypto::ChainReport verify_audit(db::Reader& reader, County& county) {
  std::vector<crypto::ChainRow> page;
  std::size_t next = 0;
  std::int64_t last = -1;
  auto key = county.keys().derive("auth.audit", 1);
  std::string start = reader.value<std::string>(kAnchor).value_or("");
  return crypto::verify_chain(key, start, [&]() -> std::optional<crypto::ChainRow> {
    if (next == page.size()) {
      page.clear();
      next = 0;
      reader.each(kFrom, {last}, [&](db::Row const& row) {
        auto entry = read_entry(row);
        last = entry.seq;
        page.push_back({{std::to_string(entry.seq), std::to_string(to_millis(entry.at)),
                         entry.actor_id, entry.action, entry.object_kind, entry.object_id,
                         entry.detail},
                        std::string(row.text(7))});
      });
      if (page.empty()) return std::nullopt;
    }
    return page[next++];
  });
}

std::int64_t expire_audit(db::Writer& writer, Instant before) {
  auto hash = writer.value<std::string>(kLastBefore, {before});
  if (!hash) return 0;
  writer.run(kSetAnchor, {*hash});
  return writer.run(kExpire, {before});
}

}  // namespace mila::auth
