// What comes, kept in memory: the search for help looks at it with every question and must not ask the
// database for that.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "modules/calendar/dates.h"

namespace mila::events {

struct Coming {
  PublicDate date;    ///< the next day of an event; its text is left out
  std::string words;  ///< title, text and place, folded
};

/// The next five hundred events and meetings that take place, each once, by time. Read again when one of
/// them has changed or a day has passed; until then no statement.
std::shared_ptr<std::vector<Coming> const> coming_overview(Context& context, db::Reader& reader);

/// Up to three of them that fit what somebody looks for in the directory, and a link to all of them.
/// `query`: "?q=&place=&topic=", place by its id, `topic` may stand there again and again.
std::vector<Related> fitting_dates(Context& context, db::Reader& reader, std::string_view query);

}  // namespace mila::events
