// The reader of queries: what it knows while it reads. Only for the two files that implement it.
#pragma once

#include <xapian.h>

#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "modules/offers/offer_search_query.h"

namespace mila::offers::reading {

using language::Script;
using language::Token;
using Query = Xapian::Query;

inline constexpr int kGerman = language::language_index("de");

/// One word that carries meaning, and what it may be met by.
struct Group {
  std::size_t token = 0;
  std::vector<Query> ways;   // as it stands in texts
  std::vector<Query> more;   // topics, organisations
  std::vector<Query> bonus;  // parts of the word: only put in order what the others find
};

class QueryReader {
 public:
  QueryReader(Xapian::Database& database, SearchWords const& words, PlaceNames const& places,
              ReadOptions const& options)
      : database_(database),
        words_(words),
        places_(places),
        options_(options),
        reader_(language::language_index(options.language)),
        repaired_(options.repaired.begin(), options.repaired.end()) {}

  Reading read(std::string const& text);

 private:
  bool read_phone(std::string const& text);
  void find_places();
  void choose_content();
  bool is_stop(Token const& token, language::LanguageSet spoken) const;
  double trust(language::Found const& found) const;
  void find_topics();
  void add_audience(std::string const& code, language::Found const& found);
  void find_by_ear();
  void find_office_words();
  void look_for_office_word(std::string const& word, std::size_t first, std::size_t count,
                            double worth);
  void find_organisations();
  void find_texts();
  void finish();
  void add_topic(std::string const& code, double strength, std::size_t first, std::size_t count,
                 Hit::Why why);
  void mean(std::string const& term, Meaning meaning);
  std::string words_between(std::size_t first, std::size_t count) const;
  double rarity(Xapian::doccount frequency) const;
  Query text_query(Token const& token, std::string const& word, bool& known);

  Xapian::Database& database_;
  SearchWords const& words_;
  PlaceNames const& places_;
  ReadOptions const& options_;
  int reader_;
  std::set<std::string> repaired_;
  Reading reading_;
  std::string text_;
  std::vector<Group> groups_;
  std::vector<bool> is_place_, is_known_;
  std::vector<Query> place_ways_;
  std::vector<std::pair<std::string, double>> topic_scores_;
};

inline Query scaled(Query const& query, double factor) {
  return Query(Query::OP_SCALE_WEIGHT, query, factor);
}

inline Query any_of(Query::op op, std::vector<Query> const& queries) {
  if (queries.empty()) return Query::MatchNothing;
  if (queries.size() == 1) return queries.front();
  return Query(op, queries.begin(), queries.end());
}

}  // namespace mila::offers::reading
