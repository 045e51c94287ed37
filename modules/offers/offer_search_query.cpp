// From text to a query: phone numbers first, then places and the words that carry meaning; topics
// and organisations (offer_search_meanings.cpp); and for each word all the ways it may stand in the
// index.
#include "modules/offers/offer_search_query.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstring>

#include "engines/language/normalise.h"
#include "engines/language/stopwords.h"
#include "modules/offers/offer_search_document.h"
#include "modules/offers/offer_search_reader.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace reading {
namespace {

// How much each kind of evidence is worth beside a rare word found in the text (1).
constexpr double kStemWorth = 0.6,
                 kPartWorth = 0.6,  // with the stem 1.2: the word as it stands
    kLonePartWorth = 0.5,
                 kForeignWorth = 0.9,  // a word of neither the reader's language nor German
    kPlaceWorth = 1.4, kInChargeWorth = 0.7, kSpeaksWorth = 0.9,
                 kTranslatedWorth = 0.7;  // few offers are translated: no reason to prefer them
constexpr std::size_t kMostTokens = 40;

}  // namespace

void QueryReader::mean(std::string const& term, Meaning meaning) {
  reading_.meanings.emplace(term, std::move(meaning));
}

std::string QueryReader::words_between(std::size_t first, std::size_t count) const {
  if (count == 0 || first + count > reading_.tokens.size()) return "";
  auto const& last = reading_.tokens[first + count - 1];
  std::size_t begin = reading_.tokens[first].begin;
  return text_.substr(begin, last.begin + last.length - begin);
}

double QueryReader::rarity(Xapian::doccount frequency) const {
  double total = std::max<double>(1, database_.get_doccount());
  return std::max(0.15, std::log1p(total / std::max<double>(1, frequency)) / std::log1p(total));
}

bool QueryReader::read_phone(std::string const& text) {
  bool digits_only = std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) || std::strchr(" +-/().", c);
  });
  std::string digits = digits_only ? phone_digits(text) : "";
  if (digits.empty() || !database_.term_exists(kPhonePrefix + digits)) return false;
  std::string term = kPhonePrefix + digits;
  mean(term, {Hit::Why::Phone, "", std::string(trim(text))});
  reading_.strict = reading_.loose = Query(term);
  reading_.groups = 1;
  return true;
}

void QueryReader::find_places() {
  is_place_.assign(reading_.tokens.size(), false);
  for (auto const& match : places_.find(reading_.tokens)) {
    for (std::size_t i = 0; i < match.count; ++i) is_place_[match.first + i] = true;
    std::vector<Query> ways;
    for (auto const* place : match.places) {
      reading_.places.push_back(place);
      ways.push_back(scaled(Query(kPlacePrefix + place->id), kPlaceWorth));
      ways.push_back(scaled(Query(kAreaPrefix + place->id), kInChargeWorth));
      auto word = words_between(match.first, match.count);
      mean(kPlacePrefix + place->id, {Hit::Why::Plain, "", word});
      mean(kAreaPrefix + place->id, {Hit::Why::Plain, "", word});
    }
    place_ways_.push_back(any_of(Query::OP_OR, ways));
  }
}

bool QueryReader::is_stop(Token const& token, language::LanguageSet spoken) const {
  auto stops = language::stopword_languages(token.text);
  if (stops == 0) return false;
  // "iş" is work to a Turk although it looks like an English "is".
  bool reads = reader_ >= 0;
  auto own = reads ? language::LanguageSet{1} << reader_ : 0;
  if ((stops & own) == 0 && (words_.languages_of(token.text) & own) != 0) return false;
  return (stops & (spoken | own)) != 0;
}

void QueryReader::choose_content() {
  // The languages most words of the query belong to.
  std::array<int, language::language_codes.size()> votes{};
  int most = 0;
  for (auto const& token : reading_.tokens) {
    auto set = language::stopword_languages(token.text) | words_.languages_of(token.text);
    for (std::size_t i = 0; i < votes.size(); ++i)
      if ((set >> i) & 1) most = std::max(most, ++votes[i]);
  }
  language::LanguageSet spoken = 0;
  for (std::size_t i = 0; i < votes.size(); ++i)
    if (most > 0 && votes[i] == most) spoken |= language::LanguageSet{1} << i;
  for (std::size_t i = 0; i < reading_.tokens.size(); ++i)
    if (!is_place_[i] && !is_stop(reading_.tokens[i], spoken)) groups_.push_back({i, {}, {}, {}});
  if (groups_.empty() && place_ways_.empty())
    for (std::size_t i = 0; i < reading_.tokens.size(); ++i) groups_.push_back({i, {}, {}, {}});
  reading_.content = groups_.size();
}

