// SQL of how many people organisations have.
#include "modules/network/staffing.h"

namespace mila::network {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kPeople{"staffing.people",
                      "select organization_id, count(*) from person where organization_id is not null and state = "
                      "'active' and merged_into is null group by organization_id"};
constexpr Sql kSeats{"staffing.seats",
                     "select organization_id, count(distinct person_id), count(distinct deputy_id) from seat where "
                     "organization_id is not null and from_day <= $1 and (until_day is null or until_day >= $1) "
                     "group by organization_id"};

}  // namespace

std::map<std::string, Staffing> staffing(db::Reader& reader, Date day) {
  std::map<std::string, Staffing> all;
  std::string organization;
  reader.each(kPeople, {}, [&](Row const& row) {
    std::int64_t people = 0;
    row.read(organization, people);
    all[organization].people = static_cast<int>(people);
  });
  reader.each(kSeats, {format_iso_date(day)}, [&](Row const& row) {
    std::int64_t holders = 0, deputies = 0;
    row.read(organization, holders, deputies);
    all[organization].seat_holders = static_cast<int>(holders);
    all[organization].deputies = static_cast<int>(deputies);
  });
  return all;
}

}  // namespace mila::network
