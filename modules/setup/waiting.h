// What is left of setting a county up, for the start page of whoever does it.
#pragma once

#include <vector>

#include "platform/site/module.h"

namespace mila::setup {

/// Which of the settings have been gone through.
struct SettingsDone {
  bool name = false, places = false, look = false, legal = false, mail = false;
};
SettingsDone settings_done(Context& context, db::Reader& reader);

/// The next step of an unfinished setup, and lists whose drafts wait (Module::waiting).
std::vector<WaitingItem> waiting_items(Context& context, db::Reader& reader);

}  // namespace mila::setup
