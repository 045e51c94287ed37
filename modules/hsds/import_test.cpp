// Taking feeds in: nothing lost, nothing twice, nothing half.
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "modules/directory/directory.h"
#include "modules/hsds/api.h"
#include "modules/hsds/hsds.h"
#include "modules/hsds/sources.h"
#include "modules/hsds/test_support.h"

namespace mila::hsds {
namespace {

using data::Json;

nlohmann::json sorted(Json const& json) {
  return nlohmann::json(json);
}

std::string read(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class ImportTest : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = make_site(GetParam());
  }
  ImportReport take(std::string const& source, ImportOptions const& options = {}) {
    auto context = site_->context();
    auto report = import_hsds(context, source, options);
    if (report) return *report;
    ADD_FAILURE() << report.error().detail;
    return {};
  }
  ImportReport take_text(std::string const& name, std::string const& text,
                         ImportOptions const& options = {}) {
    return take(folder_.write(name, text), options);
  }
  Json get(std::string const& path) {
    auto answer = site_->get("/hsds/3.1" + path);
    EXPECT_EQ(answer.status, 200) << path << answer.body.substr(0, 200);
    return Json::parse(answer.body, nullptr, false);
  }
  testing::TempFolder folder_;
  std::unique_ptr<testing::TestSite> site_;
};
MILA_ON_EACH_ENGINE(ImportTest);

std::string examples() {
  return testing::source_folder() + "/tests/peers/hsds-3.1/examples";
}

/// Example file, address it is given back at.
struct Example {
  char const *file, *path;
};

TEST_P(ImportTest, examples_of_the_standard_come_back_as_they_were) {
  for (auto const& [file, path] :
       {Example{"service_full.json", "/services/"},
        {"service_list.json", "/services"},
        {"organization_full.json", "/organizations/{id}?full_service=true"},
        {"organization_list.json", "/organizations"},
        {"service_at_location_full.json", "/service_at_locations/"},
        {"service_at_location_list.json", "/service_at_locations"},
        {"taxonomy.json", "/taxonomies/"},
        {"taxonomy_list.json", "/taxonomies"},
        {"taxonomy_term.json", "/taxonomy_terms/"},
        {"taxonomy_term_list.json", "/taxonomy_terms"}}) {
    site_ = make_site(GetParam());
    auto example = Json::parse(read(examples() + "/" + file));
    auto report = take(examples() + "/" + file);
    ASSERT_TRUE(report.applied) << file << "\n" << describe(report);
    EXPECT_GT(report.created, 0);
    std::string address = path;
    if (example.contains("contents")) {
      // Our own words are listed, too.
      auto listed =
          get(address + (address.find("taxonomy_t") == 1 ? "?per_page=500&search=description"
                                                         : "?per_page=500"));
      auto const& item = example["contents"][0];
      bool found = false;
      for (auto const& other : listed["contents"])
        if (other["id"] == item["id"]) {
          found = true;
          EXPECT_EQ(sorted(other), sorted(item)) << file;
        }
      EXPECT_TRUE(found) << file;
      for (auto const& [key, value] : example.items()) EXPECT_TRUE(listed.contains(key)) << key;
    } else {
      auto id = example["id"].get<std::string>();
      auto place = address.find("{id}");
      address = place == std::string::npos ? address + id : address.replace(place, 4, id);
      EXPECT_EQ(sorted(get(address)), sorted(example)) << file;
    }
    auto before = testing::dump_of(site_->database());
    auto again = take(examples() + "/" + file);
    EXPECT_EQ(again.created + again.updated, 0) << file;
    EXPECT_EQ(testing::dump_of(site_->database()), before) << file;
  }
  auto base = Json::parse(read(examples() + "/base.json")), about = get("/");
  for (auto const& [key, value] : base.items()) EXPECT_TRUE(about.contains(key)) << key;
  EXPECT_TRUE(take(examples() + "/base.json").applied);
}

TEST_P(ImportTest, unknown_members_and_foreign_terms_come_back) {
  auto file = testing::source_folder() + "/modules/hsds/testdata/service.json";
  auto report = take(file);
  ASSERT_TRUE(report.applied) << describe(report);
  EXPECT_EQ(report.created, 3);
  auto example = Json::parse(read(file));
  auto id = example["id"].get<std::string>();
  EXPECT_EQ(sorted(get("/services/" + id)), sorted(example));
  EXPECT_EQ(get("/services?taxonomy_term_id=0b6f9d52-1c7e-4b1a-8f0e-11111111110a")["total_items"],
            1);
  EXPECT_EQ(get("/services?taxonomy_id=0b6f9d52-1c7e-4b1a-8f0e-11111111110b")["total_items"], 1);
}

TEST_P(ImportTest, second_run_changes_nothing) {
  auto feed = testing::source_folder() + "/data/examples/feed.json";
  auto first = take(feed);
  ASSERT_TRUE(first.applied) << describe(first);
  EXPECT_EQ(first.created, 12 + 5 + 1);
  auto before = testing::dump_of(site_->database());
  auto second = take(feed);
  EXPECT_EQ(second.unchanged, 18);
  EXPECT_EQ(second.created + second.updated + second.skipped, 0) << describe(second);
  EXPECT_EQ(testing::dump_of(site_->database()), before);
}

TEST_P(ImportTest, dry_run_counts_and_writes_nothing) {
  auto before = testing::dump_of(site_->database());
  auto report = take(testing::source_folder() + "/data/examples/feed.json", {.dry_run = true});
  EXPECT_EQ(report.created, 18);
  EXPECT_FALSE(report.applied);
  EXPECT_EQ(testing::dump_of(site_->database()), before);
}

TEST_P(ImportTest, one_error_stops_all_and_is_named) {
  auto feed = Json::parse(read(testing::source_folder() + "/data/examples/feed.json"));
  feed["contents"][3]["phones"][0]["number"] = 7;
  feed["contents"][5].erase("name");
  feed["contents"][6]["status"] = "open";
  feed["contents"][7]["id"] = "7";
  feed["contents"][8]["languages"] = "de";
  auto before = testing::dump_of(site_->database());
  auto report = take_text("feed.json", feed.dump());
  EXPECT_FALSE(report.applied);
  EXPECT_TRUE(report.has_errors());
  EXPECT_EQ(report.created, 0);
  auto text = describe(report);
  for (auto line : {"contents/3/phones/0/number: text expected", "contents/5/name: is missing",
                    "contents/6/status: one of \"active\"", "contents/7/id: UUID expected",
                    "contents/8/languages: list expected"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
  EXPECT_EQ(testing::dump_of(site_->database()), before);
}

TEST_P(ImportTest, unknown_organization_is_an_error) {
  auto report = take_text("a.json", R"({"id":"0b6f9d52-1c7e-4b1a-8f0e-222222222201","name":"A",
      "status":"active","organization_id":"0b6f9d52-1c7e-4b1a-8f0e-222222222202"})");
  EXPECT_FALSE(report.applied);
  EXPECT_NE(describe(report).find("there is no such organization"), std::string::npos);
}

TEST_P(ImportTest, records_of_others_are_left_alone) {
  auto id = std::string(kSampleService);
  directory::Service own;
  own.id = id;
  own.name = "Unser Angebot";
  site_->database().write([&](db::Writer& writer) {
    EXPECT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(own)));
    return 0;
  });
  auto report = take(testing::source_folder() + "/data/examples/feed.json");
  EXPECT_TRUE(report.applied);
  EXPECT_EQ(report.skipped, 1);
  EXPECT_EQ(get("/services/" + id)["name"], "Unser Angebot");
}

