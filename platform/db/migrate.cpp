// The migration runner.
#include "platform/db/migrate.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/base/text.h"

namespace mila::db {
namespace {

/// Tables of the platform itself; the runner needs the first one before anything else.
constexpr char const* kBootstrap[] = {
    "create table if not exists migration(name text primary key, checksum text not null, "
    "applied_at bigint not null)"};
constexpr char const* kChangeSqlite =
    "create table if not exists change(seq integer primary key autoincrement, kind text not null, "
    "id text not null, changed_at integer not null) strict";
constexpr char const* kChangePostgres =
    "create table if not exists change(seq bigint generated always as identity primary key, kind "
    "text not null, id text not null, changed_at bigint not null)";

constexpr Sql kApplied{"migration.applied", "select checksum from migration where name = $1"};
constexpr Sql kNames{"migration.names", "select name from migration order by applied_at desc, name desc"};
constexpr Sql kRemember{"migration.remember",
                        "insert into migration(name, checksum, applied_at) values($1, $2, $3)"};

std::string checksum_of(std::string_view text) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<unsigned char const*>(text.data()),
                     text.size(), nullptr, 0);
  std::string hex;
  for (unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Length of the string, quoted name, comment or dollar quote at `at`; 0 if there is none.
std::size_t opaque_length(std::string_view s, std::size_t at) {
  auto until = [&](std::string_view end, std::size_t from) {
    auto found = s.find(end, from);
    return found == std::string_view::npos ? s.size() - at : found + end.size() - at;
  };
  if (s[at] == '\'' || s[at] == '"') return until(s.substr(at, 1), at + 1);
  if (s.substr(at, 2) == "--") return until("\n", at);
  if (s.substr(at, 2) == "/*") return until("*/", at + 2);
  if (s[at] == '$') {
    auto end = s.find('$', at + 1);
    if (end == std::string_view::npos) return 0;
    auto tag = s.substr(at, end - at + 1);
    bool named = std::all_of(tag.begin() + 1, tag.end() - 1, is_word);
    return named ? until(tag, end + 1) : 0;
  }
  return 0;
}

}  // namespace

std::vector<std::string> split_statements(std::string_view script) {
  std::vector<std::string> statements;
  std::string current;
  int open_blocks = 0;  // of a trigger's body: begin and case open one, end closes it
  auto finish = [&] {
    auto text = trim(current);
    if (!text.empty()) statements.emplace_back(text);
    current.clear();
    open_blocks = 0;
  };
  for (std::size_t i = 0; i < script.size();) {
    if (std::size_t length = opaque_length(script, i)) {
      bool comment = script[i] == '-' || script[i] == '/';
      if (!comment) current += script.substr(i, length);
      i += length;
      continue;
    }
    if (script[i] == ';') {
      bool trigger = ascii_lower(trim(current)).rfind("create trigger", 0) == 0;
      if (!trigger || open_blocks <= 0) finish();
      else current += ';';
      ++i;
      continue;
    }
    std::size_t length = 0;
    while (i + length < script.size() && is_word(script[i + length])) ++length;
    std::string word = ascii_lower(script.substr(i, length));
    open_blocks += word == "begin" || word == "case" ? 1 : word == "end" ? -1 : 0;
    length = std::max<std::size_t>(length, 1);
    current += script.substr(i, length);
    i += length;
  }
  finish();
  return statements;
}

std::string to_sqlite_ddl(std::string_view statement) {
  std::string text(statement);
  std::string lower = ascii_lower(text);
  if (lower.rfind("create table", 0) != 0 && lower.rfind("alter table", 0) != 0) return text;
  struct Type {
    char const* ours;
    char const* sqlite;
  };
  for (Type type : {Type{"double precision", "real"}, Type{"bigint", "integer"},
                    Type{"bytea", "blob"}}) {
    std::string_view ours = type.ours;
    for (std::size_t at = 0; (at = ascii_lower(text).find(ours, at)) != std::string::npos;) {
      bool whole = (at == 0 || !is_word(text[at - 1])) &&
                   (at + ours.size() >= text.size() || !is_word(text[at + ours.size()]));
      if (whole) text.replace(at, ours.size(), type.sqlite);
      else at += ours.size();
    }
  }
  if (lower.rfind("create table", 0) == 0) text += " strict";
  return text;
}

namespace {

/// A program that does not know all tables would leave out some of them where people are erased, taken
/// along, or deleted after their time.
void refuse_what_is_newer(Database& database, std::vector<Migration> const& migrations) {
  auto applied = database.read([](Reader& reader) { return reader.column<std::string>(kNames); });
  for (auto const& name : applied)
    if (std::none_of(migrations.begin(), migrations.end(), [&](auto const& known) { return known.name == name; }))
      throw DbError("this database was brought up to date by a newer version of the program (it knows " + name +
                    "); install that version again, or restore a backup from before. Nothing was changed");
}

}  // namespace

MigrationReport migrate(Database& database, std::vector<Migration> const& migrations) {
  MigrationReport report;
  bool postgres = database.is_postgres();
  auto execute = [&](Writer& writer, std::string const& statement) {
    std::string text = postgres ? statement : to_sqlite_ddl(statement);
    writer.run({"migration", text});
  };
  database.write([&](Writer& writer) {
    for (auto const* statement : kBootstrap) execute(writer, statement);
    writer.run({"migration", postgres ? kChangePostgres : kChangeSqlite});
  });
  refuse_what_is_newer(database, migrations);
  for (auto const& migration : migrations) {
    std::string checksum = checksum_of(migration.text);
    bool applied = database.write([&](Writer& writer) {
      auto known = writer.value<std::string>(kApplied, {migration.name});
      if (known && *known != checksum)
        throw DbError("migration " + migration.name +
                      " was applied before and has changed since; add a new file instead");
      if (known) return false;
      for (auto const& statement : split_statements(migration.text)) execute(writer, statement);
      writer.run(kRemember, {migration.name, checksum, writer.now()});
      return true;
    });
    if (applied) report.applied.push_back(migration.name);
  }
  database.poll_version();
  return report;
}

std::vector<Migration> read_migrations(std::string const& folder, std::string const& prefix) {
  std::vector<Migration> migrations;
  if (!std::filesystem::is_directory(folder)) return migrations;
  for (auto const& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".sql") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    migrations.push_back({prefix + "/" + entry.path().filename().string(), text.str()});
  }
  std::sort(migrations.begin(), migrations.end(),
            [](auto const& a, auto const& b) { return a.name < b.name; });
  return migrations;
}

}  // namespace mila::db
