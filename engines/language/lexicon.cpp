// An inverted index from words, stems and compound parts to the phrases they occur in. A phrase is
// a row of units (words, or the parts of a German compound); a query covers some of them.
#include "engines/language/lexicon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "engines/language/normalise.h"
#include "engines/language/stems.h"
#include "engines/language/stopwords.h"

namespace mila::language {
namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t most_units = 32;
constexpr std::size_t most_query_tokens = 64;  // the rest of a longer text is not looked at

// How much a match is worth that is not the word as it stands.
constexpr float stem_quality = 0.92F;
constexpr float alternative_quality = 0.9F;  // Arabic without its prefix
constexpr float root_quality = 0.8F;         // German root or part of a compound
constexpr double stop_unit_mass = 0.02;      // "Ich möchte helfen" is a little more than "helfen"

std::uint64_t hash_key(char space, int language, std::string_view word) {
  std::uint64_t hash = 14695981039346656037ULL;
  auto const mix = [&](unsigned value) { hash = (hash ^ value) * 1099511628211ULL; };
  mix(static_cast<unsigned char>(space));
  mix(static_cast<unsigned>(language + 1));
  for (char const c : word) mix(static_cast<unsigned char>(c));
  return hash ^ (hash >> 31);
}

// The three kinds of keys: words as they stand, stems of a language, German roots.
std::uint64_t word_key(std::string_view word) {
  return hash_key('w', -1, german_key(word));
}
std::uint64_t stem_key(int language, std::string_view stem) {
  return hash_key('s', language, stem);
}
std::uint64_t root_key(std::string_view word) {
  return hash_key('r', 0, german_root(word));
}

constexpr int german = language_index("de");
constexpr int arabic = language_index("ar");

bool has(LanguageSet set, int language) {
  return language >= 0 && ((set >> language) & LanguageSet{1}) != 0;
}

}  // namespace

struct Lexicon::Key {
  std::uint64_t key = 0;
  float quality = 1;
  std::uint8_t part = 0;        // which part of a compound, from 1; 0: the whole word
  std::size_t token_count = 1;  // more for "E-Mail" read as "email"
};

struct Lexicon::Reading {
  std::vector<Key> keys;
  LanguageSet stops = 0;
  std::size_t parts = 1;
};

struct Lexicon::Hit {
  std::uint32_t phrase = 0;
  float quality = 1;
  std::uint16_t token = 0;
  std::uint8_t token_count = 1;
  std::uint8_t first_unit = 0;
  std::uint8_t unit_count = 1;
  std::uint8_t part = 0;
};

struct Lexicon::Match {
  std::uint32_t phrase = 0;
  double score = 0;  // 0: not found
  std::size_t first_token = 0;
  std::size_t last_token = 0;
};

struct Lexicon::Query {
  std::vector<Reading> readings;
  LanguageSet dominant = 0;

  // Whether a word says something, or is only a stop word of the language that is spoken. (In a
  // phrase of another language it may mean a topic: "is" is Turkish for work.)
  bool is_content(std::size_t token) const {
    return readings.size() == 1 || (readings[token].stops & dominant) == 0;
  }
};

Lexicon::Lexicon(std::shared_ptr<Decompounder const> decompounder)
    : decompounder_(std::move(decompounder)) {}

void Lexicon::post(std::uint64_t key, std::uint32_t phrase_id, std::size_t first_unit,
                   std::size_t unit_count, float quality) {
  postings_.add(key, {phrase_id, static_cast<std::uint8_t>(first_unit),
                      static_cast<std::uint8_t>(unit_count), quality});
}

