// "Closed today", "this date is cancelled": an exception of one day, which ends by itself. No SQL, no
// HTTP.
#pragma once

#include <string>
#include <vector>

#include "engines/hours/hours.h"
#include "modules/upkeep/entries.h"

namespace mila::upkeep {

/// One of the next days of an offer at one of its places.
struct DayPlan {
  Date date;
  std::vector<hours::Span> spans;  ///< as planned; empty when the hours are not known
  bool closed = false;             ///< nothing of it takes place
};

/// The first `most` days with hours from `today` on (two weeks), closed ones included; today and
/// tomorrow when no hours are known. `at_id` "" means the offer as a whole.
std::vector<DayPlan> next_days(Entry const& entry, std::string_view at_id,
                               std::string_view county_zone,
                               hours::HolidayCalendar const& holidays, Date today, int most);

/// So far ahead a day may be closed by one tap.
constexpr std::chrono::days kClosuresAhead{60};

/// Closes one day at one place ("" all). Hours for that very day give way; closures of long ago are
/// cleared away. Errors: Forbidden, NotFound (no such offer or place), Invalid (a day gone by or too
/// far away). A day that is closed already stays so: false.
Result<bool> close_day(db::Writer& writer, Context& context, std::string_view service_id,
                       std::string_view at_id, Date date);
/// Takes that back: exactly as it was before, if nothing else was changed since.
Result<bool> open_day(db::Writer& writer, Context& context, std::string_view service_id,
                      std::string_view at_id, Date date);

/// Whoever comes by a link in a mail or on a phone: may edit the entries of one organisation, and is
/// nobody in the history but "visitor".
Actor actor_by_link(std::string_view organization_id);

}  // namespace mila::upkeep
