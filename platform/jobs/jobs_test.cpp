// Enqueuing: in the transaction of the write, one job per key, parked ones listed and tried anew.
#include "platform/jobs/jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/jobs/job_store.h"
#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TestCounty;

class JobsTest : public testing::EngineTest {
 protected:
  bool enqueue(TestCounty& county, Job const& job) {
    return county.database().write(
        [&](db::Writer& writer) { return jobs::enqueue(writer, county.random, job); });
  }
  Claimed claim_first(TestCounty& county, std::vector<std::string> kinds, Instant lease_until) {
    auto claimed = county.database().write([&](db::Writer& writer) {
      auto due = DueQuery(std::move(kinds)).first(writer, writer.now());
      return due ? claim(writer, due->id, lease_until) : std::nullopt;
    });
    if (!claimed) throw std::runtime_error("no job is due");
    return *claimed;
  }
  Backlog backlog_of(TestCounty& county) {
    return county.database().read(
        [&](db::Reader& reader) { return backlog(reader, county.clock.now()); });
  }
};

TEST_P(JobsTest, is_written_with_what_it_follows_from_or_not_at_all) {
  TestCounty county(GetParam());
  int statements = testing::for_every_failing_statement(county.database(), [&] {
    county.database().write([&](db::Writer& writer) {
      writer.changed("offer", "1");
      jobs::enqueue(writer, county.random, {.kind = "offers.geocode"});
    });
  });
  EXPECT_GE(statements, 3);
  EXPECT_EQ(backlog_of(county).due, 1);
}

TEST_P(JobsTest, waits_until_its_time_and_goes_by_rank) {
  TestCounty county(GetParam());
  enqueue(county, {.kind = "late", .run_at = county.clock.now() + 1h});
  enqueue(county, {.kind = "bulk", .rank = Rank::Bulk});
  enqueue(county, {.kind = "normal"});
  enqueue(county, {.kind = "unknown to this program", .rank = Rank::Urgent});
  enqueue(county, {.kind = "urgent", .rank = Rank::Urgent});
  std::vector<std::string> kinds{"late", "bulk", "normal", "urgent"}, order;
  auto take_all = [&] {
    county.database().write([&](db::Writer& writer) {
      DueQuery query(kinds);
      while (auto due = query.first(writer, writer.now())) {
        order.push_back(due->kind);
        finish(writer, *claim(writer, due->id, writer.now() + 1min));
      }
    });
  };
  take_all();
  EXPECT_THAT(order, ElementsAre("urgent", "normal", "bulk"));
  county.clock.advance(1h);
  take_all();
  EXPECT_EQ(order.back(), "late");
  EXPECT_EQ(backlog_of(county).due, 1) << "the unknown kind waits for a program that knows it";
}

TEST_P(JobsTest, same_key_waits_once_and_is_brought_forward) {
  TestCounty county(GetParam());
  Job job{.kind = "index", .run_at = county.clock.now() + 1h, .key = "index:offers"};
  EXPECT_TRUE(enqueue(county, job));
  EXPECT_EQ(backlog_of(county).due, 0);
  job.run_at.reset();
  EXPECT_FALSE(enqueue(county, job));
  EXPECT_EQ(backlog_of(county).due, 1);
  EXPECT_TRUE(enqueue(county, {.kind = "index", .key = "index:people"}));
  EXPECT_TRUE(enqueue(county, {.kind = "index"})) << "without a key each is a job";
  EXPECT_TRUE(enqueue(county, {.kind = "index"}));
  EXPECT_EQ(backlog_of(county).due, 4);
}

TEST_P(JobsTest, enqueued_again_while_it_runs_it_runs_once_more) {
  TestCounty county(GetParam());
  enqueue(county, {.kind = "index", .key = "index"});
  auto claimed = claim_first(county, {"index"}, county.clock.now() + 5min);
  EXPECT_FALSE(enqueue(county, {.kind = "index", .key = "index"}));
  auto end = [&](Claimed const& which) {
    return county.database().write([&](db::Writer& writer) { return finish(writer, which); });
  };
  EXPECT_TRUE(end(claimed));
  EXPECT_EQ(backlog_of(county).due, 1);
  auto second = claim_first(county, {"index"}, county.clock.now() + 5min);
  EXPECT_EQ(second.job.attempt, 1);
  EXPECT_TRUE(end(second));
  EXPECT_EQ(backlog_of(county).due, 0);
}

