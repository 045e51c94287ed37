// What two states of a record say differently, in words people know from the forms.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "modules/directory/directory.h"
#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

struct DifferenceView {
  std::string label, before, after, language, dir;
  template <class V>
  void fields(V& v) {
    v("label", label)("before", before)("after", after)("language", language)("dir", dir);
  }
};

/// `place_titles` by location id, for offers that got other places.
std::vector<DifferenceView> differences(Words const& words, places::Gazetteer const& gazetteer,
                                        directory::Kind kind, data::Json const& before,
                                        data::Json const& after,
                                        std::map<std::string, std::string> const& place_titles);

}  // namespace mila::upkeep
