// A body whose meeting of today has an agenda of two items, and who writes its minutes.
#pragma once

#include <gtest/gtest.h>

#include "modules/agreements/agreements.h"
#include "modules/directory/directory.h"
#include "modules/meetings/invitations.h"
#include "modules/minutes/life.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/accounts.h"
#include "platform/mail/mail.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::minutes {

using namespace std::chrono;
using testing::SignedIn;
using testing::TestSite;

class MinutesTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(), meetings::module(), agreements::module(), module()},
        .engine = GetParam(),
        .adjust = [](CountyConfig& config) { config.office_mail = "buero@auental.example"; }});
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      for (auto* id : {&table, &other}) {
        network::Body value;
        value.name = id == &table ? "Runder Tisch" : "AG Wohnen";
        value.from = 2020y / January / 1;
        *id = network::save_body(writer, context, value).value();
      }
      meetings::Meeting meeting;
      meeting.body_id = table;
      meeting.title = "Drittes Quartal";
      meeting.day = local_date(site().clock.now(), "Europe/Berlin");
      meeting.start = hours{14};
      meeting.place = "Rathaus";
      id = meetings::save_meeting(writer, context, meeting).value();
      for (auto const* title : {"Begrüßung", "Wohnen"}) {
        meetings::AgendaItem item;
        item.meeting_id = id;
        item.title = title;
        items.push_back(meetings::save_item(writer, context, item).value());
      }
    });
    office = site().sign_in({{"body-office", table}});
    here = "/staff/minutes/" + id;
  }
  TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  std::vector<Part> parts() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return parts_of(reader, *open_minutes(reader, context, id)); });
  }
  std::string action(std::size_t n) { return here + "/parts/" + parts().at(n).id; }
  /// Writes into the n-th part as the button does.
  testing::PageResult write(SignedIn const& who, std::size_t n, std::string const& text, std::int64_t version = -1) {
    if (version < 0) version = parts().at(n).version;
    return who.post(action(n), {{"text", text}, {"version", std::to_string(version)}, {"act", "save"}});
  }

  std::unique_ptr<TestSite> site_;
  std::string table, other, id, here;
  std::vector<std::string> items;
  SignedIn office;
};

}  // namespace mila::minutes
