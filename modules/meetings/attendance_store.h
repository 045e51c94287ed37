// The rows behind who was there.
#pragma once

#include "modules/meetings/attendance.h"

namespace mila::meetings {

/// Presences at meetings held on these days; organisations as they were then, no places.
std::vector<Attended> load_attended(db::Reader& reader, Date from, Date until);
/// Planned or invited becomes held.
void set_held(db::Writer& writer, std::string_view meeting_id);
void delete_invitee(db::Writer& writer, std::string_view id);

}  // namespace mila::meetings
