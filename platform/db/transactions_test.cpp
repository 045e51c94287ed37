// All or nothing, one moment, one writer, and the feed of changes, on both engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <thread>

#include "platform/db/attempt.h"
#include "platform/testing/database.h"
#include "platform/testing/faults.h"

namespace mila::db {
namespace {

using mila::testing::TestDatabase;

constexpr Sql kInsert{"t.insert", "insert into t(id, name) values($1, $2)"};
constexpr Sql kCount{"t.count", "select count(*) from t"};

class DbTransactionsTest : public mila::testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    database_ = std::make_unique<TestDatabase>(
        GetParam(),
        std::vector<Migration>{
            {"test/1.sql", "create table t(id bigint primary key, name text)"}});
  }
  Database& database() { return **database_; }
  std::int64_t count() {
    return database().read([](Reader& reader) { return *reader.value<std::int64_t>(kCount); });
  }
  void insert(std::int64_t id) {
    database().write([&](Writer& writer) {
      writer.run(kInsert, {id, "x"});
      writer.changed("t", std::to_string(id));
    });
  }

  std::unique_ptr<TestDatabase> database_;
};

TEST_P(DbTransactionsTest, an_exception_rolls_back) {
  auto broken = [&] {
    database().write([](Writer& writer) {
      writer.run(kInsert, {1, "x"});
      throw std::runtime_error("no");
    });
  };
  EXPECT_THROW(broken(), std::runtime_error);
  EXPECT_EQ(count(), 0);
  insert(1);
  EXPECT_EQ(count(), 1);
}

TEST_P(DbTransactionsTest, an_attempt_that_returns_an_error_leaves_nothing) {
  int heard = 0;
  database().on_change([&] { ++heard; });
  auto insert_or = [&](std::int64_t id, bool fails) {
    return attempt(database(), [&](Writer& writer) -> Result<std::int64_t> {
      writer.run(kInsert, {id, "x"});
      writer.changed("t", "1");
      if (fails) return Error{ErrorCode::Conflict, "no", ""};
      return id;
    });
  };
  auto refused = insert_or(1, true);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
  EXPECT_EQ(count(), 0);
  EXPECT_EQ(heard, 0);
  EXPECT_EQ(insert_or(1, false).value(), 1);
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(heard, 1);
}

TEST_P(DbTransactionsTest, an_attempt_with_nothing_to_say_rolls_back_on_a_fault) {
  auto insert_then = [&](std::optional<Error> fault) {
    return attempt(database(), [&](Writer& writer) {
      writer.run(kInsert, {1, "x"});
      return fault;
    });
  };
  EXPECT_TRUE(insert_then(Error{ErrorCode::Invalid, "", ""}));
  EXPECT_EQ(count(), 0);
  EXPECT_FALSE(insert_then(std::nullopt));
  EXPECT_EQ(count(), 1);
  EXPECT_THROW(attempt(database(), [](Writer&) -> Result<int> { throw std::runtime_error("no"); }), std::runtime_error);
}

TEST_P(DbTransactionsTest, a_failing_statement_leaves_nothing) {
  auto broken = [&] {
    database().write([](Writer& writer) {
      writer.run(kInsert, {1, "x"});
      writer.run({"wrong", "insert into nowhere(id) values(1)"});
    });
  };
  EXPECT_THROW(broken(), DbError);
  EXPECT_EQ(count(), 0);
}

TEST_P(DbTransactionsTest, a_conflict_leaves_nothing_and_the_next_write_works) {
  insert(1);
  auto broken = [&] {
    database().write([](Writer& writer) {
      writer.run(kInsert, {2, "x"});
      writer.run(kInsert, {1, "x"});
    });
  };
  EXPECT_THROW(broken(), ConflictError);
  EXPECT_EQ(count(), 1);
  insert(2);
  EXPECT_EQ(count(), 2);
}

TEST_P(DbTransactionsTest, whichever_statement_fails_nothing_is_left) {
  int statements = mila::testing::for_every_failing_statement(database(), [&] { insert(1); });
  EXPECT_EQ(statements, 4);  // row, change, number of the change, commit
  EXPECT_EQ(count(), 1);
}

TEST_P(DbTransactionsTest, a_failed_write_does_not_move_the_version) {
  insert(1);
  auto version = database().version();
  mila::testing::FailingDatabase failing(database(), 4);
  EXPECT_THROW(insert(2), mila::testing::InjectedFailure);
  EXPECT_EQ(database().version(), version);
}

TEST_P(DbTransactionsTest, readers_see_one_moment) {
  insert(1);
  database().read([&](Reader& reader) {
    EXPECT_EQ(reader.value<std::int64_t>(kCount), 1);
    std::thread([&] { insert(2); }).join();
    EXPECT_EQ(reader.value<std::int64_t>(kCount), 1);
  });
  EXPECT_EQ(count(), 2);
}

TEST_P(DbTransactionsTest, others_do_not_see_what_is_not_committed) {
  database().write([&](Writer& writer) {
    writer.run(kInsert, {1, "x"});
    EXPECT_EQ(writer.value<std::int64_t>(kCount), 1);
    std::thread([&] { EXPECT_EQ(count(), 0); }).join();
  });
  EXPECT_EQ(count(), 1);
}

TEST_P(DbTransactionsTest, a_reader_cannot_write) {
  auto sneak = [&] {
    database().read([](Reader& reader) { reader.each(kInsert, {1, "x"}, nullptr); });
  };
  EXPECT_THROW(sneak(), DbError);
  EXPECT_EQ(count(), 0);
}