Query QueryReader::text_query(Token const& token, std::string const& word, bool& known) {
  std::vector<Query> ways;
  // Stems of other languages count only where the reader's own and German know nothing: many short
  // words mean different things in different languages.
  std::vector<Query> near, foreign;
  double near_worth = 0, foreign_worth = 0;
  for (auto const& way : words_.query_terms(token)) {
    auto term = search::fitting_term(way.term);
    auto frequency = database_.get_termfreq(term);
    if (frequency == 0) continue;
    known = true;
    bool is_near = way.language == reader_ || way.language <= 0;
    (is_near ? near : foreign).push_back(Query(term));
    double& worth = is_near ? near_worth : foreign_worth;
    worth = std::max(worth, rarity(frequency) * way.quality);
    mean(term, {Hit::Why::Translation, "", word, way.language, true});
  }
  if (!near.empty())
    ways.push_back(scaled(any_of(Query::OP_SYNONYM, near), near_worth * kStemWorth));
  else if (!foreign.empty())
    ways.push_back(scaled(any_of(Query::OP_SYNONYM, foreign), foreign_worth * kForeignWorth));
  std::vector<Query> parts;
  auto part_terms = words_.part_terms(token);
  double all_rarity = 0;
  for (auto const& term : part_terms) {
    auto frequency = database_.get_termfreq(term);
    if (frequency == 0) {
      parts.clear();
      break;
    }
    all_rarity += rarity(frequency);
    parts.push_back(Query(term));
    mean(term, {Hit::Why::Plain, "", word, 0, true});
  }
  if (!parts.empty()) {
    known = true;
    double each = kPartWorth * all_rarity / static_cast<double>(parts.size() * parts.size());
    ways.push_back(scaled(any_of(Query::OP_AND, parts), each));
  }
  auto spoken = words_.language_named(token);
  if (!spoken.empty()) {
    known = true;
    ways.push_back(scaled(Query(kSpeaksPrefix + spoken), kSpeaksWorth));
    mean(kSpeaksPrefix + spoken, {Hit::Why::Plain, "", word});
  }
  return any_of(Query::OP_OR, ways);
}

void QueryReader::find_texts() {
  for (auto& group : groups_) {
    bool known = false;
    auto text = text_query(reading_.tokens[group.token], words_between(group.token, 1), known);
    if (!known) continue;
    bool understood = !group.more.empty() && reader_ != kGerman;
    group.ways.push_back(understood ? scaled(text, kTranslatedWorth) : text);
    is_known_[group.token] = true;
  }
  for (auto& group : groups_) {
    auto parts = words_.part_terms(reading_.tokens[group.token]);
    for (auto const& term : parts)
      if (auto frequency = database_.get_termfreq(term); frequency > 0 && parts.size() > 1)
        group.bonus.push_back(scaled(
            Query(term), kLonePartWorth * rarity(frequency) / static_cast<double>(parts.size())));
  }
}

void QueryReader::finish() {
  std::vector<Query> met;
  for (auto const& group : groups_) {
    std::vector<Query> ways = group.more;
    if (!group.ways.empty()) ways.push_back(any_of(Query::OP_OR, group.ways));
    if (!is_known_[group.token]) reading_.unknown.push_back(group.token);
    met.push_back(any_of(Query::OP_OR, ways));
    if (!group.bonus.empty())
      met.back() = Query(Query::OP_AND_MAYBE, met.back(), any_of(Query::OP_OR, group.bonus));
  }
  Query place = any_of(Query::OP_OR, place_ways_);
  if (met.empty()) {
    reading_.groups = place_ways_.size();
    reading_.strict = reading_.loose = place;
  } else {
    reading_.groups = met.size();
    reading_.strict = any_of(Query::OP_AND, met);
    reading_.loose = any_of(Query::OP_OR, met);
    if (!place_ways_.empty())
      for (auto* query : {&reading_.strict, &reading_.loose})
        *query = Query(Query::OP_AND_MAYBE, *query, place);
  }
  std::stable_sort(topic_scores_.begin(), topic_scores_.end(),
                   [](auto const& a, auto const& b) { return a.second > b.second; });
  for (auto const& [code, score] : topic_scores_)
    if (std::find(reading_.topics.begin(), reading_.topics.end(), code) == reading_.topics.end())
      reading_.topics.push_back(code);
  if (repaired_.empty()) return;
  for (auto& [term, meaning] : reading_.meanings)
    if (!meaning.is_text && repaired_.contains(language::normalise(meaning.word)))
      meaning.why = Hit::Why::Spelling;
}

Reading QueryReader::read(std::string const& text) {
  text_ = text;
  reading_.tokens = language::tokenise(text);
  if (reading_.tokens.size() > kMostTokens) reading_.tokens.resize(kMostTokens);
  is_known_.assign(reading_.tokens.size(), false);
  if (reading_.tokens.empty() || read_phone(text)) return std::move(reading_);
  find_places();
  choose_content();
  find_topics();
  find_organisations();
  find_by_ear();
  find_office_words();
  find_texts();
  finish();
  return std::move(reading_);
}

}  // namespace reading

Reading read_query(Xapian::Database& database, SearchWords const& words, PlaceNames const& places,
                   std::string const& text, ReadOptions const& options) {
  return reading::QueryReader(database, words, places, options).read(text);
}

}  // namespace mila::offers
