// Two counties in one process: what belongs to one never shows in the other, cached or not.
#include <gtest/gtest.h>

#include "modules/directory/directory.h"
#include "modules/offers/offer.h"
#include "modules/offers/offer_search.h"
#include "modules/places/places.h"
#include "platform/base/ids.h"
#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

constexpr char const* kOther = "other.example";

class TwoCounties : public ::testing::Test {
 protected:
  TwoCounties()
      : site({.adjust =
                  [](CountyConfig& config) {
                    if (config.id == "auental") return;
                    config.name = "Landkreis Bergmark";
                    config.office_name = "Amt Bergmark";
                    config.office_phone = "069 90009-900";
                    config.office_mail = "amt@bergmark.example";
                    config.brand = "Ankommen in Bergmark";
                    config.accent = "#123456";
                  },
              .more_hosts = {kOther}}) {
    Actor actor = Actor::operator_();
    places::Place place;
    place.id = named_uuid("place", "bergmark");
    place.name = "Bergdorf";
    place.kind = places::Kind::Municipality;
    place.postcodes = {"01234"};
    organization.id = named_uuid("organization", "bergmark");
    organization.name = "Bergmarker Hilfsverein";
    organization.x_sector = "association";
    service.id = named_uuid("service", "bergmark");
    service.organization_id = organization.id;
    service.name = "Bergmarker Wohnungshilfe";
    service.description = "Wohnung in Bergmark";
    service.x_terms = {"topic:housing-search"};
    site.database(1).write([&](db::Writer& writer) {
      places::save(writer, actor, place);
      EXPECT_TRUE(directory::save(writer, actor, directory::to_record(organization)));
      EXPECT_TRUE(directory::save(writer, actor, directory::to_record(service)));
    });
    offers::offer_search(site.county(1))->catch_up();
  }
  PageResult other(std::string const& path) { return site.get(path, {{"Host", kOther}}); }

  DemoSite site;
  directory::Organization organization;
  directory::Service service;
};

TEST_F(TwoCounties, EachShowsItsOwnOnAllRoutes) {
  for (int round = 0; round < 2; ++round)  // the second time from the page cache
    for (auto const& path : site.samples({"de", "uk"})) {
      SCOPED_TRACE(path);
      auto here = site.get(path);
      auto there = other(path);
      EXPECT_TRUE(fine_status(here)) << here.status;
      EXPECT_FALSE(contains(here.body, "Bergm")) << "the other county's data";
      // Samples of single records are not there in the other county.
      EXPECT_TRUE(fine_status(there) || there.status == 404) << there.status;
      for (auto const* word : {"Auental", "auental", "Weidenrode", "90009-440", "Erlenbrück"})
        EXPECT_FALSE(contains(there.body, word)) << word;
    }
}

TEST_F(TwoCounties, EachFindsItsOwn) {
  EXPECT_TRUE(contains(other("/de/search?q=Wohnung").text(), "Bergmarker Wohnungshilfe"));
  EXPECT_FALSE(contains(other("/de/search?q=Wohnung").text(), "Hilfe bei der Wohnungssuche"));
  EXPECT_FALSE(contains(site.get("/de/search?q=Wohnung").text(), "Bergmarker"));
  std::string own = offers::offer_href(service, "de");
  EXPECT_EQ(other(own).status, 200);
  EXPECT_EQ(site.get(own).status, 404);
  EXPECT_EQ(other("/de/offers/" + site.offer_key("A001")).status, 404);
  EXPECT_EQ(other("/hsds/3.1/services/" + service.id).status, 200);
  EXPECT_EQ(site.get("/hsds/3.1/services/" + service.id).status, 404);
  EXPECT_TRUE(contains(other("/colours.css").body, "#123456"));
  EXPECT_FALSE(contains(site.get("/colours.css").body, "#123456"));
}

TEST_F(TwoCounties, AFormOfOneIsNotGoodForTheOther) {
  auto page = site.get("/de/accessibility");
  std::string token = page.document.find("input[name=token]").attribute("value");
  site.clock.advance(std::chrono::seconds{60});
  std::vector<std::pair<std::string, std::string>> fields{{"text", "Zu klein."}, {"token", token}};
  EXPECT_EQ(site.post("/de/accessibility/reports", fields, {{"Host", kOther}}).status, 422);
  EXPECT_EQ(site.post("/de/accessibility/reports", fields).status, 303);
}

TEST_F(TwoCounties, WritingHereChangesNothingThere) {
  auto before = dump_of(site.database(1));
  auto kept = other("/de");
  service.id = named_uuid("service", "another");
  service.name = "Neuer Treff";
  site.database(0).write([&](db::Writer& writer) {
    directory::Organization home = organization;
    EXPECT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(home)));
    EXPECT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(service)));
  });
  EXPECT_EQ(dump_of(site.database(1)), before);
  EXPECT_EQ(other("/de").body, kept.body);
}

TEST_F(TwoCounties, UnknownHostsGetNeither) {
  auto page = site.get("/de", {{"Host", "elsewhere.example"}});
  EXPECT_EQ(page.status, 404);
  EXPECT_FALSE(contains(page.body, "Landkreis"));
}

}  // namespace
}  // namespace mila::testing
