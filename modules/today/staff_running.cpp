// Parked mails and jobs: why, try again, drop; periodic jobs: when next, run now. No addresses and no
// texts of mails: who runs the program need not know who writes to whom.
#include "modules/today/staff_running.h"

#include <algorithm>
#include <map>

#include "platform/auth/audit.h"
#include "platform/mail/mail.h"
#include "platform/site/pages.h"

namespace mila::today {
namespace {

using i18n::N_;

constexpr char const* kPath = "/staff/running";
constexpr char const* kMailJob = "mail.send";
constexpr int kMost = 50;

/// The word a try ended with, in words.
char const* reason_of(std::string_view code) {
  static std::map<std::string_view, char const*> const reasons{
      {"host-not-found", N_("The mail server was not found. Is its name right in the settings?")},
      {"connection-refused", N_("The mail server does not answer. Is it running, is the port right?")},
      {"timeout", N_("The mail server took too long.")},
      {"tls", N_("No safe connection to the mail server. Is its certificate good, the encryption set right?")},
      {"auth", N_("The mail server does not accept user name or password.")},
      {"sender-refused", N_("The mail server does not accept our sender address.")},
      {"recipient-refused", N_("The receiver's mail server does not take mail for this address.")},
      {"message-refused", N_("The mail was refused: too large, or taken for spam.")},
      {"unreadable", N_("The mail was sealed with another key file and cannot be opened.")},
      {"disk", N_("There is no room on the disk.")},
  };
  auto found = reasons.find(code);
  return found == reasons.end() ? N_("It failed again and again. The log of the program says more.") : found->second;
}

http::Response done(Visit& visit, bool found) {
  return found ? http::see_other(std::string(kPath) + "?done=saved") : visit.site.error_page(visit, 404);
}

/// Does something with the thing of the address, and notes that.
http::Response act(Visit& visit, char const* action, char const* kind,
                   std::function<bool(db::Writer&, std::string const& id)> const& work) {
  std::string id = visit.request.parameter("id");
  return done(visit, visit.context.county.database.write([&](db::Writer& writer) {
    if (!work(writer, id)) return false;
    auth::audit(writer, visit.context, action, kind, id);
    return true;
  }));
}

jobs::JobKind const* periodic_kind(Site const& site, std::string_view name) {
  for (auto const& module : site.modules())
    for (auto const& kind : module.jobs)
      if (kind.name == name && kind.every.count() > 0) return &kind;
  return nullptr;
}

}  // namespace

http::Response show_running(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  RunningView view;
  view.title = words(N_("Operation"));
  context.county.database.read([&](db::Reader& reader) {
    auto mails = mail::mails_in(reader, context, mail::State::Parked, kMost);
    for (auto const& mail : mails) {
      std::string path = std::string(kPath) + "/mails/" + mail.id;
      view.stuck.push_back({words(N_("Mail ({purpose})"), {{"purpose", mail.purpose}}), words(reason_of(mail.code)),
                            words(N_("since {when}"), {{"when", moment(context, mail.ended_at.value_or(mail.created_at))}}),
                            path + "/retry", path + "/drop"});
    }
    for (auto const& job : jobs::parked(reader, kMost)) {
      if (job.kind == kMailJob && !mails.empty()) continue;
      std::string path = std::string(kPath) + "/jobs/" + job.id;
      view.stuck.push_back({job.kind, words(reason_of(job.code)),
                            words(N_("since {when}"), {{"when", moment(context, job.parked_at)}}), path + "/retry",
                            periodic_kind(visit.site, job.kind) ? "" : path + "/drop"});
    }
    for (auto const& planned : jobs::planned(reader, context.now())) {
      if (!periodic_kind(visit.site, planned.kind)) continue;
      view.periodic.push_back({planned.kind, moment(context, planned.run_at),
                               words(planned.running ? N_("at work") : planned.code.empty() ? N_("in order") : N_("failed last time")),
                               std::string(kPath) + "/periodic/" + planned.kind + "/run", !planned.code.empty()});
    }
    view.due = words.count("{n} piece of work is due.", "{n} pieces of work are due.", jobs::backlog(reader, context.now()).due);
  });
  view.none_stuck = view.stuck.empty();
  view.has_periodic = !view.periodic.empty();
  return visit.site.page(visit, "today/staff/running.html", view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response retry_mail(Visit& visit) {
  return act(visit, "mail.retried", "mail", [&](db::Writer& writer, std::string const& id) {
    return mail::resend(writer, visit.context, id);
  });
}

http::Response drop_mail(Visit& visit) {
  return act(visit, "mail.dropped", "mail",
             [](db::Writer& writer, std::string const& id) { return mail::withdraw_mail(writer, id); });
}

http::Response retry_job(Visit& visit) {
  return act(visit, "job.retried", "job",
             [](db::Writer& writer, std::string const& id) { return jobs::retry_parked(writer, id); });
}

http::Response drop_job(Visit& visit) {
  return act(visit, "job.dropped", "job",
             [](db::Writer& writer, std::string const& id) { return jobs::discard_parked(writer, id); });
}

http::Response run_job(Visit& visit) {
  auto& context = visit.context;
  auto const* kind = periodic_kind(visit.site, visit.request.parameter("kind"));
  if (kind)
    context.county.database.write([&](db::Writer& writer) {
      jobs::enqueue(writer, context.random, {.kind = kind->name, .key = kind->name});
    });
  return done(visit, kind != nullptr);
}

std::vector<WaitingItem> stuck_waiting(Context& context, db::Reader& reader) {
  if (!context.actor.may(Permission::ManageCounty)) return {};
  auto parked = jobs::backlog(reader, context.now()).parked;
  if (parked == 0) return {};
  WaitingItem item;
  item.title = context.text(N_("Work of the program is stuck"));
  item.detail = context.text(N_("Mails or other work were given up after many tries."));
  item.href = kPath;
  item.button = context.text(N_("Look at it"));
  item.overdue = true;
  return {item};
}

}  // namespace mila::today
