// Who may set a county up, and until when.
#include "modules/setup/setup.h"

#include <algorithm>

#include "platform/auth/accounts.h"
#include "platform/auth/sessions.h"
#include "platform/site/site.h"

namespace mila::setup {
namespace {

bool manages_county(auth::Roles const& roles, std::string const& name) {
  auto const* role = roles.find(name);
  return role && std::find(role->permissions.begin(), role->permissions.end(),
                           Permission::ManageCounty) != role->permissions.end();
}

}  // namespace

bool is_open(db::Reader& reader, auth::Roles const& roles) {
  std::vector<std::string> managers;
  for (auto const& grant : auth::county_grants(reader))
    if (manages_county(roles, grant.role)) managers.push_back(grant.account_id);
  auto accounts = auth::find_accounts(reader, managers);
  return std::none_of(accounts.begin(), accounts.end(),
                      [](auth::Account const& account) { return account.signed_in_at.has_value(); });
}

Result<std::string> make_setup_link(Site const& site, Context& context) {
  return context.county.database.write([&](db::Writer& writer) -> Result<std::string> {
    if (!is_open(writer, site.roles()))
      return Error{ErrorCode::Forbidden, "", "somebody who manages the county has signed in already"};
    return "/staff/setup/" + auth::make_link(writer, context, "setup", "", kLinkLasts);
  });
}

bool is_fresh(Site const& site, County& county) {
  return county.database.read([&](db::Reader& reader) {
    bool nobody = auth::count_accounts(reader) == 0;
    return nobody || (county.installed().name.empty() && is_open(reader, site.roles()));
  });
}

}  // namespace mila::setup
