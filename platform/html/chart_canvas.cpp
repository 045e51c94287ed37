// SVG by hand: coordinates with one decimal, classes, escaped text.
#include "platform/html/chart_canvas.h"

#include <fmt/format.h>

#include <cmath>

#include "platform/html/chart_text.h"
#include "platform/html/template.h"

namespace mila::html {
namespace {

std::string number(double value) {
  double tenths = std::round(value * 10);
  if (std::fmod(tenths, 10) == 0) return fmt::format("{:.0f}", tenths / 10 + 0.0);
  return fmt::format("{:.1f}", tenths / 10);
}

}  // namespace

void Canvas::line(std::string_view classes, Point from, Point to) {
  polyline(classes, {from, to});
}

void Canvas::polyline(std::string_view classes, std::vector<Point> const& points) {
  body_ += fmt::format("<path class=\"{}\" d=\"", classes);
  char command = 'M';
  for (auto const& point : points) {
    body_ += command + number(x(point.x)) + " " + number(point.y);
    command = 'L';
  }
  body_ += "\"/>";
}

void Canvas::circle(std::string_view classes, Point centre, double radius) {
  body_ += fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", classes,
                       number(x(centre.x)), number(centre.y), number(radius));
}

void Canvas::shape(std::size_t kind, std::string_view classes, Point centre, double radius) {
  // Corners at radius 1; areas near that of the circle.
  static std::vector<std::vector<Point>> const corners{
      {},
      {{-0.9, -0.9}, {0.9, -0.9}, {0.9, 0.9}, {-0.9, 0.9}},
      {{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}},
      {{0, -1.4}, {1.3, 0.9}, {-1.3, 0.9}},
      {{0, 1.4}, {1.3, -0.9}, {-1.3, -0.9}},
      {{-1.15, 0}, {-0.6, -1}, {0.6, -1}, {1.15, 0}, {0.6, 1}, {-0.6, 1}}};
  auto const& around = corners[kind % corners.size()];
  if (around.empty()) return circle(classes, centre, radius);
  body_ += fmt::format("<path class=\"{}\" d=\"", classes);
  char command = 'M';
  for (auto const& corner : around) {
    body_ += command + number(x(centre.x + corner.x * radius)) + " " +
             number(centre.y + corner.y * radius);
    command = 'L';
  }
  body_ += "z\"/>";
}

void Canvas::cross(std::string_view classes, Point centre, double radius) {
  auto left = number(x(centre.x) - radius), d = number(2 * radius), back = number(-2 * radius);
  body_ += fmt::format("<path class=\"{}\" d=\"M{} {}l{} {}M{} {}l{} {}\"/>", classes, left,
                       number(centre.y - radius), d, d, left, number(centre.y + radius), d, back);
}

void Canvas::rectangle(std::string_view classes, Box const& box) {
  double left = mirrored_ ? x(box.right) : box.left;
  body_ += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>", classes,
                       number(left), number(box.top), number(box.right - box.left),
                       number(box.bottom - box.top));
}

void Canvas::text(std::string_view classes, Point at, Align align, std::string_view content) {
  // text-anchor follows the text's direction: the left edge is where Arabic ends.
  bool from_right = runs_from_right(content);
  if (mirrored_ != from_right && align != Align::Middle)
    align = align == Align::Start ? Align::End : Align::Start;
  std::string all(classes);
  for (auto const* more :
       {align == Align::Middle ? "m" : "", align == Align::End ? "e" : "", from_right ? "r" : ""})
    if (*more) all += (all.empty() ? "" : " ") + std::string(more);
  body_ += all.empty() ? "<text" : fmt::format("<text class=\"{}\"", all);
  body_ += fmt::format(" x=\"{}\" y=\"{}\">", number(x(at.x)), number(at.y));
  append_escaped(body_, content);
  body_ += "</text>";
}

void Canvas::lines(std::string_view classes, Point at, Align align,
                   std::vector<std::string> const& contents) {
  for (auto const& content : contents) {
    text(classes, at, align, content);
    at.y += kLineHeight;
  }
}

Safe Canvas::finish(ChartText const& text, double height, std::string_view form) const {
  std::string id = text.id + "-" + std::string(form);
  return {fmt::format(
      "<svg class=\"m-chart m-chart--{0}\" viewBox=\"0 0 {1} {2}\" width=\"{1}\" height=\"{2}\" "
      "role=\"img\" aria-labelledby=\"{3}-title {3}-desc\"><title id=\"{3}-title\">{4}</title>"
      "<desc id=\"{3}-desc\">{5}</desc>{6}</svg>",
      form, number(width_), number(height), id, escape(text.title), escape(text.description),
      body_)};
}

}  // namespace mila::html
