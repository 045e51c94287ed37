// Ticks, labels in a column and line breaks, by their properties.
#include "platform/html/chart_layout.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "platform/base/check.h"
#include "platform/html/chart_text.h"

namespace mila::html {
namespace {

using Doubles = std::vector<double>;

TEST(NiceTicks, are_the_ones_a_person_would_draw) {
  EXPECT_EQ(nice_ticks(0, 5497, 6, true), (Doubles{0, 1000, 2000, 3000, 4000, 5000, 6000}));
  EXPECT_EQ(nice_ticks(0, 1, 6, false), (Doubles{0, 0.2, 0.4, 0.6, 0.8, 1}));
  EXPECT_EQ(nice_ticks(0, 0.3, 4, false), (Doubles{0, 0.1, 0.2, 0.3}));
  EXPECT_EQ(nice_ticks(-3, 4, 5, false), (Doubles{-4, -2, 0, 2, 4}));
}

TEST(NiceTicks, do_without_a_range) {
  EXPECT_EQ(nice_ticks(0, 0, 6, true), (Doubles{0, 1}));
  EXPECT_EQ(nice_ticks(7, 7, 6, false), (Doubles{2, 4, 6, 8, 10, 12}));
  EXPECT_EQ(nice_ticks(-7, -7, 6, false), (Doubles{-12, -10, -8, -6, -4, -2}));
  EXPECT_EQ(nice_ticks(0, 2, 6, true), (Doubles{0, 1, 2}));
}

TEST(NiceTicks, cover_what_rounding_would_leave_out) {
  double high = std::nextafter(3e-24, 1.0);  // three steps of 1e-24, rounded, end below it
  EXPECT_GE(nice_ticks(0, high, 4, false).back(), high);
  EXPECT_LE(nice_ticks(-high, 0, 4, false).front(), -high);
}

TEST(NiceTicks, refuse_what_cannot_be_drawn) {
  EXPECT_THROW(nice_ticks(1, 0, 6, false), BugError);
  EXPECT_THROW(nice_ticks(0, NAN, 6, false), BugError);
  EXPECT_THROW(nice_ticks(0, INFINITY, 6, false), BugError);
}

/// Numbers of every size.
rc::Gen<double> any_number() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange<long long>(-1000000, 1000001),
                                     rc::gen::inRange(-250, 250), rc::gen::arbitrary<bool>()),
                      [](std::tuple<long long, int, bool> parts) {
                        auto [digits, exponent, plain] = parts;
                        return static_cast<double>(digits) * (plain ? 1 : std::pow(10, exponent));
                      });
}

RC_GTEST_PROP(NiceTicks, cover_the_data_evenly_in_few_round_steps, (bool whole)) {
  double low = *any_number(), high = *any_number();
  if (low > high) std::swap(low, high);
  int intervals = *rc::gen::inRange(2, 12);
  auto ticks = nice_ticks(low, high, intervals, whole);
  RC_ASSERT(ticks.size() >= 2U && ticks.size() <= static_cast<std::size_t>(intervals) + 1);
  RC_ASSERT(ticks.front() <= low && high <= ticks.back());
  double step = (ticks.back() - ticks.front()) / static_cast<double>(ticks.size() - 1);
  for (std::size_t i = 1; i < ticks.size(); ++i)
    RC_ASSERT(std::abs(ticks[i] - ticks[i - 1] - step) <= 1e-6 * step);
  double digit = step / std::pow(10.0, std::floor(std::log10(step * (1 + 1e-9))));
  RC_ASSERT(std::min({std::abs(digit - 1), std::abs(digit - 2), std::abs(digit - 5)}) < 1e-5);
  if (whole) RC_ASSERT(std::floor(ticks[1]) == ticks[1]);
  // No more empty room than the next smaller step would have left, apart from nearly equal data.
  double size = std::max(std::abs(low), std::abs(high));
  if (!whole && size > 1e-190 && high - low > 1e-8 * size)
    RC_ASSERT(step * intervals <= 5.1 * (high - low) + 2 * step);
}

