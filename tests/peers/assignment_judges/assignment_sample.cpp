// Prints 200 random cases and what our engine makes of each, one a line:
// seats of the workshops | wishes of the people | placed as (rank of the wish or "-") each.
#include <algorithm>
#include <iostream>
#include <random>

#include "engines/assignment/assignment.h"

using namespace mila::assignment;

int main() {
  std::mt19937 random{2026};
  auto below = [&](unsigned limit) { return random() % limit; };
  for (int round = 0; round < 200; ++round) {
    std::vector<Workshop> rooms;
    for (unsigned i = 0, count = 1 + below(8); i < count; ++i)
      rooms.push_back({std::to_string(i), static_cast<int>(below(12))});
    std::vector<Participant> people;
    for (unsigned i = 0, count = below(60); i < count; ++i) {
      Participant one{std::to_string(i), std::to_string(below(10)), {}, {}};
      for (unsigned wish = below(4); wish > 0; --wish) {
        std::string const room = rooms[std::min(below(rooms.size()), below(rooms.size()))].id;
        if (std::find(one.wishes.begin(), one.wishes.end(), room) == one.wishes.end()) one.wishes.push_back(room);
      }
      people.push_back(std::move(one));
    }
    auto const placed = assign(people, rooms, static_cast<unsigned>(round));
    for (auto const& room : rooms) std::cout << room.seats << ' ';
    std::cout << '|';
    for (auto const& one : people) {
      for (auto const& wish : one.wishes) std::cout << wish << ',';
      std::cout << ' ';
    }
    std::cout << '|';
    for (auto const& one : *placed) {
      auto const why = static_cast<int>(one.why);
      std::cout << (why <= static_cast<int>(Why::ThirdWish) ? std::to_string(why) : "-") << ' ';
    }
    std::cout << '\n';
  }
}
