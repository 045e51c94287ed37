// "Did you mean" with the slips people really made.
#include "engines/language/spelling.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <stdexcept>

namespace mila::language {
namespace {

SpellIndex const& index() {
  static const SpellIndex made = [] {
    SpellIndex i;
    for (const char* word : {"Agentur",      "Arbeit",       "Migrationsberatung",
                             "Fahrrad",      "Einbürgerung", "Wohnung",
                             "Mieten",       "Miete",        "Mitte",
                             "Kurs",         "Arzt",         "Schule",
                             "Kindergarten", "Amt",          "Tafel",
                             "квартира",     "лікар",        "лікарня",
                             "школа",        "مدرسة",        "مستشفى",
                             "mieszkanie",   "Jobcenter",    "Übersetzung"}) {
      i.add(word, 1);
    }
    i.add("Beratung", 50);
    i.add("Bereitung", 1);
    i.freeze();
    return i;
  }();
  return made;
}

std::string best(std::string_view word) {
  auto const suggestions = index().suggest(word);
  return suggestions.empty() ? "" : suggestions.front().word;
}

TEST(SpellingTest, CorrectsWhatPeopleTyped) {
  EXPECT_EQ(best("agentor"), "Agentur");
  EXPECT_EQ(best("arbiet"), "Arbeit");
  EXPECT_EQ(best("migratonsberatug"), "Migrationsberatung");
  EXPECT_EQ(best("farhrad"), "Fahrrad");
  EXPECT_EQ(best("Farrad"), "Fahrrad");
  EXPECT_EQ(best("einbuergerug"), "Einbürgerung");
  EXPECT_EQ(best("einburgerunk"), "Einbürgerung");
  EXPECT_EQ(best("wonung"), "Wohnung");
  EXPECT_EQ(best("mietten"), "Mieten");
  EXPECT_EQ(best("Kindergarden"), "Kindergarten");
  EXPECT_EQ(best("jobzenter"), "Jobcenter");
  EXPECT_EQ(best("Ubersetsung"), "Übersetzung");
}

TEST(SpellingTest, CorrectsOtherScripts) {
  EXPECT_EQ(best("квартра"), "квартира");
  EXPECT_EQ(best("лікарь"), "лікар");
  EXPECT_EQ(best("шкала"), "школа");
  EXPECT_EQ(best("مدسرة"), "مدرسة");
  EXPECT_EQ(best("مستشى"), "مستشفى");
  EXPECT_EQ(best("mieszkane"), "mieszkanie");
}

TEST(SpellingTest, LeavesExistingWordsAlone) {
  for (char const* word :
       {"Wohnung", "wohnung", "Einbürgerung", "einbuergerung", "einburgerung", "مدرسه", "mieten"}) {
    EXPECT_TRUE(index().suggest(word).empty()) << word;
    EXPECT_TRUE(index().contains(word)) << word;
  }
  EXPECT_FALSE(index().contains("wonung"));
}

TEST(SpellingTest, KeepsToTheAllowedDistance) {
  EXPECT_EQ(best("amz"), "");                                  // three letters: no guess
  EXPECT_EQ(best("kurz"), "Kurs");                             // four: one edit
  EXPECT_EQ(best("kerz"), "");                                 // four: not two
  EXPECT_EQ(best("wonunk"), "Wohnung");                        // six and the same first letter: two
  EXPECT_EQ(best("ponung"), "");                               // another first letter: not two
  EXPECT_EQ(best("xigrationsberatug"), "Migrationsberatung");  // long: two
  EXPECT_EQ(best("xygrationsberatug"), "");                    // not three
}

TEST(SpellingTest, HeavierWordsWin) {
  auto const suggestions = index().suggest("beraitung");
  ASSERT_EQ(suggestions.size(), 2U);
  EXPECT_EQ(suggestions[0].word, "Beratung");
  EXPECT_EQ(suggestions[0].distance, 1);
  EXPECT_EQ(index().suggest("beraitung", 1).size(), 1U);
  EXPECT_TRUE(index().suggest("beraitung", 0).empty());
}

TEST(SpellingTest, KeepsTheHeavierSpelling) {
  SpellIndex i;
  i.add("masse", 1);
  i.add("Maße", 5);
  i.freeze();
  EXPECT_EQ(i.size(), 1U);
  ASSERT_EQ(i.suggest("masze").size(), 1U);
  EXPECT_EQ(i.suggest("masze")[0].word, "Maße");
}

TEST(SpellingTest, WorksOnlyWhenFrozen) {
  SpellIndex i;
  i.add("Tafel");
  EXPECT_TRUE(i.suggest("Tafle").empty());
  i.freeze();
  i.freeze();
  EXPECT_EQ(i.suggest("Tafle").size(), 1U);
  EXPECT_THROW(i.add("Bus"), std::logic_error);
  SpellIndex nothing;
  nothing.freeze();
  EXPECT_TRUE(nothing.suggest("Tafel").empty());
}

TEST(SpellingProperty, FindsEveryWordOneEditAway) {
  // Without e, which german_key folds away behind a, o and u.
  const std::string letters = "abcdhilnorstu";
  EXPECT_TRUE(rc::check([&] {
    const auto count = *rc::gen::inRange<std::size_t>(6, 21);
    const auto word = *rc::gen::container<std::string>(count, rc::gen::elementOf(letters));
    SpellIndex i;
    i.add(word);
    i.freeze();
    std::string typed = word;
    const auto at = *rc::gen::inRange<std::size_t>(0, word.size() - 1);
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        typed.erase(at, 1);
        break;
      case 1:
        typed.insert(at, 1, 'x');
        break;
      case 2:
        typed[at] = 'x';
        break;
      default:
        std::swap(typed[at], typed[at + 1]);
        break;
    }
    RC_PRE(!i.contains(typed));
    const auto suggestions = i.suggest(typed);
    RC_ASSERT(suggestions.size() == 1U);
    RC_ASSERT(suggestions[0].distance == 1);
  }));
}

TEST(SpellingProperty, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    for (Suggestion const& suggestion : index().suggest(bytes)) {
      RC_ASSERT(suggestion.distance >= 1);
      RC_ASSERT(suggestion.distance <= 2);
    }
  }));
}

}  // namespace
}  // namespace mila::language
