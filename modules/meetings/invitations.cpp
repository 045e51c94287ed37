// Asking people to a meeting and taking their answers.
#include "modules/meetings/invitations.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "modules/directory/directory.h"
#include "modules/meetings/letters.h"
#include "modules/meetings/meeting_store.h"
#include "modules/meetings/needs.h"
#include "modules/meetings/poll.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view kKeyPurpose = "meetings.answer";
constexpr days kKeyAfter{7};
constexpr std::size_t kGuestsMost = 500;

Context as_program(Context const& context) {
  Context all = context;
  all.actor = Actor::operator_();  // where mail goes does not depend on who sends it
  return all;
}

}  // namespace

std::map<std::string, Address> addresses_of(db::Reader& reader, Context& context,
                                            std::vector<Invitee> const& invitees) {
  std::vector<std::string> people, organizations;
  for (auto const& invitee : invitees) {
    if (!invitee.person_id.empty()) people.push_back(invitee.person_id);
    if (!invitee.organization_id.empty()) organizations.push_back(invitee.organization_id);
  }
  std::map<std::string, Address> of_person, of_organization, found;
  Context all = as_program(context);
  for (auto const& target : network::mail_targets(reader, all, people))
    if (!target.address.empty())
      of_person[target.person_id] = {target.address, target.language, target.name};
  for (auto const& organization : directory::find_organizations(reader, organizations))
    if (organization.email && !organization.email->empty())
      of_organization[organization.id] = {*organization.email, "de", organization.name};
  for (auto const& invitee : invitees) {
    if (invitee.is_guest()) {
      if (!invitee.mail.empty()) found[invitee.id] = {invitee.mail, invitee.language, invitee.name};
    } else if (auto person = of_person.find(invitee.person_id); person != of_person.end()) {
      found[invitee.id] = person->second;
    } else if (auto own = of_organization.find(invitee.organization_id); own != of_organization.end()) {
      found[invitee.id] = own->second;
    }
  }
  return found;
}

namespace {

void keep(db::Writer& writer, Context& context, Invitee const& invitee) {
  if (invitee.version == 0) insert_invitee(writer, context, invitee);
  else CHECK(update_invitee(writer, context, invitee));
}

/// One mail each, and each is kept: with whether the letter went out, and what `reached` changes where it
/// did. Returns how many went out.
template <class Reached>
int send_to(db::Writer& writer, Context& context, Meeting const& meeting, Occasion occasion,
            std::vector<Invitee>& invitees, Reached const& reached) {
  auto addresses = addresses_of(writer, context, invitees);
  auto sender = sender_of(writer, context, meeting);
  int sent = 0;
  for (auto& invitee : invitees) {
    auto to = addresses.find(invitee.id);
    invitee.unreached = to == addresses.end() ||
                        !send_letter(writer, context, sender, meeting, invitee, to->second, occasion);
    if (!invitee.unreached) {
      reached(invitee, to->second);
      ++sent;
    }
    keep(writer, context, invitee);
  }
  return sent;
}

/// Those who still count on the meeting.
std::vector<Invitee> concerned(db::Reader& reader, Context& context, Meeting const& meeting) {
  auto invitees = load_invitees(reader, context, meeting.id);
  std::erase_if(invitees, [](Invitee const& one) {
    return !one.invited_at || one.answer == Answer::Declined;
  });
  return invitees;
}

bool takes_place(Answer answer) { return answer == Answer::Accepted || answer == Answer::Delegated; }

int taken(std::vector<Invitee> const& invitees) {
  return static_cast<int>(std::count_if(invitees.begin(), invitees.end(),
                                        [](auto const& one) { return takes_place(one.answer); }));
}

std::optional<Error> closed(Context const& context, Meeting const& meeting) {
  if (meeting.state == State::Cancelled)
    return Error{ErrorCode::Invalid, N_("This meeting was cancelled."), ""};
  if (meeting.day < today_of(context))
    return Error{ErrorCode::Invalid, N_("This meeting is over."), ""};
  return std::nullopt;
}

}  // namespace

