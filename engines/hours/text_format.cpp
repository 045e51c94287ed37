// Writes rules as one line of German text that the parser reads back.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engines/hours/hours.h"

namespace mila::hours {
namespace {

constexpr std::array<std::string_view, 8> day_names{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};
constexpr Minutes midnight = std::chrono::hours{24};

std::string date_text(Date date) {
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                     static_cast<int>(date.year()));
}

std::string time_text(Minutes time) {
  auto const minutes = static_cast<int>(time.count());
  return minutes % 60 == 0 ? std::to_string(minutes / 60) : fmt::format("{}:{:02}", minutes / 60, minutes % 60);
}

std::string hours_text(Rule const& rule) {
  return time_text(*rule.opens) + "–" + time_text(*rule.closes);
}

std::string_view access_text(Rule const& rule) {
  bool const timed = rule.opens && rule.closes;
  switch (rule.access) {
    case Access::OpenDoor:
      return timed ? "" : "ohne Termin";
    case Access::ByAppointment:
      return timed ? "mit Termin" : "nach Vereinbarung";
    case Access::ByPhone:
      return "telefonisch";
    case Access::Online:
      return "online";
  }
  return "";
}

void append(std::string& text, std::string_view word, std::string_view separator = " ") {
  if (word.empty()) return;
  if (!text.empty()) text += separator;
  text += word;
}

std::string ordinal_text(int nth) {
  if (nth == -1) return "letzter";
  if (nth == -2) return "vorletzter";
  return std::to_string(nth) + ".";
}

/// "Mo–Fr", "Mo, Mi", "2. und 4. Di"; `by_day` sorted as the parser leaves it.
std::string days_text(std::vector<ByDay> const& by_day) {
  std::string text;
  for (std::size_t i = 0; i < by_day.size();) {
    std::size_t end = i + 1;
    unsigned const first = by_day[i].day.iso_encoding();
    if (by_day[i].nth == 0) {
      while (end < by_day.size() && by_day[end].nth == 0 &&
             by_day[end].day.iso_encoding() == first + (end - i)) {
        ++end;
      }
      if (end - i < 3) end = i + 1;
      std::string run(day_names[first]);
      if (end - i >= 3) append(run, day_names[by_day[end - 1].day.iso_encoding()], "–");
      append(text, end - i == 7 ? "täglich" : run, ", ");
    } else {
      std::string ordinals = ordinal_text(by_day[i].nth);
      while (end < by_day.size() && by_day[end].nth != 0 && by_day[end].day == by_day[i].day) {
        append(ordinals, ordinal_text(by_day[end++].nth), " und ");
      }
      append(ordinals, day_names[first]);
      append(text, ordinals, ", ");
    }
    i = end;
  }
  return text;
}

bool is_around_the_clock(Rule const& rule) {
  return rule.frequency == Frequency::Weekly && rule.interval == 1 && rule.by_day.size() == 7 &&
         rule.opens == Minutes{0} && rule.closes == midnight;
}

/// Whether two rules can share one entry: "Mo 9–12, 14–16".
bool differ_in_hours_only(Rule const& a, Rule const& b) {
  if (a.access != Access::OpenDoor || !a.note.empty() || !a.opens || !b.opens) return false;
  if (is_around_the_clock(a) || is_around_the_clock(b)) return false;
  Rule same = b;
  same.opens = a.opens;
  same.closes = a.closes;
  return a == same;
}

std::string entry_text(Rule const& rule, std::string const& hours) {
  std::string text;
  if (rule.frequency == Frequency::Once) {
    if (rule.start) text = date_text(*rule.start);
  } else {
    if (rule.interval > 1) text = fmt::format("jede {}. Woche", rule.interval);
    if (is_around_the_clock(rule)) {
      append(text, "24 Stunden");
    } else {
      append(text, days_text(rule.by_day));
    }
  }
  if (!is_around_the_clock(rule)) append(text, hours);
  append(text, access_text(rule));
  if (!rule.note.empty()) append(text, "(" + rule.note + ")");
  auto from = rule.valid_from;
  if (rule.frequency != Frequency::Once && rule.start)
    from = from ? std::max(*from, *rule.start) : rule.start;
  auto to = rule.valid_to;
  if (rule.until) to = to ? std::min(*to, *rule.until) : rule.until;
  if (from) append(text, "ab " + date_text(*from));
  if (to) append(text, "bis " + date_text(*to));
  if (rule.open_on_holidays && !is_around_the_clock(rule)) append(text, "auch an Feiertagen");
  return text;
}

}  // namespace

std::string format_hours_text(std::vector<Rule> const& rules) {
  std::string text;
  for (std::size_t i = 0; i < rules.size();) {
    bool const timed = rules[i].opens && rules[i].closes;
    std::string hours = timed ? hours_text(rules[i]) : std::string{};
    std::size_t end = i + 1;
    while (end < rules.size() && differ_in_hours_only(rules[i], rules[end])) {
      append(hours, hours_text(rules[end++]), ", ");
    }
    append(text, entry_text(rules[i], hours), " | ");
    i = end;
  }
  return text;
}

bool text_can_say(std::vector<Rule> const& rules) {
  auto const read = parse_hours_text(format_hours_text(rules));
  return read.issues.empty() && read.rules == rules;
}

}  // namespace mila::hours
