// "first Monday of the month" in whole phrases: in many languages the ordinal follows the gender of
// the weekday, so that neither can be translated alone.
#pragma once

#include <chrono>

namespace mila::offers {

/// The msgid for the `nth` such weekday (-1: the last); nullptr for any other number, 0 among them.
char const* weekday_of_month(int nth, std::chrono::weekday day);

}  // namespace mila::offers
