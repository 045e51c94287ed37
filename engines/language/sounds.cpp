// One reader of spelling per script; all of them write the same few sounds.
#include "engines/language/sounds.h"

#include <array>

#include "engines/language/tokens.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

// Adds a sound; a doubled consonant counts once (scripts differ in writing it).
void add_sound(std::string& sounds, char c) {
  if (!sounds.empty() && sounds.back() == c) return;
  sounds += c;
}

void add_sounds(std::string& sounds, std::string_view more) {
  for (char const c : more) add_sound(sounds, c);
}

// German (or any Latin) spelling. The input is normalised, so it is lower-case a–z mostly.
std::string sounds_of_latin(std::string_view word) {
  struct Rule {
    std::string_view letters;
    std::string_view sounds;
  };
  static constexpr std::array<Rule, 56> rules = {{
      {"tsch", "c"},
      {"dsch", "j"},
      {"sch", "c"},
      {"chs", "ks"},
      {"tz", "s"},
      {"ts", "s"},
      {"ds", "s"},
      {"ck", "k"},
      {"ch", "h"},
      {"sh", "c"},
      {"ph", "f"},
      {"pf", "f"},
      // The h of -haus, -heim and -hof is heard, that of "Apotheke" is not.
      {"thaus", "dhaus"},
      {"theim", "dhaim"},
      {"thof", "dhuf"},
      {"tion", "siun"},
      {"th", "d"},
      {"rh", "r"},
      {"dt", "d"},
      {"qu", "kf"},
      {"kh", "h"},
      {"zh", "j"},
      {"ei", "ai"},
      {"ey", "ai"},
      {"ai", "ai"},
      {"eu", "ui"},
      {"aeu", "ui"},
      {"au", "au"},
      {"ie", "i"},
      {"ae", "i"},
      {"oe", "i"},
      {"ue", "u"},
      {"a", "a"},
      {"e", "i"},
      {"i", "i"},
      {"y", "i"},
      {"o", "u"},
      {"u", "u"},
      {"b", "b"},
      {"p", "b"},
      {"d", "d"},
      {"t", "d"},
      {"f", "f"},
      {"v", "f"},
      {"w", "f"},
      {"g", "k"},
      {"k", "k"},
      {"q", "k"},
      {"s", "s"},
      {"z", "s"},
      {"x", "ks"},
      {"j", "j"},
      {"l", "l"},
      {"m", "m"},
      {"n", "n"},
      {"r", "r"},
  }};
  auto const is_letter_vowel = [](char c) {
    return c != '\0' && std::string_view("aeiouy").find(c) != std::string_view::npos;
  };
  std::string sounds;
  for (std::size_t i = 0; i < word.size();) {
    char const c = word[i];
    char const next = i + 1 < word.size() ? word[i + 1] : '\0';
    if (c == 'c' && next != 'h' && next != 'k') {
      add_sound(sounds, next == 'e' || next == 'i' || next == 'y' ? 's' : 'k');
      ++i;
      continue;
    }
    if (c == 'h') {
      // Silent after a vowel unless another one follows: Wohnung, but Anhörung, Behörde.
      bool const silent = i > 0 && is_letter_vowel(word[i - 1]) && !is_letter_vowel(next);
      if (!silent) add_sound(sounds, 'h');
      ++i;
      continue;
    }
    const std::string_view rest = word.substr(i);
    Rule const* best = nullptr;  // the longest one that fits
    for (Rule const& rule : rules) {
      if (!rest.starts_with(rule.letters)) continue;
      if (best == nullptr || rule.letters.size() > best->letters.size()) best = &rule;
    }
    if (best == nullptr) {
      ++i;
      continue;
    }
    add_sounds(sounds, best->sounds);
    i += best->letters.size();
  }
  return sounds;
}

std::string_view sound_of_cyrillic(char32_t c) {
  switch (c) {
    case U'б':
    case U'п':
      return "b";
    case U'д':
    case U'т':
      return "d";
    case U'в':
    case U'ф':
      return "f";
    case U'г':
    case U'к':
      return "k";
    case U'з':
    case U'с':
    case U'ц':
      return "s";
    case U'ш':
    case U'щ':
    case U'ч':
      return "c";
    case U'ж':
      return "j";
    case U'х':
      return "h";
    case U'л':
      return "l";
    case U'м':
      return "m";
    case U'н':
      return "n";
    case U'р':
      return "r";
    case U'а':
      return "a";
    case U'я':
      return "ja";
    case U'о':
    case U'у':
      return "u";
    case U'ю':
      return "ju";
    case U'е':
    case U'э':
    case U'є':
    case U'и':
    case U'і':
    case U'ї':
    case U'ы':
      return "i";
    case U'й':
      return "j";
    default:
      return "";
  }
}

