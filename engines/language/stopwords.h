// Words that carry no topic: articles, pronouns, "I am looking for", "please", "where can I".
#pragma once

#include <string_view>

#include "engines/language/languages.h"

namespace mila::language {

/// The languages in which a normalised word is a stop word; 0 if in none.
LanguageSet stopword_languages(std::string_view normalised_word);

/// Whether a normalised word is a stop word in the language ("de-simple" counts as "de").
bool is_stopword(std::string_view normalised_word, std::string_view language);

}  // namespace mila::language
