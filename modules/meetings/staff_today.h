// What the start page of the workplace, disclosure and the demo county get from meetings.
#pragma once

#include "modules/meetings/meetings.h"

namespace mila::meetings {

std::vector<NewsItem> next_dates(Context& context, db::Reader& reader);
/// Topics members proposed that nobody decided on.
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id);
void load_demo(Context& context, std::string const& folder);

}  // namespace mila::meetings
