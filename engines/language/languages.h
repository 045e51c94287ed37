// The languages the search understands, numbered so that sets of them fit into one integer.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mila::language {

/// Codes of the public languages; Leichte Sprache ("de-simple") counts as "de".
inline constexpr std::array<std::string_view, 13> language_codes = {
    "de", "en", "uk", "ru", "ar", "fa", "tr", "fr", "pl", "ro", "bg", "lt", "sv"};

/// A set of languages: bit i stands for `language_codes[i]`.
using LanguageSet = std::uint32_t;

/// Index of a language code ("de-simple" and "de-AT" give the index of "de"); -1 if unknown.
constexpr int language_index(std::string_view code) {
  const std::string_view base = code.substr(0, code.find_first_of("-_"));
  for (std::size_t i = 0; i < language_codes.size(); ++i) {
    if (language_codes[i] == base) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace mila::language
