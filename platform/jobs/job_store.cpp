// All SQL on the table job.
#include "platform/jobs/job_store.h"

namespace mila::jobs {
namespace {

/// When a parked job is due: the last millisecond of year 9999.
constexpr std::int64_t kNever = 253'402'300'799'999;

constexpr db::Sql kInsert{
    "job.insert",
    "insert into job(id, kind, payload, key, rank, run_at, lease_until, claims, attempts, again, "
    "code) values($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, '') on conflict (key) do nothing"};
/// A job that runs now is done once more afterwards; one that waits is brought forward; a parked
/// one gets another chance.
constexpr db::Sql kAgain{
    "job.again",
    "update job set again = case when lease_until > $3 then 1 else again end, "
    "run_at = case when run_at > $2 then $2 else run_at end, "
    "attempts = case when parked_at is null then attempts else 0 end, parked_at = null "
    "where key = $1"};
constexpr db::Sql kClaim{
    "job.claim",
    "update job set lease_until = $2, claims = claims + 1, attempts = attempts + 1, again = 0 "
    "where id = $1 and run_at <= $3 and lease_until <= $3"};
constexpr db::Sql kClaimed{"job.claimed",
                           "select kind, payload, coalesce(key, ''), rank, run_at, attempts, "
                           "claims from job where id = $1"};
constexpr db::Sql kOnceMore{
    "job.once_more",
    "update job set lease_until = 0, attempts = 0, again = 0, run_at = $3, code = '' "
    "where id = $1 and claims = $2 and again = 1"};
constexpr db::Sql kFinish{"job.finish", "delete from job where id = $1 and claims = $2"};
constexpr db::Sql kFinishPeriod{
    "job.finish_period",
    "update job set lease_until = 0, attempts = 0, again = 0, run_at = $3, code = $4, "
    "parked_at = $5 where id = $1 and claims = $2"};
constexpr db::Sql kPostpone{"job.postpone",
                            "update job set lease_until = 0, again = 0, run_at = $3, code = $4 "
                            "where id = $1 and claims = $2"};
constexpr db::Sql kGiveBack{"job.give_back",
                            "update job set lease_until = 0, again = 0, attempts = attempts - 1 "
                            "where id = $1 and claims = $2"};
constexpr db::Sql kPark{
    "job.park",
    "update job set lease_until = 0, again = 0, run_at = $3, code = $4, parked_at = $5 "
    "where id = $1 and claims = $2"};
constexpr db::Sql kHold{
    "job.hold", "update job set run_at = $2 where kind = $1 and run_at < $2 and lease_until <= $3"};
constexpr db::Sql kParked{
    "job.parked",
    "select id, kind, code, attempts, parked_at from job where parked_at is not null "
    "order by parked_at desc, id limit $1"};
constexpr db::Sql kPlanned{
    "job.planned", "select kind, code, run_at, case when lease_until > $1 then 1 else 0 end from job "
                   "where key = kind order by kind"};
constexpr db::Sql kRetryParked{"job.retry_parked",
                               "update job set parked_at = null, attempts = 0, run_at = $2 "
                               "where id = $1 and parked_at is not null"};
constexpr db::Sql kDiscardParked{
    "job.discard_parked",
    "delete from job where id = $1 and parked_at is not null and run_at = $2"};
constexpr db::Sql kCancel{"job.cancel", "delete from job where key = $1 and lease_until <= $2"};
constexpr db::Sql kBacklog{
    "job.backlog",
    "select count(*), min(run_at) from job where run_at <= $1 and lease_until <= $1"};
constexpr db::Sql kParkedCount{"job.parked_count",
                               "select count(*) from job where parked_at is not null"};

/// It was enqueued again while it ran, and may have read too early.
bool once_more(db::Writer& writer, Claimed const& claimed) {
  return writer.run(kOnceMore, {claimed.job.id, claimed.number, writer.now()}) > 0;
}

}  // namespace

bool enqueue(db::Writer& writer, Random& random, Job const& job) {
  if (add_missing(writer, random, job)) return true;
  writer.run(kAgain, {job.key, job.run_at.value_or(writer.now()), writer.now()});
  return false;
}

bool add_missing(db::Writer& writer, Random& random, Job const& job) {
  CHECK(!job.kind.empty());
  std::optional<std::string> key;
  if (!job.key.empty()) key = job.key;
  std::string id = uuid_v7(writer.now(), random);
  return writer.run(kInsert, {id, job.kind, job.payload, key, static_cast<int>(job.rank),
                              job.run_at.value_or(writer.now())}) > 0;
}

std::vector<Planned> planned(db::Reader& reader, Instant now) {
  std::vector<Planned> all;
  reader.each(kPlanned, {now}, [&](db::Row const& row) {
    auto& one = all.emplace_back();
    row.read(one.kind, one.code, one.run_at, one.running);
  });
  return all;
}

DueQuery::DueQuery(std::vector<std::string> kinds) : kinds_(std::move(kinds)) {
  text_ =
      "select id, kind from job where rank = $1 and run_at <= $2 and lease_until <= $2 and kind in "
      "(";
  for (std::size_t i = 0; i < kinds_.size(); ++i)
    text_ += (i > 0 ? ", $" : "$") + std::to_string(i + 3);
  text_ += ") order by run_at, id limit 1";
}

std::optional<Due> DueQuery::first(db::Reader& reader, Instant now) const {
  if (kinds_.empty()) return std::nullopt;
  std::vector<db::Value> parameters{db::Value(0), db::Value(now)};
  parameters.insert(parameters.end(), kinds_.begin(), kinds_.end());
  for (auto rank : {Rank::Urgent, Rank::Normal, Rank::Bulk}) {
    parameters[0] = db::Value(static_cast<int>(rank));
    std::optional<Due> due;
    reader.each({"job.due", text_}, parameters, [&](db::Row const& row) {
      due.emplace();
      row.read(due->id, due->kind);
    });
    if (due) return due;
  }
  return std::nullopt;
}

std::optional<Claimed> claim(db::Writer& writer, std::string const& id, Instant lease_until) {
  if (writer.run(kClaim, {id, lease_until, writer.now()}) == 0) return std::nullopt;
  Claimed claimed;
  claimed.job.id = id;
  writer.one(kClaimed, {id}, [&](db::Row const& row) {
    int rank = 0;
    row.read(claimed.job.kind, claimed.job.payload, claimed.job.key, rank, claimed.job.run_at,
             claimed.job.attempt, claimed.number);
    claimed.job.rank = static_cast<Rank>(rank);
  });
  return claimed;
}

bool finish(db::Writer& writer, Claimed const& claimed) {
  return once_more(writer, claimed) || writer.run(kFinish, {claimed.job.id, claimed.number}) > 0;
}

bool finish_period(db::Writer& writer, Claimed const& claimed, Instant run_at,
                   std::string_view code) {
  if (code.empty() && once_more(writer, claimed)) return true;
  std::optional<Instant> parked_at;
  if (!code.empty()) parked_at = writer.now();
  return writer.run(kFinishPeriod, {claimed.job.id, claimed.number, run_at, code, parked_at}) > 0;
}

bool postpone(db::Writer& writer, Claimed const& claimed, Instant run_at, std::string_view code) {
  return writer.run(kPostpone, {claimed.job.id, claimed.number, run_at, code}) > 0;
}

bool give_back(db::Writer& writer, Claimed const& claimed) {
  return writer.run(kGiveBack, {claimed.job.id, claimed.number}) > 0;
}

bool park(db::Writer& writer, Claimed const& claimed, std::string_view code) {
  return writer.run(kPark, {claimed.job.id, claimed.number, kNever, code, writer.now()}) > 0;
}

void hold_kind(db::Writer& writer, std::string_view kind, Instant until) {
  writer.run(kHold, {kind, until, writer.now()});
}

bool cancel(db::Writer& writer, std::string_view key) {
  return writer.run(kCancel, {key, writer.now()}) > 0;
}

std::vector<Parked> parked(db::Reader& reader, int limit) {
  std::vector<Parked> list;
  reader.each(kParked, {limit}, [&](db::Row const& row) {
    Parked& one = list.emplace_back();
    row.read(one.id, one.kind, one.code, one.attempts, one.parked_at);
  });
  return list;
}

bool retry_parked(db::Writer& writer, std::string const& id) {
  return writer.run(kRetryParked, {id, writer.now()}) > 0;
}

bool discard_parked(db::Writer& writer, std::string const& id) {
  return writer.run(kDiscardParked, {id, kNever}) > 0;
}

Backlog backlog(db::Reader& reader, Instant now) {
  Backlog result;
  reader.one(kBacklog, {now}, [&](db::Row const& row) { row.read(result.due, result.oldest_due); });
  result.parked = reader.value<std::int64_t>(kParkedCount).value_or(0);
  return result;
}

}  // namespace mila::jobs
