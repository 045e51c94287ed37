// The life of a job: claimed, run, recorded.
#include "platform/jobs/runner.h"

#include <malloc.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <typeinfo>
#include <utility>

namespace mila::jobs {
namespace {

/// Jobs of one county before the next county has its turn.
constexpr int kTurn = 20;

std::vector<std::string> names_of(std::vector<JobKind> const& kinds) {
  std::vector<std::string> names;
  for (auto const& kind : kinds) names.push_back(kind.name);
  return names;
}

/// What went wrong, without anything a handler may have put into its words.
std::string safe_words(std::exception const& error) {
  bool ours = dynamic_cast<db::DbError const*>(&error) || dynamic_cast<BugError const*>(&error);
  return ours ? error.what() : typeid(error).name();
}

}  // namespace

/// Counts reasons to look for jobs, so that one that comes while nobody waits is not lost.
struct Runner::Signal {
  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t count = 0;

  void raise() {
    {
      std::lock_guard lock(mutex);
      ++count;
    }
    changed.notify_all();
  }
};

Runner::Runner(std::vector<County*> counties, std::vector<JobKind> kinds, Clock const& clock,
               Random& random, RunnerConfig config)
    : counties_(std::move(counties)),
      kinds_(std::move(kinds)),
      clock_(clock),
      random_(random),
      config_(config),
      due_(names_of(kinds_)),
      signal_(std::make_shared<Signal>()) {
  for (auto* county : counties_)
    county->database.on_change([signal = signal_] { signal->raise(); });
}

Runner::~Runner() {
  stop();
}

void Runner::start() {
  CHECK(threads_.empty());
  for (auto* county : counties_) ensure_periodic(*county);
  for (int i = 0; i < config_.threads; ++i)
    threads_.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
}

void Runner::stop() {
  stop_.request_stop();
  wake();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Runner::wake() {
  signal_->raise();
}

void Runner::work(std::size_t first_county) {
  auto stopping = [this] { return stop_.stop_requested(); };
  bool worked = false;
  while (!stopping()) {
    std::uint64_t seen = 0;
    {
      std::lock_guard lock(signal_->mutex);
      seen = signal_->count;
    }
    bool any = false;
    for (std::size_t i = 0; i < counties_.size() && !stopping(); ++i)
      any = run_some(*counties_[(first_county + i) % counties_.size()]) || any;
    if (any) {
      worked = true;
      continue;
    }
    // Rounds over all records need much memory for a moment; between them it belongs to the system.
    if (std::exchange(worked, false)) ::malloc_trim(0);
    std::unique_lock lock(signal_->mutex);
    signal_->changed.wait_for(lock, config_.poll,
                              [&] { return stopping() || signal_->count != seen; });
  }
}

/// True when there may be more.
bool Runner::run_some(County& county) {
  try {
    for (int i = 0; i < kTurn; ++i)
      if (stop_.stop_requested() || !run_one(county)) return i > 0;
    return true;
  } catch (std::exception const& error) {  // the database is away; the poll tries again
    spdlog::error("{}: jobs: {}", county.config().id, safe_words(error));
    return false;
  }
}

void Runner::ensure_periodic(County& county) {
  county.database.write([&](db::Writer& writer) {
    for (auto const& kind : kinds_) {
      if (kind.every.count() == 0) continue;
      Job job{.kind = kind.name};
      job.run_at = next_period(kind) - kind.every;  // this period's, at once
      job.key = kind.name;
      add_missing(writer, random_, job);
    }
  });
}

bool Runner::run_one(County& county) {
  auto claimed = claim_next(county);
  if (!claimed) return false;
  record(county, *claimed, run_handler(county, *claimed));
  return true;
}

JobKind const& Runner::kind_of(std::string const& name) const {
  auto found = std::find_if(kinds_.begin(), kinds_.end(),
                            [&](JobKind const& kind) { return kind.name == name; });
  CHECK(found != kinds_.end());
  return *found;
}

std::optional<Claimed> Runner::claim_next(County& county) {
  for (;;) {
    // Looking does not need the writer, and mostly there is nothing.
    auto due =
        county.database.read([&](db::Reader& reader) { return due_.first(reader, clock_.now()); });
    if (!due) return std::nullopt;
    JobKind const& kind = kind_of(due->kind);
    auto claimed = county.database.write([&](db::Writer& writer) {
      auto job = claim(writer, due->id, writer.now() + kind.lease);
      // A job whose last allowed run came to no outcome took its process down.
      if (job && job->job.attempt > kind.max_attempts) {
        give_up(writer, *job, "crashed");
        job.reset();
      }
      return job;
    });
    if (!claimed) continue;  // somebody else was faster, or it was parked: the next one
    claimed->job.last_attempt = claimed->job.attempt >= kind.max_attempts;
    claimed->job.stop = stop_.get_token();
    return claimed;
  }
}

Outcome Runner::run_handler(County& county, Claimed const& claimed) {
  Context context{county, Actor::operator_(), "de", clock_, random_};
  try {
    return kind_of(claimed.job.kind).handler(context, claimed.job);
  } catch (std::exception const& error) {
    spdlog::error("{}: job {} {}: {}", county.config().id, claimed.job.kind, claimed.job.id,
                  safe_words(error));
    return Outcome::retry("failed");
  }
}

void Runner::record(County& county, Claimed const& claimed, Outcome const& outcome) {
  try {
    county.database.write([&](db::Writer& writer) {
      // First the lease, then the effect: whoever lost the lease has no say any more.
      if (record_end(writer, claimed, outcome) && outcome.write) outcome.write(writer);
    });
  } catch (std::exception const& error) {
    bool refused = dynamic_cast<db::ConflictError const*>(&error) != nullptr;
    if (dynamic_cast<db::DbError const*>(&error) && !refused) throw;  // the lease will run out
    spdlog::error("{}: job {} {}: {}", county.config().id, claimed.job.kind, claimed.job.id,
                  safe_words(error));
    county.database.write([&](db::Writer& writer) {
      record_end(writer, claimed, Outcome::retry(refused ? "conflict" : "failed"));
    });
  }
}

bool Runner::record_end(db::Writer& writer, Claimed const& claimed, Outcome const& outcome) {
  JobKind const& kind = kind_of(claimed.job.kind);
  if (outcome.kind == Outcome::Kind::Done)
    return kind.every.count() > 0 ? finish_period(writer, claimed, next_period(kind), "")
                                  : finish(writer, claimed);
  if (outcome.kind == Outcome::Kind::Retry && stop_.stop_requested())
    return give_back(writer, claimed);
  if (outcome.kind == Outcome::Kind::Park || claimed.job.last_attempt)
    return give_up(writer, claimed, outcome.code);
  Instant run_at = writer.now() + pause_after(claimed.job.attempt);
  if (!postpone(writer, claimed, run_at, outcome.code)) return false;
  if (outcome.hold_kind) hold_kind(writer, kind.name, run_at);
  return true;
}

bool Runner::give_up(db::Writer& writer, Claimed const& claimed, std::string_view code) {
  JobKind const& kind = kind_of(claimed.job.kind);
  spdlog::warn("job {} {} is parked: {}", kind.name, claimed.job.id, code);
  return kind.every.count() > 0 ? finish_period(writer, claimed, next_period(kind), code)
                                : park(writer, claimed, code);
}

Instant Runner::next_period(JobKind const& kind) const {
  auto every = std::chrono::milliseconds(kind.every);
  return Instant{(clock_.now().time_since_epoch() / every + 1) * every};
}

std::chrono::milliseconds Runner::pause_after(int attempts) {
  auto pause = config_.first_pause;
  for (int i = 1; i < attempts && pause < config_.longest_pause; ++i) pause *= 2;
  pause = std::min(pause, config_.longest_pause);
  // Jobs that failed together shall not come back together.
  unsigned char byte = 0;
  random_.fill(&byte, 1);
  return pause * (80 + byte * 40 / 255) / 100;
}

}  // namespace mila::jobs
