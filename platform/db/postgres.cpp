// PostgreSQL behind Connection: prepared statements, COPY for bulk inserts, errors stripped of
// parameter values.
#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>
#include <cstring>
#include <unordered_map>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/db/conninfo.h"
#include "platform/db/connection.h"

namespace mila::db {
namespace {

struct ResultDeleter {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, ResultDeleter>;

class PostgresRow final : public Row {
 public:
  explicit PostgresRow(PGresult* result) : result_(result) {}
  int current = 0;
  int columns() const override { return PQnfields(result_); }
  bool is_null(int column) const override { return PQgetisnull(result_, current, column) != 0; }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, current, column),
            static_cast<std::size_t>(PQgetlength(result_, current, column))};
  }
  std::int64_t integer(int column) const override {
    auto value = is_null(column) ? std::nullopt : parse_integer(text(column));
    if (!value) throw DbError(fmt::format("column {} is no integer", PQfname(result_, column)));
    return *value;
  }
  double number(int column) const override {
    auto digits = is_null(column) ? std::string_view() : text(column);
    double value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size())
      throw DbError(fmt::format("column {} is no number", PQfname(result_, column)));
    return value;
  }

 private:
  PGresult* result_;
};

/// Parameters in libpq's text form.
class Parameters {
 public:
  Parameters(std::string_view name, std::span<Value const> values) {
    texts_.reserve(values.size());
    for (auto const& value : values) {
      if (auto const* integer = value.integer()) {
        texts_.push_back(std::to_string(*integer));
      } else if (auto const* number = value.number()) {
        texts_.push_back(fmt::format("{}", *number));
      } else if (auto const* text = value.text()) {
        if (std::memchr(text->data(), 0, text->size()))
          throw DbError(fmt::format("{}: text with NUL", name));
        texts_.emplace_back(*text);
      } else {
        texts_.emplace_back();
      }
    }
    for (std::size_t i = 0; i < values.size(); ++i)
      pointers_.push_back(values[i].is_null() ? nullptr : texts_[i].c_str());
  }
  char const* const* data() const { return pointers_.data(); }
  int size() const { return static_cast<int>(pointers_.size()); }

 private:
  std::vector<std::string> texts_;
  std::vector<char const*> pointers_;
};

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(std::string const& conninfo) {
    handle_ = PQconnectdb(conninfo.c_str());
    if (PQstatus(handle_) != CONNECTION_OK) {
      std::string reason = PQerrorMessage(handle_);
      PQfinish(handle_);
      throw DbError("connect: " + reason);
    }
    PQsetNoticeProcessor(handle_, [](void*, char const*) {}, nullptr);
    execute("set client_encoding='UTF8'");
    execute("set standard_conforming_strings=on");
    execute("set plan_cache_mode=force_generic_plan");
  }
  ~PostgresConnection() override { PQfinish(handle_); }

  bool is_postgres() const override { return true; }
  PGconn* handle() const { return handle_; }

  void execute(std::string const& statement) override {
    ResultPointer result(PQexec(handle_, statement.c_str()));
    check(result.get(), statement.substr(0, 60));
  }

  std::int64_t run(Sql const& sql, std::span<Value const> parameters,
                   RowFunction const& on_row) override {
    begin_statement(sql.name);
    std::string const& name = prepared(sql);
    Parameters values(sql.name, parameters);
    ResultPointer result(
        PQexecPrepared(handle_, name.c_str(), values.size(), values.data(), nullptr, nullptr, 0));
    check(result.get(), sql.name);
    PostgresRow row(result.get());
    int count = PQntuples(result.get());
    if (on_row)
      for (; row.current < count; ++row.current) on_row(row);
    return parse_integer(PQcmdTuples(result.get())).value_or(0);
  }

  std::unique_ptr<BulkInsert> bulk_insert(std::string const& table,
                                          std::vector<std::string> const& columns) override;

  void check(PGresult* result, std::string_view statement) {
    auto status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return;
    auto field = [&](int code) {
      char const* text = PQresultErrorField(result, code);
      return std::string(text ? text : "");
    };
    // Messages and DETAIL may quote parameter values; SQLSTATE and the constraint's name do not.
    std::string state = field(PG_DIAG_SQLSTATE);
    if (state == "23505" || state == "23503")
      throw ConflictError(std::string(statement), field(PG_DIAG_CONSTRAINT_NAME));
    throw DbError(fmt::format("{}: SQLSTATE {}{}", statement, state.empty() ? "none" : state,
                              state.rfind("42", 0) == 0 ? " " + field(PG_DIAG_MESSAGE_PRIMARY) : ""));
  }

 private:
  std::string const& prepared(Sql const& sql) {
    auto found = names_.find(std::string(sql.text));
    if (found != names_.end()) return found->second;
    if (names_.size() >= 300) {
      execute("deallocate all");
      names_.clear();
    }
    std::string name = fmt::format("s{}", ++last_name_);
    std::string text(sql.text);
    ResultPointer result(PQprepare(handle_, name.c_str(), text.c_str(), 0, nullptr));
    check(result.get(), sql.name);
    return names_.emplace(std::move(text), std::move(name)).first->second;
  }

  PGconn* handle_ = nullptr;
  std::unordered_map<std::string, std::string> names_;
  std::int64_t last_name_ = 0;
};

