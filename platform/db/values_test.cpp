// What goes into a database comes out again, the same on both engines; what does not fit is
// refused and never bent.
#include <gtest/gtest.h>

#include "platform/testing/database.h"

namespace mila::db {
namespace {

using mila::testing::TestDatabase;

constexpr char const* kTables =
    "create table thing(id bigint primary key, name text, amount bigint, share double precision);"
    "create table owner(id bigint primary key, code text not null unique);"
    "create table pet(id bigint primary key, owner_id bigint not null references owner(id))";

constexpr Sql kInsert{"thing.insert",
                      "insert into thing(id, name, amount, share) values($1, $2, $3, $4)"};
constexpr Sql kAmount{"thing.amount", "select amount from thing where id = $1"};
constexpr Sql kName{"thing.name", "select name from thing where id = $1"};
constexpr Sql kCount{"thing.count", "select count(*) from thing"};

class DbValuesTest : public mila::testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    database_ = std::make_unique<TestDatabase>(GetParam(),
                                               std::vector<Migration>{{"test/1.sql", kTables}});
  }
  Database& database() { return **database_; }

  void insert(std::int64_t id, Value name, Value amount = {}, Value share = {}) {
    database().write([&](Writer& writer) { writer.run(kInsert, {id, name, amount, share}); });
  }
  std::int64_t count() {
    return database().read([](Reader& reader) { return *reader.value<std::int64_t>(kCount); });
  }
  std::optional<std::string> name_of(std::int64_t id) {
    return database().read([&](Reader& reader) { return reader.value<std::string>(kName, {id}); });
  }

  std::unique_ptr<TestDatabase> database_;
};

