// Who may ask for a date, and what becomes of it.
#include <algorithm>
#include <set>

#include "modules/meetings/poll_letters.h"
#include "modules/meetings/poll_store.h"
#include "platform/base/text.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"

namespace mila::meetings {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::sys_days;

constexpr std::string_view kKeyPurpose = "meetings.poll";
constexpr days kKeyAfter{30};
constexpr std::size_t kLeast = 2, kMost = 10, kGuestsMost = 500;

Error gone() { return {ErrorCode::NotFound, N_("This is not there any more."), ""}; }
Error forbidden() { return {ErrorCode::Forbidden, N_("This body is run by somebody else."), ""}; }

std::optional<Error> problem_of(Context const& context, Poll const& poll) {
  auto invalid = [](char const* field, char const* text) { return Error{ErrorCode::Invalid, text, field}; };
  Date today = today_of(context);
  if (trim(poll.title).empty()) return invalid("title", N_("Please give the meeting a name."));
  if (poll.length < std::chrono::minutes{5} || poll.length > std::chrono::hours{12})
    return invalid("length", N_("Please write how many minutes it takes, for example 90."));
  if (poll.dates.size() < kLeast || poll.dates.size() > kMost)
    return invalid("day_1", N_("Please propose two to ten dates."));
  std::set<std::pair<Date, std::chrono::minutes>> times;
  for (auto const& date : poll.dates) {
    if (date.day < today) return invalid("day_1", N_("This day is over. Please choose a coming one."));
    if (!times.emplace(date.day, date.start).second) return invalid("day_1", N_("One date stands there twice."));
  }
  if (!poll.closes_on.ok() || poll.closes_on < today)
    return invalid("closes_on", N_("Please choose until when people can answer."));
  if (poll.closes_on > times.begin()->first)
    return invalid("closes_on", N_("Answers are due before the first date."));
  return std::nullopt;
}

/// Seats of the body on the first day, then guests; each mail address once.
std::vector<Voter> people_to_ask(db::Reader& reader, Context& context, Poll const& poll,
                                 std::vector<Guest> const& guests, bool with_seats) {
  std::vector<Invitee> people;
  if (with_seats) people = seats_on(reader, context, poll.body_id, poll.dates.front().day);
  std::set<std::string> mails;
  for (auto const& guest : guests) {
    if (!mails.insert(ascii_lower(guest.mail)).second) continue;
    auto& one = people.emplace_back();
    one.name = guest.name;
    one.mail = guest.mail;
    one.language = guest.language;
  }
  std::vector<Voter> voters;
  for (auto& one : people) {
    one.id = uuid_v7(context.now(), context.random);
    voters.push_back({std::move(one)});
  }
  return voters;
}

/// The poll when the actor runs it.
Result<Poll> run_poll(db::Reader& reader, Context const& context, std::string_view id) {
  auto poll = find_poll(reader, id);
  if (!poll) return gone();
  if (!may_run(context.actor, poll->body_id)) return forbidden();
  return *std::move(poll);
}

}  // namespace

std::string_view name_of(Suits value) {
  return value == Suits::Yes ? "yes" : value == Suits::IfNeedBe ? "if-need-be" : "no";
}

std::optional<Suits> suits_named(std::string_view name) {
  for (auto value : {Suits::Yes, Suits::IfNeedBe, Suits::No})
    if (name_of(value) == name) return value;
  return std::nullopt;
}

std::string_view name_of(PollState value) {
  return value == PollState::Open ? "open" : value == PollState::Decided ? "decided" : "dropped";
}

bool takes_answers(Context const& context, Poll const& poll) {
  return poll.state == PollState::Open && poll.closes_on >= today_of(context);
}

std::vector<Tally> tally(Poll const& poll, std::vector<Voter> const& voters) {
  std::vector<Tally> tallies(poll.dates.size());
  for (auto const& voter : voters)
    for (std::size_t n = 0; n < poll.dates.size(); ++n) {
      auto vote = voter.votes.find(poll.dates[n].id);
      if (vote == voter.votes.end()) continue;
      ++(vote->second == Suits::Yes ? tallies[n].yes : vote->second == Suits::IfNeedBe ? tallies[n].if_need_be : tallies[n].no);
    }
  return tallies;
}

std::vector<std::size_t> best_dates(std::vector<Tally> const& tallies) {
  auto rank = [](Tally const& one) { return std::pair(one.yes + one.if_need_be, one.yes); };
  std::vector<std::size_t> best;
  for (std::size_t n = 0; n < tallies.size(); ++n) {
    if (rank(tallies[n]).first == 0) continue;
    if (!best.empty() && rank(tallies[n]) < rank(tallies[best.front()])) continue;
    if (!best.empty() && rank(tallies[n]) > rank(tallies[best.front()])) best.clear();
    best.push_back(n);
  }
  return best;
}

