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
  for (auto _ : state) {
    benchmark::DoNotOptimize(figures_of(network));
    benchmark::DoNotOptimize(betweenness_of(network));
  }
  state.counters["ties"] = static_cast<double>(network.ties.size());
}
BENCHMARK(figures)->Unit(benchmark::kMillisecond);

void without_betweenness(benchmark::State& state) {
  auto const network = network_of(year(), {}, {.least = 0.1});
  for (auto _ : state) benchmark::DoNotOptimize(figures_of(network));
}
BENCHMARK(without_betweenness)->Unit(benchmark::kMillisecond);

void suggestions(benchmark::State& state) {
  auto const network = network_of(year(), {}, {.least = 0.1});
  Matching matching;
  for (std::size_t i = 0; i < network.organizations.size(); ++i) {
    matching.places.push_back(std::to_string(i % 20));
    matching.fields.push_back(std::to_string(i % 15));
  }
  for (auto _ : state) benchmark::DoNotOptimize(introductions(network, matching));
}
BENCHMARK(suggestions)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mila::acquaintance
