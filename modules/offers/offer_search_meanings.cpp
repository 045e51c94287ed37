// What the words of a query mean: topics, those an offer is for, office words however they are
// spelt, and organisations.
#include <algorithm>
#include <cmath>
#include <span>

#include "engines/language/normalise.h"
#include "engines/language/stopwords.h"
#include "modules/offers/offer_search_document.h"
#include "modules/offers/offer_search_reader.h"
#include "modules/taxonomy/taxonomy.h"

namespace mila::offers::reading {
namespace {

// How much each kind of evidence is worth beside a rare word found in the text (1).
constexpr double kTopicWorth = 1.7, kByEarWorth = 1.5, kOrganisationWorth = 1.3,
                 kAudienceWorth = 0.8, kOfficeWordWorth = 0.8;
constexpr double kLittleCoverage = 0.3;
constexpr std::size_t kMostTopicsPerWord = 5, kMostTopics = 8, kMostPhrases = 300,
                      kLongestOfficeWord = 4;

}  // namespace

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

}  // namespace mila::offers::reading
