// What this module tells the program about itself.
#include "modules/today/staff_running.h"
#include "modules/today/staff_today.h"
#include "modules/today/today.h"

namespace mila::today {

Module const& module() {
  static Module const today = [] {
    Module m;
    m.name = "today";
    m.summary = "the start page of the workplace: what waits, what comes, what is new";
    m.routes = {{http::Method::Get, "/staff", Permission::SignedIn, show_today, "/staff"}};
    auto run = [&](http::Method method, std::string path, Handler handler, std::string sample) {
      m.routes.push_back({method, "/staff/running" + path, Permission::ManageCounty, std::move(handler), "/staff/running" + sample});
    };
    using http::Method;
    run(Method::Get, "", show_running, "");
    run(Method::Post, "/mails/{id}/retry", retry_mail, "/mails/none/retry");
    run(Method::Post, "/mails/{id}/drop", drop_mail, "/mails/none/drop");
    run(Method::Post, "/jobs/{id}/retry", retry_job, "/jobs/none/retry");
    run(Method::Post, "/jobs/{id}/drop", drop_job, "/jobs/none/drop");
    run(Method::Post, "/periodic/{kind}/run", run_job, "/periodic/mail.wipe/run");
    m.waiting = stuck_waiting;
    m.staff_menu = {{0, i18n::N_("Today"), "/staff", "home", Permission::SignedIn},
                    {95, i18n::N_("Operation"), "/staff/running", "list", Permission::ManageCounty}};
    m.templates = {{"today/staff/today.html", html::schema_of<TodayView>()},
                   {"today/staff/running.html", html::schema_of<RunningView>()}};
    return m;
  }();
  return today;
}

}  // namespace mila::today
