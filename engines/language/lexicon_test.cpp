// The lexicon with a small taxonomy: inflected words, compounds, Arabic prefixes, stop words.
#include "engines/language/lexicon.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "engines/language/stopwords.h"

namespace mila::language {
namespace {

enum Topic {
  Advice = 1,
  HousingSearch,
  Doctors,
  IntegrationCourse,
  Work,
  DayCare,
  Garden,
  Letters,
  Jobcenter,
  School,
  Insurance,
  Pregnancy,
  Volunteer,
  Death,
  Residence,
  Email
};

std::shared_ptr<Decompounder const> decompounder() {
  return std::make_shared<Decompounder>(std::vector<std::string>{
      "migration", "beratung", "wohnung", "suche", "kind", "kinder", "garten", "platz", "sprach",
      "kurs", "anmeldung", "integration", "schwangerschaft", "kranken", "versicherung", "karte"});
}

Lexicon const& lexicon() {
  static const Lexicon made = [] {
    Lexicon l(decompounder());
    l.add(Advice, "Migrationsberatung", "de");
    l.add(Advice, "Beratung für Zugewanderte", "de", 0.8);
    l.add(Advice, "Migration advice", "en");
    l.add(HousingSearch, "Wohnung suchen", "de");
    l.add(HousingSearch, "Wohnung", "de", 0.9);
    l.add(HousingSearch, "flat", "en", 0.9);
    l.add(HousingSearch, "пошук житла", "uk");
    l.add(HousingSearch, "квартира", "uk", 0.9);
    l.add(HousingSearch, "квартира", "ru", 0.9);
    l.add(HousingSearch, "شقة", "ar", 0.9);
    l.add(HousingSearch, "السكن", "ar", 0.9);
    l.add(HousingSearch, "خانه", "fa", 0.9);
    l.add(HousingSearch, "kiralık ev", "tr");
    l.add(HousingSearch, "mieszkanie", "pl", 0.9);
    l.add(HousingSearch, "locuință", "ro", 0.9);
    l.add(HousingSearch, "квартира", "bg", 0.9);
    l.add(HousingSearch, "butas", "lt", 0.9);
    l.add(HousingSearch, "lägenhet", "sv", 0.9);
    l.add(HousingSearch, "logement", "fr", 0.9);
    l.add(Doctors, "Arzt", "de");
    l.add(Doctors, "лікар", "uk");
    l.add(Doctors, "врач", "ru");
    l.add(Doctors, "طبيب", "ar");
    l.add(Doctors, "doctor", "en");
    l.add(IntegrationCourse, "Integrationskurs", "de");
    l.add(IntegrationCourse, "курс інтеграції", "uk");
    l.add(Work, "Arbeit", "de");
    l.add(Work, "iş", "tr");
    l.add(Work, "عمل", "ar");
    l.add(Work, "praca", "pl");
    l.add(DayCare, "Kindergarten", "de");
    l.add(DayCare, "Kindergartenplatz", "de");
    l.add(Garden, "Garten", "de");
    l.add(Letters, "Hilfe bei Briefen", "de");
    l.add(Jobcenter, "Jobcenter", "de");
    l.add(School, "Schule", "de");
    l.add(School, "школа", "uk");
    l.add(Insurance, "Krankenversicherung", "de");
    l.add(Pregnancy, "Schwangerschaftsberatung", "de");
    l.add(Volunteer, "Ich möchte helfen", "de");
    l.add(Death, "die", "en");
    l.add(Residence, "neu hier", "de");
    l.add(Email, "E-Mail", "de");
    l.freeze();
    return l;
  }();
  return made;
}

std::vector<Found> find(std::string_view query, FindOptions const& options = {}) {
  return lexicon().find(tokenise(query), options);
}

int best(std::string_view query) {
  const std::vector<Found> found = find(query);
  return found.empty() ? 0 : found.front().concept_id;
}

bool finds(std::string_view query, int concept_id) {
  for (Found const& one : find(query)) {
    if (one.concept_id == concept_id) return true;
  }
  return false;
}

TEST(LexiconTest, FindsCompoundsInBothDirections) {
  EXPECT_EQ(best("Migrationsberatung"), Advice);
  EXPECT_EQ(best("Beratung für Migranten"), Advice);
  EXPECT_EQ(best("Migrantenberatung Beratung Migration"), Advice);
  EXPECT_EQ(best("Wohnungssuche"), HousingSearch);
  EXPECT_EQ(best("Beratung Schwangerschaft"), Pregnancy);
  EXPECT_EQ(best("Krankenversicherungskarte"), Insurance);
}

TEST(LexiconTest, WholeCompoundBeatsItsParts) {
  EXPECT_EQ(best("Kindergartenplatz"), DayCare);
  auto const found = find("Kindergartenplatz");
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(found[1].concept_id, Garden);
  EXPECT_LT(found[1].score, 0.5 * found[0].score);
  EXPECT_LT(found[1].score, 0.6 * find("Garten")[0].score);  // one of three parts
}

TEST(LexiconTest, OneCommonPartIsNotEnough) {
  EXPECT_FALSE(finds("Platz", DayCare));
  EXPECT_FALSE(finds("Karte", Insurance));
}

TEST(LexiconTest, FindsInflectedWordsInAllLanguages) {
  for (char const* query : {"Wohnungen",     "flats",
                            "квартиру",      "квартирі",
                            "пошук житла",   "шукаю квартиру",
                            "квартиры",      "квартирата",
                            "mieszkania",    "szukam mieszkania",
                            "locuințe",      "locuinte",
                            "butą",          "ieškau buto",
                            "lägenheten",    "lagenheter",
                            "logements",     "خانه‌ها",
                            "kiralık evler", "للسكن",
                            "الشقة",         "شقة"}) {
    EXPECT_EQ(best(query), HousingSearch) << query;
  }
  for (char const* query : {"лікаря", "лікарі", "до лікаря", "врачи", "ищу врача", "الطبيب",
                            "Ärzte", "arzte", "doctors", "لطبيب", "والطبيب"}) {
    EXPECT_EQ(best(query), Doctors) << query;
  }
}

TEST(LexiconTest, FindsWordsInsideSentences) {
  auto const found = find("Ich suche eine Wohnung für meine Familie");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].concept_id, HousingSearch);
  EXPECT_EQ(best("wo kann ich einen Arzt finden"), Doctors);
  EXPECT_EQ(best("أريد أن أجد شقة"), HousingSearch);
  EXPECT_EQ(best("хочу знайти квартиру"), HousingSearch);
  EXPECT_EQ(best("ابحث عن عمل"), Work);
}

