// Marking who was there, and telling it.
#include "modules/meetings/attendance.h"

#include <algorithm>
#include <map>
#include <set>

#include "modules/directory/directory.h"
#include "modules/meetings/attendance_store.h"
#include "modules/meetings/meeting_store.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"

namespace mila::meetings {
namespace {

using i18n::N_;

constexpr std::size_t kInviteesMost = 2000;
constexpr int kWalkInsMost = 500;
constexpr std::size_t kNameLongest = 120;

/// The meeting when the actor may mark who is there; else why not.
Result<Meeting> markable(db::Reader& reader, Context const& context, std::string_view meeting_id) {
  auto meeting = find_meeting(reader, meeting_id);
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *meeting))
    return Error{ErrorCode::Forbidden, N_("This body is run by somebody else."), ""};
  if (meeting->state == State::Cancelled)
    return Error{ErrorCode::Invalid, N_("This meeting was cancelled."), ""};
  if (meeting->day > today_of(context))
    return Error{ErrorCode::Invalid, N_("This meeting is still to come."), ""};
  return *std::move(meeting);
}

/// The organisation somebody works for, so that figures know it when the person has moved on.
std::string organization_of(db::Reader& reader, Context const& context, std::string const& person_id) {
  if (person_id.empty()) return "";
  Context all = context;
  all.actor = Actor::operator_();
  auto person = network::find_person(reader, all, person_id);
  return person ? person->organization_id : "";
}

std::string function_of(network::SeenPerson const& person, Date day) {
  if (!person.visible.has(network::Field::Positions)) return "";
  for (auto const& position : person.positions)
    if (position.holds_on(day)) return position.title;
  return "";
}

std::map<std::string, std::string> organization_names(db::Reader& reader, std::set<std::string> const& ids) {
  std::map<std::string, std::string> names;
  for (auto const& one : directory::find_organizations(reader, {ids.begin(), ids.end()})) names[one.id] = one.name;
  return names;
}

}  // namespace

std::vector<Attendee> attendance_of(db::Reader& reader, Context& context, std::string_view meeting_id) {
  auto invitees = load_invitees(reader, context, meeting_id);
  std::vector<std::string> people;
  for (auto const& one : invitees)
    if (!one.person_id.empty()) people.push_back(one.person_id);
  std::map<std::string, network::SeenPerson> seen;
  for (auto& person : network::find_people(reader, context, people)) seen.emplace(person.id, std::move(person));
  std::set<std::string> organizations;
  std::vector<Attendee> attendees;
  for (auto const& one : invitees) {
    auto& attendee = attendees.emplace_back();
    attendee.invitee_id = one.id;
    attendee.person_id = one.person_id;
    attendee.organization_id = one.organization_id;
    attendee.answer = one.answer;
    attendee.present = one.attended;
    attendee.walk_in = one.is_walk_in();
    attendee.instead = one.came_instead || (one.answer == Answer::Delegated && !one.attended);
    auto person = seen.find(one.person_id);
    if (attendee.instead) attendee.name = one.deputy;
    else if (one.is_guest()) attendee.name = one.name.empty() ? one.mail : one.name;
    else if (person != seen.end() && person->second.visible.has(network::Field::Name)) attendee.name = person->second.name;
    if (person != seen.end()) {
      if (attendee.organization_id.empty()) attendee.organization_id = person->second.organization_id;
      attendee.label = function_of(person->second, today_of(context));
    }
    if (!attendee.organization_id.empty()) organizations.insert(attendee.organization_id);
  }
  auto names = organization_names(reader, organizations);
  std::vector<std::pair<std::string, Attendee>> sorted;
  for (auto& one : attendees) {
    if (auto name = names.find(one.organization_id); name != names.end()) one.label = name->second;
    std::string first = one.label.empty() ? one.name : one.label;
    std::string key = i18n::sort_key(first, context.language) + '\0' + i18n::sort_key(one.name, context.language);
    sorted.emplace_back(std::move(key), std::move(one));
  }
  std::sort(sorted.begin(), sorted.end(), [](auto const& a, auto const& b) {
    return std::tie(a.first, a.second.invitee_id) < std::tie(b.first, b.second.invitee_id);
  });
  attendees.clear();
  for (auto& [key, one] : sorted) attendees.push_back(std::move(one));
  return attendees;
}

Presence presence_of(std::vector<Attendee> const& attendees) {
  Presence presence;
  std::set<std::string> organizations;
  for (auto const& one : attendees) {
    ++(!one.present ? presence.unknown : *one.present ? presence.present : presence.absent);
    if (one.present.value_or(false) && !one.organization_id.empty()) organizations.insert(one.organization_id);
  }
  presence.organizations = static_cast<int>(organizations.size());
  return presence;
}

