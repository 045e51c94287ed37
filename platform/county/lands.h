// The sixteen Länder by their code (ISO 3166-2:DE without "DE-").
#pragma once

#include <span>
#include <string_view>

namespace mila {

struct Land {
  std::string_view code, name;  ///< "TH", "Thüringen"
};

/// By name.
std::span<Land const> all_lands();
/// "TH" or "DE-TH" → "Thüringen"; "" when unknown.
std::string_view land_name(std::string_view code);

}  // namespace mila
