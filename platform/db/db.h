// A county's database. Reading and writing happen in transactions only: `read` sees one moment,
// `write` is all or nothing and the one writer of the county at that time. The same portable SQL
// runs on SQLite and PostgreSQL.
//
//   auto name = database.read([&](db::Reader& reader) {
//     return reader.value<std::string>(kName, {id});
//   });
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/base/check.h"
#include "platform/db/connection.h"

namespace mila::db {

using Parameters = std::initializer_list<Value>;

/// Statements inside a read transaction. Results may be large only where the caller pages.
class Reader {
 public:
  explicit Reader(Connection& connection) : connection_(connection) {}
  Reader(Reader const&) = delete;
  Reader& operator=(Reader const&) = delete;

  void each(Sql const& sql, Parameters parameters, RowFunction const& row) {
    connection_.run(sql, {parameters.begin(), parameters.size()}, row);
  }
  void each(Sql const& sql, std::span<Value const> parameters, RowFunction const& row) {
    connection_.run(sql, parameters, row);
  }
  /// Calls `row` for the first result row; false when there is none.
  bool one(Sql const& sql, Parameters parameters, RowFunction const& row) {
    bool found = false;
    each(sql, parameters, [&](Row const& current) {
      if (!found) row(current);
      found = true;
    });
    return found;
  }
  /// First column of the first row.
  template <typename T>
  std::optional<T> value(Sql const& sql, Parameters parameters = {}) {
    std::optional<T> result;
    one(sql, parameters, [&](Row const& row) { row.read(result); });
    return result;
  }
  /// First column of all rows.
  template <typename T>
  std::vector<T> column(Sql const& sql, Parameters parameters = {}) {
    std::vector<T> result;
    each(sql, parameters, [&](Row const& row) { row.read(result.emplace_back()); });
    return result;
  }
  /// Runs `head` + "($1,…,$n)" + `tail` in chunks for any number of keys; padded by repeating the
  /// last key, so that a handful of statement texts serves all sizes.
  void each_in(std::string_view name, std::string_view head, std::vector<std::string> const& keys,
               std::string_view tail, RowFunction const& row);

  bool is_postgres() const { return connection_.is_postgres(); }
  std::int64_t statements_run() const { return connection_.statements_run(); }

 protected:
  Connection& connection_;
};

/// Statements inside the county's one write transaction.
class Writer : public Reader {
 public:
  Writer(Connection& connection, Instant now) : Reader(connection), now_(now) {}

  /// Returns the number of changed rows. Throws ConflictError on unique and foreign keys.
  std::int64_t run(Sql const& sql, Parameters parameters = {}) {
    return connection_.run(sql, {parameters.begin(), parameters.size()}, nullptr);
  }
  std::int64_t run(Sql const& sql, std::span<Value const> parameters) {
    return connection_.run(sql, parameters, nullptr);
  }
  std::unique_ptr<BulkInsert> bulk_insert(std::string const& table,
                                          std::vector<std::string> const& columns) {
    return connection_.bulk_insert(table, columns);
  }
  /// Every write says what it changed: the feed that search index, caches and exports follow.
  void changed(std::string_view kind, std::string_view id);
  Instant now() const { return now_; }
  bool has_changes() const { return has_changes_; }

 private:
  Instant now_;
  bool has_changes_ = false;
};

struct Change {
  std::int64_t seq;
  std::string kind, id;
  Instant changed_at;
};

/// The changes after `seq`, oldest first, at most `limit`; each (kind, id) once with its last seq.
std::vector<Change> changes_after(Reader& reader, std::int64_t seq, int limit);
std::int64_t last_change(Reader& reader);

struct Config {
  /// "sqlite:/path/file.db" or "postgres:dbname=…".
  std::string url;
  int readers = 4;
};

class Database {
 public:
  Database(Config config, Clock const& clock);
  ~Database();

  /// Runs `body(Reader&)` in a read transaction and returns what it returns.
  template <typename Body>
  auto read(Body&& body) {
    Lease lease(*this);
    lease.begin(begin_read_);
    Ending ending(lease);
    Reader reader(lease.connection());
    return body(reader);
  }

  /// Runs `body(Writer&)`; commits when it returns, rolls back when it throws. What it returns is
  /// handed out only after the commit.
  template <typename Body>
  auto write(Body&& body) {
    std::unique_lock lock(writer_mutex_);
    Connection& connection = begin_write();
    Writing writing(*this, connection);
    Writer writer(connection, clock_.now());
    if constexpr (std::is_void_v<decltype(body(writer))>) {
      body(writer);
      writing.commit(writer.has_changes());
      lock.unlock();
      after_commit(writer.has_changes());
    } else {
      auto result = body(writer);
      writing.commit(writer.has_changes());
      lock.unlock();
      after_commit(writer.has_changes());
      return result;
    }
  }

  /// The last change this process knows of; grows with each commit that changed something.
  std::int64_t version() const { return version_.load(std::memory_order_acquire); }
  /// Looks whether another process has written (PostgreSQL) and updates version().
  void poll_version();
  /// Called after each commit with changes, outside the transaction.
  void on_change(std::function<void()> listener) { listeners_.push_back(std::move(listener)); }
  bool is_postgres() const { return postgres_; }
  /// Copies the whole database while it is in use into one SQLite file (SQLite only).
  void backup_to(std::string const& path);
  /// What changed and deleted rows leave behind goes from the files. SQLite: the file is written anew
  /// and its log emptied; false when a reader kept the log from being emptied, call it again then.
  /// PostgreSQL: VACUUM, which frees old rows unless an older transaction still sees them; its write-
  /// ahead log is the server's. Writers wait meanwhile (SQLite: about a second for 100 MB).
  bool purge();
  Clock const& clock() const { return clock_; }
  /// For tests that make the n-th statement fail; "commit" is the last one of a write. Set it while
  /// nothing else uses the database.
  void on_statement(StatementHook hook) { hook_ = std::move(hook); }

 private:
  /// A reader connection borrowed from the pool.
  class Lease {
   public:
    explicit Lease(Database& database);
    Lease(Lease const&) = delete;
    Lease& operator=(Lease const&) = delete;
    ~Lease();
    Connection& connection() { return *connection_; }
    void begin(std::string const& statement);
    /// A connection that could not end its transaction does not go back into the pool.
    bool broken = false;

   private:
    Database& database_;
    std::unique_ptr<Connection> connection_;
  };
  /// Ends a read transaction.
  class Ending {
   public:
    explicit Ending(Lease& lease) : lease_(lease) {}
    Ending(Ending const&) = delete;
    Ending& operator=(Ending const&) = delete;
    ~Ending();

   private:
    Lease& lease_;
  };
  /// Rolls a write transaction back unless it was committed.
  class Writing {
   public:
    Writing(Database& database, Connection& connection)
        : database_(database), connection_(connection) {}
    Writing(Writing const&) = delete;
    Writing& operator=(Writing const&) = delete;
    ~Writing();
    void commit(bool changed);

   private:
    Database& database_;
    Connection& connection_;
    bool committed_ = false;
  };

  Connection& writer_connection();
  Connection& begin_write();
  void after_commit(bool changed);
  std::unique_ptr<Connection> open_reader();

  Config config_;
  Clock const& clock_;
  bool postgres_;
  std::string begin_read_;
  StatementHook hook_;
  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  std::mutex pool_mutex_;
  std::condition_variable pool_free_;
  std::vector<std::unique_ptr<Connection>> idle_;
  int open_ = 0;
  std::atomic<std::int64_t> version_{0};
  std::vector<std::function<void()>> listeners_;
};

}  // namespace mila::db
