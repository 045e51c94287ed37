// Workshops of a meeting that run beside each other: who comes ranks wishes behind their invitation's
// link, the seats are worked out so that as many as possible get one, and everybody learns where they
// sit. The working out is engines/assignment.
#pragma once

#include <map>

#include "engines/assignment/assignment.h"
#include "modules/meetings/invitations.h"

namespace mila::workshops {

using meetings::Invitee;
using meetings::Meeting;
using assignment::Why;

struct Workshop {
  std::string id;
  std::int64_t version = 0;  ///< 0 = new
  std::string meeting_id;
  std::chrono::minutes start{}, length{60};  ///< start: since midnight of the meeting's day
  std::string title, description, lead, room;
  int seats = 15;
  std::string lead_account_id;       ///< who leads it may write the result, "" for none
  std::string result, next_step;     ///< plain text; what came out of it, and what is done next
  std::string follow_up_id;          ///< meeting that came out of it, "" for none
  std::optional<int> wished, seated;  ///< what is left once names went: first wishes, people
};

/// Until when wishes are taken, and how far the seats are.
struct Plan {
  std::int64_t version = 0;  ///< 0: not stored yet
  Date closes_on{};          ///< last day for wishes
  std::optional<Instant> assigned_at, announced_at;
};

struct Wish {
  std::string invitee_id, workshop_id;
  int rank = 1;  ///< 1 to 3
};

struct Seat {
  std::string invitee_id, workshop_id;
  Why why = Why::NoSeat;
  bool mixed = false;
  bool pinned = false;  ///< placed by hand
  bool told = false;    ///< announced as it is
};
std::string_view name_of(Why why);  ///< "first", "second", …

/// Everything about a meeting's workshops. Seats of people who do not come are free: `seats` leaves
/// them out, `freed` holds them.
struct Board {
  Meeting meeting;
  Plan plan;
  std::vector<Workshop> workshops;  ///< by time, then title
  std::vector<Invitee> invitees;    ///< all
  std::vector<Invitee> coming;      ///< accepted or sending somebody
  std::vector<Wish> wishes;         ///< of all, by rank
  std::vector<Seat> seats, freed;
  /// Times at which workshops begin.
  std::vector<std::chrono::minutes> bands() const;
  Workshop const* find(std::string_view workshop_id) const;
  /// The seat of somebody in a band, nullptr for none.
  Seat const* seat_of(std::string_view invitee_id, std::chrono::minutes band) const;
  int seated(std::string_view workshop_id) const;
  /// Of those who come; rank 0 counts all.
  int wished(std::string_view workshop_id, int rank) const;
  /// Who comes and has no seat in some band.
  int without_seat() const;
  /// Seats nobody was told of yet.
  int untold() const;
};
std::optional<Board> board_of(db::Reader& reader, Context& context, std::string_view meeting_id);
Board board_of(db::Reader& reader, Context& context, Meeting const& meeting);
std::vector<Workshop> workshops_of(db::Reader& reader, std::string_view meeting_id);

// For who runs the meeting. All ask meetings::may_run().

/// All but what came out of it. Errors: Forbidden, NotFound, Invalid (no title, no seats, outside of the meeting's day, fewer seats
/// than people who know of theirs), Conflict. A changed room or time makes seats untold.
Result<std::string> save_workshop(db::Writer& writer, Context& context, Workshop workshop);
/// Who runs the meeting, and the account that leads the workshop.
bool may_write_result(Actor const& actor, Meeting const& meeting, Workshop const& workshop);
/// Replaces result, next step and follow-up meeting. Errors: Forbidden, NotFound, Invalid (too long, no such
/// meeting), Conflict.
Result<bool> save_result(db::Writer& writer, Context& context, Workshop const& workshop);
/// With its wishes and seats. Errors: Forbidden, Invalid (people know that they sit there), Conflict.
Result<bool> remove_workshop(db::Writer& writer, Context& context, std::string_view id,
                             std::int64_t version);
/// Errors: Forbidden, NotFound, Invalid (after the meeting), Conflict.
Result<bool> close_wishes_on(db::Writer& writer, Context& context, std::string_view meeting_id, Date day,
                             std::int64_t version);

/// What working out the seats would change.
struct Proposal {
  struct Place {
    std::string invitee_id;
    std::chrono::minutes band{};
    std::string before, now;  ///< workshops, "" for none
    Why why = Why::NoSeat;
    bool mixed = false, pinned = false, told = false;
    bool changes() const { return before != now; }
  };
  std::vector<Place> places;  ///< who comes, in every band
  int freed = 0;              ///< seats of people who do not come any more
  /// Of all that went into it: the same wishes, people and seats have the same.
  std::string fingerprint;
};
/// Who was placed by hand or was told where they sit stays there. The same board gives the same.
Proposal propose(Board const& board);
/// Keeps what propose() says now. Errors: Forbidden, NotFound, Conflict (something changed since
/// `fingerprint`).
Result<bool> save_assignment(db::Writer& writer, Context& context, std::string_view meeting_id,
                             std::string_view fingerprint);
/// By hand; it stays when seats are worked out anew. `workshop_id` "" takes the hand off: the next time
/// the seat is worked out. Errors: Forbidden, NotFound, Invalid (does not come), TooMany (no seat left).
Result<bool> place_by_hand(db::Writer& writer, Context& context, std::string_view meeting_id,
                           std::string_view invitee_id, std::chrono::minutes band,
                           std::string_view workshop_id);
/// Everybody with a seat they do not know of gets one mail. Returns how many. Errors: Forbidden,
/// NotFound, Invalid (cancelled, over).
Result<int> announce(db::Writer& writer, Context& context, std::string_view meeting_id);

// For the invited person.

/// May wishes be sent: not closed, not announced, the meeting neither over nor cancelled.
bool takes_wishes(Context const& context, Meeting const& meeting, Plan const& plan);
/// Replaces all wishes of an invitee; per band the dearest first. Errors: NotFound, Invalid (closed, a
/// workshop twice, more than three in a band).
Result<bool> send_wishes(db::Writer& writer, Context& context, std::string_view invitee_id,
                         std::vector<std::string> const& workshop_ids);

Module const& module();

}  // namespace mila::workshops
