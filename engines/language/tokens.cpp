// A scanner of its own instead of ICU's word breaks: a table look-up per letter, no allocation
// but the words themselves.
#include "engines/language/tokens.h"

#include <unicode/uchar.h>

#include <array>
#include <cstdint>

#include "engines/language/normalise.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

enum class Kind : std::uint8_t { Break, Letter, Digit, Apostrophe, Hyphen, GenderSign, Joiner };

Kind kind_by_icu(char32_t c) {
  if (c == replacement_character) return Kind::Break;
  if (c == U'\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC || c == 0x2B9 || c == 0x2032 ||
      c == U'`' || c == 0xB4) {
    return Kind::Apostrophe;
  }
  if (c == U'-' || (c >= 0x2010 && c <= 0x2013)) return Kind::Hyphen;
  if (c == U'*' || c == U':' || c == U'_' || c == 0xB7 || c == U'/') return Kind::GenderSign;
  if (c == 0xAD || (c >= 0x200C && c <= 0x200F) || c == 0x2060 || c == 0xFEFF) return Kind::Joiner;
  auto const point = static_cast<UChar32>(c);
  if (u_isdigit(point)) return Kind::Digit;
  if (u_isalpha(point)) return Kind::Letter;
  switch (u_charType(point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      return Kind::Joiner;
    default:
      return Kind::Break;
  }
}

Kind kind_of(char32_t c) {
  static const std::array<Kind, 0x700> table = [] {
    std::array<Kind, 0x700> made{};
    for (char32_t i = 0; i < made.size(); ++i) made[i] = kind_by_icu(i);
    return made;
  }();
  return c < table.size() ? table[c] : kind_by_icu(c);
}

Script script_of_letter(char32_t c) {
  if (c < 0x370) return Script::Latin;
  if (c < 0x400) return Script::Greek;
  if (c < 0x530) return Script::Cyrillic;
  if ((c >= 0x600 && c < 0x700) || (c >= 0x750 && c < 0x780) || (c >= 0x8A0 && c < 0x900) ||
      (c >= 0xFB50 && c < 0xFE00) || (c >= 0xFE70 && c < 0xFEFF)) {
    return Script::Arabic;
  }
  if (c >= 0x1E00 && c < 0x1F00) return Script::Latin;
  if (c >= 0x1F00 && c < 0x2000) return Script::Greek;
  return Script::Other;
}

// How a token hangs on the one before it.
enum class Tie : std::uint8_t { None, Hyphen, Number };

// Whether what follows a star or colon is the ending of a gender form ("innen", "in", "r", "n").
bool is_gender_ending(std::string_view rest) {
  for (const std::string_view ending : {"innen", "in", "r", "n"}) {
    if (!rest.starts_with(ending)) continue;
    std::size_t position = ending.size();
    char32_t const after = position < rest.size() ? next_code_point(rest, position) : U' ';
    const Kind kind = kind_of(after);
    if (kind != Kind::Letter && kind != Kind::Digit && kind != Kind::Joiner) return true;
  }
  return false;
}

// Whether the bytes between two words are a hyphen (or gender sign) and nothing else.
bool is_hyphen_gap(std::string_view text, std::size_t gap_begin, std::size_t gap_end) {
  std::size_t position = gap_begin;
  if (position >= gap_end) return false;
  const Kind kind = kind_of(next_code_point(text, position));
  if (position != gap_end) return false;
  return kind == Kind::Hyphen ||
         (kind == Kind::GenderSign && is_gender_ending(text.substr(gap_end)));
}

// Whether the bytes between two groups of digits are what people put into phone numbers.
bool is_number_gap(std::string_view gap) {
  return gap.size() <= 3 && gap.find_first_not_of(" -/()+.") == std::string_view::npos;
}

bool all_digits(std::string_view word) {
  return word.find_first_not_of("0123456789") == std::string_view::npos;
}

Tie tie_between(std::string_view text, Token const& left, Token const& right) {
  const std::size_t gap_begin = left.begin + left.length;
  bool const numbers = left.script == Script::Digits && right.script == Script::Digits;
  if (numbers) {
    return is_number_gap(text.substr(gap_begin, right.begin - gap_begin)) ? Tie::Number : Tie::None;
  }
  return is_hyphen_gap(text, gap_begin, right.begin) ? Tie::Hyphen : Tie::None;
}

// Gives the first token of each tied run its joined form.
void join_runs(std::string_view text, std::vector<Token>& tokens) {
  for (std::size_t first = 0; first < tokens.size();) {
    std::size_t last = first;
    Tie tie = Tie::None;
    while (last + 1 < tokens.size()) {
      const Tie next = tie_between(text, tokens[last], tokens[last + 1]);
      if (next == Tie::None || (tie != Tie::None && next != tie)) break;
      tie = next;
      ++last;
    }
    if (tie != Tie::None && last - first < 12) {
      std::string joined;
      for (std::size_t i = first; i <= last; ++i) joined += tokens[i].text;
      if (tie == Tie::Hyphen || joined.size() >= 6) {
        tokens[first].joined = std::move(joined);
        tokens[first].joined_count = last - first + 1;
      }
    }
    first = last + 1;
  }
}

// The words found so far and the one being read.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    for (std::size_t position = 0; position < text_.size();) {
      const std::size_t at = position;
      char32_t const c = next_code_point(text_, position);
      const Kind kind = kind_of(c);
      bool const belongs = kind == Kind::Letter || kind == Kind::Digit ||
                           (open_ && kind == Kind::Joiner) ||
                           (kind == Kind::Apostrophe && open_ && script_ == Script::Cyrillic &&
                            continues_in_cyrillic(position));
      if (!belongs) {
        close(at);
        continue;
      }
      if (!open_) {
        open_ = true;
        begin_ = at;
        script_ = Script::Digits;
      }
      if (kind == Kind::Letter && script_ == Script::Digits) script_ = script_of_letter(c);
    }
    close(text_.size());
    join_runs(text_, tokens_);
    return std::move(tokens_);
  }

 private:
  bool continues_in_cyrillic(std::size_t position) const {
    if (position >= text_.size()) return false;
    char32_t const c = next_code_point(text_, position);
    return kind_of(c) == Kind::Letter && script_of_letter(c) == Script::Cyrillic;
  }

  void close(std::size_t end) {
    if (!open_) return;
    open_ = false;
    Token token;
    token.text = normalise(text_.substr(begin_, end - begin_));
    if (token.text.empty()) return;
    token.begin = begin_;
    token.length = end - begin_;
    token.script = script_;
    if (script_ == Script::Digits && !all_digits(token.text)) token.script = Script::Other;
    tokens_.push_back(std::move(token));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  bool open_ = false;
  std::size_t begin_ = 0;
  Script script_ = Script::Digits;
};

}  // namespace

std::vector<Token> tokenise(std::string_view text) {
  return Scanner(text).run();
}

Script script_of(std::string_view word) {
  bool digits = false;
  for (std::size_t i = 0; i < word.size();) {
    char32_t const c = next_code_point(word, i);
    const Kind kind = kind_of(c);
    if (kind == Kind::Letter) return script_of_letter(c);
    digits = digits || kind == Kind::Digit;
  }
  return digits ? Script::Digits : Script::Other;
}

}  // namespace mila::language
