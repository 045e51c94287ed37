// Ties and figures of small networks known by hand, and what must hold for all. Larger ones are compared
// with networkx in tests/peers/acquaintance_judges.
#include "engines/acquaintance/acquaintance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace mila::acquaintance {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Date day(int number) { return Date{sys_days{Date{std::chrono::year{2026}, std::chrono::January, std::chrono::day{1}}} + days{number}}; }

/// Each word of letters is a meeting of its letters: "ab bc".
std::vector<Presence> met(std::string const& meetings) {
  std::vector<Presence> presences;
  int number = 0;
  for (char one : meetings) {
    if (one == ' ') ++number;
    else presences.push_back({std::string(1, one), std::to_string(number), day(number)});
  }
  return presences;
}

Network network(std::string const& meetings, Counting const& counting = {}) {
  return network_of(met(meetings), {}, counting);
}

TEST(Ties, SmallMeetingsCountMore) {
  EXPECT_THAT(network("abc ab").ties, ElementsAre(Tie{0, 1, 1.5}, Tie{0, 2, 0.5}, Tie{1, 2, 0.5}));
  // Two people of one organisation are one; alone one meets nobody.
  EXPECT_THAT(network("aab c").ties, ElementsAre(Tie{0, 1, 1}));
  EXPECT_THAT(network("").ties, IsEmpty());
}

TEST(Ties, PlenariesAndWeakOnesAreNone) {
  auto const all = network("abcd ab", {.plenary_above = 3});
  EXPECT_THAT(all.ties, ElementsAre(Tie{0, 1, 1}));
  EXPECT_EQ(all.meetings, 1U);
  EXPECT_EQ(all.plenaries, 1U);
  EXPECT_EQ(network("abc", {.plenary_above = 3}).ties.size(), 3U) << "as many as may come, not one more";
  EXPECT_EQ(all.organizations.size(), 4U) << "who was at a plenary only stands alone, but is there";
  EXPECT_THAT(network("abc ab", {.least = 0.6}).ties, ElementsAre(Tie{0, 1, 1.5}));
}

TEST(Ties, FadeByHalf) {
  auto const ties = network("ab ab", {.half_life_days = 10, .until = day(11)}).ties;
  ASSERT_EQ(ties.size(), 1U);
  EXPECT_NEAR(ties[0].weight, 0.5 + std::exp2(-1.1), 1e-12);
  EXPECT_EQ(network("ab", {.half_life_days = 10, .until = day(-5)}).ties[0].weight, 1) << "nothing to come grows";
}

TEST(Ties, MembersWhoNeverCame) {
  auto const all = network_of(met("ac"), {"b", "a"}, {});
  EXPECT_THAT(all.organizations, ElementsAre("a", "b", "c"));
  EXPECT_EQ(all.find("c"), 2);
  EXPECT_EQ(all.find("d"), std::nullopt);
  EXPECT_THAT(figures_of(all).degree, ElementsAre(1, 0, 1));
}

TEST(Ties, AmongSomeTheWeightsStay) {
  auto const some = among(network("abc ac"), {"a", "c", "x"});
  EXPECT_THAT(some.organizations, ElementsAre("a", "c"));
  EXPECT_THAT(some.ties, ElementsAre(Tie{0, 1, 1.5}));
}

TEST(Figures, OfTwoTrianglesOnABridge) {
  auto const all = network("abc cd def g");
  auto const figures = figures_of(all);
  EXPECT_NEAR(figures.density, 7.0 / 21, 1e-12);
  EXPECT_NEAR(figures.mean_degree, 2, 1e-12);
  EXPECT_EQ(figures.components, 2);
  EXPECT_THAT(figures.component, ElementsAre(0, 0, 0, 0, 0, 0, 1));
  EXPECT_THAT(figures.core, ElementsAre(2, 2, 2, 2, 2, 2, 0));
  EXPECT_THAT(figures.articulation, ElementsAre(false, false, true, true, false, false, false));
  EXPECT_THAT(figures.bridges, ElementsAre(Pair(2, 3)));
  EXPECT_THAT(figures.strength, ElementsAre(1, 1, 2, 2, 1, 1, 0));
  EXPECT_NEAR(betweenness_of(all)[2], 6.0 / 15, 1e-12);
  EXPECT_NEAR(betweenness_of(all)[0], 0, 1e-12);
}

