// The feed from outside: what is asked of /hsds/3.1/ and what comes back.
#include "modules/hsds/hsds.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <set>

#include "modules/directory/directory.h"
#include "modules/hsds/api.h"
#include "modules/hsds/json_text.h"
#include "modules/hsds/lists.h"
#include "modules/hsds/terms.h"
#include "modules/hsds/test_support.h"

namespace mila::hsds {
namespace {

using data::Json;
using testing::PageResult;

class FeedTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = make_site(GetParam());
  }
  Json get(std::string const& path) {
    auto answer = site_->get("/hsds/3.1" + path);
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body.substr(0, 300);
    return Json::parse(answer.body, nullptr, false);
  }
  std::set<std::string> names(std::string const& path) {
    std::set<std::string> found;
    auto page = get(path);
    for (auto const& item : page["contents"]) found.insert(item["name"].get<std::string>());
    return found;
  }
  void import_feed() {
    auto context = site_->context();
    auto report = import_hsds(context, testing::source_folder() + "/data/examples/feed.json");
    ASSERT_TRUE(report);
    ASSERT_TRUE(report->applied) << describe(*report);
  }
  void save(std::vector<directory::Record> const& records) {
    site_->database().write([&](db::Writer& writer) {
      for (auto const& record : records)
        EXPECT_TRUE(directory::save(writer, Actor::operator_(), record));
      return 0;
    });
  }
  std::unique_ptr<testing::TestSite> site_;
};
MILA_ON_EACH_ENGINE(FeedTest);

directory::Service own_service() {
  directory::Service service;
  service.id = named_uuid("test", "service");
  service.name = "Beratung am Markt";
  service.x_terms = {"topic:housing-search", "audience:women"};
  service.x_texts = {{"name", "en", "Advice at the market", "", "checked"}};
  directory::Schedule schedule;
  schedule.byday = "MO";
  schedule.freq = "WEEKLY";
  schedule.opens_at = "09:00";
  schedule.closes_at = "12:00";
  service.schedules = {schedule};
  directory::Phone phone;
  phone.number = "069 90009-801";
  service.phones = {phone};
  directory::ServiceAtLocation at;
  at.location_id = named_uuid("test", "location");
  service.service_at_locations = {at};
  return service;
}

directory::Location own_location() {
  directory::Location location;
  location.id = named_uuid("test", "location");
  location.name = "Haus am Markt";
  location.latitude = 50.62;
  location.longitude = 10.85;
  directory::Address address;
  address.address_1 = "Marktgasse 9";
  address.city = "Weidenrode";
  address.postal_code = "98993";
  address.country = "DE";
  location.addresses = {address};
  return location;
}

TEST_P(FeedTest, describes_itself) {
  auto about = get("/");
  EXPECT_EQ(about["version"], "3.1");
  EXPECT_EQ(about["profile"], "http://auental.example/hsds/3.1/profile");
  auto openapi = get("/openapi.json");
  EXPECT_EQ(openapi["openapi"], "3.1.0");
  EXPECT_TRUE(get("/profile")["extensions"].is_array());
  // Every path that is promised is answered.
  for (auto const& [path, operations] : openapi["paths"].items())
    if (path.find('{') == std::string::npos && path != "/") get(path);
}

TEST_P(FeedTest, every_answer_is_open_to_other_origins) {
  for (auto path : {"", "/", "/services", "/services/x", "/nowhere", "/services?page=0",
                    "/organizations/5d1f0a10-6c1b-4c0e-9a51-0000000000a9", "/services/"}) {
    auto answer = site_->get(std::string("/hsds/3.1") + path);
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "*") << path;
  }
  auto asked = site_->request(http::Method::Options, "/hsds/3.1/services", "", {});
  EXPECT_EQ(asked.status, 204);
  EXPECT_EQ(asked.header("Access-Control-Allow-Origin"), "*");
  EXPECT_NE(asked.header("Access-Control-Allow-Methods").find("POST"), std::string::npos);
  auto put = site_->request(http::Method::Other, "/hsds/3.1/services", "", {});
  EXPECT_EQ(put.status, 405);
  EXPECT_EQ(put.header("Access-Control-Allow-Origin"), "*");
}

