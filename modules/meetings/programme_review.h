// A review after something went wrong begins with three questions instead of an empty agenda.
#pragma once

#include "modules/meetings/meetings.h"

namespace mila::meetings {

/// What happened, what helped, what changes; and a note for the chair: no blame. In the actor's language.
void add_review_agenda(db::Writer& writer, Context& context, Meeting const& meeting);

}  // namespace mila::meetings
