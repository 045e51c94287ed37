// Accounts of others: inviting, rights, ending them, and who could see what on a day.
#include <algorithm>
#include <map>

#include "modules/accounts/invitations.h"
#include "modules/accounts/staff_kit.h"
#include "modules/accounts/staff_pages.h"
#include "modules/accounts/staff_right_fields.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"
#include "platform/site/pages.h"

namespace mila::accounts {
namespace {

using i18n::N_;

constexpr char const* kPath = "/staff/accounts";

char const* state_text(auth::AccountState state) {
  switch (state) {
    case auth::AccountState::Invited: return N_("invited");
    case auth::AccountState::Active: return N_("active");
    case auth::AccountState::Disabled: break;
  }
  return N_("closed");
}

void account_fields(Form& form) {
  form.mail("mail", N_("Mail address")).required();
  form.text("name", N_("Name")).required().longest(120);
  form.radios("language", N_("Language"), {{"de", "Deutsch"}, {"en", "English"}}).required().value("de");
}

http::Response new_account_page(Visit& visit, Form& form) {
  Words words(visit);
  form.submit(N_("Send invitation"));
  form.cancel(kPath);
  FormPageView view{.title = words(N_("Invite somebody")),
                    .lead = words(N_("They get a mail with a link and come in without a password. They can set one later."))};
  return form_page(visit, view, form, staff_frame(visit, view.title, kPath, N_("Accounts")));
}

}  // namespace

http::Response list_accounts(Visit& visit) {
  auto& context = visit.context;
  ListQuery query = ListQuery::read(visit, {"created"});
  Words words(visit);
  ListPageView view{.title = words(N_("Accounts")),
                    .new_href = "/staff/accounts/new",
                    .new_text = words(N_("Invite somebody")),
                    .more = {{"/staff/invitations", words(N_("Invite several people, and see who came"))}}};
  Table table(visit, query, N_("Accounts"));
  table.search(N_("Name or mail address"));
  table.columns({{"", N_("Name")}, {"", N_("Rights")}, {"", N_("State")}, {"", N_("Last here")}});
  table.empty(N_("Nobody has been invited yet."), view.new_href, N_("Invite somebody"));
  context.county.database.read([&](db::Reader& reader) {
    auto accounts = auth::list_accounts(reader, query.search, query.limit(), query.offset());
    std::vector<std::string> ids;
    for (auto const& account : accounts) ids.push_back(account.id);
    auto grants = auth::grants_of_all(reader, ids);
    ScopeLabels labels(visit.site, context, reader, grants);
    std::map<std::string, std::string> rights;
    for (auto const& grant : grants) {
      if (!grant.holds_at(context.now())) continue;
      auto& text = rights[grant.account_id];
      text += (text.empty() ? "" : "; ") + labels.right(grant, context.language);
    }
    for (auto const& account : accounts) {
      bool active = account.state == auth::AccountState::Active;
      table.row({Cell(account.name).link("/staff/accounts/" + account.id).note(account.mail),
                 rights[account.id],
                 Cell(words(state_text(account.state)))
                     .badge(active ? "success" : account.state == auth::AccountState::Invited ? "info" : "warning"),
                 account.signed_in_at ? moment(visit.context, *account.signed_in_at) : "–"});
    }
    table.total(auth::count_accounts(reader, query.search));
  });
  view.table = table.view();
  return list_page(visit, view, staff_frame(visit, view.title, kPath, nullptr));
}

http::Response show_new_account(Visit& visit) {
  Form form(visit, "/staff/accounts");
  account_fields(form);
  RightFields right(visit, form);
  form.long_text("words", N_("A few words of yours")).longest(2000);
  return new_account_page(visit, form);
}

http::Response create_account(Visit& visit) {
  auto& context = visit.context;
  Form form(visit, "/staff/accounts");
  account_fields(form);
  RightFields right(visit, form);
  form.long_text("words", N_("A few words of yours")).longest(2000);
  if (!form.read()) return new_account_page(visit, form);
  auto request = right.request();
  if (!request) return new_account_page(visit, form);
  if (!may_give(context.actor, *visit.site.roles().find(request->role), request->scope_id)) {
    form.error("role", N_("You may not give this role there."));
    return new_account_page(visit, form);
  }
  bool invited = true;
  auto created = context.county.database.write([&](db::Writer& writer) -> Result<std::string> {
    auto id = auth::create_account(writer, context, visit.site.roles(), form["mail"], form["name"],
                                   form["language"], {*request});
    if (!id) return id;
    // Not to be reached by mail is no reason to have no account: the page says who was not invited.
    invited = invite(writer, context, visit.site, *auth::find_account(writer, *id), form["words"])
                  .has_value();
    return id;
  });
  if (!created) {
    form.error(created.error().code == ErrorCode::Conflict ? "mail" : "", created.error().message);
    return new_account_page(visit, form);
  }
  return http::see_other("/staff/accounts/" + *created + (invited ? "?done=sent" : "?done=unsent"));
}

namespace {

http::Response account_page(Visit& visit, std::optional<Form> right_form, int status,
                            std::string const& notice = "") {
  Words words(visit);
  auto& context = visit.context;
  AccountView view;
  std::string id = visit.request.parameter("id");
  auto account = context.county.database.read([&](db::Reader& reader) {
    auto found = auth::find_account(reader, id);
    if (!found) return found;
    auto grants = auth::grants_of(reader, id);
    ScopeLabels labels(visit.site, context, reader, grants);
    view.can_reset = found->has_second_factor && found->state == auth::AccountState::Active &&
                     may_reset_second_factor(reader, context, visit.site.roles(), id);
    for (auto const& grant : grants) {
      RightView right;
      right.text = labels.right(grant, context.language);
      if (!grant.deputy_for.empty()) right.text += " (" + words(N_("as deputy")) + ")";
      right.since = moment(visit.context, grant.from_at);
      auto end = grant.ended_at ? grant.ended_at : grant.until_at;
      if (end) right.until = moment(visit.context, *end);
      right.past = grant.ended_at || (grant.until_at && *grant.until_at <= context.now());
      right.end_action = "/staff/accounts/" + id + "/rights/" + grant.id + "/end";
      view.rights.push_back(std::move(right));
    }
    return found;
  });
  if (!account) return missing(visit);
  view.name = account->name;
  view.mail = account->mail;
  view.base = "/staff/accounts/" + id;
  view.state = words(state_text(account->state));
  view.invited = account->state == auth::AccountState::Invited;
  view.active = account->state == auth::AccountState::Active;
  view.disabled = account->state == auth::AccountState::Disabled;
  view.own = id == context.actor.account_id;
  if (account->signed_in_at) view.signed_in = moment(visit.context, *account->signed_in_at);
  if (!right_form) {
    right_form.emplace(visit, view.base + "/rights");
    RightFields fields(visit, *right_form);
    right_form->date("until", N_("Until and including"));
    right_form->submit(N_("Give this right"));
  }
  view.new_right = right_form->view();
  Page frame = staff_frame(visit, view.name, kPath, N_("Accounts"));
  frame.notice = notice;
  return visit.site.page(visit, "accounts/staff/account.html", view, frame, status);
}

/// Runs a change of somebody's account and shows what came of it.
http::Response change(Visit& visit,
                      std::function<Result<bool>(db::Writer&, std::string const& id)> const& act) {
  std::string id = visit.request.parameter("id");
  auto done = visit.context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    if (!auth::find_account(writer, id)) return Error{ErrorCode::NotFound, "", ""};
    return act(writer, id);
  });
  if (!done) return visit.site.error_page(visit, done.error());
  return http::see_other("/staff/accounts/" + id + "?done=saved");
}

}  // namespace

