// How many people stand behind an organisation, as numbers: for figures that must not point at a person,
// and to see where one person carries everything.
#pragma once

#include <map>
#include <string>

#include "platform/base/time.h"
#include "platform/db/db.h"

namespace mila::network {

struct Staffing {
  int people = 0;        ///< active in the network
  int seat_holders = 0;  ///< of them and others, who sit in bodies for it on the day
  int deputies = 0;      ///< named for these seats
};
/// By organisation; those without anybody are missing. Two statements.
std::map<std::string, Staffing> staffing(db::Reader& reader, Date day);

}  // namespace mila::network
