// What this module tells the program about itself.
#include "modules/upkeep/upkeep.h"

#include "modules/upkeep/staff_pages.h"
#include "platform/base/ids.h"

namespace mila::upkeep {
namespace {

using http::Method;

/// An offer of the demo county, for the addresses the tests walk through.
std::string demo_offer() { return named_uuid("service", "demo:A001"); }

}  // namespace

Module const& module() {
  static Module const upkeep = [] {
    Module m;
    m.name = "upkeep";
    m.summary = "Offers stay true: providers edit and confirm, the county releases, undoes and asks.";
    auto route = [&](Method method, std::string pattern, Permission permission, Handler handler,
                     std::string sample = "") {
      if (sample.empty()) sample = pattern;
      m.routes.push_back({method, std::move(pattern), permission, std::move(handler), std::move(sample)});
    };
    auto const edit = Permission::EditOffers;
    std::string offer = "/staff/offers/" + demo_offer();
    route(Method::Get, "/staff/offers", edit, list_offers);
    route(Method::Get, "/staff/offers/{id}", edit, show_offer, offer);
    route(Method::Post, "/staff/offers/{id}", edit, save_offer, offer);
    // Changes
    route(Method::Get, "/staff/changes", edit, list_changes);
    route(Method::Post, "/staff/changes/{kind}/{id}/{version}/undo", edit, undo,
          "/staff/changes/service/" + demo_offer() + "/1/undo");
    route(Method::Get, "/staff/offers/{id}/versions", edit, show_versions, offer + "/versions");
    route(Method::Post, "/staff/versions/{kind}/{id}/{version}/restore", edit, restore,
          "/staff/versions/service/" + demo_offer() + "/1/restore");

    m.staff_menu = staff_menu();
    m.templates = staff_templates();
    return m;
  }();
  return upkeep;
}

}  // namespace mila::upkeep
