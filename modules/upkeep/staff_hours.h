// How the hours of an offer are understood, told back in plain words.
#pragma once

#include <string>
#include <vector>

#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

struct HoursView {
  std::string title;
  std::vector<std::string> lines;
  template <class V>
  void fields(V& v) { v("title", title)("lines", lines); }
};

/// The next seven days of each place, and the next dates of what is not every week.
std::vector<HoursView> understood_hours(Words const& words, Context& context, Entry const& entry);
/// Town and name of a place: "Weidenrode, Marktplatz 3"; only the town of a protected one.
std::string place_title(directory::Location const& location, bool service_protected);

}  // namespace mila::upkeep
