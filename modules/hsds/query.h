// The parameters of the feed's lists and what they let through.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "modules/hsds/facts.h"
#include "modules/places/places.h"
#include "platform/http/message.h"

namespace mila::hsds {

struct Query {
  std::string search, taxonomy_term_id, taxonomy_id, organization_id, parent_id, postcode, language;
  std::int64_t page = 1;
  std::optional<std::int64_t> per_page;
  bool ndjson = false, minimal = false, full = false, full_service = false, top_only = false;
  std::optional<Instant> modified_after;
  std::optional<double> proximity;                    ///< metres
  std::optional<double> latitude, longitude, radius;  ///< degrees, metres
  std::optional<double> minimum_age, maximum_age;     ///< years
  std::uint8_t days = 0;                              ///< bits as in Slot; 0: any
  std::optional<int> start, end;                      ///< minutes since midnight

  /// Needs the facts: the database has no column for it.
  bool by_facts() const;
  std::int64_t size() const;
};

struct BadParameter {
  std::string parameter, message;
};

inline constexpr std::int64_t kDefaultPerPage = 50, kMaxPerPage = 500, kMinimalPerPage = 100'000;

/// Reads the parameters HSDS, ORUK and our profile know; others are ignored.
std::optional<BadParameter> read_query(http::Fields const& fields, Query& query);

/// A query made ready for many records: ids interned, the postcode looked up.
class Filter {
 public:
  Filter(Query const& query, Facts const& facts, places::Gazetteer const& gazetteer);
  /// Everything but search, page and format.
  bool passes(ServiceFacts const& service) const;
  bool passes(ServiceFacts const& service, AtLocationFacts const& at) const;

 private:
  bool service_itself(ServiceFacts const& service) const;
  bool modified(ServiceFacts const& service, LocationFacts const* location) const;
  bool has_term(ServiceFacts const& service, LocationFacts const* location) const;
  bool speaks(ServiceFacts const& service, LocationFacts const* location) const;
  bool near(ServiceFacts const& service, LocationFacts const* location) const;
  bool covers(std::vector<AreaFacts> const& areas) const;
  bool open(std::vector<Slot> const& slots) const;
  bool asks_place() const;

  Query const& query_;
  Facts const& facts_;
  places::Gazetteer const& gazetteer_;
  Interned term_ = nullptr, taxonomy_ = nullptr, organization_ = nullptr, language_ = nullptr;
  std::vector<std::string> place_line_;  ///< the postcode's places and all above them
  std::optional<places::Point> centre_;
};

}  // namespace mila::hsds
