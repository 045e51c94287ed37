// Rounds of the demo county.
#pragma once

#include <string>

#include "platform/county/county.h"

namespace mila::meetings {

/// data/demo/rounds.csv and round_places.csv.
void load_demo_rounds(Context& context, std::string const& folder);

}  // namespace mila::meetings
