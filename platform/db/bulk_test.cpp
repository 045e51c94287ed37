// Many rows at once, and many keys at once, on both engines.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "platform/testing/database.h"

namespace mila::db {
namespace {

using mila::testing::TestDatabase;

class DbBulkTest : public mila::testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    database_ = std::make_unique<TestDatabase>(
        GetParam(), std::vector<Migration>{{"test/1.sql",
                                            "create table row(id bigint primary key, name text, "
                                            "share double precision);"
                                            "create table other(id bigint primary key)"}});
  }
  Database& database() { return **database_; }

  std::unique_ptr<TestDatabase> database_;
};

TEST_P(DbBulkTest, keeps_tabs_newlines_backslashes_and_nulls) {
  std::vector<std::optional<std::string>> const names = {
      "Tab\there", "line\nbreak\r\n", "back\\slash \\N \\.", "", std::nullopt, "\\N", "\\.",
      "Straße مرحبا"};
  database().write([&](Writer& writer) {
    auto bulk = writer.bulk_insert("row", {"id", "name", "share"});
    for (std::size_t i = 0; i < names.size(); ++i) {
      Value row[] = {static_cast<std::int64_t>(i), names[i], i % 2 ? Value(0.1) : Value()};
      bulk->add(row);
    }
    bulk->finish();
  });
  database().read([&](Reader& reader) {
    std::size_t i = 0;
    reader.each({"rows", "select name, share from row order by id"}, {}, [&](Row const& row) {
      std::optional<std::string> name;
      std::optional<double> share;
      row.read(name, share);
      EXPECT_EQ(name, names[i]) << i;
      EXPECT_EQ(share, i % 2 ? std::optional<double>(0.1) : std::nullopt) << i;
      ++i;
    });
    EXPECT_EQ(i, names.size());
  });
}

TEST_P(DbBulkTest, refuses_nul_and_leaves_nothing) {
  auto broken = [&] {
    database().write([](Writer& writer) {
      auto bulk = writer.bulk_insert("row", {"id", "name"});
      Value good[] = {1, "x"}, bad[] = {2, std::string_view("a\0b", 3)};
      bulk->add(good);
      bulk->add(bad);
      bulk->finish();
    });
  };
  EXPECT_THROW(broken(), DbError);
  EXPECT_EQ(database().read([](Reader& reader) {
    return reader.value<std::int64_t>({"count", "select count(*) from row"});
  }), 0);
}

TEST_P(DbBulkTest, a_conflict_is_a_conflict) {
  auto twice = [&] {
    database().write([](Writer& writer) {
      auto bulk = writer.bulk_insert("row", {"id", "name"});
      Value row[] = {1, "geheim"};
      bulk->add(row);
      bulk->add(row);
      bulk->finish();
    });
  };
  try {
    twice();
    FAIL() << "the key is taken";
  } catch (ConflictError const& error) {
    EXPECT_EQ(std::string(error.what()).find("geheim"), std::string::npos) << error.what();
  }
  database().write([](Writer& writer) { writer.run({"ok", "insert into row(id) values(1)"}); });
}

TEST_P(DbBulkTest, two_tables_are_filled_side_by_side) {
  database().write([](Writer& writer) {
    auto rows = writer.bulk_insert("row", {"id", "name"});
    auto others = writer.bulk_insert("other", {"id"});
    for (std::int64_t i = 0; i < 500; ++i) {
      Value row[] = {i, "x"}, other[] = {i};
      rows->add(row);
      others->add(other);
    }
    rows->finish();
    others->finish();
    EXPECT_EQ(writer.value<std::int64_t>({"join", "select count(*) from row join other on row.id "
                                                  "= other.id"}),
              500);
  });
}

TEST_P(DbBulkTest, takes_more_than_fits_into_its_buffer) {
  std::string const big(10'000, 'x');
  database().write([&](Writer& writer) {
    auto bulk = writer.bulk_insert("row", {"id", "name"});
    for (std::int64_t i = 0; i < 1000; ++i) {
      Value row[] = {i, big};
      bulk->add(row);
    }
    bulk->finish();
  });
  auto bytes = database().read([](Reader& reader) {
    return reader.value<std::int64_t>(
        {"bytes", "select cast(sum(length(name)) as bigint) from row"});
  });
  EXPECT_EQ(bytes, 10'000'000);
}

TEST_P(DbBulkTest, each_in_finds_every_key_once) {
  database().write([](Writer& writer) {
    auto bulk = writer.bulk_insert("row", {"id", "name"});
    for (std::int64_t i = 0; i < 700; ++i) {
      std::string name = "k" + std::to_string(i);
      Value row[] = {i, name};
      bulk->add(row);
    }
    bulk->finish();
  });
  for (int size : {0, 1, 2, 7, 8, 9, 32, 33, 512, 513, 600}) {
    std::vector<std::string> keys;
    for (int i = 0; i < size; ++i) keys.push_back("k" + std::to_string(i));
    std::vector<std::string> found;
    database().read([&](Reader& reader) {
      reader.each_in("row.named", "select name from row where name in ", keys, " and id >= 0",
                     [&](Row const& row) { found.emplace_back(row.text(0)); });
    });
    std::sort(found.begin(), found.end());
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(found, keys) << size;
  }
}

TEST_P(DbBulkTest, each_in_leaves_unknown_keys_out) {
  database().write([](Writer& writer) {
    writer.run({"one", "insert into row(id, name) values(1, 'da')"});
  });
  int found = 0;
  database().read([&](Reader& reader) {
    reader.each_in("row.named", "select name from row where name in ", {"fort", "da", "weg"}, "",
                   [&](Row const&) { ++found; });
  });
  EXPECT_EQ(found, 1);
}

MILA_ON_EACH_ENGINE(DbBulkTest);

}  // namespace
}  // namespace mila::db
