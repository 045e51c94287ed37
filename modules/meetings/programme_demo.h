// Programmes of the demo county.
#pragma once

#include <string>

#include "platform/county/county.h"

namespace mila::meetings {

/// data/demo/programme.csv.
void load_demo_programme(Context& context, std::string const& folder);

}  // namespace mila::meetings
