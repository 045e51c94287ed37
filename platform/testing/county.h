// A county to try modules on: invented, migrated, empty, with a temporary data folder, a clock that
// stands still and repeatable randomness.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/county/county.h"
#include "platform/testing/database.h"

namespace mila::testing {

/// "Landkreis Auental" with all languages, on `database` (a URL as in CountyConfig).
CountyConfig demo_config(std::string database, std::string data_folder);

class TestCounty {
 public:
  /// `modules` are names of folders in modules/, in the order their migrations run.
  explicit TestCounty(Engine engine = Engine::Sqlite, std::vector<std::string> modules = {});
  /// With a clock of the caller's, which must outlive the county.
  TestCounty(Engine engine, std::vector<std::string> modules, Clock const& clock);

  County& county() { return *county_; }
  db::Database& database() { return county_->database; }
  std::string const& data_folder() const { return data_.path(); }
  /// A new context each time; `actor` defaults to a visitor.
  Context context(std::string language = "de", Actor actor = Actor::visitor());
  /// The county's own clock; has no effect when the caller brought one.
  FixedClock clock{default_now()};
  SeededRandom random{1};

 private:
  TempFolder data_;
  DatabaseCopy copy_;
  Clock const& clock_in_use_;
  std::unique_ptr<County> county_;
};

}  // namespace mila::testing
