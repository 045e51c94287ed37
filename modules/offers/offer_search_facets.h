// What the facets of the result page ask of an offer, for all offers in memory: filters, counts,
// distances and "open now" are worked out here without touching index or database.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/hours/hours.h"
#include "modules/offers/offer_search.h"
#include "modules/places/places.h"

namespace mila::offers {

/// What is kept of an offer beside its words; travels through the index as bytes.
struct OfferFacts {
  std::string service_id;
  std::vector<std::string> topics;  ///< codes, the main one first
  std::vector<std::string> languages, languages_on_request, audiences;
  bool free = false, without_appointment = false, step_free = false, full = false;
  std::vector<std::string> area_places;  ///< in charge of these; none: the whole county
  std::vector<std::string> places;       ///< where its locations are
  std::vector<places::Point> points;     ///< none of protected places
  std::vector<hours::Timetable> timetables;

  std::string to_bytes() const;
  static OfferFacts from_bytes(std::string_view bytes);
};

/// Timetables, each once, and whether they are open; shared by successive tables. Thread-safe.
class HoursBook {
 public:
  enum State : std::uint8_t { Closed, Open, Unknown };
  std::uint32_t number_of(hours::Timetable const& timetable);
  /// A state per number, as of the minute of `now`.
  std::shared_ptr<std::vector<std::uint8_t> const> states(Instant now,
                                                          hours::HolidayCalendar const& holidays);

 private:
  struct Entry {
    hours::Timetable timetable;
    std::vector<hours::Interval> near_now;
    std::int64_t worked_out_for = -1;  // hour since the epoch
    bool unknown = false;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<Entry> entries_;
  std::int64_t minute_ = -1;
  std::shared_ptr<std::vector<std::uint8_t> const> states_;
};

template <std::size_t Words>
struct Bits {
  std::array<std::uint64_t, Words> words{};
  void set(std::size_t bit) {
    if (bit < Words * 64) words[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  bool has(std::size_t bit) const {
    return bit < Words * 64 && ((words[bit / 64] >> (bit % 64)) & 1) != 0;
  }
  bool meets(Bits const& other) const {
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < Words; ++i) any |= words[i] & other.words[i];
    return any != 0;
  }
  Bits operator|(Bits const& other) const {
    Bits all = *this;
    for (std::size_t i = 0; i < Words; ++i) all.words[i] |= other.words[i];
    return all;
  }
  template <typename Visit>
  void each(Visit&& visit) const {
    for (std::size_t i = 0; i < Words; ++i)
      for (std::uint64_t left = words[i]; left != 0; left &= left - 1)
        visit(i * 64 + static_cast<std::size_t>(__builtin_ctzll(left)));
  }
};

using TopicBits = Bits<4>;
using LanguageBits = Bits<3>;
using AudienceBits = Bits<1>;

struct FacetRow {
  std::array<char, 36> service_id{};
  bool present = false, free = false, without_appointment = false, step_free = false, full = false;
  bool for_all = false;  ///< not only for children, women, …
  std::array<std::int16_t, 3> main_topics{-1, -1, -1};
  TopicBits topics;  ///< with all above them
  LanguageBits certain, on_request;
  AudienceBits audiences;
  std::uint32_t coverage = 0;  ///< number in FacetTable::coverages
  std::uint32_t first_point = 0, point_count = 0;
  std::uint32_t first_hours = 0, hours_count = 0;
  std::string_view id() const { return {service_id.data(), service_id.size()}; }
};

/// Rows by document number. Filled, then only read; a copy is changed and takes its place.
class FacetTable {
 public:
  explicit FacetTable(std::shared_ptr<HoursBook> hours) : hours_(std::move(hours)) {}
  void put(std::uint32_t document, OfferFacts const& facts);
  void drop(std::uint32_t document);

  FacetRow const* row(std::uint32_t document) const {
    return document < rows_.size() && rows_[document].present ? &rows_[document] : nullptr;
  }
  std::size_t size() const { return count_; }
  std::uint32_t end() const { return static_cast<std::uint32_t>(rows_.size()); }
  HoursBook& hours() const { return *hours_; }
  /// Metres to the nearest of the row's points; nullopt without points.
  std::optional<double> metres(FacetRow const& row, places::Point from) const;
  bool is_open(FacetRow const& row, std::vector<std::uint8_t> const& states, bool& unknown) const;

  struct Coverage {
    std::vector<std::string> areas, places;
  };
  std::vector<Coverage> const& coverages() const { return coverages_; }
  std::vector<std::string> const& languages() const { return languages_; }
  std::vector<std::string> const& audiences() const { return audiences_; }

 private:
  static std::size_t number_in(std::vector<std::string>& codes, std::string const& code);

  std::shared_ptr<HoursBook> hours_;
  std::vector<FacetRow> rows_;
  std::size_t count_ = 0;
  std::vector<places::Point> points_;
  std::vector<std::uint32_t> hour_numbers_;
  std::vector<std::string> languages_, audiences_;
  std::vector<Coverage> coverages_;
  std::map<std::string, std::uint32_t> coverage_numbers_;
};

/// Goes through the offers that fit a text, keeps those that fit the filters, and counts for every
/// facet what choosing it would give, as if nothing were chosen in that facet itself.
class Tally {
 public:
  Tally(FacetTable const& table, Filters const& filters, places::Gazetteer const& gazetteer,
        std::vector<std::uint8_t> const& open_states);
  /// Whether the offer fits all filters.
  bool add(std::uint32_t document);
  int seen() const { return seen_; }
  void write(SearchResult& result) const;
  /// How well an offer suits the place that was chosen or named: 2 there, 1 in charge, 0 neither.
  int nearness(FacetRow const& row) const {
    return place_fit_.empty() ? 1 : place_fit_[row.coverage];
  }

 private:
  enum Group : unsigned {
    Topics = 1,
    Languages = 2,
    Audiences = 4,
    Place = 8,
    Radius = 16,
    Free = 32,
    NoAppointment = 64,
    OpenNow = 128,
    StepFree = 256
  };
  void count(FacetRow const& row, unsigned failed, bool open, std::optional<double> metres);

  FacetTable const& table_;
  Filters const& filters_;
  std::vector<std::uint8_t> const& open_states_;
  TopicBits topics_;
  LanguageBits languages_;
  AudienceBits audiences_;
  std::vector<std::uint8_t> place_fit_;  // by coverage
  int seen_ = 0, total_ = 0;
  std::array<int, 256> topic_counts_{};
  std::array<int, 192> language_counts_{}, certain_counts_{};
  std::array<int, 64> audience_counts_{};
  std::array<int, 4> distance_counts_{};
  int free_ = 0, without_appointment_ = 0, open_now_ = 0, step_free_ = 0;
};

/// How each coverage suits a place: 2 there, 1 in charge of it, 0 neither.
std::vector<std::uint8_t> place_fit(FacetTable const& table, places::Gazetteer const& gazetteer,
                                    std::string const& place_id);

/// For each coverage the share of the county's people it is near to, 0..1: of the places in charge,
/// else mostly of the town it is in.
std::vector<float> reach_of(FacetTable const& table, places::Gazetteer const& gazetteer);

}  // namespace mila::offers
