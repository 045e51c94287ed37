// Finding the municipality in an address as people write it.
#pragma once

#include <string>

#include "platform/county/county.h"

namespace mila::events {

/// Id of the municipality named in "Kulturhaus, Am Anger 4, Weidenrode"; "" when none is.
std::string municipality_named(County& county, std::string const& text);

}  // namespace mila::events
