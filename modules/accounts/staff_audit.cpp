// Evaluating the audit log: one asks with a reason, another agrees, then both may read for a day.
#include <fmt/format.h>

#include <map>

#include "modules/accounts/accounts.h"
#include "modules/accounts/evaluation_store.h"
#include "modules/accounts/staff_pages.h"
#include "platform/auth/audit.h"

namespace mila::accounts {
namespace {

using i18n::N_;

/// An agreed evaluation can be read for so long.
constexpr std::chrono::hours kReadable{24};

std::string tr(Visit const& visit, char const* text) {
  return visit.site.translate(visit.context.language, text);
}

Form evaluation_form(Visit& visit) {
  Form form(visit, "/staff/audit/evaluations");
  form.long_text("reason", N_("Why?")).required().longest(500).rows(3)
      .hint(N_("What happened, in two sentences. The reason is kept."));
  form.mail("who", N_("Whose acts? (mail address)"));
  form.text("object_id", N_("Acts on what? (its id)")).longest(60);
  form.date("from", N_("From")).required();
  form.date("until", N_("Until and including")).required();
  form.submit(N_("Ask for this evaluation"));
  return form;
}

std::string iso(std::string const& text) {
  auto day = parse_iso_date(text);
  if (!day) day = parse_german_date(text);
  return day ? format_iso_date(*day) : "";
}

http::Response audit_page(Visit& visit, Form const& form) {
  auto& context = visit.context;
  AuditView view;
  context.county.database.read([&](db::Reader& reader) {
    auto report = auth::verify_audit(reader, context.county);
    view.broken = report.broken.has_value();
    view.chain = i18n::fill(tr(visit, view.broken ? N_("The chain is broken after entry {n}. Please tell whoever runs the server.")
                                                  : N_("All {n} entries are whole.")),
                            "n", std::to_string(report.rows));
    auto list = evaluations(reader);
    std::vector<std::string> ids;
    for (auto const& evaluation : list) ids.push_back(evaluation.asked_by);
    std::map<std::string, std::string> names;
    for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
    for (auto const& evaluation : list) {
      EvaluationLineView line;
      line.id = evaluation.id;
      line.reason = evaluation.reason;
      line.asked_by = names[evaluation.asked_by];
      line.when = day_and_time(visit, evaluation.asked_at);
      line.agreed = evaluation.agreed_at.has_value();
      line.can_agree = !line.agreed && evaluation.asked_by != context.actor.account_id;
      if (line.agreed && context.now() - *evaluation.agreed_at < kReadable)
        line.href = "/staff/audit/evaluations/" + evaluation.id;
      view.evaluations.push_back(std::move(line));
    }
  });
  view.form = form.view();
  Page frame;
  frame.title = tr(visit, N_("Audit log"));
  return visit.site.page(visit, "accounts/staff/audit.html", view, frame, form.status());
}

}  // namespace

http::Response show_audit(Visit& visit) { return audit_page(visit, evaluation_form(visit)); }

http::Response ask_evaluation(Visit& visit) {
  auto& context = visit.context;
  Form form = evaluation_form(visit);
  if (!form.read()) return audit_page(visit, form);
  Evaluation evaluation;
  evaluation.asked_by = context.actor.account_id;
  evaluation.reason = form["reason"];
  evaluation.object_id = form["object_id"];
  evaluation.from_day = iso(form["from"]);
  evaluation.until_day = iso(form["until"]);
  bool known = true;
  context.county.database.write([&](db::Writer& writer) {
    if (!form["who"].empty()) {
      auto account = auth::find_account_by_mail(writer, form["who"]);
      known = account.has_value();
      if (!known) return;
      evaluation.actor_id = account->id;
    }
    evaluation.id = uuid_v7(writer.now(), context.random);
    evaluation.asked_at = writer.now();
    add_evaluation(writer, evaluation);
    auth::audit(writer, context, "audit.asked", "audit_evaluation", evaluation.id);
  });
  if (!known) {
    form.error("who", N_("Nobody here has this address."));
    return audit_page(visit, form);
  }
  return http::see_other("/staff/audit?done=saved");
}

http::Response agree_evaluation(Visit& visit) {
  auto& context = visit.context;
  std::string id = visit.request.parameter("id");
  bool agreed = context.county.database.write([&](db::Writer& writer) {
    if (!agree(writer, id, context.actor.account_id)) return false;
    auth::audit(writer, context, "audit.agreed", "audit_evaluation", id);
    return true;
  });
  return agreed ? http::see_other("/staff/audit?done=saved") : visit.site.error_page(visit, 409);
}

http::Response show_evaluation(Visit& visit) {
  auto& context = visit.context;
  std::string id = visit.request.parameter("id");
  std::optional<Evaluation> evaluation;
  std::vector<auth::AuditEntry> entries;
  std::map<std::string, std::string> names;
  // Looking is an act as well: its entry stands before the page leaves.
  bool open = context.county.database.write([&](db::Writer& writer) {
    evaluation = find_evaluation(writer, id);
    if (!evaluation || !evaluation->agreed_at || context.now() - *evaluation->agreed_at >= kReadable)
      return false;
    auth::audit(writer, context, "audit.read", "audit_evaluation", id);
    auth::AuditQuery query{evaluation->actor_id, "", evaluation->object_id, {}, {}, 1000};
    auto const& zone = context.county.config().zone;
    auto from = parse_iso_date(evaluation->from_day), until = parse_iso_date(evaluation->until_day);
    query.from = local_to_instant(*from, std::chrono::minutes{0}, zone);
    query.until = local_to_instant(Date{std::chrono::sys_days{*until} + std::chrono::days{1}},
                                   std::chrono::minutes{0}, zone);
    entries = auth::audit_entries(writer, query);
    std::vector<std::string> ids;
    for (auto const& entry : entries) ids.push_back(entry.actor_id);
    for (auto const& account : auth::find_accounts(writer, ids)) names[account.id] = account.name;
    return true;
  });
  if (!open) return missing(visit);
  ListView view;
  view.title = tr(visit, N_("Evaluation"));
  Table table(visit, {}, N_("Entries of the audit log"));
  table.columns({{"", N_("When")}, {"", N_("Who")}, {"", N_("What")}, {"", N_("On what")}});
  for (auto const& entry : entries) {
    auto who = names.find(entry.actor_id);
    table.row({day_and_time(visit, entry.at), who == names.end() ? entry.actor_id : who->second,
               Cell(entry.action).note(entry.detail),
               Cell(entry.object_kind).note(entry.object_id)});
  }
  view.table = table.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/audit";
  frame.crumbs = {{tr(visit, N_("Audit log")), "/staff/audit"}, {view.title, ""}};
  return visit.site.page(visit, "accounts/staff/list.html", view, frame);
}

}  // namespace mila::accounts
