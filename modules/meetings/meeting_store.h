// The rows behind meetings and those invited.
#pragma once

#include "modules/meetings/invitations.h"

namespace mila::meetings {

void insert_meeting(db::Writer& writer, Context const& context, Meeting const& meeting);
/// All that may change. False when `meeting.version` is not the stored one; it grows by one.
bool update_meeting(db::Writer& writer, Context const& context, Meeting const& meeting);
void insert_series(db::Writer& writer, std::string_view id, std::string_view body_id,
                   std::string_view rule);

std::vector<Invitee> load_invitees(db::Reader& reader, Context& context, std::string_view meeting_id);
/// Invitees of several meetings without what is sealed, for lists.
std::vector<Invitee> load_answers(db::Reader& reader, std::vector<std::string> const& meeting_ids);
std::optional<Invitee> load_invitee(db::Reader& reader, Context& context, std::string_view id);
void insert_invitee(db::Writer& writer, Context& context, Invitee const& invitee);
/// False when `invitee.version` is not the stored one; it grows by one.
bool update_invitee(db::Writer& writer, Context& context, Invitee const& invitee);
/// The person is in no meeting any more; answers stay without them. Returns the invitees they were.
std::vector<std::string> forget_person(db::Writer& writer, std::string_view person_id);
/// Invitees of meetings that began before, whose content was not wiped yet.
std::vector<std::string> invitees_before(db::Reader& reader, Instant before);
std::vector<std::string> invitees_with_content(db::Reader& reader);
void wipe_content(db::Writer& writer, std::string_view invitee_id);

}  // namespace mila::meetings
