// The list of modules of this program.
#pragma once

#include <vector>

#include "platform/db/migrate.h"
#include "platform/site/module.h"

namespace mila {

std::vector<Module> all_modules();
/// Migrations of all modules, in the order of the list.
std::vector<db::Migration> all_migrations(std::string const& share);

}  // namespace mila
