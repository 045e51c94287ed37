// Finding help: the public pages of the directory.
#pragma once

#include "platform/site/module.h"

namespace mila::offers {

Module const& module();

}  // namespace mila::offers
