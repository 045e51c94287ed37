// What the tests of this folder share.
#pragma once

#include <memory>
#include <string>

#include "modules/hsds/hsds.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/site.h"

namespace mila::hsds {

inline std::vector<std::string> tables() {
  return {"places", "taxonomy", "directory"};
}

/// The program's words must be there before the first feed is asked for.
inline void load_words() {
  static bool const once = [] {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    return true;
  }();
  (void)once;
}

inline std::unique_ptr<testing::TestSite> make_site(testing::Engine engine) {
  load_words();
  testing::TestSiteOptions options;
  options.modules = {module()};
  options.engine = engine;
  options.migrations = tables();
  return std::make_unique<testing::TestSite>(std::move(options));
}

inline std::string describe(ImportReport const& report) {
  std::string text;
  for (auto const& line : report.lines)
    text += (line.error ? "error " : "note ") + line.record + " " + line.field + ": " +
            line.message + "\n";
  return text;
}

}  // namespace mila::hsds
