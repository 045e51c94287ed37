// Chooses the stemmer of a language and reads words whose language is unknown.
#include "engines/language/stems.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "engines/language/languages.h"
#include "engines/language/light_stems.h"
#include "engines/language/normalise.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

// Longer words are nonsense or attacks; they keep their form.
constexpr std::size_t longest_word_bytes = 120;

// Xapian's stemmers change while they work, so each thread has its own.
std::string snowball(char const* name, std::string_view word) {
  struct Stemmers {
    Xapian::Stem german2{"german2"}, english{"english"}, french{"french"}, russian{"russian"},
        lithuanian{"lithuanian"}, swedish{"swedish"}, romanian{"romanian"};
  };
  static thread_local const Stemmers stemmers;
  const std::string text(word);
  switch (name[0]) {
    case 'g':
      return stemmers.german2(text);
    case 'e':
      return stemmers.english(text);
    case 'f':
      return stemmers.french(text);
    case 'l':
      return stemmers.lithuanian(text);
    case 's':
      return stemmers.swedish(text);
    case 'r':
      return name[1] == 'u' ? stemmers.russian(text) : stemmers.romanian(text);
    default:
      return text;
  }
}

// Takes off a last ending that Snowball leaves on folded words, if four letters stay.
std::string without(std::string word, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (word.size() >= ending.size() + 4 && word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  }
  return word;
}

bool has_digit(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

std::string stem_by_index(std::string_view word, int language) {
  if (word.size() > longest_word_bytes || has_digit(word)) return std::string(word);
  if (language < 0) return std::string(word);
  const std::string_view code = language_codes[static_cast<std::size_t>(language)];
  if (code == "de") return snowball("german2", german_key(word));
  if (code == "en") return snowball("english", word);
  if (code == "fr") return snowball("french", word);
  if (code == "ru") return snowball("russian", word);
  if (code == "lt") return snowball("lithuanian", word);
  if (code == "ro") return without(snowball("romanian", word), {"e", "i", "a"});
  if (code == "sv") return without(snowball("swedish", german_key(word)), {"an"});
  if (code == "uk") return light_stem_uk(word);
  if (code == "bg") return light_stem_bg(word);
  if (code == "pl") return light_stem_pl(word);
  if (code == "fa") return light_stem_fa(word);
  if (code == "tr") return light_stem_tr(word);
  return light_stem_ar(word);
}

// Languages written in a script, as indices.
std::vector<int> const& languages_of(Script script) {
  static auto const pick = [](std::initializer_list<std::string_view> codes) {
    std::vector<int> indices;
    for (const std::string_view code : codes) indices.push_back(language_index(code));
    return indices;
  };
  static const std::vector<int> latin = pick({"de", "en", "tr", "fr", "pl", "ro", "lt", "sv"});
  static const std::vector<int> cyrillic = pick({"uk", "ru", "bg"});
  static const std::vector<int> arabic = pick({"ar", "fa"});
  static const std::vector<int> none;
  switch (script) {
    case Script::Latin:
      return latin;
    case Script::Cyrillic:
      return cyrillic;
    case Script::Arabic:
      return arabic;
    default:
      return none;
  }
}

}  // namespace

std::string stem(std::string_view normalised_word, std::string_view language) {
  return stem_by_index(normalised_word, language_index(language));
}

std::string german_root(std::string_view normalised_word) {
  // From long to short; each needs a root of four letters before it.
  static constexpr std::array<std::string_view, 19> endings = {
      "ation", "schaft", "innen", "ieren", "heit", "keit", "lich", "isch", "ung", "ant",
      "inn",   "ier",    "ern",   "in",    "er",   "en",   "um",   "e",    "i"};
  std::string root = stem(normalised_word, "de");
  if (has_digit(root)) return root;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view ending : endings) {
      if (root.size() >= ending.size() + 4 && root.ends_with(ending)) {
        root.resize(root.size() - ending.size());
        again = true;
        break;
      }
    }
  }
  return root;
}

std::vector<LanguageStem> language_stems(std::string_view normalised_word, Script script) {
  std::vector<LanguageStem> stems;
  for (int const language : languages_of(script)) {
    stems.push_back({language, stem_by_index(normalised_word, language)});
  }
  return stems;
}

std::vector<std::string> arabic_alternatives(std::string_view normalised_word) {
  static constexpr std::array<std::string_view, 14> prefixes = {
      "وبال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال", "وب", "ول", "و", "ب", "ل", "ف"};
  std::vector<std::string> readings;
  for (const std::string_view prefix : prefixes) {
    if (!normalised_word.starts_with(prefix)) continue;
    const std::string_view rest = normalised_word.substr(prefix.size());
    if (decode(rest).size() >= 3) readings.emplace_back(rest);
  }
  return readings;
}

}  // namespace mila::language
