// What pages do over time: forms, forgotten searches, the reader's language and place, hours that
// begin and end, pages kept in memory, offers that get another name.
#include <gtest/gtest.h>

#include <memory>

#include "modules/directory/directory.h"
#include "modules/offers/offer_search.h"
#include "platform/base/time.h"
#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

using namespace std::chrono_literals;

Instant berlin(int year, unsigned month, unsigned day, int hour, int minute = 0) {
  Date date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  return local_to_instant(date, std::chrono::minutes{hour * 60 + minute}, "Europe/Berlin");
}

class Behaviour : public ::testing::Test {
 protected:
  DemoSite site;

  std::string offer(std::string const& id) { return "/de/offers/" + site.offer_key(id); }
  std::string export_of(std::string const& name) {
    Context context = site.context("de", Actor::operator_());
    for (auto const& module : site.site().modules())
      for (auto const& entry : module.exports)
        if (entry.name == name) return entry.write(context);
    return "no such export";
  }
  /// The daily clean-up of all modules.
  std::int64_t clean_up() {
    std::int64_t gone = 0;
    Context context = site.context("de", Actor::operator_());
    for (auto const& module : site.site().modules())
      if (module.expire) gone += module.expire(context);
    return gone;
  }
  /// The badge at the top of an offer's page.
  std::string badge(std::string const& path, Instant at) {
    site.clock.set(at);
    return site.get(path).document.find("main .kern-badge").text();
  }
};

TEST_F(Behaviour, AReportIsKeptForNinetyDaysWithoutItsSender) {
  std::string path = offer("A001");
  auto form = site.get(path).form("form[method=post]");
  form.set("text", "Der Aufzug ist kaputt; =1+1");
  EXPECT_EQ(form.submit().status, 422) << "faster than a person";
  EXPECT_FALSE(contains(export_of("reports"), "Aufzug"));
  site.clock.advance(10s);
  auto sent = form.submit();
  ASSERT_EQ(sent.status, 303);
  auto thanks = sent.follow();
  EXPECT_TRUE(thanks.document.find("[role=status]"));
  EXPECT_FALSE(thanks.document.find("textarea")) << "no second form after thanks";
  std::string reports = export_of("reports");
  EXPECT_TRUE(contains(reports, "Der Aufzug ist kaputt"));
  EXPECT_TRUE(contains(reports, "Hilfe bei der Wohnungssuche"));
  EXPECT_FALSE(contains(reports, "192.0.2.7")) << "the address of the sender";
  EXPECT_FALSE(contains(dump_of(site.database()), "192.0.2.7"));
  site.clock.advance(24h * 89);
  clean_up();
  EXPECT_TRUE(contains(export_of("reports"), "Aufzug"));
  site.clock.advance(24h * 2);
  EXPECT_GE(clean_up(), 1);
  EXPECT_FALSE(contains(export_of("reports"), "Aufzug"));
}

TEST_F(Behaviour, RobotsAndOldFormsAreNotTaken) {
  std::string path = offer("A001"), before = dump_of(site.database());
  auto form = site.get(path).form("form[method=post]");
  site.clock.advance(1min);
  auto robot = form;
  robot.set("text", "Kaufen Sie hier").set("website", "https://spam.example");
  EXPECT_EQ(robot.submit().status, 303) << "thanked and forgotten";
  auto empty = form;
  auto answer = empty.set("text", "   ").submit();
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(answer.document.find("details[open]")) << "the form with its error is open";
  EXPECT_TRUE(answer.document.find("#text-error"));
  auto old = form;
  site.clock.advance(25h);
  auto again = old.set("text", "Gestern geöffnet").submit();
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(again.document.find("textarea").text(), "Gestern geöffnet") << "nothing is typed twice";
  EXPECT_EQ(dump_of(site.database()), before);
  site.clock.advance(1min);
  EXPECT_EQ(again.form("form[method=post]").submit().status, 303);
}

TEST_F(Behaviour, OneAddressSendsFiveFormsAMinute) {
  auto form = site.get(offer("A001")).form("form[method=post]");
  site.clock.set(berlin(2026, 11, 23, 10, 5));
  form.set("text", "Hinweis");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(form.submit().status, 303) << i;
  auto refused = form.submit();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.document.all("h1").size(), 1u);
  site.clock.advance(1min);
  EXPECT_EQ(form.submit().status, 303);
}