Result<std::string> open_poll(db::Writer& writer, Context& context, Poll poll,
                              std::vector<Guest> const& guests, bool with_seats) {
  if (!may_run(context.actor, poll.body_id)) return forbidden();
  if (is_uuid(poll.id) && find_poll(writer, poll.id)) return poll.id;  // the second of two clicks
  if (auto problem = problem_of(context, poll)) return *problem;
  if (guests.size() > kGuestsMost)
    return Error{ErrorCode::TooLarge, N_("Please invite at most 500 guests at once."), "guests"};
  std::sort(poll.dates.begin(), poll.dates.end(),
            [](PollDate const& a, PollDate const& b) { return std::tie(a.day, a.start) < std::tie(b.day, b.start); });
  auto voters = people_to_ask(writer, context, poll, guests, with_seats);
  if (voters.empty()) return Error{ErrorCode::Invalid, N_("Please say whom to ask."), "guests"};
  if (!is_uuid(poll.id)) poll.id = uuid_v7(writer.now(), context.random);
  poll.title = trim(poll.title);
  poll.created_by = context.actor.account_id;
  for (auto& date : poll.dates) date.id = uuid_v7(writer.now(), context.random);
  insert_poll(writer, poll);
  for (auto const& voter : voters) insert_voter(writer, context, poll.id, voter);
  send_poll_letters(writer, context, poll, voters, PollOccasion::Asked);
  return poll.id;
}

Result<bool> answer_poll(db::Writer& writer, Context& context, std::string_view voter_id,
                         std::map<std::string, Suits> const& votes) {
  std::string poll_id;
  auto voter = find_voter(writer, context, voter_id, poll_id);
  auto poll = voter ? find_poll(writer, poll_id) : std::nullopt;
  if (!poll) return gone();
  if (!takes_answers(context, *poll)) return Error{ErrorCode::Invalid, N_("Answers are not taken any more."), ""};
  std::map<std::string, Suits> kept;
  for (auto const& date : poll->dates)
    if (auto vote = votes.find(date.id); vote != votes.end()) kept.insert(*vote);
  store_votes(writer, voter_id, kept);
  return true;
}

Result<int> remind_poll(db::Writer& writer, Context& context, std::string_view poll_id) {
  auto poll = run_poll(writer, context, poll_id);
  if (!poll) return poll.error();
  if (!takes_answers(context, *poll)) return Error{ErrorCode::Invalid, N_("Answers are not taken any more."), ""};
  auto voters = voters_of(writer, context, poll_id);
  std::erase_if(voters, [&](Voter const& one) {
    return one.answered_at || (one.reminded_at && *one.reminded_at > writer.now() - std::chrono::hours(24));
  });
  for (auto const& voter : voters) set_reminded(writer, voter.who.id);
  return send_poll_letters(writer, context, *poll, voters, PollOccasion::Reminder);
}

Result<std::string> decide_poll(db::Writer& writer, Context& context, std::string_view poll_id,
                                std::string_view date_id) {
  auto poll = run_poll(writer, context, poll_id);
  if (!poll) return poll.error();
  if (poll->state == PollState::Decided) return poll->meeting_id;  // the second of two clicks
  if (poll->state == PollState::Dropped)
    return Error{ErrorCode::Conflict, N_("Somebody changed this meanwhile."), ""};
  auto date = std::find_if(poll->dates.begin(), poll->dates.end(), [&](auto const& one) { return one.id == date_id; });
  if (date == poll->dates.end()) return gone();
  Meeting meeting;
  meeting.body_id = poll->body_id;
  meeting.title = poll->title;
  meeting.purpose = poll->purpose;
  meeting.place = poll->place;
  meeting.day = date->day;
  meeting.start = date->start;
  meeting.length = poll->length;
  auto id = save_meeting(writer, context, meeting);
  if (!id) return id.error();
  meeting.id = *id;
  CHECK(close_poll(writer, poll_id, PollState::Decided, *id));
  send_poll_letters(writer, context, *poll, voters_of(writer, context, poll_id), PollOccasion::Decided, &meeting);
  return *id;
}

Result<bool> drop_poll(db::Writer& writer, Context& context, std::string_view poll_id) {
  auto poll = run_poll(writer, context, poll_id);
  if (!poll) return poll.error();
  close_poll(writer, poll_id, PollState::Dropped, "");
  return true;
}

std::string poll_key(Context& context, Poll const& poll, std::string_view voter_id) {
  Instant expires = local_to_instant(Date{sys_days{poll.closes_on} + kKeyAfter}, std::chrono::minutes{0},
                                     context.county.config().zone);
  return crypto::sign(context.county.keys().derive(kKeyPurpose), kKeyPurpose, voter_id, expires);
}

std::optional<std::string> read_poll_key(Context& context, std::string_view key) {
  return crypto::verify(context.county.keys().derive(kKeyPurpose), kKeyPurpose, key, context.now());
}

}  // namespace mila::meetings