int places_taken(db::Reader& reader, std::string const& meeting_id) { return taken(load_answers(reader, {meeting_id})); }

void fill_places(db::Writer& writer, Context& context, Meeting const& meeting) {
  auto invitees = load_invitees(writer, context, meeting.id);
  int free = meeting.places_max ? *meeting.places_max - taken(invitees) : static_cast<int>(invitees.size());
  std::erase_if(invitees, [](Invitee const& one) { return one.answer != Answer::Waiting; });
  std::sort(invitees.begin(), invitees.end(), [](Invitee const& a, Invitee const& b) {
    return std::tie(a.answered_at, a.id) < std::tie(b.answered_at, b.id);
  });
  if (free < static_cast<int>(invitees.size())) invitees.resize(std::max(free, 0));
  for (auto& next : invitees) next.answer = next.deputy.empty() ? Answer::Accepted : Answer::Delegated;
  send_to(writer, context, meeting, Occasion::Promoted, invitees, [](auto&, auto&) {});
}

void give_back_places(db::Writer& writer, Context& context, std::vector<std::string> const& invitee_ids) {
  for (auto const& id : invitee_ids) {
    auto invitee = load_invitee(writer, context, id);
    auto meeting = invitee ? find_meeting(writer, invitee->meeting_id) : std::nullopt;
    if (!meeting || closed(context, *meeting) || invitee->answer == Answer::None) continue;
    bool had_place = takes_place(invitee->answer);
    // The organisation that sits there may still send somebody.
    invitee->answer = invitee->organization_id.empty() ? Answer::Declined : Answer::None;
    CHECK(update_invitee(writer, context, *invitee));
    if (had_place) fill_places(writer, context, *meeting);
  }
}

std::vector<Invitee> seats_on(db::Reader& reader, Context& context, std::string_view body_id, Date day) {
  Context all = as_program(context);
  auto body = network::find_body(reader, all, body_id);
  std::vector<Invitee> seats;
  if (!body) return seats;
  for (auto const& seat : body->seats) {
    if (!seat.holds_on(day)) continue;
    Invitee invitee;
    invitee.seat_id = seat.id;
    invitee.organization_id = seat.organization_id;
    invitee.person_id = seat.person_id;
    seats.push_back(std::move(invitee));
  }
  return seats;
}

std::vector<Invitee> invitees_of(db::Reader& reader, Context& context, std::string_view meeting_id) {
  return load_invitees(reader, context, meeting_id);
}

std::optional<Invitee> find_invitee(db::Reader& reader, Context& context, std::string_view id) {
  return load_invitee(reader, context, id);
}

std::vector<std::string> labels_of(db::Reader& reader, Context& context,
                                   std::vector<Invitee> const& invitees) {
  std::vector<std::string> people, organizations;
  for (auto const& invitee : invitees) {
    if (!invitee.person_id.empty()) people.push_back(invitee.person_id);
    if (!invitee.organization_id.empty()) organizations.push_back(invitee.organization_id);
  }
  std::map<std::string, std::string> names;
  for (auto const& person : network::find_people(reader, context, people))
    if (person.visible.has(network::Field::Name)) names[person.id] = person.name;
  for (auto const& organization : directory::find_organizations(reader, organizations))
    names[organization.id] = organization.name;
  std::vector<std::string> labels;
  for (auto const& invitee : invitees) {
    if (invitee.is_guest()) {
      labels.push_back(invitee.name.empty() ? invitee.mail : invitee.name);
      continue;
    }
    std::string label = names[invitee.organization_id];
    std::string const& person = invitee.person_id.empty() ? "" : names[invitee.person_id];
    if (!person.empty()) label += (label.empty() ? "" : ", ") + person;
    labels.push_back(label.empty() ? context.text(N_("a member")) : label);
  }
  return labels;
}

