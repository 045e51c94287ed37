// The public holidays of a county's Land, from data/holidays.csv.
#pragma once

#include <memory>
#include <string>

#include "engines/hours/hours.h"
#include "platform/county/county.h"

namespace mila::offers {

/// Kept per county for the years around now; renewed when the year changes.
std::shared_ptr<hours::HolidayCalendar const> holidays(County& county);
/// Folder of holidays.csv and the word lists of the search; set once at start.
void set_data_folder(std::string folder);
std::string data_folder();

}  // namespace mila::offers
