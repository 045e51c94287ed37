// Offers of help nobody has answered yet, on the start page of who answers.
#include "modules/helping/staff_today.h"

#include "modules/helping/pages.h"

namespace mila::helping {

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.may(Permission::AnswerHelpers)) return items;
  for (auto const& one : open_helpers(reader, answered_bodies(context.actor))) {
    Instant due = one.created_at + kAnswerIn;
    bool overdue = due < context.now();
    // What a circle answers waits for the county only when it has waited too long.
    if (!one.body_id.empty() && !overdue && context.actor.may(Permission::AnswerHelpers, Target{})) continue;
    std::string place = place_name(context.county, one.place_id);
    items.push_back({context.text(N_("Somebody wants to help")), place, "/staff/helpers/" + one.id,
                     context.text(N_("Answer now")), due, overdue});
    if (items.size() == 20) break;
  }
  return items;
}

std::vector<StaffMenuItem> staff_menu() {
  return {{45, N_("People who want to help"), "/staff/helpers", "heart", Permission::AnswerHelpers}};
}

std::vector<StaffMenuItem> quick_acts() {
  return {{64, N_("Look for somebody"), "/staff/helpers/wanted/new", "heart", Permission::AnswerHelpers}};
}

}  // namespace mila::helping
