// Looking up who may do something.
#include "modules/upkeep/who.h"

#include <algorithm>

#include "modules/offers/holidays.h"

namespace mila::upkeep {
namespace {

/// The roles of the program; jobs know no site that would hold them.
auth::Roles const& roles() {
  static auth::Roles const loaded = auth::Roles::load(offers::data_folder() + "/roles.csv");
  return loaded;
}

}  // namespace

std::vector<auth::Account> accounts_that_may(db::Reader& reader, Instant now, Permission permission,
                                             std::string_view organization_id) {
  std::vector<std::string> ids;
  auto grants = organization_id.empty() ? auth::county_grants(reader)
                                        : auth::grants_for_scope(reader, organization_id);
  Scope scope = organization_id.empty() ? Scope::County : Scope::Organization;
  for (auto const& grant : grants) {
    auto const* role = roles().find(grant.role);
    if (!role || role->scope != scope || !grant.holds_at(now)) continue;
    if (std::find(role->permissions.begin(), role->permissions.end(), permission) !=
        role->permissions.end())
      ids.push_back(grant.account_id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  auto accounts = auth::find_accounts(reader, ids);
  std::erase_if(accounts, [](auth::Account const& account) {
    return account.state != auth::AccountState::Active;
  });
  return accounts;
}

}  // namespace mila::upkeep
