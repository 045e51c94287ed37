// Nice ticks: the smallest step of 1, 2, 5 × 10^n that needs no more intervals than allowed (after
// Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990). Labels in a column: isotonic
// regression by pooling adjacent violators.
#include "platform/html/chart_layout.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "platform/base/check.h"

namespace mila::html {
namespace {

/// The multiple `index` of `digit` × 10^exponent, rounded once: 3 × 0.1 is 0.3.
double multiple(double index, int digit, int exponent) {
  double power = std::pow(10.0, std::abs(exponent));
  return exponent >= 0 ? index * digit * power : index * digit / power;
}

/// Neighbours in a column that keep together.
struct Pool {
  double sum;
  std::size_t count;
  double mean() const { return sum / static_cast<double>(count); }
};

}  // namespace

std::vector<double> nice_ticks(double low, double high, int intervals, bool whole) {
  CHECK(low <= high && std::abs(low) <= 1e300 && std::abs(high) <= 1e300 && intervals >= 2);
  double size = std::max(std::abs(low), std::abs(high));
  if (size < 1e-200) {
    high = std::max(high, 1.0);
  } else if (high - low < 1e-9 * size) {
    low -= size / 2;
    high += size / 2;
  }
  int exponent = static_cast<int>(std::floor(std::log10((high - low) / intervals)));
  if (whole) exponent = std::max(exponent, 0);
  for (;; ++exponent)
    for (int digit : {1, 2, 5}) {
      double step = multiple(1, digit, exponent);
      double first = std::floor(low / step), last = std::ceil(high / step);
      if (multiple(first, digit, exponent) > low) --first;
      if (multiple(last, digit, exponent) < high) ++last;
      if (last - first > intervals) continue;
      std::vector<double> ticks;
      // + 0.0 makes a plain zero of a negative one.
      for (double index = first; index <= last; ++index)
        ticks.push_back(multiple(index, digit, exponent) + 0.0);
      return ticks;
    }
}

std::vector<double> spread(std::vector<Wish> const& wishes, double low, double high) {
  std::vector<std::size_t> order(wishes.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return wishes[a].wanted < wishes[b].wanted;
  });
  // Without the sizes of those above, "no overlap" says "never falling": isotonic regression.
  std::vector<Pool> pools;
  double above = 0;
  for (auto i : order) {
    pools.push_back({wishes[i].wanted - above, 1});
    above += wishes[i].size;
    while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
      auto last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().count += last.count;
    }
  }
  std::vector<double> tops(wishes.size());
  double highest = std::max(low, high - above);
  above = 0;
  std::size_t at = 0;
  for (auto const& pool : pools)
    for (std::size_t i = 0; i < pool.count; ++i, ++at) {
      tops[order[at]] = std::clamp(pool.mean(), low, highest) + above;
      above += wishes[order[at]].size;
    }
  return tops;
}

}  // namespace mila::html
