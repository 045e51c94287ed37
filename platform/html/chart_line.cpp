// Lines over time: the axis to scale, lines told apart by dash, shape of the points and colour,
// each labelled at its end. Where a slim drawing has no room for names at the end, a key above has
// them.
#include <algorithm>
#include <cmath>

#include "platform/base/check.h"
#include "platform/html/chart.h"
#include "platform/html/chart_canvas.h"
#include "platform/html/chart_data.h"
#include "platform/html/chart_layout.h"
#include "platform/html/chart_text.h"

namespace mila::html {
namespace {

constexpr double kPlotHeightWide = 330, kPlotHeightSlim = 300;
constexpr double kMarkRow = 20;       // height of a row of marks above the plot
constexpr std::size_t kMarkRows = 3;  // beyond, a mark has its line but no words
constexpr double kTickGap = 12;       // at least between two words at the time axis
constexpr double kRoomForCircles = 9;
constexpr double kNameWidth = 150, kNameWidthSlim = 92;
constexpr double kColumnGap = 18, kColumnGapSlim = 9;  // between the plot and its labels
constexpr double kNameGap = 8;                         // between value and name
constexpr double kCross = 10;                          // from one to the next above it
constexpr double kSample = 30;                         // length of the line in a key

struct Mark {
  double x;
  std::optional<std::size_t> row;  // from the plot upwards
  Box box;                         // of its words, in x only
};

/// One series as drawn, in pieces where values are missing.
struct Curve {
  std::vector<std::vector<Point>> line;
  Point end;          // where its label belongs
  std::string value;  // at the end
};

class LineDrawing {
 public:
  LineDrawing(LineChart const& chart, bool slim)
      : chart_(chart),
        slim_(slim),
        width_(slim ? kSlimWidth : kWideWidth),
        canvas_(width_, false),
        ticks_(value_ticks(chart.series, chart.from_zero, 6)) {}

  Safe draw() {
    lay_out_columns();
    lay_out_rows(key_ ? draw_key() : 0);
    draw_axes();
    draw_marks();
    // The first series lies on top.
    for (std::size_t i = curves_.size(); i-- > 0;) draw_curve(i);
    draw_hidden();
    draw_end_labels();
    return canvas_.finish(chart_.text, height(), slim_ ? "slim" : "wide");
  }

 private:
  double days(std::size_t moment) const {
    return static_cast<double>(
        std::chrono::sys_days(chart_.times[moment].date).time_since_epoch().count());
  }
  double x(std::size_t moment) const { return x_(days(moment)); }
  double height() const { return plot_.bottom + (has_tick_words_ ? 30 : 10); }
  double base() const { return std::clamp(y_(0), plot_.top, plot_.bottom); }

  /// Left and right of the plot, and with them all x.
  void lay_out_columns() {
    for (double tick : ticks_) tick_words_.push_back(chart_.text.number(tick));
    auto half = [&](ChartTime const& time) { return text_width(time.tick, false) / 2; };
    plot_.left = std::max(widest(tick_words_, false) + 8, half(chart_.times.front()));
    plot_.right = width_ - std::max(lay_out_labels(), half(chart_.times.back()));
    // Words of any length: the plot keeps a third of the width.
    plot_.left = std::min(plot_.left, width_ / 3);
    plot_.right = std::max(plot_.right, width_ * 2 / 3);
    x_ = {days(0), days(chart_.times.size() - 1), plot_.left, plot_.right};
    lay_out_marks();
  }

  /// Value and name of each series at the end of its line: beside each other in the wide drawing,
  /// one above the other in the slim one. Returns the width they need.
  double lay_out_labels() {
    double longest = 0, names = 0;
    std::vector<std::string> values;
    for (auto const& series : chart_.series) {
      values.push_back(words_for(chart_.text, series.values.back()));
      longest = std::max(longest, word_width(slim_ ? short_name(series) : series.name, false));
    }
    value_width_ = widest(values, true);
    key_ = slim_ && (longest > kNameWidthSlim || chart_.series.size() > 4);
    double width = slim_ ? kNameWidthSlim : std::clamp(longest, kNameWidth, 1.5 * kNameWidth);
    for (auto const& series : chart_.series) {
      name_lines_.push_back(
          key_ ? std::vector<std::string>()
               : wrap_text(slim_ ? short_name(series) : series.name, width, 3, false));
      names = std::max(names, widest(name_lines_.back(), false));
    }
    if (slim_) return kColumnGapSlim + std::max(value_width_, names);
    return kColumnGap + value_width_ + kNameGap + names;
  }

