// Where things go in drawings: scales, ticks, labels that must not touch (internal to the chart
// kit). All in pixels, y downwards.
#pragma once

#include <vector>

namespace mila::html {

struct Point {
  double x = 0, y = 0;
};

struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

/// A straight map of [from, to] onto pixels [at, until]; an empty range lies in the middle.
struct Scale {
  double from = 0, to = 1, at = 0, until = 1;
  double operator()(double value) const {
    if (from == to) return (at + until) / 2;
    return at + (value - from) / (to - from) * (until - at);
  }
};

/// Round numbers at equal distance that cover [low, high], in at most `intervals` steps of 1, 2 or
/// 5 times a power of ten; whole numbers only when `whole`. At least two ticks: where low and high
/// are (nearly) equal the range is widened around them, from zero where they are zero.
/// `low` ≤ `high`, both within ±1e300; `intervals` ≥ 2.
std::vector<double> nice_ticks(double low, double high, int intervals, bool whole);

/// A label that would like its upper edge at `wanted`.
struct Wish {
  double wanted = 0, size = 0;
};

/// Upper edges for all labels in one column: none overlaps another, their order is that of their
/// wishes, all lie within [low, high] if they fit, and the sum of squared moves is least.
std::vector<double> spread(std::vector<Wish> const& wishes, double low, double high);

}  // namespace mila::html