RC_GTEST_PROP(Spread, labels_never_overlap_and_keep_their_order, ()) {
  auto numbers = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(-50, 400), rc::gen::inRange(1, 60)));
  std::vector<Wish> wishes;
  double all = 0;
  for (auto [wanted, size] : numbers) {
    wishes.push_back({static_cast<double>(wanted), static_cast<double>(size)});
    all += size;
  }
  auto tops = spread(wishes, 0, 350);
  RC_ASSERT(tops.size() == wishes.size());
  for (std::size_t i = 0; i < tops.size(); ++i) {
    RC_ASSERT(tops[i] >= -1e-9);
    if (all <= 350) RC_ASSERT(tops[i] + wishes[i].size <= 350 + 1e-9);
    for (std::size_t j = 0; j < tops.size(); ++j) {
      if (wishes[i].wanted < wishes[j].wanted) RC_ASSERT(tops[i] <= tops[j]);
      if (i != j && tops[i] <= tops[j] && (tops[i] < tops[j] || i < j))
        RC_ASSERT(tops[i] + wishes[i].size <= tops[j] + 1e-9);
    }
  }
}

TEST(Spread, moves_no_more_than_needed) {
  EXPECT_EQ(spread({{100, 18}, {10, 18}, {300, 18}}, 0, 400), (Doubles{100, 10, 300}));
  // Both give way by the same.
  EXPECT_EQ(spread({{100, 20}, {110, 20}}, 0, 400), (Doubles{95, 115}));
  EXPECT_EQ(spread({{0, 20}, {5, 20}}, 0, 400), (Doubles{0, 20}));
  EXPECT_EQ(spread({{395, 20}, {390, 20}}, 0, 400), (Doubles{380, 360}));
}

using Lines = std::vector<std::string>;

TEST(WrapText, breaks_at_blanks_and_soft_hyphens) {
  EXPECT_EQ(wrap_text("Asylverfahren oder Duldung", 120, 3, false),
            (Lines{"Asylverfahren", "oder Duldung"}));
  EXPECT_EQ(wrap_text("Auf\u00ADent\u00ADhalts\u00ADtitel", 500, 3, false),
            (Lines{"Aufenthaltstitel"}));
  EXPECT_EQ(wrap_text("Aufenthalts\u00ADtitel", 95, 3, false), (Lines{"Aufenthalts-", "titel"}));
  EXPECT_EQ(wrap_text("", 100, 3, false), (Lines{""}));
}

TEST(WrapText, says_when_something_is_left_out) {
  auto lines = wrap_text("eins zwei drei vier fünf sechs sieben", 50, 2, false);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines[1].ends_with("…")) << lines[1];
}

RC_GTEST_PROP(WrapText, no_line_is_too_wide_and_no_letter_is_lost, (bool bold)) {
  auto words = *rc::gen::container<Lines>(rc::gen::nonEmpty(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcdwmXYZ019i")))));
  std::string text, letters;
  for (auto const& word : words) {
    text += (text.empty() ? "" : *rc::gen::arbitrary<bool>() ? " " : "\u00AD") + word;
    letters += word;
  }
  double width = *rc::gen::inRange(40, 300);
  std::string joined;
  for (auto const& line : wrap_text(text, width, 100000, bold)) {
    RC_ASSERT(text_width(line, bold) <= width + 1e-9);
    for (char letter : line)
      if (letter != ' ' && letter != '-') joined += letter;
  }
  RC_ASSERT(joined == letters);
}

TEST(TextWidth, knows_marks_and_direction) {
  EXPECT_EQ(text_width("e\u0301", false), text_width("e", false));
  EXPECT_EQ(text_width("ab\u00ADc", false), text_width("abc", false));
  EXPECT_GT(text_width("MMM", false), text_width("iii", false) * 2);
  EXPECT_GT(text_width("abc", true), text_width("abc", false));
  EXPECT_TRUE(runs_from_right("2022 يونيو"));
  EXPECT_FALSE(runs_from_right("< 5"));
  EXPECT_FALSE(runs_from_right("EU الاتحاد"));
}

}  // namespace
}  // namespace mila::html
