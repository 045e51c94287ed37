// From text to a query: phone numbers first, then places, topics, organisations, and for each word
// that carries meaning all the ways it may stand in the index.
#include "modules/offers/offer_search_query.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "engines/language/normalise.h"
#include "engines/language/stopwords.h"
#include "modules/offers/offer_search_document.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

using language::Script;
using language::Token;
using Query = Xapian::Query;

// How much each kind of evidence is worth beside a rare word found in the text (1).
constexpr double kTopicWorth = 1.7, kByEarWorth = 1.5, kOrganisationWorth = 1.3, kStemWorth = 0.6,
                 kPartWorth = 0.6,  // with the stem 1.2: the word as it stands
    kLonePartWorth = 0.5,
                 kForeignWorth = 0.9,  // a word of neither the reader's language nor German
    kPlaceWorth = 1.4, kInChargeWorth = 0.7, kSpeaksWorth = 0.9, kAudienceWorth = 0.8,
                 kTranslatedWorth = 0.7;  // few offers are translated: no reason to prefer them
constexpr double kLittleCoverage = 0.3, kOfficeWordWorth = 0.8;
constexpr int kGerman = language::language_index("de");
constexpr std::size_t kMostTokens = 40, kMostTopicsPerWord = 5, kMostTopics = 8, kMostPhrases = 300,
                      kLongestOfficeWord = 4;

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

Query scaled(Query const& query, double factor) {
  return Query(Query::OP_SCALE_WEIGHT, query, factor);
}

Query any_of(Query::op op, std::vector<Query> const& queries) {
  if (queries.empty()) return Query::MatchNothing;
  if (queries.size() == 1) return queries.front();
  return Query(op, queries.begin(), queries.end());
}

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

void QueryReader::add_topic(std::string const& code, double strength, std::size_t first,
                            std::size_t count, Hit::Why why) {
  std::vector<Group*> covered;
  for (auto& group : groups_)
    if (group.token >= first && group.token < first + count) covered.push_back(&group);
  for (std::size_t i = first; i < first + count; ++i) is_known_[i] = true;
  if (covered.empty()) return;
  std::string term = kTopicPrefix + code;
  // A topic few offers have says more than one that many have.
  double worth = kTopicWorth * (0.7 + 0.3 * rarity(database_.get_termfreq(term)));
  auto share = strength * worth / static_cast<double>(covered.size());
  for (auto* group : covered) group->more.push_back(scaled(Query(term), share));
  mean(term, {why, code, words_between(first, count)});
  topic_scores_.emplace_back(code, strength);
}

double QueryReader::trust(language::Found const& found) const {
  int language = language::language_index(found.language);
  bool near = language == reader_ || language == kGerman;
  double trust = language == reader_ ? 1.1 : near ? 1 : 0.85;
  // "ZAB" is a German office before it is a Polish tooth.
  auto own = language::LanguageSet{1} << kGerman;
  if (reader_ >= 0) own |= language::LanguageSet{1} << reader_;
  auto const& first = reading_.tokens[found.first_token].text;
  if (!near && found.token_count == 1 && (words_.languages_of(first) & own) != 0) trust *= 0.5;
  // "Was soll ich tun" says little beside words that say more.
  bool only_stops = true;
  for (std::size_t i = 0; i < found.token_count; ++i)
    if (language::stopword_languages(reading_.tokens[found.first_token + i].text) == 0)
      only_stops = false;
  if (only_stops && reading_.tokens.size() > found.token_count + 1) trust *= 0.3;
  return trust;
}

void QueryReader::find_topics() {
  language::FindOptions find;
  find.language = options_.language;
  if (options_.guess) find.minimum_coverage = kLittleCoverage;
  // All names of a topic, because which is the best depends on the reader, too.
  find.one_per_concept = false;
  find.limit = kMostPhrases;
  auto found = words_.lexicon().find(reading_.tokens, find);
  auto const& topics = taxonomy::taxonomy().topics();
  for (auto& each : found) each.score *= trust(each);
  std::stable_sort(found.begin(), found.end(),
                   [](auto const& a, auto const& b) { return a.score > b.score; });
  std::vector<double> best(reading_.tokens.size(), 0);
  std::vector<std::size_t> taken(reading_.tokens.size(), 0);
  std::size_t used = 0;
  std::set<int> met;
  for (auto const& each : found) {
    if (!met.insert(each.concept_id).second) continue;
    auto number = static_cast<std::size_t>(each.concept_id);
    if (number >= topics.size()) {
      add_audience(words_.audiences()[number - topics.size()], each);
      continue;
    }
    // A topic must be among the better ones for some word it was found by.
    bool good = false;
    for (std::size_t i = 0; i < each.token_count; ++i) {
      auto token = each.first_token + i;
      if (each.score > 0.5 * best[token] && taken[token] < kMostTopicsPerWord) good = true;
    }
    if (!good || used >= kMostTopics) continue;
    ++used;
    for (std::size_t i = 0; i < each.token_count; ++i) {
      auto token = each.first_token + i;
      best[token] = std::max(best[token], each.score);
      ++taken[token];
    }
    auto const& topic = topics[number];
    auto words = topic.words.find(each.language);
    bool label = words != topic.words.end() && words->second.label == each.phrase;
    // The more a word can mean, the less each meaning counts.
    double doubt = 1;
    for (std::size_t i = 0; i < each.token_count; ++i)
      doubt = std::max(doubt, 1 + 0.5 * static_cast<double>(taken[each.first_token + i] - 1));
    add_topic(topic.code, each.score / doubt, each.first_token, each.token_count,
              label ? Hit::Why::Topic : Hit::Why::Synonym);
  }
}

