// Taking all access away.
#include "platform/auth/end_access.h"

#include <algorithm>

#include "platform/auth/account_store.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"

namespace mila::auth {
namespace {

bool manages(Roles const& roles, StoredGrant const& grant, Instant now) {
  auto const* role = roles.find(grant.role);
  return role && grant.holds_at(now) &&
         std::find(role->permissions.begin(), role->permissions.end(),
                   Permission::ManageAccounts) != role->permissions.end();
}

}  // namespace

void end_access(db::Writer& writer, Context& context, std::string_view account_id) {
  auto account = find_account(writer, account_id);
  if (!account) return;
  std::string by = context.actor.signed_in() ? context.actor.account_id : "operator";
  set_state(writer, account_id, AccountState::Disabled);
  end_sessions_of(writer, account_id);
  end_links(writer, account_id);
  for (auto const& held : grants_of(writer, account_id)) {
    if (held.ended_at) continue;
    mark_grant_ended(writer, held.id, by);
    end_deputies(writer, account_id, held.role, held.scope_id, by);
    audit(writer, context, "account.right_ended", "account", account_id, held.role);
  }
  audit(writer, context, "account.disabled", "account", account_id);
  writer.changed("account", account_id);
}

bool is_last_manager(db::Reader& reader, Roles const& roles, Instant now,
                     std::string_view account_id) {
  bool own = false;
  std::vector<std::string> others;
  for (auto const& grant : county_grants(reader)) {
    if (!manages(roles, grant, now)) continue;
    if (grant.account_id == account_id) own = true;
    else others.push_back(grant.account_id);
  }
  if (!own) return false;
  auto accounts = find_accounts(reader, others);
  return std::none_of(accounts.begin(), accounts.end(), [](Account const& account) {
    return account.state == AccountState::Active;
  });
}

}  // namespace mila::auth
