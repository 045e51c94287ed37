// Tests of everything that stores data run on both engines: SQLite always, PostgreSQL when the
// throw-away cluster of tests/postgres.sh is up.
//
//   using OffersTest = mila::testing::EngineTest;
//   TEST_P(OffersTest, keeps_five_billion) { TestDatabase database(GetParam(), migrations); … }
//   MILA_ON_EACH_ENGINE(OffersTest);
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace mila::testing {

enum class Engine { Sqlite, Postgres };

/// "sqlite" or "postgres"; also what GoogleTest prints.
std::string name_of(Engine engine);
void PrintTo(Engine engine, std::ostream* out);

/// The engines that can be used now. Says so loudly, once, when PostgreSQL is not among them.
std::vector<Engine> engines();

/// How to reach the cluster ("host=/tmp/… user=mila", without dbname): MILA_TEST_POSTGRES, else
/// what `tests/postgres.sh start` left in the build folder. nullopt when none answers.
std::optional<std::string> postgres_conninfo();

/// Root of the source tree: MILA_SOURCE, else the tree this was built from.
std::string source_folder();
/// The build folder this was built in.
std::string build_folder();

/// A fixture with the engine as parameter; skips where the engine is missing.
class EngineTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override;
};

inline std::string engine_test_name(::testing::TestParamInfo<Engine> const& info) {
  return name_of(info.param);
}

}  // namespace mila::testing

#define MILA_ON_EACH_ENGINE(Fixture)                                              \
  INSTANTIATE_TEST_SUITE_P(engines, Fixture,                                      \
                           ::testing::Values(::mila::testing::Engine::Sqlite,     \
                                             ::mila::testing::Engine::Postgres),  \
                           ::mila::testing::engine_test_name)
