// Pooling, transactions and the change feed.
#include "platform/db/db.h"

#include <fmt/format.h>

#include <algorithm>

namespace mila::db {
namespace {

constexpr Sql kRecordChange{"change.record",
                            "insert into change(kind, id, changed_at) values($1, $2, $3)"};
constexpr Sql kLastChange{"change.last", "select coalesce(max(seq), 0) from change"};
constexpr Sql kChangesAfter{
    "change.after",
    "select max(seq), kind, id, max(changed_at) from (select seq, kind, id, changed_at from change "
    "where seq > $1 order by seq limit $2) as recent group by kind, id order by 1"};

constexpr std::size_t kChunks[] = {1, 8, 32, 128, 512};

/// A connection that failed (server restarted) must not return to the pool.
bool try_execute(Connection& connection, std::string const& statement) noexcept {
  try {
    connection.execute(statement);
    return true;
  } catch (std::exception const&) {
    return false;
  }
}

}  // namespace

void Reader::each_in(std::string_view name, std::string_view head,
                     std::vector<std::string> const& keys, std::string_view tail,
                     RowFunction const& row) {
  std::size_t done = 0;
  while (done < keys.size()) {
    std::size_t left = keys.size() - done;
    std::size_t chunk = kChunks[0];
    for (std::size_t size : kChunks) {
      chunk = size;
      if (size >= left) break;
    }
    std::string text(head);
    std::vector<Value> values;
    for (std::size_t i = 0; i < chunk; ++i) {
      fmt::format_to(std::back_inserter(text), "{}${}", i ? "," : "(", i + 1);
      values.emplace_back(keys[std::min(done + i, keys.size() - 1)]);
    }
    text += ")";
    text += tail;
    connection_.run({name, text}, values, row);
    done += std::min(chunk, left);
  }
}

void Writer::changed(std::string_view kind, std::string_view id) {
  run(kRecordChange, {kind, id, now_});
  has_changes_ = true;
}

std::vector<Change> changes_after(Reader& reader, std::int64_t seq, int limit) {
  std::vector<Change> changes;
  reader.each(kChangesAfter, {seq, limit}, [&](Row const& row) {
    Change& change = changes.emplace_back();
    row.read(change.seq, change.kind, change.id, change.changed_at);
  });
  return changes;
}

std::int64_t last_change(Reader& reader) { return reader.value<std::int64_t>(kLastChange).value_or(0); }

Database::Database(Config config, Clock const& clock)
    : config_(std::move(config)), clock_(clock), postgres_(config_.url.rfind("postgres:", 0) == 0) {
  CHECK(postgres_ || config_.url.rfind("sqlite:", 0) == 0);
  begin_read_ = postgres_ ? "begin isolation level repeatable read read only" : "begin";
}

Database::~Database() = default;

Database::Lease::Lease(Database& database) : database_(database) {
  std::unique_lock lock(database_.pool_mutex_);
  database_.pool_free_.wait(lock, [&] {
    return !database_.idle_.empty() || database_.open_ < database_.config_.readers;
  });
  if (!database_.idle_.empty()) {
    connection_ = std::move(database_.idle_.back());
    database_.idle_.pop_back();
    return;
  }
  ++database_.open_;
  lock.unlock();
  try {
    connection_ = database_.open_reader();
  } catch (...) {
    lock.lock();
    --database_.open_;
    throw;
  }
}

Database::Lease::~Lease() {
  std::lock_guard lock(database_.pool_mutex_);
  if (connection_ && !broken) {
    database_.idle_.push_back(std::move(connection_));
  } else {
    --database_.open_;
  }
  database_.pool_free_.notify_one();
}

void Database::Lease::begin(std::string const& statement) {
  if (try_execute(*connection_, statement)) return;
  broken = true;  // the server was restarted: once more on a fresh connection
  connection_ = database_.open_reader();
  connection_->execute(statement);
  broken = false;
}

Database::Ending::~Ending() { lease_.broken = !try_execute(lease_.connection(), "commit"); }

Database::Writing::~Writing() {
  if (!committed_ && !try_execute(connection_, "rollback")) database_.writer_.reset();
}

void Database::Writing::commit(bool changed) {
  std::int64_t version = 0;
  if (changed) {
    Reader reader(connection_);
    version = last_change(reader);
  }
  connection_.begin_statement("commit");
  connection_.execute("commit");
  committed_ = true;
  if (!changed) return;
  // Another process may have written since, and been seen: the version never goes back.
  auto known = database_.version_.load();
  while (known < version && !database_.version_.compare_exchange_weak(known, version)) {
  }
}

std::unique_ptr<Connection> Database::open_reader() {
  auto colon = config_.url.find(':');
  std::string rest = config_.url.substr(colon + 1);
  auto connection = postgres_ ? open_postgres(rest) : open_sqlite(rest, SqliteMode::ReadOnly);
  connection->set_hook(&hook_);
  return connection;
}

Connection& Database::writer_connection() {
  if (!writer_) {
    std::string rest = config_.url.substr(config_.url.find(':') + 1);
    writer_ = postgres_ ? open_postgres(rest) : open_sqlite(rest, SqliteMode::Writer);
    writer_->set_hook(&hook_);
  }
  return *writer_;
}

Connection& Database::begin_write() {
  if (!postgres_) {
    writer_connection().execute("begin immediate");
    return *writer_;
  }
  // One writer per county, as on SQLite: only so the numbers of the change feed appear in the order
  // they were given, and a follower that has seen n has seen everything before n.
  if (!try_execute(writer_connection(), "begin")) {  // the server was restarted
    writer_.reset();
    writer_connection().execute("begin");
  }
  writer_->execute("select pg_advisory_xact_lock(7166, 1)");
  return *writer_;
}

void Database::after_commit(bool changed) {
  if (!changed) return;
  for (auto const& listener : listeners_) listener();
}

void Database::poll_version() {
  std::int64_t latest = read([](Reader& reader) { return last_change(reader); });
  std::int64_t known = version_.load();
  if (latest > known && version_.compare_exchange_strong(known, latest)) after_commit(true);
}

bool Database::purge() {
  std::lock_guard lock(writer_mutex_);
  auto& connection = writer_connection();
  if (postgres_) {
    connection.execute("vacuum");
    return true;
  }
  // The copy it makes on the way is as large as the database: not in memory.
  connection.execute("pragma temp_store=file");
  connection.execute("vacuum");
  connection.execute("pragma temp_store=memory");
  connection.execute("pragma shrink_memory");
  bool emptied = false;
  connection.run({"purge", "pragma wal_checkpoint(truncate)"}, {},
                 [&](Row const& row) { emptied = row.integer(0) == 0; });
  return emptied;
}

void Database::backup_to(std::string const& path) {
  CHECK(!postgres_);
  Lease lease(*this);
  Value target(path);
  lease.connection().run({"backup", "vacuum into $1"}, {&target, 1}, nullptr);
}

}  // namespace mila::db
