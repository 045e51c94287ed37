// Reads the table of public holidays once and works out the years around now for each county.
#include "modules/offers/holidays.h"

#include <fstream>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace mila::offers {
namespace {

std::mutex table_mutex;
std::string table_folder;

std::string read_table() {
  std::lock_guard lock(table_mutex);
  std::ifstream file(table_folder + "/holidays.csv");
  if (!file) throw std::runtime_error("cannot read " + table_folder + "/holidays.csv");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct HolidayCache {
  std::mutex mutex;
  int year = 0;
  std::shared_ptr<hours::HolidayCalendar const> calendar;
};

}  // namespace

void set_data_folder(std::string folder) {
  std::lock_guard lock(table_mutex);
  table_folder = std::move(folder);
}

std::string data_folder() {
  std::lock_guard lock(table_mutex);
  return table_folder;
}

std::shared_ptr<hours::HolidayCalendar const> holidays(County& county) {
  auto cache = county.part<HolidayCache>([] { return new HolidayCache; });
  int year = static_cast<int>(local_date(county.database.clock().now(), county.config().zone).year());
  std::lock_guard lock(cache->mutex);
  if (!cache->calendar || cache->year != year) {
    cache->calendar = std::make_shared<hours::HolidayCalendar const>(
        hours::holidays_of(county.config().land, year - 1, year + 2, read_table()));
    cache->year = year;
  }
  return cache->calendar;
}

}  // namespace mila::offers
