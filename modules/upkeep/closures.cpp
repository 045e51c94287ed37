// Closing single days.
#include "modules/upkeep/closures.h"

#include <algorithm>

#include "modules/directory/timetable.h"
#include "modules/upkeep/undo.h"
#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

using directory::ScheduleException;
using directory::Service;
using directory::ServiceAtLocation;
using std::chrono::days;
using std::chrono::sys_days;

constexpr days kLookAhead{14};
/// Closures that ended longer ago than this are cleared away when the next one is set.
constexpr days kKept{30};

ServiceAtLocation* place_of(Service& service, std::string_view at_id) {
  for (auto& at : service.service_at_locations)
    if (at.id == at_id) return &at;
  return nullptr;
}

std::vector<ScheduleException>* exceptions_of(Service& service, std::string_view at_id) {
  if (at_id.empty()) return &service.x_exceptions;
  auto* at = place_of(service, at_id);
  return at ? &at->x_exceptions : nullptr;
}

bool is_closure(ScheduleException const& exception, std::string const& day) {
  return exception.from == day && exception.to == day && !exception.opens_at;
}

bool is_closed(std::vector<ScheduleException> const& exceptions, std::string const& day) {
  return std::any_of(exceptions.begin(), exceptions.end(),
                     [&](ScheduleException const& exception) { return is_closure(exception, day); });
}

struct Loaded {
  Entry entry;
  Service service;
  std::vector<ScheduleException>* exceptions = nullptr;
};
Result<std::shared_ptr<Loaded>> load(db::Writer& writer, Context& context,
                                     std::string_view service_id, std::string_view at_id,
                                     Date date) {
  auto entry = find_entry(writer, service_id);
  if (!entry) return Error{ErrorCode::NotFound};
  if (!may_edit(context.actor, entry->service.organization_id)) return Error{ErrorCode::Forbidden};
  auto loaded = std::make_shared<Loaded>(Loaded{*entry, entry->service});
  loaded->exceptions = exceptions_of(loaded->service, at_id);
  if (!loaded->exceptions) return Error{ErrorCode::NotFound};
  auto day = sys_days(date), now = sys_days(today(context));
  if (day < now || day > now + kClosuresAhead) return Error{ErrorCode::Invalid};
  return loaded;
}

/// The change that closed this day, if it is still in the history: version, else 0.
std::int64_t closing_version(db::Reader& reader, std::string_view service_id,
                             std::string_view at_id, std::string const& day) {
  auto closed_in = [&](data::Json const& json) {
    std::vector<std::string> problems;
    auto service = data::from_json<Service>(json, problems);
    auto* exceptions = exceptions_of(service, at_id);
    return exceptions && is_closed(*exceptions, day);
  };
  constexpr int kRecent = 20;
  for (auto const& change : directory::changes(
           reader, {.kind = directory::Kind::Service, .id = std::string(service_id), .limit = kRecent}))
    if (change.previous && closed_in(change.after) && !closed_in(*change.previous))
      return change.version;
  return 0;
}

}  // namespace

std::vector<DayPlan> next_days(Entry const& entry, std::string_view at_id,
                               std::string_view county_zone,
                               hours::HolidayCalendar const& holidays, Date today, int most) {
  ServiceAtLocation const* at = nullptr;
  directory::Location const* location = nullptr;
  for (auto const& each : entry.service.service_at_locations)
    if (each.id == at_id) at = &each;
  for (auto const& each : entry.locations)
    if (at && each.id == at->location_id) location = &each;
  auto real = at ? directory::to_timetable(entry.service, at, location, county_zone)
                 : directory::to_timetable(entry.service, county_zone);
  auto planned = real;
  planned.exceptions.clear();
  std::vector<DayPlan> plans;
  bool known = std::any_of(real.rules.begin(), real.rules.end(),
                           [](hours::Rule const& rule) { return rule.opens.has_value(); });
  for (int week = 0; week < kLookAhead / days{7}; ++week) {
    Date first{sys_days(today) + days{7 * week}};
    auto as_planned = hours::week_of(planned, holidays, first);
    auto as_is = hours::week_of(real, holidays, first);
    for (std::size_t i = 0; i < as_planned.size(); ++i) {
      bool soon = sys_days(as_planned[i].date) <= sys_days(today) + days{1};
      if (static_cast<int>(plans.size()) == most) return plans;
      if (as_planned[i].spans.empty() && (known || !soon)) continue;
      bool closed = as_is[i].spans.empty() &&
                    (known || std::any_of(real.exceptions.begin(), real.exceptions.end(),
                                          [&](hours::Exception const& exception) {
                                            return exception.closed &&
                                                   exception.from == as_is[i].date;
                                          }));
      plans.push_back({as_planned[i].date, as_planned[i].spans, closed});
    }
  }
  return plans;
}

Result<bool> close_day(db::Writer& writer, Context& context, std::string_view service_id,
                       std::string_view at_id, Date date) {
  auto loaded = load(writer, context, service_id, at_id, date);
  if (!loaded) return loaded.error();
  auto& exceptions = *(*loaded)->exceptions;
  std::string day = format_iso_date(date);
  if (is_closed(exceptions, day)) return false;
  std::string long_ago = format_iso_date(Date{sys_days(today(context)) - kKept});
  std::erase_if(exceptions, [&](ScheduleException const& exception) {
    return exception.to < long_ago || (exception.from == day && exception.to == day);
  });
  ScheduleException closed;
  closed.from = closed.to = day;
  exceptions.push_back(std::move(closed));
  auto saved = save_service(writer, context, (*loaded)->entry, (*loaded)->service);
  if (!saved) return saved.error();
  return true;
}

Result<bool> open_day(db::Writer& writer, Context& context, std::string_view service_id,
                      std::string_view at_id, Date date) {
  auto loaded = load(writer, context, service_id, at_id, date);
  if (!loaded) return loaded.error();
  auto& exceptions = *(*loaded)->exceptions;
  std::string day = format_iso_date(date);
  if (!is_closed(exceptions, day)) return false;
  auto version = closing_version(writer, service_id, at_id, day);
  if (version > 0 &&
      undo_change(writer, context, directory::Kind::Service, service_id, version).has_value())
    return true;
  std::erase_if(exceptions,
                [&](ScheduleException const& exception) { return is_closure(exception, day); });
  auto saved = save_service(writer, context, (*loaded)->entry, (*loaded)->service);
  if (!saved) return saved.error();
  return true;
}

Actor actor_by_link(std::string_view organization_id) {
  static Role const role = [] {
    Role by_link;
    by_link.name = "by-link";
    by_link.scope = Scope::Organization;
    by_link.permissions = {Permission::EditOffers};
    return by_link;
  }();
  Actor actor;
  actor.grants.push_back({&role, std::string(organization_id)});
  return actor;
}

}  // namespace mila::upkeep
