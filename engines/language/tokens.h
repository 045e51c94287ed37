// Cuts a query or a text into words, keeping where each one stood.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mila::language {

/// The writing a word is in; a word of letters and digits ("C1") has the script of its letters.
enum class Script { Latin, Cyrillic, Arabic, Greek, Digits, Other };

/// One word of the input.
struct Token {
  std::string text;        ///< the word, normalised; never empty
  std::size_t begin = 0;   ///< byte offset in the input
  std::size_t length = 0;  ///< bytes in the input
  Script script = Script::Other;
  std::string joined;            ///< on the first word of "E-Mail" or "069 90009-123": all in one
  std::size_t joined_count = 1;  ///< how many tokens `joined` stands for; 1 if there is none

  bool operator==(Token const&) const = default;
};

/// Splits UTF-8 text into words.
///
/// Letters and digits that touch stay together ("C1", "24h"). Hyphens split ("Kita-Platz" →
/// "kita", "platz") and the first part carries the joined form "kitaplatz"; so does the German
/// gender sign ("Berater*innen", "Berater:in"). Neighbouring groups of digits that look like a
/// phone number (six digits or more) carry the whole number in `joined`. Apostrophes split Latin
/// words ("l'école") and are dropped inside Cyrillic ones. Invalid UTF-8 separates words.
std::vector<Token> tokenise(std::string_view text);

/// The script of the first letter of a normalised word; Digits if it has only digits.
Script script_of(std::string_view word);

}  // namespace mila::language
