// Which meeting came out of which agenda item.
#pragma once

#include "modules/meetings/agenda.h"

namespace mila::meetings {

struct Origin {
  std::string meeting_id, from_meeting_id, item_id;
  std::string item_title;  ///< "" when the item is not there any more
};
std::optional<Origin> origin_of(db::Reader& reader, std::string_view meeting_id);
/// Meetings that came out of this one, by time.
std::vector<Meeting> offspring_of(db::Reader& reader, std::string_view meeting_id);
void insert_origin(db::Writer& writer, Origin const& origin);

}  // namespace mila::meetings
