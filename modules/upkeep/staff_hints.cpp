// Hints "something is wrong here" as tasks.
#include <algorithm>

#include "modules/offers/reports.h"
#include "modules/upkeep/overview.h"
#include "modules/upkeep/staff_pages.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::upkeep {
namespace {

using offers::Report;

/// Hints about one's own entries, or all; barriers of the website belong to those who answer hints.
bool may_handle(Actor const& actor, Overview const& all, Report const& report) {
  if (actor.may(Permission::AnswerReports, {})) return true;
  auto const* row = report.service_id.empty() ? nullptr : all.find(report.service_id);
  return row && (may_edit(actor, row->organization_id) ||
                 actor.may(Permission::AnswerReports, {.organization_id = row->organization_id}));
}

std::string about(Words const& words, Overview const& all, Report const& report) {
  if (report.service_id.empty()) return words(N_("The website itself"));
  auto const* row = all.find(report.service_id);
  return row ? row->name : words(N_("An offer that is gone"));
}

std::string state_words(Words const& words, std::string const& state) {
  return words(state == "done" ? N_("done") : state == "taken" ? N_("somebody takes care") : N_("open"));
}

std::string snippet(std::string const& text) {
  constexpr std::size_t kShown = 120;
  if (text.size() <= kShown) return text;
  return std::string(truncate_utf8(text, kShown)) + " …";
}

Form done_form(Visit& visit, Report const& report) {
  Form form(visit, "/staff/hints/" + report.id + "/end");
  form.text("note", N_("What was done?")).longest(300).hint(N_("For colleagues only."));
  form.hidden("was", report.state);
  form.submit(N_("Done"));
  return form;
}

struct FoundHint {
  std::optional<Report> report;
  std::shared_ptr<Overview const> all;
};
FoundHint hint_of(Visit& visit, db::Reader& reader, std::shared_ptr<Overview const> all) {
  auto report = offers::find_report(reader, visit.request.parameter("id"));
  if (report && !may_handle(visit.context.actor, *all, *report)) report.reset();
  return {std::move(report), std::move(all)};
}

std::shared_ptr<Overview const> overview_now(Visit& visit) {
  return visit.context.county.database.read(
      [&](db::Reader& reader) { return overview(visit.context.county, reader); });
}

http::Response hint_page(Visit& visit, FoundHint const& found, std::string const& who, int status) {
  Words words(visit);
  Report const& report = *found.report;
  HintView view;
  view.title = about(words, *found.all, report);
  view.text = report.text;
  view.language = report.language == "de-simple" ? "de" : report.language;
  auto const* language = i18n::find_language(report.language);
  view.dir = language && language->right_to_left ? "rtl" : "ltr";
  view.received = words(N_("received {moment}"), {{"moment", moment(visit.context, report.created_at)}});
  view.state = state_words(words, report.state) + (who.empty() ? "" : ": " + who);
  view.note = report.note;
  view.was = report.state;
  if (auto const* row = found.all->find(report.service_id)) {
    view.edit_href = "/staff/offers/" + row->id;
    directory::Service named;
    named.id = row->id;
    named.name = row->name;
    view.public_href = public_href(named, "de");
  }
  if (report.state == "open") view.take_action = "/staff/hints/" + report.id + "/care";
  view.can_finish = report.state != "done";
  view.form = done_form(visit, report).view();
  Page frame = offers_frame(visit, view.title, {{words(N_("Hints")), "/staff/hints"}});
  frame.active_path = "/staff/hints";
  return visit.site.page(visit, "upkeep/staff/hint.html", view, frame, status);
}

/// Writes `state` over the one the visitor saw.
http::Response set_state(Visit& visit, char const* state) {
  auto& context = visit.context;
  auto form = visit.request.form();
  auto all = overview_now(visit);
  if (!form) return visit.site.error_page(visit, 415);
  std::optional<http::Response> answer;
  context.county.database.write([&](db::Writer& writer) {
    auto found = hint_of(visit, writer, all);
    if (!found.report) {
      answer = visit.site.error_page(visit, 404);
      return;
    }
    Report report = *found.report;
    report.state = state;
    report.account_id = context.actor.account_id;
    report.note = std::string(truncate_utf8(form->get("note"), 1200));
    if (offers::update_report(writer, report, form->get("was"))) writer.changed("report", report.id);
    else answer = hint_page(visit, found, "", 409);
  });
  if (answer) return *answer;
  return http::see_other("/staff/hints?done=saved");
}

}  // namespace

