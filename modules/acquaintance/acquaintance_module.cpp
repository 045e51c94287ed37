// What this module tells the program about itself.
#include "modules/acquaintance/acquaintance.h"
#include "modules/acquaintance/demo.h"
#include "modules/acquaintance/pages.h"
#include "modules/acquaintance/staff_kit.h"

namespace mila::acquaintances {

Module const& module() {
  static Module const acquaintance = [] {
    Module m;
    m.name = "acquaintance";
    m.summary = "who meets whom in the network, and introducing two who should";
    // Who sees what concerns single people sees this: figures of small organisations come close to them.
    m.routes.push_back({http::Method::Get, kPath, Permission::ReadPrivate, show_overview, kPath});
    m.templates = templates();
    m.staff_menu = {{64, kTitle, kPath, "share", Permission::ReadPrivate}};
    m.demo = load_demo;
    return m;
  }();
  return acquaintance;
}

}  // namespace mila::acquaintances
