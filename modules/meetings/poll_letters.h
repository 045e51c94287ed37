// What people who are asked for a date get by mail.
#pragma once

#include "modules/meetings/letters.h"
#include "modules/meetings/poll.h"

namespace mila::meetings {

enum class PollOccasion { Asked, Reminder, Decided };

/// Who asks, as of a meeting.
Sender sender_of(db::Reader& reader, Context& context, Poll const& poll);
/// `decided` is the meeting for PollOccasion::Decided. One mail each; who has no address is left out.
/// Returns how many.
int send_poll_letters(db::Writer& writer, Context& context, Poll const& poll, std::vector<Voter> const& voters,
                      PollOccasion occasion, Meeting const* decided = nullptr);

}  // namespace mila::meetings
