// Offers of help and notices of the demo county.
#pragma once

#include <map>
#include <string>

#include "modules/helping/helpers.h"

namespace mila::helping {

void load_demo(Context& context, std::string const& folder);
std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader);

}  // namespace mila::helping
