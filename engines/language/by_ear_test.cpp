// German office words as people write them who heard them: Cyrillic, Arabic, Persian.
#include "engines/language/by_ear.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace mila::language {
namespace {

std::vector<std::string> const& targets() {
  static const std::vector<std::string> words = {"Jobcenter",   "Ausweis",
                                                 "ABH",         "Anmeldung",
                                                 "Wohnung",     "Ausbildung",
                                                 "Duldung",     "BAMF",
                                                 "Sozialamt",   "Krankenkasse",
                                                 "Termin",      "Kindergeld",
                                                 "Schule",      "Ausländerbehörde",
                                                 "Jugendamt",   "Kita",
                                                 "Bescheid",    "Rathaus",
                                                 "Mahnung",     "Kündigung",
                                                 "Widerspruch", "Elterngeld",
                                                 "Wohngeld",    "Bürgergeld",
                                                 "Deutschkurs", "Arzt",
                                                 "Miete",       "Schufa",
                                                 "Steuer",      "Krankenhaus",
                                                 "Praktikum",   "Überweisung",
                                                 "Rechnung",    "AOK",
                                                 "Inkasso",     "Gymnasium",
                                                 "Fiktion",     "Pfändung"};
  return words;
}

ByEar const& by_ear() {
  static const ByEar made = [] {
    std::vector<ByEar::Target> list;
    for (std::size_t i = 0; i < targets().size(); ++i) {
      list.push_back({static_cast<int>(i), targets()[i]});
    }
    return ByEar(list);
  }();
  return made;
}

std::string best(std::string_view heard) {
  auto const matches = by_ear().match(heard);
  return matches.empty() ? "" : targets()[static_cast<std::size_t>(matches.front().id)];
}

TEST(PhoneticKeyTest, OneKeyForAllScripts) {
  const std::string jobcenter = phonetic_key("Jobcenter");
  for (char const* word : {"джобцентр", "жобцентр", "جوب سنتر", "جوبسنتر", "جوب سينتر"}) {
    EXPECT_EQ(phonetic_key(word), jobcenter) << word;
  }
  for (char const* word : {"аусвайс", "اوسفايس", "آوسوایس"}) {
    EXPECT_EQ(phonetic_key(word), phonetic_key("Ausweis")) << word;
  }
  EXPECT_EQ(phonetic_key("АБХ"), phonetic_key("ABH"));
  EXPECT_EQ(phonetic_key("شوله"), phonetic_key("Schule"));
  EXPECT_EQ(phonetic_key("فونونغ"), phonetic_key("Wohnung"));
  EXPECT_EQ(phonetic_key("вонунг"), phonetic_key("wonung"));
  EXPECT_EQ(phonetic_key("штойер"), phonetic_key("Steuer"));
  EXPECT_EQ(phonetic_key("социаламт"), phonetic_key("зоциаламт"));
  EXPECT_NE(phonetic_key("Wohnung"), phonetic_key("Rechnung"));
  EXPECT_EQ(phonetic_key(""), "");
  EXPECT_EQ(phonetic_key("123"), "");
}

TEST(ByEarTest, FindsWordsWrittenByEar) {
  const std::vector<std::pair<std::string_view, std::string_view>> pairs = {
      {"джобцентр", "Jobcenter"},
      {"жобцентр", "Jobcenter"},
      {"йобцентр", "Jobcenter"},
      {"جوب سنتر", "Jobcenter"},
      {"جوبسنتر", "Jobcenter"},
      {"аусвайс", "Ausweis"},
      {"اوسفايس", "Ausweis"},
      {"АБХ", "ABH"},
      {"анмельдунг", "Anmeldung"},
      {"вонунг", "Wohnung"},
      {"аусбильдунг", "Ausbildung"},
      {"дулдунг", "Duldung"},
      {"дульдунг", "Duldung"},
      {"бамф", "BAMF"},
      {"зоциаламт", "Sozialamt"},
      {"социаламт", "Sozialamt"},
      {"سوسيال امت", "Sozialamt"},
      {"кранкенкассе", "Krankenkasse"},
      {"термин", "Termin"},
      {"термін", "Termin"},
      {"киндергельд", "Kindergeld"},
      {"кіндергельд", "Kindergeld"},
      {"کیندرگلد", "Kindergeld"},
      {"شوله", "Schule"},
      {"шуле", "Schule"},
      {"فونونغ", "Wohnung"},
      {"вонгельд", "Wohngeld"},
      {"اوسلندر بهورده", "Ausländerbehörde"},
      {"югендамт", "Jugendamt"},
      {"يوغندامت", "Jugendamt"},
      {"бешайд", "Bescheid"},
      {"ратхаус", "Rathaus"},
      {"арцт", "Arzt"},
      {"дойчкурс", "Deutschkurs"},
      {"видершпрух", "Widerspruch"},
      {"бюргергельд", "Bürgergeld"},
      {"кюндигунг", "Kündigung"},
      {"Jobsenter", "Jobcenter"},
      {"Krankenkase", "Krankenkasse"},
      {"Ausvais", "Ausweis"},
      {"фикцион", "Fiktion"},
      {"فيكتسيون", "Fiktion"},
      {"пфендунг", "Pfändung"},
      {"بفيندونغ", "Pfändung"}};
  for (auto const& [heard, meant] : pairs) EXPECT_EQ(best(heard), meant) << heard;
}

TEST(ByEarTest, OrdinaryWordsMatchNothing) {
  for (char const* word :
       {"квартира", "работа", "врач",    "школа", "суд",       "дом",      "мама",    "хлеб",
        "деньги",   "аренда", "адвокат", "банк",  "дитина",    "допомога", "лікарня", "مدرسة",
        "طبيب",     "بيت",    "عمل",     "مال",   "اطفال",     "پزشک",     "خانه",    "کار",
        "family",   "doctor", "money",   "okul",  "mieszkanie"}) {
    EXPECT_EQ(best(word), "") << word;
  }
}

TEST(ByEarTest, TellsWhichWordsItMeans) {
  auto const matches = by_ear().match("где найти жобцентр");
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].first_word, 2U);
  EXPECT_EQ(matches[0].word_count, 1U);
  auto const joined = by_ear().match("اين جوب سنتر");
  ASSERT_FALSE(joined.empty());
  EXPECT_EQ(joined[0].first_word, 1U);
  EXPECT_EQ(joined[0].word_count, 2U);
}

TEST(ByEarTest, ScoresAreBoundedAndSorted) {
  for (char const* word : {"кранкенкассе", "краннкенкас", "вонунг", "شوله"}) {
    double last = 1;
    for (ByEar::Match const& match : by_ear().match(word)) {
      EXPECT_GT(match.score, 0);
      EXPECT_LE(match.score, last);
      last = match.score;
    }
  }
}

TEST(ByEarTest, NamesAnIdOnce) {
  const ByEar twice({{7, "Jobcenter"}, {7, "Jobzenter"}});
  EXPECT_EQ(twice.match("жобцентр").size(), 1U);
}

TEST(ByEarProperty, SurvivesAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    for (const char c : phonetic_key(bytes)) RC_ASSERT(c >= 'a' && c <= 'z');
    (void)by_ear().match(bytes);
  }));
}

}  // namespace
}  // namespace mila::language
