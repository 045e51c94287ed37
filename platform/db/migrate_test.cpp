// Splitting scripts, translating our DDL, and applying files once.
#include "platform/db/migrate.h"

#include <gtest/gtest.h>

#include "platform/testing/database.h"

namespace mila::db {
namespace {

using mila::testing::TestDatabase;
using Statements = std::vector<std::string>;

TEST(SplitStatementsTest, cuts_at_semicolons_and_drops_what_is_empty) {
  EXPECT_EQ(split_statements("a; b ;\n;; c"), (Statements{"a", "b", "c"}));
  EXPECT_EQ(split_statements(""), Statements{});
  EXPECT_EQ(split_statements(" ;\n; "), Statements{});
}

TEST(SplitStatementsTest, leaves_strings_and_names_whole) {
  EXPECT_EQ(split_statements("insert into t values('a;b', 'it''s; ok'); x"),
            (Statements{"insert into t values('a;b', 'it''s; ok')", "x"}));
  EXPECT_EQ(split_statements("select \"a;b\"; x"), (Statements{"select \"a;b\"", "x"}));
}

TEST(SplitStatementsTest, drops_comments_with_semicolons) {
  EXPECT_EQ(split_statements("-- one; two\nselect 1; /* a; b */ select 2; -- end"),
            (Statements{"select 1", "select 2"}));
}

TEST(SplitStatementsTest, leaves_dollar_quotes_whole) {
  std::string body = "create function f() returns int as $x$ begin; return 1; end; $x$";
  EXPECT_EQ(split_statements(body + "; select $$a;b$$"), (Statements{body, "select $$a;b$$"}));
}

TEST(SplitStatementsTest, leaves_the_body_of_a_trigger_whole) {
  std::string trigger =
      "create trigger t after insert on a begin update b set n = n + 1; delete from c; end";
  EXPECT_EQ(split_statements(trigger + "; select 1"), (Statements{trigger, "select 1"}));
}

TEST(SplitStatementsTest, knows_a_case_inside_a_trigger) {
  std::string trigger =
      "create trigger t after insert on a begin update b set n = case when new.x > 0 then 1 else "
      "2 end; update c set legend = 'the end'; end";
  EXPECT_EQ(split_statements(trigger + "; select 1"), (Statements{trigger, "select 1"}));
}

TEST(SqliteDdlTest, uses_strict_tables_and_sqlites_types) {
  EXPECT_EQ(to_sqlite_ddl("create table t(a bigint, b double precision, bigint_x text)"),
            "create table t(a integer, b real, bigint_x text) strict");
  EXPECT_EQ(to_sqlite_ddl("ALTER TABLE t ADD COLUMN c BIGINT"),
            "ALTER TABLE t ADD COLUMN c integer");
  EXPECT_EQ(to_sqlite_ddl("insert into t values('bigint')"), "insert into t values('bigint')");
}

using MigrateTest = mila::testing::EngineTest;

Migration file(std::string name, std::string text) { return {std::move(name), std::move(text)}; }

std::int64_t number(Database& database, std::string const& text) {
  return database.read(
      [&](Reader& reader) { return reader.value<std::int64_t>({"number", text}).value_or(-1); });
}

TEST_P(MigrateTest, applies_each_file_once) {
  TestDatabase database(GetParam());
  std::vector<Migration> files{file("a/1.sql", "create table t(id bigint); insert into t values(1)")};
  EXPECT_EQ(migrate(*database, files).applied, Statements{"a/1.sql"});
  EXPECT_EQ(migrate(*database, files).applied, Statements{});
  files.push_back(file("a/2.sql", "insert into t values(2)"));
  EXPECT_EQ(migrate(*database, files).applied, Statements{"a/2.sql"});
  EXPECT_EQ(number(*database, "select count(*) from t"), 2);
}

TEST_P(MigrateTest, refuses_a_file_that_has_changed) {
  TestDatabase database(GetParam());
  migrate(*database, {file("a/1.sql", "create table t(id bigint)")});
  EXPECT_THROW(migrate(*database, {file("a/1.sql", "create table t(id text)")}), DbError);
}

TEST_P(MigrateTest, refuses_a_database_of_a_newer_version) {
  TestDatabase database(GetParam());
  auto first = file("a/1.sql", "create table t(id bigint)");
  migrate(*database, {first, file("b/2.sql", "create table u(id bigint)")});
  try {
    migrate(*database, {first, file("a/3.sql", "create table v(id bigint)")});
    ADD_FAILURE() << "an older program opened it";
  } catch (DbError const& error) {
    EXPECT_NE(std::string(error.what()).find("newer version of the program (it knows b/2.sql)"), std::string::npos) << error.what();
  }
  EXPECT_EQ(number(*database, "select count(*) from migration"), 2);
}

TEST_P(MigrateTest, a_failing_statement_leaves_its_file_undone_and_earlier_files_done) {
  TestDatabase database(GetParam());
  std::vector<Migration> files{
      file("a/1.sql", "create table t(id bigint)"),
      file("a/2.sql", "insert into t values(1); create table u(id bigint); insert into no values(1)")};
  EXPECT_THROW(migrate(*database, files), DbError);
  EXPECT_EQ(number(*database, "select count(*) from t"), 0);
  files[1].text = "insert into t values(1); create table u(id bigint)";
  EXPECT_EQ(migrate(*database, files).applied, Statements{"a/2.sql"});
  EXPECT_EQ(number(*database, "select count(*) from u"), 0);
}

TEST_P(MigrateTest, keeps_data_with_semicolons) {
  TestDatabase database(GetParam());
  migrate(*database,
          {file("a/1.sql", "create table t(x text); -- a; b\ninsert into t values('a;b''c')")});
  auto text = database->read(
      [](Reader& reader) { return reader.value<std::string>({"x", "select x from t"}); });
  EXPECT_EQ(text, "a;b'c");
}

TEST_P(MigrateTest, the_feed_is_there_from_the_start) {
  TestDatabase database(GetParam());
  EXPECT_EQ(number(*database, "select count(*) from change"), 0);
  database->write([](Writer& writer) { writer.changed("x", "1"); });
  EXPECT_EQ(database->version(), 1);
}

TEST(ReadMigrationsTest, reads_sql_files_sorted_by_name) {
  mila::testing::TempFolder folder;
  folder.write("2026-11-24_b.sql", "b");
  folder.write("2026-11-23_a.sql", "a");
  folder.write("notes.txt", "no");
  auto files = read_migrations(folder.path(), "offers");
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "offers/2026-11-23_a.sql");
  EXPECT_EQ(files[0].text, "a");
  EXPECT_EQ(files[1].name, "offers/2026-11-24_b.sql");
  EXPECT_TRUE(read_migrations(folder.path() + "/nowhere", "x").empty());
}

MILA_ON_EACH_ENGINE(MigrateTest);

}  // namespace
}  // namespace mila::db
