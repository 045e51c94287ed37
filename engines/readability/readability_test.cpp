// What is hard to read, on sentences as offices and easy-language editors write them.
#include "engines/readability/readability.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace mila::readability {
namespace {

/// "12 words: Wir …|passive: wird gemacht"
std::string told(std::string_view text, Limits const& limits = kLeichteSprache) {
  std::string all;
  for (auto const& hint : hints(text, limits)) {
    if (!all.empty()) all += "|";
    std::string piece(text.substr(hint.offset, hint.length));
    switch (hint.kind) {
      case Kind::LongSentence: all += std::to_string(hint.count) + " words"; break;
      case Kind::Negation: all += "not: " + piece; break;
      case Kind::Passive: all += "passive: " + piece; break;
      case Kind::LongWord: all += std::to_string(hint.count) + " letters: " + piece; break;
    }
  }
  return all;
}

TEST(Readability, LongSentencesAreCountedInWords) {
  EXPECT_EQ(told("Wir helfen Ihnen bei Briefen. Sie brauchen dafür nur den Brief."), "");
  EXPECT_EQ(told("Wir helfen Ihnen an jedem Montag bei Briefen und Anträgen vom Amt gern."), "13 words");
  EXPECT_EQ(told("Wir helfen bei Briefen, bei Anträgen, bei Formularen und auch beim Suchen gern."), "13 words");
  EXPECT_EQ(told("eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"), "") << "twelve";
}

TEST(Readability, SentencesEndWhereTheyDo) {
  EXPECT_EQ(told("eins zwei drei vier fünf sechs sieben\nacht neun zehn elf zwölf dreizehn"), "");
  EXPECT_EQ(told("Kommen Sie z. B. am 1. Mi im Monat um 9.30 Uhr zu uns rein."), "15 words");
  EXPECT_EQ(told("Bitte bringen Sie mit: Ihren Pass, den Brief vom Amt und Ihre Karte."), "");
  EXPECT_EQ(told("Kommen Sie! Wir sind da! Sind Sie da? Gut."), "");
}

TEST(Readability, NegationsAreNamed) {
  EXPECT_EQ(told("Das kostet nichts. Sie brauchen keinen Termin."), "not: nichts|not: keinen");
  EXPECT_EQ(told("Das ist kostenlos. Kommen Sie einfach."), "");
  EXPECT_EQ(told("Die Nichte kommt mit."), "");
}

TEST(Readability, PassivesAreNamed) {
  EXPECT_EQ(told("Der Antrag wird von uns geprüft."), "passive: wird von uns geprüft");
  EXPECT_EQ(told("Sie werden von uns angerufen."), "passive: werden von uns angerufen");
  EXPECT_EQ(told("Der Brief wurde schon verstanden."), "passive: wurde schon verstanden");
  EXPECT_EQ(told("Sie werden informiert."), "passive: werden informiert");
  EXPECT_EQ(told("Wir prüfen den Antrag."), "");
  EXPECT_EQ(told("Es wird kalt."), "");
  EXPECT_EQ(told("Wir werden Sie beraten."), "") << "future, not passive";
}

TEST(Readability, LongWordsArePartedByHyphens) {
  EXPECT_EQ(told("Wir prüfen Ihre Aufenthaltserlaubnis."), "20 letters: Aufenthaltserlaubnis");
  EXPECT_EQ(told("Wir prüfen Ihre Aufenthalts-Erlaubnis."), "");
  EXPECT_EQ(told("Schreiben Sie an rat@beratungsstelle-auental.example."), "");
  EXPECT_EQ(told("Hilfe für Mütter: Müttergenesungsöl"), "17 letters: Müttergenesungsöl") << "letters, not bytes";
}

TEST(Readability, PlainGermanIsMoreLenient) {
  EXPECT_EQ(told("Das wird nicht geprüft. Ihre Aufenthaltserlaubnis.", kPlainGerman), "");
  std::string long_sentence;
  for (int i = 0; i < 21; ++i) long_sentence += "Wort ";
  EXPECT_EQ(told(long_sentence, kPlainGerman), "21 words");
}

TEST(Readability, NothingIsNothing) {
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told(" \n.!?"), "");
  EXPECT_EQ(told("–„“"), "");
}

RC_GTEST_PROP(Readability, HintsLieWithinAnyText, ()) {
  auto text = *rc::gen::arbitrary<std::string>();
  for (auto const& hint : hints(text, kLeichteSprache)) {
    RC_ASSERT(hint.length > 0u);
    RC_ASSERT(hint.offset + hint.length <= text.size());
  }
}

}  // namespace
}  // namespace mila::readability
