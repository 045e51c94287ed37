// Inviting many: a pasted list, who would get what, and later who came.
#include <algorithm>
#include <map>

#include "modules/accounts/invitations.h"
#include "modules/accounts/staff_pages.h"
#include "modules/accounts/staff_right_fields.h"
#include "platform/crypto/encoding.h"
#include "platform/mail/mail.h"
#include "platform/site/pages.h"

namespace mila::accounts {
namespace {

using i18n::N_;
using Verdict = InvitationPlan::Verdict;

constexpr char const* kPath = "/staff/invitations";

void list_fields(Form& form) {
  form.long_text("addresses", N_("Addresses")).required().rows(10).longest(60'000)
      .hint(N_("One person a line, with or without name, or cells copied from Excel. Several on a line are parted by ; or ,"));
}

void text_fields(Form& form) {
  form.radios("language", N_("Language"), {{"de", "Deutsch"}, {"en", "English"}}).required().value("de");
  form.long_text("words", N_("A few words of yours")).longest(2000)
      .hint(N_("They come first in the mail, the same for all. The link to come in follows below."));
}

/// What was looked at; when a form says the same again, it may be sent.
std::string seen_mark(Visit& visit, ManyInvitations const& wanted) {
  std::string bytes;
  for (auto const* field : {&wanted.addresses, &wanted.role, &wanted.scope_id, &wanted.language, &wanted.words})
    crypto::append_field(bytes, *field);
  return crypto::keyed_hash(visit.context.county.keys().derive("accounts.invite_many"), bytes);
}

struct Said {
  char const* text;
  char const* badge;
};

Said said(Verdict verdict) {
  switch (verdict) {
    case Verdict::New: return {N_("gets an account and an invitation"), "success"};
    case Verdict::HasAccount: return {N_("has an account already, nothing is sent"), "info"};
    case Verdict::Invited: return {N_("is invited already, nothing is sent"), "info"};
    case Verdict::Closed: return {N_("the account was closed, nothing is sent"), "warning"};
    case Verdict::Twice: return {N_("stands in the list twice"), "info"};
    case Verdict::Suppressed: return {N_("we may not write to this address"), "warning"};
    case Verdict::NoAddress: break;
  }
  return {N_("is no mail address"), "warning"};
}

TableView plan_table(Visit& visit, InvitationPlan const& plan) {
  Words words(visit);
  Table table(visit, {}, N_("Who gets what"));
  table.columns({{"", N_("Name")}, {"", N_("What happens")}});
  for (auto const& line : plan.lines) {
    auto [text, badge] = said(line.verdict);
    Cell name(line.mail.empty() ? line.text : line.name);
    if (!line.mail.empty()) name.note(line.mail);
    if (!line.account_id.empty()) name.link("/staff/accounts/" + line.account_id);
    table.row({std::move(name), Cell(words(text)).badge(badge)});
  }
  return table.view();
}

/// "Beratung: Verein Brücke".
std::string right_text(Visit& visit, auth::GrantRequest const& request) {
  auth::StoredGrant grant;
  grant.role = request.role;
  grant.scope_id = request.scope_id;
  return visit.context.county.database.read([&](db::Reader& reader) {
    return ScopeLabels(visit.site, visit.context, reader, {grant}).right(grant, visit.context.language);
  });
}

http::Response many_page(Visit& visit, Form& form, InvitationPlan const* plan, auth::GrantRequest const& right = {}) {
  Words words(visit);
  InviteManyView view;
  view.title = words(N_("Invite several people"));
  view.lead = words(N_("They all get the same right and the same mail, each with a link of their own. You see who gets what before anything is sent."));
  form.cancel(kPath);
  bool ready = plan && plan->fresh > 0 && plan->fresh <= kInvitedAtOnce && !form.has_errors();
  if (plan) {
    view.has_plan = !plan->lines.empty();
    view.plan = plan_table(visit, *plan);
    view.summary = plan->fresh == 0 ? words(N_("Nobody in this list is new. Nothing would be sent."))
                                    : words.count("One person gets an invitation", "{n} people get an invitation", static_cast<std::int64_t>(plan->fresh)) + " – " + right_text(visit, right);
  }
  form.submit(ready ? N_("Send these invitations") : N_("Show who gets what"));
  view.form = form.view();
  Page frame;
  frame.title = view.title;
  frame.active_path = "/staff/accounts";
  frame.crumbs = {{words(N_("Accounts")), "/staff/accounts"}, {words(N_("Who came")), kPath}, {view.title, ""}};
  return visit.site.page(visit, "accounts/staff/invite_many.html", view, frame, form.status());
}

struct State {
  std::string text, badge;
};

/// Whether somebody came, or what became of the letter.
State state_of(Visit const& visit, Invitation const& invitation, auth::Account const& account,
               std::map<std::string, mail::Entry> const& letters) {
  Words words(visit);
  if (invitation.came_at) return {words(N_("came")), "success"};
  if (account.state == auth::AccountState::Disabled) return {words(N_("closed")), "warning"};
  if (invitation.mail_id.empty() && invitation.times > 0 && !invitation.invited_by.empty())
    return {words(N_("we may not write to this address")), "warning"};
  auto letter = letters.find(invitation.mail_id);
  if (letter == letters.end()) return {words(N_("not come yet")), "info"};
  switch (letter->second.state) {
    case mail::State::Parked: return {words(N_("the mail did not arrive")), "danger"};
    case mail::State::Queued: return {words(N_("the mail is on its way")), "info"};
    case mail::State::Withdrawn: return {words(N_("the mail was taken back")), "warning"};
    case mail::State::Sent: break;
  }
  return {words(N_("not come yet")), "info"};
}

template <typename T>
std::vector<std::string> texts_of(std::vector<Invitation> const& all, T Invitation::* member) {
  std::vector<std::string> texts;
  for (auto const& one : all)
    if (!(one.*member).empty()) texts.push_back(one.*member);
  return texts;
}

void fill_came_rows(Visit& visit, db::Reader& reader, std::vector<Invitation> const& page, Table& table) {
  std::map<std::string, auth::Account> accounts;
  for (auto& account : auth::find_accounts(reader, texts_of(page, &Invitation::account_id)))
    accounts[account.id] = account;
  std::map<std::string, mail::Entry> letters;
  for (auto& letter : mail::find_mails(reader, visit.context, texts_of(page, &Invitation::mail_id)))
    letters[letter.id] = letter;
  for (auto const& one : page) {
    auto account = accounts.find(one.account_id);
    if (account == accounts.end()) continue;
    auto state = state_of(visit, one, account->second, letters);
    Cell invited(moment(visit.context, one.last_at));
    if (one.times > 1) invited.note(Words(visit).count("once", "{n} times", one.times));
    table.row({Cell(account->second.name).link("/staff/accounts/" + one.account_id).note(account->second.mail),
               std::move(invited), one.came_at ? moment(visit.context, *one.came_at) : "–",
               Cell(state.text).badge(state.badge)});
  }
}

}  // namespace

http::Response show_invitations(Visit& visit) {
  Words words(visit);
  ListQuery query = ListQuery::read(visit, {"invited"});
  bool open = query.filter("who") == "open";
  InvitationsView view;
  view.title = words(N_("Who came"));
  Table table(visit, query, N_("Who came"));
  table.filter("who", N_("Whom to show"), {{"open", words(N_("Those who have not come yet"))}});
  table.columns({{"", N_("Name")}, {"", N_("Invited")}, {"", N_("Came")}, {"", N_("State")}});
  table.empty(open ? N_("Everybody who was invited has come.") : N_("Nobody has been invited yet."),
              "/staff/invitations/new", N_("Invite several people"));
  visit.context.county.database.read([&](db::Reader& reader) {
    auto counts = count_invitations(reader);
    fill_came_rows(visit, reader, invitations(reader, open, query.limit(), query.offset()), table);
    table.total(open ? counts.open : counts.all);
    view.waiting = counts.open > 0;
    if (counts.all > 0)
      view.summary = words.count("One person was invited, {came} of them came.", "{n} people were invited, {came} of them came.",
                                 counts.all, {{"came", std::to_string(counts.came)}});
  });
  view.table = table.view();
  Page frame = staff_frame(visit, view.title, "/staff/accounts", N_("Accounts"));
  std::string done = visit.request.query.get("done");
  if (done == "sent") frame.notice = words(N_("The invitations are on their way."));
  if (done == "none") frame.notice = words(N_("Nobody was written to: whoever has not come got a mail less than an hour ago."));
  return visit.site.page(visit, "accounts/staff/invitations.html", view, frame);
}

http::Response show_invite_many(Visit& visit) {
  Form form(visit, kPath);
  list_fields(form);
  RightFields right(visit, form);
  text_fields(form);
  return many_page(visit, form, nullptr);
}

http::Response invite_many(Visit& visit) {
  auto& context = visit.context;
  auto sent = visit.request.form();
  if (!sent) return visit.site.error_page(visit, 415);
  Form form(visit, kPath);
  if (sent->has("seen")) form.fold(N_("Change addresses, right or words"));
  list_fields(form);
  RightFields right(visit, form);
  text_fields(form);
  form.hidden("seen", "");
  bool read = form.read();
  auto request = right.request();
  if (!read || !request) return many_page(visit, form, nullptr);
  ManyInvitations wanted{form["addresses"], request->role, request->scope_id, form["language"], form["words"]};
  auto plan = context.county.database.read(
      [&](db::Reader& reader) { return plan_invitations(reader, context, wanted.addresses); });
  auto mark = seen_mark(visit, wanted);
  bool seen = sent->get("seen") == mark;
  form.set("seen", mark);
  if (plan.lines.empty()) form.error("addresses", N_("No mail address was found here."));
  if (plan.fresh > kInvitedAtOnce)
    form.error("addresses", N_("At most 200 people are invited at once. Please take the rest out and send it afterwards."));
  if (!may_give(context.actor, *visit.site.roles().find(wanted.role), wanted.scope_id))
    form.error("role", N_("You may not give this role there."));
  if (form.has_errors() || !seen) return many_page(visit, form, &plan, *request);
  auto invited = invite_many(context, visit.site, wanted);
  if (!invited) {
    form.error("", invited.error().message);
    return many_page(visit, form, &plan, *request);
  }
  return http::see_other(std::string(kPath) + "?done=sent");
}

http::Response send_all_again(Visit& visit) {
  auto sent = invite_again(visit.context, visit.site);
  if (!sent) return visit.site.error_page(visit, sent.error());
  return http::see_other(std::string(kPath) + (*sent > 0 ? "?done=sent" : "?done=none"));
}

}  // namespace mila::accounts
