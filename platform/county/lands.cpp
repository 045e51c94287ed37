// The Länder.
#include "platform/county/lands.h"

namespace mila {
namespace {

constexpr Land kLands[] = {
    {"BW", "Baden-Württemberg"}, {"BY", "Bayern"},
    {"BE", "Berlin"},            {"BB", "Brandenburg"},
    {"HB", "Bremen"},            {"HH", "Hamburg"},
    {"HE", "Hessen"},            {"MV", "Mecklenburg-Vorpommern"},
    {"NI", "Niedersachsen"},     {"NW", "Nordrhein-Westfalen"},
    {"RP", "Rheinland-Pfalz"},   {"SL", "Saarland"},
    {"SN", "Sachsen"},           {"ST", "Sachsen-Anhalt"},
    {"SH", "Schleswig-Holstein"}, {"TH", "Thüringen"},
};

}  // namespace

std::span<Land const> all_lands() { return kLands; }

std::string_view land_name(std::string_view code) {
  if (code.starts_with("DE-")) code.remove_prefix(3);
  for (auto const& land : kLands)
    if (land.code == code) return land.name;
  return "";
}

}  // namespace mila