TEST_P(ImportTest, a_change_in_the_source_arrives_and_links_are_clean) {
  auto feed = Json::parse(read(testing::source_folder() + "/data/examples/feed.json"));
  ASSERT_TRUE(take_text("feed.json", feed.dump()).applied);
  feed["contents"][0]["name"] = "Neue Sprechstunde";
  feed["contents"][0]["url"] = "javascript:alert(1)";
  feed["contents"][0]["alert"] = nullptr;
  feed["contents"][0].erase("phones");
  auto report = take_text("feed.json", feed.dump());
  EXPECT_TRUE(report.applied) << describe(report);
  EXPECT_EQ(report.updated, 1);
  auto service = get("/services/" + std::string(kSampleService));
  EXPECT_EQ(service["name"], "Neue Sprechstunde");
  for (auto key : {"url", "phones", "alert"}) EXPECT_FALSE(service.contains(key)) << key;
}

TEST_P(ImportTest, api_is_read_page_by_page_or_as_ndjson) {
  ASSERT_TRUE(take(testing::source_folder() + "/data/examples/feed.json").applied);
  for (bool ndjson : {true, false}) {
    auto other = make_site(GetParam());
    int asked = 0;
    ImportOptions options;
    options.fetch = [&](std::string const& url) -> Result<Fetched> {
      ++asked;
      auto path = url.substr(std::string("https://auental.example").size());
      if (!ndjson) {
        // A server that knows neither format nor full, and gives five items a page.
        for (auto unknown : {"format=ndjson", "full=true"})
          if (auto at = path.find(unknown); at != std::string::npos) path[at] = 'x';
        if (auto at = path.find("per_page=100"); at != std::string::npos)
          path.replace(at, 12, "per_page=5");
      }
      auto answer = site_->get(path);
      return Fetched{answer.status, answer.header("Content-Type"), answer.body};
    };
    auto context = other->context();
    auto report = import_hsds(context, "https://auental.example/hsds/3.1/services?x=1", options);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_TRUE(report->applied) << describe(*report);
    EXPECT_EQ(report->created, 18);
    EXPECT_EQ(asked, ndjson ? 1 : 3 + 12);
    auto id = "/hsds/3.1/services/" + std::string(kSampleService);
    EXPECT_EQ(sorted(Json::parse(other->get(id).body)), sorted(Json::parse(site_->get(id).body)));
  }
}

