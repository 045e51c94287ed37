#include "modules/directory/sectors.h"

#include "platform/i18n/catalogue.h"

namespace mila::directory {

using i18n::N_;

std::span<Sector const> sectors() {
  static constexpr Sector kSectors[] = {
      {"authority", N_("Offices of the county and the state")},
      {"municipality", N_("Towns and villages")},
      {"welfare", N_("Welfare organisations")},
      {"migrant-organisation", N_("Migrant organisations")},
      {"volunteers", N_("Volunteers")},
      {"association", N_("Clubs and associations")},
      {"church", N_("Religious communities")},
      {"health", N_("Health")},
      {"day-care", N_("Day care")},
      {"school", N_("Schools")},
      {"education", N_("Courses and education")},
      {"housing-company", N_("Housing companies")},
      {"company", N_("Companies")},
      {"union", N_("Trade unions")},
      {"police", N_("Police")},
  };
  return kSectors;
}

char const* title_of(std::span<Sector const> sectors, std::string_view code) {
  for (auto const& sector : sectors)
    if (sector.code == code) return sector.title;
  return nullptr;
}

}  // namespace mila::directory
