// Templates of databases and their copies.
#include "platform/testing/database.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>

#include "platform/base/check.h"

namespace mila::testing {
namespace {

namespace fs = std::filesystem;

std::string postgres_url(std::string const& name) {
  return "postgres:" + *postgres_conninfo() + " dbname=" + name;
}

/// A statement outside any transaction, on the cluster's own database.
void run_on_cluster(std::string const& statement) {
  db::open_postgres(*postgres_conninfo() + " dbname=postgres")->execute(statement);
}

std::string next_name(char const* kind) {
  static std::mutex mutex;
  static int count = 0;
  std::lock_guard lock(mutex);
  return "mila_" + std::string(kind) + "_" + std::to_string(getpid()) + "_" +
         std::to_string(++count);
}

void migrate_once(std::string const& url, std::vector<db::Migration> const& migrations) {
  FixedClock clock(default_now());
  db::Database database({url, 1}, clock);
  db::migrate(database, migrations);
}

/// The migrated databases tests are copied from, one per engine and set of migrations; they end
/// with the program.
class Templates {
 public:
  static Templates& instance() {
    static Templates templates;
    return templates;
  }

  /// Path of an SQLite file or name of a PostgreSQL database.
  std::string get(Engine engine, std::vector<db::Migration> const& migrations) {
    std::string key = name_of(engine);
    for (auto const& migration : migrations) key += "\n" + migration.name + "\n" + migration.text;
    std::lock_guard lock(mutex_);
    auto& entry = entries_[key];
    if (entry.empty()) entry = make(engine, migrations);
    return entry;
  }

  /// The connection string is made first, so that it outlives this object at exit.
  Templates() { postgres_conninfo(); }
  ~Templates() {
    for (auto const& name : postgres_names_) {
      try {
        run_on_cluster("drop database if exists " + name);
      } catch (std::exception const&) {  // the cluster ended before us and took it along
      }
    }
  }

 private:
  std::string make(Engine engine, std::vector<db::Migration> const& migrations) {
    if (engine == Engine::Sqlite) {
      std::string path = folder_.path() + "/" + std::to_string(entries_.size()) + ".db";
      migrate_once("sqlite:" + path, migrations);
      // A log left beside the file would be missing in the copies.
      CHECK(!fs::exists(path + "-wal") || fs::file_size(path + "-wal") == 0);
      return path;
    }
    std::string name = next_name("template");
    run_on_cluster("create database " + name + " template template0");
    postgres_names_.push_back(name);
    migrate_once(postgres_url(name), migrations);
    return name;
  }

  std::mutex mutex_;
  TempFolder folder_;
  std::map<std::string, std::string> entries_;
  std::vector<std::string> postgres_names_;
};

}  // namespace

Instant default_now() {
  using namespace std::chrono;
  return sys_days(year{2026} / 11 / 23) + hours{9};
}

TempFolder::TempFolder() {
  std::string pattern = (fs::temp_directory_path() / "mila-test.XXXXXX").string();
  CHECK(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TempFolder::write(std::string const& name, std::string_view text) const {
  fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

DatabaseCopy::DatabaseCopy(Engine engine, std::vector<db::Migration> const& migrations) {
  std::string source = Templates::instance().get(engine, migrations);
  if (engine == Engine::Sqlite) {
    std::string path = folder_.path() + "/county.db";
    fs::copy_file(source, path);
    url_ = "sqlite:" + path;
    return;
  }
  postgres_name_ = next_name("test");
  run_on_cluster("create database " + postgres_name_ + " template " + source);
  url_ = postgres_url(postgres_name_);
}

DatabaseCopy::~DatabaseCopy() {
  if (postgres_name_.empty()) return;
  try {
    run_on_cluster("drop database if exists " + postgres_name_ + " with (force)");
  } catch (std::exception const&) {  // the cluster is thrown away with everything in it
  }
}

TestDatabase::TestDatabase(Engine engine, std::vector<db::Migration> migrations)
    : clock(default_now()), copy_(engine, migrations), database({copy_.url(), 4}, clock) {
  database.poll_version();
}

std::vector<db::Migration> migrations_of(std::vector<std::string> const& modules) {
  std::vector<db::Migration> all;
  for (auto const* name : db::kPlatformFolders) {
    auto some = db::read_migrations(source_folder() + "/platform/" + name + "/migrations", name);
    all.insert(all.end(), some.begin(), some.end());
  }
  for (auto const& module : modules) {
    auto some = db::read_migrations(source_folder() + "/modules/" + module + "/migrations", module);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

void run_script(db::Database& database, std::string const& script) {
  database.write([&](db::Writer& writer) {
    for (auto const& statement : db::split_statements(script)) {
      std::string text = writer.is_postgres() ? statement : db::to_sqlite_ddl(statement);
      writer.run({"script", text});
    }
  });
}

std::string dump_of(db::Database& database) {
  return database.read([](db::Reader& reader) {
    auto tables = reader.column<std::string>(
        reader.is_postgres()
            ? db::Sql{"tables", "select table_name::text from information_schema.tables where "
                                "table_schema = 'public' order by 1"}
            : db::Sql{"tables", "select name from sqlite_master where type = 'table' and name not "
                                "like 'sqlite_%' order by 1"});
    std::string dump;
    for (auto const& table : tables) {
      std::vector<std::string> lines;
      std::string text = "select * from " + table;
      reader.each({"dump", text}, {}, [&](db::Row const& row) {
        std::string& line = lines.emplace_back(table);
        for (int i = 0; i < row.columns(); ++i)
          line += "|" + (row.is_null(i) ? std::string("null") : std::string(row.text(i)));
      });
      std::sort(lines.begin(), lines.end());
      for (auto const& line : lines) dump += line + "\n";
    }
    return dump;
  });
}

}  // namespace mila::testing
