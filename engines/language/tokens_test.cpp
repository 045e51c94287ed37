// Cutting text into words: positions, scripts, hyphens, gender forms, phone numbers.
#include "engines/language/tokens.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace mila::language {
namespace {

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (Token const& token : tokenise(text)) result.push_back(token.text);
  return result;
}

using Words = std::vector<std::string>;

TEST(TokensTest, SplitsWordsAndNormalisesThem) {
  EXPECT_EQ(words("Ich suche: eine Wohnung!"), (Words{"ich", "suche", "eine", "wohnung"}));
  EXPECT_EQ(words("أين المدرسة؟"), (Words{"اين", "المدرسه"}));
  EXPECT_EQ(words("де знайти лікаря?"), (Words{"де", "знайти", "лікаря"}));
  EXPECT_EQ(words("  "), Words{});
  EXPECT_EQ(words(""), Words{});
}

TEST(TokensTest, TellsWhereAWordStood) {
  const std::string text = "für Ärzte";
  auto const tokens = tokenise(text);
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(text.substr(tokens[0].begin, tokens[0].length), "für");
  EXPECT_EQ(text.substr(tokens[1].begin, tokens[1].length), "Ärzte");
  EXPECT_EQ(tokens[1].text, "aerzte");
}

TEST(TokensTest, KnowsScripts) {
  auto const tokens = tokenise("Kita дитина طفل Παιδί 24 C1 ልጅ");
  ASSERT_EQ(tokens.size(), 7U);
  EXPECT_EQ(tokens[0].script, Script::Latin);
  EXPECT_EQ(tokens[1].script, Script::Cyrillic);
  EXPECT_EQ(tokens[2].script, Script::Arabic);
  EXPECT_EQ(tokens[3].script, Script::Greek);
  EXPECT_EQ(tokens[4].script, Script::Digits);
  EXPECT_EQ(tokens[5].script, Script::Latin);
  EXPECT_EQ(tokens[6].script, Script::Other);
  EXPECT_EQ(script_of("12"), Script::Digits);
  EXPECT_EQ(script_of("ґанок"), Script::Cyrillic);
  EXPECT_EQ(script_of(""), Script::Other);
}

TEST(TokensTest, KeepsLettersWithDigits) {
  EXPECT_EQ(words("Deutsch C1 oder B2, 24h"), (Words{"deutsch", "c1", "oder", "b2", "24h"}));
  EXPECT_EQ(words("§ 16d AufenthG"), (Words{"16d", "aufenthg"}));
}

TEST(TokensTest, JoinsHyphenatedWords) {
  auto const tokens = tokenise("Eltern-Kind-Treff am Markt");
  ASSERT_EQ(tokens.size(), 5U);
  EXPECT_EQ(tokens[0].text, "eltern");
  EXPECT_EQ(tokens[0].joined, "elternkindtreff");
  EXPECT_EQ(tokens[0].joined_count, 3U);
  EXPECT_EQ(tokens[1].joined, "");
  EXPECT_EQ(tokens[3].joined, "");
  EXPECT_EQ(tokenise("E-Mail")[0].joined, "email");
  EXPECT_EQ(tokenise("E - Mail")[0].joined, "");
  EXPECT_EQ(tokenise("Kita\u2011Platz")[0].joined, "kitaplatz");
}

TEST(TokensTest, JoinsGenderForms) {
  EXPECT_EQ(tokenise("Berater*innen")[0].joined, "beraterinnen");
  EXPECT_EQ(tokenise("Berater:in")[0].joined, "beraterin");
  EXPECT_EQ(tokenise("Schüler_innen")[0].joined, "schuelerinnen");
  EXPECT_EQ(tokenise("Bürger/innen")[0].joined, "buergerinnen");
  EXPECT_EQ(tokenise("Thema:Wohnen")[0].joined, "");
}

TEST(TokensTest, JoinsPhoneNumbers) {
  auto const tokens = tokenise("Tel. 069 90009-123");
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_EQ(tokens[1].joined, "06990009123");
  EXPECT_EQ(tokens[1].joined_count, 3U);
  EXPECT_EQ(tokenise("9-12 Uhr")[0].joined, "");
  EXPECT_EQ(tokenise("٠٦٩ ٩٠٠٠٩ ١٢٣")[0].joined, "06990009123");
}

TEST(TokensTest, TreatsApostrophesByScript) {
  EXPECT_EQ(words("l'école d’aujourd'hui"), (Words{"l", "ecole", "d", "aujourd", "hui"}));
  EXPECT_EQ(words("Almanya'da"), (Words{"almanya", "da"}));
  EXPECT_EQ(words("сім'я, сім’я"), (Words{"сімя", "сімя"}));
  EXPECT_EQ(words("'слово'"), (Words{"слово"}));
}

TEST(TokensTest, KeepsPersianCompoundsTogether) {
  EXPECT_EQ(words("خانه‌های ما"), (Words{"خانههاي", "ما"}));
}

TEST(TokensTest, KeepsMarksAndSoftHyphensInside) {
  EXPECT_EQ(words("مَدْرَسَة"), (Words{"مدرسه"}));
  EXPECT_EQ(words("Kinder\u00ADgarten"), (Words{"kindergarten"}));
  EXPECT_EQ(words("Ma\u0308dchen"), (Words{"maedchen"}));
}

TEST(TokensTest, InvalidBytesSeparate) {
  EXPECT_EQ(words("Haus\xFFTür"), (Words{"haus", "tuer"}));
}

TEST(TokensProperty, PositionsAreInOrderAndInside) {
  EXPECT_TRUE(rc::check([](std::string const& bytes) {
    std::size_t end = 0;
    for (Token const& token : tokenise(bytes)) {
      RC_ASSERT(!token.text.empty());
      RC_ASSERT(token.begin >= end);
      RC_ASSERT(token.length > 0U);
      end = token.begin + token.length;
      RC_ASSERT(end <= bytes.size());
    }
  }));
}

}  // namespace
}  // namespace mila::language
