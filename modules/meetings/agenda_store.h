// The rows behind agendas.
#pragma once

#include "modules/meetings/agenda.h"

namespace mila::meetings {

/// All of a meeting by position.
std::vector<AgendaItem> load_items(db::Reader& reader, std::string_view meeting_id);
/// Proposals of meetings from that day on that nobody decided on.
std::vector<Proposal> load_proposed(db::Reader& reader, Date from);
void insert_item(db::Writer& writer, AgendaItem const& item);
/// False when `item.version` is not the stored one; it grows by one.
bool update_item(db::Writer& writer, AgendaItem const& item);
/// Only the position, whatever the version.
void place_item(db::Writer& writer, AgendaItem const& item);
void delete_item(db::Writer& writer, AgendaItem const& item);

}  // namespace mila::meetings