TEST(LexiconTest, StopWordsNeverMatchAlone) {
  for (char const* query :
       {"ich suche", "wo kann ich", "хочу", "أريد", "ich", "möchte", "hier", "where can i"}) {
    EXPECT_TRUE(find(query).empty()) << query;
  }
  EXPECT_FALSE(finds("ich suche die Wohnung", Death));
  EXPECT_FALSE(finds("wo ist die Schule", Death));
}

TEST(LexiconTest, StopWordOfOneLanguageIsContentInAnother) {
  EXPECT_EQ(best("iş arıyorum"), Work);
  EXPECT_EQ(best("iş"), Work);
  EXPECT_FALSE(finds("where is the doctor", Work));
}

TEST(LexiconTest, StopWordsSupportAPhrase) {
  EXPECT_EQ(best("neu hier"), Residence);
  EXPECT_EQ(best("ich möchte helfen"), Volunteer);
  EXPECT_GT(find("ich möchte helfen")[0].score, find("helfen")[0].score);
}

TEST(LexiconTest, LongerAndRarerPhrasesScoreHigher) {
  Lexicon l;
  l.add(1, "Hilfe", "de");
  l.add(2, "Hilfe Formular", "de");
  l.add(3, "Hilfe Umzug", "de");
  l.add(4, "Formular", "de");
  l.freeze();
  auto const found = l.find(tokenise("Hilfe Formular"), {});
  ASSERT_GE(found.size(), 3U);
  EXPECT_EQ(found[0].concept_id, 2);
  EXPECT_EQ(found[1].concept_id, 4);
  EXPECT_EQ(found[2].concept_id, 1);
}

TEST(LexiconTest, TellsWhereThePhraseStands) {
  auto const found = find("Ich brauche Hilfe bei Briefen bitte");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].concept_id, Letters);
  EXPECT_EQ(found[0].first_token, 2U);
  EXPECT_EQ(found[0].token_count, 3U);
  EXPECT_EQ(found[0].phrase, "Hilfe bei Briefen");
  EXPECT_EQ(found[0].language, "de");
}

