// Offers stay true: providers correct their entries at once, the county sees what changed and can undo
// it, new entries wait for release, everything is asked for again once a year.
#pragma once

#include "platform/site/module.h"

namespace mila::upkeep {

Module const& module();

}  // namespace mila::upkeep
