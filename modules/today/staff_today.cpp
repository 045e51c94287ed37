// The start page: what waits for me, next dates, what is new, what is done quickly.
#include "modules/today/staff_today.h"

#include <fmt/format.h>

#include <algorithm>

#include "modules/directory/directory.h"
#include "platform/i18n/format.h"

namespace mila::today {
namespace {

using i18n::N_;

constexpr std::size_t kWaitingMost = 20, kNewsMost = 8;

std::string tr(Visit const& visit, char const* text) {
  return visit.site.translate(visit.context.language, text);
}

char const* greeting_at(std::chrono::minutes since_midnight) {
  auto hour = since_midnight.count() / 60;
  if (hour < 11) return N_("Good morning, {name}");
  return hour < 18 ? N_("Hello, {name}") : N_("Good evening, {name}");
}

/// "heute, 14:00", "Mi., 2. Dez."
std::string when(Visit const& visit, Instant at) {
  auto const& zone = visit.context.county.config().zone;
  auto day = local_date(at, zone), today = local_date(visit.context.now(), zone);
  std::string time = i18n::format_time(local_minutes(at, zone));
  if (day == today) return tr(visit, N_("today")) + ", " + time;
  return i18n::format_date(day, visit.context.language, i18n::DateStyle::WeekdayShort);
}

std::vector<WaitingItem> all_waiting(Visit& visit, db::Reader& reader) {
  std::vector<WaitingItem> items;
  for (auto const& module : visit.site.modules()) {
    if (!module.waiting) continue;
    auto some = module.waiting(visit.context, reader);
    items.insert(items.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  std::stable_sort(items.begin(), items.end(), [](auto const& a, auto const& b) {
    if (a.overdue != b.overdue) return a.overdue;
    if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
    return a.due && *a.due < *b.due;
  });
  if (items.size() > kWaitingMost) items.resize(kWaitingMost);
  return items;
}

using NewsHook = std::function<std::vector<NewsItem>(Context&, db::Reader&)> Module::*;

std::vector<DateView> gather(Visit& visit, db::Reader& reader, NewsHook hook, bool newest_first) {
  std::vector<NewsItem> items;
  for (auto const& module : visit.site.modules())
    if (module.*hook)
      for (auto& item : (module.*hook)(visit.context, reader)) items.push_back(std::move(item));
  std::stable_sort(items.begin(), items.end(), [&](auto const& a, auto const& b) {
    return newest_first ? a.at > b.at : a.at < b.at;
  });
  if (items.size() > kNewsMost) items.resize(kNewsMost);
  std::vector<DateView> views;
  for (auto& item : items)
    views.push_back({when(visit, item.at), std::move(item.title), std::move(item.detail), std::move(item.href)});
  return views;
}

/// Three figures and nothing to edit, for those who lead.
std::vector<FigureView> figures(Visit& visit, db::Reader& reader) {
  auto number = [&](std::int64_t n) { return i18n::format_number(n, visit.context.language); };
  auto year_ago = Date{std::chrono::floor<std::chrono::days>(visit.context.now()) - std::chrono::days{365}};
  auto offers = directory::count_records(reader, directory::Kind::Service);
  auto confirmed = directory::count_confirmed_since(reader, year_ago);
  return {{number(offers), tr(visit, N_("offers of help"))},
          {number(directory::count_records(reader, directory::Kind::Organization)),
           tr(visit, N_("organisations"))},
          {offers ? fmt::format("{} %", confirmed * 100 / offers) : "–",
           tr(visit, N_("of the offers confirmed within a year"))}};
}

}  // namespace

http::Response show_today(Visit& visit) {
  auto& context = visit.context;
  auto const& zone = context.county.config().zone;
  TodayView view;
  view.greeting = i18n::fill(tr(visit, greeting_at(local_minutes(context.now(), zone))), "name", context.actor.name);
  context.county.database.read([&](db::Reader& reader) {
    for (auto& item : all_waiting(visit, reader)) {
      WaitingView shown{std::move(item.title), std::move(item.detail), std::move(item.href),
                        std::move(item.button), "", item.overdue, view.waiting.empty()};
      if (item.due) shown.due = when(visit, *item.due);
      view.waiting.push_back(std::move(shown));
    }
    view.dates = gather(visit, reader, &Module::dates, false);
    view.news = gather(visit, reader, &Module::news, true);
    if (context.actor.may(Permission::ReadFigures)) view.figures = figures(visit, reader);
  });
  std::vector<StaffMenuItem> quick;
  for (auto const& module : visit.site.modules())
    for (auto const& act : module.quick_acts)
      if (context.actor.may(act.permission)) quick.push_back(act);
  std::stable_sort(quick.begin(), quick.end(), [](auto const& a, auto const& b) { return a.order < b.order; });
  for (auto const& act : quick)
    view.quick.push_back({tr(visit, act.text.c_str()), act.path, {visit.site.icon(act.icon)}});
  std::string date = i18n::format_date(local_date(context.now(), zone), context.language, i18n::DateStyle::WeekdayLong);
  view.any_waiting = !view.waiting.empty();
  auto count = [&](char const* one, char const* many) {
    return visit.site.catalogue().plural(context.language, one, many,
                                         static_cast<std::int64_t>(view.waiting.size()));
  };
  view.lead = date + ". " + (view.any_waiting
                                 ? count("One thing waits for you.", "{n} things wait for you.")
                                 : tr(visit, N_("Nothing waits for you.")));
  view.has_dates = !view.dates.empty();
  view.has_news = !view.news.empty();
  view.has_quick = !view.quick.empty();
  view.has_figures = !view.figures.empty();
  // Roles that see private data sleep until the second step is on.
  view.second_factor_missing = context.actor.grants.empty();
  Page frame;
  frame.title = tr(visit, N_("Today"));
  frame.active_path = "/staff";
  return visit.site.page(visit, "today/staff/today.html", view, frame);
}

}  // namespace mila::today
