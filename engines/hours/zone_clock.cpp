// Time zones through the IANA database (Hinnant date).
#include "engines/hours/zone_clock.h"

// Debian builds the library for the system's zone files; without this the header's classes would
// have another layout than the library's.
#ifndef USE_OS_TZDB
#define USE_OS_TZDB 1
#endif
#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

namespace mila::hours {
namespace {

using std::chrono::milliseconds;
using LocalMillis = std::chrono::local_time<milliseconds>;

date::time_zone const* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name));
  } catch (std::runtime_error const&) {
    return nullptr;
  }
}

struct CachedZone {
  std::string name;
  date::time_zone const* zone = nullptr;
  Instant begin{}, end{};
  milliseconds offset{};
};

// The database is searched by name, which costs more than all the rest of a status. Nearly all
// timetables share one zone, so each thread remembers the last one and its present offset; both are
// plain copies of constant data.
CachedZone& cached_zone() {
  thread_local CachedZone cache;
  return cache;
}

CachedZone const& cached_zone(std::string const& name) {
  CachedZone& cache = cached_zone();
  if (cache.zone == nullptr || cache.name != name) {
    date::time_zone const* zone = find_zone(name);
    cache = {name, zone != nullptr ? zone : date::locate_zone("Europe/Berlin"), {}, {}, {}};
  }
  return cache;
}

Instant to_instant(date::sys_seconds time) {
  // The database's outermost borders do not fit into milliseconds.
  constexpr auto limit = std::chrono::seconds{std::chrono::days{365 * 5000}};
  return Instant{std::clamp(time.time_since_epoch(), -limit, limit)};
}

}  // namespace

namespace internal {

ZoneClock::ZoneClock(std::string const& zone) {
  CachedZone const& cache = cached_zone(zone);
  zone_ = cache.zone;
  begin_ = cache.begin;
  end_ = cache.end;
  offset_ = cache.offset;
}

void ZoneClock::remember(Instant around) {
  auto const* zone = static_cast<date::time_zone const*>(zone_);
  date::sys_info const info = zone->get_info(std::chrono::floor<std::chrono::seconds>(around));
  begin_ = to_instant(info.begin);
  end_ = to_instant(info.end);
  offset_ = info.offset;
}

LocalMillis ZoneClock::wall(Instant instant) {
  if (instant < begin_ || instant >= end_) {
    remember(instant);
    CachedZone& cache = cached_zone();
    if (cache.zone == zone_) {
      cache.begin = begin_;
      cache.end = end_;
      cache.offset = offset_;
    }
  }
  return LocalMillis{instant.time_since_epoch() + offset_};
}

Instant ZoneClock::instant(Day day, Minutes since_midnight) {
  LocalMillis const wall = day + milliseconds{since_midnight};
  Instant const guess{wall.time_since_epoch() - offset_};
  // Within a day of a clock change the hour may be skipped or doubled.
  constexpr auto margin = std::chrono::days{1};
  if (guess >= begin_ + margin && guess < end_ - margin) return guess;
  return look_up(wall);
}

Instant ZoneClock::look_up(LocalMillis wall) {
  auto const* zone = static_cast<date::time_zone const*>(zone_);
  date::local_seconds const seconds{
      std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch())};
  date::local_info const info = zone->get_info(seconds);
  if (info.result == date::local_info::nonexistent) return to_instant(info.first.end);
  Instant const instant{wall.time_since_epoch() - info.first.offset};
  // A walk over days goes on from here: keep the offset it will need next.
  if (instant < begin_ || instant >= end_) remember(instant);
  return instant;
}

}  // namespace internal

bool known_zone(std::string_view zone) {
  return find_zone(zone) != nullptr;
}

LocalTime local_time(std::string const& zone, Instant instant) {
  auto const wall = internal::ZoneClock(zone).wall(instant);
  auto const day = std::chrono::floor<std::chrono::days>(wall);
  return {Date{day}, std::chrono::floor<Minutes>(wall - day)};
}

}  // namespace mila::hours