namespace {

/// Whom an invitation goes to now: new ones without version, and those whom no mail reached so far.
std::vector<Invitee> to_invite(db::Writer& writer, Context& context, Meeting const& meeting,
                               std::vector<Guest> const& guests, bool with_seats) {
  auto known = load_invitees(writer, context, meeting.id);
  std::set<std::string> seats, mails;
  for (auto const& invitee : known) {
    seats.insert(invitee.seat_id);
    mails.insert(ascii_lower(invitee.mail));
  }
  std::vector<Invitee> fresh;
  if (with_seats) {
    fresh = seats_on(writer, context, meeting.body_id, meeting.day);
    std::erase_if(fresh, [&](Invitee const& one) { return seats.count(one.seat_id) > 0; });
  }
  for (auto const& guest : guests) {
    auto same = std::find_if(known.begin(), known.end(), [&](Invitee const& one) {
      return one.is_guest() && one.is_unreached() && !guest.name.empty() && ascii_lower(one.name) == ascii_lower(guest.name);
    });
    if (same != known.end()) same->mail = guest.mail;
    else if (mails.insert(ascii_lower(guest.mail)).second)
      fresh.push_back({.name = guest.name, .mail = guest.mail, .language = guest.language});
  }
  for (auto& invitee : fresh) {
    invitee.id = uuid_v7(writer.now(), context.random);
    invitee.meeting_id = meeting.id;
  }
  for (auto& invitee : known)
    if (invitee.is_unreached() && (with_seats || invitee.is_guest())) fresh.push_back(std::move(invitee));
  return fresh;
}

}  // namespace

Result<int> invite(db::Writer& writer, Context& context, std::string_view meeting_id,
                   std::vector<Guest> const& guests, bool with_seats) {
  auto meeting = find_meeting(writer, meeting_id);
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *meeting))
    return Error{ErrorCode::Forbidden, N_("This body is run by somebody else."), ""};
  if (auto problem = closed(context, *meeting)) return *problem;
  if (guests.size() > kGuestsMost)
    return Error{ErrorCode::TooLarge, N_("Please invite at most 500 guests at once."), ""};
  auto fresh = to_invite(writer, context, *meeting, guests, with_seats);
  if (meeting->state == State::Planned) {
    meeting->state = State::Invited;
    CHECK(update_meeting(writer, context, *meeting));
  }
  return send_to(writer, context, *meeting, Occasion::Invited, fresh, [&](Invitee& invitee, Address const& to) {
    invitee.invited_at = writer.now();
    invitee.invited_sequence = meeting->sequence;
    invitee.language = to.language;
  });
}

Result<int> remind(db::Writer& writer, Context& context, std::string_view meeting_id) {
  auto meeting = find_meeting(writer, meeting_id);
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!may_run(context.actor, *meeting))
    return Error{ErrorCode::Forbidden, N_("This body is run by somebody else."), ""};
  if (auto problem = closed(context, *meeting)) return *problem;
  auto invitees = load_invitees(writer, context, meeting_id);
  std::erase_if(invitees, [&](Invitee const& one) {
    bool lately = one.reminded_at && *one.reminded_at > writer.now() - std::chrono::hours(24);
    return !one.invited_at || one.answer != Answer::None || lately;
  });
  return send_to(writer, context, *meeting, Occasion::Reminder, invitees,
                 [&](Invitee& invitee, auto&) { invitee.reminded_at = writer.now(); });
}

void tell_changed(db::Writer& writer, Context& context, Meeting const& meeting) {
  auto invitees = concerned(writer, context, meeting);
  send_to(writer, context, meeting, Occasion::Changed, invitees,
          [&](Invitee& invitee, auto&) { invitee.invited_sequence = meeting.sequence; });
}

void tell_cancelled(db::Writer& writer, Context& context, Meeting const& meeting) {
  auto invitees = concerned(writer, context, meeting);
  send_to(writer, context, meeting, Occasion::Cancelled, invitees, [](auto&, auto&) {});
}

