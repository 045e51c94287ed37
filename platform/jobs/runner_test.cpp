// The runner: each effect once, whatever dies when; pauses; parking; periods; two of them racing.
#include "platform/jobs/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::TestCounty;

constexpr db::Sql kAddEffect{"test.effect", "insert into effect(job) values($1)"};
constexpr db::Sql kEffects{"test.effects", "select job from effect order by job"};
constexpr db::Sql kTimes{"test.run_at", "select run_at from job"};

class RunnerTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    county_ = std::make_unique<TestCounty>(GetParam());
    testing::run_script(database(), "create table effect(job text not null)");
  }
  TestCounty& county() { return *county_; }
  db::Database& database() { return county_->database(); }
  FixedClock& clock() { return county_->clock; }

  void enqueue(Job const& job) {
    database().write([&](db::Writer& writer) { jobs::enqueue(writer, county_->random, job); });
  }
  std::vector<std::string> effects() {
    return database().read([](db::Reader& reader) { return reader.column<std::string>(kEffects); });
  }
  std::vector<Parked> parked_jobs() {
    return database().read([](db::Reader& reader) { return parked(reader); });
  }
  /// When the only job is due.
  Instant due_at() {
    return from_millis(
        *database().read([](db::Reader& reader) { return reader.value<std::int64_t>(kTimes); }));
  }
  std::unique_ptr<Runner> runner(std::vector<JobKind> kinds) {
    return std::make_unique<Runner>(std::vector<County*>{&county_->county()}, std::move(kinds),
                                    clock(), county_->random);
  }
  /// A kind whose effect is a row with its payload.
  static JobKind noting(std::string name = "note") {
    return {.name = std::move(name), .handler = [](Context&, Job const& job) {
              return Outcome::done([payload = job.payload](db::Writer& writer) {
                writer.run(kAddEffect, {payload});
              });
            }};
  }

 private:
  std::unique_ptr<TestCounty> county_;
};

TEST_P(RunnerTest, runs_what_is_due_as_operator_outside_any_transaction) {
  enqueue({.kind = "look", .payload = "7"});
  std::string seen;
  auto runner = this->runner({{.name = "look", .handler = [&](Context& context, Job const& job) {
                                 seen = job.payload + " " + std::to_string(job.attempt);
                                 EXPECT_EQ(context.actor.kind, Actor::Kind::Operator);
                                 // Both would wait for ever inside the runner's own write.
                                 context.county.database.write([](db::Writer& writer) {
                                   writer.run(kAddEffect, {"inside"});
                                 });
                                 return Outcome::done();
                               }}});
  EXPECT_TRUE(runner->run_one(county().county()));
  EXPECT_FALSE(runner->run_one(county().county()));
  EXPECT_EQ(seen, "7 1");
  EXPECT_THAT(effects(), ElementsAre("inside"));
}

TEST_P(RunnerTest, each_effect_once_whichever_statement_fails) {
  auto runner = this->runner({noting()});
  int broken_runs = 0;
  for (int n = 1; n < 100; ++n) {
    std::string payload = std::to_string(100 + n);
    enqueue({.kind = "note", .payload = payload});
    bool failed = false;
    {
      testing::FailingDatabase failing(database(), n);
      try {
        runner->run_one(county().county());
      } catch (testing::InjectedFailure const&) {  // as when the process dies here
      }
      failed = failing.has_failed();
    }
    clock().advance(6min);  // a lease that was left behind runs out
    while (runner->run_one(county().county())) {
    }
    EXPECT_EQ(effects().size(), static_cast<std::size_t>(n)) << "statement " << n;
    EXPECT_EQ(effects().back(), payload);
    if (!failed) break;
    ++broken_runs;
  }
  EXPECT_GE(broken_runs, 6) << "due, claim, claimed, commit, finish, effect, commit";
}

TEST_P(RunnerTest, repeats_after_growing_pauses_then_parks) {
  enqueue({.kind = "fail"});
  std::vector<bool> last;
  auto runner = this->runner({{.name = "fail",
                               .handler =
                                   [&](Context&, Job const& job) {
                                     last.push_back(job.last_attempt);
                                     return Outcome::retry("away");
                                   },
                               .max_attempts = 12}});
  std::vector<double> minutes;
  while (runner->run_one(county().county())) {
    if (!parked_jobs().empty()) break;
    EXPECT_FALSE(runner->run_one(county().county())) << "the pause is kept";
    minutes.push_back(std::chrono::duration<double>(due_at() - clock().now()).count() / 60);
    clock().set(due_at());
  }
  ASSERT_EQ(minutes.size(), 11U);
  for (std::size_t i = 0; i < minutes.size(); ++i) {
    double want = std::min(360.0, static_cast<double>(1 << i));
    EXPECT_GE(minutes[i], want * 0.79) << i;
    EXPECT_LE(minutes[i], want * 1.21) << i;
  }
  EXPECT_EQ(std::count(last.begin(), last.end(), true), 1);
  EXPECT_TRUE(last.back());
  ASSERT_EQ(parked_jobs().size(), 1U);
  EXPECT_EQ(parked_jobs()[0].code, "away");
  EXPECT_EQ(parked_jobs()[0].attempts, 12);
}

