// Drafts, hints, questions, wishes and broken links of the demo county.
#pragma once

#include <map>
#include <string>

#include "platform/county/county.h"

namespace mila::upkeep {

void load_demo(Context& context, std::string const& folder);
std::map<std::string, std::string> sample_keys(Context& context, db::Reader& reader);

}  // namespace mila::upkeep
