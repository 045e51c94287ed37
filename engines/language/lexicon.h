// Finds the topics a query speaks of: phrases of many languages that stand for a concept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engines/language/compounds.h"
#include "engines/language/hashed_lists.h"
#include "engines/language/languages.h"
#include "engines/language/tokens.h"

namespace mila::language {

/// A phrase of the lexicon that was found in a query.
struct Found {
  int concept_id = 0;
  double score = 0;             ///< above 0; grows with length, rarity and closeness
  std::size_t first_token = 0;  ///< the stretch of the query the phrase was found in
  std::size_t token_count = 0;
  std::string phrase;    ///< as added
  std::string language;  ///< as added

  bool operator==(Found const&) const = default;
};

/// How to search.
struct FindOptions {
  std::string_view language = {};  ///< the language the query is probably in; may be empty
  double minimum_coverage = 0.6;   ///< share of a phrase, weighted by rarity, that must be found
  std::size_t limit = 50;          ///< at most so many results
  bool one_per_concept = true;     ///< only the best phrase of each concept
};

/// Concepts with their names in many languages.
///
/// Filled with `add`, closed with `freeze`; after that only const calls, from any thread.
class Lexicon {
 public:
  /// @param decompounder splits German words of phrases and queries; without one, compounds only
  ///   match as a whole.
  explicit Lexicon(std::shared_ptr<Decompounder const> decompounder = nullptr);

  /// Adds a name of a concept. `weight` scales its score: 1 for a title, less for a loose
  /// synonym. "Ausländerbehörde (ABH)" is found by either part; other lists of names ("Arzt und
  /// Praxis") should be added one by one. Phrases without a word or of more than 16 words are
  /// ignored. Throws std::logic_error after `freeze`.
  void add(int concept_id, std::string_view phrase, std::string_view language, double weight = 1);

  /// Weighs the words by rarity; calling it again does nothing.
  void freeze();

  /// Phrases that occur in the query, best first; empty before `freeze`.
  ///
  /// A word matches as it stands, by its stem in the phrase's language, without Arabic article
  /// and prefixes, and for German by the parts of compounds in both directions. A query word may
  /// count for several phrases. Stop words support a phrase but never make one alone.
  std::vector<Found> find(std::vector<Token> const& query, FindOptions const& options = {}) const;

  /// Number of phrases; one with a part in brackets counts three times.
  std::size_t size() const { return phrases_.size(); }

 private:
  struct Phrase {
    int concept_id = 0;
    int language = -1;  // index into language_codes
    double weight = 1;
    std::uint32_t stop_units = 0;      // units that are stop words, as bits
    std::vector<std::uint64_t> units;  // what each unit is, for counting
    std::vector<float> masses;         // how rare each unit is
    double mass = 0;
    std::string text;
    std::string code;
  };
  // A key of the index leads to a run of units of a phrase: words, or parts of a compound.
  struct Posting {
    std::uint32_t phrase = 0;
    std::uint8_t first_unit = 0;
    std::uint8_t unit_count = 1;
    float quality = 1;

    bool operator==(Posting const&) const = default;
  };
  struct Key;      // one way to look up a word of the query
  struct Reading;  // all ways, and what else is known about the word
  struct Hit;      // a posting met by a word of the query
  struct Query;    // all readings, and the likely languages
  struct Match;    // a phrase that was found, and where

  void add_reading(int concept_id, std::string_view reading, std::string_view phrase_text,
                   std::string_view language, double weight);
  void index_word(std::uint32_t phrase_id, Token const& token);
  void post(std::uint64_t key, std::uint32_t phrase_id, std::size_t first_unit,
            std::size_t unit_count, float quality);
  Reading read(Token const& token) const;
  Query read_query(std::vector<Token> const& tokens, FindOptions const& options) const;
  std::vector<Hit> collect(Query const& query) const;
  static Match score_window(Phrase const& phrase, Query const& query, Hit const* begin,
                            Hit const* end, double minimum_coverage);
  Match evaluate(Hit const* begin, Hit const* end, Query const& query,
                 FindOptions const& options) const;

  std::shared_ptr<Decompounder const> decompounder_;
  std::vector<Phrase> phrases_;
  HashedLists<std::uint64_t, Posting> postings_;
  HashedLists<std::uint64_t, LanguageSet> vocabulary_;  // languages that use a word
  bool frozen_ = false;
};

}  // namespace mila::language