void Lexicon::index_word(std::uint32_t phrase_id, Token const& token) {
  Phrase& phrase = phrases_[phrase_id];
  std::vector<std::string> parts;
  if (phrase.language == german && decompounder_) parts = decompounder_->split_fully(token.text);
  const std::size_t first = phrase.units.size();
  if (first + std::max<std::size_t>(1, parts.size()) > most_units) return;

  const std::string own_stem = stem(token.text, phrase.code);
  if (parts.empty()) {
    if (is_stopword(token.text, phrase.code)) phrase.stop_units |= 1U << first;
    // Stop words too: "suchen" is one, but the "suche" of "Wohnungssuche" should meet it.
    bool const by_root = phrase.language == german;
    phrase.units.push_back(by_root ? root_key(token.text) : stem_key(phrase.language, own_stem));
    if (by_root) post(phrase.units.back(), phrase_id, first, 1, root_quality);
  } else {
    for (std::string const& part : parts) {
      phrase.units.push_back(root_key(part));
      post(phrase.units.back(), phrase_id, phrase.units.size() - 1, 1, root_quality);
    }
  }
  const std::size_t count = phrase.units.size() - first;
  const std::uint64_t word = word_key(token.text);
  if (phrase.language >= 0) vocabulary_.add(word, LanguageSet{1} << phrase.language);
  post(word, phrase_id, first, count, 1);
  post(stem_key(phrase.language, own_stem), phrase_id, first, count, stem_quality);
  if (phrase.language == arabic) {
    for (std::string const& reading : arabic_alternatives(token.text)) {
      post(word_key(reading), phrase_id, first, count, alternative_quality);
    }
  }
}

void Lexicon::add(int concept_id, std::string_view phrase, std::string_view language,
                  double weight) {
  if (frozen_) throw std::logic_error("Lexicon::add after freeze");
  add_reading(concept_id, phrase, phrase, language, weight);
  const std::size_t open = phrase.find('(');
  const std::size_t close = phrase.find(')', open == std::string_view::npos ? 0 : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return;
  const std::string outside =
      std::string(phrase.substr(0, open)) + std::string(phrase.substr(close + 1));
  if (tokenise(outside).empty()) return;
  add_reading(concept_id, outside, phrase, language, weight);
  add_reading(concept_id, phrase.substr(open, close - open), phrase, language, 0.8 * weight);
}

void Lexicon::add_reading(int concept_id, std::string_view reading, std::string_view phrase_text,
                          std::string_view language, double weight) {
  const std::vector<Token> tokens = tokenise(reading);
  if (tokens.empty() || tokens.size() > most_words) return;
  auto const phrase_id = static_cast<std::uint32_t>(phrases_.size());
  Phrase& phrase = phrases_.emplace_back();
  phrase.concept_id = concept_id;
  phrase.language = language_index(language);
  phrase.weight = weight;
  phrase.text = phrase_text;
  phrase.code = language;

  std::vector<std::size_t> unit_begin;
  for (Token const& token : tokens) {
    unit_begin.push_back(phrases_[phrase_id].units.size());
    index_word(phrase_id, token);
  }
  unit_begin.push_back(phrases_[phrase_id].units.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].joined.empty()) continue;
    const std::size_t count = unit_begin[i + tokens[i].joined_count] - unit_begin[i];
    if (count > 0) post(word_key(tokens[i].joined), phrase_id, unit_begin[i], count, 1);
  }
}

void Lexicon::freeze() {
  if (frozen_) return;
  frozen_ = true;
  postings_.freeze();
  vocabulary_.freeze();
  // In how many concepts each unit occurs; several names of one concept count once.
  std::vector<Phrase const*> by_concept;
  for (Phrase const& phrase : phrases_) by_concept.push_back(&phrase);
  std::ranges::sort(by_concept, {}, &Phrase::concept_id);
  HashedLists<std::uint64_t, int> uses;
  std::size_t concepts = 0;
  for (std::size_t i = 0; i < by_concept.size(); ++i) {
    int const concept_id = by_concept[i]->concept_id;
    if (i == 0 || concept_id != by_concept[i - 1]->concept_id) ++concepts;
    for (const std::uint64_t unit : by_concept[i]->units) uses.add(unit, concept_id);
  }
  uses.freeze();

  double const total = std::max<double>(1, static_cast<double>(concepts));
  for (Phrase& phrase : phrases_) {
    bool const all_stop =
        static_cast<std::size_t>(__builtin_popcount(phrase.stop_units)) == phrase.units.size();
    for (std::size_t u = 0; u < phrase.units.size(); ++u) {
      auto const count = static_cast<double>(uses.find(phrase.units[u]).size());
      double const rarity = std::log1p(total / count) / std::log1p(total);
      bool const is_stop = ((phrase.stop_units >> u) & 1U) != 0;
      double const mass = is_stop && !all_stop ? stop_unit_mass : 0.3 + 0.7 * rarity;
      phrase.masses.push_back(static_cast<float>(mass));
      phrase.mass += phrase.masses.back();
    }
    phrase.units.clear();
    phrase.units.shrink_to_fit();
  }
}

