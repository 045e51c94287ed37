// What stands about minutes on pages of other modules.

#include "modules/minutes/compile.h"
#include "modules/minutes/life.h"
#include "modules/minutes/minutes_store.h"
#include "modules/minutes/staff_kit.h"

namespace mila::minutes {

std::vector<StaffMenuItem> staff_menu() { return {{63, kTitle, kPath, "document", Permission::ReadNetwork}}; }

/// Circulated minutes of bodies the actor runs: objections to answer, then approval.
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader) {
  std::vector<WaitingItem> items;
  if (!context.actor.may(Permission::RunMeetings)) return items;
  Words words(context, context.language);
  for (auto const& one : circulated_with_open(reader)) {
    if (!context.actor.may(Permission::RunMeetings, Target{.body_id = one.minutes.body_id}) || items.size() == 20) continue;
    if (one.open > 0)
      items.push_back({words.count("{n} objection to minutes", "{n} objections to minutes", one.open, {{"n", std::to_string(one.open)}}),
                       one.minutes.title, href_of(one.minutes.id) + "#h-objections", words(N_("Answer")), std::nullopt, false});
    else if (!may_object(context, one.minutes))
      items.push_back({words(N_("Minutes can be approved")), one.minutes.title, href_of(one.minutes.id), words(N_("Look")), std::nullopt, false});
  }
  return items;
}

std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id) {
  Disclosure found{context.text(N_("Objections to minutes")), {}};
  for (auto const& one : load_objections_of_person(reader, context, person_id))
    found.entries.push_back({long_day(context, one.made_at), one.text});
  if (found.entries.empty()) return {};
  return {std::move(found)};
}

namespace {

/// What minutes of a round's meetings say on its topics: the text, the topic as one of the places spells it as detail,
/// the meeting as group.
std::vector<Related> round_results(Context& context, db::Reader& reader, std::string_view round_id) {
  std::vector<Related> found;
  auto meetings = meetings::round_of(reader, round_id);
  std::vector<std::string> names;
  for (auto const& meeting : meetings) names.push_back(meeting.id);
  for (auto& topic : compile(reader, context, meetings, names, Grouping::ByItem))
    for (auto& one : topic.texts) found.push_back({std::move(one.text), topic.heading, std::move(one.href), false, std::move(one.heading)});
  return found;
}

}  // namespace

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id) {
  std::vector<Related> found;
  Words words(context, context.language);
  if (kind == "public_meeting") {
    auto minutes = load_minutes(reader, id);
    if (minutes && minutes->state == State::Approved && minutes->released_at)
      found.push_back({words(kPublicTitle), "", "/" + words.language() + "/minutes/" + minutes->id, false});
  }
  if (kind == "round") found.push_back({words(N_("Minutes put together")), "", href_of(id) + "/compiled", false});
  if (kind == "round_results") return round_results(context, reader, id);
  if (kind != "meeting") return found;
  auto opened = open_minutes(reader, context, id);
  if (!opened || opened->meeting->state == meetings::State::Cancelled) return found;
  bool begun = opened->meeting->day <= meetings::today_of(context);
  if (opened->writes && opened->minutes.state != State::Circulated)
    found.push_back({words(N_("Write the minutes")), "", href_of(id) + "/writing", begun});
  if (opened->minutes.version > 0 && opened->reads) found.push_back({words(N_("Minutes of a meeting")), "", href_of(id), false});
  if (!opened->meeting->series_id.empty())
    found.push_back({words(N_("Minutes put together")), "", href_of(id) + "/compiled", false});
  return found;
}

}  // namespace mila::minutes
