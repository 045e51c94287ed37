// The rows behind rounds.
#pragma once

#include "modules/meetings/round.h"

namespace mila::meetings {

void insert_round(db::Writer& writer, Round const& round);
/// Title, purpose, places, who runs them. False when it is not the stored version.
bool update_round(db::Writer& writer, Round const& round);
void insert_part(db::Writer& writer, std::string_view round_id, RoundPart const& part);
/// Inserts (version 0) or replaces; false when it is not the stored version.
bool save_result(db::Writer& writer, RoundResult const& result);

}  // namespace mila::meetings
