// "Heute": the start page of the workplace. It knows no topic: what waits, what comes and what is new
// is told by the modules' descriptors.
#pragma once

#include "platform/site/module.h"

namespace mila::today {

Module const& module();

}  // namespace mila::today
