// Agreements, tasks and proposals of the demo county.
#pragma once

#include <string>

#include "platform/county/county.h"

namespace mila::agreements {

/// From agreements.csv, tasks.csv and proposals.csv in `folder`; rows that are there stay as they are.
void load_demo(Context& context, std::string const& folder);

}  // namespace mila::agreements
