// Reading data/roles.csv.
#include "platform/auth/roles.h"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::auth {

Roles Roles::load(std::string const& csv_file) {
  Roles roles;
  if (!std::filesystem::exists(csv_file)) return roles;
  auto table = data::read_csv_file(csv_file);
  if (!table) throw std::runtime_error(csv_file + ": " + table.error().detail);
  int line = 1;
  for (auto const& row : table->rows) {
    ++line;
    auto wrong = [&](std::string const& what) {
      return std::runtime_error(fmt::format("{}:{}: {}", csv_file, line, what));
    };
    if (row.size() != 7) throw wrong("seven columns are expected");
    Role& role = roles.roles_.emplace_back();
    role.name = row[0];
    auto scope = scope_named(row[1]);
    if (!scope) throw wrong("unknown scope " + row[1]);
    role.scope = *scope;
    role.second_factor = row[2] == "yes";
    auto minutes = parse_integer(row[3]);
    if (!minutes || *minutes < 1) throw wrong("idle_minutes is a number of minutes");
    role.idle_minutes = static_cast<int>(*minutes);
    for (auto const& name : split_list(row[4], ' ')) {
      auto permission = permission_named(name);
      if (!permission) throw wrong("unknown permission " + name);
      role.permissions.push_back(*permission);
    }
    role.label_de = row[5];
    role.label_en = row[6];
  }
  return roles;
}

Role const* Roles::find(std::string_view name) const {
  for (auto const& role : roles_)
    if (role.name == name) return &role;
  return nullptr;
}

}  // namespace mila::auth