/// COPY … FROM STDIN in text format. Rows are buffered so that several tables can be filled side by
/// side although one connection runs one COPY at a time.
class PostgresBulkInsert final : public BulkInsert {
 public:
  PostgresBulkInsert(PostgresConnection& connection, std::string const& table,
                     std::vector<std::string> const& columns)
      : connection_(connection), table_(table) {
    statement_ = "copy " + table + "(";
    for (std::size_t i = 0; i < columns.size(); ++i) statement_ += (i ? "," : "") + columns[i];
    statement_ += ") from stdin";
  }

  void add(std::span<Value const> row) override {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i) buffer_ += '\t';
      append(row[i]);
    }
    buffer_ += '\n';
    if (buffer_.size() > (4U << 20)) flush();
  }

  void finish() override { flush(); }

 private:
  void append(Value const& value) {
    if (auto const* integer = value.integer()) {
      buffer_ += std::to_string(*integer);
    } else if (auto const* number = value.number()) {
      fmt::format_to(std::back_inserter(buffer_), "{}", *number);
    } else if (auto const* text = value.text()) {
      for (char c : *text) {
        switch (c) {
          case '\0': throw DbError("bulk " + table_ + ": text with NUL");
          case '\\': buffer_ += "\\\\"; break;
          case '\t': buffer_ += "\\t"; break;
          case '\n': buffer_ += "\\n"; break;
          case '\r': buffer_ += "\\r"; break;
          default: buffer_ += c;
        }
      }
    } else {
      buffer_ += "\\N";
    }
  }

  void flush() {
    if (buffer_.empty()) return;
    connection_.begin_statement("bulk");
    ResultPointer start(PQexec(connection_.handle(), statement_.c_str()));
    connection_.check(start.get(), "bulk " + table_);
    bool sent = PQputCopyData(connection_.handle(), buffer_.data(),
                              static_cast<int>(buffer_.size())) == 1 &&
                PQputCopyEnd(connection_.handle(), nullptr) == 1;
    buffer_.clear();
    std::string failure = sent ? "" : "COPY was refused";
    while (ResultPointer result{PQgetResult(connection_.handle())})
      connection_.check(result.get(), "bulk " + table_);
    if (!failure.empty()) throw DbError("bulk " + table_ + ": " + failure);
  }

  PostgresConnection& connection_;
  std::string table_, statement_, buffer_;
};

std::unique_ptr<BulkInsert> PostgresConnection::bulk_insert(
    std::string const& table, std::vector<std::string> const& columns) {
  return std::make_unique<PostgresBulkInsert>(*this, table, columns);
}

}  // namespace

std::unique_ptr<Connection> open_postgres(std::string const& conninfo) {
  return std::make_unique<PostgresConnection>(conninfo);
}

Conninfo split_password(std::string const& conninfo) {
  std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
  if (!options) throw DbError("the database address is not understood");
  Conninfo split;
  for (auto* option = options.get(); option->keyword; ++option) {
    if (!option->val) continue;
    if (std::string_view(option->keyword) == "password") {
      split.password = option->val;
      continue;
    }
    std::string quoted;
    for (char const* c = option->val; *c; ++c) {
      if (*c == '\'' || *c == '\\') quoted += '\\';
      quoted += *c;
    }
    split.without_password += fmt::format("{}{}='{}'", split.without_password.empty() ? "" : " ", option->keyword, quoted);
  }
  return split;
}

}  // namespace mila::db
