// A county with a round table of three seats and whoever runs it, for the tests of this module.
#pragma once

#include <gtest/gtest.h>

#include <regex>

#include "modules/directory/directory.h"
#include "modules/meetings/invitations.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/mail/mail.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::meetings {

using namespace std::chrono;
using testing::SignedIn;
using testing::TestSite;

class MeetingsTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(), module()},
        .engine = GetParam(),
        .adjust = [](CountyConfig& config) { config.office_mail = "buero@auental.example"; }});
    table = body("Runder Tisch");
    other = body("AG Wohnen");
    for (int n = 1; n <= 3; ++n) seat(table, "p" + std::to_string(n) + "@verein.example");
    office = site().sign_in({{"body-office", table}});
    today = local_date(site().clock.now(), "Europe/Berlin");
  }
  TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  std::string body(std::string name) {
    return site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      network::Body value;
      value.name = std::move(name);
      value.from = 2020y / January / 1;
      return network::save_body(writer, context, value).value();
    });
  }
  void seat(std::string const& body_id, std::string mail) {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      network::Person person;
      person.name = "Person " + mail.substr(0, 2);
      person.work_mail = std::move(mail);
      auto id = network::save_person(writer, context, person).value();
      auto version = network::find_body(writer, context, body_id)->version;
      network::Seat value{.body_id = body_id, .person_id = id, .from = 2020y / January / 1};
      ASSERT_TRUE(network::save_seat(writer, context, value, version));
    });
  }
  Date in(int n) const { return Date{sys_days{today} + days{n}}; }
  /// Plans with the six fields; returns the page of the meeting.
  testing::PageResult plan(SignedIn& who, int days_ahead = 20) {
    return who.get("/staff/meetings/new")
        .form("form.m-form")
        .set("title", "Viertes Quartal")
        .set("day", format_iso_date(in(days_ahead)))
        .set("place", "Rathaus, Markt 1")
        .submit()
        .follow();
  }
  std::string planned_id(testing::PageResult const& page) {
    std::smatch match;
    std::string path = page.path;
    EXPECT_TRUE(std::regex_search(path, match, std::regex("/staff/meetings/([0-9a-f-]{36})")));
    return match[1];
  }
  std::vector<mail::Entry> mails() {
    auto context = as_operator();
    return site().database().read(
        [&](db::Reader& reader) { return mail::mails_in(reader, context, mail::State::Queued); });
  }
  std::string answer_path(std::string const& address) {
    auto context = as_operator();
    for (auto const& entry : mails())
      if (entry.address == address) {
        auto text = site().database().read(
            [&](db::Reader& reader) { return mail::text_of(reader, context, entry.id); });
        std::smatch match;
        if (std::regex_search(text, match, std::regex("(/[a-z-]+/meetings/answers/[A-Za-z0-9._-]+)"))) return match[1];
      }
    ADD_FAILURE() << "no invitation to " << address;
    return "";
  }
  std::vector<Invitee> invitees(std::string const& id) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return invitees_of(reader, context, id); });
  }

  std::unique_ptr<TestSite> site_;
  std::string table, other;
  SignedIn office;
  Date today{};
};

}  // namespace mila::meetings
