// The public calendar: what anybody may come to, whoever it is of, as pages and as feeds to subscribe
// to. The namespace is `events`: `calendar` is the engine that writes calendar files.
#pragma once

#include "platform/site/module.h"

namespace mila::events {

Module const& module();

}  // namespace mila::events
