// Who meets whom. From who was at which meeting follow ties between organisations (Newman: a meeting of n
// gives each pair of them 1/(n-1), so that a working group counts more than a large round), and from the
// ties what a coordinator can act on: who stands alone, who holds parts together, which fields never meet.
// Names are those of network analysis. Numbers of organisations are indices into Network::organizations.
#ifndef MILA_ENGINES_ACQUAINTANCE_ACQUAINTANCE_H
#define MILA_ENGINES_ACQUAINTANCE_ACQUAINTANCE_H

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/base/time.h"

namespace mila::acquaintance {

/// Somebody of an organisation was at a meeting. Several people of one count once.
struct Presence {
  std::string organization, meeting;
  Date day{};  ///< of the meeting; the same in all its rows
};

/// What makes a tie.
struct Counting {
  /// A meeting with more organisations is a plenary: nobody gets to know anybody there, it gives no tie.
  std::size_t plenary_above = 15;
  /// A pair below this weight is no tie.
  double least = 0;
  /// After so many days before `until` a meeting counts half.
  std::optional<double> half_life_days = std::nullopt;
  Date until{};
};

struct Tie {
  int a = 0, b = 0;  ///< a < b
  double weight = 0;
  bool operator==(Tie const&) const = default;
};

struct Network {
  std::vector<std::string> organizations;  ///< sorted, none twice
  std::vector<Tie> ties;                   ///< by a, then b
  std::size_t meetings = 0, plenaries = 0;  ///< that counted, and those too large to
  /// nullopt for who is not in it.
  std::optional<int> find(std::string const& organization) const;
};

/// All who were present, and `members` also when they never came.
Network network_of(std::vector<Presence> const& presences, std::vector<std::string> const& members,
                   Counting const& counting);
/// The same ties among some of the organisations: two periods are compared on the same ones only.
Network among(Network const& network, std::set<std::string> const& organizations);

struct Figures {
  double density = 0;      ///< share of all pairs that are tied; 0 with fewer than two organisations
  double mean_degree = 0;
  std::vector<int> degree;          ///< with how many tied
  std::vector<double> strength;     ///< weighted degree: sum of the weights
  std::vector<int> component;       ///< numbers from 0, in the order of their first organisation
  int components = 0;
  std::vector<int> core;            ///< largest k for which it is in a k-core
  std::vector<bool> articulation;   ///< without it a part of the network falls off
  std::vector<std::pair<int, int>> bridges;  ///< ties without which a part falls off, a < b, sorted
};
Figures figures_of(Network const& network);
/// Of each organisation the share of the others' shortest ways that lead through it (Brandes). Apart from
/// the other figures: it takes some thirty times as long as all of them.
std::vector<double> betweenness_of(Network const& network);

/// How often groups meet: by sector, by municipality, or one against the other.
struct Cell {
  std::int64_t tied = 0, possible = 0;  ///< pairs of organisations
};
struct CrossTable {
  std::vector<std::string> rows, columns;  ///< sorted names of the groups
  std::vector<std::vector<Cell>> cells;    ///< [row][column]
};
/// `rows` and `columns` name the group of each organisation ("" for none). A pair counts in a cell when
/// one of the two is in the row and the other in the column; with the same groups twice this is the
/// mixing matrix.
CrossTable cross_table(Network const& network, std::vector<std::string> const& rows,
                       std::vector<std::string> const& columns);
/// Row and column that could meet and never do ("white spots"), in the order of the table.
std::vector<std::pair<std::string, std::string>> white_spots(CrossTable const& table);
/// E-I index of Krackhardt and Stern: (outside - inside) / all ties; -1 everybody stays among
/// themselves, 1 nobody does. Ties of who has no group do not count. nullopt without ties.
std::optional<double> external_internal_index(Network const& network, std::vector<std::string> const& groups);

/// Who came to exactly one meeting, of whatever size; sorted.
std::vector<std::string> seen_once(std::vector<Presence> const& presences);

/// Who came in both periods, and who in one only; sorted.
struct Retention {
  std::vector<std::string> stayed, gone, newcomers;
  std::optional<double> share() const;  ///< stayed of those who were there before; nullopt for nobody
};
Retention retention_of(std::vector<Presence> const& before, std::vector<Presence> const& now);

/// Two that have no tie and should.
struct Introduction {
  int a = 0, b = 0;  ///< a < b
  int common = 0;    ///< how many know both, at least `Matching::least_common`
  bool same_place = false, other_field = false;  ///< at least one holds
  bool operator==(Introduction const&) const = default;
};
struct Matching {
  std::vector<std::string> places, fields;  ///< of each organisation, "" when unknown
  int least_common = 2;
};
/// First those of one place and different fields, then who have more acquaintances in common.
std::vector<Introduction> introductions(Network const& network, Matching const& matching);

}  // namespace mila::acquaintance

#endif  // MILA_ENGINES_ACQUAINTANCE_ACQUAINTANCE_H
