// What this module tells the program about itself.
#include "modules/setup/pages.h"
#include "modules/setup/setup.h"
#include "platform/files/files.h"

namespace mila::setup {
namespace {

using http::Method;
using html::schema_of;

void add_steps(Module& module) {
  struct Page {
    std::string step;
    Step show, save;
  };
  Page const pages[] = {{"county", show_county, save_county}, {"places", show_places, save_places},
                        {"look", show_look, save_look},       {"legal", show_legal, save_legal},
                        {"mail", show_mail, save_mail},       {"people", show_people, save_people}};
  auto add = [&](Method method, std::string const& pattern, Permission permission, Handler handler,
                 bool delicate) {
    std::string sample = pattern;
    if (auto at = sample.find("{token}"); at != std::string::npos) sample.replace(at, 7, "none");
    module.routes.push_back({method, pattern, permission, std::move(handler), sample, delicate});
  };
  std::string const link = "/staff/setup/{token}", workplace = "/staff/settings";
  add(Method::Get, link, Permission::Public, behind_link(show_overview), false);
  add(Method::Post, link + "/entry", Permission::Public, behind_link(come_in), false);
  add(Method::Get, workplace, Permission::ManageCounty, in_workplace(show_overview), false);
  for (auto const& page : pages) {
    std::string path = "/" + page.step;
    add(Method::Get, link + path, Permission::Public, behind_link(page.show), false);
    add(Method::Post, link + path, Permission::Public, behind_link(page.save), false);
    if (page.step == "people") continue;  // in the workplace that is accounts
    add(Method::Get, workplace + path, Permission::ManageCounty, in_workplace(page.show), true);
    add(Method::Post, workplace + path, Permission::ManageCounty, in_workplace(page.save), true);
  }
}

}  // namespace

Module const& module() {
  static Module const setup = [] {
    Module m;
    m.name = "setup";
    m.summary = "the first hour: setting a county up in the browser, taking over lists, inviting people, taking everything along";
    m.before_public = answer_instead;
    add_steps(m);
    m.staff_menu = {{95, i18n::N_("Settings of the county"), "/staff/settings", "edit",
                     Permission::ManageCounty}};
    m.templates = {{"setup/closed.html", schema_of<ClosedView>()},
                   {"setup/staff/message.html", schema_of<MessageView>()},
                   {"setup/staff/overview.html", schema_of<OverviewView>()},
                   {"setup/staff/form_step.html", schema_of<FormStepView>()},
                   {"setup/staff/places.html", schema_of<PlacesView>()},
                   {"setup/staff/look.html", schema_of<LookView>()},
                   {"setup/staff/legal.html", schema_of<LegalView>()},
                   {"setup/staff/people.html", schema_of<PeopleView>()}};
    m.expire = [](Context& context) { return files::collect(context); };
    return m;
  }();
  return setup;
}

}  // namespace mila::setup
