// The rows behind polls.
#pragma once

#include "modules/meetings/poll.h"

namespace mila::meetings {

void insert_poll(db::Writer& writer, Poll const& poll);
/// Open becomes decided or dropped; false when it is open no more.
bool close_poll(db::Writer& writer, std::string_view id, PollState state, std::string_view meeting_id);
void insert_voter(db::Writer& writer, Context& context, std::string_view poll_id, Voter const& voter);
void store_votes(db::Writer& writer, std::string_view voter_id, std::map<std::string, Suits> const& votes);
void set_reminded(db::Writer& writer, std::string_view voter_id);

}  // namespace mila::meetings
