// Dynamic programming over the letters of the word: the cheapest cover by known parts.
#include "engines/language/compounds.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engines/language/normalise.h"
#include "engines/language/utf8.h"

namespace mila::language {
namespace {

constexpr std::size_t shortest_part = 3;
constexpr std::size_t shortest_vocabulary_part = 5;
constexpr std::size_t longest_part = 24;
constexpr std::size_t longest_word = 80;  // bytes; nobody types more, attackers do

constexpr std::array<std::string_view, 7> links = {"", "s", "es", "n", "en", "er", "e"};

// Only letters a–z can be covered; everything else is not a German word.
bool is_plain(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

// The best way to cover the word from some position to its end.
struct Cover {
  int cost = -1;  // -1: impossible; else parts * 100 + linking letters
  std::size_t part_end = 0;
  std::size_t next = 0;  // where the next part begins
};

}  // namespace

Decompounder::Decompounder(std::vector<std::string> const& parts,
                           std::vector<std::string> const& vocabulary) {
  for (std::string const& line : parts) add(line, shortest_part);
  for (std::string const& word : vocabulary) add(word, shortest_vocabulary_part);
}

void Decompounder::add(std::string_view line, std::size_t minimum_length) {
  if (line.starts_with('#')) return;
  bool const whole = line.starts_with('!');
  if (whole) line.remove_prefix(1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
  const std::string word = normalise(line);
  if (word.size() < minimum_length || word.size() > longest_word || !is_plain(word)) return;
  auto const insert = [&](Entries& entries, std::string const& key) {
    const auto [place, is_new] = entries.try_emplace(key, Entry{word, whole});
    if (!is_new) place->second.whole = place->second.whole || whole;
  };
  insert(exact_, word);
  insert(keyed_, german_key(word));
}

std::vector<std::string> Decompounder::split_in(Entries const& entries,
                                                std::string_view word) const {
  if (word.size() < 2 * shortest_part || word.size() > longest_word || !is_plain(word)) return {};
  if (auto const own = entries.find(std::string(word)); own != entries.end() && own->second.whole) {
    return {};
  }
  std::vector<Cover> best(word.size() + 1);
  best[word.size()].cost = 0;
  std::string piece;
  for (std::size_t begin = word.size() - shortest_part + 1; begin-- > 0;) {
    const std::size_t furthest = std::min(word.size(), begin + longest_part);
    for (std::size_t end = begin + shortest_part; end <= furthest; ++end) {
      if (begin == 0 && end == word.size()) continue;  // the word itself is no split
      piece.assign(word.substr(begin, end - begin));
      if (!entries.contains(piece)) continue;
      for (const std::string_view link : links) {
        const std::size_t next = end + link.size();
        if (next > word.size() || word.substr(end, link.size()) != link) continue;
        if (!link.empty() && next == word.size()) continue;  // nothing may be left at the end
        if (best[next].cost < 0) continue;
        int const cost = best[next].cost + 100 + static_cast<int>(link.size());
        Cover& here = best[begin];
        // At equal cost the shorter first part wins, which leaves the longer last one.
        if (here.cost < 0 || cost < here.cost) here = {cost, end, next};
      }
    }
  }
  if (best[0].cost < 0) return {};
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < word.size(); at = best[at].next) {
    parts.push_back(entries.at(std::string(word.substr(at, best[at].part_end - at))).word);
  }
  return parts;
}

std::vector<std::string> Decompounder::split(std::string_view word) const {
  const std::string normalised = normalise(word);
  // As it is spelled first: folding "ae" would hide the seam in "kita|erzieher".
  std::vector<std::string> parts = split_in(exact_, normalised);
  if (parts.empty()) {
    auto const own = exact_.find(normalised);
    if (own == exact_.end() || !own->second.whole) parts = split_in(keyed_, german_key(normalised));
  }
  return parts;
}

std::vector<std::string> Decompounder::split_fully(std::string_view word) const {
  std::vector<std::string> flat;
  for (std::string const& part : split(word)) {
    std::vector<std::string> finer = split_fully(part);
    if (finer.empty()) {
      flat.push_back(part);
    } else {
      std::ranges::move(finer, std::back_inserter(flat));
    }
  }
  return flat;
}

bool Decompounder::knows(std::string_view word) const {
  const std::string normalised = normalise(word);
  return exact_.contains(normalised) || keyed_.contains(german_key(normalised));
}

}  // namespace mila::language
