// Where a German text may be hard to read: long sentences, negations, passives, long words. Hints for
// whoever writes, not a verdict: German grammar is judged by its word forms alone.
#ifndef MILA_ENGINES_READABILITY_READABILITY_H
#define MILA_ENGINES_READABILITY_READABILITY_H

#include <cstddef>
#include <string_view>
#include <vector>

namespace mila::readability {

enum class Kind {
  LongSentence,  ///< `count` words
  Negation,      ///< "nicht", "kein": better say what is, than what is not
  Passive,       ///< "wird … gemacht": better say who does it
  LongWord,      ///< `count` letters without a hyphen
};

/// A stretch of the text: `length` bytes at byte `offset`.
struct Hint {
  Kind kind = Kind::LongSentence;
  std::size_t offset = 0, length = 0;
  int count = 0;
  bool operator==(Hint const&) const = default;
};

struct Limits {
  int words_in_a_sentence = 0;  ///< more are too many
  int letters_in_a_word = 0;    ///< more are too many
  bool negations = false, passives = false;
};

/// Leichte Sprache: rules of the Netzwerk Leichte Sprache and DIN SPEC 33429 (short sentences, no
/// passive, no negation where it can be said otherwise, long words parted).
inline constexpr Limits kLeichteSprache{12, 14, true, true};
/// Plain German for everybody and for whoever translates.
inline constexpr Limits kPlainGerman{20, 24, false, false};

/// Hints in the order of the text. A sentence ends at . ! ? : or a line break; "z. B.", "1. Mi" and
/// "9.30" end none. UTF-8 in NFC.
std::vector<Hint> hints(std::string_view text, Limits const& limits);

}  // namespace mila::readability

#endif  // MILA_ENGINES_READABILITY_READABILITY_H
