// Identifiers: their form, their order, their repeatability.
#include "platform/base/ids.h"

#include <gtest/gtest.h>

#include <set>

#include "platform/base/check.h"

namespace mila {
namespace {

TEST(UuidTest, version_7_carries_time_version_and_variant) {
  SeededRandom random(1);
  auto id = uuid_v7(from_millis(0x0123456789AB), random);
  EXPECT_TRUE(is_uuid(id));
  EXPECT_EQ(id.substr(0, 14), "01234567-89ab-");
  EXPECT_EQ(id[14], '7');
  EXPECT_NE(std::string("89ab").find(id[19]), std::string::npos);
}

TEST(UuidTest, version_7_sorts_by_time) {
  SeededRandom random(1);
  std::string last;
  for (int i = 0; i < 100; ++i) {
    auto id = uuid_v7(from_millis(1'795'424'400'000 + i), random);
    EXPECT_LT(last, id);
    last = id;
  }
}

TEST(UuidTest, ids_of_one_moment_differ) {
  SystemRandom random;
  std::set<std::string> ids, shorts;
  for (int i = 0; i < 1000; ++i) {
    auto id = uuid_v7(from_millis(1), random);
    ids.insert(id);
    shorts.insert(short_id(id));
  }
  EXPECT_EQ(ids.size(), 1000U);
  EXPECT_GE(shorts.size(), 999U);
}

TEST(UuidTest, named_ones_repeat_and_keep_kinds_apart) {
  EXPECT_EQ(named_uuid("topic", "housing"), named_uuid("topic", "housing"));
  EXPECT_NE(named_uuid("topic", "housing"), named_uuid("place", "housing"));
  EXPECT_NE(named_uuid("topic", "housing"), named_uuid("topic", "health"));
  EXPECT_TRUE(is_uuid(named_uuid("", "")));
  EXPECT_EQ(named_uuid("topic", "housing")[14], '8');
}

TEST(UuidTest, recognises_its_form) {
  EXPECT_TRUE(is_uuid("01234567-89AB-cdef-0123-456789abcdef"));
  for (auto const* text : {"", "01234567-89ab-cdef-0123-456789abcde", "0123456789ab-cdef-0123-4567-89abcdef",
                           "01234567-89ab-cdef-0123-456789abcdeg", "01234567_89ab-cdef-0123-456789abcdef",
                           "01234567-89ab-cdef-0123-456789abcdef "})
    EXPECT_FALSE(is_uuid(text)) << text;
}

TEST(UuidTest, the_short_form_is_the_random_end) {
  EXPECT_EQ(short_id("01234567-89ab-cdef-0123-456789abcdef"), "89abcdef");
  EXPECT_THROW(short_id("x"), BugError);
}

TEST(TokenTest, has_128_bits_in_22_safe_characters) {
  SystemRandom random;
  auto token = random_token(random);
  EXPECT_EQ(token.size(), 22U);
  EXPECT_EQ(token.find_first_not_of(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  EXPECT_NE(token, random_token(random));
}

TEST(SeededRandomTest, repeats_for_the_same_seed_only) {
  SeededRandom a(7), b(7), c(8);
  EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
  unsigned char five[5] = {}, again[5] = {};
  SeededRandom d(7), e(7);
  d.fill(five, 5);
  e.fill(again, 5);
  EXPECT_TRUE(std::equal(five, five + 5, again));
}

}  // namespace
}  // namespace mila