TEST_P(FeedTest, errors_are_json_and_name_the_parameter) {
  auto error = [&](std::string const& path, int status) {
    auto answer = site_->get("/hsds/3.1" + path);
    EXPECT_EQ(answer.status, status) << path;
    auto json = Json::parse(answer.body, nullptr, false);
    EXPECT_TRUE(json.is_object() && json.contains("error")) << answer.body.substr(0, 200);
    return json["error"].value("parameter", std::string());
  };
  EXPECT_EQ(error("/services?page=0", 400), "page");
  EXPECT_EQ(error("/services?per_page=501", 400), "per_page");
  EXPECT_EQ(error("/services?format=xml", 400), "format");
  EXPECT_EQ(error("/services?modified_after=gestern", 400), "modified_after");
  EXPECT_EQ(error("/services?taxonomy_term_id=42", 400), "taxonomy_term_id");
  EXPECT_EQ(error("/services?full=maybe", 400), "full");
  EXPECT_EQ(error("/services?lat=50", 400), "lon");
  EXPECT_EQ(error("/services?proximity=100", 400), "proximity");
  EXPECT_EQ(error("/services?day=XX", 400), "day");
  EXPECT_EQ(error("/services?minimum_age=nan", 400), "minimum_age");
  EXPECT_EQ(error("/services/5d1f0a10-6c1b-4c0e-9a51-00000000ffff", 404), "");
  EXPECT_EQ(error("/taxonomy_terms/none", 404), "");
  EXPECT_EQ(error("/nowhere", 404), "");
}

TEST_P(FeedTest, empty_list_has_all_members) {
  auto page = get("/services");
  EXPECT_EQ(page.dump(), R"({"total_items":0,"total_pages":0,"page_number":1,"size":0,)"
                         R"("first_page":true,"last_page":true,"empty":true,"contents":[]})");
}

TEST_P(FeedTest, pages_hold_everything_once) {
  import_feed();
  std::set<std::string> seen;
  for (int number = 1; number <= 3; ++number) {
    auto page = get("/services?per_page=5&page=" + std::to_string(number));
    EXPECT_EQ(page["total_items"], 12);
    EXPECT_EQ(page["total_pages"], 3);
    EXPECT_EQ(page["first_page"], number == 1);
    EXPECT_EQ(page["last_page"], number == 3);
    EXPECT_EQ(page["size"], number == 3 ? 2 : 5);
    for (auto const& item : page["contents"]) seen.insert(item["id"].get<std::string>());
  }
  EXPECT_EQ(seen.size(), 12U);
  EXPECT_EQ(get("/services?page=4&per_page=5")["empty"], true);
}

TEST_P(FeedTest, post_gives_what_get_gives) {
  import_feed();
  auto wanted = get("/services?search=beratung&per_page=1&full=true");
  EXPECT_EQ(wanted["total_items"], 2);
  auto form = site_->post("/hsds/3.1/services",
                          {{"search", "beratung"}, {"per_page", "1"}, {"full", "true"}});
  EXPECT_EQ(form.status, 200);
  EXPECT_EQ(Json::parse(form.body), wanted);
  auto json = site_->request(http::Method::Post, "/hsds/3.1/services",
                             R"({"search":"beratung","per_page":1,"full":true})",
                             {{"Content-Type", "application/json"}});
  EXPECT_EQ(Json::parse(json.body), wanted);
  auto broken = site_->request(http::Method::Post, "/hsds/3.1/services", "{",
                               {{"Content-Type", "application/json"}});
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(site_->post("/hsds/3.1/services/" + std::string(kSampleService), {}).status, 405);
}

TEST_P(FeedTest, ndjson_streams_the_same_services) {
  import_feed();
  auto answer = site_->get("/hsds/3.1/services?format=ndjson&full=true");
  EXPECT_EQ(answer.header("Content-Type"), "application/x-ndjson");
  std::map<std::string, Json> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) {
    auto json = Json::parse(line);
    lines[json["id"].get<std::string>()] = json;
  }
  ASSERT_EQ(lines.size(), 12U);
  auto page = get("/services?full=true");
  for (auto const& item : page["contents"]) EXPECT_EQ(lines[item["id"].get<std::string>()], item);
}

TEST_P(FeedTest, filters_hold_together) {
  import_feed();
  auto term = "&taxonomy_term_id=" + named_uuid("topic", "language-cafe");
  EXPECT_EQ(names("/services?x=1" + term),
            (std::set<std::string>{"Frauencafé International", "Sprachcafé Furthau"}));
  EXPECT_EQ(names("/services?day=saturday" + term), std::set<std::string>{"Sprachcafé Furthau"});
  EXPECT_EQ(names("/services?day=MO" + term), std::set<std::string>{});
  EXPECT_EQ(names("/services?language=FA" + term),
            std::set<std::string>{"Frauencafé International"});
  EXPECT_EQ(names("/services?maximum_age=10").count("Jugendtreff Hohenlind"), 0U);
  EXPECT_EQ(names("/services?maximum_age=12.5").count("Jugendtreff Hohenlind"), 1U);
  EXPECT_EQ(names("/services?minimum_age=20&maximum_age=20&day=WE&start_time=18:00"),
            (std::set<std::string>{"Jugendtreff Hohenlind", "Telefon für Eltern"}));
  EXPECT_EQ(names("/services?day=WE&start_time=20:00"), std::set<std::string>{});
  EXPECT_EQ(get("/services?organization_id=" + std::string(kSampleOrganization))["total_items"],
            12);
  EXPECT_EQ(get("/services?organization_id=" + named_uuid("test", "x"))["total_items"], 0);
  EXPECT_EQ(get("/services?taxonomy_id=" + named_uuid("taxonomy", "mila-topics"))["total_items"],
            12);
  EXPECT_EQ(names("/services?lat=50.6053&lon=10.9655&radius=100"),
            std::set<std::string>{"Sprachcafé Furthau"});
  EXPECT_EQ(get("/service_at_locations?lat=50.7049&lon=10.7705&radius=10")["total_items"], 2);
}

