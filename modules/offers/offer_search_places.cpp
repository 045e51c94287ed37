// Finds names and postcodes of places among the words of a query.
#include <algorithm>

#include "engines/language/normalise.h"
#include "modules/offers/offer_search_document.h"
#include "modules/offers/offer_search_query.h"

namespace mila::offers {

PlaceNames::PlaceNames(std::shared_ptr<places::Gazetteer const> gazetteer)
    : gazetteer_(std::move(gazetteer)) {
  for (auto const& place : gazetteer_->places()) {
    if (place.kind == places::Kind::County) continue;
    auto tokens = language::tokenise(place.name);
    longest_ = std::max(longest_, tokens.size());
    by_name_[name_key(place.name)].push_back(&place);
    for (auto const& postcode : place.postcodes)
      if (place.kind == places::Kind::Municipality) by_name_[postcode].push_back(&place);
  }
  // A postcode only parts have.
  for (auto const& place : gazetteer_->places())
    for (auto const& postcode : place.postcodes)
      if (place.kind == places::Kind::Part && !by_name_.contains(postcode))
        by_name_[postcode].push_back(&place);
}

std::vector<PlaceNames::Match> PlaceNames::find(std::vector<language::Token> const& tokens) const {
  std::vector<Match> matches;
  for (std::size_t first = 0; first < tokens.size();) {
    Match best;
    std::string key;
    for (std::size_t count = 1; count <= longest_ && first + count <= tokens.size(); ++count) {
      key += language::german_key(tokens[first + count - 1].text);
      auto found = by_name_.find(key);
      if (found != by_name_.end()) best = {first, count, found->second};
    }
    if (best.count > 0) matches.push_back(best);
    first += std::max<std::size_t>(1, best.count);
  }
  return matches;
}

std::vector<std::string> PlaceNames::words() const {
  std::vector<std::string> words;
  for (auto const& place : gazetteer_->places())
    if (place.kind != places::Kind::County) words.push_back(place.name);
  return words;
}

}  // namespace mila::offers
