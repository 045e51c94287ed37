// Public holidays of one Land, computed from the rules in data/holidays.csv.
#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "engines/hours/hours.h"

namespace mila::hours {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

[[noreturn]] void fail(std::size_t line, std::string const& what) {
  throw std::invalid_argument("holidays, line " + std::to_string(line) + ": " + what);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    std::size_t const end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// "MM-DD" in `year`; nothing if it is no such text. 29 February may not exist: check ok().
std::optional<Date> month_day(std::string_view text, int year) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  auto const month = number(text.substr(0, 2));
  auto const day = number(text.substr(3));
  if (!month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  return Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(*month)},
              std::chrono::day{static_cast<unsigned>(*day)}};
}

/// The day `rule` names in `year`; nothing if the rule cannot be read.
std::optional<Date> day_of_rule(std::string_view rule, int year) {
  constexpr std::string_view easter = "easter";
  if (rule.starts_with(easter)) {
    rule.remove_prefix(easter.size());
    if (rule.size() < 2 || (rule[0] != '+' && rule[0] != '-')) return std::nullopt;
    auto const offset = number(rule.substr(1));
    if (!offset || *offset < 0 || *offset > 250) return std::nullopt;
    return Date{sys_days{easter_sunday(year)} + days{rule[0] == '+' ? *offset : -*offset}};
  }
  constexpr std::string_view before = "-before-";
  if (rule.size() == 3 + before.size() + 5 && rule.substr(3, before.size()) == before) {
    static constexpr std::array<std::string_view, 7> names{"sun", "mon", "tue", "wed",
                                                           "thu", "fri", "sat"};
    auto const* const name = std::find(names.begin(), names.end(), rule.substr(0, 3));
    auto const limit = month_day(rule.substr(3 + before.size()), year);
    if (name == names.end() || !limit || !limit->ok()) return std::nullopt;
    std::chrono::weekday const weekday{static_cast<unsigned>(name - names.begin())};
    sys_days const eve = sys_days{*limit} - days{1};
    return Date{eve - (std::chrono::weekday{eve} - weekday)};
  }
  return month_day(rule, year);
}

void add_line(HolidayCalendar& calendar, std::vector<std::string_view> const& cells,
              std::size_t line, std::string_view land, int first_year, int last_year) {
  if (cells.size() != 6) fail(line, "six cells expected");
  auto year_or = [&](std::string_view cell, int fallback) {
    if (cell.empty()) return fallback;
    auto const year = number(cell);
    if (!year) fail(line, "no year: " + std::string(cell));
    return *year;
  };
  int const from = std::max(first_year, year_or(cells[2], first_year));
  int const to = std::min(last_year, year_or(cells[3], last_year));
  if (!day_of_rule(cells[0], 2000)) fail(line, "unknown rule: " + std::string(cells[0]));
  auto const laender = split(cells[1], ' ');
  if (cells[1] != "*" && std::find(laender.begin(), laender.end(), land) == laender.end()) return;
  for (int year = from; year <= to; ++year) {
    auto const date = day_of_rule(cells[0], year);
    if (!date || !date->ok()) continue;
    calendar.days.push_back({*date, std::string(cells[4]), std::string(cells[5])});
  }
}

auto find_day(std::vector<Holiday> const& days, Date date) {
  auto const it = std::lower_bound(days.begin(), days.end(), date,
                                   [](Holiday const& h, Date d) { return h.date < d; });
  return it != days.end() && it->date == date ? it : days.end();
}

}  // namespace

Date easter_sunday(int year) {
  // The letters are those of the source named in the header.
  int const a = year % 19;
  int const b = year / 100;
  int const c = year % 100;
  int const d = b / 4;
  int const e = b % 4;
  int const f = (b + 8) / 25;
  int const g = (b - f + 1) / 3;
  int const h = (19 * a + b - d - g + 15) % 30;
  int const i = c / 4;
  int const k = c % 4;
  int const l = (32 + 2 * e + 2 * i - h - k) % 7;
  int const m = (a + 11 * h + 22 * l) / 451;
  int const n = h + l - 7 * m + 114;
  return Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(n / 31)},
              std::chrono::day{static_cast<unsigned>(n % 31 + 1)}};
}

bool HolidayCalendar::contains(Date date) const {
  return find_day(days, date) != days.end();
}

std::string HolidayCalendar::name(Date date, std::string_view language) const {
  auto const it = find_day(days, date);
  if (it == days.end()) return {};
  return language.starts_with("de") ? it->de : it->en;
}

HolidayCalendar holidays_of(std::string_view land, int first_year, int last_year,
                            std::string_view table) {
  constexpr std::string_view header = "rule;laender;from_year;to_year;de;en";
  HolidayCalendar calendar;
  first_year = std::max(first_year, 1900);
  last_year = std::min(last_year, 2200);
  bool header_seen = false;
  std::size_t line = 0;
  for (std::string_view text : split(table, '\n')) {
    ++line;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text.starts_with('#')) continue;
    if (!header_seen) {
      if (text != header) fail(line, "header expected: " + std::string(header));
      header_seen = true;
      continue;
    }
    add_line(calendar, split(text, ';'), line, land, first_year, last_year);
  }
  if (!header_seen) fail(line, "header expected: " + std::string(header));
  auto& days = calendar.days;
  std::stable_sort(days.begin(), days.end(),
                   [](Holiday const& a, Holiday const& b) { return a.date < b.date; });
  days.erase(std::unique(days.begin(), days.end(),
                         [](Holiday const& a, Holiday const& b) { return a.date == b.date; }),
             days.end());
  return calendar;
}

}  // namespace mila::hours
