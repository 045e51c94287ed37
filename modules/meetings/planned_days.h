// The days of a series in this county: by rule, around public and school holidays.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engines/calendar/series.h"
#include "platform/county/county.h"

namespace mila::meetings {

/// RRULE of `every` ("weeks", "two-weeks", "months", "quarters", "years") on the weekday of `first` as
/// it lies in its month ("the second Tuesday"; a fifth one counts as the last), or with `by_day` on the
/// same day of the month.
std::string rule_of(Date first, std::string_view every, bool by_day);

/// The next `count` days from `first` on. With `avoid`, who would meet on a holiday meets a week later
/// (or more); `why` says which holiday it was.
std::vector<calendar::PlannedDay> planned_days(County& county, Date first, std::string_view every,
                                               bool by_day, int count, bool avoid);

/// Whether the school holidays of the county's Land are known up to that day.
bool school_holidays_known(County& county, Date day);

}  // namespace mila::meetings
