// How long this thread has been inside Xapian: the program's calls into the library pass through
// functions of the same name that look at the clock.
#pragma once

#include <cstdint>

namespace mila::bench {

/// Nanoseconds since the thread began. Only ever grow.
struct XapianTime {
  std::int64_t inside = 0;    ///< in Xapian, without what it calls back
  std::int64_t deciding = 0;  ///< in our MatchDecider (facets), called from within Xapian
  std::int64_t calls = 0;
  std::int64_t decisions = 0;
};
XapianTime xapian_time();

/// Begins with the first call: what the clock itself costs inside one pair of looks, in
/// nanoseconds. Subtracted from `deciding`, where pairs are many and short.
double clock_cost();

}  // namespace mila::bench
