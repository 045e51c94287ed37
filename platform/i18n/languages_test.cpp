// The table of languages and the choice among them.
#include "platform/i18n/languages.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace mila::i18n {
namespace {

std::vector<std::string> const kOffered{"de", "de-simple", "en", "uk", "ar"};

TEST(NegotiateTest, takes_the_language_liked_best) {
  EXPECT_EQ(negotiate("uk", kOffered), "uk");
  EXPECT_EQ(negotiate("fr, uk;q=0.8, en;q=0.9", kOffered), "en");
  EXPECT_EQ(negotiate("en;q=0.5,ar;q=0.5", kOffered), "en");
  EXPECT_EQ(negotiate("en;q=0.1, uk", kOffered), "uk");
}

TEST(NegotiateTest, regions_mean_their_language) {
  EXPECT_EQ(negotiate("ar-SY,en;q=0.5", kOffered), "ar");
  EXPECT_EQ(negotiate("EN-us", kOffered), "en");
  EXPECT_EQ(negotiate("de-AT", kOffered), "de");
  EXPECT_EQ(negotiate("de-simple", kOffered), "de-simple");
}

TEST(NegotiateTest, takes_the_first_when_none_fits) {
  for (auto const* header : {"", "xx", "*", ",,;", "en;q=0", "q=1", ";q=", "uk;q=abc"})
    EXPECT_EQ(negotiate(header, kOffered), "de") << header;
  EXPECT_EQ(negotiate("xx", {}), "de");
}

TEST(LanguagesTest, are_fourteen_with_codes_of_their_own) {
  std::set<std::string_view> codes;
  for (auto const& language : all_languages()) {
    codes.insert(language.code);
    EXPECT_FALSE(language.native_name.empty());
    EXPECT_EQ(find_language(language.code), &language);
  }
  EXPECT_EQ(codes.size(), 14U);
  EXPECT_EQ(find_language("xx"), nullptr);
}

TEST(LanguagesTest, arabic_and_persian_run_from_right_to_left) {
  std::set<std::string_view> rtl;
  for (auto const& language : all_languages())
    if (language.right_to_left) rtl.insert(language.code);
  EXPECT_EQ(rtl, (std::set<std::string_view>{"ar", "fa"}));
}

TEST(LanguagesTest, have_names_for_themselves_and_others) {
  EXPECT_EQ(native_name_of("uk"), "Українська");
  EXPECT_EQ(native_name_of("ku"), "Kurmancî");
  EXPECT_EQ(native_name_of("es"), "español");
  EXPECT_EQ(language_name("ar", "de"), "Arabisch");
  EXPECT_EQ(language_name("ar", "en"), "Arabic");
}

}  // namespace
}  // namespace mila::i18n
