// A fresh, migrated database for each test, removed afterwards. Migrations run once per test
// program; each test gets a copy of the result.
#pragma once

#include <string>
#include <vector>

#include "platform/base/time.h"
#include "platform/db/db.h"
#include "platform/db/migrate.h"
#include "platform/testing/engines.h"

namespace mila::testing {

/// 2026-11-23, a Monday, 10:00 in Berlin: "now" in all tests that do not say otherwise.
Instant default_now();

/// A folder of its own below the system's temp folder, removed with all it holds.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(TempFolder const&) = delete;
  TempFolder& operator=(TempFolder const&) = delete;
  std::string const& path() const { return path_; }
  /// Writes `text` to `name` below the folder, making folders as needed; returns the whole path.
  std::string write(std::string const& name, std::string_view text) const;

 private:
  std::string path_;
};

/// Only the database, for code that opens it itself. Destroy whoever has it open first.
class DatabaseCopy {
 public:
  DatabaseCopy(Engine engine, std::vector<db::Migration> const& migrations);
  ~DatabaseCopy();
  DatabaseCopy(DatabaseCopy const&) = delete;
  DatabaseCopy& operator=(DatabaseCopy const&) = delete;
  /// As in db::Config: "sqlite:/…" or "postgres:…".
  std::string const& url() const { return url_; }

 private:
  TempFolder folder_;
  std::string url_, postgres_name_;
};

/// A database that is open, on a clock that stands still.
class TestDatabase {
 public:
  explicit TestDatabase(Engine engine = Engine::Sqlite, std::vector<db::Migration> migrations = {});

  FixedClock clock;

 private:
  DatabaseCopy copy_;

 public:
  db::Database database;
  db::Database* operator->() { return &database; }
  db::Database& operator*() { return database; }
  std::string const& url() const { return copy_.url(); }
};

/// The migrations of modules/NAME/migrations for each name, in that order.
std::vector<db::Migration> migrations_of(std::vector<std::string> const& modules);

/// Runs SQL that is neither cached nor portable in a write transaction, statement by statement.
void run_script(db::Database& database, std::string const& script);

/// All rows of all tables as sorted text, to see whether anything changed.
std::string dump_of(db::Database& database);

}  // namespace mila::testing
