// Organisations, "who is in charge?", topics, legal notes and feeds, as a visitor gets them.
#include <gtest/gtest.h>

#include "engines/calendar/calendar.h"
#include "modules/directory/directory.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offers.h"
#include "modules/offers/reports.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/ids.h"
#include "platform/testing/site.h"

namespace mila::offers {
namespace {

using testing::TestSite;

class MorePages : public ::testing::Test {
 protected:
  MorePages()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()}}) {
    site.database().write([&](db::Writer& writer) {
      places::save(writer, actor, place("county", "Landkreis Auental", places::Kind::County, ""));
      places::save(writer, actor, place("w", "Weidenrode", places::Kind::Municipality, "98993"));
      places::save(writer, actor, place("e", "Erlenbrück", places::Kind::Municipality, "98994"));
      places::save(writer, actor, place("n1", "Neudorf", places::Kind::Part, "98993", "w"));
      places::save(writer, actor, place("n2", "Neudorf", places::Kind::Part, "98994", "e"));
    });
  }
  static void SetUpTestSuite() {
    std::string data = testing::source_folder() + "/data";
    taxonomy::load_taxonomy(data);
    set_data_folder(data);
  }

  static places::Place place(std::string const& key, std::string name, places::Kind kind,
                             std::string const& postcode, std::string const& above = "county") {
    places::Place place;
    place.id = named_uuid("place", key);
    place.name = std::move(name);
    place.kind = kind;
    if (kind != places::Kind::County) place.parent_id = named_uuid("place", above);
    if (!postcode.empty()) place.postcodes = {postcode};
    return place;
  }
  directory::Organization organization(std::string name) {
    directory::Organization value;
    value.id = named_uuid("organization", name);
    value.name = std::move(name);
    value.x_sector = "association";
    directory::Address address;
    address.address_1 = "Geheimgasse 7";
    address.postal_code = "98993";
    address.city = "Weidenrode";
    value.x_address = address;
    value.website = "https://www.haus.example/kontakt";
    return value;
  }
  directory::Function function(directory::Organization const& owner, std::string title,
                               std::string const& place_key, std::string const& topic,
                               std::string number) {
    directory::Function value;
    value.id = named_uuid("function", title);
    value.organization_id = owner.id;
    value.title = std::move(title);
    directory::Phone phone;
    phone.number = std::move(number);
    value.phones = {phone};
    directory::ServiceArea area;
    area.x_place_id = named_uuid("place", place_key);
    value.service_areas = {area};
    value.x_terms = {"topic:" + topic};
    return value;
  }
  template <typename T>
  void save(T const& value) {
    site.database().write([&](db::Writer& writer) {
      auto saved = directory::save(writer, actor, directory::to_record(value));
      ASSERT_TRUE(saved);
    });
  }
  static std::string path_of(directory::Organization const& value, std::string const& slug) {
    return "/de/organisations/" + slug + "-" + short_id(value.id);
  }

  Actor actor = Actor::operator_();
  TestSite site;
};

TEST_F(MorePages, OrganizationIsFoundByItsShortIdAndMovesToItsName) {
  auto house = organization("Haus am Fluss");
  save(house);
  auto moved = site.get(path_of(house, "alter-name") + "?place=weidenrode");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(moved.location(), path_of(house, "haus-am-fluss") + "?place=weidenrode");
  auto page = moved.follow();
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.document.all("h1").size(), 1u);
  EXPECT_EQ(page.document.find("h1").text(), "Haus am Fluss");
  EXPECT_NE(page.text().find("Geheimgasse 7"), std::string::npos);
  EXPECT_EQ(site.get("/de/organisations/haus-00000000").status, 404);
}

TEST_F(MorePages, ProtectedOrganizationShowsItsTownOnly) {
  auto house = organization("Haus am Fluss");
  house.x_protected = true;
  save(house);
  for (std::string path : {path_of(house, "haus-am-fluss"), std::string("/de/organisations"),
                           std::string("/sitemap.xml"), std::string("/de/offers.atom")}) {
    auto page = site.get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body.find("Geheimgasse"), std::string::npos) << path;
    EXPECT_EQ(page.body.find("haus.example"), std::string::npos) << path;
  }
  auto page = site.get(path_of(house, "haus-am-fluss"));
  EXPECT_NE(page.text().find("Weidenrode"), std::string::npos);
  EXPECT_EQ(page.text().find("98993"), std::string::npos);
}

