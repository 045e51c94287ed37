// Splitting compounds with the project's own list of parts.
#include "engines/language/compounds.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>

#include "engines/language/normalise.h"

namespace mila::language {
namespace {

using Parts = std::vector<std::string>;

Decompounder const& decompounder() {
  static const Decompounder made(
      {"migration",  "beratung",  "wohnung", "suche",        "kind",  "garten",    "platz",
       "aufenthalt", "erlaubnis", "kranken", "versicherung", "karte", "sprach",    "kurs",
       "anmeldung",  "ausländer", "behörde", "land",         "amt",   "rat",       "führer",
       "schein",     "prüfung",   "kita",    "erzieher",     "frau",  "haus",      "tag",
       "!bahnhof",   "bahn",      "hof",     "mission",      "hort",  "# comment", "ab",
       "mütter",     "café",      "sport",   "halle",        "hall"},
      {"Sprachkurs", "ein", "Bus", "Zentrum"});
  return made;
}

TEST(CompoundsTest, SplitsTheWordsOfTheField) {
  EXPECT_EQ(decompounder().split("Migrationsberatung"), (Parts{"migration", "beratung"}));
  EXPECT_EQ(decompounder().split("Wohnungssuche"), (Parts{"wohnung", "suche"}));
  EXPECT_EQ(decompounder().split("Kindergartenplatz"), (Parts{"kind", "garten", "platz"}));
  EXPECT_EQ(decompounder().split("Aufenthaltserlaubnis"), (Parts{"aufenthalt", "erlaubnis"}));
  EXPECT_EQ(decompounder().split("Krankenversicherungskarte"),
            (Parts{"kranken", "versicherung", "karte"}));
  EXPECT_EQ(decompounder().split("Frauenhaus"), (Parts{"frau", "haus"}));
  EXPECT_EQ(decompounder().split("Müttercafé"), (Parts{"muetter", "cafe"}));
}

TEST(CompoundsTest, TakesTheFewestPartsAndCanGoOn) {
  EXPECT_EQ(decompounder().split("Sprachkursanmeldung"), (Parts{"sprachkurs", "anmeldung"}));
  EXPECT_EQ(decompounder().split_fully("Sprachkursanmeldung"),
            (Parts{"sprach", "kurs", "anmeldung"}));
}

TEST(CompoundsTest, AcceptsAllSpellingsOfUmlauts) {
  const Parts parts = {"auslaender", "behoerde"};
  EXPECT_EQ(decompounder().split("Ausländerbehörde"), parts);
  EXPECT_EQ(decompounder().split("Auslaenderbehoerde"), parts);
  EXPECT_EQ(decompounder().split("auslanderbehorde"), parts);
  EXPECT_EQ(decompounder().split("Kitaerzieher"), (Parts{"kita", "erzieher"}));
}

TEST(CompoundsTest, LeavesNothingOver) {
  EXPECT_EQ(decompounder().split("Sporthalle"), (Parts{"sport", "halle"}));
  EXPECT_TRUE(decompounder().split("Sporthallx").empty());
  EXPECT_TRUE(decompounder().split("Kurse").empty());  // a linking letter never ends a word
  EXPECT_TRUE(decompounder().split("Wohnung").empty());
  EXPECT_TRUE(decompounder().split("Beratungen").empty());
  EXPECT_TRUE(decompounder().split("").empty());
}

TEST(CompoundsTest, RespectsWholeWords) {
  EXPECT_TRUE(decompounder().split("Bahnhof").empty());
  EXPECT_EQ(decompounder().split("Bahnhofsmission"), (Parts{"bahnhof", "mission"}));
  EXPECT_EQ(decompounder().split_fully("Bahnhofsmission"), (Parts{"bahnhof", "mission"}));
}

TEST(CompoundsTest, ShortWordsOfTheVocabularyAreNoParts) {
  EXPECT_TRUE(decompounder().split("Einkurs").empty());
  EXPECT_TRUE(decompounder().split("Buskarte").empty());
  EXPECT_EQ(decompounder().split("Kurszentrum"), (Parts{"kurs", "zentrum"}));
}

TEST(CompoundsTest, OtherScriptsAndLongWordsStayWhole) {
  EXPECT_TRUE(decompounder().split("квартира").empty());
  std::string endless;
  for (int i = 0; i < 5000; ++i) endless += "kurs";
  EXPECT_TRUE(decompounder().split(endless).empty());
}

TEST(CompoundsTest, KnowsItsWords) {
  EXPECT_TRUE(decompounder().knows("Behörde"));
  EXPECT_TRUE(decompounder().knows("behorde"));
  EXPECT_FALSE(decompounder().knows("ab"));
  EXPECT_FALSE(decompounder().knows("Comment"));
}

TEST(CompoundsProperty, PartsJoinBackToTheWord) {
  const Parts all = {"migration", "beratung", "wohnung", "kurs", "land", "kind", "haus", "tag"};
  constexpr std::array<char const*, 7> links = {"", "s", "es", "n", "en", "er", "e"};
  EXPECT_TRUE(rc::check([&] {
    const auto count = *rc::gen::inRange<std::size_t>(2, 6);
    const auto chosen = *rc::gen::container<Parts>(count, rc::gen::elementOf(all));
    std::string word;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      word += chosen[i];
      if (i + 1 < chosen.size()) word += *rc::gen::elementOf(links);
    }
    const Parts parts = decompounder().split(word);
    RC_ASSERT(parts.size() >= 2U);
    RC_ASSERT(parts.size() <= chosen.size());
    // Walk through the word: each part, then at most two linking letters.
    std::size_t at = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::size_t found = word.find(parts[i], at);
      RC_ASSERT(found != std::string::npos);
      const std::string link = word.substr(at, found - at);
      RC_ASSERT(link.empty() || (i > 0 && link.size() <= 2));
      at = found + parts[i].size();
    }
    RC_ASSERT(at == word.size());
  }));
}

TEST(CompoundsProperty, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    for (std::string const& part : decompounder().split_fully(bytes)) {
      RC_ASSERT(part.size() >= 3U);
    }
  }));
}

}  // namespace
}  // namespace mila::language
