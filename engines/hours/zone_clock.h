// Translates between instants and the clock on the wall of one time zone; internal to the library.
#ifndef MILA_ENGINES_HOURS_ZONE_CLOCK_H
#define MILA_ENGINES_HOURS_ZONE_CLOCK_H

#include <chrono>
#include <string>

#include "engines/hours/hours.h"

namespace mila::hours::internal {

using Day = std::chrono::local_days;

/// Holds the offset that is in force around the last asked time, so that a walk over neighbouring
/// days asks the time zone database only near a clock change. Cheap to make; not thread-safe.
class ZoneClock {
 public:
  explicit ZoneClock(std::string const& zone);

  /// The instant when the wall shows `since_midnight` (may pass 24 h) counted from `day`.
  Instant instant(Day day, Minutes since_midnight);

  /// What the wall shows, as milliseconds of local time.
  std::chrono::local_time<std::chrono::milliseconds> wall(Instant instant);

 private:
  Instant look_up(std::chrono::local_time<std::chrono::milliseconds> wall);
  void remember(Instant around);

  void const* zone_;  // date::time_zone, kept out of this header for the sake of compile time
  Instant begin_{}, end_{};
  std::chrono::milliseconds offset_{};
};

}  // namespace mila::hours::internal

#endif  // MILA_ENGINES_HOURS_ZONE_CLOCK_H
