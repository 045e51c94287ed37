// The helpers themselves: a test that leans on them must not pass because they see nothing.
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "platform/testing/document.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::testing {
namespace {

TEST(DocumentTest, selectors_find_what_they_name) {
  Document page(
      "<!doctype html><html><head><title>Titel</title></head><body><nav class='m-menu wide'>"
      "<a href='/de' lang=de>Eins</a> <a href='/en'>Zwei</a></nav><p id=x>Ein <b>Wort</b>"
      "<script>let a = 1</script>\n  mehr</p></body></html>");
  EXPECT_EQ(page.title(), "Titel");
  EXPECT_EQ(page.find("#x").text(), "Ein Wort mehr");
  EXPECT_EQ(page.all("nav a").size(), 2U);
  EXPECT_EQ(page.find("nav.wide a[href=\"/en\"]").text(), "Zwei");
  EXPECT_EQ(page.find("body .m-menu [lang]").attribute("href"), "/de");
  EXPECT_EQ(page.all("b, a").size(), 3U);
  EXPECT_FALSE(page.find("nav b"));
  EXPECT_FALSE(page.find(".m-men"));
  EXPECT_EQ(page.with_text("a", "Zwei").attribute("href"), "/en");
  EXPECT_EQ(page.find("b").parent().attribute("id"), "x");
  EXPECT_THROW(page.find("h1").text(), std::runtime_error);
  EXPECT_THROW(page.find("a[href"), std::runtime_error);
}

TEST(DocumentTest, controls_are_found_by_their_labels) {
  Document page(
      "<form><label for=a>Name *</label><input id=a name=n><label>Ort <input name=o></label>"
      "<input aria-label=Suche name=s></form>");
  EXPECT_EQ(page.control("Name").attribute("name"), "n");
  EXPECT_EQ(page.control("Ort").attribute("name"), "o");
  EXPECT_EQ(page.control("Suche").attribute("name"), "s");
  EXPECT_FALSE(page.control("Nam"));
}

TEST(ResolveHrefTest, follows_the_ways_pages_link) {
  EXPECT_EQ(resolve_href("/de", "/en/x"), "/de");
  EXPECT_EQ(resolve_href("?page=2", "/de/search?q=x"), "/de/search?page=2");
  EXPECT_EQ(resolve_href("map", "/de/offers/x"), "/de/offers/map");
  EXPECT_EQ(resolve_href("", "/de?a=b"), "/de?a=b");
  EXPECT_EQ(resolve_href("https://auental.example/de#top", "/"), "/de");
}

/// A module that shows a form and says what it was sent.
Module echo_module() {
  Module module;
  module.name = "echo";
  module.routes.push_back({http::Method::Get, "/{lang}/form", Permission::Public,
                           [](Visit&) {
                             return http::html(
                                 "<form method=post action='/de/echo?x=1'><label>Frage "
                                 "<textarea name=q></textarea></label><input type=hidden name=t "
                                 "value=7><label><input type=checkbox name=c>Ja</label><label>Land"
                                 "<select name=l><option value=th>Thüringen<option>Hessen</select>"
                                 "</label><button name=b value=1>Senden</button></form>"
                                 "<a href='/de/echo?q=link'>Weiter</a>");
                           },
                           "/de/form"});
  auto echo = [](Visit& visit) {
    auto fields = visit.request.method == http::Method::Post ? *visit.request.form()
                                                             : visit.request.query;
    return http::text(fields.to_query(), "text/plain");
  };
  module.routes.push_back(
      {http::Method::Post, "/{lang}/echo", Permission::Public, echo, ""});
  module.routes.push_back(
      {http::Method::Get, "/{lang}/echo", Permission::Public, echo, "/de/echo"});
  return module;
}

TEST(FormTest, is_filled_by_label_and_sent_as_a_browser_does) {
  TestSite site({.modules = {echo_module()}});
  auto page = site.get("/de/form");
  ASSERT_EQ(page.status, 200);
  auto form = page.form("form");
  EXPECT_EQ(form.submit().body, "?q=&t=7&l=th&b=1");
  form.fill("Frage", "a b").choose("Ja").select("Land", "Hessen");
  EXPECT_EQ(form.submit("Senden").body, "?q=a%20b&t=7&c=on&l=Hessen&b=1");
  EXPECT_THROW(form.fill("Antwort", "x"), std::runtime_error);
  EXPECT_THROW(form.submit("Löschen"), std::runtime_error);
  EXPECT_EQ(page.click("Weiter").body, "?q=link");
  EXPECT_THROW(page.click("Zurück"), std::runtime_error);
}

TEST(TempFolderTest, goes_away_with_everything) {
  std::string path;
  {
    TempFolder folder;
    path = folder.path();
    folder.write("a/b/c.txt", "x");
    ASSERT_TRUE(std::filesystem::exists(path + "/a/b/c.txt"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

using DatabaseToolsTest = EngineTest;

std::vector<db::Migration> two_tables() {
  return {{"t/1.sql", "create table a(x bigint not null); create table b(x bigint not null)"}};
}

TEST_P(DatabaseToolsTest, each_test_has_a_database_of_its_own) {
  TestDatabase one(GetParam(), two_tables()), two(GetParam(), two_tables());
  run_script(one.database, "insert into a values(1)");
  EXPECT_NE(dump_of(one.database), dump_of(two.database));
  EXPECT_NE(dump_of(one.database).find("a|1\n"), std::string::npos);
}

TEST_P(DatabaseToolsTest, every_statement_fails_once_and_leaves_nothing) {
  TestDatabase database(GetParam(), two_tables());
  int statements = for_every_failing_statement(*database, [&] {
    database->write([](db::Writer& writer) {
      writer.run({"a", "insert into a values(1)"});
      writer.run({"b", "insert into b values(2)"});
      writer.changed("a", "1");
    });
  });
  EXPECT_EQ(statements, 5);  // two inserts, the change, its number, the commit
  EXPECT_NE(dump_of(*database).find("b|2\n"), std::string::npos);
}

TEST_P(DatabaseToolsTest, an_operation_in_two_transactions_is_found_out) {
  TestDatabase database(GetParam(), two_tables());
  auto half = [&](char const* statement) {
    database->write([&](db::Writer& writer) { writer.run({"half", statement}); });
  };
  EXPECT_NONFATAL_FAILURE(for_every_failing_statement(*database,
                                                      [&] {
                                                        half("insert into a values(1)");
                                                        half("insert into b values(2)");
                                                      }),
                          "after statement 3 failed");
}

TEST_P(DatabaseToolsTest, county_is_open_and_standing_still) {
  TestCounty county(GetParam());
  auto context = county.context("uk");
  EXPECT_EQ(format_rfc3339(context.now()), "2026-11-23T09:00:00.000Z");
  EXPECT_EQ(context.language, "uk");
  EXPECT_EQ(context.county.config().id, "auental");
  county.clock.advance(std::chrono::hours{1});
  EXPECT_EQ(format_rfc3339(context.now()), "2026-11-23T10:00:00.000Z");
}

MILA_ON_EACH_ENGINE(DatabaseToolsTest);

}  // namespace
}  // namespace mila::testing
