// A write that counts only when it succeeded. `Database::write` commits whatever its body returns, an
// Error as well: right where the error itself is kept (a refused sign-in is counted), wrong where the
// body wrote a part before it found out.
//
//   auto done = db::attempt(database, [&](db::Writer& writer) -> Result<std::string> { … });
#pragma once

#include <optional>
#include <utility>

#include "platform/base/result.h"
#include "platform/db/db.h"

namespace mila::db {

template <typename T>
bool is_failure(Result<T> const& outcome) {
  return !outcome.has_value();
}
/// What a body returns that has nothing to say when all went well.
inline bool is_failure(std::optional<Error> const& fault) { return fault.has_value(); }

/// Runs `body(Writer&)` in a write transaction and returns what it returns. Rolls back when it throws, and also when
/// it returns an Error: then nothing it wrote is left, and no listener hears of it.
template <typename Body>
auto attempt(Database& database, Body&& body) {
  using Outcome = decltype(body(std::declval<Writer&>()));
  struct Failed {
    Outcome outcome;
  };
  try {
    return database.write([&](Writer& writer) {
      Outcome outcome = body(writer);
      if (is_failure(outcome)) throw Failed{std::move(outcome)};
      return outcome;
    });
  } catch (Failed& failed) {
    return std::move(failed.outcome);
  }
}

}  // namespace mila::db
