// What there is about a meeting's workshops, and what an invited person may do.
#include <algorithm>
#include <set>

#include "modules/workshops/workshop_store.h"
#include "platform/i18n/catalogue.h"

namespace mila::workshops {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr int kWishesMost = 3;
/// Unless somebody says otherwise wishes close so long before the meeting, at the earliest today.
constexpr days kClosesBefore{7};

bool comes(Invitee const& invitee) {
  return invitee.answer == meetings::Answer::Accepted || invitee.answer == meetings::Answer::Delegated;
}

}  // namespace

std::string_view name_of(Why why) {
  switch (why) {
    case Why::FirstWish: return "first";
    case Why::SecondWish: return "second";
    case Why::ThirdWish: return "third";
    case Why::NoWish: return "no-wish";
    case Why::Full: return "full";
    case Why::Fixed: return "pinned";
    case Why::NoSeat: break;
  }
  return "no-seat";
}

std::vector<minutes> Board::bands() const {
  std::vector<minutes> starts;
  for (auto const& one : workshops)
    if (starts.empty() || starts.back() != one.start) starts.push_back(one.start);
  return starts;
}

Workshop const* Board::find(std::string_view workshop_id) const {
  for (auto const& one : workshops)
    if (one.id == workshop_id) return &one;
  return nullptr;
}

Seat const* Board::seat_of(std::string_view invitee_id, minutes band) const {
  for (auto const& seat : seats) {
    if (seat.invitee_id != invitee_id) continue;
    auto const* workshop = find(seat.workshop_id);
    if (workshop && workshop->start == band) return &seat;
  }
  return nullptr;
}

int Board::seated(std::string_view workshop_id) const {
  return static_cast<int>(
      std::count_if(seats.begin(), seats.end(), [&](Seat const& seat) { return seat.workshop_id == workshop_id; }));
}

int Board::wished(std::string_view workshop_id, int rank) const {
  std::set<std::string_view> here;
  for (auto const& one : coming) here.insert(one.id);
  return static_cast<int>(std::count_if(wishes.begin(), wishes.end(), [&](Wish const& wish) {
    return wish.workshop_id == workshop_id && (rank == 0 || wish.rank == rank) && here.count(wish.invitee_id);
  }));
}

int Board::without_seat() const {
  auto const starts = bands();
  std::set<std::pair<std::string_view, minutes>> taken;
  for (auto const& seat : seats)
    if (auto const* workshop = find(seat.workshop_id)) taken.insert({seat.invitee_id, workshop->start});
  return static_cast<int>(std::count_if(coming.begin(), coming.end(), [&](Invitee const& one) {
    return std::any_of(starts.begin(), starts.end(), [&](minutes band) { return !taken.count({one.id, band}); });
  }));
}

int Board::untold() const {
  return static_cast<int>(std::count_if(seats.begin(), seats.end(), [](Seat const& seat) { return !seat.told; }));
}

std::optional<Board> board_of(db::Reader& reader, Context& context, std::string_view meeting_id) {
  auto meeting = meetings::find_meeting(reader, meeting_id);
  return meeting ? std::optional(board_of(reader, context, *meeting)) : std::nullopt;
}

Board board_of(db::Reader& reader, Context& context, Meeting const& meeting) {
  Board board;
  board.meeting = meeting;
  board.plan = load_plan(reader, meeting.id).value_or(Plan{});
  if (board.plan.version == 0) {
    auto today = sys_days{meetings::today_of(context)}, early = sys_days{meeting.day} - kClosesBefore;
    board.plan.closes_on = Date{std::max(early, std::min(today, sys_days{meeting.day}))};
  }
  board.workshops = workshops_of(reader, meeting.id);
  board.invitees = meetings::invitees_of(reader, context, meeting.id);
  std::set<std::string_view> here;
  for (auto const& one : board.invitees)
    if (comes(one)) {
      board.coming.push_back(one);
      here.insert(one.id);
    }
  board.wishes = load_wishes(reader, meeting.id);
  for (auto& seat : load_seats(reader, meeting.id))
    (here.count(seat.invitee_id) ? board.seats : board.freed).push_back(std::move(seat));
  return board;
}

bool takes_wishes(Context const& context, Meeting const& meeting, Plan const& plan) {
  Date today = meetings::today_of(context);
  return meeting.state != meetings::State::Cancelled && meeting.day >= today && !plan.announced_at &&
         today <= plan.closes_on;
}

Result<bool> send_wishes(db::Writer& writer, Context& context, std::string_view invitee_id,
                         std::vector<std::string> const& workshop_ids) {
  auto invitee = meetings::find_invitee(writer, context, invitee_id);
  auto board = invitee ? board_of(writer, context, invitee->meeting_id) : std::nullopt;
  if (!board) return Error{ErrorCode::NotFound, N_("This meeting is not there any more."), ""};
  if (!takes_wishes(context, board->meeting, board->plan))
    return Error{ErrorCode::Invalid, N_("Wishes cannot be sent any more."), ""};
  std::vector<Wish> wishes;
  std::map<minutes, int> ranks;
  std::set<std::string> seen;
  for (auto const& id : workshop_ids) {
    auto const* workshop = board->find(id);
    if (!workshop) return Error{ErrorCode::NotFound, N_("This workshop is not there any more. Please choose again."), ""};
    if (!seen.insert(id).second)
      return Error{ErrorCode::Invalid, N_("Please choose each workshop only once."), ""};
    int rank = ++ranks[workshop->start];
    if (rank > kWishesMost) return Error{ErrorCode::Invalid, N_("Please choose each workshop only once."), ""};
    wishes.push_back({std::string(invitee_id), id, rank});
  }
  replace_wishes(writer, invitee_id, wishes);
  return true;
}

}  // namespace mila::workshops
