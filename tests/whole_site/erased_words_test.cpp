// What of an erased person's name goes from texts of others, and what stays.
#include <gtest/gtest.h>

#include "app/erased_words_store.h"

namespace mila {
namespace {

using Words = std::vector<std::string>;

std::string left_of(std::string_view text, bool shared = false) {
  return without_words(text, erased_words("Zwetlana Quärkenbusch", {"z.q@work.example"}, {.surname = shared}).anywhere, "…");
}

TEST(ErasedWords, TheNameGoesHoweverItIsWritten) {
  EXPECT_EQ(left_of("Fragen an Zwetlana Quärkenbusch."), "Fragen an ….");
  EXPECT_EQ(left_of("ZWETLANA QUÄRKENBUSCH"), "…");
  EXPECT_EQ(left_of("Quärkenbusch, Zwetlana (Z.Q@Work.Example)"), "… (…)");
  EXPECT_EQ(left_of("Frau Quärkenbusch und Herr Meier"), "… und Herr Meier");
  EXPECT_EQ(left_of("Zwetlana Quärkenbuschs Nachbarin"), "…s Nachbarin");
}

TEST(ErasedWords, OtherWordsStay) {
  EXPECT_EQ(left_of("Zwetlana Quärkenbuschstein"), "Zwetlana Quärkenbuschstein");
  EXPECT_EQ(left_of("az.q@work.example"), "az.q@work.example");
  EXPECT_EQ(left_of("Quärkenbusch ist ein Ort."), "Quärkenbusch ist ein Ort.");
  EXPECT_EQ(left_of("Frau Quärkenbusch", true), "Frau Quärkenbusch") << "there is another one";
}

TEST(ErasedWords, AShortOrSingleNameIsNotHuntedAlone) {
  EXPECT_EQ(erased_words("Li Wu", {}, {}).anywhere, Words{"Li Wu"});
  EXPECT_EQ(erased_words("Rezeption", {""}, {}).anywhere, Words{});
  EXPECT_EQ(erased_words("Anna Koch", {}, {.surname = true}).in_names, Words{});
  EXPECT_EQ(erased_words("Anna Koch", {"a@koch.example"}, {.name = true, .surname = true}).anywhere, Words{"a@koch.example"});
}

}  // namespace
}  // namespace mila
