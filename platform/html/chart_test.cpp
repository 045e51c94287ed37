// Charts as a browser's parser sees them: what is drawn, to which scale, and what is never shown.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

#include "platform/base/check.h"
#include "platform/html/test_support.h"
#include "platform/testing/document.h"

namespace mila::html {
namespace {

using namespace testing_support;
using testing::Document;
using testing::Element;

struct Corner {
  double x, y;
};

double number_of(Element const& element, char const* attribute) {
  auto text = element.attribute(attribute);
  std::size_t used = 0;
  double value = std::stod(text, &used);
  if (used != text.size()) throw std::runtime_error(text + " is no number");
  return value;
}

/// The corners of a path of M, L and relative l with absolute meaning.
std::vector<Corner> corners(Element const& path) {
  std::vector<Corner> found;
  auto d = path.attribute("d");
  for (std::size_t at = 0; at < d.size() && d[at] != 'z';) {
    char command = d[at++];
    std::size_t used = 0;
    double x = std::stod(d.substr(at), &used);
    at += used;
    double y = std::stod(d.substr(at), &used);
    at += used;
    if (command == 'l') {
      x += found.back().x;
      y += found.back().y;
    }
    found.push_back({x, y});
  }
  return found;
}

/// Every point of the drawing, text anchors included.
std::vector<Corner> all_points(Document const& svg) {
  std::vector<Corner> points;
  for (auto const& path : svg.all("path"))
    for (auto corner : corners(path)) points.push_back(corner);
  for (auto const& circle : svg.all("circle")) {
    double x = number_of(circle, "cx"), y = number_of(circle, "cy"), r = number_of(circle, "r");
    points.push_back({x - r, y - r});
    points.push_back({x + r, y + r});
  }
  for (auto const& text : svg.all("text"))
    points.push_back({number_of(text, "x"), number_of(text, "y")});
  for (auto const& rect : svg.all("rect")) {
    double x = number_of(rect, "x"), y = number_of(rect, "y");
    points.push_back({x, y});
    points.push_back({x + number_of(rect, "width"), y + number_of(rect, "height")});
  }
  return points;
}

/// All that holds for any drawing whatsoever; throws what does not.
void check_drawing(Safe const& drawing) {
  Document svg(drawing.html);
  auto root = svg.find("svg");
  auto fail = [&](std::string const& why) { throw std::runtime_error(why + ": " + drawing.html); };
  if (root.attribute("role") != "img") fail("no role");
  if (svg.find("title").attribute("id") + " " + svg.find("desc").attribute("id") !=
      root.attribute("aria-labelledby"))
    fail("not labelled");
  if (svg.find("style") || svg.find("[style]") || svg.find("script")) fail("style or script");
  double width = number_of(root, "width"), height = number_of(root, "height");
  if (root.attribute("viewBox") !=
      "0 0 " + root.attribute("width") + " " + root.attribute("height"))
    fail("view box");
  for (auto [x, y] : all_points(svg))
    if (!(x >= -1.05 && x <= width + 1.05 && y >= -0.05 && y <= height + 0.05))
      fail(fmt::format("{} {} lies outside", x, y));
}

rc::Gen<ChartValue> any_value() {
  return rc::gen::mapcat(rc::gen::inRange(0, 8), [](int kind) -> rc::Gen<ChartValue> {
    if (kind == 0) return rc::gen::just(ChartValue());
    if (kind == 1) return rc::gen::just(ChartValue::hidden());
    if (kind == 2) return rc::gen::just(ChartValue(0));
    int exponent = kind == 3 ? 280 : kind == 4 ? -280 : 0;
    return rc::gen::map(rc::gen::inRange(-100000, 100000), [exponent](int digits) {
      return ChartValue(digits * std::pow(10.0, exponent));
    });
  });
}

/// Long numbers are written short, as a caller would.
std::string short_number(double number) {
  return fmt::format("{:.4g}", number);
}

LineChart any_line_chart() {
  LineChart chart;
  chart.text = text_of("c", *rc::gen::arbitrary<bool>());
  chart.text.number = short_number;
  auto moments = *rc::gen::inRange<std::size_t>(1, 60);
  std::chrono::sys_days at = day(2011, 1, 1);
  for (std::size_t i = 0; i < moments; ++i) {
    at += std::chrono::days(*rc::gen::inRange(1, 400));
    chart.times.push_back({Date(at), "row", *rc::gen::element<std::string>("", "2011", "Feb. 2022"),
                           *rc::gen::inRange(0, 5) == 0});
  }
  auto count = *rc::gen::inRange<std::size_t>(1, kMaxLines + 1);
  for (std::size_t i = 0; i < count; ++i)
    chart.series.push_back({*rc::gen::element<std::string>(
                                "EU", "Aufent\u00ADhalts\u00ADtitel", "أ", "x",
                                "Menschen mit einem sehr langen Namen, der nirgends hinpasst"),
                            "",
                            *rc::gen::container<std::vector<ChartValue>>(moments, any_value())});
  chart.from_zero = *rc::gen::arbitrary<bool>();
  return chart;
}

RC_GTEST_PROP(LineChartTest, every_point_lies_in_its_view_box_whatever_the_data, ()) {
  auto view = line_chart(any_line_chart());
  RC_CLASSIFY(view.empty);
  if (view.empty) return;
  RC_ASSERT(view.drawn);
  check_drawing(view.wide);
  check_drawing(view.slim);
}

RC_GTEST_PROP(LineChartTest, time_is_to_scale, ()) {
  auto chart = any_line_chart();
  RC_PRE(chart.times.size() > 2);
  for (std::size_t i = 0; i < chart.times.size(); ++i)
    chart.series[0].values[i] = static_cast<double>(i);
  auto view = line_chart(chart);
  auto line = corners(Document(view.wide.html).find("path.l.s1"));
  RC_ASSERT(line.size() == chart.times.size());
  auto days = [&](std::size_t i) {
    return std::chrono::sys_days(chart.times[i].date) - std::chrono::sys_days(chart.times[0].date);
  };
  double all = static_cast<double>(days(line.size() - 1).count());
  for (std::size_t i = 1; i < line.size(); ++i) {
    double wanted = static_cast<double>(days(i).count()) / all * (line.back().x - line.front().x);
    RC_ASSERT(std::abs(line[i].x - line.front().x - wanted) < 0.11);
  }
}

TEST(LineChartTest, values_are_to_scale_from_zero) {
  auto view = line_chart(residents());
  for (auto const* drawing : {&view.wide, &view.slim}) {
    Document svg(drawing->html);
    auto title = corners(svg.find("path.l.s2"));
    ASSERT_EQ(title.size(), 13U);
    double zero = corners(svg.find("path.x"))[0].y;
    EXPECT_NEAR((zero - title[12].y) / (zero - title[0].y), 5497.0 / 1449, 0.02);
    // February and June 2022 are a third of a year apart.
    EXPECT_NEAR((title[12].x - title[11].x) / (title[1].x - title[0].x), 122.0 / 366, 0.02);
    EXPECT_TRUE(svg.with_text("text.t.b.s2", "5.497"));
  }
}

TEST(LineChartTest, a_missing_value_is_a_gap) {
  Document svg(line_chart(yearly({3, 4, ChartValue(), 5, ChartValue(), 6, 7})).wide.html);
  ASSERT_EQ(svg.all("path.l").size(), 2U);
  EXPECT_EQ(corners(svg.all("path.l")[0]).size(), 2U);
  EXPECT_EQ(svg.all("circle.p").size(), 5U);  // the lone 5 is seen, too
}

TEST(LineChartTest, a_number_kept_back_is_neither_drawn_nor_written) {
  auto view = line_chart(yearly({30, ChartValue::hidden(), 40, 50}));
  Document svg(view.wide.html);
  EXPECT_EQ(svg.all("path.l").size(), 1U);
  EXPECT_EQ(svg.all("circle.p").size(), 3U);
  auto cross = corners(svg.find("path.c.s1"));
  double zero = corners(svg.find("path.x"))[0].y;
  EXPECT_NEAR((cross[0].y + cross[1].y) / 2, zero, 0.1);  // at the zero line, whatever it is
  EXPECT_TRUE(svg.with_text("text.q", "< 5"));
  EXPECT_EQ(view.rows[1].cells[0].text, "< 5");
  EXPECT_TRUE(view.rows[1].cells[0].quiet);
}

TEST(LineChartTest, the_end_of_a_line_says_what_is_known_there) {
  Document hidden(line_chart(yearly({30, ChartValue::hidden()})).wide.html);
  EXPECT_TRUE(hidden.with_text("text.t.b", "< 5"));
  Document known(line_chart(yearly({30, 80})).wide.html);
  EXPECT_NEAR(number_of(known.with_text("text.t.b", "80"), "y") - 5,
              corners(known.find("path.l"))[1].y, 0.11);
  Document missing(line_chart(yearly({30, 31, ChartValue()})).wide.html);
  EXPECT_TRUE(missing.with_text("text.t.b", "–"));
  EXPECT_FALSE(missing.with_text("text.t.b", "31"));
}

TEST(LineChartTest, one_point_and_equal_values_can_be_seen) {
  for (auto const& values : std::vector<std::vector<ChartValue>>{
           {7}, {0}, {-3}, {7, 7, 7}, {0, 0}, {1e300, -1e300}, {1e-300, 2e-300}}) {
    for (bool from_zero : {true, false}) {
      auto chart = yearly(values);
      chart.text.number = short_number;
      chart.from_zero = from_zero;
      auto view = line_chart(chart);
      ASSERT_TRUE(view.drawn);
      EXPECT_EQ(Document(view.wide.html).all("circle.p").size(), values.size());
      EXPECT_NO_THROW(check_drawing(view.wide));
      EXPECT_NO_THROW(check_drawing(view.slim));
    }
  }
}

TEST(LineChartTest, below_zero_lies_below_the_zero_line) {
  Document svg(line_chart(yearly({-40, 60})).wide.html);
  auto line = corners(svg.find("path.l"));
  double zero = corners(svg.find("path.x"))[0].y;
  EXPECT_GT(line[0].y, zero);
  EXPECT_LT(line[1].y, zero);
}

TEST(LineChartTest, infinite_numbers_are_missing) {
  auto view = line_chart(yearly({NAN, INFINITY, -INFINITY, 1e301, 5}));
  EXPECT_EQ(view.rows[0].cells[0].text, "–");
  EXPECT_EQ(Document(view.wide.html).all("circle.p").size(), 1U);
}

TEST(LineChartTest, too_much_or_nothing_is_not_drawn_but_listed) {
  auto many = residents();
  many.series.resize(40, many.series[0]);
  auto view = line_chart(many);
  EXPECT_TRUE(view.too_many);
  EXPECT_FALSE(view.drawn);
  EXPECT_TRUE(view.wide.html.empty());
  EXPECT_EQ(view.columns.size(), 41U);
  EXPECT_TRUE(line_chart(yearly(std::vector<ChartValue>(kMaxTimes + 1, 5.0))).too_many);
  EXPECT_TRUE(line_chart(yearly(std::vector<ChartValue>(kMaxTimes, 5.0))).drawn);
  auto nothing = line_chart(yearly({ChartValue(), ChartValue::hidden()}));
  EXPECT_TRUE(nothing.empty);
  EXPECT_FALSE(nothing.drawn);
  EXPECT_EQ(nothing.rows.size(), 2U);
}

TEST(LineChartTest, a_callers_mistake_is_a_bug) {
  auto broken = [](auto change) {
    auto chart = residents();
    change(chart);
    return chart;
  };
  EXPECT_THROW(line_chart(broken([](auto& c) { c.series[1].values.pop_back(); })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { std::swap(c.times[0], c.times[1]); })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { c.times[1].date = c.times[0].date; })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { c.text.title = ""; })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { c.series[0].name = ""; })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { c.text.id = "a b"; })), BugError);
  EXPECT_THROW(line_chart(broken([](auto& c) { c.text.number = nullptr; })), BugError);
}