TEST_P(DbValuesTest, five_billion_stays_five_billion) {
  insert(1, "a", std::int64_t{5'000'000'000});
  auto amount = database().read(
      [](Reader& reader) { return reader.value<std::int64_t>(kAmount, {1}); });
  EXPECT_EQ(amount, 5'000'000'000);
}

TEST_P(DbValuesTest, the_largest_and_smallest_integer_survive) {
  for (auto value : {INT64_MIN, INT64_MAX, std::int64_t{0}, std::int64_t{-1}}) {
    insert(count() + 1, "edge", value);
    auto back = database().read(
        [&](Reader& reader) { return reader.column<std::int64_t>({"max", "select amount from thing "
                                                                         "order by id desc"}); });
    EXPECT_EQ(back.front(), value);
  }
}

TEST_P(DbValuesTest, an_integer_beyond_int_is_refused_where_an_int_is_read) {
  insert(1, "a", std::int64_t{5'000'000'000});
  auto read_int = [&] {
    return database().read([](Reader& reader) { return reader.value<int>(kAmount, {1}); });
  };
  EXPECT_THROW(read_int(), DbError);
}

TEST_P(DbValuesTest, text_in_an_integer_column_is_refused) {
  EXPECT_THROW(insert(1, "a", "many"), DbError);
  EXPECT_EQ(count(), 0);
}

TEST_P(DbValuesTest, reading_text_as_a_number_is_refused) {
  insert(1, "many");
  auto as_integer = [&] {
    database().read([](Reader& reader) { return reader.value<std::int64_t>(kName, {1}); });
  };
  auto as_number = [&] {
    database().read([](Reader& reader) { return reader.value<double>(kName, {1}); });
  };
  EXPECT_THROW(as_integer(), DbError);
  EXPECT_THROW(as_number(), DbError);
}

TEST_P(DbValuesTest, a_count_is_an_integer) {
  EXPECT_EQ(count(), 0);
  insert(1, "a");
  insert(2, "b");
  EXPECT_EQ(count(), 2);
}

TEST_P(DbValuesTest, a_sum_is_an_integer_when_cast) {
  insert(1, "a", 40);
  insert(2, "b", 2);
  auto sum = database().read([](Reader& reader) {
    return reader.value<std::int64_t>({"sum", "select cast(sum(amount) as bigint) from thing"});
  });
  EXPECT_EQ(sum, 42);
}

TEST_P(DbValuesTest, numbers_keep_every_bit) {
  double const numbers[] = {0.1, 1.0 / 3, -12.25, 1e300, 5e-324, 50.123456789012345};
  int id = 0;
  for (double number : numbers) insert(++id, "n", {}, number);
  auto back = database().read([](Reader& reader) {
    return reader.column<double>({"shares", "select share from thing order by id"});
  });
  EXPECT_EQ(back, std::vector<double>(std::begin(numbers), std::end(numbers)));
}

TEST_P(DbValuesTest, text_keeps_every_byte) {
  std::string const texts[] = {"", " ", "O'Neil \"x\" \\ % _ $1 {}", "zwei\nZeilen\r\n\tTab",
                               "Führerschein مرحبا Україна 🏠", std::string(2'000'000, 'x')};
  int id = 0;
  for (auto const& text : texts) insert(++id, text);
  for (id = 1; id <= 6; ++id) EXPECT_EQ(name_of(id), texts[id - 1]) << id;
}

TEST_P(DbValuesTest, text_with_nul_is_refused) {
  EXPECT_THROW(insert(1, std::string_view("a\0b", 3)), DbError);
  EXPECT_EQ(count(), 0);
}

TEST_P(DbValuesTest, null_is_nothing_and_not_empty) {
  insert(1, {}, {}, {});
  insert(2, "");
  database().read([](Reader& reader) {
    std::optional<std::string> name = "left over";
    std::optional<std::int64_t> amount = 7;
    std::optional<double> share = 7;
    reader.one({"all", "select name, amount, share from thing where id = $1"}, {1},
               [&](Row const& row) { row.read(name, amount, share); });
    EXPECT_EQ(name, std::nullopt);
    EXPECT_EQ(amount, std::nullopt);
    EXPECT_EQ(share, std::nullopt);
    EXPECT_EQ(reader.value<std::string>(kName, {2}), "");
    EXPECT_EQ(reader.value<std::string>(kName, {3}), std::nullopt);
  });
}

TEST_P(DbValuesTest, null_is_not_read_as_zero) {
  insert(1, "a");
  auto read_plain = [&] {
    database().read([](Reader& reader) {
      std::int64_t amount = 0;
      reader.one(kAmount, {1}, [&](Row const& row) { row.read(amount); });
    });
  };
  EXPECT_THROW(read_plain(), DbError);
}

TEST_P(DbValuesTest, optionals_instants_and_booleans_are_parameters) {
  using namespace std::chrono;
  Instant at = sys_days(year{2026} / 11 / 23) + hours{9};
  std::optional<std::string> none;
  insert(1, none, true);
  insert(2, std::optional<std::string>("da"), at);
  database().read([&](Reader& reader) {
    EXPECT_EQ(reader.value<std::string>(kName, {1}), std::nullopt);
    EXPECT_EQ(reader.value<bool>(kAmount, {1}), true);
    EXPECT_EQ(reader.value<std::string>(kName, {2}), "da");
    EXPECT_EQ(reader.value<Instant>(kAmount, {2}), at);
  });
}

TEST_P(DbValuesTest, parameters_may_repeat_and_come_in_any_order) {
  insert(1, "a", 5);
  database().read([](Reader& reader) {
    Sql sql{"order", "select id from thing where amount = $2 and id = $1 and amount >= $2"};
    EXPECT_EQ(reader.value<std::int64_t>(sql, {1, 5}), 1);
    EXPECT_EQ(reader.value<std::int64_t>(sql, {5, 1}), std::nullopt);
  });
}

TEST_P(DbValuesTest, a_missing_parameter_is_an_error) {
  auto without = [&] {
    database().read([](Reader& reader) { return reader.value<std::string>(kName, {}); });
  };
  EXPECT_THROW(without(), DbError);
}

TEST_P(DbValuesTest, two_statements_in_one_string_are_refused) {
  auto twice = [&] {
    database().write([](Writer& writer) {
      writer.run({"twice", "insert into thing(id) values(1); insert into thing(id) values(2)"});
    });
  };
  EXPECT_THROW(twice(), DbError);
  EXPECT_EQ(count(), 0);
}

TEST_P(DbValuesTest, foreign_keys_are_on) {
  auto orphan = [&] {
    database().write([](Writer& writer) {
      writer.run({"pet.insert", "insert into pet(id, owner_id) values(1, 99)"});
    });
  };
  EXPECT_THROW(orphan(), ConflictError);
}

TEST_P(DbValuesTest, a_conflict_names_the_constraint_and_no_value) {
  auto insert_owner = [&](int id) {
    database().write([&](Writer& writer) {
      writer.run({"owner.insert", "insert into owner(id, code) values($1, $2)"},
                 {id, "geheim-4711"});
    });
  };
  insert_owner(1);
  try {
    insert_owner(2);
    FAIL() << "the second one must be refused";
  } catch (ConflictError const& error) {
    EXPECT_NE(error.constraint().find("code"), std::string::npos) << error.constraint();
    EXPECT_NE(std::string(error.what()).find("owner.insert"), std::string::npos);
    EXPECT_EQ(std::string(error.what()).find("geheim"), std::string::npos) << error.what();
  }
}

TEST_P(DbValuesTest, other_errors_hold_no_values_either) {
  try {
    insert(1, "a", "geheim-4711");
    FAIL() << "text is no amount";
  } catch (DbError const& error) {
    EXPECT_NE(std::string(error.what()).find("thing.insert"), std::string::npos);
    EXPECT_EQ(std::string(error.what()).find("geheim"), std::string::npos) << error.what();
  }
}

TEST_P(DbValuesTest, returning_gives_what_was_written) {
  auto id = database().write([](Writer& writer) {
    return writer.value<std::int64_t>(
        {"owner.add", "insert into owner(id, code) values($1, $2) returning id"}, {41, "x"});
  });
  EXPECT_EQ(id, 41);
}

TEST_P(DbValuesTest, on_conflict_updates_or_leaves) {
  Sql put{"thing.put",
          "insert into thing(id, name) values($1, $2) on conflict(id) do update set name = "
          "excluded.name"};
  Sql keep{"thing.keep", "insert into thing(id, name) values($1, $2) on conflict(id) do nothing"};
  database().write([&](Writer& writer) {
    EXPECT_EQ(writer.run(put, {1, "alt"}), 1);
    EXPECT_EQ(writer.run(put, {1, "neu"}), 1);
    EXPECT_EQ(writer.run(keep, {1, "nie"}), 0);
  });
  EXPECT_EQ(name_of(1), "neu");
}

TEST_P(DbValuesTest, run_counts_changed_rows) {
  insert(1, "a");
  insert(2, "a");
  insert(3, "b");
  database().write([](Writer& writer) {
    Sql rename{"rename", "update thing set name = 'c' where name = $1"};
    EXPECT_EQ(writer.run(rename, {"a"}), 2);
    EXPECT_EQ(writer.run(rename, {"a"}), 0);
  });
}

TEST_P(DbValuesTest, text_sorts_by_bytes) {
  int id = 0;
  for (auto const* name : {"b", "ä", "A", "a", "Z"}) insert(++id, name);
  auto names = database().read([](Reader& reader) {
    return reader.column<std::string>({"sorted", "select name from thing order by name"});
  });
  EXPECT_EQ(names, (std::vector<std::string>{"A", "Z", "a", "b", "ä"}));
}

TEST_P(DbValuesTest, a_statement_may_run_inside_the_rows_of_itself) {
  for (int id = 1; id <= 3; ++id) insert(id, "x", id);
  database().read([](Reader& reader) {
    Sql up_to{"up_to", "select id from thing where id <= $1 order by id"};
    std::string seen;
    reader.each(up_to, {3}, [&](Row const& row) {
      auto id = row.integer(0);
      reader.each(up_to, {id}, [&](Row const& inner) { seen += std::to_string(inner.integer(0)); });
      seen += ".";
    });
    EXPECT_EQ(seen, "1.12.123.");
  });
}

MILA_ON_EACH_ENGINE(DbValuesTest);

}  // namespace
}  // namespace mila::db