Result<bool> mark_attendance(db::Writer& writer, Context& context, std::string_view meeting_id,
                             std::string_view invitee_id, Mark const& mark) {
  auto meeting = markable(writer, context, meeting_id);
  if (!meeting) return meeting.error();
  auto invitee = load_invitee(writer, context, invitee_id);
  if (!invitee || invitee->meeting_id != meeting_id)
    return Error{ErrorCode::NotFound, N_("This is not there any more."), ""};
  if (invitee->attended_at && *invitee->attended_at > mark.at) return false;  // seen earlier, arrived later
  invitee->attended = mark.present;
  invitee->attended_at = std::min(mark.at, writer.now());
  if (mark.instead) {
    std::string name(trim(*mark.instead));
    invitee->came_instead = !name.empty();
    if (!name.empty()) invitee->deputy = truncate_utf8(name, kNameLongest);
  } else if (mark.present && invitee->answer == Answer::Delegated) {
    invitee->came_instead = !invitee->deputy.empty();
  }
  if (invitee->organization_id.empty())
    invitee->organization_id = organization_of(writer, context, invitee->person_id);
  CHECK(update_invitee(writer, context, *invitee));
  set_held(writer, meeting_id);
  return true;
}

Result<std::string> add_walk_in(db::Writer& writer, Context& context, std::string_view meeting_id,
                                WalkIn const& walk_in) {
  auto meeting = markable(writer, context, meeting_id);
  if (!meeting) return meeting.error();
  if (trim(walk_in.name).empty()) return Error{ErrorCode::Invalid, N_("Please write who came."), "name"};
  Invitee invitee;
  invitee.id = walk_in.id;
  if (!is_uuid(invitee.id)) invitee.id = uuid_v7(writer.now(), context.random);
  auto known = load_answers(writer, {std::string(meeting_id)});
  int walk_ins = 0;
  for (auto const& one : known) {
    if (one.id == invitee.id) return one.id;  // the second of two taps
    if (one.is_guest() && !one.invited_at) ++walk_ins;
  }
  if (walk_ins >= kWalkInsMost || known.size() >= kInviteesMost)
    return Error{ErrorCode::TooMany, N_("More people cannot be listed one by one."), ""};
  // Somebody else's row: an id is never taken twice.
  if (load_invitee(writer, context, invitee.id)) invitee.id = uuid_v7(writer.now(), context.random);
  invitee.meeting_id = std::string(meeting_id);
  invitee.name = truncate_utf8(trim(walk_in.name), kNameLongest);
  invitee.organization_id = walk_in.organization_id;
  invitee.attended = true;
  invitee.attended_at = std::min(walk_in.at.value_or(writer.now()), writer.now());
  insert_invitee(writer, context, invitee);
  set_held(writer, meeting_id);
  return invitee.id;
}

Result<bool> remove_walk_in(db::Writer& writer, Context& context, std::string_view meeting_id,
                            std::string_view invitee_id) {
  auto meeting = markable(writer, context, meeting_id);
  if (!meeting) return meeting.error();
  auto invitee = load_invitee(writer, context, invitee_id);
  if (!invitee || invitee->meeting_id != meeting_id) return true;  // the second of two taps
  if (!invitee->is_walk_in())
    return Error{ErrorCode::Invalid, N_("Who was invited stays on the list."), ""};
  delete_invitee(writer, invitee_id);
  return true;
}

std::vector<Attended> attended_between(db::Reader& reader, County& county, Date from, Date until) {
  auto all = load_attended(reader, from, until);
  std::set<std::string> ids;
  for (auto const& one : all)
    if (!one.organization_id.empty()) ids.insert(one.organization_id);
  auto gazetteer = places::gazetteer(county);
  std::map<std::string, std::string> places, merged;
  for (auto const& organization : directory::find_organizations(reader, {ids.begin(), ids.end()})) {
    if (organization.x_merged_into) merged[organization.id] = *organization.x_merged_into;
    if (!organization.x_address) continue;
    auto const& address = *organization.x_address;
    auto found = places::find_place(*gazetteer, address.postal_code + " " + address.city);
    if (!found.place) found = places::find_place(*gazetteer, address.city);
    if (!found.place) continue;
    if (auto const* town = gazetteer->municipality_of(found.place->id)) places[organization.id] = town->id;
  }
  for (auto& one : all) {
    one.place_id = places[one.organization_id];
    // Merged ones may have been merged again.
    for (int step = 0; step < 10 && merged.count(one.organization_id); ++step) one.organization_id = merged[one.organization_id];
  }
  return all;
}

}  // namespace mila::meetings
