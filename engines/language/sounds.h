// The sounds of a written word, for comparing words of different scripts; used by by_ear.cpp.
#pragma once

#include <string>
#include <string_view>

namespace mila::language {

/// Sounds of a word in Latin, Cyrillic or Arabic script, read as German: the consonant classes
/// b d f k s c h j l m n r and the vowels a i u. A capital A is a vowel at the beginning whose
/// colour is not written. "st" and "sp" said as "scht", "schp" are made equal.
std::string sounds_of(std::string_view word);

/// Sounds without vowels, but for an "a" at the beginning that stands for any of them.
std::string skeleton_of(std::string_view sounds);

/// Whether a sound is a vowel, known or not.
inline bool is_vowel_sound(char c) {
  return c == 'a' || c == 'i' || c == 'u' || c == 'A';
}

}  // namespace mila::language
