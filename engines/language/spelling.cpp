// Symmetric deletion: a word and its misspelling share a form with few letters removed. Only the
// first letters are varied, which keeps the table small; candidates are then measured in full.
#include "engines/language/spelling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "engines/language/normalise.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

constexpr std::size_t prefix_letters = 7;
constexpr std::size_t longest_word = 40;

std::u32string key_of(std::string_view word) {
  return decode(german_key(normalise(word)));
}

std::uint32_t hash_of(std::u32string_view letters) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (char32_t const c : letters) hash = (hash ^ c) * 1099511628211ULL;
  hash ^= hash >> 29;
  hash *= 0xBF58476D1CE4E5B9ULL;
  return static_cast<std::uint32_t>(hash >> 32);
}

// Most edits a word of this length may be away.
int allowed_edits(std::size_t letters) {
  if (letters < 4) return 0;
  return letters < 6 ? 1 : 2;
}

// Calls `use` with the hash of the prefix and of every form with up to `edits` letters removed.
template <typename Use>
void for_each_deletion(std::u32string_view word, int edits, Use use) {
  const std::u32string prefix(word.substr(0, prefix_letters));
  use(hash_of(prefix));
  if (edits < 1) return;
  std::u32string one;
  std::u32string two;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    one = prefix;
    one.erase(i, 1);
    use(hash_of(one));
    if (edits < 2) continue;
    for (std::size_t k = i; k < one.size(); ++k) {
      two = one;
      two.erase(k, 1);
      use(hash_of(two));
    }
  }
}

// Edits between two words (with swaps of neighbours), or `limit` + 1 if there are more.
int edit_distance(std::u32string_view a, std::u32string_view b, int limit) {
  int const gap = static_cast<int>(a.size()) - static_cast<int>(b.size());
  if (std::abs(gap) > limit) return limit + 1;
  using Row = std::array<int, longest_word + 1>;
  std::array<Row, 3> rows;
  for (std::size_t k = 0; k <= b.size(); ++k) rows[0][k] = static_cast<int>(k);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    Row& row = rows[i % 3];
    Row const& above = rows[(i - 1) % 3];
    row[0] = static_cast<int>(i);
    int best = row[0];
    for (std::size_t k = 1; k <= b.size(); ++k) {
      int cost = std::min(above[k], row[k - 1]) + 1;
      cost = std::min(cost, above[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1));
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) {
        cost = std::min(cost, rows[(i - 2) % 3][k - 2] + 1);
      }
      row[k] = cost;
      best = std::min(best, cost);
    }
    if (best > limit) return limit + 1;
  }
  return std::min(rows[a.size() % 3][b.size()], limit + 1);
}

// The word with doubled letters once and without the silent h, for telling slips that sound
// alike ("mietten", "wonung") from those that do not.
std::u32string as_heard(std::u32string_view word) {
  std::u32string heard;
  for (std::size_t i = 0; i < word.size(); ++i) {
    char32_t const c = word[i];
    if (!heard.empty() && heard.back() == c) continue;
    if (c == U'h' && i > 0 && std::u32string_view(U"aeiou").find(word[i - 1]) < 5) continue;
    heard += c;
  }
  return heard;
}

}  // namespace

void SpellIndex::add(std::string_view word, double weight) {
  if (frozen_) throw std::logic_error("SpellIndex::add after freeze");
  std::u32string key = key_of(word);
  if (key.empty() || key.size() > longest_word) return;
  auto const [place, is_new] =
      by_key_.try_emplace(key, static_cast<std::uint32_t>(entries_.size()));
  if (is_new) {
    entries_.push_back({std::string(word), std::move(key), weight});
  } else if (Entry& entry = entries_[place->second]; weight > entry.weight) {
    entry.word = word;
    entry.weight = weight;
  }
}

void SpellIndex::freeze() {
  if (frozen_) return;
  frozen_ = true;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    Entry const& entry = entries_[i];
    heaviest_ = std::max(heaviest_, entry.weight);
    // A longer query may reach a shorter word, so words of three letters are entered too.
    int const edits = allowed_edits(entry.key.size() + 2);
    for_each_deletion(entry.key, edits, [&](std::uint32_t hash) { deletions_.add(hash, i); });
  }
  deletions_.freeze();
}

bool SpellIndex::contains(std::string_view word) const {
  return by_key_.contains(key_of(word));
}

std::vector<Suggestion> SpellIndex::suggest(std::string_view word, int max) const {
  if (!frozen_ || max <= 0 || word.size() > 4 * longest_word) return {};
  const std::u32string key = key_of(word);
  int const edits = allowed_edits(key.size());
  if (edits == 0 || key.size() > longest_word || by_key_.contains(key)) return {};

  std::vector<std::uint32_t> candidates;
  for_each_deletion(key, edits, [&](std::uint32_t hash) {
    for (auto const& left : deletions_.find(hash)) candidates.push_back(left.value);
  });
  std::ranges::sort(candidates);
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());

  const std::u32string heard = as_heard(key);
  std::vector<Suggestion> suggestions;
  for (const std::uint32_t candidate : candidates) {
    Entry const& entry = entries_[candidate];
    if (entry.key.size() < 3) continue;
    bool const same_start = entry.key.front() == key.front();
    int const limit = key.size() < 8 && !same_start ? 1 : edits;
    int const distance = edit_distance(key, entry.key, limit);
    if (distance > limit) continue;
    double score = 1.0 - static_cast<double>(distance) / static_cast<double>(key.size() + 1);
    if (same_start) score += 0.03;
    if (as_heard(entry.key) == heard) score += 0.05;
    if (heaviest_ > 0 && entry.weight > 0) {
      score += 0.08 * std::log1p(entry.weight) / std::log1p(heaviest_);
    }
    suggestions.push_back({entry.word, distance, score});
  }
  std::ranges::sort(suggestions, [](Suggestion const& a, Suggestion const& b) {
    if (a.distance != b.distance) return a.distance < b.distance;
    if (a.score != b.score) return a.score > b.score;
    return a.word < b.word;
  });
  if (suggestions.size() > static_cast<std::size_t>(max)) {
    suggestions.resize(static_cast<std::size_t>(max));
  }
  return suggestions;
}

}  // namespace mila::language
