// Who is asked to a meeting, what they get, what they answer.
#pragma once

#include <functional>

#include "modules/meetings/meetings.h"

namespace mila::meetings {

/// As asked, in the order of names as the context's actor may see them.
std::vector<Invitee> invitees_of(db::Reader& reader, Context& context, std::string_view meeting_id);
std::optional<Invitee> find_invitee(db::Reader& reader, Context& context, std::string_view id);

/// What lists show of an invitee: "Marktgasse e. V., Nadine Ohlendorf". One call for a whole list.
std::vector<std::string> labels_of(db::Reader& reader, Context& context,
                                   std::vector<Invitee> const& invitees);

/// Somebody to be invited beside the seats.
struct Guest {
  std::string name, mail, language = "de";
};
/// Everybody who sits in the body on the day and guests who are not invited yet get the invitation, one
/// mail each, in their language; who was invited already gets nothing, whom no mail reached is tried
/// again. A guest of the same name whom no mail reached gets the new address. `with_seats` false invites
/// the guests only. Returns how many mails went into the outbox. Errors: Forbidden, NotFound, Invalid
/// (cancelled or past).
Result<int> invite(db::Writer& writer, Context& context, std::string_view meeting_id,
                       std::vector<Guest> const& guests, bool with_seats);
/// Who did not answer yet is asked once more. Returns how many mails went into the outbox.
Result<int> remind(db::Writer& writer, Context& context, std::string_view meeting_id);

/// Mails after a change or a cancellation, from save_meeting() and cancel_meeting().
void tell_changed(db::Writer& writer, Context& context, Meeting const& meeting);
void tell_cancelled(db::Writer& writer, Context& context, Meeting const& meeting);

/// Names an invitee in the address of their answer page; readable until a week after the meeting.
std::string answer_key(Context& context, Meeting const& meeting, Invitee const& invitee);
std::optional<std::string> read_answer_key(Context& context, std::string_view key);

struct Reply {
  Answer answer = Answer::None;  ///< Accepted, Tentative, Declined or Delegated
  std::string deputy, note;
};
/// The attendee's own answer. Accepted becomes Waiting when all places are taken; a place given back
/// goes to who waits longest, and they are told. Errors: NotFound, Invalid (over, cancelled, nobody
/// named instead).
Result<Answer> answer(db::Writer& writer, Context& context, std::string_view invitee_id,
                      Reply const& reply);

/// How many have a place.
int places_taken(db::Reader& reader, std::string const& meeting_id);
/// Free places go to who waits longest; they are told.
void fill_places(db::Writer& writer, Context& context, Meeting const& meeting);
/// Of people who are erased: at meetings to come others get their places.
void give_back_places(db::Writer& writer, Context& context, std::vector<std::string> const& invitee_ids);

struct Counts {
  int invited = 0, accepted = 0, tentative = 0, declined = 0, waiting = 0, open = 0;
  int unreached = 0;  ///< of those open: no mail reaches them
};
Counts counts_of(std::vector<Invitee> const& invitees);

/// Names, mails, notes of guests and of meetings held before `before` go; the answers stay as numbers.
std::int64_t forget_guests(db::Writer& writer, Instant before);
/// Guests with one of these addresses lose name, mail and note, as those of old meetings do. From what others answered
/// (who comes instead, notes) goes what `without` takes out of a text.
void forget_in_answers(db::Writer& writer, Context& context, std::vector<std::string> const& mails,
                       std::function<std::string(std::string const&)> const& without);

/// Of these invitees those who lost name and mail (as above), or are gone. One statement.
std::vector<std::string> nameless_among(db::Reader& reader, std::vector<std::string> const& invitee_ids);

}  // namespace mila::meetings
