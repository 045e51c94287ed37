// The runner: takes due jobs of all counties, one after the other on a few threads of its own.
#pragma once

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/jobs/job_store.h"

namespace mila::jobs {

struct RunnerConfig {
  int threads = 2;  ///< so that one long job does not keep mails waiting
  std::chrono::milliseconds poll = std::chrono::seconds(1);
  /// The pause after the n-th failure is first_pause · 2^(n-1), up to longest_pause, ± 20 %.
  std::chrono::milliseconds first_pause = std::chrono::minutes(1);
  std::chrono::milliseconds longest_pause = std::chrono::hours(6);
};

/// Claims a job in a short write transaction (lease), runs its handler outside any transaction, and
/// records the outcome in another one together with what the handler wants written. A process that
/// dies leaves a lease behind that runs out. Any number of runners, in any number of processes, may
/// share a county: a claim is an update that only one of them makes.
class Runner {
 public:
  /// All arguments by reference must outlive it, `random` bears several threads. Make it before
  /// other threads use the counties' databases: it listens to their changes.
  Runner(std::vector<County*> counties, std::vector<JobKind> kinds, Clock const& clock,
         Random& random, RunnerConfig config = {});
  /// Stops.
  ~Runner();
  Runner(Runner const&) = delete;
  Runner& operator=(Runner const&) = delete;

  void start();
  /// Takes no new job, asks running handlers to end (Job::stop) and waits for them.
  void stop();
  /// Looks for jobs at once instead of at the next poll.
  void wake();

  /// Makes sure each periodic kind has its job in `county`; start() does it for all.
  void ensure_periodic(County& county);
  /// Runs the next due job of `county` in the caller's thread; false when none is due. Failing
  /// infrastructure throws; the job then waits for its lease to run out.
  bool run_one(County& county);

 private:
  struct Signal;
  void work(std::size_t first_county);
  bool run_some(County& county);
  JobKind const& kind_of(std::string const& name) const;
  std::optional<Claimed> claim_next(County& county);
  Outcome run_handler(County& county, Claimed const& claimed);
  void record(County& county, Claimed const& claimed, Outcome const& outcome);
  bool record_end(db::Writer& writer, Claimed const& claimed, Outcome const& outcome);
  bool give_up(db::Writer& writer, Claimed const& claimed, std::string_view code);
  Instant next_period(JobKind const& kind) const;
  std::chrono::milliseconds pause_after(int attempts);

  std::vector<County*> counties_;
  std::vector<JobKind> kinds_;
  Clock const& clock_;
  Random& random_;
  RunnerConfig config_;
  DueQuery due_;
  std::shared_ptr<Signal> signal_;  // the counties' databases keep it, too: they cannot unlisten
  std::stop_source stop_;
  std::vector<std::thread> threads_;
};

}  // namespace mila::jobs