Lexicon::Reading Lexicon::read(Token const& token) const {
  Reading reading;
  reading.stops = stopword_languages(token.text);
  reading.keys.push_back({word_key(token.text), 1});
  for (LanguageStem const& each : language_stems(token.text, token.script)) {
    // A stop word supports a phrase only as it stands.
    if (has(reading.stops, each.language)) continue;
    reading.keys.push_back({stem_key(each.language, each.stem), stem_quality});
  }
  if (token.script == Script::Arabic) {
    for (std::string const& rest : arabic_alternatives(token.text)) {
      if (stopword_languages(rest) != 0) continue;
      reading.keys.push_back({word_key(rest), alternative_quality});
      reading.keys.push_back({stem_key(arabic, stem(rest, "ar")), alternative_quality});
    }
  }
  if (!token.joined.empty()) {
    reading.keys.push_back({word_key(token.joined), 1, 0, token.joined_count});
    reading.keys.push_back(
        {stem_key(german, stem(token.joined, "de")), stem_quality, 0, token.joined_count});
  }
  if (token.script == Script::Latin && !has(reading.stops, german)) {
    std::vector<std::string> parts;
    if (decompounder_) parts = decompounder_->split_fully(token.text);
    reading.parts = std::max<std::size_t>(1, parts.size());
    if (parts.empty()) reading.keys.push_back({root_key(token.text), root_quality});
    for (std::size_t i = 0; i < parts.size(); ++i) {
      reading.keys.push_back({root_key(parts[i]), root_quality, static_cast<std::uint8_t>(i + 1)});
    }
  }
  return reading;
}

Lexicon::Query Lexicon::read_query(std::vector<Token> const& tokens,
                                   FindOptions const& options) const {
  Query query;
  std::array<double, language_codes.size()> votes{};
  for (std::size_t i = 0; i < tokens.size() && i < most_query_tokens; ++i) {
    query.readings.push_back(read(tokens[i]));
    LanguageSet spoken = query.readings.back().stops;
    for (auto const& known : vocabulary_.find(query.readings.back().keys.front().key)) {
      spoken |= known.value;
    }
    for (std::size_t l = 0; l < votes.size(); ++l) votes[l] += has(spoken, static_cast<int>(l));
  }
  int const hint = language_index(options.language);
  if (hint >= 0 && votes[static_cast<std::size_t>(hint)] > 0) {
    votes[static_cast<std::size_t>(hint)] += 0.5;
  }
  double const most = *std::ranges::max_element(votes);
  for (std::size_t l = 0; l < votes.size(); ++l) {
    if (most > 0 && votes[l] == most) query.dominant |= LanguageSet{1} << l;
  }
  return query;
}

std::vector<Lexicon::Hit> Lexicon::collect(Query const& query) const {
  std::vector<Hit> hits;
  for (std::size_t t = 0; t < query.readings.size(); ++t) {
    for (Key const& key : query.readings[t].keys) {
      for (auto const& [hash, posting] : postings_.find(key.key)) {
        hits.push_back({posting.phrase, std::min(key.quality, posting.quality),
                        static_cast<std::uint16_t>(t), static_cast<std::uint8_t>(key.token_count),
                        posting.first_unit, posting.unit_count, key.part});
      }
    }
  }
  std::ranges::stable_sort(hits, {}, &Hit::phrase);
  return hits;
}

