// For whoever runs the program: work that was given up, and work that comes back.
#pragma once

#include <string>
#include <vector>

#include "platform/site/site.h"

namespace mila::today {

/// Something given up, with what can be done about it.
struct StuckView {
  std::string title, why, detail, retry, drop;
  template <class V>
  void fields(V& v) { v("title", title)("why", why)("detail", detail)("retry", retry)("drop", drop); }
};

struct PeriodicView {
  std::string name, next, state, run;
  bool failed = false;
  template <class V>
  void fields(V& v) { v("name", name)("next", next)("state", state)("run", run)("failed", failed); }
};

struct RunningView {
  std::string title, due;
  bool none_stuck = false, has_periodic = false;
  std::vector<StuckView> stuck;
  std::vector<PeriodicView> periodic;
  template <class V>
  void fields(V& v) {
    v("title", title)("due", due)("none_stuck", none_stuck)("has_periodic", has_periodic)(
        "stuck", stuck)("periodic", periodic);
  }
};

http::Response show_running(Visit& visit);
http::Response retry_mail(Visit& visit);
http::Response drop_mail(Visit& visit);
http::Response retry_job(Visit& visit);
http::Response drop_job(Visit& visit);
http::Response run_job(Visit& visit);
/// One item when anything was given up.
std::vector<WaitingItem> stuck_waiting(Context& context, db::Reader& reader);

}  // namespace mila::today
