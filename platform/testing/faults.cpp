// The n-th statement, for every n.
#include "platform/testing/faults.h"

#include <gtest/gtest.h>

#include "platform/testing/database.h"

namespace mila::testing {

FailingDatabase::FailingDatabase(db::Database& database, int n) : database_(database), left_(n) {
  database_.on_statement([this](std::string_view name) {
    if (--left_ != 0) return;
    failed_ = true;
    throw InjectedFailure(std::string(name));
  });
}

FailingDatabase::~FailingDatabase() { database_.on_statement(nullptr); }

int for_every_failing_statement(db::Database& database, std::function<void()> const& operation,
                                std::function<std::string()> state) {
  constexpr int kStatementsMax = 10'000;
  if (!state) state = [&] { return dump_of(database); };
  std::string const before = state();
  for (int n = 1; n <= kStatementsMax; ++n) {
    bool failed = false;
    {
      FailingDatabase failing(database, n);
      try {
        operation();
      } catch (InjectedFailure const&) {  // as expected; an operation may also turn it into a value
      }
      failed = failing.has_failed();
    }
    if (!failed) {
      EXPECT_GT(n, 1) << "the operation ran no statement at all";
      return n - 1;
    }
    std::string const after = state();
    EXPECT_EQ(after, before) << "after statement " << n << " failed";
    if (after != before) return n;
  }
  ADD_FAILURE() << "the operation does not end";
  return kStatementsMax;
}

}  // namespace mila::testing
