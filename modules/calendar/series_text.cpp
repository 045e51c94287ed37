#include "modules/calendar/series_text.h"

#include <algorithm>

#include "modules/calendar/pages.h"
#include "modules/offers/weekday_of_month.h"
#include "platform/base/text.h"
#include "platform/i18n/format.h"

namespace mila::events {
namespace {

constexpr std::size_t kDaysNamed = 3;

/// The parts of an RRULE that can be said.
struct Rule {
  std::string frequency, interval = "1";
  struct Day {
    int nth = 0;
    std::chrono::weekday day;
  };
  std::vector<Day> days;
  bool more = false;  ///< something in it these words do not say
};

Rule rule_in(std::string const& text) {
  constexpr std::string_view kDays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  Rule rule;
  for (auto const& part : split_list(text, ';')) {
    auto equals = part.find('=');
    std::string name = part.substr(0, equals), value = equals == std::string::npos ? "" : part.substr(equals + 1);
    if (name == "FREQ") rule.frequency = value;
    else if (name == "INTERVAL") rule.interval = value;
    else if (name == "BYDAY")
      for (auto const& day : split_list(value, ',')) {
        auto const* found = std::find(std::begin(kDays), std::end(kDays), day.size() < 2 ? day : day.substr(day.size() - 2));
        if (found == std::end(kDays)) rule.more = true;
        else rule.days.push_back({static_cast<int>(parse_integer(day.substr(0, day.size() - 2)).value_or(0)),
                                  std::chrono::weekday{static_cast<unsigned>(found - kDays)}});
      }
    else if (name == "BYMONTHDAY" && rule.frequency == "MONTHLY" && parse_integer(value)) continue;
    else if (name != "WKST") rule.more = true;
  }
  return rule;
}

/// As the reader's script separates them.
std::string listed(Words const& words, std::vector<std::string> const& days) {
  return join(days, direction_of(words.language()) == "rtl" ? "، " : ", ");
}

std::string weekly(Words const& words, Rule const& rule, std::chrono::weekday usual) {
  std::vector<std::string> days;
  for (auto const& one : rule.days) days.push_back(i18n::weekday_name(one.day, words.language(), false));
  if (days.empty()) days.push_back(i18n::weekday_name(usual, words.language(), false));
  std::string list = listed(words, days);
  return rule.interval == "1" ? words(N_("every week: {days}"), {{"days", list}})
                              : words(N_("every second week: {days}"), {{"days", list}});
}

bool is_over_several_days(PublicDate const& date) { return !date.rule.empty() || !date.source_id.empty(); }

/// "8. Dezember", with the hour where it is not the usual one.
std::string day_text(Words const& words, PublicDate const& date, EventDate const& other) {
  std::string text = i18n::format_date(other.day, words.language(), i18n::DateStyle::DayMonth);
  return date.all_day || other.start == date.start ? text : text + " " + i18n::format_time(other.start);
}

/// Of a calendar that writes its hours in another zone no rule is kept, but its days may show one.
std::string rule_of_days(std::vector<EventDate> const& days) {
  std::vector<std::chrono::sys_days> regular;
  for (auto const& one : days) regular.emplace_back(one.regular);
  std::sort(regular.begin(), regular.end());
  for (int weeks : {1, 2}) {
    auto other_gap = [&](auto one, auto next) { return next - one != std::chrono::days{7 * weeks}; };
    if (std::adjacent_find(regular.begin(), regular.end(), other_gap) == regular.end())
      return "FREQ=WEEKLY;INTERVAL=" + std::to_string(weeks);
  }
  return "";
}

SeriesText text_of(Words const& words, PublicDate date, std::vector<EventDate> const& days, Date today) {
  std::vector<std::string> also, off;
  for (auto const& other : days) {
    bool cancelled = other.state == DateState::Cancelled, moved = other.regular != other.day;
    if ((cancelled || moved) && other.regular >= today && off.size() < kDaysNamed)
      off.push_back(i18n::format_date(other.regular, words.language(), i18n::DateStyle::DayMonth));
    if (!cancelled && other.day > date.day && also.size() < kDaysNamed) also.push_back(day_text(words, date, other));
  }
  SeriesText text;
  if (date.rule.empty()) date.rule = rule_of_days(days);
  text.often = rule_words(words, date);
  if (text.often.empty()) text.often = words(N_("on several days"));
  if (!also.empty()) text.also = words(N_("also on {days}"), {{"days", listed(words, also)}});
  // Of a series that is off as a whole the list says so already.
  if (!off.empty() && !date.cancelled) text.off = words(N_("not on {days}"), {{"days", listed(words, off)}});
  return text;
}

}  // namespace

std::string rule_words(Words const& words, PublicDate const& date) {
  if (date.rule.empty()) return "";
  Rule const rule = rule_in(date.rule);
  bool nth = std::any_of(rule.days.begin(), rule.days.end(), [](Rule::Day const& one) { return one.nth != 0; });
  if (rule.more) return words(N_("on several days"));
  if (rule.frequency == "DAILY" && rule.interval == "1" && rule.days.empty()) return words(N_("every day"));
  if (rule.frequency == "WEEKLY" && (rule.interval == "1" || rule.interval == "2") && !nth)
    return weekly(words, rule, std::chrono::weekday{std::chrono::sys_days{date.regular}});
  if (rule.frequency == "MONTHLY" && rule.interval == "1" && rule.days.size() == 1)
    if (auto const* phrase = offers::weekday_of_month(rule.days.front().nth, rule.days.front().day)) return words(phrase);
  if (rule.frequency == "MONTHLY" && rule.interval == "1" && rule.days.empty()) return words(N_("every month"));
  return words(N_("on several days"));
}

std::map<std::string, SeriesText> series_texts(Context const& context, db::Reader& reader,
                                               std::vector<PublicDate> const& dates) {
  std::vector<std::string> ids;
  for (auto const& date : dates)
    if (is_over_several_days(date)) ids.push_back(date.id);
  std::map<std::string, std::vector<EventDate>> days;
  for (auto& day : dates_of(reader, ids)) days[day.event_id].push_back(std::move(day));
  Words words(context, context.language);
  std::map<std::string, SeriesText> texts;
  for (auto const& date : dates)
    if (auto found = days.find(date.id); found != days.end() && found->second.size() > 1)
      texts[date.id] = text_of(words, date, found->second, today_of(context));
  return texts;
}

}  // namespace mila::events
