// Lists as offices have them: titles above, headings of their own, several things in a cell.
#include "modules/setup/list_columns.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "modules/setup/cell_split.h"

namespace mila::setup {
namespace {

using directory::CsvKind;
using Texts = std::vector<std::string>;

HeadingWords const& words() {
  static HeadingWords const all = HeadingWords::load(std::string(std::getenv("MILA_SOURCE")) + "/data/list_headings.csv");
  return all;
}

ListTable read(CsvKind kind, std::string const& text, std::map<std::string, std::string> remembered = {}) {
  return read_list(kind, *read_grid(text), words(), remembered);
}

TEST(ListColumns, HeadingsBelowATitleAreFound) {
  auto table = read(CsvKind::Organisations,
                    "Netzwerk Integration – Stand 03/2026\t\t\t\n\nOrganisation\tTel.\tE-Mail-Adresse\tOrt/Gemeinde\n"
                    "Verein Brücke\t069 90009-1\tinfo@bruecke.example\tWeidenrode\n");
  EXPECT_EQ(table.columns, (Texts{"Name", "Telefon", "E-Mail", "Ort"}));
  ASSERT_EQ(table.rows.size(), 1u);
  EXPECT_EQ(table.lines[0], 4);
}

TEST(ListColumns, WhatStandsInAColumnSaysWhatItIs) {
  auto table = read(CsvKind::Offers,
                    "Sprachcafé;Mo 15–17 Uhr;069 90009-11;98993;www.cafe.example\n"
                    "Nähkurs;dienstags 9 Uhr;069 90009-12;98995;\nFahrradwerkstatt;Fr 14-18;069 90009-13;98993;\n");
  EXPECT_EQ(table.columns, (Texts{"Angebot", "Zeiten", "Telefon", "PLZ", "Website"}));
  EXPECT_EQ(table.rows.size(), 3u) << "no row was taken for a heading";
}

TEST(ListColumns, WhatPeopleChoseIsRememberedAndWins) {
  std::map<std::string, std::string> remembered{{"kontakt", "Telefon"}, {"lfd-nr", ""}, {"name", "Kurzname"}};
  auto table = read(CsvKind::Organisations, "Lfd. Nr.;Name;Kontakt;Träger\n1;AK;069 90009-1;Arbeitskreis\n", remembered);
  EXPECT_EQ(table.columns, (Texts{"", "Kurzname", "Telefon", "Name"}));
}

TEST(ListColumns, HeadingsWithMoreWordsAreUnderstoodByTheFirst) {
  auto table = read(CsvKind::Organisations, "Verein;Telefon (dienstlich);Telefax;Mail privat\nA;1;2;x\n");
  EXPECT_EQ(table.columns[1], "Telefon");
  EXPECT_EQ(table.columns[2], "") << "a fax is no phone";
  EXPECT_EQ(table.columns[3], "E-Mail");
}

TEST(ListColumns, AddressesInOneCellAreTakenApart) {
  auto pieces = split_address("Marktstraße 5, 98993 Weidenrode");
  EXPECT_EQ(pieces.street, "Marktstraße 5");
  EXPECT_EQ(pieces.postcode, "98993");
  EXPECT_EQ(pieces.town, "Weidenrode");
  EXPECT_EQ(split_address("98993 Weidenrode").town, "Weidenrode");
  EXPECT_EQ(split_address("98993 Weidenrode").street, "");
  EXPECT_EQ(split_address("Am Anger 2\nD-98995 Erlenbrück").street, "Am Anger 2");
  EXPECT_EQ(split_address("Marktstraße 5").street, "Marktstraße 5");
  EXPECT_EQ(split_address("Hauptstr. 123456 x").postcode, "");
}

TEST(CellSplit, TwoNumbersAreTwo) {
  EXPECT_EQ(phone_pieces("069 90009-1 oder 0170 1234567 (mobil)"), (Texts{"069 90009-1", "0170 1234567 (mobil)"}));
  EXPECT_EQ(phone_pieces("069/90009-1, 069/90009-2"), (Texts{"069/90009-1", "069/90009-2"}));
  EXPECT_EQ(phone_pieces("069 90009-1 / 069 90009-2"), (Texts{"069 90009-1", "069 90009-2"}));
  EXPECT_EQ(phone_pieces("069 90009-1"), (Texts{"069 90009-1"}));
  EXPECT_EQ(phone_pieces("+49 69 90009-1 (Mo 9-12)"), (Texts{"+49 69 90009-1 (Mo 9-12)"}));
}

TEST(CellSplit, TwoPeopleAreTwoAndOneIsOne) {
  EXPECT_EQ(name_pieces("Frau Müller / Herr Klein"), (Texts{"Frau Müller", "Herr Klein"}));
  EXPECT_EQ(name_pieces("Anna Wolf und Jo Stein"), (Texts{"Anna Wolf", "Jo Stein"}));
  EXPECT_EQ(name_pieces("Frau Wolf, Herr Stein"), (Texts{"Frau Wolf", "Herr Stein"}));
  EXPECT_EQ(name_pieces("Müller, Anna"), (Texts{"Müller, Anna"}));
  EXPECT_EQ(name_pieces("Dr. Anna Wolf"), (Texts{"Dr. Anna Wolf"}));
}

TEST(CellSplit, TwoMailAddressesAreTwo) {
  EXPECT_EQ(mail_pieces("a@x.example; b@x.example"), (Texts{"a@x.example", "b@x.example"}));
  EXPECT_EQ(mail_pieces("a@x.example"), (Texts{"a@x.example"}));
  EXPECT_EQ(mail_pieces(""), (Texts{""}));
}

}  // namespace
}  // namespace mila::setup
