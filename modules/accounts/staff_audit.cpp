// Evaluating the audit log: one asks with a reason, another agrees, then both may read for a day.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "modules/accounts/accounts.h"
#include "modules/accounts/evaluation_store.h"
#include "modules/accounts/staff_kit.h"
#include "modules/accounts/staff_pages.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"
#include "platform/site/pages.h"

namespace mila::accounts {
namespace {

using i18n::N_;

/// An agreed evaluation can be read for so long.
constexpr std::chrono::hours kReadable{24};

bool reads_audit(Visit const& visit, auth::StoredGrant const& grant) {
  auto const* role = visit.site.roles().find(grant.role);
  return role && grant.holds_at(visit.context.now()) &&
         std::find(role->permissions.begin(), role->permissions.end(), Permission::ReadAudit) !=
             role->permissions.end();
}

/// Whether `account_id` holds the right long enough to count beside `other_id`.
bool has_rested(Visit const& visit, db::Reader& reader, std::string const& account_id,
                std::string const& other_id) {
  auto grants = auth::grants_of(reader, account_id);
  return std::any_of(grants.begin(), grants.end(), [&](auth::StoredGrant const& grant) {
    auto rest = grant.granted_by == other_id ? kOwnGiftRests : kRightRests;
    return reads_audit(visit, grant) && visit.context.now() - grant.from_at >= rest;
  });
}

bool two_people(Visit const& visit, db::Reader& reader, std::string const& one, std::string const& other) {
  return has_rested(visit, reader, one, other) && has_rested(visit, reader, other, one);
}

/// Everybody else who may read the log is told: among them the data-protection officer. No reason and
/// no names in the mail; they stand on the page.
void tell_others(Visit& visit, db::Writer& writer, Evaluation const& evaluation) {
  auto& context = visit.context;
  std::vector<std::string> ids;
  for (auto const& grant : auth::county_grants(writer))
    if (reads_audit(visit, grant) && grant.account_id != evaluation.asked_by &&
        grant.account_id != context.actor.account_id)
      ids.push_back(grant.account_id);
  for (auto const& account : auth::find_accounts(writer, ids)) {
    if (account.state == auth::AccountState::Disabled) continue;
    auto say = [&](char const* text) { return visit.site.translate(account.language, text); };
    mail::Message message;
    message.purpose = "audit";
    message.address = account.mail;
    message.recipient = mail::RecipientRef{"account", account.id};
    message.language = account.language;
    message.subject = say(N_("The audit log is being evaluated"));
    message.letter.blocks = {
        mail::Paragraph{say(N_("Two people have agreed to look at entries of the audit log for a day. Who, why and what about stands on this page."))},
        mail::Action{say(N_("Look at it")), public_address(context.county.config()) + "/staff/audit"}};
    message.letter.reason = say(N_("You get this mail because you may read the audit log: nobody shall do that unseen."));
    (void)mail::enqueue(writer, context, message);  // an address that gets no mail stops nobody
  }
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
  auto day = parse_german_date(text);
  return day ? format_iso_date(*day) : "";
}

http::Response audit_page(Visit& visit, Form const& form) {
  Words words(visit);
  auto& context = visit.context;
  AuditView view;
  context.county.database.read([&](db::Reader& reader) {
    auto report = auth::verify_audit(reader, context.county);
    view.broken = report.broken.has_value();
    view.chain = words(view.broken ? N_("The chain is broken after entry {n}. Please tell whoever runs the server.")
                                   : N_("All {n} entries are whole."),
                       {{"n", std::to_string(report.rows)}});
    auto list = evaluations(reader);
    std::vector<std::string> ids;
    for (auto const& evaluation : list) ids.push_back(evaluation.asked_by);
    auto names = account_names(reader, ids);
    for (auto const& evaluation : list) {
      EvaluationLineView line;
      line.id = evaluation.id;
      line.reason = evaluation.reason;
      line.asked_by = names[evaluation.asked_by];
      line.when = moment(visit.context, evaluation.asked_at);
      line.agreed = evaluation.agreed_at.has_value();
      line.can_agree = !line.agreed && evaluation.asked_by != context.actor.account_id &&
                       two_people(visit, reader, evaluation.asked_by, context.actor.account_id);
      if (line.agreed && context.now() - *evaluation.agreed_at < kReadable)
        line.href = "/staff/audit/evaluations/" + evaluation.id;
      view.evaluations.push_back(std::move(line));
    }
  });
  view.form = form.view();
  Page frame;
  frame.title = words(N_("Audit log"));
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
  bool too_new = false;
  bool agreed = context.county.database.write([&](db::Writer& writer) {
    auto evaluation = find_evaluation(writer, id);
    if (!evaluation) return false;
    too_new = evaluation->asked_by != context.actor.account_id &&
              !two_people(visit, writer, evaluation->asked_by, context.actor.account_id);
    if (too_new || !agree(writer, id, context.actor.account_id)) return false;
    auth::audit(writer, context, "audit.agreed", "audit_evaluation", id);
    tell_others(visit, writer, *evaluation);
    return true;
  });
  if (too_new) {
    Form form = evaluation_form(visit);
    form.error("", N_("For this the right to read the audit log must be a week old, and a month when one of you two gave it to the other."));
    return audit_page(visit, form);
  }
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
    query.from = local_to_instant(*parse_iso_date(evaluation->from_day), std::chrono::minutes{0},
                                  context.county.config().zone);
    query.until = *end_of_day(visit, evaluation->until_day);
    entries = auth::audit_entries(writer, query);
    std::vector<std::string> ids;
    for (auto const& entry : entries) ids.push_back(entry.actor_id);
    names = account_names(writer, ids);
    return true;
  });
  if (!open) return missing(visit);
  ListPageView view{.title = Words(visit)(N_("Evaluation"))};
  Table table(visit, {}, N_("Entries of the audit log"));
  table.columns({{"", N_("When")}, {"", N_("Who")}, {"", N_("What")}, {"", N_("On what")}});
  for (auto const& entry : entries) {
    auto who = names.find(entry.actor_id);
    table.row({moment(visit.context, entry.at), who == names.end() ? entry.actor_id : who->second,
               Cell(entry.action).note(entry.detail),
               Cell(entry.object_kind).note(entry.object_id)});
  }
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, "/staff/audit", N_("Audit log")));
}

}  // namespace mila::accounts