std::string answer_key(Context& context, Meeting const& meeting, Invitee const& invitee) {
  Instant expires = local_to_instant(Date{sys_days{meeting.day} + kKeyAfter}, meeting.start,
                                     context.county.config().zone);
  return crypto::sign(context.county.keys().derive(kKeyPurpose), kKeyPurpose, invitee.id, expires);
}

std::optional<std::string> read_answer_key(Context& context, std::string_view key) {
  return crypto::verify(context.county.keys().derive(kKeyPurpose), kKeyPurpose, key, context.now());
}

Result<Answer> answer(db::Writer& writer, Context& context, std::string_view invitee_id,
                      Reply const& reply) {
  auto invitee = load_invitee(writer, context, invitee_id);
  auto meeting = invitee ? find_meeting(writer, invitee->meeting_id) : std::nullopt;
  if (!meeting) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (auto problem = closed(context, *meeting)) return *problem;
  if (reply.answer == Answer::None || reply.answer == Answer::Waiting)
    return Error{ErrorCode::Invalid, N_("Please choose an answer."), "answer"};
  if (reply.answer == Answer::Delegated && trim(reply.deputy).empty())
    return Error{ErrorCode::Invalid, N_("Please write who comes instead of you."), "deputy"};
  bool had_place = takes_place(invitee->answer);
  Answer given = reply.answer;
  if (takes_place(given) && !had_place && meeting->places_max &&
      taken(load_answers(writer, {meeting->id})) >= *meeting->places_max)
    given = Answer::Waiting;
  // Sent twice, the place in the queue stays.
  if (!(given == Answer::Waiting && invitee->answer == Answer::Waiting)) invitee->answered_at = writer.now();
  invitee->answer = given;
  if (!invitee->came_instead) invitee->deputy = reply.answer == Answer::Delegated ? trim(reply.deputy) : "";
  invitee->note = trim(reply.note);
  if (!update_invitee(writer, context, *invitee))
    return Error{ErrorCode::Conflict, N_("Please try again."), ""};
  if (had_place && !takes_place(given)) fill_places(writer, context, *meeting);
  return given;
}

Counts counts_of(std::vector<Invitee> const& invitees) {
  Counts counts;
  for (auto const& one : invitees) {
    if (one.is_walk_in()) continue;
    ++counts.invited;
    switch (one.answer) {
      case Answer::None:
        ++counts.open;
        counts.unreached += one.is_unreached() ? 1 : 0;
        break;
      case Answer::Accepted:
      case Answer::Delegated: ++counts.accepted; break;
      case Answer::Tentative: ++counts.tentative; break;
      case Answer::Declined: ++counts.declined; break;
      case Answer::Waiting: ++counts.waiting; break;
    }
  }
  return counts;
}

std::int64_t forget_guests(db::Writer& writer, Instant before) {
  auto ids = invitees_before(writer, before);
  for (auto const& id : ids) wipe_content(writer, id);
  return static_cast<std::int64_t>(ids.size());
}

void forget_in_answers(db::Writer& writer, Context& context, std::vector<std::string> const& mails,
                       std::function<std::string(std::string const&)> const& without) {
  auto is_theirs = [&](std::string const& mail) {
    return !mail.empty() && std::any_of(mails.begin(), mails.end(), [&](auto const& one) { return ascii_lower(one) == ascii_lower(mail); });
  };
  for (auto const& id : invitees_with_content(writer)) {
    auto invitee = load_invitee(writer, context, id);
    if (!invitee) continue;
    if (is_theirs(invitee->mail)) {
      mail::forget(writer, {"invitee", id});
      erase_guest_needs(writer, context, *invitee);
      give_back_places(writer, context, {id});
      wipe_content(writer, id);
      continue;
    }
    std::string deputy = without(invitee->deputy), note = without(invitee->note);
    if (deputy == invitee->deputy && note == invitee->note) continue;
    invitee->deputy = deputy;
    invitee->note = note;
    CHECK(update_invitee(writer, context, *invitee));
  }
  for (auto const& id : forget_guest_voters(writer, context, mails)) mail::forget(writer, {"date_poll_voter", id});
}

}  // namespace mila::meetings
