// Work that follows a write: a row written in the same transaction, done soon after by a runner,
// repeated until it succeeds or is parked for a person to look at.
//
// Direction: jobs know the county and its Context; the module descriptor (platform/site/module.h)
// lists JobKinds; the runner is given counties and kinds and knows no Site.
//
//   county.database.write([&](db::Writer& writer) {
//     save(writer, offer);
//     jobs::enqueue(writer, context.random, {.kind = "offers.geocode", .payload =
//     R"({"id":"…"})"});
//   });
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/ids.h"
#include "platform/base/time.h"
#include "platform/county/county.h"
#include "platform/db/db.h"

namespace mila::jobs {

/// Who goes first among jobs that are due: somebody waits for it (a sign-in mail), the rest, and
/// what comes in thousands (a newsletter).
enum class Rank { Urgent = 0, Normal = 1, Bulk = 2 };

/// One piece of work. Whoever enqueues fills the first members, the runner the others.
struct Job {
  std::string kind;            ///< name of a JobKind: "mail.send"
  std::string payload = "{}";  ///< JSON text. Ids only, no personal data: parked jobs are listed.
  std::optional<Instant> run_at = {};  ///< not before; at once when missing
  /// What the work is, when doing it twice would be pointless ("index:offers"). While a job of the
  /// same key waits there is no second one; the payload should follow from the key. "" = no key.
  std::string key = {};
  Rank rank = Rank::Normal;

  std::string id = {};
  int attempt = 0;            ///< 1 for the first run
  bool last_attempt = false;  ///< a Retry from this run parks the job
  /// Requested when the program stops: a handler that takes long looks at it and returns Retry.
  std::stop_token stop = {};
};

/// How a run ended. `write` is run in the very transaction that records the end: what it writes
/// happens exactly once per job, also when the program is killed at any moment or the lease was
/// lost meanwhile (then neither is recorded). Codes are short fixed words ("smtp-timeout") for the
/// list of parked jobs, never personal data.
struct Outcome {
  enum class Kind { Done, Retry, Park };
  using Write = std::function<void(db::Writer&)>;
  Kind kind = Kind::Done;
  std::string code = {};
  Write write = nullptr;
  /// With Retry: the whole outside is away, so all waiting jobs of this kind wait as long as this.
  bool hold_kind = false;

  static Outcome done(Write write = nullptr) { return {Kind::Done, "", std::move(write), false}; }
  /// Again later: after 1, 2, 4 … minutes, at most 6 hours; parked after the kind's max_attempts.
  static Outcome retry(std::string code, Write write = nullptr) {
    return {Kind::Retry, std::move(code), std::move(write), false};
  }
  /// Like retry, and nobody else of the kind tries before; the others' attempts are not counted.
  static Outcome hold(std::string code, Write write = nullptr) {
    return {Kind::Retry, std::move(code), std::move(write), true};
  }
  /// No use trying again before a person has looked.
  static Outcome park(std::string code, Write write = nullptr) {
    return {Kind::Park, std::move(code), std::move(write), false};
  }
};

/// Runs outside any transaction, as operator, and may be interrupted and repeated at any point: an
/// effect outside the database must bear repetition. An exception counts as Retry.
using JobHandler = std::function<Outcome(Context&, Job const&)>;

/// A kind of job, listed in a module's descriptor (Module::jobs).
struct JobKind {
  std::string name;  ///< "module.verb"
  JobHandler handler;
  int max_attempts = 10;
  /// Periodic when not zero: the runner keeps exactly one job of this kind (key = name) in each
  /// county, due at the start of each period (multiples since 1970 UTC). Missed periods are not
  /// made up; after parking it is tried again in the next period.
  std::chrono::seconds every{0};
  /// Longer than the handler ever takes: when it has run out, the job is taken for crashed and runs
  /// again.
  std::chrono::seconds lease = std::chrono::minutes(5);
};

/// Writes the job into the transaction of what it follows from. Returns false when a job with this
/// key is there already: then that one is brought forward to `run_at`, tried anew if it was parked,
/// and run once more afterwards if it is running right now (it may have read too early).
bool enqueue(db::Writer& writer, Random& random, Job const& job);

/// Forgets the job of this key, waiting or parked; one that is running comes to its end. False when
/// there was none.
bool cancel(db::Writer& writer, std::string_view key);

/// A job that was given up.
struct Parked {
  std::string id, kind, code;
  int attempts = 0;
  Instant parked_at;
};

/// Newest first, at most `limit`.
std::vector<Parked> parked(db::Reader& reader, int limit = 200);
/// A job that is kept for its period (its key is its kind) or runs once under such a key.
struct Planned {
  std::string kind, code;  ///< code: why the last run failed, "" when it did not
  Instant run_at;          ///< of the next run
  bool running = false;
};
/// By kind.
std::vector<Planned> planned(db::Reader& reader, Instant now);
/// Tries it again at once, with attempts counted anew. False when it is not parked (any more).
bool retry_parked(db::Writer& writer, std::string const& id);
/// Forgets it. False when it is not parked (any more); periodic jobs stay.
bool discard_parked(db::Writer& writer, std::string const& id);

/// For the state page and alerts.
struct Backlog {
  std::int64_t due = 0;  ///< could run now but do not yet
  std::int64_t parked = 0;
  std::optional<Instant> oldest_due;
};
Backlog backlog(db::Reader& reader, Instant now);

}  // namespace mila::jobs
