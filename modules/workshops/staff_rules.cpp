// Workshops changed, seats worked out, placed by hand and announced by who runs the meeting.
#include <algorithm>
#include <set>

#include "modules/workshops/letters.h"
#include "modules/workshops/workshop_store.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"

namespace mila::workshops {
namespace {

using i18n::N_;
using std::chrono::minutes;

constexpr int kSeatsMost = 1'000;
constexpr std::size_t kWorkshopsMost = 60;
constexpr std::size_t kResultLongest = 8'000;  // bytes

Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this meanwhile. Please look again."), ""}; }
Error no_meeting() { return {ErrorCode::NotFound, N_("This meeting is not there any more."), ""}; }
Error no_workshop() { return {ErrorCode::NotFound, N_("This workshop is not there any more."), ""}; }

std::optional<Error> problem_of(Workshop const& one) {
  auto invalid = [](char const* field, char const* text) { return Error{ErrorCode::Invalid, text, field}; };
  if (trim(one.title).empty()) return invalid("title", N_("Please give the workshop a name."));
  if (one.start < minutes{0} || one.start >= minutes{24 * 60})
    return invalid("start", N_("Please write the time like 14:30."));
  if (one.length < minutes{5} || one.length > minutes{12 * 60})
    return invalid("end", N_("The end must be after the beginning, on the same day."));
  if (one.seats < 1 || one.seats > kSeatsMost)
    return invalid("seats", N_("Please write for how many people there is room, up to 1000."));
  return std::nullopt;
}

/// Somebody who sits in both at the same time would sit twice.
bool would_sit_twice(Board const& board, Workshop const& moved) {
  for (auto const& seat : board.seats) {
    if (seat.workshop_id != moved.id) continue;
    auto const* other = board.seat_of(seat.invitee_id, moved.start);
    if (other && other->workshop_id != moved.id) return true;
  }
  return false;
}

/// Whom an organisation sends sits in different workshops; of guests the mail's domain says whose they are.
std::string group_of(Invitee const& one) {
  if (!one.organization_id.empty()) return one.organization_id;
  auto at = one.mail.find('@');
  return at == std::string::npos ? "" : ascii_lower(one.mail.substr(at + 1));
}

/// Of the id's random end.
std::uint64_t seed_of(std::string const& meeting_id) {
  std::uint64_t seed = 0;
  for (char c : meeting_id) seed = seed * 131 + static_cast<unsigned char>(c);
  return seed;
}

std::string fingerprint_of(Board const& board) {
  std::string all = board.meeting.id;
  for (auto const& one : board.workshops)
    all += "|" + one.id + "," + std::to_string(one.start.count()) + "," + std::to_string(one.seats);
  for (auto const& one : board.coming) all += "|" + one.id;
  for (auto const& wish : board.wishes) all += "|" + wish.invitee_id + wish.workshop_id + std::to_string(wish.rank);
  for (auto const* seats : {&board.seats, &board.freed})
    for (auto const& seat : *seats)
      all += "|" + seat.invitee_id + seat.workshop_id + (seat.pinned ? "p" : "") + (seat.told ? "t" : "");
  return named_uuid("workshops.assignment", all);
}

/// One band: the engine's question and answer.
void propose_band(Board const& board, minutes band, Proposal& proposal) {
  std::vector<assignment::Workshop> rooms;
  for (auto const& one : board.workshops)
    if (one.start == band) rooms.push_back({one.id, one.seats});
  std::map<std::string_view, std::vector<std::string>> wishes;
  for (auto const& wish : board.wishes) {
    auto const* workshop = board.find(wish.workshop_id);
    if (workshop && workshop->start == band) wishes[wish.invitee_id].push_back(wish.workshop_id);
  }
  std::map<std::string_view, Seat const*> seats;
  for (auto const& seat : board.seats) {
    auto const* workshop = board.find(seat.workshop_id);
    if (workshop && workshop->start == band) seats[seat.invitee_id] = &seat;
  }
  std::vector<assignment::Participant> people;
  for (auto const& one : board.coming) {
    assignment::Participant person{one.id, group_of(one), wishes[one.id], std::nullopt};
    auto seat = seats.find(one.id);
    if (seat != seats.end() && (seat->second->pinned || seat->second->told)) person.fixed = seat->second->workshop_id;
    people.push_back(std::move(person));
  }
  auto placed = assignment::assign(people, rooms, seed_of(board.meeting.id));
  if (!placed) return;  // more people than the engine takes; nothing is proposed
  for (auto const& one : *placed) {
    Proposal::Place place{.invitee_id = one.participant, .band = band, .now = one.workshop, .why = one.why, .mixed = one.mixed};
    if (auto seat = seats.find(one.participant); seat != seats.end()) {
      place.before = seat->second->workshop_id;
      place.pinned = seat->second->pinned;
      place.told = seat->second->told;
      // Who stays keeps the reason they came by.
      if (one.why == Why::Fixed) {
        place.why = seat->second->why;
        place.mixed = seat->second->mixed;
      }
    }
    proposal.places.push_back(std::move(place));
  }
}

}  // namespace

Proposal propose(Board const& board) {
  Proposal proposal;
  for (minutes band : board.bands()) propose_band(board, band, proposal);
  proposal.freed = static_cast<int>(board.freed.size());
  proposal.fingerprint = fingerprint_of(board);
  return proposal;
}

Result<std::string> save_workshop(db::Writer& writer, Context& context, Workshop one) {
  one.title = trim(one.title);
  if (auto problem = problem_of(one)) return *problem;
  auto stored = one.version == 0 ? std::nullopt : find_workshop(writer, one.id);
  if (one.version != 0 && !stored) return no_workshop();
  if (stored) one.meeting_id = stored->meeting_id;
  auto board = board_of(writer, context, one.meeting_id);
  if (!board) return no_meeting();
  if (!meetings::may_run(context.actor, board->meeting)) return forbidden();
  if (!stored) {
    if (board->workshops.size() >= kWorkshopsMost)
      return Error{ErrorCode::TooMany, N_("There are 60 workshops already. That is enough for any meeting."), ""};
    one.id = uuid_v7(writer.now(), context.random);
    insert_workshop(writer, one);
    // The first one fixes until when wishes are taken.
    if (board->plan.version == 0) CHECK(save_plan(writer, one.meeting_id, board->plan));
    return one.id;
  }
  if (stored->version != one.version) return conflict();
  if (would_sit_twice(*board, one))
    return Error{ErrorCode::Invalid, N_("Somebody who sits here sits in another workshop at that time."), "start"};
  int stay = static_cast<int>(std::count_if(board->seats.begin(), board->seats.end(), [&](Seat const& seat) {
    return seat.workshop_id == one.id && (seat.pinned || seat.told);
  }));
  if (one.seats < stay)
    return Error{ErrorCode::Invalid, N_("More people than that know that they sit here. Please move some of them first."), "seats"};
  CHECK(update_workshop(writer, one));
  if (one.room != stored->room || one.start != stored->start) untell(writer, one.id);
  return one.id;
}

bool may_write_result(Actor const& actor, Meeting const& meeting, Workshop const& workshop) {
  return meetings::may_run(actor, meeting) ||
         (actor.signed_in() && !workshop.lead_account_id.empty() && workshop.lead_account_id == actor.account_id);
}

Result<bool> save_result(db::Writer& writer, Context& context, Workshop const& workshop) {
  auto stored = find_workshop(writer, workshop.id);
  if (!stored) return no_workshop();
  auto meeting = meetings::find_meeting(writer, stored->meeting_id);
  if (!meeting) return no_meeting();
  if (!may_write_result(context.actor, *meeting, *stored)) return forbidden();
  if (stored->version != workshop.version) return conflict();
  stored->result = trim(workshop.result);
  stored->next_step = trim(workshop.next_step);
  for (auto const& [field, text] : {std::pair{"result", &stored->result}, std::pair{"next_step", &stored->next_step}})
    if (text->size() > kResultLongest) return Error{ErrorCode::Invalid, N_("This is too long. Please write it shorter."), field};
  if (!workshop.follow_up_id.empty() && (workshop.follow_up_id == meeting->id || !meetings::find_meeting(writer, workshop.follow_up_id)))
    return Error{ErrorCode::Invalid, N_("This meeting is not there any more."), "follow_up"};
  stored->follow_up_id = workshop.follow_up_id;
  CHECK(update_result(writer, *stored));
  return true;
}

Result<bool> remove_workshop(db::Writer& writer, Context& context, std::string_view id, std::int64_t version) {
  auto stored = find_workshop(writer, id);
  if (!stored) return true;  // the second of two clicks
  auto board = board_of(writer, context, stored->meeting_id);
  if (!board) return no_meeting();
  if (!meetings::may_run(context.actor, board->meeting)) return forbidden();
  if (stored->version != version) return conflict();
  if (std::any_of(board->seats.begin(), board->seats.end(),
                  [&](Seat const& seat) { return seat.workshop_id == id && seat.told; }))
    return Error{ErrorCode::Invalid, N_("People know that they sit here. Please move them to other workshops first."), ""};
  delete_workshop(writer, *stored);
  return true;
}

Result<bool> close_wishes_on(db::Writer& writer, Context& context, std::string_view meeting_id, Date day,
                             std::int64_t version) {
  auto meeting = meetings::find_meeting(writer, meeting_id);
  if (!meeting) return no_meeting();
  if (!meetings::may_run(context.actor, *meeting)) return forbidden();
  if (!day.ok() || day > meeting->day)
    return Error{ErrorCode::Invalid, N_("Wishes close before the meeting."), "closes_on"};
  Plan plan = load_plan(writer, meeting_id).value_or(Plan{});
  if (plan.version != version) return conflict();
  plan.closes_on = day;
  CHECK(save_plan(writer, meeting_id, plan));
  return true;
}

Result<bool> save_assignment(db::Writer& writer, Context& context, std::string_view meeting_id,
                             std::string_view fingerprint) {
  auto board = board_of(writer, context, meeting_id);
  if (!board) return no_meeting();
  if (!meetings::may_run(context.actor, board->meeting)) return forbidden();
  auto proposal = propose(*board);
  if (proposal.fingerprint != fingerprint) return conflict();
  for (auto const& seat : board->freed) delete_seat(writer, seat);
  for (auto const& place : proposal.places) {
    auto const* seat = board->seat_of(place.invitee_id, place.band);
    if (!place.changes() && (!seat || (seat->why == place.why && seat->mixed == place.mixed))) continue;
    if (seat) delete_seat(writer, *seat);
    if (!place.now.empty())
      insert_seat(writer, {place.invitee_id, place.now, place.why, place.mixed, place.pinned, place.told});
  }
  board->plan.assigned_at = writer.now();
  CHECK(save_plan(writer, meeting_id, board->plan));
  return true;
}

Result<bool> place_by_hand(db::Writer& writer, Context& context, std::string_view meeting_id,
                           std::string_view invitee_id, minutes band, std::string_view workshop_id) {
  auto board = board_of(writer, context, meeting_id);
  if (!board) return no_meeting();
  if (!meetings::may_run(context.actor, board->meeting)) return forbidden();
  if (std::none_of(board->coming.begin(), board->coming.end(), [&](Invitee const& one) { return one.id == invitee_id; }))
    return Error{ErrorCode::Invalid, N_("This person does not come, so there is no seat to give."), ""};
  auto const* seat = board->seat_of(invitee_id, band);
  if (workshop_id.empty()) {
    // The seat stays until seats are worked out anew, then it is one of many.
    if (!seat || !seat->pinned) return true;
    Seat loose = *seat;
    loose.pinned = loose.told = false;
    delete_seat(writer, *seat);
    insert_seat(writer, loose);
    return true;
  }
  auto const* workshop = board->find(workshop_id);
  if (!workshop || workshop->start != band) return no_workshop();
  bool stays = seat && seat->workshop_id == workshop_id;
  if (!stays && board->seated(workshop_id) >= workshop->seats)
    return Error{ErrorCode::TooMany, N_("All seats of this workshop are taken. Please raise their number or move somebody else first."), ""};
  if (seat) delete_seat(writer, *seat);
  insert_seat(writer, {std::string(invitee_id), std::string(workshop_id), Why::Fixed, false, true, stays && seat->told});
  return true;
}

Result<int> announce(db::Writer& writer, Context& context, std::string_view meeting_id) {
  auto board = board_of(writer, context, meeting_id);
  if (!board) return no_meeting();
  if (!meetings::may_run(context.actor, board->meeting)) return forbidden();
  if (board->meeting.state == meetings::State::Cancelled || board->meeting.day < meetings::today_of(context))
    return Error{ErrorCode::Invalid, N_("This meeting is over or cancelled."), ""};
  std::set<std::string> news;
  for (auto const& seat : board->seats)
    if (!seat.told) news.insert(seat.invitee_id);
  if (news.empty()) return 0;
  std::vector<Invitee> readers;
  for (auto const& one : board->coming)
    if (news.count(one.id)) readers.push_back(one);
  for (auto const& seat : board->seats)
    if (!seat.told) tell_seat(writer, seat);
  board->plan.announced_at = writer.now();
  CHECK(save_plan(writer, meeting_id, board->plan));
  return send_places(writer, context, *board, readers);
}

}  // namespace mila::workshops
