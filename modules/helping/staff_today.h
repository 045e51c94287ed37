// The part of the start page and menu this module has.
#pragma once

#include "platform/site/module.h"

namespace mila::helping {

std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
std::vector<StaffMenuItem> staff_menu();
std::vector<StaffMenuItem> quick_acts();

}  // namespace mila::helping