TEST_F(Behaviour, SearchesWithoutAHitShowFromTheThirdDay) {
  for (int day = 0; day < 3; ++day) {
    EXPECT_FALSE(contains(export_of("searches"), "xylografenbund")) << day;
    for (std::string words : {"Xylografenbund", "xylograf@verein.example", "069+90009123+xylograf"})
      site.get("/de/search?exact=1&q=" + words);
    clean_up();
    site.clock.advance(24h);
  }
  std::string searches = export_of("searches");
  EXPECT_TRUE(contains(searches, "xylografenbund;3;3")) << searches;
  EXPECT_FALSE(contains(searches, "@"));
  EXPECT_FALSE(contains(searches, "90009"));
  EXPECT_FALSE(contains(dump_of(site.database()), "xylograf@"));
  site.clock.advance(24h * 95);
  EXPECT_GE(clean_up(), 3);
  EXPECT_FALSE(contains(export_of("searches"), "xylografenbund"));
}

TEST_F(Behaviour, TheStartAddressTakesTheReadersLanguage) {
  auto location = [&](std::string const& accepted) {
    auto page = site.get("/", {{"Accept-Language", accepted}});
    EXPECT_EQ(page.status, 302);
    EXPECT_TRUE(contains(page.header("Vary"), "Accept-Language"));
    return page.location();
  };
  EXPECT_EQ(location("uk-UA,uk;q=0.9,en;q=0.5"), "/uk");
  EXPECT_EQ(location("ar-SY"), "/ar");
  EXPECT_EQ(location("sw, fa;q=0.4"), "/fa");
  EXPECT_EQ(location("de;q=0.3, en;q=0.8"), "/en");
  EXPECT_EQ(location("sw"), "/de") << "the county's first";
  EXPECT_EQ(location(""), "/de");
}

TEST_F(Behaviour, ThePlaceStaysInTheAddress) {
  auto home = site.get("/de?place=weidenrode");
  auto results = site.get("/de/search?q=Wohnung&place=weidenrode");
  auto expect_kept = [](PageResult const& page, std::string const& selector) {
    auto links = page.document.all(selector);
    EXPECT_FALSE(links.empty()) << page.path << " " << selector;
    for (auto const& link : links)
      EXPECT_TRUE(contains(link.attribute("href"), "place=weidenrode")) << link.attribute("href");
  };
  expect_kept(home, "a.m-tile");
  expect_kept(home, ".m-langs a");
  expect_kept(results, ".m-hit h2 a");
  expect_kept(results, ".m-facets a");
  expect_kept(results, ".m-menu a[hreflang]");
  auto offer = site.get(results.document.find(".m-hit h2 a").attribute("href"));
  EXPECT_EQ(offer.status, 200);
  expect_kept(offer, ".m-menu a[hreflang]");
}

TEST_F(Behaviour, OpenAndClosedFollowTheClock) {
  // Mo 14–18 | Mi 15–19 | Fr 14–18, closed on public holidays.
  // The clock only goes forward here, as pages are kept until the next change they know of.
  std::string path = offer("A002");
  // Clocks change this Sunday; doors keep to the clock on the wall.
  std::string autumn = badge(path, berlin(2026, 10, 25, 1, 30));
  EXPECT_TRUE(contains(autumn, "morgen") && contains(autumn, "14:00")) << autumn;
  std::string after_autumn = badge(path, berlin(2026, 10, 26, 17, 59));
  EXPECT_TRUE(contains(after_autumn, "offen bis 18:00")) << after_autumn;
  std::string monday_morning = badge(path, berlin(2026, 11, 23, 10));
  EXPECT_TRUE(contains(monday_morning, "14:00")) << monday_morning;
  EXPECT_TRUE(contains(monday_morning, "heute")) << monday_morning;
  std::string open = badge(path, berlin(2026, 11, 23, 15));
  EXPECT_TRUE(contains(open, "18:00") && contains(open, "offen")) << open;
  std::string evening = badge(path, berlin(2026, 11, 23, 18));
  EXPECT_TRUE(contains(evening, "Mittwoch") && contains(evening, "15:00")) << evening;
  std::string sunday = badge(path, berlin(2026, 11, 29, 12));
  EXPECT_TRUE(contains(sunday, "morgen") && contains(sunday, "14:00")) << sunday;
  std::string christmas = badge(path, berlin(2026, 12, 25, 15));
  EXPECT_TRUE(contains(christmas, "Feiertag")) << christmas;
  EXPECT_FALSE(contains(christmas, "offen bis")) << christmas;
  std::string good_friday = badge(path, berlin(2027, 3, 26, 15));
  EXPECT_TRUE(contains(good_friday, "Feiertag")) << good_friday;
  // Clocks change this Sunday, doors keep to the clock on the wall. Monday is Easter Monday.
  std::string spring = badge(path, berlin(2027, 3, 28, 1, 30));
  EXPECT_TRUE(contains(spring, "Mittwoch") && contains(spring, "15:00")) << spring;
}

