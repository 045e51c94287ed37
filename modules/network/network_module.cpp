// What this module tells the program about itself.
#include "modules/network/network.h"
#include "modules/network/network_parts.h"

namespace mila::network {

Module const& module() {
  static Module const network = [] {
    Module m;
    m.name = "network";
    m.summary = "people, what they do and agreed to; bodies and their seats; the view of an area";
    m.disclose_person = disclose;
    m.erase_person = erase;
    return m;
  }();
  return network;
}

}  // namespace mila::network