TEST_P(DbTransactionsTest, an_exception_while_reading_frees_the_connection) {
  for (int i = 0; i < 20; ++i) {  // more than there are readers
    auto broken = [&] {
      database().read([](Reader& reader) {
        reader.value<std::int64_t>(kCount);
        throw std::runtime_error("no");
      });
    };
    EXPECT_THROW(broken(), std::runtime_error);
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(DbTransactionsTest, a_broken_read_statement_does_not_spoil_the_pool) {
  for (int i = 0; i < 10; ++i) {
    auto wrong = [&] {
      database().read([](Reader& reader) {
        return reader.value<std::int64_t>({"wrong", "select x from nowhere"});
      });
    };
    EXPECT_THROW(wrong(), DbError);
    EXPECT_EQ(count(), 0);
  }
}

TEST_P(DbTransactionsTest, eight_threads_write_and_lose_nothing) {
  constexpr int kThreads = 8, kEach = 25;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        insert(t * kEach + i);
        count();
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count(), kThreads * kEach);
  EXPECT_EQ(database().version(), kThreads * kEach);
}

TEST_P(DbTransactionsTest, read_and_add_never_loses_an_update) {
  insert(1);
  database().write([](Writer& writer) { writer.run({"zero", "update t set name = '0'"}); });
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i)
        database().write([](Writer& writer) {
          auto now = writer.value<std::string>({"get", "select name from t where id = 1"});
          writer.run({"set", "update t set name = $1 where id = 1"},
                     {std::to_string(std::stoi(*now) + 1)});
        });
    });
  for (auto& thread : threads) thread.join();
  auto sum = database().read([](Reader& reader) {
    return reader.value<std::string>({"get", "select name from t where id = 1"});
  });
  EXPECT_EQ(sum, "80");
}

TEST_P(DbTransactionsTest, changes_are_numbered_in_the_order_of_commits) {
  EXPECT_EQ(database().version(), 0);
  insert(5);
  insert(6);
  EXPECT_EQ(database().version(), 2);
  auto changes =
      database().read([](Reader& reader) { return changes_after(reader, 0, 100); });
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].kind, "t");
  EXPECT_EQ(changes[0].id, "5");
  EXPECT_EQ(changes[0].seq, 1);
  EXPECT_EQ(changes[0].changed_at, database_->clock.now());
  EXPECT_EQ(changes[1].id, "6");
}

TEST_P(DbTransactionsTest, the_same_thing_changed_twice_is_reported_once_with_its_last_number) {
  for (int i = 0; i < 3; ++i)
    database().write([](Writer& writer) { writer.changed("t", "1"); });
  database().write([](Writer& writer) { writer.changed("t", "2"); });
  auto changes = database().read([](Reader& reader) { return changes_after(reader, 0, 100); });
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].seq, 3);
  EXPECT_EQ(changes[1].seq, 4);
}

TEST_P(DbTransactionsTest, a_follower_in_small_steps_sees_everything) {
  for (int i = 0; i < 10; ++i) insert(i);
  std::vector<std::string> seen;
  for (std::int64_t seq = 0;;) {
    auto some = database().read([&](Reader& reader) { return changes_after(reader, seq, 3); });
    if (some.empty()) break;
    EXPECT_LE(some.size(), 3U);
    for (auto const& change : some) seen.push_back(change.id);
    seq = some.back().seq;
  }
  EXPECT_EQ(seen.size(), 10U);
}

TEST_P(DbTransactionsTest, listeners_hear_of_commits_with_changes_only) {
  int heard = 0;
  std::int64_t seen = -1;
  database().on_change([&] {
    ++heard;
    seen = count();
  });
  database().write([](Writer& writer) { writer.run(kInsert, {1, "quiet"}); });
  EXPECT_EQ(heard, 0);
  insert(2);
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(seen, 2);  // called after the commit
}

TEST_P(DbTransactionsTest, another_process_is_noticed) {
  FixedClock clock(mila::testing::default_now());
  Database other({database_->url(), 2}, clock);
  insert(1);
  EXPECT_EQ(other.version(), 0);
  other.poll_version();
  EXPECT_EQ(other.version(), 1);
}

TEST_P(DbTransactionsTest, a_write_may_return_something_or_nothing) {
  EXPECT_EQ(database().write([](Writer&) { return std::string("done"); }), "done");
  static_assert(std::is_void_v<decltype(database().write([](Writer&) {}))>);
}

TEST_P(DbTransactionsTest, many_statements_do_not_grow_the_cache_without_end) {
  database().read([](Reader& reader) {
    for (int i = 0; i < 1000; ++i) {
      std::string text = "select " + std::to_string(i);
      EXPECT_EQ(reader.value<std::int64_t>({"many", text}), i);
    }
  });
}

TEST(SqliteBackupTest, copies_a_database_in_use) {
  mila::testing::TempFolder folder;
  TestDatabase database(mila::testing::Engine::Sqlite,
                        {{"test/1.sql", "create table t(id bigint primary key, name text)"}});
  database->write([](Writer& writer) { writer.run(kInsert, {1, "x"}); });
  std::string path = folder.path() + "/copy.db";
  database->backup_to(path);
  FixedClock clock(mila::testing::default_now());
  Database copy({"sqlite:" + path, 1}, clock);
  copy.write([](Writer& writer) { EXPECT_EQ(writer.value<std::int64_t>(kCount), 1); });
}

MILA_ON_EACH_ENGINE(DbTransactionsTest);

}  // namespace
}  // namespace mila::db
