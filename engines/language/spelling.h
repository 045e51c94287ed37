// "Did you mean": finds the words of the index that a mistyped word most likely stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engines/language/hashed_lists.h"

namespace mila::language {

/// A word that is close to what was typed.
struct Suggestion {
  std::string word;  ///< as added
  int distance = 0;  ///< edits: insert, delete, replace, swap neighbours
  double score = 0;  ///< higher is better; for comparing suggestions of one call only

  bool operator==(Suggestion const&) const = default;
};

/// Words with weights, searchable by edit distance.
///
/// Filled with `add`, closed with `freeze`; after that only const calls, from any thread.
/// Takes about 250 bytes a word.
class SpellIndex {
 public:
  /// Adds a word in its proper spelling; several spellings with one fold ("Maße", "Masse") keep
  /// the heavier one. Words of more than 40 letters are left out. Throws std::logic_error after
  /// `freeze`.
  void add(std::string_view word, double weight = 1);

  /// Builds the index; calling it again does nothing.
  void freeze();

  /// The best suggestions for a word, nearest first; empty before `freeze`.
  ///
  /// Nothing for a word that exists, also when only umlauts or accents are spelled differently,
  /// because the search finds those anyway. One edit from 4 letters, two from 8, or from 6 when
  /// the first letter agrees.
  std::vector<Suggestion> suggest(std::string_view word, int max = 3) const;

  /// Whether the word is in the index, in whatever spelling of umlauts and accents.
  bool contains(std::string_view word) const;

  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string word;
    std::u32string key;
    double weight = 0;
  };

  std::vector<Entry> entries_;
  std::unordered_map<std::u32string, std::uint32_t> by_key_;
  HashedLists<std::uint32_t, std::uint32_t> deletions_;  // entries by what is left of them
  double heaviest_ = 0;
  bool frozen_ = false;
};

}  // namespace mila::language
