// Small text helpers at their edges.
#include "platform/base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace mila {
namespace {

using Texts = std::vector<std::string>;

TEST(TrimTest, takes_blanks_from_both_ends_only) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim(" \n "), "");
}

TEST(SplitTest, keeps_empty_parts) {
  EXPECT_EQ(split("a,,b,", ',').size(), 4U);
  EXPECT_EQ(split("", ',').size(), 1U);
  EXPECT_EQ(split_list(" a, ,b ,", ','), (Texts{"a", "b"}));
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(ReplaceAllTest, does_not_replace_what_it_wrote) {
  EXPECT_EQ(replace_all("aXbX", "X", "XX"), "aXXbXX");
  EXPECT_EQ(replace_all("abc", "X", "Y"), "abc");
}

TEST(ParseIntegerTest, wants_the_whole_text) {
  EXPECT_EQ(parse_integer("42"), 42);
  EXPECT_EQ(parse_integer("-42"), -42);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  for (auto const* text : {"", " 1", "1 ", "+1", "1.0", "9223372036854775808", "0x10", "eins"})
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
}

TEST(ParseDecimalTest, understands_point_and_comma) {
  EXPECT_EQ(parse_decimal("12.5"), 12.5);
  EXPECT_EQ(parse_decimal(" 12,5 "), 12.5);
  EXPECT_EQ(parse_decimal("-3"), -3.0);
  for (auto const* text : {"", "1.000,5", "12,5,1", "nan", "inf", "1e99", "12 €"})
    EXPECT_EQ(parse_decimal(text), std::nullopt) << text;
}

TEST(CleanUtf8Test, refuses_what_is_no_text) {
  EXPECT_TRUE(is_clean_utf8("Grüße, مرحبا, 🏠"));
  EXPECT_TRUE(is_clean_utf8(""));
  std::string_view const bad[] = {
      {"a\0b", 3},        "\xFF",     "\xC3",         "\xC0\xAF",         "\xE0\x80\xAF",
      "\xED\xA0\x80",     "\x80",     "\xF5\x80\x80\x80", "\xF4\x90\x80\x80", "\xE4\xF6"};
  for (auto bytes : bad) EXPECT_FALSE(is_clean_utf8(bytes)) << testing::PrintToString(bytes);
}

TEST(Windows1252Test, decodes_the_letters_offices_send) {
  EXPECT_EQ(from_windows_1252("Gr\xFC\xDF"
                              "e \x80 \x84Ja\x93 \x96"),
            "Grüße € „Ja“ –");
  EXPECT_EQ(from_windows_1252("\x81"), "\uFFFD");
}

TEST(Windows1252Test, always_gives_clean_text) {
  bool fine = rc::check([](std::vector<unsigned char> const& bytes) {
    std::string text(bytes.begin(), bytes.end());
    std::erase(text, '\0');
    RC_ASSERT(is_clean_utf8(from_windows_1252(text)));
  });
  EXPECT_TRUE(fine);
}

TEST(TruncateUtf8Test, never_splits_a_character) {
  EXPECT_EQ(truncate_utf8("äöü", 6), "äöü");
  EXPECT_EQ(truncate_utf8("äöü", 5), "äö");
  EXPECT_EQ(truncate_utf8("🏠", 3), "");
  EXPECT_EQ(truncate_utf8("abc", 2), "ab");
}

TEST(PercentTest, encodes_all_but_unreserved_characters) {
  EXPECT_EQ(percent_encode("a-b_c.d~E9"), "a-b_c.d~E9");
  EXPECT_EQ(percent_encode("ä &?/"), "%C3%A4%20%26%3F%2F");
}

TEST(PercentTest, decoding_refuses_broken_escapes) {
  EXPECT_EQ(percent_decode("a%20b+c", false), "a b+c");
  EXPECT_EQ(percent_decode("a%20b+c", true), "a b c");
  for (auto const* text : {"%", "%4", "%4g", "a%zz"})
    EXPECT_EQ(percent_decode(text, true), std::nullopt) << text;
}

TEST(PercentTest, decoding_undoes_encoding) {
  bool fine = rc::check([](std::string const& text) {
    RC_ASSERT(percent_decode(percent_encode(text), false) == text);
    RC_ASSERT(percent_decode(percent_encode(text), true) == text);
  });
  EXPECT_TRUE(fine);
}

TEST(SlugifyTest, writes_german_as_germans_do) {
  EXPECT_EQ(slugify("Hilfe für Mütter & Väter"), "hilfe-fuer-muetter-vaeter");
  EXPECT_EQ(slugify("Straße 5a"), "strasse-5a");
  EXPECT_EQ(slugify("--A--"), "a");
}

TEST(SlugifyTest, transliterates_and_is_never_empty) {
  EXPECT_EQ(slugify("Київ"), "kiiv");
  EXPECT_EQ(slugify("!!!"), "x");
  EXPECT_EQ(slugify(""), "x");
}

TEST(SlugifyTest, is_short_and_plain_whatever_comes) {
  bool fine = rc::check([](std::string const& text) {
    std::string slug = slugify(text);
    RC_ASSERT(!slug.empty() && slug.size() <= 60);
    RC_ASSERT(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
              std::string::npos);
    RC_ASSERT(slug.front() != '-' && slug.back() != '-');
    RC_ASSERT(slugify(slug) == slug);
  });
  EXPECT_TRUE(fine);
}

}  // namespace
}  // namespace mila