http::Response show_account(Visit& visit) {
  Words words(visit);
  std::string done = visit.request.query.get("done");
  std::string notice;
  if (done == "sent") notice = words(N_("The invitation is on its way."));
  if (done == "unsent") notice = words(N_("The account is there, but we may not write to this address. Please call."));
  if (done == "reset") notice = words(N_("A mail with a link is on its way to this person. Nothing changes before they use it."));
  return account_page(visit, std::nullopt, 200, notice);
}

http::Response add_right(Visit& visit) {
  auto& context = visit.context;
  std::string id = visit.request.parameter("id");
  Form form(visit, "/staff/accounts/" + id + "/rights");
  RightFields right(visit, form);
  form.date("until", N_("Until and including"));
  form.submit(N_("Give this right"));
  if (!form.read()) return account_page(visit, std::move(form), 422);
  auto request = right.request();
  if (!request) return account_page(visit, std::move(form), 422);
  if (!may_give(context.actor, *visit.site.roles().find(request->role), request->scope_id)) {
    form.error("role", N_("You may not give this role there."));
    return account_page(visit, std::move(form), 422);
  }
  request->until_at = end_of_day(visit, form["until"]);
  auto granted = context.county.database.write([&](db::Writer& writer) -> Result<std::string> {
    if (!auth::find_account(writer, id)) return Error{ErrorCode::NotFound, "", ""};
    return auth::grant(writer, context, visit.site.roles(), id, *request);
  });
  if (!granted && granted.error().code == ErrorCode::NotFound) return missing(visit);
  if (!granted) {
    form.error(granted.error());
    return account_page(visit, std::move(form), 422);
  }
  return http::see_other("/staff/accounts/" + id + "?done=saved");
}

