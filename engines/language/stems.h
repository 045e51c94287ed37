// Word stems in the languages of the directory, so that inflected words find each other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engines/language/tokens.h"

namespace mila::language {

/// Stem of a normalised word in the given language ("de", "de-simple", "en", "uk", …).
///
/// Snowball stemmers (by Xapian) for de en fr ru lt sv ro; own light stemmers, which only take
/// off case endings, plurals and articles, for uk bg pl fa tr ar: the Snowball ones for Turkish
/// and Arabic need letters that `normalise` unifies. Unknown languages and words with digits
/// come back as they are. Thread-safe.
std::string stem(std::string_view normalised_word, std::string_view language);

/// A coarser German stem that also takes off what makes nouns of people, deeds and qualities:
/// Migration, Migrantin, Migranten → "migr"; Wohnung, wohnen → "wohn". For comparing parts of
/// compounds, where a wrong friend is outvoted by the other parts.
std::string german_root(std::string_view normalised_word);

/// Stem of a word in one of the languages that use its script.
struct LanguageStem {
  int language = 0;  ///< index into `language_codes`
  std::string stem;
};

/// Stems of a word in every language written in `script`.
std::vector<LanguageStem> language_stems(std::string_view normalised_word, Script script);

/// Arabic words with the article and the attached "and", "with", "for" taken off: every reading
/// that leaves three letters or more, without the word itself.
std::vector<std::string> arabic_alternatives(std::string_view normalised_word);

}  // namespace mila::language
