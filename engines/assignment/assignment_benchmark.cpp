// A large conference: 1,000 people of 150 organisations, 20 workshops of 50 seats, some far more wished for.
#include <benchmark/benchmark.h>

#include <random>

#include "engines/assignment/assignment.h"

namespace mila::assignment {
namespace {

void conference(benchmark::State& state) {
  std::mt19937 random{7};
  std::vector<Workshop> rooms;
  for (int i = 0; i < 20; ++i) rooms.push_back({std::to_string(i), 50});
  std::vector<Participant> people;
  for (int i = 0; i < 1'000; ++i) {
    Participant one{std::to_string(i), std::to_string(random() % 150), {}, {}};
    for (int wish = 0; wish < 3; ++wish) one.wishes.push_back(std::to_string(std::min(random() % 20, random() % 20)));
    people.push_back(std::move(one));
  }
  for (auto _ : state) benchmark::DoNotOptimize(assign(people, rooms, 1));
}
BENCHMARK(conference)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mila::assignment
