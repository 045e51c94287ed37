// The weighted comparison of sounds. What the sounds of a spelling are, says sounds.cpp.
#include "engines/language/by_ear.h"

#include <algorithm>

#include "engines/language/sounds.h"
#include "engines/language/tokens.h"

namespace mila::language {
namespace {

// Cost of hearing one sound as another.
double replace_cost(char a, char b) {
  if (a == b) return 0;
  bool const open_a = is_vowel_sound(a);
  bool const open_b = is_vowel_sound(b);
  if (open_a && open_b) return a == 'A' || b == 'A' ? 0.05 : 0.35;
  if (open_a != open_b) return 1.2;
  auto const either = [&](char x, char y) { return (a == x && b == y) || (a == y && b == x); };
  if (either('s', 'c') || either('j', 'c') || either('h', 'k') || either('h', 'c')) return 0.45;
  if (either('j', 'k') || either('s', 'j')) return 0.7;  // Egyptian and Persian ج
  return 1.1;
}

// Cost of leaving a sound out: short vowels are not written in Arabic script.
double skip_cost(char c, bool vowels_unwritten) {
  if (is_vowel_sound(c)) return vowels_unwritten ? 0.08 : 0.3;
  return c == 'h' ? 0.5 : 1.0;
}

// Difference of two sounds; `heard` is what the user wrote.
double difference(std::string_view heard, std::string_view target, bool vowels_unwritten) {
  std::vector<double> row(target.size() + 1);
  for (std::size_t k = 1; k < row.size(); ++k) {
    row[k] = row[k - 1] + skip_cost(target[k - 1], vowels_unwritten);
  }
  for (char const c : heard) {
    double diagonal = row[0];
    row[0] += skip_cost(c, false);
    for (std::size_t k = 1; k < row.size(); ++k) {
      double const replaced = diagonal + replace_cost(c, target[k - 1]);
      diagonal = row[k];
      row[k] = std::min({replaced, row[k] + skip_cost(c, false),
                         row[k - 1] + skip_cost(target[k - 1], vowels_unwritten)});
    }
  }
  return row.back();
}

// What may go wrong in a word with so many consonants.
double tolerance(std::size_t consonants) {
  if (consonants <= 2) return 0.2;
  if (consonants == 3) return 0.6;
  if (consonants == 4) return 0.9;
  return 1.0 + 0.12 * static_cast<double>(std::min<std::size_t>(consonants, 10) - 4);
}

}  // namespace

std::string phonetic_key(std::string_view word) {
  return skeleton_of(sounds_of(word));
}

ByEar::ByEar(std::vector<Target> const& targets) {
  for (Target const& target : targets) {
    std::string sounds = sounds_of(target.word);
    std::string skeleton = skeleton_of(sounds);
    if (skeleton.size() < 2) continue;
    sounds_.push_back({target.id, std::move(sounds), std::move(skeleton)});
  }
}

std::vector<ByEar::Match> ByEar::match(std::string_view query_words) const {
  constexpr std::size_t most_words = 12;
  constexpr double least_score = 0.75;
  std::vector<Token> words = tokenise(query_words);
  if (words.size() > most_words) words.resize(most_words);
  std::vector<Match> matches;
  for (std::size_t first = 0; first < words.size(); ++first) {
    std::string joined;
    for (std::size_t count = 1; count <= 3 && first + count <= words.size(); ++count) {
      Token const& last = words[first + count - 1];
      if (last.script != words[first].script || last.length > 60) break;
      joined += last.text;
      const std::string sounds = sounds_of(joined);
      const std::string skeleton = skeleton_of(sounds);
      if (skeleton.size() < 2) continue;
      bool const unwritten = last.script == Script::Arabic;
      for (Sound const& target : sounds_) {
        const std::size_t longer = std::max(skeleton.size(), target.skeleton.size());
        const std::size_t shorter = std::min(skeleton.size(), target.skeleton.size());
        if (longer - shorter > (longer >= 5 ? 1U : longer == 4 && shorter == 3 ? 1U : 0U)) continue;
        double const limit = tolerance(shorter);
        double const off = difference(sounds, target.sounds, unwritten);
        if (off > limit) continue;
        double const score = 1.0 - 0.4 * off / limit;
        if (score < least_score) continue;
        matches.push_back({target.id, score, first, count});
      }
    }
  }
  std::ranges::sort(matches, [](Match const& a, Match const& b) {
    if (a.score != b.score) return a.score > b.score;
    if (a.id != b.id) return a.id < b.id;
    return a.first_word < b.first_word;
  });
  // One match per id, and no second best where another one fits clearly better.
  constexpr double clear_lead = 0.15;
  std::vector<Match> kept;
  for (Match const& match : matches) {
    bool const beaten = std::ranges::any_of(kept, [&](Match const& other) {
      const bool overlap = match.first_word < other.first_word + other.word_count &&
                           other.first_word < match.first_word + match.word_count;
      return other.id == match.id || (overlap && other.score > match.score + clear_lead);
    });
    if (!beaten) kept.push_back(match);
  }
  return kept;
}

}  // namespace mila::language
