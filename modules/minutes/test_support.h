// A body whose meeting of today has an agenda of two items, and who writes its minutes.
#pragma once

#include <gtest/gtest.h>

#include <regex>

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

/// A meeting with a guest who came, and minutes that wait to go round.
class LifeTest : public MinutesTest {
 protected:
  void SetUp() override {
    MinutesTest::SetUp();
    if (IsSkipped()) return;
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      ASSERT_TRUE(meetings::invite(writer, context, id, {{"Olena Hrytsenko", "o@gast.example", "uk"}, {"Gast", "g@gast.example", "de"}}, false));
    });
    invitations_ = mails().size();
  }
  std::vector<mail::Entry> mails() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return mail::mails_in(reader, context, mail::State::Queued); });
  }
  std::string reading_path(std::string const& address) {
    auto context = as_operator();
    for (auto const& entry : mails()) {
      if (entry.address != address) continue;
      auto text = site().database().read([&](db::Reader& reader) { return mail::text_of(reader, context, entry.id); });
      std::smatch match;
      if (std::regex_search(text, match, std::regex("(/[a-z-]+/minutes/read/[A-Za-z0-9._-]+)"))) return match[1];
    }
    ADD_FAILURE() << "no minutes to " << address;
    return "";
  }
  testing::PageResult to(std::string const& state) { return office.post(here + "/state", {{"to", state}}); }
  testing::PageResult circulate(int days_ahead = 14) {
    auto until = Date{sys_days{local_date(site().clock.now(), "Europe/Berlin")} + days{days_ahead}};
    return office.post(here + "/circulation", {{"until", format_iso_date(until)}});
  }
  Minutes stored() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return open_minutes(reader, context, id)->minutes; });
  }
  void make_circulated() {
    write(office, 0, "Begrüßt.", 0);
    EXPECT_EQ(to("check").status, 303);
    EXPECT_EQ(circulate().status, 303);
  }
  void make_approved() {
    make_circulated();
    site().clock.advance(hours{24 * 15});
    office = site().sign_in({{"body-office", table}});
    EXPECT_EQ(to("approved").status, 303);
  }
  std::size_t invitations_ = 0;
};

}  // namespace mila::minutes
