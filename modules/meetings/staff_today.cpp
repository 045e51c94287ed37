#include "modules/meetings/staff_today.h"

#include <algorithm>

#include "modules/meetings/agenda.h"
#include "modules/meetings/letters.h"
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/needs.h"
#include "modules/meetings/staff_poll.h"
#include "modules/network/network.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"

namespace mila::meetings {

using i18n::N_;

/// Meetings one is invited to, and those of the bodies one runs.
std::vector<NewsItem> next_dates(Context& context, db::Reader& reader) {
  std::vector<NewsItem> items;
  if (!context.actor.may(Permission::ReadNetwork)) return items;
  auto const& zone = context.county.config().zone;
  std::optional<std::vector<Meeting>> invited;  // asked for when a meeting comes that somebody else runs
  auto is_mine = [&](Meeting const& meeting) {
    if (may_run(context.actor, meeting)) return true;
    if (!invited) {
      std::string person = network::person_of_account(reader, context.actor.account_id);
      invited = person.empty() ? std::vector<Meeting>{} : meetings_of_person(reader, person, today_of(context));
    }
    return std::any_of(invited->begin(), invited->end(), [&](Meeting const& one) { return one.id == meeting.id; });
  };
  for (auto const& meeting : list_meetings(reader, {.from = today_of(context), .limit = 50})) {
    if (meeting.state == State::Cancelled || !is_mine(meeting)) continue;
    items.push_back({meeting.title,
                     i18n::format_time_span(meeting.start, meeting.start + meeting.length, context.language) +
                         ", " + place_text(context, meeting, context.language),
                     "/staff/meetings/" + meeting.id, local_to_instant(meeting.day, meeting.start, zone)});
    if (items.size() == 10) break;
  }
  return items;
}

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  auto items = polls_waiting(context, reader);
  for (auto const& topic : open_proposals(reader, context)) {
    items.push_back({context.text(N_("A member proposes a topic")), topic.title,
                     "/staff/meetings/" + topic.meeting_id + "/agenda/" + topic.item_id + "/decision",
                     context.text(N_("Decide")), std::nullopt, false});
    if (items.size() >= 20) break;
  }
  if (items.size() > 20) items.resize(20);
  return items;
}

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  Disclosure meetings{context.text(N_("Meetings")), {}};
  for (auto const& meeting : meetings_of_person(reader, person_id, Date{}))
    meetings.entries.push_back({meeting.title, time_text(meeting, context.language)});
  for (auto const& title : polls_of_person(reader, person_id)) meetings.entries.push_back({context.text(N_("Asked for a date")), title});
  if (remembers_needs(reader, person_id))
    meetings.entries.push_back({context.text(N_("Remembered for the next invitation")),
                                context.text(N_("what you need to take part; it is sealed, and you change it with your next answer"))});
  if (meetings.entries.empty()) return {};
  return {std::move(meetings)};
}

}  // namespace mila::meetings
