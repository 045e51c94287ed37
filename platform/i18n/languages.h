// The languages MiLa speaks. A county chooses its menu from them; a new one is one row here, one PO
// file and one column in data/taxonomy.csv and data/values.csv.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mila::i18n {

struct Language {
  std::string_view code;         ///< in addresses and data: "uk", "de-simple"
  std::string_view locale;       ///< ICU and gettext: "fa_IR.UTF-8@calendar=gregorian"
  std::string_view icu;          ///< for dates and collation: "fa@calendar=gregorian;numbers=latn"
  std::string_view native_name;  ///< as its readers write it
  std::string_view stemmer;      ///< language of its stems: "de" for Leichte Sprache
  bool right_to_left;
};

std::span<Language const> all_languages();
/// nullptr for a code we do not know.
Language const* find_language(std::string_view code);
/// The language's own name for any ISO code ("tr" → "Türkçe"), the code itself when unknown.
/// ICU data; covers languages that offers speak but pages do not.
std::string native_name_of(std::string_view code);
/// Name of a language in the reader's language: ("ar", "de") → "Arabisch".
std::string language_name(std::string_view code, std::string_view reader_language);
/// Best of `offered` for an Accept-Language header (RFC 9110 §12.5.4); the first when none fits.
std::string_view negotiate(std::string_view accept_language,
                           std::span<std::string const> offered);

}  // namespace mila::i18n