std::string sounds_of_cyrillic(std::u32string_view word) {
  std::string sounds;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char32_t const c = word[i];
    bool const first = sounds.empty();
    if (c == U'т' && i + 1 < word.size() && (word[i + 1] == U'с' || word[i + 1] == U'ц')) continue;
    if (c == U'д' && i + 1 < word.size() && word[i + 1] == U'ж') continue;
    if (c == U'п' && i + 1 < word.size() && word[i + 1] == U'ф') continue;
    std::string_view sound = sound_of_cyrillic(c);
    // Glides count as consonants at the beginning only: югендамт, but шпраххшуле, аусвайс.
    if (!first && (c == U'й' || c == U'я' || c == U'ю')) {
      sound = c == U'й' ? "i" : sound.substr(1);
    }
    add_sounds(sounds, sound);
  }
  return sounds;
}

std::string_view sound_of_arabic(char32_t c) {
  switch (c) {
    case U'ب':
    case U'پ':
      return "b";
    case U'د':
    case U'ت':
    case U'ط':
    case U'ض':
    case U'ذ':
    case U'ث':
      return "d";
    case U'ف':
    case U'ڤ':
      return "f";
    case U'ك':
    case U'گ':
    case U'ق':
    case U'غ':
      return "k";
    case U'س':
    case U'ص':
    case U'ز':
    case U'ظ':
      return "s";
    case U'ش':
    case U'چ':
      return "c";
    case U'ج':
    case U'ژ':
      return "j";
    case U'ح':
    case U'خ':
    case U'ه':
      return "h";
    case U'ل':
      return "l";
    case U'م':
      return "m";
    case U'ن':
      return "n";
    case U'ر':
      return "r";
    case U'ا':
      return "a";
    case U'و':
      return "u";
    case U'ي':
      return "i";
    default:
      return "";
  }
}

std::string sounds_of_arabic(std::u32string_view word) {
  std::string sounds;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char32_t const c = word[i];
    char32_t const next = i + 1 < word.size() ? word[i + 1] : U'\0';
    bool const first = sounds.empty();
    if (c == U'ت' && (next == U'س' || next == U'ز')) continue;  // the German z
    if (c == U'د' && (next == U'ج' || next == U'ژ')) continue;
    if ((c == U'ب' || c == U'پ') && next == U'ف') continue;  // the German pf
    if (c == U'ه' && next == U'\0' && !first) continue;      // a final e
    if (c == U'ع') {
      if (first) sounds += 'A';
      continue;
    }
    if (first && c == U'ا') {
      // It carries any vowel; a و or ي behind it says which.
      if (next != U'و' && next != U'ي') sounds += 'A';
      continue;
    }
    if (first && i == 0 && (c == U'و' || c == U'ي')) {
      sounds += c == U'و' ? 'f' : 'j';
      continue;
    }
    // Persian writes v with و; before an a it cannot be a vowel.
    if (c == U'و' && next == U'ا' && !first) {
      sounds += 'f';
      continue;
    }
    const std::string_view sound = sound_of_arabic(c);
    // Doubled consonants have an unwritten vowel between them; doubled vowels are one.
    bool const repeats = !sounds.empty() && !sound.empty() && sounds.back() == sound[0];
    if (!repeats || !is_vowel_sound(sound[0])) sounds += sound;
  }
  return sounds;
}

}  // namespace

std::string sounds_of(std::string_view word) {
  std::u32string letters;
  for (Token const& token : tokenise(word)) letters += decode(token.text);
  std::string sounds;
  switch (script_of(encode(letters))) {
    case Script::Cyrillic:
      sounds = sounds_of_cyrillic(letters);
      break;
    case Script::Arabic:
      sounds = sounds_of_arabic(letters);
      break;
    case Script::Latin:
      sounds = sounds_of_latin(encode(letters));
      break;
    default:
      return {};
  }
  for (std::size_t i = 0; i + 1 < sounds.size(); ++i) {
    if (sounds[i] == 'c' && (sounds[i + 1] == 'd' || sounds[i + 1] == 'b')) sounds[i] = 's';
  }
  return sounds;
}

std::string skeleton_of(std::string_view sounds) {
  std::string skeleton;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    char const c = sounds[i];
    if (is_vowel_sound(c)) {
      if (i == 0) skeleton += 'a';
    } else {
      skeleton += c;
    }
  }
  return skeleton;
}

}  // namespace mila::language
