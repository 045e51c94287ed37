// Who was there: one tap for each person asked, who came instead, and those who came without being asked.
#pragma once

#include "modules/meetings/meetings.h"

namespace mila::meetings {

/// One line of the attendance list.
struct Attendee {
  std::string invitee_id;
  std::string organization_id, person_id;  ///< "" when unknown; the person is who was asked
  std::string label;  ///< organisation, else function: what minutes and lists outside show; "" if neither is known
  std::string name;   ///< for who runs the meeting: who came instead, the guest, or the person as the actor may see them
  Answer answer = Answer::None;
  std::optional<bool> present;  ///< nullopt: nobody has said
  bool instead = false;         ///< somebody else came for who was asked
  bool walk_in = false;         ///< came without being asked
};

/// All who were asked or came, by label and name. At most six statements.
std::vector<Attendee> attendance_of(db::Reader& reader, Context& context, std::string_view meeting_id);

struct Presence {
  int present = 0, absent = 0, unknown = 0;
  int organizations = 0;  ///< different ones of those present
};
Presence presence_of(std::vector<Attendee> const& attendees);

/// What was seen of one person asked.
struct Mark {
  bool present = true;
  /// Who came for them, "" for themselves; nullopt: whoever was announced or marked before.
  std::optional<std::string> instead;
  Instant at;           ///< when it was seen: of two marks the later one counts, whichever arrives first
};
/// Marks as often as one likes: the same mark twice is one. The meeting counts as held from the first
/// mark on. Errors: Forbidden (only who runs the body), NotFound, Invalid (cancelled, or its day is to
/// come).
Result<bool> mark_attendance(db::Writer& writer, Context& context, std::string_view meeting_id,
                             std::string_view invitee_id, Mark const& mark);

/// Somebody who came without being asked. `id` was given out with the form: sent twice, it is one person.
struct WalkIn {
  std::string id, name, organization_id;
  std::optional<Instant> at = {};  ///< when that was seen; nullopt: now
};
/// Returns the invitee's id. Errors: as mark_attendance(), Invalid (no name), TooMany (500 a meeting).
Result<std::string> add_walk_in(db::Writer& writer, Context& context, std::string_view meeting_id,
                                WalkIn const& walk_in);
/// Put there by mistake. Errors: Forbidden; somebody who was asked stays: Invalid.
Result<bool> remove_walk_in(db::Writer& writer, Context& context, std::string_view meeting_id,
                            std::string_view invitee_id);

/// Somebody's presence at a meeting that was held, without names.
struct Attended {
  std::string meeting_id;
  Date day{};
  Kind kind = Kind::RoundTable;
  std::string body_id;
  std::string organization_id;  ///< for whom they came; one that was merged counts as the one it is in now; "" if for none
  std::string person_id;        ///< "" for guests, when somebody else came, and 90 days after the meeting
  std::string place_id;         ///< municipality of the organisation, "" if unknown
};
/// All presences of meetings held on these days, both included, by day. Three statements. For figures:
/// whoever shows them decides what may be seen of it.
std::vector<Attended> attended_between(db::Reader& reader, County& county, Date from, Date until);

}  // namespace mila::meetings
