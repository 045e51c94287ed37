// Bringing a database's tables up to date: forward only, one statement at a time, each file once.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "platform/db/db.h"

namespace mila::db {

/// One SQL file. `name` ("offers/2026-11-23_offers.sql") is remembered in table `migration` with a
/// checksum of `text`.
struct Migration {
  std::string name;
  std::string text;
};

/// Splits a script into statements; knows strings, quoted names, comments, dollar quotes and the
/// bodies of triggers. Empty statements are dropped.
std::vector<std::string> split_statements(std::string_view script);

/// Our DDL is written with PostgreSQL's type names; SQLite gets its own and strict tables, so that
/// text in an integer column is refused there, too.
std::string to_sqlite_ddl(std::string_view statement);

struct MigrationReport {
  std::vector<std::string> applied;
};

/// Applies what is missing, each file in a transaction of its own. Throws DbError when an applied file has changed or
/// is unknown here (a newer program's database), or a statement fails (that file is then not applied at all).
MigrationReport migrate(Database& database, std::vector<Migration> const& migrations);

/// Folders of platform/ that have tables. Theirs come before those of the modules.
inline constexpr std::array<char const*, 5> kPlatformFolders{"county", "jobs", "mail", "auth", "files"};

/// Reads `folder`/*.sql sorted by name, as migrations named `prefix`/file.
std::vector<Migration> read_migrations(std::string const& folder, std::string const& prefix);

}  // namespace mila::db
