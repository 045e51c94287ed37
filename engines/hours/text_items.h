// The words of an hours text: characters become tokens, tokens become items such as "Monday to
// Friday" or "9 to 12". Internal to the library; text_parse.cpp puts items together to rules.
#ifndef MILA_ENGINES_HOURS_TEXT_ITEMS_H
#define MILA_ENGINES_HOURS_TEXT_ITEMS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/hours/hours.h"

namespace mila::hours::internal {

enum class TokenKind : std::uint8_t {
  Word,     ///< Lower case.
  Number,   ///< One or two digits: `a`.
  Ordinal,  ///< "2.": `a`.
  Time,     ///< "9:30", "9.30": `a` hours, `b` minutes.
  Date,
  Note,  ///< What stands in brackets.
  Dash,
  Comma,
  Colon,
  Semicolon,
  Bar,  ///< "|" or line break.
  Slash,
  And,   ///< "+", "&" and the words for "and".
  Other  ///< Anything else; becomes an issue.
};

struct Token {
  TokenKind kind = TokenKind::Other;
  std::size_t offset = 0, length = 0;
  int a = 0, b = 0;
  Date date{};
  std::string word;
};

/// Never fails: what it does not know becomes `Other`.
std::vector<Token> tokens_of(std::string_view text);

/// How an item is tied to the one before it; the strongest separator between them counts.
enum class Join : std::uint8_t { None, Comma, And, Semicolon, Bar };

enum class ItemKind : std::uint8_t {
  Days,        ///< `days`, with `each` ("every") in front or not
  Hours,       ///< `opens`, `closes`
  AllDay,      ///< "24 Stunden"
  Access,      ///< `access`; `extra` if the phrase may mean "and else by appointment"
  From,        ///< `date`
  To,          ///< `date`
  On,          ///< `date`
  EveryWeeks,  ///< `weeks`
  OfMonth,     ///< "im Monat"
  OnHolidays,  ///< "auch an Feiertagen"
  Closed,
  Note,    ///< `text`
  Problem  ///< `text` is the message key
};

struct Item {
  ItemKind kind = ItemKind::Problem;
  Join join = Join::None;
  std::size_t offset = 0, length = 0;
  std::vector<ByDay> days;
  bool each = false;
  bool extra = false;
  Minutes opens{}, closes{};
  Access access = Access::OpenDoor;
  Date date{};
  int weeks = 1;
  std::string text;
};

/// The items of a text in their order; joins before the first item are dropped.
std::vector<Item> items_of(std::string_view text);

}  // namespace mila::hours::internal

#endif  // MILA_ENGINES_HOURS_TEXT_ITEMS_H
