// Asking an actor.
#include "platform/county/actor.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mila {
namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 19> kPermissions{{
    {Permission::Public, "public"},
    {Permission::SignedIn, "signed-in"},
    {Permission::ManageAccounts, "accounts.manage"},
    {Permission::ManageCounty, "county.manage"},
    {Permission::ReadAudit, "audit.read"},
    {Permission::ReadNetwork, "network.read"},
    {Permission::ReadPrivate, "network.private"},
    {Permission::EditNetwork, "network.edit"},
    {Permission::EditOffers, "offers.edit"},
    {Permission::ReleaseOffers, "offers.release"},
    {Permission::Translate, "texts.translate"},
    {Permission::AnswerReports, "reports.answer"},
    {Permission::WriteCirculars, "circulars.write"},
    {Permission::PostNotices, "notices.post"},
    {Permission::AnswerHelpers, "helpers.answer"},
    {Permission::RunMeetings, "meetings.run"},
    {Permission::ImportLists, "lists.import"},
    {Permission::ExportLists, "lists.export"},
    {Permission::ReadFigures, "figures.read"},
}};

constexpr std::array<std::pair<Scope, std::string_view>, 4> kScopes{{
    {Scope::County, "county"},
    {Scope::Organization, "organization"},
    {Scope::Body, "body"},
    {Scope::Place, "place"},
}};

bool holds(Role const& role, Permission permission) {
  return std::find(role.permissions.begin(), role.permissions.end(), permission) !=
         role.permissions.end();
}

std::string const& id_in(Target const& target, Scope scope) {
  static std::string const none;
  switch (scope) {
    case Scope::Organization: return target.organization_id;
    case Scope::Body: return target.body_id;
    case Scope::Place: return target.place_id;
    case Scope::County: break;
  }
  return none;
}

}  // namespace

std::string_view name_of(Permission permission) {
  for (auto const& [value, name] : kPermissions)
    if (value == permission) return name;
  return "";
}

std::optional<Permission> permission_named(std::string_view name) {
  for (auto const& [value, known] : kPermissions)
    if (known == name) return value;
  return std::nullopt;
}

std::string_view name_of(Scope scope) {
  for (auto const& [value, name] : kScopes)
    if (value == scope) return name;
  return "";
}

std::optional<Scope> scope_named(std::string_view name) {
  for (auto const& [value, known] : kScopes)
    if (known == name) return value;
  return std::nullopt;
}

bool Actor::may(Permission permission) const {
  if (permission == Permission::Public || kind == Kind::Operator) return true;
  if (permission == Permission::SignedIn) return signed_in();
  return std::any_of(grants.begin(), grants.end(),
                     [&](Grant const& grant) { return holds(*grant.role, permission); });
}

bool Actor::may(Permission permission, Target const& target) const {
  if (permission == Permission::Public || kind == Kind::Operator) return true;
  if (permission == Permission::SignedIn) return signed_in();
  return std::any_of(grants.begin(), grants.end(), [&](Grant const& grant) {
    if (!holds(*grant.role, permission)) return false;
    if (grant.role->scope == Scope::County) return true;
    return !grant.scope_id.empty() && grant.scope_id == id_in(target, grant.role->scope);
  });
}

std::optional<std::vector<std::string>> Actor::scope_ids(Permission permission, Scope scope) const {
  if (permission == Permission::Public || kind == Kind::Operator) return std::nullopt;
  std::vector<std::string> ids;
  for (auto const& grant : grants) {
    if (!holds(*grant.role, permission)) continue;
    if (grant.role->scope == Scope::County) return std::nullopt;
    if (grant.role->scope == scope) ids.push_back(grant.scope_id);
  }
  return ids;
}

}  // namespace mila
