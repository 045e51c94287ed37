// Who meets whom in the network, for who coordinates it: figures by kind of organisation and place, and
// two who should know each other are introduced when both want it. Persons never appear. The namespace
// is `acquaintances`: `acquaintance` is the engine that counts.
#pragma once

#include "platform/site/module.h"

namespace mila::acquaintances {

Module const& module();

}  // namespace mila::acquaintances