TEST(LexiconTest, OneQueryMayNameSeveralConcepts) {
  EXPECT_TRUE(finds("Arzt und Schule", Doctors));
  EXPECT_TRUE(finds("Arzt und Schule", School));
}

TEST(LexiconTest, HyphensDoNotMatter) {
  EXPECT_EQ(best("Email"), Email);
  EXPECT_EQ(best("e-mail"), Email);
  EXPECT_EQ(best("Job-Center"), Jobcenter);
}

TEST(LexiconTest, BracketsHoldAnotherName) {
  Lexicon l;
  l.add(1, "Migrationsberatung für Erwachsene (MBE)", "de");
  l.freeze();
  auto const by_short_name = l.find(tokenise("MBE"));
  ASSERT_EQ(by_short_name.size(), 1U);
  EXPECT_EQ(by_short_name[0].phrase, "Migrationsberatung für Erwachsene (MBE)");
  auto const outside = l.find(tokenise("Migrationsberatung Erwachsene"));
  ASSERT_EQ(outside.size(), 1U);
  EXPECT_GT(outside[0].score, by_short_name[0].score);
}

TEST(LexiconTest, StopWordsInCompoundsSupportToo) {
  Lexicon l(decompounder());
  l.add(1, "Wohnen", "de");
  l.add(2, "Wohnung suchen", "de");
  l.freeze();
  auto const found = l.find(tokenise("Wohnungssuche"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].concept_id, 2);
}

TEST(LexiconTest, WeightsScaleScores) {
  Lexicon l;
  l.add(1, "Tafel", "de", 0.5);
  l.add(2, "Tafel", "de", 1);
  l.freeze();
  auto const found = l.find(tokenise("Tafel"), {});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].concept_id, 2);
  EXPECT_DOUBLE_EQ(found[0].score, 2 * found[1].score);
}

TEST(LexiconTest, LimitsAndRepeats) {
  EXPECT_EQ(find("Arzt Schule Wohnung", {.limit = 2}).size(), 2U);
  EXPECT_GT(find("Wohnung suchen", {.one_per_concept = false}).size(),
            find("Wohnung suchen").size());
}

TEST(LexiconTest, WorksOnlyWhenFrozen) {
  Lexicon l;
  l.add(1, "Tafel", "de");
  EXPECT_TRUE(l.find(tokenise("Tafel")).empty());
  l.freeze();
  EXPECT_EQ(l.find(tokenise("Tafel")).size(), 1U);
  EXPECT_THROW(l.add(2, "Bus", "de"), std::logic_error);
}

TEST(LexiconTest, LeichteSpracheIsGerman) {
  Lexicon l(decompounder());
  l.add(1, "Hilfe für Kinder", "de-simple");
  l.freeze();
  auto const found = l.find(tokenise("Kind Hilfe"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].language, "de-simple");
}

TEST(StopwordsTest, KnowsQuestionAndPolitenessWords) {
  EXPECT_TRUE(is_stopword("suche", "de"));
  EXPECT_TRUE(is_stopword("koennte", "de-simple"));
  EXPECT_TRUE(is_stopword("konnte", "de"));  // typed without dots
  EXPECT_TRUE(is_stopword("please", "en"));
  EXPECT_TRUE(is_stopword("хочу", "uk"));
  EXPECT_TRUE(is_stopword("хочу", "ru"));
  EXPECT_TRUE(is_stopword("търся", "bg"));
  EXPECT_TRUE(is_stopword("اريد", "ar"));
  EXPECT_TRUE(is_stopword("ميخواهم", "fa"));
  EXPECT_TRUE(is_stopword("ariyorum", "tr"));
  EXPECT_TRUE(is_stopword("cherche", "fr"));
  EXPECT_TRUE(is_stopword("szukam", "pl"));
  EXPECT_TRUE(is_stopword("caut", "ro"));
  EXPECT_TRUE(is_stopword("ieskau", "lt"));
  EXPECT_TRUE(is_stopword("soeker", "sv"));
  EXPECT_FALSE(is_stopword("wohnung", "de"));
  EXPECT_FALSE(is_stopword("suche", "en"));
  EXPECT_EQ(stopword_languages("wohnung"), 0U);
}

}  // namespace
}  // namespace mila::language
