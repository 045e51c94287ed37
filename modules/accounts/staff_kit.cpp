#include "modules/accounts/staff_kit.h"

#include "platform/auth/accounts.h"

namespace mila::accounts {

http::Response missing(Visit& visit) { return visit.site.error_page(visit, 404); }

std::map<std::string, std::string> account_names(db::Reader& reader, std::vector<std::string> const& ids) {
  std::map<std::string, std::string> names;
  for (auto const& account : auth::find_accounts(reader, ids)) names[account.id] = account.name;
  return names;
}

std::optional<Instant> end_of_day(Visit const& visit, std::string_view text) {
  auto day = parse_german_date(text);
  if (!day) return std::nullopt;
  return local_to_instant(Date{std::chrono::sys_days{*day} + std::chrono::days{1}},
                          std::chrono::minutes{0}, visit.context.county.config().zone);
}

}  // namespace mila::accounts
