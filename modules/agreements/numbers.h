// Numbers of agreements: RT-2026-03/4.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "modules/network/network.h"

namespace mila::agreements {

struct Number {
  std::string mark;
  int year = 0;
  int day = 0;   ///< of the meeting day in the year
  int item = 0;  ///< in the meeting
  std::string text() const;
};

/// A short mark for a body that is not among `taken`: what it is (RT, KS, BR, HK), for working groups what
/// they are about, too (AG-W); else with the initials of its name, else with a digit.
std::string derive_mark(network::BodyKind kind, std::string_view name, std::set<std::string> const& taken);
/// 1 to 8 of A to Z, 0 to 9 and "-", beginning and ending with a letter or digit.
bool is_mark(std::string_view mark);

}  // namespace mila::agreements
