// Short mails to many, each seen by its reader alone, and the notice board of the network.
#pragma once

#include "platform/site/module.h"

namespace mila::circulars {

Module const& module();

}  // namespace mila::circulars
