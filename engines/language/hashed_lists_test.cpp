#include "engines/language/hashed_lists.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace mila::language {
namespace {

using Lists = HashedLists<std::uint32_t, int>;

std::vector<int> values_of(Lists const& lists, std::uint32_t hash) {
  std::vector<int> values;
  for (auto const& item : lists.find(hash)) values.push_back(item.value);
  return values;
}

TEST(HashedListsTest, keeps_the_order_and_drops_equal_neighbours) {
  Lists lists;
  for (int const value : {3, 1, 1, 3, 2}) {
    lists.add(0xF0000000U, value);
    lists.add(0x00000001U, -value);
  }
  EXPECT_TRUE(lists.find(1).empty()) << "before freeze";
  lists.freeze();
  EXPECT_EQ(values_of(lists, 0xF0000000U), (std::vector<int>{3, 1, 3, 2}));
  EXPECT_EQ(values_of(lists, 0x00000001U), (std::vector<int>{-3, -1, -3, -2}));
  EXPECT_TRUE(lists.find(0x00000002U).empty());
}

TEST(HashedListsTest, nothing_in_it_finds_nothing) {
  Lists lists;
  lists.freeze();
  EXPECT_TRUE(lists.find(0).empty());
}

RC_GTEST_PROP(HashedListsTest, finds_what_a_map_of_lists_finds, ()) {
  // Few different hashes, so that buckets are full; some of them differ in the lower bits only.
  auto const items = *rc::gen::container<std::vector<std::pair<std::uint32_t, int>>>(
      rc::gen::pair(rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(0, 6),
                                   rc::gen::arbitrary<std::uint32_t>()),
                    rc::gen::inRange(0, 4)));
  Lists lists;
  std::map<std::uint32_t, std::vector<int>> expected;
  for (auto const& [hash, value] : items) {
    lists.add(hash, value);
    auto& list = expected[hash];
    if (list.empty() || list.back() != value) list.push_back(value);
  }
  lists.freeze();
  for (auto const& [hash, list] : expected) RC_ASSERT(values_of(lists, hash) == list);
  if (!expected.contains(7)) RC_ASSERT(lists.find(7).empty());
}

}  // namespace
}  // namespace mila::language