TEST_F(MorePages, WhoIsInChargeAnswersForThePlace) {
  auto office = organization("Amt für Migration");
  save(office);
  save(function(office, "Rückkehr Mitte", "w", "return-advice", "069 90009-111"));
  save(function(office, "Rückkehr West", "e", "return-advice", "069 90009-222"));
  auto page = site.get("/de/responsible?place=98993+Weidenrode&topic=return-advice");
  EXPECT_NE(page.text().find("069 90009-111"), std::string::npos);
  EXPECT_EQ(page.text().find("069 90009-222"), std::string::npos);
  EXPECT_TRUE(page.document.find("option[value=return-advice]").has("selected"));
  auto all = site.get("/de/responsible?place=weidenrode");
  EXPECT_NE(all.text().find("Rückkehr Mitte"), std::string::npos);
  EXPECT_EQ(all.text().find("Rückkehr West"), std::string::npos);
}

TEST_F(MorePages, WhoIsInChargeAsksWhenThePlaceIsNotClear) {
  auto unclear = site.get("/de/responsible?place=Neudorf&topic=return-advice");
  auto choices = unclear.document.all("main a.m-chip");
  ASSERT_EQ(choices.size(), 2u);
  EXPECT_NE(choices[0].attribute("href").find("topic=return-advice"), std::string::npos);
  EXPECT_FALSE(unclear.document.find("#h-answer"));
  auto unknown = site.get("/de/responsible?place=Atlantis");
  EXPECT_EQ(unknown.status, 200);
  EXPECT_EQ(unknown.document.find("#place").attribute("aria-invalid"), "true");
  EXPECT_EQ(unknown.document.all("main a.m-chip").size(), 2u);  // the municipalities
}

TEST_F(MorePages, TopicsStandUnderTheirLetterInEveryAlphabet) {
  struct Expected {
    char const* language;
    char const* letter;
  };
  for (auto expected : {Expected{"de", "A"}, Expected{"ar", "ا"}, Expected{"uk", "А"}}) {
    auto page = site.get(std::string("/") + expected.language + "/topics");
    auto letters = page.document.all(".m-az-letters a");
    ASSERT_FALSE(letters.empty());
    EXPECT_EQ(letters.front().text(), expected.letter) << expected.language;
    std::size_t links = page.document.all("section[aria-labelledby=h-az] .m-az a").size();
    EXPECT_EQ(links, taxonomy::taxonomy().topics().size()) << expected.language;
  }
  // "العمل" (work) is looked up under its own first letter, not under the article.
  auto arabic = site.get("/ar/topics");
  auto work = arabic.document.find(
      "section[aria-labelledby=h-az] a[href=\"/ar/search?topic=work\"]");
  EXPECT_EQ(work.parent().parent().parent().find("h3").text(), "ع");
}

TEST_F(MorePages, LegalTextsAreGermanAndSayIt) {
  auto german = site.get("/de/privacy"), arabic = site.get("/ar/privacy");
  EXPECT_FALSE(german.document.find(".m-note"));
  EXPECT_TRUE(arabic.document.find(".m-note"));
  EXPECT_TRUE(arabic.document.find("div[lang=de] h2"));
  EXPECT_NE(german.text().find("Landkreis Auental"), std::string::npos);
  EXPECT_EQ(german.text().find('{'), std::string::npos);
  EXPECT_EQ(site.get("/de/imprint").text().find('{'), std::string::npos);
}