TEST_P(ImportTest, a_failing_api_is_reported) {
  ImportOptions options;
  options.fetch = [](std::string const&) -> Result<Fetched> {
    return Fetched{503, "text/html", "no"};
  };
  auto context = site_->context();
  auto report = import_hsds(context, "https://down.example/hsds", options);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::Unavailable);
  EXPECT_FALSE(import_hsds(context, "ftp://down.example/hsds"));
  EXPECT_FALSE(import_hsds(context, "file:///etc/passwd"));
  EXPECT_FALSE(import_hsds(context, folder_.path() + "/missing.json"));
}

TEST_P(ImportTest, export_goes_in_elsewhere_without_loss) {
  ASSERT_TRUE(take(testing::source_folder() + "/data/examples/feed.json").applied);
  for (auto format : {ExportFormat::Ndjson, ExportFormat::Json}) {
    std::string all;
    auto context = site_->context();
    export_services(context, format, [&](std::string_view piece) { all += piece; });
    auto file = folder_.write(format == ExportFormat::Json ? "all.json" : "all.ndjson", all);
    auto other = make_site(GetParam());
    auto there = other->context();
    auto report = import_hsds(there, file);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->created, 18) << describe(*report);
    EXPECT_EQ(other->get("/hsds/3.1/services?full=true").body,
              site_->get("/hsds/3.1/services?full=true").body);
  }
}

/// A small package of tables.
std::map<std::string, std::string> tables_of_a_neighbour() {
  std::string a = "0b6f9d52-1c7e-4b1a-8f0e-3333333333";
  return {{"datapackage.json", R"({"resources":[{"name":"service","path":"angebote.csv"}]})"},
          {"organizations.csv",
           "id,name,description,year_incorporated\n" + a + "01,Nachbarn e. V.,Ein Verein,1998\n"},
          {"angebote.csv", "id,organization_id,program_id,name,status,minimum_age\n" + a + "02," +
                               a + "01," + a + "0c,\"Kochen, essen\",active,18\n"},
          {"programs.csv",
           "id,organization_id,name,description\n" + a + "0c," + a + "01,Küche,Kochkurse\n"},
          {"locations.csv",
           "id,location_type,name,latitude,longitude\n" + a + "03,physical,Küche,50.5,10.5\n"},
          {"service_at_location.csv",
           "id,service_id,location_id\n" + a + "04," + a + "02," + a + "03\n"},
          {"addresses.csv",
           "id,location_id,address_1,city,state_province,postal_code,country,address_type\n" + a +
               "05," + a + "03,Ring 1,Erlenbrück,Thüringen,98994,DE,physical\n"},
          {"phones.csv", "id,service_id,contact_id,number,extension\n" + a + "06," + a +
                             "02,,069 90009-741,3\n" + a + "07,," + a + "08,069 90009-742,\n"},
          {"contacts.csv", "id,service_id,name\n" + a + "08," + a + "02,Küchendienst\n"},
          {"languages.csv", "id,phone_id,service_id,code\n" + a + "09," + a + "06,,de\n" + a +
                                "0a,," + a + "02,uk\n"},
          {"schedules.csv", "id,service_at_location_id,freq,byday,opens_at,closes_at,interval\n" +
                                a + "0b," + a + "04,WEEKLY,FR,17:00,20:00,2\n"}};
}

