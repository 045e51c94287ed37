// The rows behind agreements, their numbers, and what happened to them.
#pragma once

#include <set>

#include "modules/agreements/agreements.h"
#include "modules/agreements/numbers.h"

namespace mila::agreements {

/// The form in which words are compared: what is searched in, and what is searched for.
std::string search_text(std::initializer_list<std::string_view> parts);
/// " and <column> like $n …" for each word of `search`; the values are kept in `patterns`, which must not
/// move any more (reserve kSearchWords).
inline constexpr std::size_t kSearchWords = 8;
std::string search_condition(std::string_view column, std::string_view search, std::vector<std::string>& patterns,
                             std::vector<db::Value>& values);

/// Topics, places and years there are agreements of, years the newest first.
struct UsedWords {
  std::vector<std::string> topics, places, years;
};
UsedWords used_words(db::Reader& reader);

/// An agreement or task of a meeting and its body, as the meeting's page shows it. One statement for all.
struct OfMeeting {
  std::string id, text;
  bool is_task = false;
  AgreementState state = AgreementState::Holds;
  Task task;  ///< only what its state is made of
};
std::vector<OfMeeting> all_of_meeting(db::Reader& reader, std::string_view meeting_id, std::string_view body_id);

void insert_agreement(db::Writer& writer, Agreement const& agreement, Number const& number);
/// All that may change. False when `agreement.version` is not the stored one; it grows by one.
bool update_agreement(db::Writer& writer, Agreement const& agreement);

std::optional<std::string> stored_mark(db::Reader& reader, std::string_view body_id);
/// Marks other bodies have or had.
std::set<std::string> marks_of_others(db::Reader& reader, std::string_view body_id);
void store_mark(db::Writer& writer, std::string_view body_id, std::string_view mark);
/// The next number of this body for something agreed on `day`, used up with this transaction.
Number take_number(db::Writer& writer, std::string_view body_id, std::string mark, Date day);

/// Something that happened to an agreement, a task or a proposal.
struct Event {
  Instant at;
  std::string account_id;  ///< "" by a link in a mail, or by the program
  std::string act;         ///< fixed word: "made", "changed", a state's name, "given"
  std::string note;
};
void add_event(db::Writer& writer, Context& context, std::string_view kind, std::string_view record_id,
               std::string_view act, std::string_view note);
/// The newest first.
std::vector<Event> events_of(db::Reader& reader, Context& context, std::string_view kind, std::string_view record_id);
void wipe_notes(db::Writer& writer, std::string_view kind, std::string_view record_id);

}  // namespace mila::agreements
