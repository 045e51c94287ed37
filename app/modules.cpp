// THE list of modules. Tables of one may refer to tables of those above it.
#include "app/modules.h"

#include <algorithm>

#include "app/erasure_module.h"
#include "app/mail_module.h"
#include "modules/accounts/accounts.h"
#include "modules/acquaintance/acquaintance.h"
#include "modules/agreements/agreements.h"
#include "modules/calendar/calendar.h"
#include "modules/circulars/circulars.h"
#include "modules/directory/directory.h"
#include "modules/helping/helping.h"
#include "modules/hsds/hsds.h"
#include "modules/meetings/meetings.h"
#include "modules/minutes/minutes.h"
#include "modules/network/network.h"
#include "modules/offers/offers.h"
#include "modules/places/places.h"
#include "modules/setup/setup.h"
#include "modules/taxonomy/taxonomy.h"
#include "modules/today/today.h"
#include "modules/upkeep/upkeep.h"
#include "modules/workshops/workshops.h"

namespace mila {

std::vector<Module> all_modules() {
  return {
      mail_module(), accounts::module(), places::module(), taxonomy::module(), directory::module(), network::module(), offers::module(), hsds::module(), setup::module(), circulars::module(), helping::module(), upkeep::module(),
      meetings::module(), workshops::module(), agreements::module(), minutes::module(), events::module(), today::module(),
      acquaintances::module(),
      erasure_module(),  // the last: it is asked first, as long as there is a name to look for
  };
}

std::vector<db::Migration> all_migrations(std::string const& share) {
  std::vector<std::string> names(db::kPlatformFolders.begin(), db::kPlatformFolders.end());
  for (auto const& module : all_modules())
    if (std::find(names.begin(), names.end(), module.name) == names.end())
      names.push_back(module.name);
  std::vector<db::Migration> migrations;
  for (auto const& name : names)
    for (auto& migration : db::read_migrations(share + "/migrations/" + name, name))
      migrations.push_back(std::move(migration));
  return migrations;
}

}  // namespace mila
