#include "modules/meetings/planned_days.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "modules/offers/holidays.h"

namespace mila::meetings {
namespace {

using calendar::SeriesRule;

SeriesRule series_rule(Date first, std::string_view every, bool by_day) {
  SeriesRule rule;
  rule.every = every == "weeks" || every == "two-weeks" ? SeriesRule::Every::Weeks
               : every == "quarters"                    ? SeriesRule::Every::Quarters
               : every == "years"                       ? SeriesRule::Every::Years
                                                        : SeriesRule::Every::Months;
  rule.interval = every == "two-weeks" ? 2 : 1;
  rule.weekday = std::chrono::weekday{std::chrono::sys_days{first}};
  auto day = static_cast<int>(static_cast<unsigned>(first.day()));
  bool weekly = rule.every == SeriesRule::Every::Weeks;
  rule.nth = day > 28 ? -1 : (day - 1) / 7 + 1;
  if (by_day && !weekly) rule.day_of_month = day > 28 ? -1 : day;
  return rule;
}

/// Of the county's Land; none when the table is not there: it has a licence of its own, see NOTICE.md.
std::vector<calendar::Period> school_holidays(County& county) {
  std::ifstream file(offers::data_folder() + "/school_holidays.csv");
  std::stringstream text;
  if (file) text << file.rdbuf();
  return calendar::school_holidays_of(county.config().land, text.str());
}

}  // namespace

std::string rule_of(Date first, std::string_view every, bool by_day) {
  return calendar::rule_text(series_rule(first, every, by_day));
}

std::vector<calendar::PlannedDay> planned_days(County& county, Date first, std::string_view every,
                                               bool by_day, int count, bool avoid) {
  std::vector<calendar::Period> school;
  if (avoid) school = school_holidays(county);
  auto blocked = [&](Date day) -> std::optional<std::string> {
    if (!avoid) return std::nullopt;
    auto name = offers::holidays(county)->name(day, "de");
    if (!name.empty()) return std::string(name);
    return calendar::name_of_day(school, day);
  };
  return calendar::plan_dates(series_rule(first, every, by_day), first, std::clamp(count, 1, 53), blocked,
                              calendar::WhenBlocked::NextWeek);
}

bool school_holidays_known(County& county, Date day) {
  auto known = school_holidays(county);
  return std::any_of(known.begin(), known.end(), [&](calendar::Period const& period) { return day <= period.until; });
}

}  // namespace mila::meetings