TEST_P(RunnerTest, poison_that_kills_the_process_is_parked) {
  enqueue({.kind = "poison"});
  struct Killed {};  // no std::exception: nothing catches it, as with a signal
  int runs = 0;
  auto runner = this->runner({{.name = "poison",
                               .handler = [&](Context&, Job const&) -> Outcome {
                                 ++runs;
                                 throw Killed{};
                               },
                               .max_attempts = 3}});
  for (int i = 0; i < 10; ++i) {
    try {
      runner->run_one(county().county());
    } catch (Killed const&) {
    }
    EXPECT_FALSE(i < 2 && runner->run_one(county().county())) << "the lease still holds";
    clock().advance(6min);
  }
  EXPECT_EQ(runs, 3);
  ASSERT_EQ(parked_jobs().size(), 1U);
  EXPECT_EQ(parked_jobs()[0].code, "crashed");
}

TEST_P(RunnerTest, exceptions_are_retries_and_the_code_is_never_their_text) {
  enqueue({.kind = "throw"});
  auto runner = this->runner({{.name = "throw",
                               .handler = [](Context&, Job const&) -> Outcome {
                                 throw std::runtime_error("mail to ali@auental.example");
                               },
                               .max_attempts = 1}});
  EXPECT_TRUE(runner->run_one(county().county()));
  ASSERT_EQ(parked_jobs().size(), 1U);
  EXPECT_EQ(parked_jobs()[0].code, "failed");
}

TEST_P(RunnerTest, effect_that_conflicts_is_a_retry) {
  testing::run_script(database(), "create unique index one on effect (job)");
  enqueue({.kind = "note", .payload = "same"});
  enqueue({.kind = "note", .payload = "same"});
  auto runner = this->runner({noting()});
  EXPECT_TRUE(runner->run_one(county().county()));
  EXPECT_TRUE(runner->run_one(county().county()));
  EXPECT_FALSE(runner->run_one(county().county()));
  EXPECT_THAT(effects(), ElementsAre("same"));
  EXPECT_GT(due_at(), clock().now());
}

TEST_P(RunnerTest, whoever_lost_the_lease_leaves_no_effect) {
  enqueue({.kind = "note", .payload = "1"});
  auto quick = runner({noting()});
  JobKind slow = noting();
  slow.handler = [&](Context&, Job const&) {
    clock().advance(6min);  // longer than its lease: another process takes over, and is done
    EXPECT_TRUE(quick->run_one(county().county()));
    return Outcome::done([](db::Writer& writer) { writer.run(kAddEffect, {"late"}); });
  };
  EXPECT_TRUE(runner({slow})->run_one(county().county()));
  EXPECT_THAT(effects(), ElementsAre("1"));
}

TEST_P(RunnerTest, hold_keeps_the_whole_kind_and_only_that) {
  for (int i = 0; i < 3; ++i) enqueue({.kind = "send"});
  enqueue({.kind = "note", .payload = "x"});
  int tries = 0;
  auto runner =
      this->runner({noting(), {.name = "send", .handler = [&](Context&, Job const&) {
                                 return ++tries == 1 ? Outcome::hold("away") : Outcome::done();
                               }}});
  while (runner->run_one(county().county())) {
  }
  EXPECT_EQ(tries, 1);
  EXPECT_THAT(effects(), ElementsAre("x"));
  clock().advance(2min);
  while (runner->run_one(county().county())) {
  }
  EXPECT_EQ(tries, 4);
}

TEST_P(RunnerTest, periodic_kind_has_one_job_that_comes_back) {
  JobKind hourly = noting("hourly");
  hourly.every = 1h;
  auto runner = this->runner({hourly}), other = this->runner({hourly});
  runner->ensure_periodic(county().county());
  other->ensure_periodic(county().county());
  clock().advance(20min);
  EXPECT_TRUE(runner->run_one(county().county()));
  EXPECT_FALSE(other->run_one(county().county()));
  EXPECT_EQ(due_at(), testing::default_now() + 1h) << "on the hour, not an hour later";
  clock().advance(26h);
  EXPECT_TRUE(other->run_one(county().county()));
  EXPECT_FALSE(runner->run_one(county().county())) << "missed hours are not made up";
  runner->ensure_periodic(county().county());
  EXPECT_FALSE(runner->run_one(county().county()));
  EXPECT_EQ(effects().size(), 2U);
}

