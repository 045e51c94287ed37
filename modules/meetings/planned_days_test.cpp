// Days of a series with and without the table of school holidays.
#include "modules/meetings/planned_days.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "modules/offers/holidays.h"
#include "platform/testing/site.h"

namespace mila::meetings {
namespace {

using namespace std::chrono;

class PlannedDaysTest : public ::testing::Test {
 protected:
  void TearDown() override { offers::set_data_folder(testing::source_folder() + "/data"); }
};

/// 2 February 2027 lies in the winter holidays of Thuringia, 26 March is Good Friday.
TEST_F(PlannedDaysTest, without_the_table_of_school_holidays_public_ones_remain) {
  testing::TestSite site(testing::TestSiteOptions{.modules = {}});
  auto context = site.context("de", Actor::operator_());
  offers::set_data_folder(testing::source_folder() + "/data");
  Date const winter = 2027y / February / 2, friday = 2027y / March / 26;
  EXPECT_FALSE(planned_days(context.county, winter, "weeks", false, 1, true).front().why.empty());
  EXPECT_TRUE(school_holidays_known(context.county, friday));
  EXPECT_FALSE(school_holidays_known(context.county, 2035y / March / 1));
  auto folder = std::filesystem::temp_directory_path() / "mila-planned-days";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(testing::source_folder() + "/data/holidays.csv", folder / "holidays.csv",
                             std::filesystem::copy_options::overwrite_existing);
  offers::set_data_folder(folder);
  EXPECT_TRUE(planned_days(context.county, winter, "weeks", false, 1, true).front().why.empty());
  EXPECT_FALSE(planned_days(context.county, friday, "weeks", false, 1, true).front().why.empty());
  EXPECT_FALSE(school_holidays_known(context.county, friday));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mila::meetings