Lexicon::Match Lexicon::score_window(Phrase const& phrase, Query const& query, Hit const* begin,
                                     Hit const* end, double minimum_coverage) {
  std::array<Hit const*, most_units> best{};
  for (Hit const* hit = begin; hit != end; ++hit) {
    for (std::size_t u = hit->first_unit; u < std::size_t{hit->first_unit} + hit->unit_count; ++u) {
      if (best[u] == nullptr || hit->quality > best[u]->quality) best[u] = hit;
    }
  }
  Match match{begin->phrase, 0, begin->token, begin->token};
  double covered = 0;
  double value = 0;
  bool has_content = false;
  const std::size_t units = phrase.masses.size();
  bool complete = true;
  for (std::size_t u = 0; u < units; ++u) {
    Hit const* hit = best[u];
    if (hit == nullptr) {
      complete = false;
      continue;
    }
    double quality = hit->quality;
    if (hit->part > 0) {
      // The more of the query's compound is used, the better: "Kindergartenplatz" is not "Garten".
      auto const used = std::count_if(
          best.begin(), best.begin() + static_cast<long>(units), [&](Hit const* other) {
            return other != nullptr && other->part > 0 && other->token == hit->token;
          });
      auto const all = static_cast<double>(query.readings[hit->token].parts);
      quality *= 0.4 + 0.6 * std::min(1.0, static_cast<double>(used) / all);
    }
    match.last_token = std::max<std::size_t>(match.last_token, hit->token + hit->token_count - 1);
    covered += phrase.masses[u];
    value += phrase.masses[u] * quality;
    bool const is_stop_unit = ((phrase.stop_units >> u) & 1U) != 0;
    has_content = has_content || (!is_stop_unit && query.is_content(hit->token));
  }
  double const coverage = covered / phrase.mass;
  bool const all_stop = static_cast<std::size_t>(__builtin_popcount(phrase.stop_units)) == units;
  // A phrase of nothing but stop words ("wo kann ich") counts only in full, and never one word.
  bool const counts = has_content || (all_stop && complete && units > 1);
  if (counts && coverage >= minimum_coverage) match.score = value * coverage;
  return match;
}

Lexicon::Match Lexicon::evaluate(Hit const* begin, Hit const* end, Query const& query,
                                 FindOptions const& options) const {
  Phrase const& phrase = phrases_[begin->phrase];
  const std::size_t units = phrase.masses.size();
  Match best;
  if (phrase.mass <= 0) return best;
  // A common word brings many phrases of which little else was said; drop those cheaply.
  double reachable = 0;
  for (Hit const* hit = begin; hit != end; ++hit) {
    for (std::size_t u = 0; u < hit->unit_count; ++u) {
      reachable += phrase.masses[hit->first_unit + u];
    }
  }
  if (reachable < options.minimum_coverage * phrase.mass) return best;
  auto const content_between = [&](std::size_t first, std::size_t last) {
    std::size_t count = 0;
    for (std::size_t t = first; t < last && t < query.readings.size(); ++t) {
      count += query.readings[t].stops == 0 ? 1 : 0;
    }
    return count;
  };
  // Hits are in the order of the query's words; a window begins at each word.
  for (Hit const* from = begin; from != end; ++from) {
    if (from != begin && from->token == (from - 1)->token) continue;
    Hit const* to = from;
    while (to != end && content_between(from->token, to->token) <= units + 2) ++to;
    Match match = score_window(phrase, query, from, to, options.minimum_coverage);
    const std::size_t stretch = content_between(match.first_token, match.last_token + 1);
    if (stretch > units) match.score /= 1 + 0.1 * static_cast<double>(stretch - units);
    if (match.score > best.score) best = match;
  }
  best.score *= phrase.weight;
  if (has(query.dominant, phrase.language)) best.score *= 1.05;
  best.last_token = std::min(best.last_token, query.readings.size() - 1);
  return best;
}

std::vector<Found> Lexicon::find(std::vector<Token> const& query_tokens,
                                 FindOptions const& options) const {
  if (!frozen_ || query_tokens.empty()) return {};
  const Query query = read_query(query_tokens, options);
  const std::vector<Hit> hits = collect(query);
  std::vector<Match> matches;
  for (std::size_t begin = 0; begin < hits.size();) {
    std::size_t end = begin;
    while (end < hits.size() && hits[end].phrase == hits[begin].phrase) ++end;
    const Match match = evaluate(hits.data() + begin, hits.data() + end, query, options);
    if (match.score > 0) matches.push_back(match);
    begin = end;
  }
  std::ranges::sort(matches, [](Match const& a, Match const& b) {
    return a.score != b.score ? a.score > b.score : a.phrase < b.phrase;
  });
  std::vector<Found> found;
  for (Match const& match : matches) {
    if (found.size() >= options.limit) break;
    Phrase const& phrase = phrases_[match.phrase];
    bool const repeated =
        options.one_per_concept &&
        std::ranges::find(found, phrase.concept_id, &Found::concept_id) != found.end();
    if (repeated) continue;
    found.push_back({phrase.concept_id, match.score, match.first_token,
                     match.last_token - match.first_token + 1, phrase.text, phrase.code});
  }
  return found;
}

}  // namespace mila::language
