// Takes German compounds apart: "Wohnungssuche" → "wohnung", "suche".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace mila::language {

/// Splits German compounds by a list of words that may be parts. Immutable, so thread-safe.
class Decompounder {
 public:
  /// @param parts words that may be parts, three letters or more, any spelling; a leading '!'
  ///   marks a word that is never split ("!bahnhof"). Lines that start with '#' are skipped.
  /// @param vocabulary more words, for instance of a search index; only those of five letters
  ///   or more become parts, because short words of running text make wrong splits.
  explicit Decompounder(std::vector<std::string> const& parts,
                        std::vector<std::string> const& vocabulary = {});

  /// Parts of a word, normalised, two or more; empty if it cannot be split.
  ///
  /// The parts cover the whole word; between them (never at the end) stand nothing or one of
  /// s, es, n, en, er, e. The fewest parts win, then fewest linking letters, then the longest
  /// last part. Umlauts may be spelled ü, ue or u.
  std::vector<std::string> split(std::string_view word) const;

  /// Like `split`, but parts that are compounds themselves are split again.
  std::vector<std::string> split_fully(std::string_view word) const;

  /// Whether the word is in one of the lists.
  bool knows(std::string_view word) const;

 private:
  struct Entry {
    std::string word;
    bool whole = false;  // never to be split
  };
  using Entries = std::unordered_map<std::string, Entry>;

  void add(std::string_view line, std::size_t minimum_length);
  std::vector<std::string> split_in(Entries const& entries, std::string_view word) const;

  Entries exact_;  // by normalised spelling
  Entries keyed_;  // by german_key
};

}  // namespace mila::language