TEST_F(MorePages, ABarrierIsReportedWithoutASender) {
  auto page = site.get("/de/accessibility");
  std::string token = page.document.find("input[name=token]").attribute("value");
  auto early = site.post("/de/accessibility/reports", {{"text", "Zu klein"}, {"token", token}});
  EXPECT_EQ(early.status, 422);
  EXPECT_EQ(early.document.find("textarea").text(), "Zu klein");
  site.clock.advance(std::chrono::seconds{10});
  EXPECT_EQ(site.post("/de/accessibility/reports", {{"text", ""}, {"token", token}}).status, 422);
  auto sent = site.post("/de/accessibility/reports", {{"text", "Zu klein"}, {"token", token}});
  EXPECT_EQ(sent.status, 303);
  auto reports = site.database().read([](db::Reader& reader) { return all_reports(reader); });
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].text, "Zu klein");
  EXPECT_EQ(reports[0].service_id, "");
  EXPECT_FALSE(sent.follow().document.find("textarea"));
}

TEST_F(MorePages, FeedsKnowNewOffersAndLeaveOutWhatIsGone) {
  auto house = organization("Haus am Fluss");
  save(house);
  directory::Service offer;
  offer.id = named_uuid("service", "a");
  offer.organization_id = house.id;
  offer.name = "Nähen & Reden";
  save(offer);
  directory::Service gone = offer;
  gone.id = named_uuid("service", "b");
  gone.name = "Vorbei";
  gone.status = "defunct";
  save(gone);
  auto feed = site.get("/de/offers.atom");
  EXPECT_EQ(feed.header("Content-Type"), "application/atom+xml; charset=utf-8");
  EXPECT_NE(feed.body.find("<id>urn:uuid:" + offer.id + "</id>"), std::string::npos);
  EXPECT_NE(feed.body.find("Nähen &amp; Reden"), std::string::npos);
  EXPECT_EQ(feed.body.find("Vorbei"), std::string::npos);
  auto map = site.get("/sitemap.xml");
  EXPECT_NE(map.body.find("/uk/offers/naehen-reden-" + short_id(offer.id)), std::string::npos);
  EXPECT_NE(map.body.find("hreflang=\"x-default\""), std::string::npos);
  EXPECT_EQ(map.body.find("vorbei"), std::string::npos);
  EXPECT_NE(map.body.find("</urlset>"), std::string::npos);
}

TEST_F(MorePages, TheCalendarFileHoldsTheNextOpenings) {
  auto house = organization("Haus am Fluss");
  save(house);
  directory::Service offer;
  offer.id = named_uuid("service", "a");
  offer.organization_id = house.id;
  offer.name = "Nähen, Reden; Lachen";
  directory::Schedule schedule;
  schedule.id = named_uuid("schedule", "a");
  schedule.freq = "WEEKLY";
  schedule.byday = "MO,TU,WE,TH,FR,SA,SU";
  schedule.opens_at = "14:00";
  schedule.closes_at = "15:30";
  schedule.x_open_on_holidays = true;
  offer.schedules = {schedule};
  save(offer);
  auto file = site.get("/de/offers/naehen-reden-lachen-" + short_id(offer.id) + "/calendar.ics");
  EXPECT_EQ(file.header("Content-Type"), "text/calendar; charset=utf-8");
  auto events = calendar::read_calendar(file.body);
  ASSERT_TRUE(events);
  ASSERT_GE(events->size(), 56U);
  for (auto const& event : *events) {
    EXPECT_EQ(event.summary, "Nähen, Reden; Lachen");
    EXPECT_EQ(event.start, std::chrono::hours{14}) << "by the clock in Berlin, summer and winter";
    EXPECT_EQ(event.length, std::chrono::minutes{90});
    EXPECT_TRUE(event.uid.starts_with(offer.id + "-20")) << event.uid;
    EXPECT_NE(event.url.find("/de/offers/naehen-reden-lachen-"), std::string::npos) << event.url;
  }
}

TEST_F(MorePages, ColoursAreTheCountys) {
  auto colours = site.get("/colours.css");
  EXPECT_EQ(colours.body, ":root{--mila-accent:" + site.county().config().accent +
                              ";--mila-accent-dark:" + site.county().config().accent_dark + "}\n");
  EXPECT_NE(site.get("/robots.txt").body.find("/sitemap.xml"), std::string::npos);
}

}  // namespace
}  // namespace mila::offers
