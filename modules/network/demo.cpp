// The people and bodies of the demo county.
#include "modules/network/network_parts.h"
#include "platform/base/ids.h"

namespace mila::network {

std::string demo_person_id() { return named_uuid("person", "demo:P001"); }
std::string demo_position_id() { return named_uuid("position", "demo:P001"); }

}  // namespace mila::network
