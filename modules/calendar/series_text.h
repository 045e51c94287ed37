// A series in words: "jeden Dienstag · auch am 8. Dezember, 15. Dezember · fällt aus am 1. Dezember".
#pragma once

#include <map>

#include "modules/calendar/dates.h"
#include "platform/site/pages.h"

namespace mila::events {

/// "jeden Dienstag", "am zweiten Dienstag im Monat"; "" for what takes place once.
std::string rule_words(Words const& words, PublicDate const& date);

/// What a list says of a series beside the one day it stands at; `also` and `off` name the next three.
struct SeriesText {
  std::string often, also, off;
};
/// By event id, of those among `dates` that take place on more days. One statement.
std::map<std::string, SeriesText> series_texts(Context const& context, db::Reader& reader,
                                               std::vector<PublicDate> const& dates);

}  // namespace mila::events
