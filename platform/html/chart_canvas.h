// Writes SVG for charts: shapes with classes, escaped text, nothing else (internal to the chart
// kit).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/html/chart.h"
#include "platform/html/chart_layout.h"

namespace mila::html {

/// Pixels in the two drawings: slim fills a phone of 360 px, wide a page column.
inline constexpr double kSlimWidth = 320, kWideWidth = 800;

enum class Align { Start, Middle, End };

class Canvas {
 public:
  /// With `mirrored`, x runs from the right and Start is the right edge.
  Canvas(double width, bool mirrored) : width_(width), mirrored_(mirrored) {}

  void line(std::string_view classes, Point from, Point to);
  /// Corners joined by straight lines.
  void polyline(std::string_view classes, std::vector<Point> const& points);
  void circle(std::string_view classes, Point centre, double radius);
  /// A closed shape around `centre` that looks as large as a circle of that radius: circle, square,
  /// diamond, triangle upwards and downwards, hexagon; from then on the same again.
  void shape(std::size_t kind, std::string_view classes, Point centre, double radius);
  /// A cross of two strokes.
  void cross(std::string_view classes, Point centre, double radius);
  void rectangle(std::string_view classes, Box const& box);
  /// `at` is the base line's point to which the text is aligned. Its direction is its own.
  void text(std::string_view classes, Point at, Align align, std::string_view content);
  /// Several lines of text; `at` for the first.
  void lines(std::string_view classes, Point at, Align align,
             std::vector<std::string> const& contents);

  /// The whole element; `form` is "wide" or "slim".
  Safe finish(ChartText const& text, double height, std::string_view form) const;

 private:
  double x(double value) const { return mirrored_ ? width_ - value : value; }
  double width_;
  bool mirrored_;
  std::string body_;
};

/// Distance from the middle of a line of text down to its base line.
inline constexpr double kBaseline = 5;

}  // namespace mila::html
