// What this module tells the program about itself.
#include "modules/today/staff_today.h"
#include "modules/today/today.h"

namespace mila::today {

Module const& module() {
  static Module const today = [] {
    Module m;
    m.name = "today";
    m.summary = "the start page of the workplace: what waits, what comes, what is new";
    m.routes = {{http::Method::Get, "/staff", Permission::SignedIn, show_today, "/staff"}};
    m.staff_menu = {{0, i18n::N_("Today"), "/staff", "home", Permission::SignedIn}};
    m.templates = {{"today/staff/today.html", html::schema_of<TodayView>()}};
    return m;
  }();
  return today;
}

}  // namespace mila::today