  /// A row for the words of each mark, in which they cross neither words nor lines of others.
  void lay_out_marks() {
    for (std::size_t i = 0; i < chart_.times.size(); ++i) {
      if (!chart_.times[i].mark) continue;
      double at = x(i), words = text_width(chart_.times[i].tick, false);
      Box box{at - 5 - words, 0, at - 5, 1};
      if (box.left < 0) box = {at + 5, 0, at + 5 + words, 1};
      Mark mark{at, std::nullopt, box};
      for (std::size_t row = 0; row < kMarkRows && !mark.row && words > 0; ++row)
        if (std::none_of(marks_.begin(), marks_.end(), [&](Mark const& other) {
              if (!other.row) return false;
              bool crosses_line =
                  *other.row >= row && box.left < other.x + 4 && other.x < box.right + 4;
              bool crossed =
                  row >= *other.row && other.box.left < at + 4 && at < other.box.right + 4;
              return crosses_line || crossed ||
                     (*other.row == row && box.left < other.box.right &&
                      other.box.left < box.right);
            }))
          mark.row = row;
      marks_.push_back(mark);
    }
  }

  /// Top and bottom of the plot below a head of `head` pixels, and with them all y.
  void lay_out_rows(double head) {
    std::size_t rows = 0;
    for (auto const& mark : marks_)
      if (mark.row) rows = std::max(rows, *mark.row + 1);
    plot_.top = head + std::max(11.0, kMarkRow * static_cast<double>(rows) + 2);
    plot_.bottom = plot_.top + (slim_ ? kPlotHeightSlim : kPlotHeightWide);
    y_ = {ticks_.front(), ticks_.back(), plot_.bottom, plot_.top};
    curves_.clear();
    for (auto const& series : chart_.series) curves_.push_back(curve_of(series));
  }

  Curve curve_of(ChartSeries const& series) const {
    Curve curve{{}, {plot_.right, base()}, words_for(chart_.text, series.values.back())};
    bool open = false;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (series.values[i].known()) {
        if (!open) curve.line.emplace_back();
        curve.line.back().push_back({x(i), y_(series.values[i].number)});
      }
      open = series.values[i].known();
    }
    bool hidden_now = series.values.back().kind == ChartValue::Kind::Hidden;
    if (hidden_now)
      curve.end.x = x(series.values.size() - 1);
    else if (!curve.line.empty())
      curve.end = curve.line.back().back();
    return curve;
  }

  void draw_axes() {
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
      double at = y_(ticks_[i]);
      canvas_.line(at == base() ? "x" : "g", {plot_.left, at}, {plot_.right, at});
      canvas_.text("q", {plot_.left - 8, at + kBaseline}, Align::End, tick_words_[i]);
    }
    auto const shown = shown_ticks();
    has_tick_words_ = !shown.empty();
    for (auto i : shown) {
      canvas_.line("x", {x(i), plot_.bottom}, {x(i), plot_.bottom + 6});
      canvas_.text("q", {x(i), plot_.bottom + 23}, Align::Middle, chart_.times[i].tick);
    }
  }

