// Protected addresses (shelters, private hosts): of a protected record only the town is public, on
// every page, in every file and feed, and no question gives more away.
#include <gtest/gtest.h>

#include "modules/directory/directory.h"
#include "modules/offers/offer.h"
#include "modules/offers/offer_search.h"
#include "platform/base/ids.h"
#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

/// What must never be seen; every hidden field has a value of its own.
constexpr char const* kSecrets[] = {"Hinterm Zaun",  "Zaun 17",      "98765",         "50.7171",
                                    "10.8181",       "50,7171",      "Zaunkönighaus", "Haltestelle Zaun",
                                    "Klingel Sonne", "zaun.example", "Linie 999",     "69900099"};

class ProtectedAddress : public ::testing::Test {
 protected:
  ProtectedAddress() {
    directory::Organization shelter;
    shelter.id = named_uuid("organization", "shelter");
    shelter.name = "Schutzhaus Linde";
    shelter.x_sector = "association";
    shelter.x_protected = true;
    shelter.website = "https://zaun.example/anfahrt";
    directory::Address address = hidden_address("organization-address");
    shelter.x_address = address;
    directory::Location hidden = hidden_location("hidden", true);
    directory::Location open = hidden_location("open", false);
    // Three ways to say it: the offer is protected, its place is, or its organisation is.
    by_offer = offer("Beratung Amsel", shelter.id, open.id, true);
    by_place = offer("Beratung Drossel", shelter.id, hidden.id, false);
    Actor actor = Actor::operator_();
    site.database().write([&](db::Writer& writer) {
      EXPECT_TRUE(directory::save(writer, actor, directory::to_record(shelter)));
      for (auto const& location : {hidden, open})
        EXPECT_TRUE(directory::save(writer, actor, directory::to_record(location)));
      for (auto const* service : {&by_offer, &by_place})
        EXPECT_TRUE(directory::save(writer, actor, directory::to_record(*service)));
    });
    offers::offer_search(site.county())->catch_up();
    organization_href = offers::organization_href(shelter, "de");
  }

  static directory::Address hidden_address(std::string const& key) {
    directory::Address address;
    address.id = named_uuid("address", key);
    address.address_1 = "Hinterm Zaun 17";
    address.address_2 = "Klingel Sonne";
    address.postal_code = "98765";
    address.city = "Erlenbrück";
    address.country = "DE";
    address.address_type = "physical";
    return address;
  }
  static directory::Location hidden_location(std::string const& key, bool is_protected) {
    directory::Location location;
    location.id = named_uuid("location", key);
    location.name = "Zaunkönighaus";
    location.description = "Neben der Haltestelle Zaun";
    location.transportation = "Linie 999";
    location.url = "https://zaun.example";
    location.latitude = 50.7171;
    location.longitude = 10.8181;
    location.x_protected = is_protected;
    location.addresses = {hidden_address(key)};
    directory::GettingThere way;
    way.stop = "Haltestelle Zaun";
    way.lines = "Linie 999";
    way.walk_minutes = 3;
    location.x_getting_there = way;
    return location;
  }
  static directory::Service offer(std::string name, std::string const& organization,
                                  std::string const& location, bool is_protected) {
    directory::Service service;
    service.id = named_uuid("service", name);
    service.organization_id = organization;
    service.name = std::move(name);
    service.description = "Für Frauen, rund um die Uhr.";
    service.x_protected = is_protected;
    service.x_terms = {"topic:housing-search", "access:by-phone"};
    directory::Phone phone;
    phone.id = named_uuid("phone", service.name);
    phone.number = "069 90009-777";
    service.phones = {phone};
    directory::ServiceAtLocation at;
    at.id = named_uuid("at", service.name);
    at.location_id = location;
    service.service_at_locations = {at};
    return service;
  }
  void expect_nothing(PageResult const& page) {
    SCOPED_TRACE(page.path);
    for (auto const* secret : kSecrets) EXPECT_FALSE(contains(page.body, secret)) << secret;
  }