TEST_F(Behaviour, AKeptPageEndsWhenADoorCloses) {
  std::string path = offer("A002");
  site.clock.set(berlin(2026, 11, 23, 17, 59));
  auto first = site.get(path);
  EXPECT_FALSE(first.from_cache);
  auto second = site.get(path);
  EXPECT_TRUE(second.from_cache);
  EXPECT_EQ(second.body, first.body);
  EXPECT_TRUE(contains(first.text(), "offen bis 18:00"));
  site.clock.set(berlin(2026, 11, 23, 18));
  auto closed = site.get(path);
  EXPECT_FALSE(closed.from_cache);
  EXPECT_FALSE(contains(closed.text(), "offen bis 18:00"));
}

TEST_F(Behaviour, AKeptPageEndsWhenDataChange) {
  std::string path = offer("A002");
  site.get(path);
  EXPECT_TRUE(site.get(path).from_cache);
  site.database().write([&](db::Writer& writer) {
    auto id = directory::find_by_external_id(writer, directory::Kind::Service, "demo", "A002");
    auto service = directory::find_services(writer, {*id}).at(0);
    service.alert = "Heute ohne Heizung";
    EXPECT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(service)));
  });
  auto page = site.get(path);
  EXPECT_FALSE(page.from_cache);
  EXPECT_TRUE(contains(page.text(), "Heute ohne Heizung"));
}

TEST_F(Behaviour, ARenamedOfferIsFoundAtItsOldAddress) {
  std::string old_path = offer("A002");
  site.database().write([&](db::Writer& writer) {
    auto id = directory::find_by_external_id(writer, directory::Kind::Service, "demo", "A002");
    auto service = directory::find_services(writer, {*id}).at(0);
    service.name = "Treff Neue Mühle";
    EXPECT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(service)));
  });
  offers::offer_search(site.county())->catch_up();
  for (std::string tail : {"", "?place=weidenrode", "/card"}) {
    auto moved = site.get(old_path + tail);
    EXPECT_EQ(moved.status, 301) << tail;
    EXPECT_TRUE(contains(moved.location(), "treff-neue-muehle")) << moved.location();
    EXPECT_EQ(moved.follow().status, 200);
    if (contains(tail, "?")) {
      EXPECT_TRUE(contains(moved.location(), "place=weidenrode"));
    }
  }
  EXPECT_TRUE(contains(site.get("/de/search?q=Neue+M%C3%BChle").text(), "Treff Neue Mühle"));
  EXPECT_EQ(site.get("/de/offers/treff-alte-muehle-00000000").status, 404);
}

TEST_F(Behaviour, UnchangedPagesAreNotSentTwice) {
  for (std::string path : {"/de", "/sitemap.xml", "/colours.css", "/hsds/3.1/services"}) {
    auto page = site.get(path);
    std::string tag = page.header("ETag");
    if (tag.empty()) continue;  // streamed answers have none
    auto again = site.get(path, {{"If-None-Match", tag}});
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_EQ(again.body, "");
  }
}

}  // namespace
}  // namespace mila::testing
