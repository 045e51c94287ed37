// A county on its first day, and on the day it takes everything along.
#include <gtest/gtest.h>

#include <set>

#include "app/modules.h"
#include "modules/setup/take_along.h"
#include "platform/data/json.h"
#include "tests/whole_site/demo_site.h"

namespace mila::testing {
namespace {

/// The demo site's second county holds nothing but what migrations make.
TEST(EmptyCounty, EveryEmptyListSaysWhatToDoNext) {
  DemoSite site({.more_hosts = {"bergmark.example"}});
  auto who = site.sign_in({{"coordinator", ""}}, true, 1);
  Headers there = who.headers;
  there.emplace_back("Host", "bergmark.example");
  std::size_t empty = 0;
  for (auto const* route : site.routes()) {
    bool list = route->method == http::Method::Get && is_workplace_path(route->pattern) &&
                route->pattern.find('{') == std::string::npos && route->permission != Permission::ReadAudit;
    if (!list) continue;
    // Of these an empty one is what one works for.
    if (std::set<std::string>{"/staff/hints", "/staff/network/overlaps"}.contains(route->pattern)) continue;
    auto page = site.get(route->pattern, there);
    if (page.status != 200) continue;
    for (auto const& nothing : page.document.all("main .m-empty")) {
      ++empty;
      // A form on the page with which the list begins is a next step, too.
      bool next = !nothing.all("a[href]").empty() || !page.document.all("main form.m-form").empty();
      EXPECT_TRUE(next) << route->pattern << ": " << nothing.text();
    }
  }
  EXPECT_GT(empty, 8u) << "lists that are empty on the first day";
}

TEST(TakingAlong, EveryTableGoesAlongOrHasAReasonToStay) {
  DemoSite site;
  auto listed = setup::load_taken_tables(source_folder() + "/data/take_along.csv");
  std::set<std::string> known, present;
  for (auto const& table : listed) {
    EXPECT_TRUE(known.insert(table.table).second) << table.table << " is listed twice";
    EXPECT_EQ(table.reason_de.empty(), table.reason_en.empty()) << table.table;
  }
  site.database().read([&](db::Reader& reader) {
    for (auto const& name : setup::all_tables(reader)) {
      present.insert(name);
      EXPECT_TRUE(known.contains(name)) << name << " needs a line in data/take_along.csv";
    }
    for (auto const& table : listed) {
      std::set<std::string> columns;
      for (auto const& column : setup::columns_of(reader, table.table)) columns.insert(column.name);
      if (columns.empty()) continue;
      for (auto const& key : table.key) EXPECT_TRUE(columns.contains(key)) << table.table << "." << key;
      for (auto const& name : table.left_out) EXPECT_TRUE(columns.contains(name)) << table.table << "." << name;
      for (auto const& name : table.json) EXPECT_TRUE(columns.contains(name)) << table.table << "." << name;
      for (auto const& [name, sealed] : table.sealed) EXPECT_TRUE(columns.contains(name)) << table.table << "." << name;
    }
  });
  // What the modules say they hold about people is among them.
  for (auto const& module : site.site().modules())
    for (auto const& data : module.personal_data)
      for (auto word = std::string(data.table); !word.empty();) {
        auto comma = word.find(", ");
        EXPECT_TRUE(known.contains(word.substr(0, comma))) << word;
        word = comma == std::string::npos ? "" : word.substr(comma + 2);
      }
}

TEST(TakingAlong, TheDemoCountyGoesAlongWhole) {
  DemoSite site;
  auto who = site.sign_in({{"coordinator", ""}});
  auto page = who.get("/staff/taking-along/county.json");
  ASSERT_EQ(page.status, 200);
  auto json = data::Json::parse(page.body);
  auto const& tables = json["tables"];
  auto rows = [&](char const* table) {
    return site.database().read([&](db::Reader& reader) {
      std::string text = std::string("select count(*) from ") + table;
      return static_cast<std::size_t>(*reader.value<std::int64_t>({"count", text}));
    });
  };
  for (auto const* table : {"service", "organization", "location", "person", "seat", "account", "place"})
    EXPECT_EQ(tables[table].size(), rows(table)) << table;
  EXPECT_EQ(page.body.find("\"s1."), std::string::npos) << "nothing sealed";
  bool has_private = false;
  for (auto const& person : tables["person"]) has_private = has_private || person.contains("private_mail");
  EXPECT_TRUE(has_private) << "a coordinator reads private contacts";
  auto administrator = site.sign_in({{"administrator", ""}}).get("/staff/taking-along/county.json");
  ASSERT_EQ(administrator.status, 200);
  EXPECT_FALSE(data::Json::parse(administrator.body)["tables"].contains("person"));
  EXPECT_EQ(who.get("/staff/taking-along/county.xlsx").body.substr(0, 2), "PK");
}

}  // namespace
}  // namespace mila::testing
