// Which handler answers a path. Patterns are literal segments and {names}: "/{lang}/offers/{key}".
// A {lang} matches only the languages offered; {path...} at the end takes the rest.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mila::http {

struct Match {
  std::size_t index;  ///< of the pattern, in the order given
  std::map<std::string, std::string> parameters;
};

class Router {
 public:
  /// Literal segments win over names, earlier patterns over later ones.
  void add(std::string const& pattern);
  /// All patterns that match (several routes may share one with different methods).
  std::vector<Match> match(std::string_view path, std::vector<std::string> const& languages) const;

 private:
  std::vector<std::vector<std::string>> patterns_;
};

}  // namespace mila::http