  /// Every n-th moment that has words, with the least n at which the words do not touch.
  std::vector<std::size_t> shown_ticks() const {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < chart_.times.size(); ++i)
      if (!chart_.times[i].mark && !chart_.times[i].tick.empty()) all.push_back(i);
    for (std::size_t step = 1; step <= all.size(); ++step) {
      std::vector<std::size_t> some;
      double until = -width_;
      bool fits = true;
      for (std::size_t i = 0; i < all.size() && fits; i += step) {
        double half = text_width(chart_.times[all[i]].tick, false) / 2;
        fits = x(all[i]) - half >= until + kTickGap;
        until = x(all[i]) + half;
        some.push_back(all[i]);
      }
      if (fits) return some;
    }
    return {};
  }

  void draw_marks() {
    auto mark = marks_.begin();
    for (auto const& time : chart_.times) {
      if (!time.mark) continue;
      double rise = mark->row ? kMarkRow * static_cast<double>(*mark->row + 1) - 4 : 0;
      canvas_.line("v", {mark->x, plot_.top - rise}, {mark->x, plot_.bottom});
      canvas_.line("x", {mark->x, plot_.bottom}, {mark->x, plot_.bottom + 6});
      if (mark->row) {
        bool leftwards = mark->box.right < mark->x;
        canvas_.text("q", {leftwards ? mark->box.right : mark->box.left, plot_.top - rise + 11},
                     leftwards ? Align::End : Align::Start, time.tick);
      }
      ++mark;
    }
  }

  void draw_curve(std::size_t index) {
    double moments = static_cast<double>(chart_.times.size());
    bool circles = (plot_.right - plot_.left) / moments >= kRoomForCircles;
    auto const& line = curves_[index].line;
    for (auto const& piece : line)
      if (piece.size() > 1) canvas_.polyline(series_class("l", index), piece);
    for (auto const& piece : line)
      for (auto const& point : piece)
        if (circles || piece.size() == 1 || (&piece == &line.back() && &point == &piece.back()))
          canvas_.shape(index, series_class("p", index), point, slim_ ? 3 : 3.5);
  }

  /// A cross at the zero line for each value kept back, above each other; the words once where they
  /// have room. Downwards where zero lies too high.
  void draw_hidden() {
    double up = base() - kCross * (static_cast<double>(kMaxLines) + 2) > plot_.top ? -1 : 1;
    double half = text_width(chart_.text.hidden, false) / 2, until = -width_;
    for (std::size_t i = 0; i < chart_.times.size(); ++i) {
      double at = base();
      for (std::size_t s = 0; s < chart_.series.size(); ++s) {
        if (chart_.series[s].values[i].kind != ChartValue::Kind::Hidden) continue;
        canvas_.cross(series_class("c", s), {x(i), at}, 4);
        at += up * kCross;
      }
      double middle = std::clamp(x(i), plot_.left + half, plot_.right - half);
      if (at == base() || middle - half < until + 4) continue;
      canvas_.text("q h", {middle, up < 0 ? at : at + kCross}, Align::Middle, chart_.text.hidden);
      until = middle + half;
    }
  }

  void draw_end_labels() {
    std::vector<Wish> wishes;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      auto lines = name_lines_[i].size() + (slim_ ? 1 : 0);
      wishes.push_back({curves_[i].end.y - kLineHeight / 2,
                        static_cast<double>(lines) * kLineHeight + (lines > 1 ? 3 : 0)});
    }
    auto tops = spread(wishes, 0, height());
    double column = plot_.right + (slim_ ? kColumnGapSlim : kColumnGap);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      auto const& end = curves_[i].end;
      double middle = tops[i] + kLineHeight / 2, baseline = middle + kBaseline;
      bool apart = std::abs(middle - end.y) > kLineHeight / 2 || end.x < plot_.right - 1;
      if (apart && !slim_)
        canvas_.line(series_class("k", i), {end.x + 6, end.y}, {column - 4, middle});
      canvas_.text(series_class("t b", i), {column, baseline}, Align::Start, curves_[i].value);
      Point name = slim_ ? Point{column, baseline + kLineHeight}
                         : Point{column + value_width_ + kNameGap, baseline};
      canvas_.lines(series_class("t", i), name, Align::Start, name_lines_[i]);
    }
  }

  /// A line of each kind with its name, above the plot. Returns the height.
  double draw_key() {
    double top = 0;
    for (std::size_t i = 0; i < chart_.series.size(); ++i) {
      auto lines = wrap_text(chart_.series[i].name, width_ - kSample - 8, 3, false);
      double middle = top + kLineHeight / 2 + 2;
      canvas_.line(series_class("l", i), {1, middle}, {kSample, middle});
      canvas_.shape(i, series_class("p", i), {kSample / 2, middle}, 3);
      canvas_.lines(series_class("t", i), {kSample + 8, middle + kBaseline}, Align::Start, lines);
      top += kLineHeight * static_cast<double>(lines.size()) + 4;
    }
    return top + 4;
  }

  LineChart const& chart_;
  bool slim_;
  double width_;
  Canvas canvas_;
  std::vector<double> ticks_;
  std::vector<std::string> tick_words_;
  std::vector<std::vector<std::string>> name_lines_;
  double value_width_ = 0;
  Box plot_;
  Scale x_, y_;
  std::vector<Mark> marks_;
  std::vector<Curve> curves_;
  bool has_tick_words_ = false;
  bool key_ = false;  // names stand in a key, not at the ends
};

}  // namespace

ChartView line_chart(LineChart const& chart) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < chart.times.size(); ++i) {
    auto const& time = chart.times[i];
    CHECK(time.date.ok());
    CHECK(i == 0 ||
          std::chrono::sys_days(chart.times[i - 1].date) < std::chrono::sys_days(time.date));
    rows.push_back(time.label);
  }
  auto view = make_view(chart.text, rows, chart.series, chart.total ? &*chart.total : nullptr);
  view.too_many = chart.series.size() > kMaxLines || chart.times.size() > kMaxTimes;
  view.drawn = !view.too_many && !view.empty;
  if (!view.drawn) return view;
  view.wide = LineDrawing(chart, false).draw();
  view.slim = LineDrawing(chart, true).draw();
  return view;
}

}  // namespace mila::html