  DemoSite site;
  directory::Service by_offer, by_place;
  std::string organization_href;
};

TEST_F(ProtectedAddress, ShowsNowhere) {
  for (auto const& path : site.samples({"de", "en", "ar"})) expect_nothing(site.get(path));
  for (std::string list : {"/de/search?q=Beratung+Amsel", "/de/search?q=Drossel", "/de/map",
                           "/de/map?q=Beratung+Amsel", "/de/organisations", "/de/topics",
                           "/de/search?topic=housing-search&place=erlenbrueck", "/sitemap.xml",
                           "/de/offers.atom", "/hsds/3.1/services?full=true&per_page=100",
                           "/hsds/3.1/services?full=true&format=ndjson",
                           "/hsds/3.1/organizations?full=true&format=ndjson",
                           "/hsds/3.1/service_at_locations?full=true&format=ndjson"}) {
    auto page = site.get(list);
    EXPECT_EQ(page.status, 200) << list << page.body.substr(0, 300);
    expect_nothing(page);
  }
}

TEST_F(ProtectedAddress, ItsOwnPagesNameTheTownOnly) {
  for (auto const* service : {&by_offer, &by_place}) {
    std::string href = offers::offer_href(*service, "de");
    for (std::string tail : {"", "?place=weidenrode", "/card", "/contact.vcf", "/calendar.ics"}) {
      auto page = site.get(href + tail);
      EXPECT_EQ(page.status, 200) << href << tail;
      expect_nothing(page);
    }
    auto page = site.get(href);
    EXPECT_TRUE(contains(page.text(), "Erlenbrück")) << href;
    EXPECT_TRUE(contains(page.text(), service->name));
    expect_nothing(site.get("/hsds/3.1/services/" + service->id));
    expect_nothing(
        site.get("/hsds/3.1/service_at_locations/" + service->service_at_locations[0].id));
    // Distances would betray the house to whoever asks from three places.
    for (std::string place : {"weidenrode", "erlenbrueck", "hohenlind"})
      EXPECT_FALSE(contains(site.get(href + "?place=" + place).document.find("#offer").text(), "km"))
          << place;
  }
  auto page = site.get(organization_href);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(contains(page.text(), "Erlenbrück"));
  expect_nothing(page);
}

TEST_F(ProtectedAddress, IsNotFoundByAskingForIt) {
  for (std::string words : {"Hinterm+Zaun", "Zaunk%C3%B6nighaus", "98765", "Klingel+Sonne"}) {
    for (std::string query : {"q=" + words + "&exact=1", "q=" + words}) {
      auto page = site.get("/de/search?" + query);
      EXPECT_FALSE(contains(page.text(), by_offer.name)) << query;
      EXPECT_FALSE(contains(page.text(), by_place.name)) << query;
    }
    for (std::string query : {"search=" + words, "postcode=98765&search=" + words})
      for (std::string kind : {"services", "organizations", "service_at_locations"}) {
        auto page = site.get("/hsds/3.1/" + kind + "?" + query);
        EXPECT_FALSE(contains(page.body, by_offer.id)) << kind << query;
        EXPECT_FALSE(contains(page.body, by_place.id)) << kind << query;
      }
  }
  auto near = site.get("/hsds/3.1/services?lat=50.7171&lon=10.8181&radius=100&per_page=100");
  EXPECT_FALSE(contains(near.body, by_offer.id));
  EXPECT_FALSE(contains(near.body, by_place.id));
}

/// A map with only this offer's points: none.
TEST_F(ProtectedAddress, HasNoPointOnTheMap) {
  auto page = site.get("/de/map?q=Beratung+Amsel&exact=1");
  EXPECT_TRUE(contains(page.text(), by_offer.name));
  EXPECT_FALSE(contains(page.document.find("#map-points").attribute("id") +
                            page.body.substr(page.body.find("id=\"map-points\""), 400),
                        "Amsel"));
}

}  // namespace
}  // namespace mila::testing
