// When does it suit you? Dates are proposed to the seats of a body and to guests; each answers by a link
// without account; whoever runs the body picks one, and it is planned as a meeting.
#pragma once

#include <map>

#include "modules/meetings/invitations.h"

namespace mila::meetings {

enum class Suits { Yes, IfNeedBe, No };
std::string_view name_of(Suits value);  ///< "yes", "if-need-be", "no"
std::optional<Suits> suits_named(std::string_view name);

/// Dropped: asked, and no meeting came of it.
enum class PollState { Open, Decided, Dropped };
std::string_view name_of(PollState value);  ///< "open", "decided", "dropped"

struct PollDate {
  std::string id;
  Date day{};
  std::chrono::minutes start{};  ///< in the county's zone
};

struct Poll {
  std::string id;
  std::int64_t version = 0;
  std::string body_id, title, purpose, place;
  std::chrono::minutes length{120};
  Date closes_on{};        ///< last day to answer
  PollState state = PollState::Open;
  std::string meeting_id;  ///< what came of it
  std::string created_by;
  std::vector<PollDate> dates;  ///< by time
};

/// Somebody asked: `who` holds id, seat, organisation, person, name, mail and language.
struct Voter {
  Invitee who;
  std::optional<Instant> answered_at, reminded_at;
  std::map<std::string, Suits> votes;  ///< by PollDate::id
};

/// Answers are taken: not decided, and the last day has not passed.
bool takes_answers(Context const& context, Poll const& poll);

std::optional<Poll> find_poll(db::Reader& reader, std::string_view id);
/// The newest first, without dates; `body_ids` nullopt for all. At most 200.
std::vector<Poll> list_polls(db::Reader& reader, std::optional<std::vector<std::string>> const& body_ids);
/// The poll a meeting came from.
std::optional<Poll> poll_of_meeting(db::Reader& reader, std::string_view meeting_id);
std::vector<Voter> voters_of(db::Reader& reader, Context& context, std::string_view poll_id);
std::optional<Voter> find_voter(db::Reader& reader, Context& context, std::string_view id, std::string& poll_id);

struct Tally {
  int yes = 0, if_need_be = 0, no = 0;
};
/// In the order of the poll's dates.
std::vector<Tally> tally(Poll const& poll, std::vector<Voter> const& voters);
/// Positions of the dates that suit most: nobody is kept out needlessly, then the most "yes".
std::vector<std::size_t> best_dates(std::vector<Tally> const& tallies);

/// Asks the seats and guests, one mail each. The id may be given: sent twice, it is one poll. Errors:
/// Forbidden, Invalid (no title, fewer than two or more than ten dates, one twice or over, closing after
/// the first date or before today, nobody to ask).
Result<std::string> open_poll(db::Writer& writer, Context& context, Poll poll,
                              std::vector<Guest> const& guests, bool with_seats);
/// What one says; said again, it replaces. Dates that are missing stay open. Errors: NotFound, Invalid.
Result<bool> answer_poll(db::Writer& writer, Context& context, std::string_view voter_id,
                         std::map<std::string, Suits> const& votes);
/// Who did not answer yet, at most once a day. Returns how many.
Result<int> remind_poll(db::Writer& writer, Context& context, std::string_view poll_id);
/// Plans the meeting and tells everybody asked. Returns the meeting's id; the second of two clicks gets
/// the same one. Errors: Forbidden, NotFound, Invalid (that day is over), Conflict (dropped meanwhile).
Result<std::string> decide_poll(db::Writer& writer, Context& context, std::string_view poll_id,
                                std::string_view date_id);
Result<bool> drop_poll(db::Writer& writer, Context& context, std::string_view poll_id);

/// Names somebody asked in the address of their page; readable until thirty days after the last day.
std::string poll_key(Context& context, Poll const& poll, std::string_view voter_id);
std::optional<std::string> read_poll_key(Context& context, std::string_view key);

/// Polls that closed before that day, with all that was said.
std::int64_t forget_polls(db::Writer& writer, Date before);
/// A person is in no poll any more. Returns the voters they were.
std::vector<std::string> forget_voter(db::Writer& writer, std::string_view person_id);
/// The same for guests with one of these mail addresses, whatever their case.
std::vector<std::string> forget_guest_voters(db::Writer& writer, Context& context, std::vector<std::string> const& mails);
/// Titles of polls a person was asked in.
std::vector<std::string> polls_of_person(db::Reader& reader, std::string_view person_id);

}  // namespace mila::meetings
