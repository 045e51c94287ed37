// Erasing as a module: it belongs to none of the county's topics, and needs all stores at once.
#pragma once

#include "platform/site/module.h"

namespace mila {

/// The job that follows every erasure, and once a day whatever else was deleted.
Module erasure_module();

}  // namespace mila
