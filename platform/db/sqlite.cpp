// SQLite behind Connection: WAL, durable commits, foreign keys, a statement cache.
#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>
#include <list>
#include <unordered_map>

#include "platform/base/check.h"
#include "platform/db/connection.h"

namespace mila::db {
namespace {

/// SQLite says "UNIQUE constraint failed: place.name"; what follows the colon are column names.
std::string constraint_of(std::string_view message) {
  auto colon = message.find(": ");
  return std::string(colon == std::string_view::npos ? message : message.substr(colon + 2));
}

class Statement {
 public:
  Statement(sqlite3* handle, Sql const& sql) : handle_(handle) {
    char const* tail = nullptr;
    int code = sqlite3_prepare_v3(handle, sql.text.data(), static_cast<int>(sql.text.size()),
                                  SQLITE_PREPARE_PERSISTENT, &statement_, &tail);
    if (code != SQLITE_OK)
      throw DbError(fmt::format("{}: {}", sql.name, sqlite3_errmsg(handle)));
    std::string_view rest(tail, static_cast<std::size_t>(sql.text.data() + sql.text.size() - tail));
    if (rest.find_first_not_of(" \n\t;") != std::string_view::npos) {
      sqlite3_finalize(statement_);  // SQLite would run the first one and drop the rest silently
      throw DbError(fmt::format("{}: more than one statement", sql.name));
    }
    // $3 is a *name* to SQLite, numbered by first appearance: map names to our numbers.
    int count = sqlite3_bind_parameter_count(statement_);
    for (int i = 1; i <= count; ++i) numbers_.push_back(std::atoi(sqlite3_bind_parameter_name(statement_, i) + 1));
  }
  Statement(Statement const&) = delete;
  Statement& operator=(Statement const&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  sqlite3_stmt* get() const { return statement_; }
  bool busy = false;

  void bind(std::string_view name, std::span<Value const> parameters) {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      auto number = static_cast<std::size_t>(numbers_[i]);
      if (number < 1 || number > parameters.size())
        throw DbError(fmt::format("{}: parameter ${} is missing", name, number));
      bind_one(static_cast<int>(i) + 1, parameters[number - 1], name);
    }
  }