TEST(Figures, OfNobodyAndFew) {
  EXPECT_EQ(figures_of(network("")).density, 0);
  auto const two = figures_of(network("ab"));
  EXPECT_EQ(two.density, 1);
  EXPECT_THAT(betweenness_of(network("ab")), ElementsAre(0, 0));
  EXPECT_THAT(two.bridges, ElementsAre(Pair(0, 1)));
}

TEST(CrossTables, WhoMeetsWhom) {
  // a, b of sector s; c, d of t; e has none.
  auto const all = network("ab ac de");
  std::vector<std::string> const sectors{"s", "s", "t", "t", ""};
  auto const table = cross_table(all, sectors, sectors);
  EXPECT_THAT(table.rows, ElementsAre("s", "t"));
  auto shown = [&](int r, int c) { return std::pair(table.cells[r][c].tied, table.cells[r][c].possible); };
  EXPECT_THAT(shown(0, 0), Pair(1, 1));
  EXPECT_THAT(shown(0, 1), Pair(1, 4));
  EXPECT_THAT(shown(1, 0), Pair(1, 4));
  EXPECT_THAT(shown(1, 1), Pair(0, 1));
  EXPECT_THAT(white_spots(table), ElementsAre(Pair("t", "t")));
  EXPECT_EQ(external_internal_index(all, sectors), 0);
  EXPECT_EQ(external_internal_index(network("ab"), {"", ""}), std::nullopt);
}

TEST(CrossTables, PlacesAgainstSectors) {
  // a: place p, sector s; b: p, t; c: q, t.
  auto const table = cross_table(network("ab c"), {"p", "p", "q"}, {"s", "t", "t"});
  auto shown = [&](int r, int c) { return std::pair(table.cells[r][c].tied, table.cells[r][c].possible); };
  EXPECT_THAT(shown(0, 0), Pair(1, 1)) << "b meets a";
  EXPECT_THAT(shown(0, 1), Pair(1, 3)) << "a-b, a-c, b-c";
  EXPECT_THAT(white_spots(table), ElementsAre(Pair("q", "s"), Pair("q", "t")));
}

TEST(Presences, SeenOnceAndAgain) {
  EXPECT_THAT(seen_once(met("aab ab c")), ElementsAre("c"));
  auto const retention = retention_of(met("ab"), met("bc bd"));
  EXPECT_THAT(retention.stayed, ElementsAre("b"));
  EXPECT_THAT(retention.gone, ElementsAre("a"));
  EXPECT_THAT(retention.newcomers, ElementsAre("c", "d"));
  EXPECT_EQ(retention.share(), 0.5);
  EXPECT_EQ(retention_of({}, met("a")).share(), std::nullopt);
}

TEST(Introductions, WhoHaveAcquaintancesInCommon) {
  // a and d both know b and c; e knows b alone.
  auto const all = network("ab ac db dc eb");
  auto const found = introductions(all, {.places = {"p", "", "", "p", "p"}, .fields = {"s", "s", "s", "t", "t"}});
  EXPECT_THAT(found, ElementsAre(Introduction{0, 3, 2, true, true}));
  EXPECT_THAT(introductions(all, {.places = {"p", "", "", "q", ""}, .fields = {"s", "s", "s", "s", "s"}}), IsEmpty());
  auto const one = introductions(all, {.places = {"p", "", "", "p", "p"}, .fields = {"s", "s", "s", "s", "t"}, .least_common = 1});
  ASSERT_EQ(one.size(), 3U);
  EXPECT_EQ(one[0], (Introduction{0, 4, 1, true, true})) << "one place and another field before more in common";
  EXPECT_EQ(one[1], (Introduction{3, 4, 1, true, true}));
  EXPECT_EQ(one[2], (Introduction{0, 3, 2, true, false}));
}

