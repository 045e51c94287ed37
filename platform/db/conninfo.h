// A PostgreSQL address taken apart, for programs that are given it as an argument.
#pragma once

#include <string>

namespace mila::db {

struct Conninfo {
  std::string without_password;  ///< keyword=value, as libpq reads it
  std::string password;          ///< "" when it stands elsewhere (.pgpass, peer)
};
/// Keyword=value or postgresql://…; throws DbError when libpq does not understand it (the text of the
/// error holds nothing of it).
Conninfo split_password(std::string const& conninfo);

}  // namespace mila::db
