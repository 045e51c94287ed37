// The mail with which minutes go round.
#pragma once

#include "modules/minutes/life.h"

namespace mila::minutes {

/// To everybody who was invited or came and has an address, once each, in their language. Returns how many.
int send_round(db::Writer& writer, Context& context, Minutes const& minutes, meetings::Meeting const& meeting);

}  // namespace mila::minutes
