// What this module has for the start page, for meetings and for people.
#pragma once

#include "modules/agreements/agreements.h"

namespace mila::agreements {

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id);
std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id);
std::vector<StaffMenuItem> staff_menu();

}  // namespace mila::agreements
