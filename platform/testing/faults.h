// Making statements fail, one after the other: an operation of several writes must leave nothing
// behind whichever of them breaks, the commit included.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "platform/db/db.h"

namespace mila::testing {

/// What a statement throws that was told to fail: like a database that went away.
class InjectedFailure : public db::DbError {
 public:
  explicit InjectedFailure(std::string const& statement)
      : db::DbError(statement + ": failed on purpose") {}
};

/// While it lives, the `n`-th statement (counted from 1) of `database` fails. Nothing else may use
/// the database when it is made or destroyed.
class FailingDatabase {
 public:
  FailingDatabase(db::Database& database, int n);
  ~FailingDatabase();
  FailingDatabase(FailingDatabase const&) = delete;
  FailingDatabase& operator=(FailingDatabase const&) = delete;
  bool has_failed() const { return failed_; }

 private:
  db::Database& database_;
  int left_;
  bool failed_ = false;
};

/// Runs `operation` again and again, failing its first, second, … statement until one run is
/// complete, and expects (GoogleTest) that every broken run left `state` as it was. Returns the
/// number of statements the complete run took. `state` is dump_of() unless given.
int for_every_failing_statement(db::Database& database, std::function<void()> const& operation,
                                std::function<std::string()> state = nullptr);

}  // namespace mila::testing
