// What waits on the start page: events nobody has looked at, events that came back.
#include "modules/calendar/staff_kit.h"

namespace mila::events {

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.may(Permission::EditOffers) && !context.actor.may(Permission::ManageCounty)) return items;
  Words words(context, context.language);
  add_broken_sources(context, reader, items);
  std::string today = format_iso_date(today_of(context));
  bool releases = may_release(context.actor), manages = context.actor.may(Permission::ManageCounty, Target{});
  if (releases || manages) {
    for (auto const& event : list_events(reader, {.organization_ids = std::nullopt, .to_look_at = true, .limit = 20})) {
      auto due = parse_iso_date(event.due_on);
      bool late = event.due_on < today;
      if (!releases && !late) continue;  // who only manages the county hears of what is late
      items.push_back({words(event.proposed ? N_("Changed event: {title}") : N_("New event: {title}"), {{"title", event.title}}),
                       late ? words(N_("Has waited longer than five working days.")) : words(N_("Whoever wrote it waits for an answer.")),
                       releases ? std::string(kPath) + "/" + event.id + "/decision" : std::string(kPath), words(N_("Look and release")),
                       due ? std::optional(local_to_instant(*due, std::chrono::hours{18}, context.county.config().zone)) : std::nullopt, late});
    }
    return items;
  }
  auto own = context.actor.scope_ids(Permission::EditOffers, Scope::Organization);
  if (!own || own->empty()) return items;
  for (auto const& event : list_events(reader, {.organization_ids = own, .came_back = true, .limit = 20}))
    items.push_back({words(N_("Back for changes: {name}"), {{"name", event.title}}), event.reason,
                     std::string(kPath) + "/" + event.id + "/edit", words(N_("Change it")), std::nullopt, false});
  return items;
}

}  // namespace mila::events
