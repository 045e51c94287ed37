// The rows behind proposals.
#pragma once

#include "modules/agreements/proposals.h"

namespace mila::agreements {

void insert_proposal(db::Writer& writer, Proposal const& proposal);
/// False when `proposal.version` is not the stored one; it grows by one.
bool update_proposal(db::Writer& writer, Proposal const& proposal);

}  // namespace mila::agreements
