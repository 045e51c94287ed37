// A county with two clubs, two bodies and the people who write events and release them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <regex>

#include "engines/calendar/calendar.h"
#include "modules/calendar/calendar.h"
#include "modules/calendar/event_store.h"
#include "modules/calendar/pages.h"
#include "modules/directory/directory.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "modules/offers/holidays.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/site.h"

namespace mila::events {

using testing::SignedIn;
using testing::TestSite;

class CalendarTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    offers::set_data_folder(testing::source_folder() + "/data");
  }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(),
                    meetings::module(), module()},
        .engine = GetParam()});
    table = body("Runder Tisch", true);
    other = body("AG Wohnen", false);
    office = site().sign_in({{"body-office", table}});
    club = organization("Grün-Weiß");
    stranger_club = organization("Anderer Verein");
    editor = site().sign_in({{"organisation-editor", club}});
    coordinator = site().sign_in({{"coordinator", ""}});
    today = local_date(site().clock.now(), "Europe/Berlin");
  }
  TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  std::string body(std::string name, bool is_public) {
    return site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      network::Body value;
      value.name = std::move(name);
      value.from = Date{std::chrono::year{2020} / 1 / 1};
      value.is_public = is_public;
      return network::save_body(writer, context, value).value();
    });
  }
  Date in(int n) const { return Date{std::chrono::sys_days{today} + std::chrono::days{n}}; }
  /// Plans a meeting; returns its id.
  std::string plan(std::map<std::string, std::string> const& values) {
    auto form = office.get("/staff/meetings/new").form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    auto path = form.submit().follow().path;
    std::smatch match;
    EXPECT_TRUE(std::regex_search(path, match, std::regex("/staff/meetings/([0-9a-f-]{36})"))) << path;
    return match[1];
  }

  std::string organization(std::string name) {
    directory::Organization value;
    value.id = named_uuid("organization", name);
    value.name = std::move(name);
    site().database().write([&](db::Writer& writer) {
      ASSERT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(value)));
    });
    return value.id;
  }
  using Values = std::map<std::string, std::string>;
  /// Enters an event with the six fields; returns its id.
  std::string enter(SignedIn& who, Values values) {
    values.emplace("day", format_iso_date(in(10)));
    values.emplace("place", "Vereinsheim");
    auto form = who.get("/staff/events/new").form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    auto sent = form.submit();
    EXPECT_EQ(sent.status, 303) << sent.text();
    std::smatch match;
    std::string path = sent.location();
    EXPECT_TRUE(std::regex_search(path, match, std::regex("/staff/events/([0-9a-f-]{36})"))) << path;
    return match[1];
  }
  std::vector<EventDate> days_of_event(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return dates_of(reader, {id}); });
  }
  std::string page(std::string const& path, int status = 200) {
    auto answer = site().get(path);
    EXPECT_EQ(answer.status, status) << path;
    return answer.body;
  }
  static bool holds(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

  std::unique_ptr<TestSite> site_;
  std::string table, other, club, stranger_club;
  SignedIn office, editor, coordinator;
  Date today{};
};

}  // namespace mila::events
