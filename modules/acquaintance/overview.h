// What who was at the meetings says about the network: plain figures, without pages.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engines/acquaintance/acquaintance.h"
#include "platform/county/county.h"

namespace mila::acquaintances {

/// A meeting of more organisations is a plenary: there one does not get to know each other.
inline constexpr std::size_t kPlenaryAbove = 15;
/// Weaker ties are none: one meeting of eleven gives 0.1, one of two gives 1.
inline constexpr double kLeastWeight = 0.1;
/// An organisation with fewer active people is not named where something is said about it: it would
/// be said about a person.
inline constexpr int kPeopleToBeNamed = 3;

enum class Span { TwelveMonths, Year };

/// Days of the period looked at and of the one before, as long as it; last days included.
struct Period {
  Date from{}, until{}, before_from{}, before_until{};
};
/// Twelve months until today and the twelve before; or since New Year and the same days a year before.
Period period_of(Span span, Date today);

/// Organisations of which something is said: names where there are people enough, of the others only
/// how many of which kind.
struct Listed {
  std::vector<std::string> names;
  std::map<std::string, int> small;  ///< by kind of organisation, "" when unknown
  int small_count() const;
  bool empty() const { return names.empty() && small.empty(); }
};

/// Of one period: all who came, and how well those know each other who came in both.
struct Measured {
  std::size_t meetings = 0, plenaries = 0, organizations = 0;
  double mean_degree = 0, density = 0;
  std::optional<double> outside;  ///< E-I index between kinds of organisation
};

/// Two to be introduced, and why.
struct Suggestion {
  std::string first_id, second_id, first, second;  ///< ids and names
  std::string place;                               ///< where both are, "" when in different ones
  std::string first_sector, second_sector;         ///< "" when of one kind
  int common = 0;
};

struct Overview {
  Period period;
  Measured now, before;
  int in_both = 0, gone_count = 0, new_count = 0;
  acquaintance::CrossTable sectors;  ///< of kinds of organisation with each other
  acquaintance::CrossTable places;   ///< rows are names of municipalities, columns kinds
  /// Municipality and the kinds nobody from there meets.
  std::vector<std::pair<std::string, std::vector<std::string>>> white_spots;
  std::vector<std::string> absent_places;  ///< municipalities nobody came from
  Listed seen_once, gone, alone, one_person;
  std::vector<Suggestion> suggestions;  ///< the best first
};

/// For whoever coordinates the network; says nothing about single people. At most seven statements.
Overview overview_of(db::Reader& reader, Context& context, Span span);

}  // namespace mila::acquaintances
