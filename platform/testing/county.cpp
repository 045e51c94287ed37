// The invented county.
#include "platform/testing/county.h"

#include "platform/i18n/languages.h"

namespace mila::testing {

CountyConfig demo_config(std::string database, std::string data_folder) {
  CountyConfig config;
  config.id = "auental";
  config.hosts = {"auental.example"};
  config.database = std::move(database);
  config.data_folder = std::move(data_folder);
  config.name = "Landkreis Auental";
  for (auto const& language : i18n::all_languages()) config.languages.emplace_back(language.code);
  config.office_name = "Büro für Migration";
  config.office_phone = "069 90009-100";
  config.office_mail = "hilfe@auental.example";
  return config;
}

TestCounty::TestCounty(Engine engine, std::vector<std::string> modules)
    : TestCounty(engine, std::move(modules), clock) {}

TestCounty::TestCounty(Engine engine, std::vector<std::string> modules, Clock const& clock)
    : copy_(engine, migrations_of(modules)),
      clock_in_use_(clock),
      county_(std::make_unique<County>(demo_config(copy_.url(), data_.path()), clock)) {
  county_->database.poll_version();
}

Context TestCounty::context(std::string language, Actor actor) {
  return {*county_, actor, std::move(language), clock_in_use_, random};
}

}  // namespace mila::testing
