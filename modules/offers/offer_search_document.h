// Turns offers into documents of the search index.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "modules/directory/directory.h"
#include "modules/offers/offer_search_facets.h"
#include "modules/offers/offer_search_words.h"
#include "modules/places/places.h"
#include "platform/search/index.h"

namespace mila::offers {

// Weights by field. What a reader sees of a hit weighs at least kVisibleWeight, all that is hidden
// together less: so the index itself tells whether a hit explains itself.
inline constexpr std::uint32_t kNameWeight = 16, kSummaryWeight = 8, kOrganisationWeight = 3,
                               kHiddenWeight = 1, kMostHidden = 3, kVisibleWeight = 8;
inline constexpr std::uint32_t kMainTopicWeight = 16, kTopicWeight = 8, kAboveMainWeight = 4,
                               kAboveTopicWeight = 2;

/// Reads what offers hang on in few statements and makes documents; keeps the terms of words it has
/// met, because words repeat. For one thread.
class DocumentMaker {
 public:
  DocumentMaker(SearchWords const& words, places::Gazetteer const& gazetteer, std::string zone)
      : words_(words), gazetteer_(gazetteer), zone_(std::move(zone)) {}

  /// Documents of the active ones among the services.
  std::vector<search::Document> make(db::Reader& reader,
                                     std::vector<directory::Service> const& services);
  /// The facts of those documents, in the same order.
  std::vector<OfferFacts> const& facts() const { return facts_; }

 private:
  using Weights = std::unordered_map<std::string, std::uint32_t>;
  struct Fields;  // weights of one document while it is being made

  search::Document document_of(directory::Service const& service,
                               directory::Organization const* organization,
                               std::vector<directory::Location const*> const& locations);
  OfferFacts facts_of(directory::Service const& service,
                      std::vector<directory::Location const*> const& locations) const;
  void add_texts(Fields& fields, directory::Service const& service);
  void add_organization(Fields& fields, directory::Organization const& organization);
  void add_places(Fields& fields, OfferFacts const& facts);
  void add_phones(Fields& fields, directory::Service const& service,
                  directory::Organization const* organization,
                  std::vector<directory::Location const*> const& locations);
  void add_text(Fields& fields, std::string_view text, std::string_view language,
                std::uint32_t weight);

  SearchWords const& words_;
  places::Gazetteer const& gazetteer_;
  std::string zone_;
  std::vector<OfferFacts> facts_;
  std::unordered_map<std::string, std::vector<std::string>> known_;  // language + word → terms
};

/// A name as one term: words joined, umlauts folded; "" for names of no letters.
std::string name_key(std::string_view name);

}  // namespace mila::offers
