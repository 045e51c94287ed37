// The mail that says where somebody sits.
#pragma once

#include "modules/workshops/workshops.h"

namespace mila::workshops {

/// One mail each, in their language. Returns how many went into the outbox.
int send_places(db::Writer& writer, Context& context, Board const& board, std::vector<Invitee> const& readers);

/// Below /{lang}: the page behind the link of an invitation.
std::string wishes_path(Context& context, Meeting const& meeting, Invitee const& invitee, std::string const& language);

}  // namespace mila::workshops
