// Decoding and encoding of UTF-8 for the fast paths of this library; not for other modules.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mila::language {

inline constexpr char32_t replacement_character = 0xFFFD;

/// Reads the code point at `position` and moves behind it. Bytes that are not UTF-8 (also
/// surrogates, overlong forms) give U+FFFD and one byte of progress.
inline char32_t next_code_point(std::string_view text, std::size_t& position) {
  auto const byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  auto const follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  unsigned const first = byte(position);
  const std::size_t at = position++;
  if (first < 0x80) return first;
  if (first >= 0xC2 && first < 0xE0 && follows(at + 1)) {
    position = at + 2;
    return ((first & 0x1FU) << 6) | (byte(at + 1) & 0x3FU);
  }
  if (first >= 0xE0 && first < 0xF0 && follows(at + 1) && follows(at + 2)) {
    char32_t const c =
        ((first & 0x0FU) << 12) | ((byte(at + 1) & 0x3FU) << 6) | (byte(at + 2) & 0x3FU);
    if (c < 0x800 || (c >= 0xD800 && c < 0xE000)) return replacement_character;
    position = at + 3;
    return c;
  }
  if (first >= 0xF0 && first < 0xF5 && follows(at + 1) && follows(at + 2) && follows(at + 3)) {
    char32_t const c = ((first & 0x07U) << 18) | ((byte(at + 1) & 0x3FU) << 12) |
                       ((byte(at + 2) & 0x3FU) << 6) | (byte(at + 3) & 0x3FU);
    if (c < 0x10000 || c > 0x10FFFF) return replacement_character;
    position = at + 4;
    return c;
  }
  return replacement_character;
}

/// Appends a code point as UTF-8.
inline void append_code_point(std::string& text, char32_t c) {
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | (c >> 6));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | (c >> 12));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    text += static_cast<char>(0xF0 | (c >> 18));
    text += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    text += static_cast<char>(0x80 | (c & 0x3F));
  }
}

/// The text as code points.
inline std::u32string decode(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) points += next_code_point(text, i);
  return points;
}

/// Code points as UTF-8.
inline std::string encode(std::u32string_view points) {
  std::string text;
  text.reserve(points.size() * 2);
  for (char32_t const c : points) append_code_point(text, c);
  return text;
}

}  // namespace mila::language
