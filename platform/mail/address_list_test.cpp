// What comes out of lists as offices paste them.
#include "platform/mail/address_list.h"

#include <gtest/gtest.h>

namespace mila::mail {
namespace {

std::string read(std::string_view text) {
  std::string all;
  for (auto const& entry : read_address_list(text))
    all += (entry.address.empty() ? "?" + entry.text : entry.name + "<" + entry.address + ">") + "|";
  return all;
}

TEST(AddressListTest, reads_one_entry_a_line) {
  EXPECT_EQ(read("a@b.example\r\n\r\n  c@d.example  \n"), "<a@b.example>|<c@d.example>|");
  EXPECT_EQ(read("Anna Kurz <a@b.example>"), "Anna Kurz<a@b.example>|");
  EXPECT_EQ(read("\"Kurz, Anna\" <a@b.example>"), "Anna Kurz<a@b.example>|");
  EXPECT_EQ(read("Kurz, Anna <a@b.example>"), "Anna Kurz<a@b.example>|");
  EXPECT_EQ(read("=?utf-8?q?J=C3=B6rg?= <a@b.example>"), "Jörg<a@b.example>|");
  EXPECT_EQ(read("Jörg Öz a@b.example"), "Jörg Öz<a@b.example>|");
  EXPECT_EQ(read("mailto:a@b.example"), "<a@b.example>|");
}

TEST(AddressListTest, reads_columns_below_their_headings) {
  EXPECT_EQ(read("Name\tE-Mail\nAnna Kurz\ta@b.example\nBo\tc@d.example"), "Anna Kurz<a@b.example>|Bo<c@d.example>|");
  EXPECT_EQ(read("Vorname;Name;Mail\nAnna;Kurz;a@b.example"), "Anna Kurz<a@b.example>|");
  EXPECT_EQ(read("a@b.example,Anna Kurz"), "Anna Kurz<a@b.example>|");
}

TEST(AddressListTest, reads_several_on_a_line) {
  EXPECT_EQ(read("a@b.example; c@d.example,e@f.example"), "<a@b.example>|<c@d.example>|<e@f.example>|");
  EXPECT_EQ(read("Kurz, Anna <a@b.example>; Klein, Bo <c@d.example>"), "Anna Kurz<a@b.example>|Bo Klein<c@d.example>|");
  EXPECT_EQ(read("Kurz, Anna <a@b.example>, Klein, Bo <c@d.example>"), "Anna Kurz<a@b.example>|Bo Klein<c@d.example>|");
  EXPECT_EQ(read("Anna <a@b.example>, Bo <c@d.example>"), "Anna<a@b.example>|Bo<c@d.example>|");
  EXPECT_EQ(read("a@b.example c@d.example"), "<a@b.example>|<c@d.example>|");
}

TEST(AddressListTest, says_what_is_no_address) {
  EXPECT_EQ(read("a@b.example\nFrau Kurz, Zimmer 3\nb@c\nx@y@z.example"), "<a@b.example>|?Frau Kurz, Zimmer 3|?b@c|?x@y@z.example|");
  EXPECT_EQ(read("a@b.example\nBcc: böse@b.example"), "<a@b.example>|?Bcc: böse@b.example|");
  EXPECT_EQ(read(""), "");
}

}  // namespace
}  // namespace mila::mail
