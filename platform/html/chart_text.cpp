// Estimated widths and line breaks of texts in drawings.
#include "platform/html/chart_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace mila::html {
namespace {

constexpr std::string_view kSoftHyphen = "\u00AD";

UChar32 next(std::string_view text, std::size_t& at) {
  auto const* bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto position = static_cast<std::int32_t>(at);
  UChar32 letter = 0;
  U8_NEXT(bytes, position, static_cast<std::int32_t>(text.size()), letter);
  at = static_cast<std::size_t>(position);
  return letter < 0 ? 0xFFFD : letter;
}

/// Width in em, after Noto Sans and Roboto.
double width_of(UChar32 letter) {
  constexpr std::string_view narrow = " .,:;'|!iljI()/-", slender = "frtscz", wide = "mwMW%@";
  if (letter < 0x80) {
    auto is_one_of = [&](std::string_view letters) {
      return letters.find(static_cast<char>(letter)) != std::string_view::npos;
    };
    if (is_one_of(narrow)) return 0.33;
    if (is_one_of(slender)) return 0.45;
    if (is_one_of(wide)) return 0.92;
  }
  switch (u_charType(letter)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    case U_DECIMAL_DIGIT_NUMBER:
      return 0.575;
    case U_UPPERCASE_LETTER:
      return 0.69;
    case U_LOWERCASE_LETTER:
      return letter < 0x370 ? 0.575 : 0.64;
    default:
      break;
  }
  if (u_charDirection(letter) == U_RIGHT_TO_LEFT_ARABIC) return 0.58;
  auto breadth = u_getIntPropertyValue(letter, UCHAR_EAST_ASIAN_WIDTH);
  return breadth == U_EA_WIDE || breadth == U_EA_FULLWIDTH ? 1.0 : 0.6;
}

struct Word {
  std::string text;
  bool hyphen = false;  // follows the word before without a blank
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool fresh = true, hyphen = false;
  for (std::size_t at = 0; at < text.size();) {
    auto start = at;
    next(text, at);
    auto letter = text.substr(start, at - start);
    if (letter == " ") {
      fresh = true;
      hyphen = false;
    } else if (letter == kSoftHyphen) {
      hyphen = !fresh || hyphen;
      fresh = true;
    } else {
      if (fresh) words.push_back({"", hyphen});
      words.back().text += letter;
      fresh = hyphen = false;
    }
  }
  return words;
}

/// The longest beginning of `word` that fits; at least one letter with its marks.
std::size_t fitting(std::string const& word, double width, bool bold) {
  std::size_t at = 0, good = 0;
  while (at < word.size()) {
    next(word, at);
    if (text_width(std::string_view(word).substr(0, at), bold) > width && good > 0) return good;
    good = at;
  }
  return good;
}

void shorten(std::string& line, double width, bool bold) {
  while (!line.empty() && text_width(line + "…", bold) > width) {
    auto last = line.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(line[last]) & 0xC0) == 0x80) --last;
    line.resize(last);
  }
  line += "…";
}

}  // namespace

double text_width(std::string_view text, bool bold) {
  double em = 0;
  for (std::size_t at = 0; at < text.size();) em += width_of(next(text, at));
  return em * kFontSize * (bold ? 1.07 : 1);
}

bool runs_from_right(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto direction = u_charDirection(next(text, at));
    if (direction == U_LEFT_TO_RIGHT) return false;
    if (direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC) return true;
  }
  return false;
}

double word_width(std::string_view text, bool bold) {
  double width = 0;
  auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    bool hyphen = i + 1 < words.size() && words[i + 1].hyphen;
    width = std::max(width, text_width(words[i].text + (hyphen ? "-" : ""), bold));
  }
  return width;
}

std::vector<std::string> wrap_text(std::string_view text, double width, std::size_t most,
                                   bool bold) {
  auto words = words_of(text);
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto const& [word, hyphen] = words[i];
    // Room for the hyphen with which the line would end after this word.
    double room = width - (i + 1 < words.size() && words[i + 1].hyphen ? text_width("-", bold) : 0);
    std::string longer = lines.back() + (lines.back().empty() || hyphen ? "" : " ") + word;
    if (lines.back().empty() || text_width(longer, bold) <= room) {
      lines.back() = longer;
    } else {
      if (hyphen) lines.back() += "-";
      lines.push_back(word);
    }
    while (text_width(lines.back(), bold) > room) {
      auto cut = fitting(lines.back(), room, bold);
      if (cut >= lines.back().size()) break;
      auto rest = lines.back().substr(cut);
      lines.back().resize(cut);
      lines.push_back(rest);
    }
  }
  if (lines.size() > most) {
    lines.resize(most);
    shorten(lines.back(), width, bold);
  }
  return lines;
}

}  // namespace mila::html
