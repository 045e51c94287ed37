// The public calendar as people and calendar programs read it, on both engines.
#include "modules/calendar/calendar.h"

#include <gtest/gtest.h>

#include <regex>

#include "engines/calendar/calendar.h"
#include "modules/directory/directory.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/site.h"

namespace mila::events {
namespace {

using namespace std::chrono;
using testing::SignedIn;
using testing::TestSite;

class CalendarTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
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
    today = local_date(site().clock.now(), "Europe/Berlin");
  }
  TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  std::string body(std::string name, bool is_public) {
    return site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      network::Body value;
      value.name = std::move(name);
      value.from = 2020y / January / 1;
      value.is_public = is_public;
      return network::save_body(writer, context, value).value();
    });
  }
  Date in(int n) const { return Date{sys_days{today} + days{n}}; }
  /// Plans a meeting; returns its id.
  std::string plan(std::map<std::string, std::string> const& values) {
    auto form = office.get("/staff/meetings/new").form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    auto path = form.submit().follow().path;
    std::smatch match;
    EXPECT_TRUE(std::regex_search(path, match, std::regex("/staff/meetings/([0-9a-f-]{36})"))) << path;
    return match[1];
  }

  std::unique_ptr<TestSite> site_;
  std::string table, other;
  SignedIn office;
  Date today{};
};

TEST_P(CalendarTest, public_meetings_stand_in_it_and_their_link_never) {
  auto id = plan({{"title", "Offene Sitzung"}, {"day", format_iso_date(in(12))}, {"place", "Rathaus"},
                  {"online", "https://konferenz.example/geheim"}, {"public", "1"}});
  auto closed = plan({{"title", "Viertes Quartal"}, {"day", format_iso_date(in(20))}, {"place", "Rathaus"}});
  for (std::string path : {std::string("/de/calendar"), "/de/calendar/" + id, std::string("/calendar.ics"),
                           "/calendar/" + table + ".ics", "/calendar/dates/" + id + ".ics"}) {
    auto page = site().get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_NE(page.body.find("Offene Sitzung"), std::string::npos) << path;
    EXPECT_EQ(page.body.find("Viertes"), std::string::npos) << path;
    EXPECT_EQ(page.body.find("geheim"), std::string::npos) << path;
  }
  EXPECT_EQ(site().get("/de/calendar/" + closed).status, 404);
  EXPECT_EQ(site().get("/calendar/" + other + ".ics").status, 404);
  // Cancelled dates stay in the feed until their day has passed: calendars learn of it no other way.
  office.get("/staff/meetings/" + id + "/cancellation").form("form.m-form").submit();
  auto feed = calendar::read_calendar(site().get("/calendar.ics").body);
  ASSERT_TRUE(feed);
  ASSERT_EQ(feed->size(), 1u);
  EXPECT_EQ(feed->front().status, calendar::Status::Cancelled);
  EXPECT_EQ(feed->front().uid, id + "@mila");
}

MILA_ON_EACH_ENGINE(CalendarTest);

}  // namespace
}  // namespace mila::events
