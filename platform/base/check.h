// CHECK: a condition only a programming mistake can break, on in release. The request or job that
// meets it ends with an error; nothing a user sends may reach it.
#pragma once

#include <stdexcept>
#include <string>

namespace mila {

class BugError : public std::logic_error {
  using std::logic_error::logic_error;
};

[[noreturn]] inline void check_failed(char const* condition, char const* file, int line) {
  throw BugError(std::string("CHECK failed: ") + condition + " at " + file + ":" +
                 std::to_string(line));
}

}  // namespace mila

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::mila::check_failed(#condition, __FILE__, __LINE__))