 private:
  void bind_one(int index, Value const& value, std::string_view name) {
    if (auto const* integer = value.integer()) {
      sqlite3_bind_int64(statement_, index, *integer);
    } else if (auto const* number = value.number()) {
      sqlite3_bind_double(statement_, index, *number);
    } else if (auto const* text = value.text()) {
      if (std::memchr(text->data(), 0, text->size()))
        throw DbError(fmt::format("{}: text with NUL", name));
      sqlite3_bind_text64(statement_, index, text->data() ? text->data() : "", text->size(),
                          SQLITE_STATIC, SQLITE_UTF8);
    } else {
      sqlite3_bind_null(statement_, index);
    }
  }

  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  std::vector<int> numbers_;
};

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const override { return sqlite3_column_count(statement_); }
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    if (sqlite3_column_type(statement_, column) != SQLITE_INTEGER)
      throw DbError(fmt::format("column {} is no integer", sqlite3_column_name(statement_, column)));
    return sqlite3_column_int64(statement_, column);
  }
  double number(int column) const override {
    int type = sqlite3_column_type(statement_, column);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER)
      throw DbError(fmt::format("column {} is no number", sqlite3_column_name(statement_, column)));
    return sqlite3_column_double(statement_, column);
  }
  std::string_view text(int column) const override {
    auto const* bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

/// Clears a statement when its run ends, however it ends.
class Running {
 public:
  explicit Running(Statement& statement) : statement_(statement) { statement_.busy = true; }
  Running(Running const&) = delete;
  Running& operator=(Running const&) = delete;
  ~Running() {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
    statement_.busy = false;
  }

 private:
  Statement& statement_;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(std::string const& path, SqliteMode mode) : mode_(mode) {
    int flags = mode == SqliteMode::Writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                           : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
      std::string reason = sqlite3_errmsg(handle_);
      sqlite3_close_v2(handle_);
      throw DbError("open " + path + ": " + reason);
    }
    sqlite3_busy_timeout(handle_, 10000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    if (mode == SqliteMode::Writer) {
      execute("pragma journal_mode=wal");
      execute("pragma synchronous=full");
      execute("pragma secure_delete=on");  // what is deleted is overwritten
    }
    execute("pragma foreign_keys=on");
    // A reader asks for a few rows by key, the system's own cache stands behind it; an import writes all.
    execute(mode == SqliteMode::Writer ? "pragma cache_size=-16000" : "pragma cache_size=-4000");
    execute("pragma temp_store=memory");
  }
  ~SqliteConnection() override {
    cache_.clear();
    sqlite3_close_v2(handle_);
  }

  bool is_postgres() const override { return false; }

  void execute(std::string const& statement) override {
    if (sqlite3_exec(handle_, statement.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      fail(statement.substr(0, 60));
    // What a round over all records read would stay for ever; the next small write needs little of it.
    if (mode_ == SqliteMode::Writer && statement == "commit") sqlite3_db_release_memory(handle_);
  }

  std::int64_t run(Sql const& sql, std::span<Value const> parameters,
                   RowFunction const& on_row) override {
    begin_statement(sql.name);
    std::shared_ptr<Statement> statement = prepared(sql);
    statement->bind(sql.name, parameters);
    Running running(*statement);
    SqliteRow row(statement->get());
    for (;;) {
      int code = sqlite3_step(statement->get());
      if (code == SQLITE_DONE) return sqlite3_changes64(handle_);
      if (code != SQLITE_ROW) fail(std::string(sql.name));
      if (on_row) on_row(row);
    }
  }

  std::unique_ptr<BulkInsert> bulk_insert(std::string const& table,
                                          std::vector<std::string> const& columns) override;

 private:
  std::shared_ptr<Statement> prepared(Sql const& sql) {
    auto found = cache_.find(std::string(sql.text));
    if (found != cache_.end() && !found->second->busy) return found->second;
    auto statement = std::make_shared<Statement>(handle_, sql);
    if (found == cache_.end()) {
      if (cache_.size() >= 300) cache_.clear();  // statements still running keep themselves alive
      cache_.emplace(std::string(sql.text), statement);
    }
    return statement;
  }

  [[noreturn]] void fail(std::string const& statement) {
    int code = sqlite3_extended_errcode(handle_);
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
        code == SQLITE_CONSTRAINT_FOREIGNKEY)
      throw ConflictError(statement, constraint_of(sqlite3_errmsg(handle_)));
    throw DbError(statement + ": " + sqlite3_errstr(code));
  }

  SqliteMode mode_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, std::shared_ptr<Statement>> cache_;
};

class SqliteBulkInsert final : public BulkInsert {
 public:
  SqliteBulkInsert(SqliteConnection& connection, std::string const& table,
                   std::vector<std::string> const& columns)
      : connection_(connection), name_("bulk " + table) {
    statement_ = "insert into " + table + "(";
    std::string places;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      statement_ += (i ? "," : "") + columns[i];
      places += fmt::format("{}${}", i ? "," : "", i + 1);
    }
    statement_ += ") values(" + places + ")";
  }
  void add(std::span<Value const> row) override {
    connection_.run({name_, statement_}, row, nullptr);
  }
  void finish() override {}

 private:
  SqliteConnection& connection_;
  std::string name_, statement_;
};

std::unique_ptr<BulkInsert> SqliteConnection::bulk_insert(std::string const& table,
                                                          std::vector<std::string> const& columns) {
  return std::make_unique<SqliteBulkInsert>(*this, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(std::string const& path, SqliteMode mode) {
  return std::make_unique<SqliteConnection>(path, mode);
}

}  // namespace mila::db
