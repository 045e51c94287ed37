// Finding offers: what a person typed, understood; what else they chose; and the offers that fit,
// with counts for every further choice. In step with the database by the change feed.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "modules/places/places.h"
#include "platform/site/module.h"

namespace mila::offers {

/// What the facets of the result page choose.
struct Filters {
  std::vector<std::string> topics;     ///< codes; an offer of the topic or one below it fits
  std::vector<std::string> languages;  ///< ISO codes, spoken for certain or on request
  bool language_certain = false;       ///< only for certain
  std::vector<std::string> audiences;  ///< codes
  std::string place_id;                ///< offers there, or in charge of it ("my place")
  std::optional<places::Point> near;   ///< for distances and, with radius, as a filter
  std::optional<double> radius_metres;
  bool free = false, without_appointment = false, open_now = false, step_free = false;
};

struct SearchQuery {
  std::string text;      ///< as typed; "" lists all that fit
  std::string language;  ///< the reader's
  Filters filters;
  bool exact = false;    ///< do not repair the text
  int offset = 0, limit = 10;
};

struct Hit {
  std::string service_id;
  std::optional<double> metres;  ///< to the nearest location; none for protected or unknown places
  /// Why it is here, when its words do not show it.
  enum class Why { Plain, Topic, Synonym, Translation, Organisation, Spelling, ByEar, Phone };
  Why why = Why::Plain;
  std::string why_topic;  ///< topic code
  std::string why_word;   ///< the word of the query it was found by
};

struct FacetCount {
  std::string code;
  int count = 0;
  bool selected = false;
};

struct SearchResult {
  std::vector<Hit> hits;
  int total = 0;
  bool total_rounded = false;          ///< counts above 2,000 may be rounded
  std::string repaired_text;           ///< the text was read as this ("" = as typed)
  std::vector<std::string> did_you_mean;
  std::vector<std::string> understood_topics;  ///< best first, for "no dead end"
  std::string understood_place_id;     ///< a place named in the text
  std::vector<FacetCount> topics, languages, languages_certain, audiences;
  std::vector<std::pair<double, int>> distances;  ///< radius in metres → count
  int free = 0, without_appointment = 0, open_now = 0, step_free = 0;
};

/// The county's search. Thread-safe.
class OfferSearch {
 public:
  virtual ~OfferSearch() = default;
  virtual SearchResult search(Context const& context, SearchQuery const& query) = 0;
  /// Brings the index up to the database's last change; cheap when nothing changed.
  virtual void catch_up() = 0;
  /// Catches up, and takes what changed documents left behind out of the files. Nothing happens when
  /// another process keeps the index.
  virtual void purge() = 0;
  /// Sequence number of the change feed the index has seen; equal to the database's: in step.
  virtual std::int64_t seen() const = 0;
  /// Ids of services that are open at the context's time, nearest first when a point is given.
  virtual std::vector<Hit> open_now(Context const& context, std::optional<places::Point> near,
                                    int limit, int& total) = 0;
};

/// Prepares what searches need to know of words, the same for all counties, in a thread of its own
/// beside whatever else a start has to do. Call it when the data are read, see app/runtime.h.
[[nodiscard]] std::jthread prepare_search();

/// Opens the county's index on first use; until then, and until the first catch_up, it may be empty.
std::shared_ptr<OfferSearch> offer_search(County& county);

/// Catches up now and after each change in the database, in one background thread per county.
void follow(County& county);

}  // namespace mila::offers
