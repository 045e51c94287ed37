// Backup and restore of a county: database, files, and a list of checksums.
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands.h"
#include "app/runtime.h"
#include "platform/db/conninfo.h"

namespace mila {
namespace {

namespace fs = std::filesystem;

std::string checksum_of(fs::path const& path) {
  std::ifstream file(path, std::ios::binary);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  char buffer[65536];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0)
    crypto_generichash_update(&state, reinterpret_cast<unsigned char*>(buffer),
                              static_cast<unsigned long long>(file.gcount()));
  unsigned char hash[32];
  crypto_generichash_final(&state, hash, sizeof hash);
  char hex[65];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  return hex;
}

void sync_file(fs::path const& path) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    ::fsync(file);
    ::close(file);
  }
}

/// Runs a PostgreSQL program without a shell; throws when it fails. The password goes by the
/// environment, which only its user sees; arguments everybody on the machine sees.
void run_program(std::vector<std::string> arguments, std::string const& password) {
  std::vector<char*> raw;
  for (auto& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  pid_t child = ::fork();
  if (child == 0) {
    if (!password.empty()) ::setenv("PGPASSWORD", password.c_str(), 1);
    ::execvp(raw[0], raw.data());
    ::_exit(127);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(arguments[0] + " failed");
}

std::string conninfo_of(CountyConfig const& county) {
  return county.database.substr(county.database.find(':') + 1);
}

/// Files of the data folder that belong into a backup; the index is made anew, locks are not kept.
std::vector<fs::path> data_files(fs::path const& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder / "files")) return files;
  for (auto const& entry : fs::recursive_directory_iterator(folder / "files"))
    if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder));
  return files;
}

/// The list of a backup whose files are all as they were written; says what is wrong otherwise. A
/// SQLite copy must also open and pass SQLite's own check.
std::optional<nlohmann::ordered_json> verified_manifest(fs::path const& source) {
  std::ifstream list(source / "backup.json");
  auto manifest = nlohmann::ordered_json::parse(list, nullptr, false);
  if (!manifest.is_object() || !manifest["files"].is_object()) {
    std::fprintf(stderr, "mila: %s is no complete backup (backup.json is missing)\n", source.c_str());
    return std::nullopt;
  }
  for (auto const& [file, checksum] : manifest["files"].items()) {
    bool inside = file.find("..") == std::string::npos && file[0] != '/';
    if (!inside || !checksum.is_string() || checksum_of(source / file) != checksum.get<std::string>()) {
      std::fprintf(stderr, "mila: %s is damaged; nothing was changed\n", file.c_str());
      return std::nullopt;
    }
  }
  if (fs::exists(source / "mila.db")) {
    auto connection = db::open_sqlite((source / "mila.db").string(), db::SqliteMode::ReadOnly);
    std::string verdict;
    connection->run({"integrity", "pragma integrity_check"}, {},
                    [&](db::Row const& row) { verdict += row.text(0); });
    if (verdict != "ok") {
      std::fprintf(stderr, "mila: the copy is damaged; nothing was changed\n");
      return std::nullopt;
    }
  }
  return manifest;
}

/// Replaces all tables in one transaction. pg_restore alone would leave those that a newer program added, and they
/// would be in the way of the next upgrade. `script` is written for it, seen by us alone, and removed.
void restore_postgres(std::string const& conninfo, fs::path const& dump, fs::path const& script) {
  auto address = db::split_password(conninfo);
  ::close(::open(script.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  struct Removed {
    fs::path const& path;
    ~Removed() { fs::remove(path); }
  } removed{script};
  run_program({"pg_restore", "--no-owner", "--file", script.string(), dump.string()}, "");
  std::string drop =
      "set client_min_messages = warning; do $$ declare name text; begin for name in select quote_ident(tablename) from pg_tables "
      "where schemaname = current_schema() and pg_has_role(tableowner, 'usage') "
      "loop execute 'drop table ' || name || ' cascade'; end loop; end $$";
  run_program({"psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--output", "/dev/null", "--dbname",
               address.without_password, "--command", drop, "--file", script.string()}, address.password);
}

}  // namespace

int verify_command(std::string const& folder) {
  auto manifest = verified_manifest(folder);
  if (!manifest) return 2;
  std::printf("%zu files of %s are whole\n", (*manifest)["files"].size(),
              (*manifest)["county"].get<std::string>().c_str());
  return 0;
}

int backup_command(CommandOptions const& options, std::string const& folder) {
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  fs::path target = folder;
  if (fs::exists(target) && !fs::is_empty(target)) {
    std::fprintf(stderr, "mila: %s is not empty; please name a new folder\n", folder.c_str());
    return 2;
  }
  fs::create_directories(target);
  std::vector<fs::path> files;
  if (county.database.is_postgres()) {
    auto address = db::split_password(conninfo_of(county.config()));
    run_program({"pg_dump", "--format=custom", "--file", (target / "mila.dump").string(),
                 "--dbname", address.without_password}, address.password);
    files.emplace_back("mila.dump");
  } else {
    county.database.backup_to((target / "mila.db").string());
    files.emplace_back("mila.db");
  }
  for (auto const& file : data_files(county.config().data_folder)) {
    fs::create_directories((target / file).parent_path());
    fs::copy_file(fs::path(county.config().data_folder) / file, target / file);
    files.push_back(file);
  }
  nlohmann::ordered_json manifest;
  manifest["county"] = county.config().id;
  manifest["made"] = format_rfc3339(runtime.site().clock().now());
  for (auto const& file : files) {
    sync_file(target / file);
    manifest["files"][file.string()] = checksum_of(target / file);
  }
  // The list comes last: a folder without it is no complete backup.
  std::ofstream(target / "backup.json") << manifest.dump(1) << "\n";
  sync_file(target / "backup.json");
  std::printf("%zu files in %s\n", files.size(), folder.c_str());
  return 0;
}

int restore_command(CommandOptions const& options, std::string const& folder) {
  fs::path source = folder;
  auto verified = verified_manifest(source);
  if (!verified) return 2;
  auto& manifest = *verified;
  Runtime runtime(options.config);
  County& county = runtime.county(options.county);
  CountyLock lock(county, "mila restore");
  fs::path data = county.config().data_folder;
  std::string aside = ".before-" + std::to_string(to_millis(runtime.site().clock().now()));
  if (county.database.is_postgres()) {
    restore_postgres(conninfo_of(county.config()), source / "mila.dump", data / ("mila.sql" + aside));
  } else {
    fs::path database = conninfo_of(county.config());
    // Copied whole before anything is moved.
    fs::path fresh = database.string() + ".restoring";
    fs::copy_file(source / "mila.db", fresh, fs::copy_options::overwrite_existing);
    sync_file(fresh);
    if (fs::exists(database)) fs::rename(database, database.string() + aside);
    for (auto const* suffix : {"-wal", "-shm"}) fs::remove(database.string() + suffix);
    fs::rename(fresh, database);
  }
  if (fs::exists(data / "files")) fs::rename(data / "files", data / ("files" + aside));
  for (auto const& [file, checksum] : manifest["files"].items()) {
    if (file.rfind("files/", 0) != 0) continue;
    fs::create_directories((data / file).parent_path());
    fs::copy_file(source / file, data / file);
  }
  fs::remove_all(data / "search");
  std::printf("restored; what was there before ends in %s\n", aside.c_str());
  return 0;
}

}  // namespace mila
