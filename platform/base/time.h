// Time as the whole program knows it: what happened is an Instant (UTC, milliseconds), what is
// planned is a local date and time with a zone name, days are Dates.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mila {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;

inline std::int64_t to_millis(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant from_millis(std::int64_t millis) {
  return Instant{std::chrono::milliseconds{millis}};
}

/// "2026-11-23T08:05:09.123Z" (RFC 3339, always UTC, always milliseconds).
std::string format_rfc3339(Instant instant);
/// Reads RFC 3339 with any offset; also a bare date, meaning its first UTC millisecond.
std::optional<Instant> parse_rfc3339(std::string_view text);
/// "Mon, 23 Nov 2026 08:05:09 GMT" (RFC 9110 §5.6.7).
std::string format_http_date(Instant instant);

/// "2026-11-23"; nullopt unless exactly that form and a day that exists.
std::optional<Date> parse_iso_date(std::string_view text);
std::string format_iso_date(Date date);
/// "23.11.2026" or "3.1.26" as offices write it, or ISO.
std::optional<Date> parse_german_date(std::string_view text);

/// The civil day at `instant` in an IANA zone such as "Europe/Berlin".
Date local_date(Instant instant, std::string_view zone);
/// Minutes since local midnight at `instant`.
std::chrono::minutes local_minutes(Instant instant, std::string_view zone);
/// The instant of a local date and time; in a gap or overlap of daylight saving the earlier offset.
Instant local_to_instant(Date date, std::chrono::minutes since_midnight, std::string_view zone);

/// Where "now" comes from; tests set their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  Instant now() const override { return at_; }
  void set(Instant at) { at_ = at; }
  void advance(std::chrono::milliseconds by) { at_ += by; }

 private:
  Instant at_;
};

}  // namespace mila
