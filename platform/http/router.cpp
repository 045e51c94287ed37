// Matching paths against patterns, segment by segment. A hundred patterns need no tree.
#include "platform/http/router.h"

#include <algorithm>

#include "platform/base/text.h"

namespace mila::http {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path[0] == '/') path.remove_prefix(1);
  for (auto segment : split(path, '/')) segments.emplace_back(segment);
  return segments;
}

bool is_name(std::string const& segment) { return segment.size() > 2 && segment[0] == '{'; }
bool takes_rest(std::string const& segment) {
  return is_name(segment) && segment.find("...}") != std::string::npos;
}

}  // namespace

void Router::add(std::string const& pattern) { patterns_.push_back(segments_of(pattern)); }

std::vector<Match> Router::match(std::string_view path,
                                 std::vector<std::string> const& languages) const {
  auto segments = segments_of(path);
  struct Candidate {
    Match match;
    int names;
  };
  std::vector<Candidate> found;
  for (std::size_t p = 0; p < patterns_.size(); ++p) {
    auto const& pattern = patterns_[p];
    bool rest = !pattern.empty() && takes_rest(pattern.back());
    if (rest ? segments.size() < pattern.size() : segments.size() != pattern.size()) continue;
    Candidate candidate{{p, {}}, 0};
    bool fits = true;
    for (std::size_t i = 0; fits && i < pattern.size(); ++i) {
      if (!is_name(pattern[i])) {
        fits = pattern[i] == segments[i];
        continue;
      }
      ++candidate.names;
      std::string name = pattern[i].substr(1, pattern[i].find_first_of(".}") - 1);
      std::string value = segments[i];
      if (takes_rest(pattern[i])) {
        candidate.names += 100;
        for (std::size_t k = i + 1; k < segments.size(); ++k) value += "/" + segments[k];
      }
      fits = !value.empty() &&
             (name != "lang" || std::find(languages.begin(), languages.end(), value) != languages.end());
      candidate.match.parameters[name] = std::move(value);
    }
    if (fits) found.push_back(std::move(candidate));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](auto const& a, auto const& b) { return a.names < b.names; });
  std::vector<Match> matches;
  for (auto& candidate : found) {
    if (candidate.names != found.front().names) break;
    matches.push_back(std::move(candidate.match));
  }
  return matches;
}

}  // namespace mila::http