TEST_P(RunnerTest, parked_periodic_kind_is_tried_in_the_next_period) {
  bool works = false;
  auto runner = this->runner(
      {{.name = "daily",
        .handler = [&](Context&,
                       Job const&) { return works ? Outcome::done() : Outcome::park("broken"); },
        .every = 24h}});
  runner->ensure_periodic(county().county());
  EXPECT_TRUE(runner->run_one(county().county()));
  ASSERT_EQ(parked_jobs().size(), 1U);
  EXPECT_EQ(parked_jobs()[0].code, "broken");
  EXPECT_FALSE(runner->run_one(county().county()));
  EXPECT_FALSE(database().write(
      [&](db::Writer& writer) { return discard_parked(writer, parked_jobs()[0].id); }));
  clock().advance(24h);
  works = true;
  EXPECT_TRUE(runner->run_one(county().county()));
  EXPECT_TRUE(parked_jobs().empty());
}

/// What happened in threads, awaited without looking at the clock.
class Tally {
 public:
  void add(std::string const& what) {
    {
      std::lock_guard lock(mutex_);
      seen_.insert(what);
    }
    changed_.notify_all();
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 60s, [&] { return seen_.size() >= count; });
  }
  std::multiset<std::string> seen() {
    std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<std::string> seen_;
};

TEST_P(RunnerTest, two_programs_racing_run_each_job_once) {
  constexpr int kJobs = 200;
  SystemRandom random;
  // A second program has connections of its own to the same database.
  County other(county().county().config(), clock());
  // On SQLite one process writes; there the racing threads share the database.
  County& second = GetParam() == testing::Engine::Postgres ? other : county().county();
  database().write([&](db::Writer& writer) {
    for (int i = 0; i < kJobs; ++i)
      jobs::enqueue(writer, random, {.kind = "note", .payload = std::to_string(i)});
  });
  Tally runs;
  JobKind kind = noting();
  kind.handler = [&, handler = kind.handler](Context& context, Job const& job) {
    runs.add(job.payload);
    return handler(context, job);
  };
  RunnerConfig config{.threads = 2, .poll = 10ms};
  Runner one({&county().county()}, {kind}, clock(), random, config);
  Runner two({&second}, {kind}, clock(), random, config);
  one.start();
  two.start();
  EXPECT_TRUE(runs.wait_for(kJobs));
  one.stop();
  two.stop();
  EXPECT_EQ(runs.seen().size(), static_cast<std::size_t>(kJobs)) << "none ran twice";
  auto done = effects();
  EXPECT_EQ(done.size(), static_cast<std::size_t>(kJobs));
  EXPECT_EQ(std::set<std::string>(done.begin(), done.end()).size(), done.size());
}

TEST_P(RunnerTest, wakes_up_by_the_commit_that_enqueued) {
  SystemRandom random;
  Tally runs;
  Runner runner({&county().county()},
                {{.name = "tell",
                  .handler =
                      [&](Context&, Job const& job) {
                        runs.add(job.payload);
                        return Outcome::done();
                      }}},
                clock(), random, {.threads = 1, .poll = 24h});
  runner.start();
  for (std::size_t i = 1; i <= 3; ++i) {
    database().write([&](db::Writer& writer) {
      writer.changed("offer", "1");
      jobs::enqueue(writer, random, {.kind = "tell", .payload = std::to_string(i)});
    });
    EXPECT_TRUE(runs.wait_for(i));
  }
}

TEST_P(RunnerTest, stops_soon_and_gives_back_what_it_interrupts) {
  SystemRandom random;
  enqueue({.kind = "long"});
  enqueue({.kind = "long"});
  Tally runs;
  Runner runner({&county().county()},
                {{.name = "long",
                  .handler =
                      [&](Context&, Job const& job) {
                        runs.add(job.id);
                        while (!job.stop.stop_requested()) std::this_thread::yield();
                        return Outcome::retry("stopped");
                      }}},
                clock(), random, {.threads = 1});
  runner.start();
  ASSERT_TRUE(runs.wait_for(1));
  runner.stop();
  EXPECT_EQ(runs.seen().size(), 1U) << "no new job is taken";
  int attempts = 0;
  auto again = this->runner({{.name = "long", .handler = [&](Context&, Job const& job) {
                                attempts += job.attempt;
                                return Outcome::done();
                              }}});
  while (again->run_one(county().county())) {
  }
  EXPECT_EQ(attempts, 2) << "at once, and the interrupted run does not count";
}

MILA_ON_EACH_ENGINE(RunnerTest);

}  // namespace
}  // namespace mila::jobs