TEST(LineChartTest, words_of_data_stay_words) {
  auto chart = residents();
  chart.series[0].name = chart.series[0].short_name = "<b>&\"x\"";
  chart.text.title = "<script>";
  Document svg(line_chart(chart).wide.html);
  EXPECT_FALSE(svg.find("script"));
  EXPECT_FALSE(svg.find("b"));
  EXPECT_TRUE(svg.with_text("text", "<b>&\"x\""));
  EXPECT_EQ(svg.parse_errors(), Document("<svg></svg>").parse_errors());
}

TEST(LineChartTest, names_at_the_end_or_in_a_key_but_always_there) {
  auto names = [](Safe const& drawing) {
    std::multiset<std::string> found;
    for (auto const& text : Document(drawing.html).all("text.t")) found.insert(text.text());
    return found;
  };
  auto view = line_chart(residents());
  EXPECT_EQ(names(view.wide).count("Aufenthaltstitel"), 1U);
  EXPECT_EQ(names(view.slim).count("EU"), 1U);
  EXPECT_EQ(names(line_chart(gaps()).slim).count("Treff Alte Mühle"), 1U);
}

TEST(LineChartTest, arabic_names_stand_right_of_the_line_too) {
  auto chart = yearly({1, 2});
  chart.series[0].name = "تصريح الإقامة";
  Document svg(line_chart(chart).wide.html);
  auto name = svg.with_text("text.t", chart.series[0].name);
  // Text that runs from the right ends where the column begins.
  EXPECT_EQ(name.attribute("class"), "t s1 e r");
  EXPECT_GT(number_of(name, "x"), corners(svg.find("path.l"))[1].x);
}