void expect_neighbour(Json const& service) {
  EXPECT_EQ(service["name"], "Kochen, essen");
  EXPECT_EQ(service["minimum_age"], 18);
  EXPECT_EQ(service["organization"]["year_incorporated"], 1998);
  EXPECT_EQ(service["program"]["name"], "Küche");
  EXPECT_EQ(service["phones"][0]["extension"], 3);
  EXPECT_EQ(service["phones"][0]["languages"][0]["code"], "de");
  EXPECT_EQ(service["contacts"][0]["phones"][0]["number"], "069 90009-742");
  EXPECT_EQ(service["languages"][0]["code"], "uk");
  auto const& at = service["service_at_locations"][0];
  EXPECT_EQ(at["schedules"][0]["interval"], 2);
  EXPECT_EQ(at["location"]["addresses"][0]["city"], "Erlenbrück");
  EXPECT_EQ(at["location"]["latitude"], 50.5);
}

TEST_P(ImportTest, tables_are_put_together) {
  for (auto const& [name, text] : tables_of_a_neighbour()) folder_.write("package/" + name, text);
  auto report = take(folder_.path() + "/package");
  ASSERT_TRUE(report.applied) << describe(report);
  EXPECT_EQ(report.created, 3);
  expect_neighbour(get("/services/0b6f9d52-1c7e-4b1a-8f0e-333333333302"));
  EXPECT_EQ(take(folder_.path() + "/package").unchanged, 3);
  folder_.write("package/phones.csv",
                "id,service_id,number\n0b6f9d52-1c7e-4b1a-8f0e-333333333306,0b6f9d52-1c7e-4b1a-"
                "8f0e-3333333333ff,1\n");
  report = take(folder_.path() + "/package");
  EXPECT_FALSE(report.applied);
  EXPECT_NE(describe(report).find("phones.csv/2/service_id: there is no such service"),
            std::string::npos)
      << describe(report);
}

std::string make_zip(std::string const& path, std::map<std::string, std::string> const& files) {
  auto* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  for (auto const& [name, text] : files) {
    auto* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  EXPECT_EQ(zip_close(archive), 0);
  return path;
}

TEST_P(ImportTest, archives_are_read_and_harmful_ones_refused) {
  std::map<std::string, std::string> files, bomb, escaping;
  for (auto const& [name, text] : tables_of_a_neighbour()) files["package/" + name] = text;
  auto report = take(make_zip(folder_.path() + "/good.zip", files));
  ASSERT_TRUE(report.applied) << describe(report);
  expect_neighbour(get("/services/0b6f9d52-1c7e-4b1a-8f0e-333333333302"));
  auto context = site_->context();
  escaping["../services.csv"] = "id\n";
  auto refused = import_hsds(context, make_zip(folder_.path() + "/up.zip", escaping));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::Invalid);
  bomb["services.csv"] = std::string(kMaxFileBytes + 1, 'a');
  refused = import_hsds(context, make_zip(folder_.path() + "/bomb.zip", bomb));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
  EXPECT_FALSE(import_hsds(context, folder_.write("no.zip", "PK no zip")));
}

TEST_P(ImportTest, hostile_json_is_an_error_line) {
  for (
      auto const& text :
      {std::string(100'000, '['), std::string("{"), std::string("\xff\xfe"), std::string("7"),
       std::string("[[\"x\"]]"),
       std::string(
           R"({"id":"0b6f9d52-1c7e-4b1a-8f0e-444444444401","status":"active","name":"a\u0000b"})")}) {
    auto report = take_text("x.json", text);
    EXPECT_FALSE(report.applied) << text.substr(0, 20);
    EXPECT_TRUE(report.has_errors()) << text.substr(0, 20);
  }
}

}  // namespace
}  // namespace mila::hsds
