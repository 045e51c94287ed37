// Rules of accounts and rights.
#include "platform/auth/accounts.h"

#include <algorithm>

#include "platform/auth/account_store.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"
#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/totp.h"
#include "platform/i18n/catalogue.h"
#include "platform/jobs/jobs.h"

namespace mila::auth {
namespace {

using i18n::N_;

std::string actor_id(Actor const& actor) {
  return actor.kind == Actor::Kind::Operator ? "operator" : actor.account_id;
}

/// "who@example.org": enough to refuse typing errors; whether mail arrives, the invitation shows.
bool looks_like_mail(std::string_view mail) {
  auto at = mail.find('@');
  return at != std::string_view::npos && at > 0 && mail.find('@', at + 1) == std::string_view::npos &&
         mail.find('.', at) != std::string_view::npos && mail.back() != '.' && mail.size() <= 254 &&
         mail.find_first_of(" \t\r\n,;<>\"()") == std::string_view::npos;
}

/// Whether somebody else than `account_id` (with a right other than `grant_id`) can still manage
/// accounts: the county must never lock itself out.
bool others_manage_accounts(db::Reader& reader, Roles const& roles, Instant now,
                            std::string_view account_id, std::string_view grant_id) {
  for (auto const& grant : county_grants(reader)) {
    auto const* role = roles.find(grant.role);
    if (!role || !grant.holds_at(now) || grant.until_at || grant.id == grant_id) continue;
    if (std::find(role->permissions.begin(), role->permissions.end(), Permission::ManageAccounts) ==
        role->permissions.end())
      continue;
    if (grant.account_id == account_id) continue;
    auto account = find_account(reader, grant.account_id);
    if (account && account->state != AccountState::Disabled) return true;
  }
  return false;
}

bool manages_accounts(db::Reader& reader, Roles const& roles, Instant now,
                      std::string_view account_id) {
  for (auto const& grant : grants_of(reader, account_id)) {
    auto const* role = roles.find(grant.role);
    if (role && grant.holds_at(now) &&
        std::find(role->permissions.begin(), role->permissions.end(),
                  Permission::ManageAccounts) != role->permissions.end())
      return true;
  }
  return false;
}

Error last_manager() {
  return {ErrorCode::Conflict,
          N_("Nobody else could manage accounts then. Please give somebody that right first."), ""};
}

std::string totp_purpose() { return "accounts.totp"; }

}  // namespace

namespace {

/// Writes a right whose giving has been allowed.
Result<std::string> add_grant(db::Writer& writer, Context& context, Role const& role,
                              std::string_view account_id, GrantRequest const& request) {
  bool county = role.scope == Scope::County;
  if (!county && request.scope_id.empty())
    return Error{ErrorCode::Invalid, N_("Please say for which organisation, body or place."), ""};
  StoredGrant row;
  row.id = uuid_v7(writer.now(), context.random);
  row.account_id = account_id;
  row.role = role.name;
  row.scope_id = county ? "" : request.scope_id;
  row.from_at = request.from_at.value_or(writer.now());
  row.until_at = request.until_at;
  row.granted_by = actor_id(context.actor);
  row.deputy_for = request.deputy_for;
  if (row.until_at && *row.until_at <= row.from_at)
    return Error{ErrorCode::Invalid, N_("The end lies before the beginning."), ""};
  insert_grant(writer, row);
  audit(writer, context, "account.granted", "account", account_id,
        row.role + " " + (row.scope_id.empty() ? "county" : row.scope_id));
  return row.id;
}

bool holds(Role const& role, Permission permission) {
  return std::find(role.permissions.begin(), role.permissions.end(), permission) !=
         role.permissions.end();
}

}  // namespace

Result<std::string> grant(db::Writer& writer, Context& context, Roles const& roles,
                          std::string_view account_id, GrantRequest const& request) {
  auto const* role = roles.find(request.role);
  if (!role) return Error{ErrorCode::Invalid, N_("Please choose a role."), request.role};
  if (!context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "grant"};
  // Nobody gives themselves a right, and the audit log is opened by those who may read it.
  if (context.actor.signed_in() && account_id == context.actor.account_id)
    return Error{ErrorCode::Forbidden,
                 N_("Nobody can give rights to themselves. Please ask a colleague."), "grant"};
  if (holds(*role, Permission::ReadAudit) && !context.actor.may(Permission::ReadAudit))
    return Error{ErrorCode::Forbidden,
                 N_("Only somebody who may read the audit log can give this role."), "grant"};
  return add_grant(writer, context, *role, account_id, request);
}

Result<std::string> create_account(db::Writer& writer, Context& context, Roles const& roles,
                                   std::string_view mail, std::string_view name,
                                   std::string_view language,
                                   std::vector<GrantRequest> const& grants) {
  if (!context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "create_account"};
  Account account;
  account.mail = trim(mail);
  account.name = trim(name);
  account.language = language == "en" ? "en" : "de";
  if (!looks_like_mail(account.mail))
    return Error{ErrorCode::Invalid, N_("This is no mail address we could write to."), ""};
  if (find_account_by_mail(writer, account.mail))
    return Error{ErrorCode::Conflict, N_("There is an account with this address already."), ""};
  account.id = uuid_v7(writer.now(), context.random);
  account.created_at = writer.now();
  insert_account(writer, account);
  audit(writer, context, "account.created", "account", account.id);
  for (auto const& request : grants) {
    auto granted = grant(writer, context, roles, account.id, request);
    if (!granted) return granted.error();
  }
  writer.changed("account", account.id);
  return account.id;
}

Result<bool> end_grant(db::Writer& writer, Context& context, Roles const& roles,
                       std::string_view grant_id) {
  if (!context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "end_grant"};
  auto row = find_grant(writer, grant_id);
  if (!row) return Error{ErrorCode::NotFound, "", ""};
  auto const* role = roles.find(row->role);
  bool manages = role && std::find(role->permissions.begin(), role->permissions.end(),
                                   Permission::ManageAccounts) != role->permissions.end();
  if (manages && row->holds_at(writer.now()) &&
      !others_manage_accounts(writer, roles, writer.now(), "", grant_id))
    return last_manager();
  bool ended = mark_grant_ended(writer, grant_id, actor_id(context.actor));
  if (ended) {
    end_deputies(writer, row->account_id, row->role, row->scope_id, actor_id(context.actor));
    audit(writer, context, "account.right_ended", "account", row->account_id, row->role);
  }
  return ended;
}

Result<int> appoint_deputy(db::Writer& writer, Context& context, Roles const& roles,
                           std::string_view account_id, std::string_view deputy_id,
                           Instant until) {
  bool own = context.actor.account_id == account_id;
  if (!own && !context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "appoint_deputy"};
  if (account_id == deputy_id)
    return Error{ErrorCode::Invalid, N_("Please choose somebody else as deputy."), ""};
  auto deputy = find_account(writer, deputy_id);
  if (!deputy || deputy->state == AccountState::Disabled)
    return Error{ErrorCode::Invalid, N_("Please choose somebody with an account."), ""};
  int count = 0;
  for (auto const& held : grants_of(writer, account_id)) {
    auto const* role = roles.find(held.role);
    if (!role || !held.holds_at(writer.now()) || !held.deputy_for.empty()) continue;
    // What one holds oneself may be handed over, and no longer than one holds it.
    Instant end = held.until_at ? std::min(*held.until_at, until) : until;
    auto granted = add_grant(writer, context, *role, deputy_id,
                             {held.role, held.scope_id, writer.now(), end, std::string(account_id)});
    if (!granted) return granted.error();
    ++count;
  }
  audit(writer, context, "account.deputy", "account", account_id, deputy_id);
  return count;
}

Result<bool> disable_account(db::Writer& writer, Context& context, Roles const& roles,
                             std::string_view account_id) {
  if (!context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "disable_account"};
  if (manages_accounts(writer, roles, writer.now(), account_id) &&
      !others_manage_accounts(writer, roles, writer.now(), account_id, ""))
    return last_manager();
  set_state(writer, account_id, AccountState::Disabled);
  end_sessions_of(writer, account_id);
  for (auto const& held : grants_of(writer, account_id))
    end_deputies(writer, account_id, held.role, held.scope_id, actor_id(context.actor));
  audit(writer, context, "account.disabled", "account", account_id);
  writer.changed("account", account_id);
  return true;
}

Result<bool> enable_account(db::Writer& writer, Context& context, std::string_view account_id) {
  if (!context.actor.may(Permission::ManageAccounts))
    return Error{ErrorCode::Forbidden, "", "enable_account"};
  set_state(writer, account_id, AccountState::Active);
  audit(writer, context, "account.enabled", "account", account_id);
  writer.changed("account", account_id);
  return true;
}

void purge_soon(db::Writer& writer, Context& context) {
  jobs::enqueue(writer, context.random, {.kind = kPurgeJob, .key = kPurgeJob});
}

void erase_account(db::Writer& writer, Context& context, std::string_view account_id) {
  end_sessions_of(writer, account_id);
  delete_account(writer, account_id);
  audit(writer, context, "account.erased", "account", account_id);
  purge_soon(writer, context);
  writer.changed("account", account_id);
}

std::vector<std::string> set_second_factor(db::Writer& writer, Context& context,
                                           std::string_view account_id, std::string_view secret) {
  crypto::Sealer sealer(context.county.keys(), totp_purpose());
  set_totp(writer, account_id,
           sealer.seal({"account", "totp", account_id}, secret, context.random).text());
  auto key = context.county.keys().derive("accounts.recovery", 1);
  auto codes = crypto::new_recovery_codes(context.random);
  std::vector<std::string> hashes;
  for (auto const& code : codes) hashes.push_back(crypto::recovery_hash(key, account_id, code));
  replace_recovery_hashes(writer, account_id, hashes);
  audit(writer, context, "account.second_factor_set", "account", account_id);
  return codes;
}

void remove_second_factor(db::Writer& writer, std::string_view account_id) {
  set_totp(writer, account_id, std::nullopt);
  replace_recovery_hashes(writer, account_id, {});
}

bool use_second_factor(db::Writer& writer, Context& context, std::string_view account_id,
                       std::string_view code) {
  auto totp = find_totp(writer, account_id);
  if (!totp.sealed) return false;
  crypto::Sealer sealer(context.county.keys(), totp_purpose());
  if (auto secret = sealer.open({"account", "totp", account_id}, *totp.sealed)) {
    if (auto step = crypto::check_totp(*secret, code, writer.now(), totp.last_step)) {
      set_totp_step(writer, account_id, *step);
      return true;
    }
  }
  auto hashes = recovery_hashes(writer, account_id);
  auto key = context.county.keys().derive("accounts.recovery", 1);
  auto found = crypto::find_recovery_code(key, account_id, code, hashes);
  if (!found) return false;
  use_recovery_hash(writer, hashes[*found]);
  audit(writer, context, "account.recovery_code_used", "account", account_id);
  return true;
}

int recovery_codes_left(db::Reader& reader, std::string_view account_id) {
  return static_cast<int>(recovery_hashes(reader, account_id).size());
}

bool needs_second_factor(Roles const& roles, std::vector<StoredGrant> const& grants, Instant now) {
  return std::any_of(grants.begin(), grants.end(), [&](StoredGrant const& grant) {
    auto const* role = roles.find(grant.role);
    return role && role->second_factor && grant.holds_at(now);
  });
}

}  // namespace mila::auth
