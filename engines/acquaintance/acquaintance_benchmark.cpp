// A county of 400 organisations and 600 meetings of a year, up to 15 in each.
#include <benchmark/benchmark.h>

#include <random>

#include "engines/acquaintance/acquaintance.h"

namespace mila::acquaintance {
namespace {

std::vector<Presence> year() {
  std::mt19937 random{7};
  std::vector<Presence> presences;
  for (int meeting = 0; meeting < 600; ++meeting)
    for (unsigned i = 0, count = 2 + random() % 14; i < count; ++i)
      presences.push_back({std::to_string(std::min(random() % 400, random() % 400)), std::to_string(meeting), Date{}});
  return presences;
}

void ties(benchmark::State& state) {
  auto const presences = year();
  for (auto _ : state) benchmark::DoNotOptimize(network_of(presences, {}, {}));
}
BENCHMARK(ties)->Unit(benchmark::kMillisecond);

void figures(benchmark::State& state) {
  auto const network = network_of(year(), {}, {.least = 0.1});
  for (auto _ : state) benchmark::DoNotOptimize(figures_of(network));
  state.counters["ties"] = static_cast<double>(network.ties.size());
}
BENCHMARK(figures)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mila::acquaintance
