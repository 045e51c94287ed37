// Cuts an hours text into tokens. Numbers are the delicate part: "9.30" is a time, "2." an ordinal,
// "07.09.2026" a date.
#include <array>

#include "engines/hours/text_items.h"

namespace mila::hours::internal {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Characters of several bytes that mean the same as a plain one.
struct Alias {
  std::string_view bytes;
  char plain;
};
constexpr std::array<Alias, 12> aliases{{{"\u2010", '-'},
                                         {"\u2011", '-'},
                                         {"\u2012", '-'},
                                         {"\u2013", '-'},
                                         {"\u2014", '-'},
                                         {"\u2015", '-'},
                                         {"\u2212", '-'},
                                         {"\u00a0", ' '},
                                         {"\u202f", ' '},
                                         {"\u2009", ' '},
                                         {"\u2007", ' '},
                                         {"\ufeff", ' '}}};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void add(TokenKind kind, std::size_t length, int a = 0, int b = 0) {
    Token token;
    token.kind = kind;
    token.offset = at_;
    token.length = length;
    token.a = a;
    token.b = b;
    tokens_.push_back(std::move(token));
    at_ += length;
  }

  void step() {
    char c = peek();
    std::size_t length = 1;
    for (Alias const& alias : aliases) {
      if (!text_.substr(at_).starts_with(alias.bytes)) continue;
      c = alias.plain;
      length = alias.bytes.size();
    }
    switch (c) {
      case ' ':
      case '\t':
      case '\r':
        at_ += length;
        return;
      case '-':
        return add(TokenKind::Dash, length);
      case ',':
        return add(TokenKind::Comma, 1);
      case ':':
        return add(TokenKind::Colon, 1);
      case ';':
        return add(TokenKind::Semicolon, 1);
      case '|':
      case '\n':
        return add(TokenKind::Bar, 1);
      case '/':
        return add(TokenKind::Slash, 1);
      case '+':
      case '&':
        return add(TokenKind::And, 1);
      case '(':
        return note();
      default:
        break;
    }
    if (is_digit(c)) return number();
    if (word_length(at_) > 0) return word();
    add(TokenKind::Other, 1);
  }

  /// Bytes of the letter at `at`: ASCII letters and German umlauts; 0 for anything else.
  std::size_t word_length(std::size_t at) const {
    char const c = text_[at];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 1;
    for (std::string_view letter : {"ä", "ö", "ü", "Ä", "Ö", "Ü", "ß"}) {
      if (text_.substr(at).starts_with(letter)) return letter.size();
    }
    return 0;
  }

  void word() {
    std::size_t end = at_;
    std::string lower;
    while (end < text_.size()) {
      std::size_t const length = word_length(end);
      if (length == 0) break;
      std::string_view const letter = text_.substr(end, length);
      if (letter == "Ä")
        lower += "ä";
      else if (letter == "Ö")
        lower += "ö";
      else if (letter == "Ü")
        lower += "ü";
      else if (length == 1 && letter[0] <= 'Z')
        lower += static_cast<char>(letter[0] + 32);
      else
        lower += letter;
      end += length;
    }
    // "Mo.", "u.", "Tel.": the full stop belongs to the word.
    if (end < text_.size() && text_[end] == '.') ++end;
    bool const joins = lower == "und" || lower == "u" || lower == "sowie" || lower == "and";
    add(joins ? TokenKind::And : TokenKind::Word, end - at_);
    tokens_.back().word = std::move(lower);
  }

  void note() {
    std::size_t const end = text_.find_first_of("()|\n", at_ + 1);
    if (end == std::string_view::npos || text_[end] != ')') return add(TokenKind::Other, 1);
    std::string inner(text_.substr(at_ + 1, end - at_ - 1));
    auto const first = inner.find_first_not_of(" \t\r");
    inner = first == std::string::npos
                ? std::string{}
                : inner.substr(first, inner.find_last_not_of(" \t\r") - first + 1);
    add(inner.empty() ? TokenKind::Other : TokenKind::Note, end + 1 - at_);
    tokens_.back().word = std::move(inner);
  }

  /// Reads up to `most` digits at `at`; `at` moves behind them. -1 if there is none.
  int digits(std::size_t& at, std::size_t most) const {
    int value = -1;
    for (std::size_t i = 0; i < most && at < text_.size() && is_digit(text_[at]); ++i, ++at) {
      value = (value < 0 ? 0 : value) * 10 + (text_[at] - '0');
    }
    return value;
  }

  bool digit_at(std::size_t at) const { return at < text_.size() && is_digit(text_[at]); }
  char char_at(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  void number() {
    if (iso_date() || german_date() || time()) return;
    std::size_t end = at_;
    int const value = digits(end, 2);
    if (digit_at(end)) {
      while (digit_at(end)) ++end;
      return add(TokenKind::Other, end - at_);
    }
    if (char_at(end) == '.' && !digit_at(end + 1))
      return add(TokenKind::Ordinal, end + 1 - at_, value);
    add(TokenKind::Number, end - at_, value);
  }

  bool iso_date() {
    std::size_t end = at_;
    int const year = digits(end, 4);
    if (end != at_ + 4 || char_at(end) != '-') return false;
    int const month = digits(++end, 2);
    if (char_at(end) != '-') return false;
    int const day = digits(++end, 2);
    if (month < 0 || day < 0 || digit_at(end)) return false;
    add_date(end, year, month, day);
    return true;
  }

  bool german_date() {
    std::size_t end = at_;
    int const day = digits(end, 2);
    if (char_at(end) != '.') return false;
    ++end;
    while (char_at(end) == ' ') ++end;
    int const month = digits(end, 2);
    if (month < 0 || char_at(end) != '.') return false;
    ++end;
    while (char_at(end) == ' ') ++end;
    std::size_t const year_begin = end;
    int year = digits(end, 4);
    std::size_t const length = end - year_begin;
    if (digit_at(end) || (length != 2 && length != 4)) return false;
    if (length == 2) year += 2000;
    add_date(end, year, month, day);
    return true;
  }

  void add_date(std::size_t end, int year, int month, int day) {
    add(TokenKind::Date, end - at_);
    tokens_.back().date =
        Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
             std::chrono::day{static_cast<unsigned>(day)}};
  }

  bool time() {
    std::size_t end = at_;
    int const hour = digits(end, 2);
    char const separator = char_at(end);
    if (separator != ':' && separator != '.') return false;
    std::size_t const minutes_begin = ++end;
    int const minute = digits(end, 2);
    if (end != minutes_begin + 2 || digit_at(end)) return false;
    // "01.03.": a date without a year, or the end of a sentence; too much alike.
    if (char_at(end) == '.') {
      add(TokenKind::Other, end + 1 - at_);
      return true;
    }
    // "05.06" looks like a date; offices open at round minutes.
    bool const date_like = separator == '.' && minute % 5 != 0 && minute != 59;
    add(date_like ? TokenKind::Other : TokenKind::Time, end - at_, hour, minute);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace mila::hours::internal