http::Response list_hints(Visit& visit) {
  auto& context = visit.context;
  Words words(visit);
  auto query = ListQuery::read(visit, {});
  std::string state = visit.request.query.has("state") ? query.filter("state") : "waiting";
  std::shared_ptr<Overview const> all;
  std::vector<Report> reports;
  std::vector<auth::Account> accounts;
  context.county.database.read([&](db::Reader& reader) {
    all = overview(context.county, reader);
    std::vector<std::string> ids;
    for (auto& report : offers::all_reports(reader)) {
      bool asked = state.empty() || (state == "waiting" ? report.state != "done" : report.state == state);
      if (!asked || !may_handle(context.actor, *all, report)) continue;
      ids.push_back(report.account_id);
      reports.push_back(std::move(report));
    }
    accounts = auth::find_accounts(reader, ids);
  });
  ListPageView view;
  view.title = words(N_("Hints"));
  view.lead = words(N_("What readers say is wrong. Oldest first."));
  Table table(visit, query, N_("Hints"));
  table.filter("state", N_("State"), {{"waiting", words(N_("open or taken"))}, {"open", words(N_("open"))}, {"done", words(N_("done"))}});
  table.columns({{"", N_("About")}, {"", N_("Hint")}, {"", N_("State")}, {"", N_("Received")}});
  for (auto i = static_cast<std::size_t>(query.offset());
       i < reports.size() && i < static_cast<std::size_t>(query.offset() + query.limit()); ++i) {
    auto const& report = reports[i];
    std::string who;
    for (auto const& account : accounts)
      if (account.id == report.account_id) who = account.name;
    Cell state_cell(state_words(words, report.state));
    state_cell.badge(report.state == "done" ? "success" : report.state == "taken" ? "info" : "warning").note(who);
    table.row({Cell(about(words, *all, report)).link("/staff/hints/" + report.id),
               Cell(snippet(report.text)).language(report.language == "de-simple" ? "de" : report.language),
               state_cell, long_date(local_date(report.created_at, context.county.config().zone), words.language())});
  }
  table.total(static_cast<std::int64_t>(reports.size()));
  table.empty(N_("No hint waits."));
  view.table = table.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/hints";
  return mila::list_page(visit, view, frame);
}

http::Response show_hint(Visit& visit) {
  auto& context = visit.context;
  std::string who;
  auto found = context.county.database.read([&](db::Reader& reader) {
    auto hint = hint_of(visit, reader, overview(context.county, reader));
    if (hint.report && !hint.report->account_id.empty())
      if (auto account = auth::find_account(reader, hint.report->account_id)) who = account->name;
    return hint;
  });
  if (!found.report) return visit.site.error_page(visit, 404);
  return hint_page(visit, found, who, 200);
}

http::Response take_hint(Visit& visit) { return set_state(visit, "taken"); }
http::Response end_hint(Visit& visit) { return set_state(visit, "done"); }

std::vector<WaitingItem> waiting_hints(Context& context, db::Reader& reader, Overview const& all) {
  Words words(context, context.language);
  std::vector<WaitingItem> items;
  for (auto const& report : offers::all_reports(reader)) {
    bool mine = report.state == "open" ||
                (report.state == "taken" && report.account_id == context.actor.account_id);
    if (!mine || !may_handle(context.actor, all, report)) continue;
    items.push_back({words(N_("Hint: {about}"), {{"about", about(words, all, report)}}),
                     snippet(report.text), "/staff/hints/" + report.id, words(N_("Look at it")), {}, false});
  }
  return items;
}

}  // namespace mila::upkeep
