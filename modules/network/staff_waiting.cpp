// What waits for somebody on the start page: entries nobody confirms, successors, one's own entry.
#include "modules/network/confirmation.h"
#include "modules/network/confirmation_store.h"
#include "modules/network/network_parts.h"
#include "modules/network/people_store.h"
#include "platform/i18n/catalogue.h"

namespace mila::network {
namespace {

using i18n::N_;

constexpr int kShown = 8;

Instant morning_of(Context const& context, Date day) {
  return local_to_instant(day, std::chrono::hours{8}, context.county.config().zone);
}

void add_overdue(Context& context, db::Reader& reader, Date today, std::vector<WaitingItem>& items) {
  std::optional<std::vector<std::string>> organizations;
  if (!context.actor.may(Permission::EditNetwork, Target{})) {
    organizations = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
    if (!organizations || organizations->empty()) return;
  }
  for (auto const& entry : overdue_entries(reader, today, organizations, kShown)) {
    bool expired = entry.expires_on < today;
    items.push_back({i18n::fill(context.text(N_("Entry not confirmed: {name}")), "name", entry.name),
                     context.text(expired ? N_("The public sees the organisation's number instead. Please ask them.")
                                          : N_("They were asked twice by mail. Please call them.")),
                     "/staff/network/people/" + entry.person_id, context.text(N_("Look")),
                     morning_of(context, entry.expires_on), expired});
  }
}

void add_successors(Context& context, db::Reader& reader, std::vector<WaitingItem>& items) {
  if (!context.actor.may(Permission::EditNetwork, Target{})) return;
  for (auto const& successor : all_successors(reader, context, kShown))
    items.push_back({i18n::fill(context.text(N_("Successor named: {name}")), "name", successor.name),
                     context.text(N_("Somebody leaves and said who follows.")),
                     "/staff/network/successors/" + successor.id, context.text(N_("Take over")),
                     std::nullopt, false});
}

void add_own(Context& context, db::Reader& reader, Date today, std::vector<WaitingItem>& items) {
  auto own = staying_entry_of_account(reader, context.actor.account_id);
  if (!own || std::chrono::sys_days(own->expires_on) - kAskedBefore > std::chrono::sys_days(today)) return;
  items.push_back({context.text(N_("Is your own entry still right?")),
                   context.text(N_("One click is enough when nothing has changed.")),
                   "/staff/network/people/" + own->person_id, context.text(N_("Look")),
                   morning_of(context, own->expires_on), own->expires_on < today});
}

}  // namespace

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.signed_in()) return items;
  Date today = local_date(context.now(), context.county.config().zone);
  add_own(context, reader, today, items);
  add_successors(context, reader, items);
  add_overdue(context, reader, today, items);
  return items;
}

}  // namespace mila::network
