// Apart from the others: these words are the workplace's and need no translation into all languages.
#include "modules/directory/sectors.h"
#include "platform/i18n/catalogue.h"

namespace mila::directory {

using i18n::N_;

std::span<Sector const> sectors_of_one() {
  static constexpr Sector kSectors[] = {
      {"authority", N_("Office of the county or the state")},
      {"municipality", N_("Town or village")},
      {"welfare", N_("Welfare organisation")},
      {"migrant-organisation", N_("Migrant organisation")},
      {"volunteers", N_("Volunteers")},
      {"association", N_("Club or association")},
      {"church", N_("Religious community")},
      {"health", N_("Health")},
      {"day-care", N_("Day care")},
      {"school", N_("School")},
      {"education", N_("Courses and education")},
      {"housing-company", N_("Housing company")},
      {"company", N_("Company")},
      {"union", N_("Trade union")},
      {"police", N_("Police")},
  };
  return kSectors;
}

}  // namespace mila::directory
