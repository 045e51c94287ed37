// Single cells and mapping files.
#include "modules/directory/csv_cells.h"

#include <gtest/gtest.h>

namespace mila::directory {
namespace {

TEST(Mappings, SayWhatIsWrongWithThem) {
  EXPECT_TRUE(Mapping::parse("[columns]\n\"Titel\" = \"Angebot\"\n").has_value());
  for (auto const* broken :
       {"[columns", "[columns]\n\"Titel\" = \"Angebott\"\n", "[foo]\na = \"b\"\n",
        "[options]\nfoo = \"x\"\n", "[columns]\n\"Titel\" = 5\n",
        "[values.\"Quatsch\"]\na = \"b\"\n", "columns = 3\n"})
    EXPECT_FALSE(Mapping::parse(broken).has_value()) << broken;
}

TEST(Mappings, RenameTranslateAndFillCells) {
  auto mapping = Mapping::parse(
      "[columns]\n\"TITEL\" = \"Angebot\"\n\"Mobil\" = \"Telefon\"\n\"Intern\" = \"\"\n"
      "[values.\"Themen\"]\n\"Wohnen\" = \"housing | housing-search\"\n"
      "[defaults]\n\"Träger\" = \"O1\"\n[options]\nlist_separator = \",\"\n");
  ASSERT_TRUE(mapping.has_value());
  auto table =
      data::CsvReader::open("titel;Telefon;Mobil;Intern;THEMEN;Rest\n'=A;1;2;geheim;wohnen, money;x\n");
  ImportReport report;
  Sheet sheet(CsvKind::Offers, *table, *mapping, report);
  ASSERT_TRUE(sheet.next());
  EXPECT_EQ(sheet.text("Angebot"), "=A");
  EXPECT_EQ(sheet.text("Telefon"), "1 | 2");
  EXPECT_EQ(sheet.text("Träger"), "O1");
  EXPECT_EQ(sheet.list("Themen"),
            (std::vector<std::string>{"housing", "housing-search", "money"}));
  ASSERT_EQ(report.lines.size(), 1U);
  EXPECT_EQ(report.lines[0].field, "Rest");
}

TEST(Cells, Phones) {
  ImportReport report;
  RowNotes notes{report, 2};
  auto phones =
      read_phones(notes, "Tel.: 069 90009-101 (nur Mo) | 069 90009-102 069 90009-103 / n. V.", "x");
  ASSERT_EQ(phones.size(), 3U);
  EXPECT_EQ(phones[0].number, "069 90009-101");
  EXPECT_EQ(phones[0].description, "nur Mo");
  EXPECT_EQ(phones[2].number, "069 90009-103");
  EXPECT_EQ(report.lines.size(), 1U);
}

TEST(Cells, WeeksAndAmounts) {
  EXPECT_EQ(parse_weeks("etwa 3 Wochen"), 3);
  EXPECT_EQ(parse_weeks("etwa 10 Tage"), 2);
  EXPECT_EQ(parse_weeks("etwa 2 Monate"), 9);
  EXPECT_EQ(parse_weeks("bald"), std::nullopt);
  EXPECT_EQ(parse_amount("ca. 6,90 €"), 6.9);
  EXPECT_EQ(parse_amount("40,- EUR"), 40);
  EXPECT_EQ(parse_amount("viel"), std::nullopt);
  EXPECT_EQ(parse_amount("-3"), std::nullopt);
  EXPECT_EQ(amount_text(6.9), "6,90 EUR");
  EXPECT_EQ(amount_text(5), "5 EUR");
}

TEST(Cells, LinksThatCouldRunSomethingAreRefused) {
  ImportReport report;
  RowNotes notes{report, 2};
  EXPECT_EQ(read_link(notes, "Website", "www.a.example"), "https://www.a.example");
  EXPECT_EQ(read_link(notes, "Website", "javascript:alert(1)"), std::nullopt);
  EXPECT_EQ(read_link(notes, "Website", "https://a.example/\"onclick=x"), std::nullopt);
  EXPECT_EQ(report.lines.size(), 2U);
}

}  // namespace
}  // namespace mila::directory
