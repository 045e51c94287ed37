// Every sealed column of the program, to seal it anew under the newest key.
#pragma once

#include <functional>
#include <string>

#include "platform/county/county.h"

namespace mila {

struct Resealed {
  std::int64_t sealed = 0;  ///< now under the newest key
  std::int64_t closed = 0;  ///< opened by no key of the file: stayed as they were
};

/// Seals what is not under the newest key: one transaction a table, so that it can be killed at any
/// moment and called again. `said` is told each table that is done.
Resealed reseal_all(County& county, Random& random, std::function<void(std::string const& table)> const& said);

/// Looks through all text of the database for what is sealed with an older key: "table.column", each
/// once. Finds what a module forgot to list here.
std::vector<std::string> sealed_with_older_keys(County& county);

}  // namespace mila
