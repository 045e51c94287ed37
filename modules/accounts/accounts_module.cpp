// What this module tells the program about itself.
#include "modules/accounts/accounts.h"
#include "modules/accounts/evaluation_store.h"
#include "modules/accounts/invitation_store.h"
#include "modules/accounts/staff_pages.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"

namespace mila::accounts {
namespace {

using http::Method;
using i18n::N_;
using namespace std::chrono_literals;

/// The audit log is kept for a year (as § 11 VwDG keeps its read log).
constexpr std::chrono::hours kAuditKept{24 * 365};

std::int64_t expire(Context& context) {
  return context.county.database.write([&](db::Writer& writer) {
    auth::audit_refusals(writer, context);
    return auth::expire(writer) + expire_invitations(writer) + auth::expire_audit(writer, writer.now() - kAuditKept) +
           expire_evaluations(writer, writer.now() - kAuditKept);
  });
}

void add_routes(Module& m) {
  auto route = [&](Method method, char const* pattern, Permission permission, Handler handler,
                   char const* sample, bool delicate = false) {
    m.routes.push_back({method, pattern, permission, std::move(handler), sample, delicate});
  };
  auto const open = Permission::Public, own = Permission::SignedIn,
             manage = Permission::ManageAccounts, audit = Permission::ReadAudit;
  route(Method::Get, "/staff/sign-in", open, show_sign_in, "/staff/sign-in");
  route(Method::Post, "/staff/sign-in", open, sign_in, "/staff/sign-in");
  route(Method::Post, "/staff/sign-in/code", open, enter_code, "/staff/sign-in/code");
  route(Method::Post, "/staff/sign-in/links", open, send_sign_in_link, "/staff/sign-in/links");
  route(Method::Get, "/staff/links/{token}", open, show_link, "/staff/links/none");
  route(Method::Post, "/staff/links/{token}", open, use_link, "/staff/links/none");
  route(Method::Post, "/staff/sign-out", own, sign_out, "/staff/sign-out");
  route(Method::Get, "/staff/confirmation", own, show_confirmation, "/staff/confirmation");
  route(Method::Post, "/staff/confirmation", own, confirm, "/staff/confirmation");
  route(Method::Get, "/staff/kept", own, show_kept_forms, "/staff/kept");
  route(Method::Post, "/staff/kept/{id}/drop", own, drop_kept_form, "/staff/kept/none/drop");

  route(Method::Get, "/staff/account", own, show_own_account, "/staff/account");
  route(Method::Post, "/staff/account", own, save_own_account, "/staff/account");
  route(Method::Post, "/staff/account/password", own, set_password, "/staff/account/password", true);
  route(Method::Post, "/staff/account/deputy", own, set_deputy, "/staff/account/deputy", true);
  route(Method::Post, "/staff/account/sessions/{id}/end", own, end_own_session,
        "/staff/account/sessions/none/end");
  route(Method::Get, "/staff/second-factor", own, show_second_factor, "/staff/second-factor", true);
  route(Method::Post, "/staff/second-factor", own, save_second_factor, "/staff/second-factor", true);

  route(Method::Get, "/staff/accounts", manage, list_accounts, "/staff/accounts");
  route(Method::Get, "/staff/accounts/new", manage, show_new_account, "/staff/accounts/new");
  route(Method::Post, "/staff/accounts", manage, create_account, "/staff/accounts", true);
  route(Method::Get, "/staff/accounts/{id}", manage, show_account, "/staff/accounts/{account}");
  route(Method::Post, "/staff/accounts/{id}/rights", manage, add_right,
        "/staff/accounts/{account}/rights", true);
  route(Method::Post, "/staff/accounts/{id}/rights/{grant}/end", manage, end_right,
        "/staff/accounts/{account}/rights/none/end", true);
  route(Method::Post, "/staff/accounts/{id}/invitation", manage, send_invitation,
        "/staff/accounts/{account}/invitation");
  route(Method::Post, "/staff/accounts/{id}/disabled", manage, disable,
        "/staff/accounts/{account}/disabled", true);
  route(Method::Post, "/staff/accounts/{id}/second-factor", manage, let_second_factor_be_reset,
        "/staff/accounts/{account}/second-factor", true);
  route(Method::Post, "/staff/accounts/{id}/enabled", manage, enable,
        "/staff/accounts/{account}/enabled", true);
  route(Method::Post, "/staff/accounts/{id}/erasure", manage, erase,
        "/staff/accounts/{account}/erasure", true);
  route(Method::Get, "/staff/invitations", manage, show_invitations, "/staff/invitations");
  route(Method::Get, "/staff/invitations/new", manage, show_invite_many, "/staff/invitations/new", true);
  route(Method::Post, "/staff/invitations", manage, invite_many, "/staff/invitations", true);
  route(Method::Post, "/staff/invitations/again", manage, send_all_again, "/staff/invitations/again", true);
  route(Method::Get, "/staff/access", manage, show_access, "/staff/access");

  route(Method::Get, "/staff/audit", audit, show_audit, "/staff/audit");
  route(Method::Post, "/staff/audit/evaluations", audit, ask_evaluation,
        "/staff/audit/evaluations", true);
  route(Method::Post, "/staff/audit/evaluations/{id}/agreement", audit, agree_evaluation,
        "/staff/audit/evaluations/none/agreement", true);
  route(Method::Get, "/staff/audit/evaluations/{id}", audit, show_evaluation,
        "/staff/audit/evaluations/{evaluation}", true);
}

void add_personal_data(Module& m) {
  m.personal_data = {
      {"account", "name, mail address, language, password as Argon2id, second factor sealed",
       "people who work with the program can sign in", "Art. 6 (1) e GDPR, § 26 BDSG or Land law",
       "while the account is needed", "“Erase” on the account's page removes it with all rights and sessions"},
      {"access_grant", "rights of an account with beginning and end", "who could see what is answered",
       "Art. 5 (2) GDPR", "as long as the account", "with the account"},
      {"invitation", "when an account was invited and by whom (ids), when the person came",
       "whoever invited sees who came and asks again", "Art. 6 (1) e GDPR", "as long as the account",
       "daily clean-up once the account is erased; holds ids only"},
      {"session", "when an account was last active, browser and system in two words",
       "people stay signed in and see where they are", "Art. 6 (1) e GDPR", "10 hours", "daily clean-up"},
      {"kept_form", "what somebody was writing when the session ended, sealed", "nothing written is lost",
       "Art. 6 (1) e GDPR", "one day", "daily clean-up, or by the person"},
      {"audit_entry", "ids of who did or saw what", "misuse is found", "Art. 32 GDPR", "12 months",
       "daily clean-up; holds ids only"}};
}

}  // namespace

Module const& module() {
  static Module const accounts = [] {
    Module m;
    m.name = "accounts";
    m.summary = "signing in, invitations, rights, deputies, the audit log";
    add_routes(m);
    m.staff_menu = {{80, N_("Accounts"), "/staff/accounts", "user", Permission::ManageAccounts},
                    {85, N_("Who could see what"), "/staff/access", "lock", Permission::ManageAccounts},
                    {90, N_("Audit log"), "/staff/audit", "shield", Permission::ReadAudit}};
    using html::schema_of;
    m.templates = {{"accounts/staff/sign_in.html", schema_of<SignInView>()},
                   {"accounts/staff/link.html", schema_of<LinkView>()},
                   {"accounts/staff/kept.html", schema_of<KeptFormsView>()},
                   {"accounts/staff/own_account.html", schema_of<OwnAccountView>()},
                   {"accounts/staff/second_factor.html", schema_of<SecondFactorView>()},
                   {"accounts/staff/account.html", schema_of<AccountView>()},
                   {"accounts/staff/invite_many.html", schema_of<InviteManyView>()},
                   {"accounts/staff/invitations.html", schema_of<InvitationsView>()},
                   {"accounts/staff/access.html", schema_of<AccessView>()},
                   {"accounts/staff/audit.html", schema_of<AuditView>()}};
    add_personal_data(m);
    m.expire = expire;
    m.sample_keys = [](Context&, db::Reader& reader) {
      std::map<std::string, std::string> keys{{"account", "none"}, {"evaluation", "none"}};
      for (auto const& account : auth::list_accounts(reader, "leitung@", 1)) keys["account"] = account.id;
      for (auto const& evaluation : evaluations(reader)) keys["evaluation"] = evaluation.id;
      return keys;
    };
    return m;
  }();
  return accounts;
}

}  // namespace mila::accounts