TEST_P(FeedTest, modified_after_is_inclusive) {
  import_feed();
  auto at = site_->clock.now();
  EXPECT_EQ(get("/services?modified_after=" + format_rfc3339(at))["total_items"], 12);
  EXPECT_EQ(get("/services?minimal=true&modified_after=" +
                format_rfc3339(at + std::chrono::milliseconds(1)))["total_items"],
            0);
  EXPECT_EQ(get("/organizations?modified_after=" + format_rfc3339(at))["total_items"], 1);
  auto minimal = get("/services?minimal=true")["contents"][0];
  EXPECT_EQ(minimal.size(), 2U);
  EXPECT_EQ(minimal["last_modified"], format_rfc3339(at));
}

TEST_P(FeedTest, own_records_are_completed) {
  auto location = own_location();
  save({directory::to_record(location), directory::to_record(own_service())});
  auto service = get("/services/" + named_uuid("test", "service"));
  EXPECT_EQ(service["status"], "active");
  EXPECT_EQ(service["x_zone"], "Europe/Berlin");
  EXPECT_EQ(service["schedules"][0]["opens_at"], "09:00");
  EXPECT_TRUE(is_uuid(service["schedules"][0]["id"].get<std::string>()));
  EXPECT_TRUE(is_uuid(service["phones"][0]["id"].get<std::string>()));
  EXPECT_EQ(service["x_texts"][0]["value"], "Advice at the market");
  EXPECT_FALSE(service.contains("x_terms"));
  ASSERT_EQ(service["attributes"].size(), 2U);
  auto const& term = service["attributes"][0]["taxonomy_term"];
  EXPECT_EQ(term["id"], named_uuid("topic", "housing-search"));
  EXPECT_EQ(term["taxonomy"], "mila-topics");
  EXPECT_EQ(term["language"], "de");
  auto const& at = service["service_at_locations"][0];
  EXPECT_EQ(at["location"]["name"], "Haus am Markt");
  EXPECT_EQ(at["location"]["addresses"][0]["state_province"], "");
  // The same id each time, and one that can be asked for.
  auto id = at["id"].get<std::string>();
  EXPECT_EQ(get("/service_at_locations/" + id)["service"]["id"], service["id"]);
}

TEST_P(FeedTest, protected_addresses_stay_hidden) {
  auto service = own_service();
  service.x_protected = true;
  auto location = own_location();
  save({directory::to_record(location), directory::to_record(service)});
  auto id = get("/service_at_locations?minimal=true")["contents"][0]["id"].get<std::string>();
  for (auto const& path : {"/services?full=true", "/service_at_locations?full=true",
                           "/service_at_locations", "/services?format=ndjson&full=true"}) {
    auto body = site_->get(std::string("/hsds/3.1") + path).body;
    EXPECT_NE(body.find("Beratung am Markt"), std::string::npos) << path;
    for (auto secret : {"Marktgasse", "98993", "50.62", "10.85", "Haus am Markt"})
      EXPECT_EQ(body.find(secret), std::string::npos) << path << " tells " << secret;
  }
  EXPECT_NE(site_->get("/hsds/3.1/service_at_locations/" + id).body.find("Weidenrode"),
            std::string::npos);
  EXPECT_EQ(get("/services?lat=50.62&lon=10.85&radius=1000")["total_items"], 0);
  // The location's own mark counts as much.
  service.x_protected = false;
  location.x_protected = true;
  save({directory::to_record(location), directory::to_record(service)});
  EXPECT_EQ(site_->get("/hsds/3.1/services?full=true").body.find("Marktgasse"), std::string::npos);
  EXPECT_EQ(get("/services?lat=50.62&lon=10.85&radius=1000")["total_items"], 0);
  location.x_protected = false;
  save({directory::to_record(location)});
  EXPECT_EQ(get("/services?lat=50.62&lon=10.85&radius=1000")["total_items"], 1);
}

