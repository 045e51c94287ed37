// The life of minutes: written, checked, sent round, open for objections until a day, approved. From then
// on nothing changes the text but blacking out a passage, which leaves a record.
#pragma once

#include <functional>

#include "modules/meetings/invitations.h"
#include "modules/minutes/check.h"
#include "modules/minutes/minutes.h"

namespace mila::minutes {

/// What is approved, byte for byte: JSON of title, day, place, who was there and, of each part, number, title, who reads
/// it and text, in their order.
std::string canonical(Minutes const& minutes, std::vector<Part> const& parts);
/// What an addendum's checksum is of: JSON of its minutes, when it was added (milliseconds since 1970) and its text.
std::string canonical(Addendum const& addendum);

/// What should be looked at before they go round; what somebody decided to leave is not among it. Names of
/// those present are known from the attendance list.
std::vector<Finding> findings_of(db::Reader& reader, Context& context, Opened const& opened, std::vector<Part> const& parts);

// All ask for who runs the body, finish_writing() and write_on() also take who writes. Errors: NotFound,
// Forbidden, and Conflict when their time is over or has not come; the same again changes nothing.

/// Draft to Check.
Result<bool> finish_writing(db::Writer& writer, Context& context, std::string_view id);
/// Check back to Draft.
Result<bool> write_on(db::Writer& writer, Context& context, std::string_view id);
/// A finding is left as it is, or is to be looked at again.
Result<bool> decide_finding(db::Writer& writer, Context& context, std::string_view id, std::string const& key, bool leave);
/// Check to Circulated: the agenda is taken over as it stands, everybody invited who has an address gets
/// the link, once each. `until` is the last day for objections. Returns how many mails. Errors: Invalid
/// (something found was not decided on; `until` is not between tomorrow and half a year from now).
Result<int> circulate(db::Writer& writer, Context& context, std::string_view id, Date until);
/// Circulated to Approved, when the last day is over and every objection was answered.
Result<bool> approve(db::Writer& writer, Context& context, std::string_view id);
/// What is public of approved minutes is shown to everybody, or not any more. Errors: Invalid (a name or
/// number in a public part).
Result<bool> set_released(db::Writer& writer, Context& context, std::string_view id, bool released);
/// What should not stand in an addendum, as findings_of() for parts.
std::vector<Finding> findings_in_addendum(db::Reader& reader, Context& context, Opened const& opened, std::string const& text);
/// To approved minutes. `left` are keys of what was found and has to stand there. `sent_as` was given out with the form:
/// sent twice, it is one. Errors: Invalid (no text; something found is not among `left`), TooLarge (more than 5,000
/// characters).
Result<std::string> add_addendum(db::Writer& writer, Context& context, std::string_view id, std::string text,
                                 std::vector<std::string> const& left = {}, std::string sent_as = "");
struct Why {
  Ground ground = Ground::Other;
  std::string words = {};
};
/// A passage of approved minutes is replaced by blocks wherever it stands in the part or addendum named by `where`, and
/// is gone from there, from searching and from files made later. Returns how often. Errors: Invalid (it does not stand
/// there; Other without words; words that repeat it; `detail` names the field).
Result<int> black_out(db::Writer& writer, Context& context, std::string_view id, std::string_view where,
                      std::string const& passage, Why why);

/// What `without` takes out of a text goes from all minutes: from drafts at once, from approved ones as a recorded act
/// on request with a new hash. Of filed ones go title and searchable words; the file itself stays.
void forget_in_minutes(db::Writer& writer, Context& context, std::function<std::string(std::string const&)> const& without);

// Those who were there object without an account, by the link in their mail.

/// Names an invitee in the address of their page; readable until sixty days after the last day.
std::string reading_key(Context& context, Minutes const& minutes, std::string_view invitee_id);
std::optional<std::string> read_reading_key(Context& context, std::string_view key);
bool may_object(Context const& context, Minutes const& minutes);
/// `id` was given out with the form: sent twice, it is one. Errors: Conflict (not circulated, or the day is
/// over), Invalid (no text, or more than 3,000 characters), TooMany (ten of one person).
Result<std::string> object(db::Writer& writer, Context& context, meetings::Invitee const& invitee, std::string id,
                           std::string text);
/// Accepted or Declined with a word of who runs the body. Errors: NotFound, Forbidden, Invalid (no word),
/// Conflict (approved meanwhile, or `version` is not the stored one).
Result<bool> answer_objection(db::Writer& writer, Context& context, std::string_view objection_id, ObjectionState state,
                              std::string answer, std::int64_t version);

}  // namespace mila::minutes
