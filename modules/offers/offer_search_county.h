// The search of one county: its index, the facts in memory, and keeping both in step with the
// database.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "modules/offers/offer_search.h"
#include "modules/offers/offer_search_document.h"
#include "modules/offers/offer_search_facets.h"
#include "modules/offers/offer_search_query.h"
#include "platform/search/index.h"

namespace mila::offers {

/// What searches work with at one moment. Immutable; replaced as a whole.
struct SearchState {
  std::shared_ptr<FacetTable const> facets;
  std::shared_ptr<PlaceNames const> places;
  std::shared_ptr<language::SpellIndex const> spelling;  ///< the words of offers and places
  std::uint64_t vocabulary = 0;                          ///< fingerprint of those words
  std::vector<float> reach;                              ///< see reach_of, by coverage
  std::int64_t seen = 0;
};

class CountySearch final : public OfferSearch {
 public:
  explicit CountySearch(County& county);
  ~CountySearch() override;

  SearchResult search(Context const& context, SearchQuery const& query) override;
  void catch_up() override;
  void purge() override;
  std::int64_t seen() const override { return state()->seen; }
  std::vector<Hit> open_now(Context const& context, std::optional<places::Point> near, int limit,
                            int& total) override;
  /// Catches up in a thread of its own after each change; calls while it runs are one more run.
  void follow();

 private:
  std::shared_ptr<SearchState const> state() const;
  // offer_search_update.cpp
  void load();
  bool update();
  void index_all(std::int64_t seen);
  void index_some(std::vector<std::string> const& ids, std::int64_t seen);
  std::vector<std::string> services_with(std::string const& term);
  void write(DocumentMaker& maker, std::vector<directory::Service> const& services,
             std::vector<std::string> drop, std::optional<std::int64_t> seen);
  void publish(std::shared_ptr<FacetTable const> facets, std::int64_t seen);
  void run_follower();

  County& county_;
  search::Index index_;
  std::mutex update_mutex_;  // one update at a time
  mutable std::mutex state_mutex_;
  std::shared_ptr<SearchState const> state_;

  std::mutex follow_mutex_;
  std::condition_variable follow_wakes_;
  bool follow_wanted_ = false, stopping_ = false;
  std::thread follower_;
};

}  // namespace mila::offers
