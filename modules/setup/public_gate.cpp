// What the public sees while a county is being set up.
#include <atomic>

#include "modules/setup/pages.h"
#include "modules/setup/setup.h"
#include "platform/site/site.h"

namespace mila::setup {
namespace {

using i18n::N_;

/// Whether a county was seen open once; it stays so.
struct SeenReady {
  std::atomic<bool> ready{false};
};

bool is_ready(Visit& visit) {
  auto& county = visit.context.county;
  auto seen = county.part<SeenReady>([] { return new SeenReady; });
  if (seen->ready.load(std::memory_order_relaxed)) return true;
  // A county that mila.toml names is run by somebody with a shell: it is never hidden.
  bool ready = !county.installed().name.empty() || !county.database.read([&](db::Reader& reader) {
    return is_open(reader, visit.site.roles());
  });
  if (ready) seen->ready.store(true, std::memory_order_relaxed);
  return ready;
}

}  // namespace

std::optional<http::Response> answer_instead(Visit& visit) {
  if (visit.request.parameter("lang").empty() || is_ready(visit)) return std::nullopt;
  auto say = [&](char const* text) { return visit.site.translate(visit.context.language, text); };
  ClosedView view;
  view.title = say(N_("These pages are being set up"));
  view.text = say(N_("Help in your area will soon be found here. Please come back in a few days."));
  view.emergency = say(N_("In an emergency call 112."));
  Page frame;
  frame.title = view.title;
  frame.indexed = false;
  auto response = visit.site.page(visit, "setup/closed.html", view, frame, 503);
  response.header("Retry-After", "3600");
  return response;
}

}  // namespace mila::setup
