// The demo county, an office's own spreadsheet on top of it, and generated offers.
#include "modules/directory/demo.h"

#include <gtest/gtest.h>

#include "modules/directory/csv_import.h"
#include "modules/directory/directory.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"

namespace mila::directory {
namespace {

class Demo : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    county = std::make_unique<testing::TestCounty>(GetParam(),
                                                   std::vector<std::string>{"places", "directory"});
    load();
  }
  void load() {
    Context context = county->context("de", Actor::operator_());
    load_demo(context, testing::source_folder() + "/data/demo");
  }
  std::int64_t count(Kind kind) {
    return county->database().read([&](db::Reader& reader) { return count_records(reader, kind); });
  }

  std::unique_ptr<testing::TestCounty> county;
};
MILA_ON_EACH_ENGINE(Demo);

/// Whether a line that is no error names the field and the value.
bool warns(ImportReport const& report, std::string const& field, std::string const& value) {
  for (auto const& line : report.lines)
    if (line.field == field && line.value_hint == value && !line.error) return true;
  return false;
}

TEST_P(Demo, ComesInWholeAndIsLeftAloneTheSecondTime) {
  EXPECT_GT(count(Kind::Service), 250);
  EXPECT_GT(count(Kind::Organization), 60);
  EXPECT_GE(count(Kind::Function), 30);
  auto version = county->database().version();
  load();
  EXPECT_EQ(county->database().version(), version);
}

TEST_P(Demo, AFileWithErrorsIsNamed) {
  testing::TempFolder folder;
  folder.write("places.csv", "Name;Art\nAuental;Planet\n");
  Context context = county->context("de", Actor::operator_());
  try {
    load_demo(context, folder.path());
    FAIL() << "no error";
  } catch (std::runtime_error const& error) {
    EXPECT_NE(std::string(error.what()).find("places.csv, row 2, Art"), std::string::npos)
        << error.what();
  }
}

TEST_P(Demo, AnOfficesOwnSpreadsheetComesInWithWarnings) {
  std::string folder = testing::source_folder() + "/data/examples/";
  auto table = data::CsvReader::open_file(folder + "landratsamt.csv");
  auto mapping = Mapping::load(folder + "landratsamt.toml");
  ASSERT_TRUE(table.has_value());
  ASSERT_TRUE(mapping.has_value()) << mapping.error().detail;
  Context context = county->context("de", Actor::operator_());
  auto report = import_csv(context, CsvKind::Offers, *table, *mapping, {});
  ASSERT_TRUE(report.has_value());
  EXPECT_TRUE(report->applied);
  EXPECT_EQ(report->errors(), 0);
  EXPECT_EQ(report->created, 45);
  EXPECT_TRUE(warns(*report, "Ort", "Erlenbrük → Erlenbrück"));
  EXPECT_TRUE(warns(*report, "Ort", "Lindental → Hohenlind"));
  EXPECT_TRUE(warns(*report, "Sprachen", "arabish"));
  EXPECT_TRUE(warns(*report, "Bestätigt am", "31.9.2026"));
  for (auto const& line : report->lines)
    EXPECT_NE(line.value_hint, "Bemerkung (intern)") << "left out on purpose";
  table = data::CsvReader::open_file(folder + "landratsamt.csv");
  auto again = import_csv(context, CsvKind::Offers, *table, *mapping, {});
  EXPECT_EQ(again->unchanged, 45);
}

TEST_P(Demo, GeneratedOffersAreTheSameForTheSameSeed) {
  testing::TestCounty other(GetParam(), {"places", "directory"});
  Context here = county->context("de", Actor::operator_());
  Context there = other.context("de", Actor::operator_());
  load_demo(there, testing::source_folder() + "/data/demo");
  auto offers = count(Kind::Service), organizations = count(Kind::Organization);
  generate_offers(here, 40, 7);
  generate_offers(there, 40, 7);
  EXPECT_EQ(count(Kind::Service), offers + 40);
  EXPECT_EQ(count(Kind::Organization), organizations + 10);
  auto first = [](County& county) {
    return county.database.read([](db::Reader& reader) {
      auto id = find_by_external_id(reader, Kind::Service, "generated:7", "G000039");
      return find_records(reader, Kind::Service, {id.value_or("")}).at(0).json.dump();
    });
  };
  EXPECT_EQ(first(county->county()), first(other.county()));
}

TEST(DemoDays, AreCountedFromToday) {
  Date today = std::chrono::year(2026) / 11 / 23;
  EXPECT_EQ(replace_days("x;{-23};{+9} zu;{a};{}", today), "x;31.10.2026;02.12.2026 zu;{a};{}");
}

}  // namespace
}  // namespace mila::directory
