// Lists of municipalities as they come.
#include "modules/setup/place_list.h"

#include <gtest/gtest.h>

#include "modules/setup/grid.h"

namespace mila::setup {
namespace {

PlaceList read(std::string const& text, std::string const& key = "") {
  auto list = read_place_list(text, key);
  EXPECT_TRUE(list.has_value());
  return list ? *list : PlaceList{};
}

TEST(Grid, FindsWhatSeparatesCells) {
  EXPECT_EQ(read_grid("a\tb, c\nd\te")->rows[0], (std::vector<std::string>{"a", "b, c"}));
  EXPECT_EQ(read_grid("a;b, c\r\nd;\"e;\nf\"\r\n")->rows[1], (std::vector<std::string>{"d", "e;\nf"}));
  EXPECT_EQ(read_grid("a,b\nc,d")->rows[1], (std::vector<std::string>{"c", "d"}));
  EXPECT_EQ(read_grid("nur ein Satz\nund noch einer")->width(), 1u);
  EXPECT_EQ(read_grid("Titel\na;b;c\n1;2;3\n4;5;6")->width(), 3u) << "a title without separators";
}

TEST(Grid, FindsTheEncoding) {
  EXPECT_EQ(read_grid("M\xfcller;x")->rows[0][0], "Müller");
  EXPECT_EQ(read_grid("\xEF\xBB\xBFMüller;x")->rows[0][0], "Müller");
  EXPECT_EQ(read_grid(std::string("\xFF\xFEM\0\xfc\0\t\0x\0\n\0", 12))->rows[0][0], "Mü");
}

TEST(Grid, LinesAreCountedAsInTheFile) {
  auto grid = read_grid("a;b\n\n;;\nc;d\n");
  ASSERT_EQ(grid->rows.size(), 2u);
  EXPECT_EQ(grid->lines, (std::vector<int>{1, 4}));
  EXPECT_FALSE(read_grid(""));
  EXPECT_FALSE(read_grid(" \n;\n"));
  EXPECT_FALSE(read_grid(std::string(150, ';')));
}

TEST(PlaceList, ATableWithHeadings) {
  auto list = read("Gemeinde;AGS;Postleitzahl;Ortsteile;Einwohner\n"
                   "Weidenrode;16099001;98993;Neudorf (98994), Altdorf;21.430\n"
                   "Erlenbrück;16099002;98995 / 98996;;\n");
  ASSERT_EQ(list.municipalities.size(), 2u);
  auto const& first = list.municipalities[0];
  EXPECT_EQ(first.name, "Weidenrode");
  EXPECT_EQ(first.ags, "16099001");
  EXPECT_EQ(first.residents, "21430");
  ASSERT_EQ(first.parts.size(), 2u);
  EXPECT_EQ(first.parts[0].name, "Neudorf");
  EXPECT_EQ(first.parts[0].postcodes, (std::vector<std::string>{"98994"}));
  EXPECT_EQ(list.municipalities[1].postcodes, (std::vector<std::string>{"98995", "98996"}));
  EXPECT_TRUE(list.notes.empty());
}

TEST(PlaceList, TheOfficialListWithItsFiveKeyColumns) {
  auto list = read(
      "Gemeinden in Deutschland nach Fläche, Bevölkerung und Postleitzahl\n"
      "Satzart\tTextkennzeichen\tAmtlicher Regionalschlüssel\t\t\t\t\tGemeindename\tFläche\tBevölkerung\tPostleitzahl\n"
      "\t\tLand\tRB\tKreis\tVB\tGem\t\t\tinsgesamt\t\n"
      "40\t43\t16\t0\t99\t\t\tAuental\t\t\t\n"
      "60\t63\t16\t0\t99\t0001\t001\tWeidenrode, Stadt\t83,10\t21430\t98993\n"
      "60\t64\t16\t0\t99\t5001\t014\tLindental\t20,00\t900\t98997\n"
      "60\t64\t16\t0\t70\t0004\t004\tAnderswo\t20,00\t900\t99999\n",
      "16099");
  ASSERT_EQ(list.municipalities.size(), 2u);
  EXPECT_EQ(list.municipalities[0].name, "Weidenrode");
  EXPECT_EQ(list.municipalities[0].ags, "16099001");
  EXPECT_EQ(list.municipalities[1].ags, "16099014");
  EXPECT_EQ(list.municipalities[1].postcodes, (std::vector<std::string>{"98997"}));
  EXPECT_EQ(list.other_counties, 1);
}

TEST(PlaceList, ALineForEachPartAndLostZeros) {
  auto list = read("PLZ\tGemeinde\tOrtsteil\n4509\tDelitz\tBeerdorf\n4509\tDelitz\tLaue\n4860\tTor\t\n");
  ASSERT_EQ(list.municipalities.size(), 2u);
  EXPECT_EQ(list.municipalities[0].postcodes, (std::vector<std::string>{"04509"}));
  EXPECT_EQ(list.municipalities[0].parts.size(), 2u);
}

TEST(PlaceList, AFewLinesTypedIn) {
  auto list = read("98993 Weidenrode\nErlenbrück 98995\n\n12345678901\n");
  ASSERT_EQ(list.municipalities.size(), 2u);
  EXPECT_EQ(list.municipalities[0].name, "Weidenrode");
  EXPECT_EQ(list.municipalities[1].postcodes, (std::vector<std::string>{"98995"}));
  ASSERT_EQ(list.notes.size(), 1u);
  EXPECT_EQ(list.notes[0].kind, PlaceNote::Kind::NoName);
  EXPECT_EQ(list.notes[0].line, 4);
}

TEST(PlaceList, KeysByTheirDigitsWithoutHeadings) {
  auto list = read("160990001001;Weidenrode;98993\n160995001014;Lindental;98997\n");
  ASSERT_EQ(list.municipalities.size(), 2u);
  EXPECT_EQ(list.municipalities[0].ags, "16099001");
  EXPECT_EQ(list.municipalities[0].postcodes, (std::vector<std::string>{"98993"}));
}

TEST(PlaceList, BecomesTheTemplateOfTheDirectory) {
  auto csv = to_places_csv(read("Gemeinde;PLZ;Ortsteile\nWeidenrode;98993;Weidenrode, Neudorf\n"),
                           "Landkreis Auental", "16099");
  EXPECT_EQ(csv, "Name;Art;Gehört zu;AGS;PLZ;Einwohner\r\n"
                 "Landkreis Auental;Landkreis;;16099;;\r\n"
                 "Weidenrode;Gemeinde;Landkreis Auental;;98993;\r\n"
                 "Neudorf;Ortsteil;Weidenrode;;98993;\r\n");
}

}  // namespace
}  // namespace mila::setup
