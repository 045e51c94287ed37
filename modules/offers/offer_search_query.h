// Reads what a person typed: which words carry it, which topics, places, organisations and numbers
// they stand for, and which are unknown. What comes out is a query for the index.
#pragma once

#include <xapian.h>

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "modules/offers/offer_search.h"
#include "modules/offers/offer_search_words.h"
#include "modules/places/places.h"

namespace mila::offers {

/// Names and postcodes of a county's places as people type them.
class PlaceNames {
 public:
  explicit PlaceNames(std::shared_ptr<places::Gazetteer const> gazetteer);
  places::Gazetteer const& gazetteer() const { return *gazetteer_; }
  struct Match {
    std::size_t first = 0, count = 0;  // words of the query
    std::vector<places::Place const*> places;
  };
  std::vector<Match> find(std::vector<language::Token> const& tokens) const;
  /// The words of all names, for spelling.
  std::vector<std::string> words() const;

 private:
  std::shared_ptr<places::Gazetteer const> gazetteer_;
  std::unordered_map<std::string, std::vector<places::Place const*>> by_name_;
  std::size_t longest_ = 1;  // in words
};

/// What a term of the query says about an offer that has it.
struct Meaning {
  Hit::Why why = Hit::Why::Plain;
  std::string topic, word;
  int language = -1;     ///< of a text term
  bool is_text = false;  ///< shows in the offer when it stands in name or summary
};

struct Reading {
  /// All words must be met, or a fair share of them.
  Xapian::Query strict, loose;
  std::size_t groups = 0;                             ///< words or phrases that must be met
  std::unordered_map<std::string, Meaning> meanings;  ///< by term
  std::vector<std::string> topics;                    ///< best first
  std::vector<places::Place const*> places;
  std::vector<std::size_t> unknown;  ///< numbers of words nothing is known of
  std::vector<language::Token> tokens;
  std::size_t content = 0;  ///< words that are no stop words
};

/// Weighs terms by the field they stand in and by the factor the query gives them, so that the
/// query alone decides how much a word is worth.
class FieldWeight : public Xapian::Weight {
 public:
  FieldWeight() {
    need_stat(WDF);
    need_stat(WDF_MAX);
  }
  std::string name() const override { return "FieldWeight"; }
  FieldWeight* clone() const override { return new FieldWeight; }
  void init(double factor) override { factor_ = factor; }
  double get_sumpart(Xapian::termcount wdf, Xapian::termcount, Xapian::termcount) const override {
    return factor_ * wdf / (wdf + 4.0);
  }
  double get_maxpart() const override { return factor_; }
  double get_sumextra(Xapian::termcount, Xapian::termcount) const override { return 0; }
  double get_maxextra() const override { return 0; }

 private:
  double factor_ = 0;
};

/// How a text is to be read.
struct ReadOptions {
  std::string language;  ///< the reader's
  /// Words (normalised) the search put in by itself for misspelt ones.
  std::vector<std::string> repaired;
  /// Takes topics of which the text has only a little: when nothing else was found.
  bool guess = false;
};
Reading read_query(Xapian::Database& database, SearchWords const& words, PlaceNames const& places,
                   std::string const& text, ReadOptions const& options);

}  // namespace mila::offers
