#pragma once

#include <string>

#include "platform/county/county.h"

namespace mila::acquaintances {

/// Who was at the meetings of the last two years, from data/demo/meetings.csv of `folder`.
void load_demo(Context& context, std::string const& folder);

}  // namespace mila::acquaintances
