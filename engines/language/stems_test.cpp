// Inflected words that must share a stem, and words that must not.
#include "engines/language/stems.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <thread>

#include "engines/language/languages.h"
#include "engines/language/normalise.h"

namespace mila::language {
namespace {

struct Family {
  std::string_view language;
  std::vector<std::string_view> forms;
};

std::set<std::string> stems_of(Family const& family) {
  std::set<std::string> stems;
  for (const std::string_view form : family.forms) {
    stems.insert(stem(normalise(form), family.language));
  }
  return stems;
}

TEST(StemsTest, FormsOfAWordShareAStem) {
  const std::vector<Family> families = {
      {"de", {"Führerschein", "fuehrerschein", "fuhrerschein", "Führerscheine", "Führerscheins"}},
      {"de", {"Arzt", "Ärzte", "Arztes"}},
      {"de", {"Wohnung", "Wohnungen"}},
      {"de-simple", {"Kind", "Kinder", "Kindern"}},
      {"en", {"flat", "flats"}},
      {"en", {"school", "schools"}},
      {"uk", {"квартира", "квартиру", "квартири", "квартирі", "квартирою", "квартир"}},
      {"uk", {"лікар", "лікаря", "лікарі", "лікарів", "лікарями", "лікарю"}},
      {"uk", {"помешкання", "помешкань", "помешканням"}},
      {"uk", {"допомога", "допомоги", "допомозі", "допомогу"}},
      {"uk", {"аптека", "аптеці", "аптеку"}},
      {"uk", {"будинок", "будинку", "будинки"}},
      {"uk", {"диплом", "диплома", "дипломи"}},
      {"ru", {"квартира", "квартиру", "квартиры", "квартире"}},
      {"ru", {"врач", "врача", "врачи"}},
      {"bg", {"квартира", "квартирата", "квартири", "квартирите"}},
      {"bg", {"лекар", "лекарят", "лекаря", "лекари"}},
      {"bg", {"език", "езика", "езици"}},
      {"bg", {"работа", "работата"}},
      {"bg", {"жена", "жени", "жените"}},
      {"pl", {"mieszkanie", "mieszkania", "mieszkań", "mieszkaniu", "mieszkaniem"}},
      {"pl", {"szkoła", "szkoły", "szkole", "szkół", "szkołę"}},
      {"pl", {"dziecko", "dziecka", "dzieci"}},
      {"pl", {"apteka", "aptece", "aptekę"}},
      {"pl", {"lekarz", "lekarza", "lekarzy"}},
      {"fa", {"خانه", "خانه‌ها", "خانه‌های", "خانهها"}},
      {"fa", {"پناهنده", "پناهندگان", "پناهندگی"}},
      {"fa", {"پزشک", "پزشکان", "پزشكی"}},
      {"tr", {"ev", "evler", "evde", "evi"}},
      {"tr", {"okul", "okulu", "okullar", "okulda", "okula"}},
      {"tr", {"kurs", "kursu", "kurslar", "kursları", "kursa"}},
      {"tr", {"çocuk", "çocuğu", "çocuklar", "cocuk"}},
      {"tr", {"aile", "ailem", "ailesi"}},
      {"ar", {"مدرسة", "المدرسة", "للمدرسة", "والمدرسة"}},
      {"ar", {"لاجئ", "لاجئين", "اللاجئين", "لاجئون"}},
      {"ar", {"ألمانيا", "الألمانية", "ألماني"}},
      {"fr", {"école", "écoles"}},
      {"fr", {"réfugié", "réfugiés"}},
      {"ro", {"locuință", "locuințe", "locuința", "locuinței", "locuinta"}},
      {"ro", {"medic", "medici", "medicul"}},
      {"lt", {"butas", "buto", "butą", "butai"}},
      {"lt", {"vaikas", "vaikai", "vaikų"}},
      {"sv", {"lägenhet", "lägenheter", "lägenheten", "lagenhet"}},
      {"sv", {"skola", "skolan", "skolor"}},
  };
  for (Family const& family : families) {
    EXPECT_EQ(stems_of(family).size(), 1U) << family.language << " " << family.forms[0];
  }
}

TEST(StemsTest, DifferentWordsKeepTheirDistance) {
  const std::vector<Family> pairs = {
      {"de", {"Wohnung", "Zeitung"}}, {"uk", {"лікар", "лікарня"}},   {"uk", {"школа", "робота"}},
      {"uk", {"мова", "мати"}},       {"bg", {"работа", "работник"}}, {"pl", {"praca", "pralka"}},
      {"pl", {"dom", "dym"}},         {"fa", {"زن", "زبان"}},         {"fa", {"کار", "کارت"}},
      {"tr", {"iş", "isim"}},         {"tr", {"okul", "okumak"}},     {"ar", {"عمل", "علم"}},
      {"ar", {"بيت", "بنت"}},         {"ar", {"الم", "ام"}},
  };
  for (Family const& pair : pairs) {
    EXPECT_EQ(stems_of(pair).size(), 2U) << pair.language << " " << pair.forms[0];
  }
}

TEST(StemsTest, LeavesLevelsAndUnknownLanguagesAlone) {
  EXPECT_EQ(stem("c1", "de"), "c1");
  EXPECT_EQ(stem("wohnungen", "xx"), "wohnungen");
  EXPECT_EQ(stem("", "de"), "");
}

TEST(StemsTest, RootsUniteDeedPersonAndResult) {
  auto const root = [](std::string_view word) { return german_root(normalise(word)); };
  for (char const* word : {"Migration", "Migranten", "Migrantin", "Migrantinnen"}) {
    EXPECT_EQ(root(word), "migr") << word;
  }
  EXPECT_EQ(root("Beratung"), root("beraten"));
  EXPECT_EQ(root("Beratung"), root("Beraterin"));
  EXPECT_EQ(root("Wohnung"), root("wohnen"));
  EXPECT_EQ(root("Integration"), root("integrieren"));
  EXPECT_EQ(root("Anmeldung"), root("anmelden"));
  EXPECT_EQ(root("Sprache"), root("sprach"));
  EXPECT_NE(root("Station"), root("Stadt"));
  EXPECT_NE(root("Beratung"), root("Bericht"));
}

TEST(StemsTest, GivesAStemForEachLanguageOfTheScript) {
  auto const stems = language_stems("квартиру", Script::Cyrillic);
  EXPECT_TRUE(std::ranges::any_of(stems, [](LanguageStem const& each) { return each.stem == "квартир"; }));
  EXPECT_TRUE(language_stems("24", Script::Digits).empty());
  EXPECT_EQ(language_stems("wohnung", Script::Latin).size(), 8U);
}

TEST(StemsTest, ReadsArabicPrefixes) {
  auto const readings = arabic_alternatives("والسكن");
  EXPECT_NE(std::ranges::find(readings, "سكن"), readings.end());
  auto const with_b = arabic_alternatives("بالسكن");
  EXPECT_NE(std::ranges::find(with_b, "سكن"), with_b.end());
  EXPECT_TRUE(arabic_alternatives("الم").empty());
}

TEST(StemsProperty, LightStemmersAreIdempotentAndNeverEmpty) {
  const std::string cyrillic = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя";
  const std::string latin = "abcdefghijklmnoprstuwyz";
  const std::string arabic = "ابتثجحخدرزسشعغفقكلمنهويپگ";
  auto const word_of = [](std::string_view alphabet) {
    std::vector<std::string> letters;
    for (std::size_t i = 0; i < alphabet.size();) {
      std::size_t length = static_cast<unsigned char>(alphabet[i]) < 0x80 ? 1 : 2;
      letters.emplace_back(alphabet.substr(i, length));
      i += length;
    }
    return rc::gen::map(rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
                            rc::gen::elementOf(letters))),
                        [](std::vector<std::string> const& chosen) {
                          std::string word;
                          for (std::string const& letter : chosen) word += letter;
                          return word;
                        });
  };
  auto const check = [&](std::string_view language, std::string const& alphabet) {
    EXPECT_TRUE(rc::check([&] {
      const std::string word = *word_of(alphabet);
      const std::string once = stem(word, language);
      RC_ASSERT(!once.empty());
      RC_ASSERT(once.size() <= word.size());
      if (language == "tr" || language == "fa" || language == "bg") {
        RC_ASSERT(stem(once, language) == once);
      }
    })) << language;
  };
  check("uk", cyrillic);
  check("bg", cyrillic);
  check("pl", latin);
  check("tr", latin);
  check("fa", arabic);
}

TEST(StemsProperty, SurviveAnyBytes) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    for (const std::string_view language : language_codes) (void)stem(normalise(bytes), language);
    (void)german_root(normalise(bytes));
    // Also words that nobody has normalised.
    for (const std::string_view language : language_codes) (void)stem(bytes, language);
  }));
}

TEST(StemsTest, ThreadsAgree) {
  std::vector<std::string> results(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& result : results) {
      threads.emplace_back([&result] {
        for (int i = 0; i < 200; ++i) result = stem("beratungen", "de") + stem("врачами", "ru");
      });
    }
  }
  for (std::string const& result : results) EXPECT_EQ(result, "beratврач");
}

}  // namespace
}  // namespace mila::language
