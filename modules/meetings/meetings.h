// Meetings of the network's bodies: planned in two minutes, answered without an account. Names follow
// iCalendar (RFC 5545, 5546) where it has them: sequence, attendee's answer, status.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/county/county.h"
#include "platform/site/module.h"

namespace mila::meetings {

enum class Kind { RoundTable, Conference, Partner, Training, MeetUp, Review };
std::string_view name_of(Kind value);  ///< "round-table", "conference", …
std::optional<Kind> kind_named(std::string_view name);
std::vector<Kind> const& all_kinds();

/// Planned: nobody was invited yet. Cancelled ones stay in calendars until their day has passed.
enum class State { Planned, Invited, Held, Cancelled };
std::string_view name_of(State value);  ///< "planned", …
std::optional<State> state_named(std::string_view name);

struct Meeting {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  std::string body_id, series_id;
  Kind kind = Kind::RoundTable;
  State state = State::Planned;
  std::string title, purpose;  ///< plain text
  Date day{};                  ///< day and start in the county's zone
  std::chrono::minutes start{}, length{120};
  std::string place;           ///< name and address as written in an invitation; "" for online only
  std::string place_id;        ///< municipality, "" if elsewhere
  std::string online_url;      ///< for invited people and who runs the meeting only
  std::optional<Date> answer_until;
  std::optional<int> places_max;  ///< people, not answers
  bool is_public = false;         ///< stands in the public calendar; the link never does
  int sequence = 0;               ///< grows when day, time, place or state change after invitation
  std::string cancel_reason;
  std::string run_by_place;  ///< municipality whose accounts run it beside the body, as its round says now; "" for none
  std::string created_by;  ///< account
  Instant created_at, modified;
  /// Of the calendar entry, the same in mails and feeds.
  std::string uid() const { return id + "@mila"; }
};

/// What an attendee said. Waiting: accepted when all places were taken.
enum class Answer { None, Accepted, Tentative, Declined, Delegated, Waiting };
std::string_view name_of(Answer value);  ///< "none", "accepted", …
std::optional<Answer> answer_named(std::string_view name);

/// Somebody asked to a meeting: a seat of the body, or a guest known by name and mail only.
struct Invitee {
  std::string id;
  std::int64_t version = 0;
  std::string meeting_id;
  std::string seat_id;                     ///< "" for guests
  std::string organization_id, person_id;  ///< of the seat
  std::string name, mail;                  ///< of guests; "" for seats
  std::string language = "de";
  Answer answer = Answer::None;
  std::string deputy;  ///< who comes instead, as they wrote it
  std::string note;    ///< of the attendee to who runs the meeting
  std::optional<Instant> invited_at, answered_at, reminded_at;
  int invited_sequence = -1;  ///< of the last invitation
  bool unreached = false;     ///< the last letter did not go out: no address, or one that takes no mail
  std::optional<bool> attended;         ///< nullopt: nobody has said
  std::optional<Instant> attended_at;  ///< when that was seen
  bool came_instead = false;           ///< of those who attended: somebody else, named in `deputy`
  bool is_guest() const { return seat_id.empty(); }
  /// Came without being asked: a name, perhaps an organisation.
  bool is_walk_in() const { return is_guest() && mail.empty() && !invited_at; }
  /// Asked, and does not know: the last letter did not go out. Guests only while their address is there.
  bool is_unreached() const { return (unreached || !invited_at) && !(is_guest() && mail.empty()); }
};

/// May the actor plan, invite and keep the minutes of this body's meetings.
bool may_run(Actor const& actor, std::string_view body_id);
/// The same for one meeting, which a municipality may run, too.
bool may_run(Actor const& actor, Meeting const& meeting);

// Reading. Members of the network see all meetings; the online link and who is invited only who runs
// the body and, of their own, who is invited.

std::vector<Meeting> find_meetings(db::Reader& reader, std::vector<std::string> const& ids);
std::optional<Meeting> find_meeting(db::Reader& reader, std::string_view id);

struct MeetingQuery {
  std::string body_id;             ///< "" for all
  std::optional<Date> from, until; ///< days, both included
  bool public_only = false;
  bool newest_first = false;
  int limit = 50, offset = 0;
};
std::vector<Meeting> list_meetings(db::Reader& reader, MeetingQuery const& query);
/// Meetings a person is invited to by seat, by time.
std::vector<Meeting> meetings_of_person(db::Reader& reader, std::string_view person_id, Date from);
/// All meetings of a series by day.
std::vector<Meeting> series_of(db::Reader& reader, std::string_view series_id);
std::int64_t count_meetings(db::Reader& reader, MeetingQuery const& query);
/// All meetings of a round (one agenda held in many places, see round.h) by day; cancelled ones, too.
std::vector<Meeting> round_of(db::Reader& reader, std::string_view round_id);
/// The round a meeting is part of, "" when it is none.
std::string round_of_meeting(db::Reader& reader, std::string_view meeting_id);

// Changing. All ask may_run().

/// Inserts (version 0) or replaces what a form shows. After invitations a change of day, time, place or
/// link raises `sequence` and tells everybody who was invited and did not decline; more places go to who
/// waits. Errors: Forbidden, Invalid (fewer places than people who have one, no title, day in the past for a new one, length not between 5 minutes and 12 hours, link
/// that is not https), Conflict.
Result<std::string> save_meeting(db::Writer& writer, Context& context, Meeting meeting);
/// One meeting per day, all alike, as one series. The days come from plan_dates() or from hand.
Result<std::vector<std::string>> save_series(db::Writer& writer, Context& context, Meeting const& first,
                                             std::string const& rule, std::vector<Date> const& days);
/// Tells everybody who was invited, with the reason. Errors: Forbidden, Conflict.
Result<bool> cancel_meeting(db::Writer& writer, Context& context, std::string_view id,
                            std::string reason, std::int64_t version);

/// Today in the county.
Date today_of(Context const& context);

Module const& module();

}  // namespace mila::meetings
