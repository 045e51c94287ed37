// Finding the cluster.
#include "platform/testing/engines.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

namespace mila::testing {
namespace {

std::string variable(char const* name, char const* otherwise) {
  char const* value = std::getenv(name);
  return value && *value ? value : otherwise;
}

std::optional<std::string> find_cluster() {
  std::string conninfo = variable("MILA_TEST_POSTGRES", "");
  if (conninfo.empty()) {
    std::ifstream file(build_folder() + "/postgres/conninfo");
    std::getline(file, conninfo);
  }
  if (conninfo.empty()) return std::nullopt;
  if (PQping((conninfo + " dbname=postgres").c_str()) != PQPING_OK) return std::nullopt;
  return conninfo;
}

}  // namespace

std::string name_of(Engine engine) { return engine == Engine::Sqlite ? "sqlite" : "postgres"; }

void PrintTo(Engine engine, std::ostream* out) { *out << name_of(engine); }

std::optional<std::string> postgres_conninfo() {
  static std::optional<std::string> const found = [] {
    auto cluster = find_cluster();
    if (!cluster)
      std::cerr << "\n*** SKIPPED: PostgreSQL. No test cluster answers; start one with\n"
                << "***          tests/postgres.sh start " << build_folder() << "/postgres\n\n";
    return cluster;
  }();
  return found;
}

std::vector<Engine> engines() {
  if (postgres_conninfo()) return {Engine::Sqlite, Engine::Postgres};
  return {Engine::Sqlite};
}

std::string source_folder() { return variable("MILA_SOURCE", MILA_SOURCE_FOLDER); }
std::string build_folder() { return MILA_BUILD_FOLDER; }

void EngineTest::SetUp() {
  if (GetParam() == Engine::Postgres && !postgres_conninfo())
    GTEST_SKIP() << "SKIPPED: PostgreSQL is not running for tests";
}

}  // namespace mila::testing