http::Response end_right(Visit& visit) {
  return change(visit, [&](db::Writer& writer, std::string const&) {
    return auth::end_grant(writer, visit.context, visit.site.roles(),
                           visit.request.parameter("grant"));
  });
}

http::Response send_invitation(Visit& visit) {
  auto& context = visit.context;
  std::string id = visit.request.parameter("id");
  auto sent = context.county.database.write([&](db::Writer& writer) -> Result<std::string> {
    auto account = auth::find_account(writer, id);
    if (!account || account->state == auth::AccountState::Disabled)
      return Error{ErrorCode::NotFound, "", ""};
    // A second press of the button sends no second letter.
    auto before = find_invitation(writer, id);
    if (before && before->last_at > writer.now() - std::chrono::minutes{1}) return id;
    auto queued = invite(writer, context, visit.site, *account, "");
    if (queued) auth::audit(writer, context, "account.invited", "account", id);
    return queued;
  });
  if (!sent && sent.error().code == ErrorCode::Forbidden) return http::see_other("/staff/accounts/" + id + "?done=unsent");
  if (!sent) return visit.site.error_page(visit, sent.error());
  return http::see_other("/staff/accounts/" + id + "?done=sent");
}

http::Response let_second_factor_be_reset(Visit& visit) {
  std::string id = visit.request.parameter("id");
  auto asked = visit.context.county.database.write([&](db::Writer& writer) {
    return ask_second_factor_reset(writer, visit.context, visit.site, id);
  });
  if (!asked) return visit.site.error_page(visit, asked.error());
  return http::see_other("/staff/accounts/" + id + "?done=reset");
}

http::Response disable(Visit& visit) {
  return change(visit, [&](db::Writer& writer, std::string const& id) {
    return auth::disable_account(writer, visit.context, visit.site.roles(), id);
  });
}

http::Response enable(Visit& visit) {
  return change(visit, [&](db::Writer& writer, std::string const& id) {
    return auth::enable_account(writer, visit.context, id);
  });
}

http::Response erase(Visit& visit) {
  auto& context = visit.context;
  std::string id = visit.request.parameter("id");
  auto done = context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    if (!auth::find_account(writer, id)) return Error{ErrorCode::NotFound, "", ""};
    auto disabled = auth::disable_account(writer, context, visit.site.roles(), id);
    if (!disabled) return disabled;
    mail::forget(writer, mail::RecipientRef{"account", id});
    auth::erase_account(writer, context, id);
    return true;
  });
  if (!done) return visit.site.error_page(visit, done.error());
  return http::see_other("/staff/accounts?done=saved");
}

http::Response show_access(Visit& visit) {
  auto& context = visit.context;
  AccessView view;
  Form form(visit, "/staff/access");
  form.by_get();
  form.date("day", N_("On which day?")).required();
  form.text("thing", N_("Which organisation, body or place?"))
      .hint(N_("Leave it empty for rights on the whole county."));
  form.submit(N_("Show"));
  view.asked = visit.request.query.has("day");
  Table table(visit, {}, N_("Who could see it"));
  table.columns({{"", N_("Name")}, {"", N_("Right")}, {"", N_("Since")}, {"", N_("Until")}});
  table.empty(N_("Nobody."));
  if (view.asked && form.read()) {
    Instant end = *end_of_day(visit, form["day"]);
    Instant begin = end - std::chrono::hours{24};
    context.county.database.read([&](db::Reader& reader) {
      auto grants = auth::county_grants(reader);
      if (!form["thing"].empty())
        for (auto const& module : visit.site.modules())
          for (auto const& scope : module.scopes)
            for (auto const& named : scope.find(context, reader, form["thing"], 5))
              for (auto& grant : auth::grants_for_scope(reader, named.id)) grants.push_back(grant);
      std::erase_if(grants, [&](auth::StoredGrant const& grant) {
        auto last = grant.ended_at ? grant.ended_at : grant.until_at;
        return grant.from_at >= end || (last && *last <= begin);
      });
      std::vector<std::string> ids;
      for (auto const& grant : grants) ids.push_back(grant.account_id);
      auto names = account_names(reader, ids);
      ScopeLabels labels(visit.site, context, reader, grants);
      for (auto const& grant : grants) {
        auto last = grant.ended_at ? grant.ended_at : grant.until_at;
        table.row({Cell(names[grant.account_id]).link("/staff/accounts/" + grant.account_id),
                   labels.right(grant, context.language), moment(visit.context, grant.from_at),
                   last ? moment(visit.context, *last) : "–"});
      }
    });
  }
  view.form = form.view();
  view.table = table.view();
  Page frame;
  frame.title = Words(visit)(N_("Who could see what"));
  return visit.site.page(visit, "accounts/staff/access.html", view, frame, view.asked ? form.status() : 200);
}

}  // namespace mila::accounts