std::vector<Presence> any_presences() {
  std::vector<Presence> presences;
  int const count = *rc::gen::inRange(0, 60);
  for (int i = 0; i < count; ++i) {
    int const meeting = *rc::gen::inRange(0, 8);
    presences.push_back({std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 12))), std::to_string(meeting), day(meeting)});
  }
  return presences;
}

Counting any_counting() {
  Counting counting{.plenary_above = static_cast<std::size_t>(*rc::gen::inRange(2, 9)), .until = day(10)};
  if (*rc::gen::arbitrary<bool>()) counting.half_life_days = *rc::gen::inRange(1, 30);
  return counting;
}

RC_GTEST_PROP(TiesProperty, TheOrderOfMeetingsAndPeopleDoesNotMatter, ()) {
  auto presences = any_presences();
  auto const counting = any_counting();
  auto const before = network_of(presences, {}, counting);
  std::reverse(presences.begin(), presences.end());
  if (!presences.empty()) presences.push_back(presences[*rc::gen::inRange<std::size_t>(0, presences.size())]);
  auto const after = network_of(presences, {}, counting);
  RC_ASSERT(before.organizations == after.organizations);
  RC_ASSERT(before.ties == after.ties);
}

RC_GTEST_PROP(TiesProperty, APlenaryChangesNoTie, ()) {
  auto presences = any_presences();
  auto const counting = any_counting();
  auto const before = network_of(presences, {}, counting);
  std::size_t const many = counting.plenary_above + 1;
  std::vector<std::string> members = before.organizations;
  for (std::size_t i = 0; i < many; ++i) members.push_back(std::string(1, static_cast<char>('a' + i)));
  for (auto const& member : members) presences.push_back({member, "plenary", day(9)});
  auto const after = network_of(presences, {}, counting);
  RC_ASSERT(after.plenaries == before.plenaries + 1);
  RC_ASSERT(network_of({presences.begin(), presences.end() - static_cast<std::ptrdiff_t>(members.size())}, members, counting).ties == after.ties);
  auto const known = among(after, {before.organizations.begin(), before.organizations.end()});
  RC_ASSERT(known.ties == before.ties);
}

RC_GTEST_PROP(TiesProperty, EachMeetingIsSharedOutAmongThoseWhoCame, ()) {
  auto const presences = any_presences();
  auto const all = network_of(presences, {}, {.plenary_above = 100});
  auto const strength = figures_of(all).strength;
  // In a meeting of n each gets (n-1)/(n-1): one for every meeting with somebody else.
  for (std::size_t i = 0; i < all.organizations.size(); ++i) {
    std::set<std::string> shared;
    for (auto const& mine : presences)
      for (auto const& theirs : presences)
        if (mine.organization == all.organizations[i] && theirs.meeting == mine.meeting && theirs.organization != mine.organization)
          shared.insert(mine.meeting);
    RC_ASSERT(std::abs(strength[i] - static_cast<double>(shared.size())) < 1e-9);
  }
}

RC_GTEST_PROP(FiguresProperty, CellsHoldEveryTieOnceAndNeverMoreThanThereCouldBe, ()) {
  auto const all = network_of(any_presences(), {}, any_counting());
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < all.organizations.size(); ++i) groups.push_back(*rc::gen::element<std::string>("x", "y", "z"));
  auto const table = cross_table(all, groups, groups);
  std::int64_t ties = 0, possible = 0;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      RC_ASSERT(table.cells[r][c].tied <= table.cells[r][c].possible);
      RC_ASSERT(table.cells[r][c].tied == table.cells[c][r].tied);
      if (c >= r) ties += table.cells[r][c].tied, possible += table.cells[r][c].possible;
    }
  auto const n = static_cast<std::int64_t>(all.organizations.size());
  RC_ASSERT(ties == static_cast<std::int64_t>(all.ties.size()));
  RC_ASSERT(possible == n * (n - 1) / 2);
}

}  // namespace
}  // namespace mila::acquaintance
