// Entries of the workplace's menu.
#pragma once

#include "platform/i18n/catalogue.h"
#include "platform/site/module.h"

namespace mila::circulars {

inline std::vector<StaffMenuItem> staff_menu() {
  using i18n::N_;
  return {{40, N_("Mails to many"), "/staff/circulars", "letter", Permission::WriteCirculars},
          {42, N_("Notice board"), "/staff/notices", "flag", Permission::ReadNetwork}};
}

inline std::vector<StaffMenuItem> quick_acts() {
  using i18n::N_;
  return {{60, N_("Write to many"), "/staff/circulars/new", "letter", Permission::WriteCirculars},
          {62, N_("Put up a notice"), "/staff/notices/new", "flag", Permission::PostNotices}};
}

}  // namespace mila::circulars
