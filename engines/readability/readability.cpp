// Sentences, words, and what is hard about them.
#include "engines/readability/readability.h"

#include <algorithm>
#include <array>
#include <string>

namespace mila::readability {
namespace {

struct Word {
  std::size_t offset = 0, length = 0;
  int letters = 0;       ///< characters, a hyphen begins to count anew; the longest part counts
  bool number = false;   ///< nothing but digits and signs
  std::string lower;     ///< ASCII and umlauts in lower case
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

/// "Ä" → "ä" and so on; German needs no more (two bytes, C3 84/96/9C).
std::string lower_german(std::string_view text) {
  std::string lower;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    bool umlaut = i > 0 && text[i - 1] == '\xC3' && (c == '\x84' || c == '\x96' || c == '\x9C');
    lower += umlaut ? static_cast<char>(static_cast<unsigned char>(c) + 0x20) : c;
  }
  return lower;
}

/// Dashes and quotation marks of three bytes (U+2010…U+203F) are no letters.
bool is_sign(std::string_view text, std::size_t at) {
  auto byte = static_cast<unsigned char>(text[at]);
  if (byte == 0xE2) return true;
  if (byte == 0xC2) return true;  // «, », ·, soft hyphen, no-break space
  return byte < 0x80 && !((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          is_digit(static_cast<char>(byte)));
}

std::size_t sign_length(std::string_view text, std::size_t at) {
  std::size_t length = 1;
  while (at + length < text.size() && !begins_character(text[at + length])) ++length;
  return length;
}

/// The word at `at`, which begins with a letter or digit. Signs inside belong to it: "E-Mail", "9.30",
/// "und/oder", "rat@example.org".
Word word_at(std::string_view text, std::size_t at) {
  Word word;
  word.offset = at;
  word.number = true;
  int part = 0;
  std::size_t end = at;
  while (end < text.size()) {
    if (!is_sign(text, end)) {
      if (begins_character(text[end])) ++part;
      word.number = word.number && is_digit(text[end]);
      ++end;
    } else {
      std::size_t length = sign_length(text, end);
      bool goes_on = end + length < text.size() && !is_sign(text, end + length) && !is_blank(text[end]);
      char c = text[end];
      char next = goes_on ? text[end + length] : ' ';
      bool inside = c == '-' || c == '/' || c == '\'' || c == '@' ||
                    static_cast<unsigned char>(c) == 0xC2 ||
                    (c == '.' && next >= 'a' && next <= 'z') ||
                    ((c == '.' || c == ',' || c == ':') && is_digit(text[end - 1]) && is_digit(next));
      if (!inside || !goes_on) break;
      word.letters = std::max(word.letters, part);
      part = 0;
      end += length;
    }
  }
  word.letters = std::max(word.letters, part);
  word.length = end - at;
  word.lower = lower_german(text.substr(at, word.length));
  return word;
}

/// Whether the sign at `at` ends the sentence, after `last`.
bool ends_sentence(std::string_view text, std::size_t at, Word const* last) {
  char c = text[at];
  if (c == '\n' || c == '!' || c == '?' || c == ':') return true;
  if (c != '.') return false;
  // "z. B.", "1. Mi", "2026.": a letter or a number alone before the point.
  if (last && last->offset + last->length == at && (last->number || last->letters == 1)) {
    std::size_t next = at + 1;
    while (next < text.size() && text[next] == ' ') ++next;
    return next == text.size() || text[next] == '\n';
  }
  return true;
}

bool starts(std::string const& word, std::string_view with) { return word.rfind(with, 0) == 0; }
bool ends(std::string const& word, std::string_view with) {
  return word.size() >= with.size() && word.compare(word.size() - with.size(), with.size(), with) == 0;
}

bool is_negation(std::string const& word) {
  constexpr std::array<std::string_view, 10> kWords{"nicht", "kein", "keine", "keinen", "keiner",
                                                    "keinem", "keines", "nie", "niemand", "nichts"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_werden(std::string const& word) {
  constexpr std::array<std::string_view, 6> kForms{"wird", "werden", "wurde", "wurden", "worden", "werde"};
  return std::find(kForms.begin(), kForms.end(), word) != kForms.end();
}

/// Past participles as their form shows them: "gemacht", "angerufen", "besucht", "informiert".
/// Those that look like an infinitive ("beraten") count only after "wurde", "worden".
bool is_participle(std::string const& word, bool past) {
  if (word.size() < 5) return false;
  bool t = ends(word, "t"), en = ends(word, "en");
  if (!t && !en) return false;
  if (ends(word, "iert")) return true;
  if (starts(word, "ge") && !starts(word, "geb") && !starts(word, "geh")) return true;
  if (starts(word, "ge") && t) return true;
  constexpr std::array<std::string_view, 12> kPrefixes{"ab",  "an",  "auf", "aus", "ein", "mit",
                                                       "vor", "zu",  "nach", "weiter", "um", "her"};
  for (auto prefix : kPrefixes)
    if (starts(word, prefix) && word.compare(prefix.size(), 2, "ge") == 0) return true;
  constexpr std::array<std::string_view, 6> kInseparable{"be", "er", "ver", "zer", "ent", "emp"};
  for (auto prefix : kInseparable)
    if (starts(word, prefix)) return t || past;
  return false;
}

class Reader {
 public:
  Reader(std::string_view text, Limits const& limits) : text_(text), limits_(limits) {}

  std::vector<Hint> run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (!is_sign(text_, at)) {
        words_.push_back(word_at(text_, at));
        at += words_.back().length;
        continue;
      }
      if (ends_sentence(text_, at, words_.empty() ? nullptr : &words_.back())) finish();
      at += sign_length(text_, at);
    }
    finish();
    std::stable_sort(hints_.begin(), hints_.end(),
                     [](Hint const& a, Hint const& b) { return a.offset < b.offset; });
    return std::move(hints_);
  }

 private:
  void finish() {
    if (words_.empty()) return;
    auto const& first = words_.front();
    auto const& last = words_.back();
    int count = static_cast<int>(words_.size());
    std::size_t length = last.offset + last.length - first.offset;
    if (count > limits_.words_in_a_sentence)
      hints_.push_back({Kind::LongSentence, first.offset, length, count});
    for (auto const& word : words_) {
      if (limits_.negations && is_negation(word.lower))
        hints_.push_back({Kind::Negation, word.offset, word.length, 0});
      bool address = word.lower.find('.') != std::string::npos || word.lower.find('@') != std::string::npos;
      if (word.letters > limits_.letters_in_a_word && !address)
        hints_.push_back({Kind::LongWord, word.offset, word.length, word.letters});
    }
    if (limits_.passives) find_passive();
    words_.clear();
  }

  void find_passive() {
    auto werden = std::find_if(words_.begin(), words_.end(),
                               [](Word const& word) { return is_werden(word.lower); });
    if (werden == words_.end()) return;
    bool past = starts(werden->lower, "wurde") || werden->lower == "worden";
    for (auto const& word : words_)
      if (is_participle(word.lower, past) && &word != &*werden) {
        std::size_t from = std::min(werden->offset, word.offset);
        std::size_t to = std::max(werden->offset + werden->length, word.offset + word.length);
        hints_.push_back({Kind::Passive, from, to - from, 0});
        return;
      }
  }

  std::string_view text_;
  Limits const& limits_;
  std::vector<Word> words_;
  std::vector<Hint> hints_;
};

}  // namespace

std::vector<Hint> hints(std::string_view text, Limits const& limits) {
  return Reader(text, limits).run();
}

}  // namespace mila::readability
