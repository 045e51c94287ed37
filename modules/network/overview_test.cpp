// Overlaps and "my area", on the demo county and on made-up hours.
#include <gtest/gtest.h>

#include "modules/directory/demo.h"
#include "modules/directory/timetable.h"
#include "modules/network/network_parts.h"
#include "modules/network/overlaps.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/testing/site.h"

namespace mila::network {
namespace {

using namespace std::chrono;

constexpr Date kMonday = 2026y / November / 23;

struct Town {
  places::Gazetteer gazetteer{{{.id = "a", .name = "Furthau"}, {.id = "b", .name = "Sandau", .parent_id = "a", .kind = places::Kind::Part}, {.id = "c", .name = "Moosgrund"}}, {}};
  DirectoryFacts facts;
  void add(std::string id, std::string organization, std::string place, std::string hours, std::vector<std::string> topics = {"german"}) {
    auto offer = std::make_shared<OfferFact>();
    offer->id = id;
    offer->name = id;
    offer->organization_id = std::move(organization);
    offer->topics = std::move(topics);
    hours::Timetable timetable;
    timetable.rules = hours::parse_hours_text(hours).rules;
    offer->places.push_back({std::move(place), std::move(timetable)});
    facts.offers.emplace(std::move(id), std::move(offer));
  }
  std::vector<Overlap> found() const { return find_overlaps(facts, gazetteer, kMonday); }
};

TEST(Overlaps, same_topic_town_and_time_of_two_organisations) {
  Town town;
  town.add("1", "A", "a", "Mo 9–12");
  town.add("2", "B", "b", "Mo 10–14 | Di 9–12");
  auto found = town.found();
  ASSERT_EQ(found.size(), 1u) << "a part of town is in the town";
  EXPECT_EQ(found[0].times, 4);
  EXPECT_EQ(found[0].minutes, 4 * 120);
  EXPECT_EQ(found[0].topics, std::vector<std::string>{"german"});
  EXPECT_EQ(found[0].place_id, "a");
  EXPECT_EQ(local_minutes(found[0].next_from, "Europe/Berlin"), std::chrono::hours{10});
}

TEST(Overlaps, nothing_else_overlaps) {
  Town town;
  town.add("1", "A", "a", "Mo 9–12");
  town.add("other time", "B", "a", "Mo 12–14");
  town.add("other town", "C", "c", "Mo 9–12");
  town.add("other topic", "D", "a", "Mo 9–12", {"sport"});
  town.add("same organisation", "A", "a", "Mo 9–12");
  town.add("no hours", "E", "a", "");
  town.add("hotline", "F", "a", "24 Stunden");
  EXPECT_TRUE(town.found().empty());
}

TEST(Overlaps, a_pair_is_named_once_with_all_its_topics) {
  Town town;
  town.add("1", "A", "a", "Mo 9–12", {"german", "encounter"});
  town.add("2", "B", "a", "1. Mo im Monat 9–12", {"encounter", "german"});
  auto found = town.found();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].topics.size(), 2u);
  EXPECT_EQ(found[0].times, 1) << "once a month is once in four weeks";
}

class OverviewTest : public testing::EngineTest {
 protected:
  OverviewTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()}, .engine = GetParam()}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    auto context = site.context("de", Actor::operator_());
    std::string folder = testing::source_folder() + "/data/demo";
    directory::load_demo(context, folder);
    load_demo(context, folder);
    who = site.sign_in({{"adviser", "elsewhere"}});
    site.database().write([&](db::Writer& writer) { auth::rename_account(writer, who.account_id, "Neu", "en"); });
  }
  std::string place(std::string const& name) {
    auto gazetteer = places::gazetteer(site.county());
    for (auto const& place : gazetteer->places())
      if (place.name == name) return place.id;
    for (auto const& area : gazetteer->areas())
      if (area.name == name) return area.id;
    return "";
  }
  /// Statements of a page beside session and audit, by name.
  std::vector<std::string> statements(testing::SignedIn& who, std::string const& path) {
    who.get(path);
    std::vector<std::string> names;
    site.database().on_statement([&](std::string_view name) {
      for (auto prefix : {"session", "auth", "access_grant", "audit", "setting", "begin", "commit"})
        if (name.rfind(prefix, 0) == 0) return;
      names.emplace_back(name);
    });
    EXPECT_EQ(who.get(path).status, 200) << path;
    site.database().on_statement(nullptr);
    return names;
  }
  testing::TestSite site;
  testing::SignedIn who;
};

TEST_P(OverviewTest, an_area_shows_offers_contacts_bodies_and_whom_to_meet) {
  auto page = who.get("/staff/network/area?place=" + place("Erlenbrück"));
  ASSERT_EQ(page.status, 200);
  for (auto const* text : {"Migrationsberatung Weidenrode und Erlenbrück", "Erik Santner", "Helferkreis Erlenbrück",
                           "Leads: Helferkreis Erlenbrück", "Menschen, die zu Terminen fahren können"})
    EXPECT_NE(page.text().find(text), std::string::npos) << text;
  EXPECT_EQ(page.text().find("Helferkreis Furthau"), std::string::npos);
  EXPECT_TRUE(page.document.find("a.m-chip[href]"));
  EXPECT_EQ(page.text().find("Gerd Ulbrich, "), std::string::npos);
  EXPECT_NE(who.get("/staff/network/area?place=" + place("Sozialraum Obere Aue")).text().find("Runder Tisch Obere Aue"), std::string::npos);
  EXPECT_EQ(who.get("/staff/network/area?place=none").status, 200);
}

TEST_P(OverviewTest, overlaps_say_why) {
  auto page = who.get("/staff/network/overlaps");
  ASSERT_EQ(page.status, 200);
  EXPECT_GT(page.document.all("tbody tr").size(), 3u);
  EXPECT_NE(page.text().find("in four weeks"), std::string::npos);
  auto one = who.get("/staff/network/overlaps?place=" + place("Furthau"));
  for (auto const& row : one.document.all("tbody tr")) EXPECT_NE(row.text().find("Furthau"), std::string::npos);
}

TEST_P(OverviewTest, pages_take_few_statements) {
  auto editor = site.sign_in({{"coordinator", ""}});
  for (auto const& path : {"/staff/network/area?place=" + place("Weidenrode"), std::string("/staff/network/overlaps"),
                           std::string("/staff/network"), std::string("/staff/network/duplicates"),
                           std::string("/staff/network/bodies"), "/staff/network/bodies/" + demo_body_id(),
                           "/staff/network/people/" + demo_person_id(),
                           "/staff/network/bodies/" + demo_body_id() + "/seats/new"}) {
    auto names = statements(editor, path);
    EXPECT_LE(names.size(), 10u) << path << ": " << join(names, ", ");
  }
}

MILA_ON_EACH_ENGINE(OverviewTest);

}  // namespace
}  // namespace mila::network
