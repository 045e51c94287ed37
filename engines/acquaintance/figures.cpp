// Figures of a network of ties. The graph algorithms are Boost's.
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <utility>

#include "engines/acquaintance/acquaintance.h"
#include "platform/base/check.h"

namespace mila::acquaintance {
namespace {

struct Part {
  std::size_t part = 0;  ///< of the biconnected components
};
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Part>;

template <class T>
auto map_of(std::vector<T>& values, Graph const& graph) {
  return boost::make_iterator_property_map(values.begin(), boost::get(boost::vertex_index, graph));
}

Graph graph_of(Network const& network) {
  Graph graph(network.organizations.size());
  for (auto const& tie : network.ties) boost::add_edge(tie.a, tie.b, graph);
  return graph;
}

/// A part of one tie alone is a bridge.
void find_weak_places(Graph& graph, Figures& figures) {
  std::vector<Graph::vertex_descriptor> joints;
  auto const count =
      boost::biconnected_components(graph, boost::get(&Part::part, graph), std::back_inserter(joints)).first;
  for (auto joint : joints) figures.articulation[joint] = true;
  std::vector<int> size(count);
  auto const [first, last] = boost::edges(graph);
  for (auto edge = first; edge != last; ++edge) ++size[graph[*edge].part];
  for (auto edge = first; edge != last; ++edge)
    if (size[graph[*edge].part] == 1) {
      auto const ends = std::minmax({boost::source(*edge, graph), boost::target(*edge, graph)});
      figures.bridges.emplace_back(ends.first, ends.second);
    }
  std::sort(figures.bridges.begin(), figures.bridges.end());
}

/// Numbers of groups by sorted name; -1 for "".
std::vector<std::string> names_of(std::vector<std::string> groups) {
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  if (!groups.empty() && groups.front().empty()) groups.erase(groups.begin());
  return groups;
}

std::vector<int> numbers_of(std::vector<std::string> const& groups, std::vector<std::string> const& names) {
  std::vector<int> numbers;
  for (auto const& group : groups)
    numbers.push_back(group.empty() ? -1
                                    : static_cast<int>(std::lower_bound(names.begin(), names.end(), group) - names.begin()));
  return numbers;
}

bool known_and_same(std::vector<std::string> const& of, int a, int b) { return !of[a].empty() && of[a] == of[b]; }
bool known_and_different(std::vector<std::string> const& of, int a, int b) {
  return !of[a].empty() && !of[b].empty() && of[a] != of[b];
}

}  // namespace

Figures figures_of(Network const& network) {
  std::size_t const n = network.organizations.size();
  Figures figures;
  figures.degree.resize(n);
  figures.strength.resize(n);
  figures.component.resize(n);
  figures.core.resize(n);
  figures.articulation.resize(n);
  if (n == 0) return figures;
  Graph graph = graph_of(network);
  for (auto const& tie : network.ties)
    for (int end : {tie.a, tie.b}) ++figures.degree[end], figures.strength[end] += tie.weight;
  auto const ties = static_cast<double>(network.ties.size()), all = static_cast<double>(n);
  if (n > 1) figures.density = 2 * ties / (all * (all - 1));
  figures.mean_degree = 2 * ties / all;
  figures.components = boost::connected_components(graph, map_of(figures.component, graph));
  boost::core_numbers(graph, map_of(figures.core, graph));
  find_weak_places(graph, figures);
  return figures;
}

std::vector<double> betweenness_of(Network const& network) {
  std::vector<double> betweenness(network.organizations.size());
  if (betweenness.size() < 3) return betweenness;  // nobody can stand between two others
  Graph const graph = graph_of(network);
  boost::brandes_betweenness_centrality(graph, map_of(betweenness, graph));
  boost::relative_betweenness_centrality(graph, map_of(betweenness, graph));
  return betweenness;
}

CrossTable cross_table(Network const& network, std::vector<std::string> const& rows,
                       std::vector<std::string> const& columns) {
  std::size_t const n = network.organizations.size();
  CHECK(rows.size() == n && columns.size() == n);
  CrossTable table{names_of(rows), names_of(columns), {}};
  table.cells.assign(table.rows.size(), std::vector<Cell>(table.columns.size()));
  auto const row = numbers_of(rows, table.rows), column = numbers_of(columns, table.columns);
  std::vector<std::int64_t> in_row(table.rows.size()), in_column(table.columns.size());
  auto in_both = table.cells;  // in row and column at once
  for (std::size_t i = 0; i < n; ++i) {
    if (row[i] >= 0) ++in_row[row[i]];
    if (column[i] >= 0) ++in_column[column[i]];
    if (row[i] >= 0 && column[i] >= 0) ++in_both[row[i]][column[i]].possible;
  }
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      // Nobody meets themselves, and two who are in both are one pair, not two.
      std::int64_t const both = in_both[r][c].possible;
      table.cells[r][c].possible = in_row[r] * in_column[c] - both - both * (both - 1) / 2;
    }
  for (auto const& tie : network.ties) {
    auto count = [&](int r, int c) {
      if (r >= 0 && c >= 0) ++table.cells[r][c].tied;
    };
    count(row[tie.a], column[tie.b]);
    if (row[tie.a] != row[tie.b] || column[tie.a] != column[tie.b]) count(row[tie.b], column[tie.a]);
  }
  return table;
}

std::vector<std::pair<std::string, std::string>> white_spots(CrossTable const& table) {
  std::vector<std::pair<std::string, std::string>> spots;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (table.cells[r][c].possible > 0 && table.cells[r][c].tied == 0)
        spots.emplace_back(table.rows[r], table.columns[c]);
  return spots;
}

std::optional<double> external_internal_index(Network const& network, std::vector<std::string> const& groups) {
  CHECK(groups.size() == network.organizations.size());
  std::int64_t inside = 0, outside = 0;
  for (auto const& tie : network.ties) {
    if (groups[tie.a].empty() || groups[tie.b].empty()) continue;
    ++(groups[tie.a] == groups[tie.b] ? inside : outside);
  }
  if (inside + outside == 0) return std::nullopt;
  return static_cast<double>(outside - inside) / static_cast<double>(outside + inside);
}

std::vector<Introduction> introductions(Network const& network, Matching const& matching) {
  int const n = static_cast<int>(network.organizations.size());
  CHECK(matching.places.size() == network.organizations.size() && matching.fields.size() == matching.places.size());
  std::vector<std::vector<int>> known(n);
  for (auto const& tie : network.ties) known[tie.a].push_back(tie.b), known[tie.b].push_back(tie.a);
  for (auto& one : known) std::sort(one.begin(), one.end());
  int const least = std::max(1, matching.least_common);
  std::vector<Introduction> found;
  std::vector<int> in_common(n);
  for (int a = 0; a < n; ++a) {
    std::vector<int> reached;
    for (int between : known[a])
      for (int b : known[between])
        if (b > a && in_common[b]++ == 0) reached.push_back(b);
    for (int b : reached) {
      Introduction const one{a, b, std::exchange(in_common[b], 0), known_and_same(matching.places, a, b), known_and_different(matching.fields, a, b)};
      if (one.common >= least && (one.same_place || one.other_field) &&
          !std::binary_search(known[a].begin(), known[a].end(), b))
        found.push_back(one);
    }
  }
  auto key = [](Introduction const& one) {
    return std::tuple(!(one.same_place && one.other_field), -one.common, one.a, one.b);
  };
  std::sort(found.begin(), found.end(), [&](auto const& x, auto const& y) { return key(x) < key(y); });
  return found;
}

}  // namespace mila::acquaintance
