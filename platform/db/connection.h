// One connection to one engine. Only platform/db includes this; everybody else sees Reader and
// Writer in db.h.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "platform/db/value.h"

namespace mila::db {

/// The database failed (gone, disk full, statement wrong). Holds no parameter values.
class DbError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A unique or foreign key said no. `constraint` is the index, constraint or column list named by
/// the engine. Answered as 409 at the request boundary.
class ConflictError : public DbError {
 public:
  ConflictError(std::string statement, std::string constraint)
      : DbError(statement + ": conflict on " + constraint), constraint_(std::move(constraint)) {}
  std::string const& constraint() const { return constraint_; }

 private:
  std::string constraint_;
};

/// The current row of a result. Columns count from 0.
class Row {
 public:
  virtual ~Row() = default;
  virtual int columns() const = 0;
  virtual bool is_null(int column) const = 0;
  /// Throws DbError when the column holds text that is no integer or does not fit.
  virtual std::int64_t integer(int column) const = 0;
  virtual double number(int column) const = 0;
  virtual std::string_view text(int column) const = 0;

  /// Reads the columns in order into the given variables; optional<T> takes null. Throws DbError
  /// for an integer that does not fit.
  template <typename... T>
  void read(T&... out) const {
    int column = 0;
    (read_one(column++, out), ...);
  }
  void read_one(int column, std::int64_t& out) const { out = integer(column); }
  void read_one(int column, int& out) const {
    std::int64_t value = integer(column);
    out = static_cast<int>(value);
    if (out != value) throw DbError("an integer is too large for where it is read to");
  }
  void read_one(int column, bool& out) const { out = integer(column) != 0; }
  void read_one(int column, double& out) const { out = number(column); }
  void read_one(int column, std::string& out) const { out = text(column); }
  void read_one(int column, Instant& out) const { out = from_millis(integer(column)); }
  template <typename T>
  void read_one(int column, std::optional<T>& out) const {
    if (is_null(column)) {
      out.reset();
    } else {
      out.emplace();
      read_one(column, *out);
    }
  }
};

using RowFunction = std::function<void(Row const&)>;

/// A table being filled quickly: rows must have one value per column.
class BulkInsert {
 public:
  virtual ~BulkInsert() = default;
  virtual void add(std::span<Value const> row) = 0;
  /// Writes what is left; nothing may be added after it. Not calling it loses rows.
  virtual void finish() = 0;
};

/// Told the name of each statement before it runs; throwing keeps the statement from running.
using StatementHook = std::function<void(std::string_view name)>;

class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs one statement, calls `row` for each result row; returns the number of changed rows.
  virtual std::int64_t run(Sql const& sql, std::span<Value const> parameters,
                           RowFunction const& row) = 0;
  /// Statements without parameters or cache: transaction control, DDL.
  virtual void execute(std::string const& statement) = 0;
  virtual std::unique_ptr<BulkInsert> bulk_insert(std::string const& table,
                                                  std::vector<std::string> const& columns) = 0;
  virtual bool is_postgres() const = 0;
  std::int64_t statements_run() const { return statements_run_; }
  /// `hook` is borrowed and may be empty.
  void set_hook(StatementHook const* hook) { hook_ = hook; }
  /// Counts a statement and tells the hook; engines call it first of all.
  void begin_statement(std::string_view name) {
    ++statements_run_;
    if (hook_ && *hook_) (*hook_)(name);
  }

 private:
  std::int64_t statements_run_ = 0;
  StatementHook const* hook_ = nullptr;
};

/// `path` of the file. Read-only connections never write, not even a checkpoint: several writing
/// connections meet a WAL bug in SQLite 3.7 to 3.51.2.
enum class SqliteMode { Writer, ReadOnly };
std::unique_ptr<Connection> open_sqlite(std::string const& path, SqliteMode mode);
/// `conninfo` as libpq reads it: "dbname=mila host=/var/run/postgresql".
std::unique_ptr<Connection> open_postgres(std::string const& conninfo);

}  // namespace mila::db