/// Left and right edge of each bar.
std::vector<std::pair<double, double>> edges(Safe const& drawing) {
  std::vector<std::pair<double, double>> found;
  for (auto const& rect : Document(drawing.html).all("rect.bar")) {
    double left = number_of(rect, "x");
    found.emplace_back(left, left + number_of(rect, "width"));
  }
  return found;
}

BarChart bars_of(std::vector<ChartValue> values, bool rtl = false) {
  BarChart chart;
  chart.text = text_of("b", rtl);
  chart.rows.assign(values.size(), "Zeile");
  chart.series = {{"Reihe", "", std::move(values)}};
  return chart;
}

TEST(BarChartTest, bars_are_as_long_as_their_values_from_one_zero) {
  auto view = bar_chart(bars_of({100, 25, -50, 0, ChartValue(), ChartValue::hidden()}));
  for (auto const* drawing : {&view.wide, &view.slim}) {
    auto found = edges(*drawing);
    ASSERT_EQ(found.size(), 3U);  // nothing for zero, missing and kept back
    double zero = found[0].first, unit = (found[0].second - zero) / 100;
    EXPECT_NEAR(found[1].first, zero, 0.11);
    EXPECT_NEAR(found[1].second - zero, 25 * unit, 0.21);
    EXPECT_NEAR(found[2].second, zero, 0.11);
    EXPECT_NEAR(zero - found[2].first, 50 * unit, 0.21);
    Document svg(drawing->html);
    for (auto const* words : {"100", "25", "−50", "0", "–", "< 5"})
      EXPECT_TRUE(svg.with_text("text", words)) << words;
  }
}

