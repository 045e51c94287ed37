// Placements: the best there are (tried against all others in small cases), within the seats, mixed.
#include "engines/assignment/assignment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <map>

namespace mila::assignment {
namespace {

std::string told(std::vector<Placement> const& placements) {
  static std::map<Why, std::string> const names{{Why::FirstWish, "1"}, {Why::SecondWish, "2"}, {Why::ThirdWish, "3"},
                                                {Why::NoWish, "no wish"}, {Why::Full, "full"}, {Why::Fixed, "fixed"},
                                                {Why::NoSeat, "no seat"}};
  std::string text;
  for (auto const& one : placements)
    text += (text.empty() ? "" : "|") + one.participant + ">" + one.workshop + " " + names.at(one.why);
  return text;
}

TEST(Assignment, SaysWhy) {
  std::vector<Participant> people{{"a", "", {"x"}, {}}, {"b", "", {"x", "y"}, {}}, {"c", "", {}, {}},
                                  {"d", "", {"x"}, "z"}, {"e", "", {"x", "x"}, {}}};
  std::vector<Workshop> const rooms{{"x", 2}, {"y", 1}, {"z", 2}};
  EXPECT_EQ(told(*assign(people, rooms, 1)), "a>x 1|b>y 2|c>z no wish|d>z fixed|e>x 1");
  EXPECT_EQ(told(*assign({{"a", "", {"x"}, {}}, {"b", "", {"x"}, "x"}}, {{"x", 1}, {"y", 1}}, 1)), "a>y full|b>x fixed");
  EXPECT_EQ(told(*assign({{"a", "", {"x"}, {}}}, {{"x", 0}}, 1)), "a> no seat");
  EXPECT_TRUE(assign({}, {}, 1)->empty());
}

TEST(Assignment, FirstManyThenGoodRanks) {
  // With everybody's first wish met where possible, b would go without.
  EXPECT_EQ(told(*assign({{"a", "", {"x", "y"}, {}}, {"b", "", {"x"}, {}}}, {{"x", 1}, {"y", 1}}, 1)), "a>y 2|b>x 1");
}

TEST(Assignment, FixedBeyondTheSeatsStays) {
  auto const placed = *assign({{"a", "", {}, "x"}, {"b", "", {}, "x"}, {"c", "", {"x"}, {}}}, {{"x", 1}, {"y", 5}}, 1);
  EXPECT_EQ(told(placed), "a>x fixed|b>x fixed|c>y full");
}

TEST(Assignment, OrganisationsAreMixedAtEqualRank) {
  std::vector<Participant> people;
  for (int i = 0; i < 12; ++i) people.push_back({std::to_string(i), i < 6 ? "A" : "B", {"x", "y"}, {}});
  for (std::uint64_t seed = 1; seed < 20; ++seed) {
    std::map<std::string, int> count;
    auto const placed = *assign(people, {{"x", 6}, {"y", 6}}, seed);
    for (std::size_t i = 0; i < placed.size(); ++i) ++count[placed[i].workshop + people[i].organization];
    EXPECT_EQ(count, (std::map<std::string, int>{{"xA", 3}, {"xB", 3}, {"yA", 3}, {"yB", 3}})) << seed;
  }
}

TEST(Assignment, MixingCostsNoWish) {
  std::vector<Participant> people;
  for (int i = 0; i < 8; ++i)
    people.push_back({std::to_string(i), i < 4 ? "A" : "B", i < 4 ? std::vector<std::string>{"x", "y"} : std::vector<std::string>{"y", "x"}, {}});
  auto placed = assign(people, {{"x", 4}, {"y", 4}}, 1);
  ASSERT_TRUE(placed);
  for (auto const& one : *placed) {
    EXPECT_EQ(one.why, Why::FirstWish);
    EXPECT_FALSE(one.mixed);
  }
}

TEST(Assignment, RefusesWhatIsNoInput) {
  EXPECT_FALSE(assign({{"a", "", {"q"}, {}}}, {{"x", 1}}, 1));
  EXPECT_FALSE(assign({{"a", "", {}, "q"}}, {{"x", 1}}, 1));
  EXPECT_FALSE(assign({{"a", "", {}, {}}, {"a", "", {}, {}}}, {{"x", 1}}, 1));
  EXPECT_FALSE(assign({}, {{"x", 1}, {"x", 1}}, 1));
  EXPECT_FALSE(assign({}, {{"x", -1}}, 1));
  EXPECT_EQ(assign(std::vector<Participant>(5'001), {}, 1).error().code, ErrorCode::TooLarge);
}

/// Wishes placed and ranks of them; more of the first, then less of the second is better.
using Worth = std::pair<int, int>;

/// The best of all placements, tried one by one.
Worth best_of(std::vector<Participant> const& people, std::map<std::string, int> seats) {
  Worth best{-1, 0};
  std::function<void(std::size_t, Worth)> place = [&](std::size_t i, Worth sum) {
    if (i == people.size()) {
      best = std::max(best, sum);
      return;
    }
    place(i + 1, sum);
    for (std::size_t rank = 0; rank < people[i].wishes.size(); ++rank) {
      int& left = seats[people[i].wishes[rank]];
      if (left == 0) continue;
      --left;
      place(i + 1, {sum.first + 1, sum.second - static_cast<int>(rank)});
      ++left;
    }
  };
  place(0, {0, 0});
  return best;
}

RC_GTEST_PROP(AssignmentProperty, NoBetterOneExistsAndSeatsHold, ()) {
  std::vector<Workshop> rooms{{"x", *rc::gen::inRange(0, 3)}, {"y", *rc::gen::inRange(0, 3)}, {"z", *rc::gen::inRange(0, 3)}};
  std::vector<Participant> people;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) {
    Participant one{std::to_string(i), *rc::gen::element<std::string>("", "A", "B"), {}, {}};
    auto const wishes = *rc::gen::unique<std::vector<std::string>>(*rc::gen::inRange<std::size_t>(0, 4),
                                                                   rc::gen::element<std::string>("x", "y", "z"));
    one.wishes = wishes;
    people.push_back(std::move(one));
  }
  auto const seed = *rc::gen::arbitrary<std::uint64_t>();
  auto const placed = *assign(people, rooms, seed);
  RC_ASSERT(placed == *assign(people, rooms, seed));
  std::map<std::string, int> seats, used;
  int all = 0, seated = 0;
  for (auto const& room : rooms) seats[room.id] = room.seats, all += room.seats;
  Worth worth{0, 0};
  for (std::size_t i = 0; i < placed.size(); ++i) {
    RC_ASSERT(placed[i].participant == people[i].id);
    if (!placed[i].workshop.empty()) ++used[placed[i].workshop], ++seated;
    auto const why = static_cast<int>(placed[i].why);
    if (why <= static_cast<int>(Why::ThirdWish)) {
      RC_ASSERT(people[i].wishes.at(why) == placed[i].workshop);
      worth.first += 1, worth.second -= why;
    }
  }
  for (auto const& [room, count] : used) RC_ASSERT(count <= seats.at(room));
  RC_ASSERT(seated == std::min<int>(all, static_cast<int>(people.size())));
  RC_ASSERT(worth == best_of(people, seats));
}

}  // namespace
}  // namespace mila::assignment
