// Spellings that must meet, in the scripts of the directory, and properties on arbitrary bytes.
#include "engines/language/normalise.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "engines/language/utf8.h"

namespace mila::language {
namespace {

TEST(NormaliseTest, FoldsCaseAndLatinAccents) {
  EXPECT_EQ(normalise("Żółć ĄĘŚĆŃ"), "zolc aescn");
  EXPECT_EQ(normalise("Școală și țară"), "scoala si tara");
  EXPECT_EQ(normalise("şcoală ţară"), "scoala tara");  // the cedilla letters people really type
  EXPECT_EQ(normalise("ČĘĖĮŠŲŪŽ"), "ceeisuuz");
  EXPECT_EQ(normalise("çocuk, ığdır, İstanbul, ISPARTA"), "cocuk, igdir, istanbul, isparta");
  EXPECT_EQ(normalise("Élève à Besançon"), "eleve a besancon");
  EXPECT_EQ(normalise("Ålder"), "alder");
  EXPECT_EQ(normalise("Đặng Văn"), "dang van");
}

TEST(NormaliseTest, WritesUmlautsOut) {
  EXPECT_EQ(normalise("Führerschein"), "fuehrerschein");
  EXPECT_EQ(normalise("FÜHRERSCHEIN"), "fuehrerschein");
  EXPECT_EQ(normalise("Fu\u0308hrerschein"), "fuehrerschein");  // decomposed
  EXPECT_EQ(normalise("Straße STRASSE Maẞe"), "strasse strasse masse");
  EXPECT_EQ(normalise("Ämter Öfen"), "aemter oefen");
}

TEST(NormaliseTest, GermanKeyUnitesThreeSpellings) {
  const std::string key = german_key(normalise("Führerschein"));
  EXPECT_EQ(key, german_key(normalise("Fuehrerschein")));
  EXPECT_EQ(key, german_key(normalise("Fuhrerschein")));
  EXPECT_EQ(german_key(normalise("Ausländerbehörde")), german_key(normalise("auslanderbehorde")));
  EXPECT_EQ(german_key(normalise("müdürlüğü")), "mudurlugu");
  EXPECT_EQ(german_key(normalise("läkare")), "lakare");
}

TEST(NormaliseTest, GermanKeyLeavesOtherLetterPairs) {
  EXPECT_EQ(german_key("neue"), "neue");
  EXPECT_EQ(german_key("steuer"), "steuer");
  EXPECT_EQ(german_key("frauen"), "frauen");
  EXPECT_EQ(german_key("quelle"), "quelle");
}

TEST(NormaliseTest, UnifiesArabicAndPersian) {
  EXPECT_EQ(normalise("أإآٱ"), "اااا");
  EXPECT_EQ(normalise("مدرسة"), "مدرسه");
  EXPECT_EQ(normalise("مستشفى"), "مستشفي");
  EXPECT_EQ(normalise("مَدْرَسَةٌ"), normalise("مدرسة"));
  EXPECT_EQ(normalise("مـــدرسة"), normalise("مدرسة"));
  EXPECT_EQ(normalise("کودکی"), normalise("كودكي"));
  EXPECT_EQ(normalise("اللاجئين"), "اللاجيين");
  EXPECT_EQ(normalise("خانه‌ها"), "خانهها");  // zero width non-joiner
  EXPECT_EQ(normalise("ﻣﺪﺭﺳﺔ"), "مدرسه");             // presentation forms, as copied from PDFs
}

TEST(NormaliseTest, UnifiesDigits) {
  EXPECT_EQ(normalise("٠١٢٣٤٥٦٧٨٩"), "0123456789");
  EXPECT_EQ(normalise("۰۱۲۳۴۵۶۷۸۹"), "0123456789");
  EXPECT_EQ(normalise("２４"), "24");
}

TEST(NormaliseTest, UnifiesCyrillic) {
  EXPECT_EQ(normalise("Ёлка"), "елка");
  EXPECT_EQ(normalise("ҐАНОК"), "ганок");
  EXPECT_EQ(normalise("сім'я"), "сімя");
  EXPECT_EQ(normalise("сім’я"), "сімя");
  EXPECT_EQ(normalise("сімʼя"), "сімя");
  EXPECT_EQ(normalise("Й"), "й");
  EXPECT_EQ(normalise("и\u0306"), "й");  // decomposed
  EXPECT_EQ(normalise("їжа"), "їжа");    // a letter of its own
  EXPECT_EQ(normalise("d'accord"), "d'accord");
}

TEST(NormaliseTest, DropsWhatIsInvisible) {
  EXPECT_EQ(normalise("Kinder\u00ADgarten"), "kindergarten");
  EXPECT_EQ(normalise("\u200Fسكن"), "سكن");
}

TEST(NormaliseTest, ReplacesInvalidBytes) {
  EXPECT_EQ(normalise("a\xFF"), "a\uFFFD");
  EXPECT_EQ(normalise("\xC3"), "\uFFFD");
  EXPECT_EQ(normalise(""), "");
  EXPECT_EQ(normalise(std::string_view("a\0b", 3)), std::string("a\0b", 3));
}

TEST(NormaliseTest, KeepsOtherScripts) {
  EXPECT_EQ(normalise("ትግርኛ"), "ትግርኛ");
  EXPECT_EQ(normalise("ქართული"), "ქართული");
  EXPECT_EQ(normalise("Ελλάδα"), "ελλαδα");
}

// Text of the letters and signs that the rules speak of, in any order.
rc::Gen<std::string> letters() {
  std::vector<char32_t> alphabet;
  auto const range = [&](char32_t first, char32_t last) {
    for (char32_t c = first; c <= last; ++c) alphabet.push_back(c);
  };
  range(0x20, 0x24F);
  range(0x2B0, 0x370);
  range(0x370, 0x530);
  range(0x600, 0x6FF);
  range(0x1100, 0x1120);
  range(0x1E00, 0x1EFF);
  range(0x2000, 0x2040);
  range(0xFE70, 0xFEFC);
  return rc::gen::map(rc::gen::container<std::vector<char32_t>>(rc::gen::elementOf(alphabet)),
                      [](std::vector<char32_t> const& points) {
                        return encode(std::u32string(points.begin(), points.end()));
                      });
}

TEST(NormaliseProperty, IsIdempotentOnLetters) {
  EXPECT_TRUE(rc::check([] {
    const std::string once = normalise(*letters());
    RC_ASSERT(normalise(once) == once);
  }));
}

TEST(NormaliseProperty, IsIdempotentOnBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    const std::string once = normalise(bytes);
    RC_ASSERT(normalise(once) == once);
  }));
}

TEST(NormaliseProperty, GermanKeyIsIdempotent) {
  EXPECT_TRUE(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aeouqrst")));
    const std::string key = german_key(text);
    RC_ASSERT(german_key(key) == key);
    RC_ASSERT(key.find("ae") == std::string::npos);
  }));
}

TEST(Utf8Property, DecodingSurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    const std::u32string points = decode(bytes);
    RC_ASSERT(decode(encode(points)) == points);
  }));
}

}  // namespace
}  // namespace mila::language