void QueryReader::add_audience(std::string const& code, language::Found const& found) {
  std::string term = kAudiencePrefix + code;
  if (!database_.term_exists(term)) return;
  mean(term, {Hit::Why::Plain, "", words_between(found.first_token, found.token_count)});
  for (auto& group : groups_)
    if (group.token >= found.first_token && group.token < found.first_token + found.token_count)
      group.more.push_back(scaled(
          Query(term), kAudienceWorth * found.score / static_cast<double>(found.token_count)));
}

void QueryReader::find_by_ear() {
  // Only words of other scripts that mean nothing in their own language.
  std::string heard;
  std::vector<std::size_t> position;
  for (std::size_t i = 0; i < reading_.tokens.size(); ++i) {
    auto const& token = reading_.tokens[i];
    bool other_script = token.script == Script::Cyrillic || token.script == Script::Arabic;
    if (!other_script || is_known_[i] || language::stopword_languages(token.text) != 0) continue;
    heard += (heard.empty() ? "" : " ") + token.text;
    position.push_back(i);
  }
  if (heard.empty()) return;
  auto const& offices = taxonomy::taxonomy().office_words();
  std::size_t used = 0;
  for (auto const& match : words_.by_ear().match(heard)) {
    if (used++ == 3) break;
    auto const& office = offices[static_cast<std::size_t>(match.id)];
    auto first = position[match.first_word];
    auto last = position[match.first_word + match.word_count - 1];
    double strength = match.score;
    for (auto const& code : office.topics) {
      add_topic(code, strength * kByEarWorth / kTopicWorth, first, last - first + 1,
                Hit::Why::ByEar);
      strength *= 0.7;
    }
    look_for_office_word(office.word, first, last - first + 1, match.score);
  }
}

void QueryReader::look_for_office_word(std::string const& word, std::size_t first,
                                       std::size_t count, double worth) {
  for (auto& group : groups_) {
    if (group.token < first || group.token >= first + count) continue;
    for (auto const& token : language::tokenise(word)) {
      bool known = false;
      auto text = text_query(token, words_between(first, count), known);
      if (known) group.ways.push_back(scaled(text, worth));
    }
  }
}

void QueryReader::find_office_words() {
  // "mosque" stands for a topic that has churches, too; offers that say "Moschee" come first.
  std::span<Token const> tokens(reading_.tokens);
  auto const& offices = taxonomy::taxonomy().office_words();
  for (std::size_t first = 0; first < tokens.size(); ++first)
    for (std::size_t count = 1; count <= kLongestOfficeWord && first + count <= tokens.size();
         ++count) {
      auto stretch = tokens.subspan(first, count);
      int number = words_.office_word(stretch);
      if (number < 0) continue;
      auto const& word = offices[static_cast<std::size_t>(number)].word;
      auto german = language::tokenise(word);
      // The word itself is looked for anyway; letters of another word ("ABH") may mean anything.
      if (german.size() == 1 && german[0].text != stretch[0].text)
        look_for_office_word(word, first, count, kOfficeWordWorth);
    }
}

void QueryReader::find_organisations() {
  auto const& tokens = reading_.tokens;
  for (std::size_t first = 0; first < tokens.size(); ++first) {
    std::string key;
    for (std::size_t count = 1; count <= 6 && first + count <= tokens.size(); ++count) {
      key += language::german_key(tokens[first + count - 1].text);
      std::string term = search::fitting_term(kOrganisationPrefix + key);
      if (key.size() < 3 || !database_.term_exists(term)) continue;
      std::vector<Group*> covered;
      for (auto& group : groups_)
        if (group.token >= first && group.token < first + count) covered.push_back(&group);
      for (std::size_t i = first; i < first + count; ++i) is_known_[i] = true;
      for (auto* group : covered)
        group->more.push_back(scaled(
            Query(term), kOrganisationWorth * std::sqrt(static_cast<double>(covered.size())) /
                             static_cast<double>(covered.size())));
      mean(term, {Hit::Why::Organisation, "", words_between(first, count)});
    }
  }
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

}  // namespace

Reading read_query(Xapian::Database& database, SearchWords const& words, PlaceNames const& places,
                   std::string const& text, ReadOptions const& options) {
  return QueryReader(database, words, places, options).read(text);
}

}  // namespace mila::offers
