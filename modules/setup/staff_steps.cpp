// The steps in their order: overview, the way from one to the next, the links that open them.
#include <array>

#include "modules/places/places.h"
#include "modules/setup/pages.h"
#include "modules/setup/setup.h"
#include "modules/setup/waiting.h"
#include "platform/auth/sessions.h"
#include "platform/base/text.h"
#include "platform/county/settings.h"

namespace mila::setup {
namespace {

using i18n::N_;

struct StepName {
  char const* name;
  char const* title;
};

constexpr std::array kSteps{
    StepName{"county", N_("The county")},
    StepName{"places", N_("Municipalities")},
    StepName{"look", N_("Logo and colours")},
    StepName{"legal", N_("Imprint and privacy")},
    StepName{"mail", N_("Mail")},
    StepName{"people", N_("First people")},
};

std::size_t index_of(std::string const& step) {
  for (std::size_t i = 0; i < kSteps.size(); ++i)
    if (kSteps[i].name == step) return i;
  return kSteps.size();
}

std::optional<auth::Link> setup_link(Visit& visit) {
  auto& context = visit.context;
  return context.county.database.read([&](db::Reader& reader) -> std::optional<auth::Link> {
    auto link = auth::find_link(reader, context.county, visit.request.parameter("token"));
    bool good = link && link->kind == "setup" && !link->used && link->expires_at > context.now() &&
                is_open(reader, visit.site.roles());
    if (!good) return std::nullopt;
    return link;
  });
}

http::Response link_is_over(Visit& visit) {
  Words words(visit);
  bool open = visit.context.county.database.read(
      [&](db::Reader& reader) { return is_open(reader, visit.site.roles()); });
  MessageView view;
  view.title = words(N_("This link does not open anything any more"));
  view.text = open ? words(N_("Setup links are good for a day. Whoever runs the server gets a new one "
                                  "with “mila setup-link” or by starting the program again."))
                   : words(N_("The county is set up. Whoever has an account goes on in the workplace."));
  if (!open) {
    view.href = "/staff/sign-in";
    view.button = words(N_("Sign in"));
  }
  Page frame;
  frame.title = view.title;
  return visit.site.page(visit, "setup/staff/message.html", view, frame, 410);
}

std::array<bool, kSteps.size()> done_steps(Visit& visit) {
  return visit.context.county.database.read([&](db::Reader& reader) {
    auto done = settings_done(visit.context, reader);
    return std::array<bool, kSteps.size()>{done.name, done.places, done.look, done.legal, done.mail,
                                           auth::count_accounts(reader) > 0};
  });
}

}  // namespace

SettingsDone settings_done(Context& context, db::Reader& reader) {
  auto settings = load_settings(reader);
  auto has = [&](char const* name) { return settings.contains(name); };
  return {has("name"), !places::gazetteer(context.county)->places().empty(), has("accent"), has("imprint"), has("mail.mode")};
}

Handler behind_link(Step step) {
  return [step](Visit& visit) {
    if (!setup_link(visit)) return link_is_over(visit);
    // Whoever holds the link stands for the person with the server until somebody has an account.
    visit.context.actor = Actor::operator_();
    return step(visit, {"/staff/setup/" + percent_encode(visit.request.parameter("token")), true});
  };
}

Handler in_workplace(Step step) {
  return [step](Visit& visit) { return step(visit, {"/staff/settings", false}); };
}

http::Response go_on(Visit&, Stage const& stage, std::string const& step) {
  if (!stage.first) return http::see_other(stage.path(step) + "?done=saved");
  auto next = index_of(step) + 1;
  return http::see_other(next < kSteps.size() ? stage.path(kSteps[next].name) : stage.base);
}

StepHead step_head(Visit& visit, Stage const& stage, std::string const& step, char const* lead) {
  Words words(visit);
  StepHead head;
  auto index = index_of(step);
  head.first = stage.first;
  head.title = index < kSteps.size() ? words(kSteps[index].title) : "";
  head.lead = words(lead);
  head.overview_href = stage.base;
  if (!stage.first) return head;
  if (index < kSteps.size())
    head.progress = words(N_("Step {n} of {all}"),
                          {{"n", std::to_string(index + 1)}, {"all", std::to_string(kSteps.size())}});
  // Without a name there is nothing to go on with.
  if (index > 0 && index + 1 < kSteps.size()) head.skip_href = stage.path(kSteps[index + 1].name);
  return head;
}

Page step_frame(Visit& visit, Stage const& stage, StepHead const& head) {
  Page frame;
  frame.title = head.title;
  if (stage.first) {
    frame.notice = head.notice;
    return frame;
  }
  frame.active_path = "/staff/settings";
  frame.crumbs = {{Words(visit)(N_("Settings of the county")), "/staff/settings"}, {head.title, ""}};
  frame.notice = head.notice;
  return frame;
}

http::Response show_overview(Visit& visit, Stage const& stage) {
  Words words(visit);
  OverviewView view;
  auto done = done_steps(visit);
  view.head.overview_href = stage.base;
  view.head.first = stage.first;
  view.head.title = stage.first ? words(N_("Setting your county up"))
                                : words(N_("Settings of the county"));
  view.head.lead =
      stage.first
          ? words(N_("Six short steps, then your workplace is open. You can stop at any time and go on later with the same link."))
          : words(N_("Everything here can be changed at any time. It takes effect at once."));
  std::size_t count = stage.first ? kSteps.size() : kSteps.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    auto& link = view.head.steps.emplace_back();
    link.text = words(kSteps[i].title);
    link.href = stage.path(kSteps[i].name);
    link.done = done[i];
    link.state = done[i] ? words(N_("done")) : words(N_("not yet"));
    if (!done[i] && view.next_href.empty()) {
      view.next_href = link.href;
      view.next_text = i == 0 ? words(N_("Begin")) : words(N_("Go on")) + ": " + link.text;
    }
  }
  if (view.next_href.empty() && stage.first) {
    view.next_href = stage.path("people");
    view.next_text = words(N_("To the first people"));
  }
  Page frame;
  frame.title = view.head.title;
  if (!stage.first) frame.active_path = "/staff/settings";
  return visit.site.page(visit, "setup/staff/overview.html", view, frame);
}

}  // namespace mila::setup
