// Invented guests of a large meeting of the demo county.
#pragma once

#include "modules/meetings/invitations.h"

namespace mila::meetings {

/// The same people each time: names, organisations' mail domains and languages combined from few.
std::vector<Guest> demo_guests(int count);

}  // namespace mila::meetings
