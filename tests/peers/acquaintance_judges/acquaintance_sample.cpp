// Prints 200 random cases, one JSON object a line: who was where, and what our engine makes of it.
#include <cstdio>
#include <iostream>
#include <random>
#include <sstream>

#include "engines/acquaintance/acquaintance.h"

using namespace mila::acquaintance;

namespace {

template <class Values, class Show>
std::string list(Values const& values, Show show) {
  std::ostringstream out;
  out.precision(17);
  out << '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i > 0) out << ',';
    show(out, values[i]);
  }
  out << ']';
  return out.str();
}

}  // namespace

int main() {
  std::mt19937 random{2026};
  auto below = [&](unsigned limit) { return random() % limit; };
  for (int round = 0; round < 200; ++round) {
    unsigned const organizations = 1 + below(40);
    std::vector<std::string> members;
    for (unsigned i = 0; i < organizations; ++i) members.push_back("o" + std::to_string(i));
    std::vector<Presence> presences;
    for (unsigned meeting = 0, count = below(40); meeting < count; ++meeting)
      for (unsigned i = 0, size = 1 + below(1 + below(12)); i < size; ++i)
        presences.push_back({members[std::min(below(organizations), below(organizations))], "m" + std::to_string(meeting), {}});
    Counting counting;
    counting.plenary_above = 3 + below(12);
    auto const network = network_of(presences, members, counting);
    auto const figures = figures_of(network);
    std::vector<std::string> sectors;
    for (auto const& name : network.organizations) sectors.push_back(std::string(1, static_cast<char>('x' + std::stoi(name.substr(1)) % 3)));
    auto const table = cross_table(network, sectors, sectors);
    auto const index = external_internal_index(network, sectors);
    auto number = [](std::ostream& out, auto value) { out << value; };
    auto word = [](std::ostream& out, std::string const& value) { out << '"' << value << '"'; };
    std::cout.precision(17);
    std::cout << "{\"plenary_above\":" << counting.plenary_above
              << ",\"presences\":" << list(presences, [](auto& out, auto const& one) { out << "[\"" << one.organization << "\",\"" << one.meeting << "\"]"; })
              << ",\"organizations\":" << list(network.organizations, word) << ",\"sectors\":" << list(sectors, word)
              << ",\"ties\":" << list(network.ties, [](auto& out, auto const& one) { out << '[' << one.a << ',' << one.b << ',' << one.weight << ']'; })
              << ",\"density\":" << figures.density << ",\"mean_degree\":" << figures.mean_degree
              << ",\"components\":" << figures.components << ",\"component\":" << list(figures.component, number)
              << ",\"degree\":" << list(figures.degree, number) << ",\"strength\":" << list(figures.strength, number)
              << ",\"betweenness\":" << list(betweenness_of(network), number) << ",\"core\":" << list(figures.core, number)
              << ",\"articulation\":" << list(figures.articulation, [](auto& out, bool one) { out << (one ? 1 : 0); })
              << ",\"bridges\":" << list(figures.bridges, [](auto& out, auto const& one) { out << '[' << one.first << ',' << one.second << ']'; })
              << ",\"groups\":" << list(table.rows, word)
              << ",\"tied\":" << list(table.cells, [](auto& out, auto const& row) { out << list(row, [](auto& o, Cell const& cell) { o << cell.tied; }); })
              << ",\"common\":" << list(introductions(network, {sectors, sectors, 2}), [](auto& out, auto const& one) { out << '[' << one.a << ',' << one.b << ',' << one.common << ']'; })
              << ",\"index\":";
    if (index) std::cout << *index;
    else std::cout << "null";
    std::cout << "}\n";
  }
}
