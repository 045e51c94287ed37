// Reading and writing instants and dates; zones come from the system's tz data.
#include "platform/base/time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include "platform/base/text.h"

namespace mila {
namespace {

using std::chrono::floor;

struct Parts {
  Date date;
  int hour, minute, second, millisecond;
};

Parts parts_of(Instant instant) {
  auto day = floor<std::chrono::days>(instant);
  auto rest = std::chrono::hh_mm_ss{instant - day};
  return {Date{day}, static_cast<int>(rest.hours().count()),
          static_cast<int>(rest.minutes().count()), static_cast<int>(rest.seconds().count()),
          static_cast<int>(rest.subseconds().count())};
}

std::optional<Date> valid_date(std::optional<std::int64_t> year, std::optional<std::int64_t> month,
                               std::optional<std::int64_t> day) {
  if (!year || !month || !day || *year < 1 || *year > 9999) return std::nullopt;
  if (*month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  Date date{std::chrono::year(static_cast<int>(*year)),
            std::chrono::month(static_cast<unsigned>(*month)),
            std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

date::local_days to_local_days(Date d) {
  return date::local_days{
      date::days{std::chrono::sys_days(d).time_since_epoch().count()}};
}

/// Digits only: no sign, so that "-0" is no hour.
std::optional<std::int64_t> parse_digits(std::string_view text) {
  if (!text.empty() && text[0] == '-') return std::nullopt;
  return parse_integer(text);
}

/// Offset like "Z", "+02:00", "-0530" in minutes.
std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  using std::chrono::minutes;
  if (text == "Z" || text == "z" || text.empty()) return minutes{0};
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  auto hours = parse_digits(text.substr(1, 2));
  auto rest = text.substr(3);
  if (!rest.empty() && rest[0] == ':') rest.remove_prefix(1);
  auto mins = rest.empty() ? std::optional<std::int64_t>(0) : parse_digits(rest);
  if (!hours || !mins || *hours < 0 || *hours > 23 || *mins < 0 || *mins > 59) return std::nullopt;
  minutes offset{*hours * 60 + *mins};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::string format_rfc3339(Instant instant) {
  Parts p = parts_of(instant);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_iso_date(p.date), p.hour, p.minute,
                     p.second, p.millisecond);
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  auto date = parse_iso_date(text.substr(0, 10));
  if (!date) return std::nullopt;
  Instant day = std::chrono::sys_days(*date);
  if (text.size() == 10) return day;
  if (text.size() < 16 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') ||
      text[13] != ':')
    return std::nullopt;
  auto hour = parse_digits(text.substr(11, 2));
  auto minute = parse_digits(text.substr(14, 2));
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59)
    return std::nullopt;
  auto rest = text.substr(16);
  std::int64_t millis = 0;
  if (rest.size() >= 3 && rest[0] == ':') {
    auto second = parse_digits(rest.substr(1, 2));
    if (!second || *second < 0 || *second > 60) return std::nullopt;
    millis = *second * 1000;
    rest.remove_prefix(3);
    if (!rest.empty() && rest[0] == '.') {
      std::int64_t scale = 100;
      rest.remove_prefix(1);
      if (rest.empty() || rest[0] < '0' || rest[0] > '9') return std::nullopt;
      for (; !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; rest.remove_prefix(1)) {
        millis += (rest[0] - '0') * scale;
        scale /= 10;
      }
    }
  }
  auto offset = parse_offset(rest);
  if (!offset) return std::nullopt;
  return day + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::milliseconds{millis} - *offset;
}

std::string format_http_date(Instant instant) {
  static constexpr char const* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr char const* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  Parts p = parts_of(instant);
  auto weekday = std::chrono::weekday(std::chrono::sys_days(p.date)).c_encoding();
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday],
                     static_cast<unsigned>(p.date.day()),
                     kMonths[static_cast<unsigned>(p.date.month()) - 1],
                     static_cast<int>(p.date.year()), p.hour, p.minute, p.second);
}

std::optional<Date> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return valid_date(parse_digits(text.substr(0, 4)), parse_digits(text.substr(5, 2)),
                    parse_digits(text.substr(8, 2)));
}

std::string format_iso_date(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::optional<Date> parse_german_date(std::string_view text) {
  text = trim(text);
  if (auto iso = parse_iso_date(text)) return iso;
  auto parts = split(text, '.');
  if (parts.size() != 3) return std::nullopt;
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
  auto year = parse_digits(parts[2]);
  if (year && parts[2].size() == 2) *year += 2000;
  else if (parts[2].size() != 4) return std::nullopt;
  return valid_date(year, parse_digits(parts[1]), parse_digits(parts[0]));
}

Date local_date(Instant instant, std::string_view zone) {
  auto local = date::locate_zone(std::string(zone))->to_local(instant);
  auto days = std::chrono::floor<std::chrono::days>(local.time_since_epoch());
  return Date{std::chrono::sys_days{days}};
}

std::chrono::minutes local_minutes(Instant instant, std::string_view zone) {
  auto since = date::locate_zone(std::string(zone))->to_local(instant).time_since_epoch();
  return floor<std::chrono::minutes>(since - floor<std::chrono::days>(since));
}

Instant local_to_instant(Date d, std::chrono::minutes since_midnight, std::string_view zone) {
  auto local = to_local_days(d) + since_midnight;
  // Both in a gap and in an overlap, `first` is the offset that was in force before.
  auto info = date::locate_zone(std::string(zone))->get_info(local);
  return Instant{local.time_since_epoch() - info.first.offset};
}

}  // namespace mila
