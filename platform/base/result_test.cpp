// Values, errors, and what happens to those who mistake one for the other.
#include "platform/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace mila {
namespace {

Result<int> half(int number) {
  if (number % 2) return Error{ErrorCode::Invalid, "An even number, please.", "odd"};
  return number / 2;
}

TEST(ResultTest, holds_a_value_or_an_error) {
  auto good = half(4);
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 2);
  auto bad = half(3);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, ErrorCode::Invalid);
  EXPECT_EQ(bad.error().message, "An even number, please.");
}

TEST(ResultTest, mistaking_one_for_the_other_is_a_bug) {
  EXPECT_THROW((void)half(3).value(), BugError);
  EXPECT_THROW((void)half(4).error(), BugError);
}

TEST(ResultTest, carries_what_can_only_be_moved) {
  Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
  std::unique_ptr<int> taken = std::move(*result);
  EXPECT_EQ(*taken, 5);
}

TEST(FormErrorsTest, keeps_the_first_error_of_a_field) {
  FormErrors errors;
  EXPECT_TRUE(errors.empty());
  errors.add("mail", "first");
  errors.add("mail", "second");
  EXPECT_FALSE(errors.empty());
  EXPECT_EQ(errors.of("mail"), "first");
  EXPECT_EQ(errors.of("name"), std::nullopt);
}

TEST(CheckTest, names_condition_and_place) {
  try {
    CHECK(1 + 1 == 3);
    FAIL();
  } catch (BugError const& error) {
    EXPECT_NE(std::string(error.what()).find("1 + 1 == 3"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("result_test.cpp"), std::string::npos);
  }
}

}  // namespace
}  // namespace mila
