// What stands on the pages of a meeting and behind an invitation.
#include "modules/workshops/pages.h"
#include "modules/workshops/workshop_store.h"

namespace mila::workshops {
namespace {

std::vector<Related> of_invitee(Context& context, db::Reader& reader, std::string_view id) {
  auto invitee = meetings::find_invitee(reader, context, id);
  auto meeting = invitee ? meetings::find_meeting(reader, invitee->meeting_id) : std::nullopt;
  if (!meeting || meeting->state == meetings::State::Cancelled || count_workshops(reader, meeting->id) == 0) return {};
  for (auto const& seat : seats_of(reader, id))
    if (seat.told) return {{context.text(N_("Your workshop")), "", wishes_path(context, *meeting, *invitee, context.language), true}};
  auto plan = load_plan(reader, meeting->id).value_or(Plan{});
  if (!takes_wishes(context, *meeting, plan) || invitee->answer == meetings::Answer::Declined) return {};
  return {{context.text(N_("Choose a workshop")), "", wishes_path(context, *meeting, *invitee, context.language), true}};
}

}  // namespace

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  if (kind == "meeting") return related_to_meeting(context, reader, id);
  if (kind == "invitee") return of_invitee(context, reader, id);
  return {};
}

}  // namespace mila::workshops
