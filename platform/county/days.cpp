#include "platform/county/days.h"

namespace mila {

Instant next_midnight(County const& county, Instant now) {
  auto const& zone = county.config().zone;
  Date const tomorrow{std::chrono::sys_days{local_date(now, zone)} + std::chrono::days{1}};
  return local_to_instant(tomorrow, std::chrono::minutes{0}, zone);
}

}  // namespace mila