TEST_P(JobsTest, lease_that_ran_out_has_no_say) {
  TestCounty county(GetParam());
  enqueue(county, {.kind = "slow"});
  auto first = claim_first(county, {"slow"}, county.clock.now() + 5min);
  EXPECT_EQ(backlog_of(county).due, 0);
  county.clock.advance(5min);
  auto second = claim_first(county, {"slow"}, county.clock.now() + 5min);
  EXPECT_EQ(second.job.id, first.job.id);
  EXPECT_EQ(second.job.attempt, 2);
  county.database().write([&](db::Writer& writer) {
    EXPECT_FALSE(finish(writer, first));
    EXPECT_FALSE(postpone(writer, first, writer.now(), "x"));
    EXPECT_FALSE(finish_period(writer, first, writer.now(), ""));
    EXPECT_FALSE(give_back(writer, first));
    EXPECT_FALSE(park(writer, first, "x"));
    EXPECT_TRUE(finish(writer, second));
  });
}

TEST_P(JobsTest, parked_is_listed_tried_anew_or_discarded) {
  TestCounty county(GetParam());
  auto& database = county.database();
  enqueue(county, {.kind = "send", .key = "send:1"});
  enqueue(county, {.kind = "send"});
  for (int i = 0; i < 2; ++i) {
    auto claimed = claim_first(county, {"send"}, county.clock.now() + 5min);
    database.write([&](db::Writer& writer) { park(writer, claimed, "smtp-refused"); });
    county.clock.advance(1min);
  }
  auto list = database.read([](db::Reader& reader) { return parked(reader); });
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].kind, "send");
  EXPECT_EQ(list[0].code, "smtp-refused");
  EXPECT_EQ(list[0].attempts, 1);
  EXPECT_EQ(list[0].parked_at, county.clock.now() - 1min) << "newest first";
  county.clock.advance(24h * 365);
  EXPECT_EQ(backlog_of(county).due, 0);
  EXPECT_EQ(backlog_of(county).parked, 2);
  database.write([&](db::Writer& writer) {
    EXPECT_TRUE(discard_parked(writer, list[0].id));
    EXPECT_FALSE(discard_parked(writer, list[0].id));
    EXPECT_TRUE(retry_parked(writer, list[1].id));
    EXPECT_FALSE(retry_parked(writer, list[1].id));
    EXPECT_FALSE(discard_parked(writer, list[1].id)) << "it waits again";
  });
  EXPECT_EQ(claim_first(county, {"send"}, county.clock.now() + 5min).job.attempt, 1);
  EXPECT_THAT(database.read([](db::Reader& reader) { return parked(reader); }), IsEmpty());
}

TEST_P(JobsTest, key_enqueued_again_revives_a_parked_job) {
  TestCounty county(GetParam());
  enqueue(county, {.kind = "send", .key = "send:1"});
  auto claimed = claim_first(county, {"send"}, county.clock.now() + 5min);
  county.database().write([&](db::Writer& writer) { park(writer, claimed, "x"); });
  EXPECT_FALSE(enqueue(county, {.kind = "send", .key = "send:1"}));
  EXPECT_EQ(backlog_of(county).due, 1);
  EXPECT_EQ(backlog_of(county).parked, 0);
}

TEST_P(JobsTest, cancelled_by_its_key_unless_it_runs) {
  TestCounty county(GetParam());
  auto cancel = [&](std::string_view key) {
    return county.database().write([&](db::Writer& writer) { return jobs::cancel(writer, key); });
  };
  enqueue(county, {.kind = "send", .key = "send:1"});
  EXPECT_FALSE(cancel("send:2"));
  EXPECT_TRUE(cancel("send:1"));
  EXPECT_EQ(backlog_of(county).due, 0);
  enqueue(county, {.kind = "send", .key = "send:1"});
  auto claimed = claim_first(county, {"send"}, county.clock.now() + 5min);
  EXPECT_FALSE(cancel("send:1"));
  county.database().write([&](db::Writer& writer) { park(writer, claimed, "x"); });
  EXPECT_TRUE(cancel("send:1"));
  EXPECT_EQ(backlog_of(county).parked, 0);
}

TEST_P(JobsTest, holding_a_kind_moves_only_those_that_wait) {
  TestCounty county(GetParam());
  enqueue(county, {.kind = "send"});
  auto running = claim_first(county, {"send"}, county.clock.now() + 5min);
  enqueue(county, {.kind = "send"});
  enqueue(county, {.kind = "other"});
  county.database().write(
      [&](db::Writer& writer) { hold_kind(writer, "send", writer.now() + 10min); });
  EXPECT_EQ(backlog_of(county).due, 1);
  county.database().write([&](db::Writer& writer) { EXPECT_TRUE(finish(writer, running)); });
  county.clock.advance(10min);
  EXPECT_EQ(backlog_of(county).due, 2);
}

MILA_ON_EACH_ENGINE(JobsTest);

}  // namespace
}  // namespace mila::jobs
