// "I want to help": people offer it on a public page, the circle of helpers of their place answers.
#pragma once

#include "platform/site/module.h"

namespace mila::helping {

Module const& module();

}  // namespace mila::helping
