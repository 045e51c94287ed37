// The roles of the program, read from data/roles.csv.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "platform/county/actor.h"

namespace mila::auth {

/// All roles; addresses of its members stay valid while it lives.
class Roles {
 public:
  /// Reads name;scope;second_factor;idle_minutes;permissions;de;en. Throws std::runtime_error naming
  /// the line when a permission or scope is not known. A missing file means no roles.
  static Roles load(std::string const& csv_file);
  Role const* find(std::string_view name) const;
  std::deque<Role> const& all() const { return roles_; }

 private:
  std::deque<Role> roles_;
};

}  // namespace mila::auth
