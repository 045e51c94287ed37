// Days as the county's clock has them.
#pragma once

#include "platform/county/county.h"

namespace mila {

/// The next midnight in the county: the latest a page with dates may be kept.
Instant next_midnight(County const& county, Instant now);

}  // namespace mila
