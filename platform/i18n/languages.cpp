// The table of languages and ICU's knowledge about their names.
#include "platform/i18n/languages.h"

#include <unicode/locdspnm.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace mila::i18n {
namespace {

// Digits of ar and fa are Latin: phone numbers, prices and times then look as on the German door.
constexpr std::array<Language, 14> kLanguages{{
    {"de", "de_DE.UTF-8", "de_DE", "Deutsch", "de", false},
    {"de-simple", "de_DE.UTF-8@simple", "de_DE", "Leichte Sprache", "de", false},
    {"en", "en_GB.UTF-8", "en_GB", "English", "en", false},
    {"uk", "uk_UA.UTF-8", "uk_UA", "Українська", "uk", false},
    {"ru", "ru_RU.UTF-8", "ru_RU", "Русский", "ru", false},
    {"ar", "ar_SY.UTF-8@numbers=latn", "ar_SY@numbers=latn", "العربية", "ar", true},
    {"fa", "fa_IR.UTF-8@calendar=gregorian;numbers=latn", "fa_IR@calendar=gregorian;numbers=latn",
     "فارسی", "fa", true},
    {"tr", "tr_TR.UTF-8", "tr_TR", "Türkçe", "tr", false},
    {"fr", "fr_FR.UTF-8", "fr_FR", "Français", "fr", false},
    {"pl", "pl_PL.UTF-8", "pl_PL", "Polski", "pl", false},
    {"ro", "ro_RO.UTF-8", "ro_RO", "Română", "ro", false},
    {"bg", "bg_BG.UTF-8", "bg_BG", "Български", "bg", false},
    {"lt", "lt_LT.UTF-8", "lt_LT", "Lietuvių", "lt", false},
    {"sv", "sv_SE.UTF-8", "sv_SE", "Svenska", "sv", false},
}};

std::string display_name(std::string_view code, char const* in_locale) {
  icu::UnicodeString name;
  std::string id(code);
  icu::Locale(id.c_str()).getDisplayLanguage(icu::Locale(in_locale), name);
  std::string text;
  name.toUTF8String(text);
  return text.empty() ? id : text;
}

}  // namespace

std::span<Language const> all_languages() { return kLanguages; }

Language const* find_language(std::string_view code) {
  for (auto const& language : kLanguages)
    if (language.code == code) return &language;
  return nullptr;
}

std::string native_name_of(std::string_view code) {
  if (auto const* known = find_language(code)) return std::string(known->native_name);
  if (code == "ku" || code == "kmr") return "Kurmancî";  // ICU has no own name for these
  if (code == "ti") return "ትግርኛ";
  return display_name(code, std::string(code).c_str());
}

std::string language_name(std::string_view code, std::string_view reader_language) {
  auto const* reader = find_language(reader_language);
  return display_name(code, reader ? std::string(reader->icu).c_str() : "en");
}

std::string_view negotiate(std::string_view accept_language,
                           std::span<std::string const> offered) {
  std::string_view best = offered.empty() ? std::string_view("de") : offered.front();
  double best_quality = 0;
  for (auto range : split(accept_language, ',')) {
    auto parts = split(range, ';');
    std::string tag = ascii_lower(trim(parts[0]));
    double quality = 1;
    for (std::size_t i = 1; i < parts.size(); ++i) {
      auto parameter = trim(parts[i]);
      if (parameter.rfind("q=", 0) == 0) quality = parse_decimal(parameter.substr(2)).value_or(0);
    }
    if (quality <= best_quality) continue;
    auto found = std::find(offered.begin(), offered.end(), tag);
    if (found == offered.end())
      found = std::find(offered.begin(), offered.end(), tag.substr(0, tag.find('-')));
    if (found == offered.end()) continue;
    best = *found;
    best_quality = quality;
  }
  return best;
}

}  // namespace mila::i18n
