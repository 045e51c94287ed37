// Contact cards: escaping, folding, both versions.
#include "platform/data/vcard.h"

#include <gtest/gtest.h>

#include "platform/base/text.h"

namespace mila::data {
namespace {

bool has_line(std::string const& card, std::string const& line) {
  return card.find("\r\n" + line + "\r\n") != std::string::npos;
}

VCard anna() {
  VCard card;
  card.uid = "0190aaaa-0000-7000-8000-000000000001";
  card.name = "Anna Maria Berg";
  card.is_person = true;
  card.organization = "Haus Ankunft; gGmbH, Auental";
  card.title = "Beratung";
  card.phone = "+496990009441";
  card.mail = "berg@haus.example";
  card.languages = {"de", "uk"};
  card.note = "Erste Zeile\nzweite \\ Zeile";
  card.revised = *parse_rfc3339("2026-11-23T08:05:09Z");
  return card;
}

TEST(VCard, version_4_begins_with_its_version_and_dials) {
  std::string card = to_vcard(anna(), VCardVersion::V4);
  EXPECT_TRUE(card.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n"));
  EXPECT_TRUE(has_line(card, "KIND:individual"));
  EXPECT_TRUE(has_line(card, "UID:urn:uuid:0190aaaa-0000-7000-8000-000000000001"));
  EXPECT_TRUE(has_line(card, "FN:Anna Maria Berg"));
  EXPECT_TRUE(has_line(card, "N:Berg;Anna Maria;;;"));
  EXPECT_TRUE(has_line(card, "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+496990009441"));
  EXPECT_TRUE(has_line(card, "EMAIL;TYPE=work:berg@haus.example"));
  EXPECT_TRUE(has_line(card, "LANG:uk"));
  EXPECT_TRUE(has_line(card, "REV:20261123T080509Z"));
  EXPECT_TRUE(card.ends_with("END:VCARD\r\n"));
}

TEST(VCard, version_3_is_what_older_address_books_read) {
  std::string card = to_vcard(anna(), VCardVersion::V3);
  EXPECT_TRUE(card.starts_with("BEGIN:VCARD\r\nVERSION:3.0\r\n"));
  EXPECT_TRUE(has_line(card, "TEL;TYPE=WORK,VOICE:+496990009441"));
  EXPECT_TRUE(has_line(card, "EMAIL;TYPE=INTERNET,WORK:berg@haus.example"));
  EXPECT_EQ(card.find("KIND"), std::string::npos);
  EXPECT_EQ(card.find("LANG"), std::string::npos);
}

TEST(VCard, separators_in_text_are_escaped) {
  std::string card = to_vcard(anna(), VCardVersion::V4);
  EXPECT_TRUE(has_line(card, R"(ORG:Haus Ankunft\; gGmbH\, Auental)"));
  EXPECT_TRUE(has_line(card, R"(NOTE:Erste Zeile\nzweite \\ Zeile)"));
  VCard evil = anna();
  evil.title = "x\r\nTEL:666";
  EXPECT_EQ(to_vcard(evil, VCardVersion::V4).find("\r\nTEL:666"), std::string::npos);
}

TEST(VCard, long_lines_are_folded_between_characters) {
  VCard card = anna();
  for (int i = 0; i < 60; ++i) card.note += "Bürgerbüro ";
  std::string text = to_vcard(card, VCardVersion::V4), unfolded;
  for (auto line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    EXPECT_LE(line.size(), 75u);
    EXPECT_TRUE(is_clean_utf8(line));
  }
  unfolded = replace_all(text, "\r\n ", "");
  EXPECT_NE(unfolded.find("Bürgerbüro Bürgerbüro Bürgerbüro Bürgerbüro Bürgerbüro Bürgerbüro Bürgerbüro"), std::string::npos);
}

TEST(VCard, what_is_not_known_is_left_out) {
  VCard card;
  card.name = "Wohnungssuche";
  std::string text = to_vcard(card, VCardVersion::V4);
  EXPECT_EQ(text, "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Wohnungssuche\r\nN:Wohnungssuche;;;;\r\nEND:VCARD\r\n");
}

}  // namespace
}  // namespace mila::data
