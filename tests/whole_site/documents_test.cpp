// README says what the program says of itself.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "app/describe.h"
#include "app/modules.h"
#include "platform/testing/database.h"

namespace mila::testing {
namespace {

TEST(Documents, ReadmeHoldsTheTablesOfTheModules) {
  std::ifstream file(source_folder() + "/README.md", std::ios::binary);
  std::stringstream readme;
  readme << file.rdbuf();
  for (std::string subject : {"modules", "personal-data"}) {
    std::string wanted = "<!-- " + subject + " -->\n" + *describe(all_modules(), subject) +
                         "<!-- /" + subject + " -->";
    EXPECT_NE(readme.str().find(wanted), std::string::npos)
        << "README's table is old: ./dev docs\n" << wanted;
  }
}

TEST(Documents, EveryModuleSaysWhatItDoesAndHolds) {
  for (auto const& module : all_modules()) {
    EXPECT_GT(module.summary.size(), 20u) << module.name;
    for (auto const& data : module.personal_data)
      for (auto const* field : {&data.table, &data.what, &data.purpose, &data.legal_basis,
                                &data.retention, &data.erasure})
        EXPECT_FALSE(field->empty()) << module.name << ": " << data.table;
  }
}

TEST(Documents, EveryRouteIsDescribed) {
  auto table = describe(all_modules(), "routes");
  ASSERT_TRUE(table);
  for (auto const& module : all_modules())
    for (auto const& route : module.routes)
      EXPECT_NE(table->find("| `" + route.pattern + "` |"), std::string::npos) << route.pattern;
  EXPECT_FALSE(describe(all_modules(), "secrets"));
}

}  // namespace
}  // namespace mila::testing