TEST_P(FeedTest, functions_are_contacts_of_their_organization) {
  import_feed();
  directory::Function function;
  function.id = named_uuid("test", "function");
  function.organization_id = kSampleOrganization;
  function.title = "Rückkehrberatung";
  function.x_terms = {"topic:return-advice"};
  save({directory::to_record(function)});
  auto organization = get("/organizations/" + std::string(kSampleOrganization));
  ASSERT_EQ(organization["contacts"].size(), 1U);
  EXPECT_EQ(organization["contacts"][0]["title"], "Rückkehrberatung");
  EXPECT_EQ(organization["contacts"][0]["attributes"][0]["label"], "Rückkehrberatung");
  EXPECT_EQ(organization["services"].size(), 12U);
  EXPECT_FALSE(organization["services"][0].contains("phones"));
  organization = get("/organizations/" + std::string(kSampleOrganization) + "?full_service=true");
  EXPECT_TRUE(organization["services"][0].contains("phones"));
}

TEST_P(FeedTest, words_can_be_walked) {
  auto taxonomies = get("/taxonomies");
  EXPECT_EQ(taxonomies["contents"][0]["name"], "mila-topics");
  auto topics = taxonomies["contents"][0]["id"].get<std::string>();
  auto top = get("/taxonomy_terms?top_only=true&per_page=500&taxonomy_id=" + topics)["contents"];
  ASSERT_GT(top.size(), 5U);
  for (auto const& term : top) EXPECT_FALSE(term.contains("parent_id"));
  auto below = get("/taxonomy_terms?parent_id=" + named_uuid("topic", "housing"))["contents"];
  ASSERT_GT(below.size(), 3U);
  EXPECT_EQ(get("/taxonomy_terms/" + below[0]["id"].get<std::string>()), below[0]);
  EXPECT_EQ(get("/taxonomy_terms?search=Mietrecht")["contents"][0]["code"], "tenancy-law");
}

TEST_P(FeedTest, a_full_page_takes_five_statements) {
  import_feed();
  Query query;
  query.full = true;
  auto context = site_->context();
  Listing listing(context, ListKind::Services, query);
  int items = 0;
  auto statements = site_->database().read([&](db::Reader& reader) {
    auto before = reader.statements_run();
    listing.render(reader, listing.page(reader).items, [&](std::string_view) { ++items; });
    return reader.statements_run() - before;
  });
  EXPECT_EQ(items, 12);
  EXPECT_LE(statements, 5);
}

TEST_P(FeedTest, search_is_handed_on_and_its_order_kept) {
  import_feed();
  set_search([](Context&, std::string const& text) {
    return text == "x" ? std::vector<std::string>{"5d1f0a10-6c1b-4c0e-9a51-000000000009", "unknown",
                                                  kSampleService}
                       : std::vector<std::string>{};
  });
  auto found = get("/services?search=x");
  set_search(nullptr);
  ASSERT_EQ(found["total_items"], 2);
  EXPECT_EQ(found["contents"][0]["name"], "Sprachcafé Furthau");
  EXPECT_EQ(found["contents"][1]["id"], kSampleService);
}

TEST_P(FeedTest, filters_follow_changes) {
  import_feed();
  auto path = "/services?taxonomy_term_id=" + named_uuid("topic", "housing-search");
  EXPECT_EQ(get(path)["total_items"], 0);
  auto service = own_service();
  save({directory::to_record(own_location()), directory::to_record(service)});
  EXPECT_EQ(get(path)["total_items"], 1);
  service.x_terms.clear();
  save({directory::to_record(service)});
  EXPECT_EQ(get(path)["total_items"], 0);
}

TEST(JsonText, finds_members_of_any_shape) {
  Members members(R"({"a":"x\"}]","b":{"c":[1,{"d":"]"}]},"e":-1.5e3,"f":true,"g":[],"h":null})");
  EXPECT_EQ(members.text("a"), "x\"}]");
  EXPECT_EQ(members.raw("b"), R"({"c":[1,{"d":"]"}]})");
  EXPECT_EQ(members.number("e"), -1500);
  EXPECT_TRUE(members.is_true("f"));
  EXPECT_EQ(items_of(Members(members.raw("b")).raw("c")).size(), 2U);
  EXPECT_TRUE(items_of(members.raw("g")).empty());
  EXPECT_THROW(Members(R"({"a":"x)"), std::runtime_error);
  EXPECT_THROW(Members("[]"), std::runtime_error);
}

TEST(Facts, reads_days_and_times) {
  EXPECT_EQ(day_bits("MO,TH"), 0b0001001);
  EXPECT_EQ(day_bits("2MO,-1FR"), 0b0010001);
  EXPECT_EQ(day_bits("XX"), 0);
  EXPECT_EQ(minutes_of("09:30"), 570);
  EXPECT_EQ(minutes_of("9:05Z"), 545);
  EXPECT_EQ(minutes_of("24:00"), 1440);
  EXPECT_EQ(minutes_of("9"), std::nullopt);
  EXPECT_EQ(minutes_of("25:00"), std::nullopt);
}

}  // namespace
}  // namespace mila::hsds