TEST(BarChartTest, bars_begin_at_zero_even_if_all_are_long) {
  auto view = bar_chart(bars_of({1000, 1010}));
  EXPECT_NO_THROW(check_drawing(view.wide));
  auto found = edges(view.wide);
  EXPECT_NEAR((found[0].second - found[0].first) / (found[1].second - found[1].first),
              1000 / 1010.0, 0.001);
}

TEST(BarChartTest, runs_from_the_right_for_those_who_read_so) {
  auto from_left = edges(bar_chart(bars_of({100, 25})).wide);
  auto from_right = edges(bar_chart(bars_of({100, 25}, true)).wide);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(from_right[i].second, 800 - from_left[i].first, 0.11);
    EXPECT_NEAR(from_right[i].first, 800 - from_left[i].second, 0.11);
  }
}

RC_GTEST_PROP(BarChartTest, every_point_lies_in_its_view_box_whatever_the_data, (bool rtl)) {
  auto values = *rc::gen::container<std::vector<ChartValue>>(any_value());
  auto chart = bars_of(values, rtl);
  chart.text.number = short_number;
  if (*rc::gen::arbitrary<bool>()) chart.series.push_back(chart.series[0]);
  auto view = bar_chart(chart);
  RC_ASSERT(view.too_many == (values.size() > kMaxRows));
  if (!view.drawn) return;
  check_drawing(view.wide);
  check_drawing(view.slim);
}

TEST(DotChartTest, dots_lie_at_their_values_and_the_outer_two_say_them) {
  auto view = dot_chart(dots());
  Document svg(view.wide.html);
  auto at = [&](std::string const& tick) { return number_of(svg.with_text("text.q", tick), "x"); };
  auto circle = svg.all("circle.dot.s1")[1];  // the first is the key's
  EXPECT_NEAR((number_of(circle, "cx") - at("0")) / (at("10") - at("0")), 0.9, 0.01);
  EXPECT_TRUE(svg.with_text("text.b", "2"));
  EXPECT_TRUE(svg.with_text("text.b", "31"));
  EXPECT_FALSE(svg.with_text("text.b", "9"));
  // Kept back: a cross and its words before the axis, never on it.
  for (auto const& cross : svg.all("path.c")) EXPECT_LT(corners(cross)[1].x, at("0") - 20);
  EXPECT_EQ(svg.all("path.c").size(), 2U);
}

RC_GTEST_PROP(DotChartTest, every_point_lies_in_its_view_box_whatever_the_data, (bool rtl)) {
  DotChart chart;
  chart.text = text_of("d", rtl);
  chart.text.number = short_number;
  auto rows = *rc::gen::inRange<std::size_t>(1, kMaxRows + 1);
  chart.rows.assign(rows, "Zeile mit einem Namen");
  auto count = *rc::gen::inRange<std::size_t>(1, kMaxDotSeries + 1);
  for (std::size_t i = 0; i < count; ++i)
    chart.series.push_back(
        {"Reihe", "", *rc::gen::container<std::vector<ChartValue>>(rows, any_value())});
  auto view = dot_chart(chart);
  if (!view.drawn) return;
  check_drawing(view.wide);
  check_drawing(view.slim);
}

}  // namespace
}  // namespace mila::html
