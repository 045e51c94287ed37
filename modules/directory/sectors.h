// Kinds of organisations (`Organization::x_sector`) and what they are called.
#pragma once

#include <span>
#include <string_view>

namespace mila::directory {

struct Sector {
  char const* code;
  char const* title;  ///< msgid
};

/// "Welfare organisations", for lists of them; in the order of these: where most people have to go first.
std::span<Sector const> sectors();
/// "Welfare organisation", in the same order: the workplace's word for one of them.
std::span<Sector const> sectors_of_one();
/// nullptr for a code that is none of them.
char const* title_of(std::span<Sector const> sectors, std::string_view code);

}  // namespace mila::directory
