// What goes out comes back in as the same.
#include "modules/directory/csv_export.h"

#include <gtest/gtest.h>

#include "modules/directory/csv_import.h"
#include "modules/directory/demo.h"
#include "modules/directory/directory.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"

namespace mila::directory {
namespace {

class CsvExport : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    county = std::make_unique<testing::TestCounty>(GetParam(),
                                                   std::vector<std::string>{"places", "directory"});
    Context context = county->context("de", Actor::operator_());
    load_demo(context, testing::source_folder() + "/data/demo");
  }
  std::string exported(CsvExportOptions const& options = {}) {
    auto gazetteer = places::gazetteer(county->county());
    return county->database().read([&](db::Reader& reader) {
      std::string text;
      pieces = 0;
      export_csv(reader, *gazetteer, options, [&](std::string_view piece) {
        text += piece;
        ++pieces;
      });
      return text;
    });
  }
  ImportReport import(std::string const& text, std::string const& source) {
    Context context = county->context("de", Actor::operator_());
    ImportOptions options;
    options.source = source;
    auto table = data::CsvReader::open(text);
    return *import_csv(context, CsvKind::Offers, *table, {}, options);
  }

  std::unique_ptr<testing::TestCounty> county;
  int pieces = 0;
};
MILA_ON_EACH_ENGINE(CsvExport);

TEST_P(CsvExport, ComesBackUnchanged) {
  auto before = testing::dump_of(county->database());
  auto report = import(exported(), "demo");
  EXPECT_TRUE(report.applied);
  EXPECT_EQ(report.created, 0);
  EXPECT_EQ(report.updated, 0);
  EXPECT_GT(report.unchanged, 250);
  for (auto const& line : report.lines)
    EXPECT_FALSE(line.error) << line.row << " " << line.field << " " << line.message << " "
                             << line.value_hint;
  EXPECT_EQ(testing::dump_of(county->database()), before);
}

TEST_P(CsvExport, GoesOutInPieces) {
  exported();
  EXPECT_GE(pieces, 3) << "heading and two pages";
}

TEST_P(CsvExport, OneSourceOnly) {
  std::string text = exported({"somewhere else"});
  EXPECT_EQ(pieces, 1);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
}

TEST_P(CsvExport, ProtectedAddressesLeaveWithTheTownOnly) {
  auto table = *data::parse_csv(exported());
  int hidden = table.column("Geschützte Adresse"), found = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.cell(row, hidden) != "ja") continue;
    ++found;
    for (auto const* heading : {"Straße", "PLZ", "Ortsteil", "Gebäude und Etage", "Breite", "Länge",
                                "Haltestelle", "Linien"})
      EXPECT_EQ(table.cell(row, table.column(heading)), "") << heading;
    EXPECT_NE(table.cell(row, table.column("Ort")), "");
  }
  EXPECT_GT(found, 0);
}

TEST_P(CsvExport, FormulasDoNotRunAndComeBackAsText) {
  Context context = county->context("de", Actor::operator_());
  std::string file = "Nr;Angebot;Träger;Kurz gesagt\nX1;=SUMME(A1);O001;-1 ist \"kalt\"; warm\n";
  file = "Nr;Angebot;Träger;Kurz gesagt\nX1;=SUMME(A1);O001;\"-1 ist \"\"kalt\"\"; warm\"\n";
  EXPECT_EQ(import(file, "demo").created, 1);
  std::string text = exported();
  EXPECT_NE(text.find(";'=SUMME(A1);"), std::string::npos);
  EXPECT_EQ(import(text, "demo").updated, 0);
}

}  // namespace
}  // namespace mila::directory
