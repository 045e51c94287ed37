// Protection of public forms without a cookie: a signed token with the time the form was made, a
// field people do not see, and a limit per address and minute.
#pragma once

#include <string>

#include "platform/site/module.h"

namespace mila {

struct FormGuard {
  enum class Verdict { Fine, TooFast, Expired, Robot, TooMany };
  /// Goes into the hidden field `token`. Valid for a day.
  static std::string token(County& county, Instant now);
  /// Judges a sent form: `token`, the honeypot field `website` (must be empty), the sender's rate.
  static Verdict check(Visit& visit, http::Fields const& form);
};

}  // namespace mila
