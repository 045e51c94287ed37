// A site with a network, for the tests of modules that build on it: on each engine, with the words and
// modules all of them need.
//
//   class CircularsTest : public network::NetworkSiteTest {
//     void SetUp() override {
//       if (!start({module()})) return;
//       table = body({.name = "Runder Tisch"});
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/mail/mail.h"
#include "platform/testing/engines.h"
#include "platform/testing/site.h"

namespace mila::network {

class NetworkSiteTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }

  /// First of all in SetUp, with the modules beyond the network; false where the engine is missing.
  bool start(std::vector<Module> more, std::function<void(CountyConfig&)> adjust = nullptr) {
    EngineTest::SetUp();
    if (IsSkipped()) return false;
    std::vector<Module> modules{places::module(), taxonomy::module(), directory::module(), network::module()};
    modules.insert(modules.end(), more.begin(), more.end());
    site_ = std::make_unique<testing::TestSite>(testing::TestSiteOptions{
        .modules = std::move(modules), .engine = GetParam(), .adjust = [adjust](CountyConfig& config) {
          config.office_mail = "buero@auental.example";
          if (adjust) adjust(config);
        }});
    return true;
  }
  testing::TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  /// work(writer, context) in one transaction, as the operator.
  template <typename Work>
  auto write(Work&& work) {
    auto context = as_operator();
    return site().database().write([&](db::Writer& writer) { return work(writer, context); });
  }
  template <typename Work>
  auto read(Work&& work) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return work(reader, context); });
  }

  /// A body since 2020, unless `value` says since when; its id.
  std::string body(Body value) {
    if (!value.from.ok()) value.from = Date{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    return write([&](auto& writer, auto& context) { return save_body(writer, context, value).value(); });
  }
  std::string person(Person value) {
    return write([&](auto& writer, auto& context) { return save_person(writer, context, value).value(); });
  }
  /// Its id follows from its name.
  std::string organization(directory::Organization value) {
    if (value.id.empty()) value.id = named_uuid("organization", value.name);
    write([&](auto& writer, auto& context) { return directory::save(writer, context.actor, directory::to_record(value)).value(); });
    return value.id;
  }
  /// A seat of a person, or of an organisation where `person_id` is empty.
  void seat(std::string const& body_id, std::string const& person_id, std::string const& organization_id = "") {
    write([&](auto& writer, auto& context) {
      Seat value{.body_id = body_id, .organization_id = organization_id, .person_id = person_id,
                 .from = Date{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}}};
      ASSERT_TRUE(save_seat(writer, context, value, find_body(writer, context, body_id)->version));
    });
  }
  /// What waits to be sent to `address`, or to anybody.
  std::vector<mail::Entry> mails(std::string const& address = "", mail::State state = mail::State::Queued) {
    auto found = read([&](auto& reader, auto& context) { return mail::mails_in(reader, context, state); });
    if (!address.empty()) std::erase_if(found, [&](auto const& one) { return one.address != address; });
    return found;
  }

 private:
  std::unique_ptr<testing::TestSite> site_;
};

}  // namespace mila::network
