// Rows of categories: bars from zero, and dots with their range. Names stand beside the rows in the
// wide drawing and above each row in the slim one; right to left everything is mirrored.
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

constexpr double kNamesWide = 280;  // at most, for the column of names
constexpr double kValueGap = 8;     // between a bar or dot and its value
constexpr double kRowGap = 14;
constexpr double kBar = 20, kBarOfPair = 15, kDotRow = 22;
constexpr double kSwatch = 16;

/// Where one row's name and values go.
struct Row {
  std::vector<std::string> name;
  double name_top = 0;
  double top = 0;  // of bars or dots
};

/// What bars and dots share: a column of names, rows beside or below them, a key.
class RowDrawing {
 public:
  RowDrawing(ChartText const& text, std::vector<std::string> const& rows,
             std::vector<ChartSeries> const& series, bool slim, double body)
      : text_(text),
        series_(series),
        slim_(slim),
        width_(slim ? kSlimWidth : kWideWidth),
        body_(body),
        canvas_(width_, text.rtl) {
    for (auto const& name : rows)
      rows_.push_back({wrap_text(name, slim ? width_ : kNamesWide, 3, false)});
  }

 protected:
  /// Names of several series with a sample of each, in as many lines as they need.
  template <typename Sample>
  void draw_key(Sample const& sample) {
    if (series_.size() < 2) return;
    double left = 0, middle = kLineHeight / 2 + 2;
    for (std::size_t i = 0; i < series_.size(); ++i) {
      auto lines = wrap_text(series_[i].name, width_ - kSwatch - 8, 2, false);
      double wide = kSwatch + 8 + widest(lines, false);
      if (left > 0 && left + wide > width_) {
        left = 0;
        middle += kLineHeight + 6;
      }
      sample(i, Point{left + kSwatch / 2, middle});
      canvas_.lines("", {left + kSwatch + 8, middle + kBaseline}, Align::Start, lines);
      left += wide + 24;
      middle += kLineHeight * static_cast<double>(lines.size() - 1);
    }
    head_ = middle + kLineHeight / 2 + 12;
  }

  /// Places all rows below the key; returns the lower edge of the last.
  double lay_out_rows() {
    double top = head_;
    for (auto& row : rows_) {
      double name = kLineHeight * static_cast<double>(row.name.size());
      row.name_top = slim_ ? top : top + std::max(0.0, (body_ - name) / 2);
      row.top = slim_ ? top + name + 3 : top + std::max(0.0, (name - body_) / 2);
      top = (slim_ ? row.top + body_ : top + std::max(body_, name)) + kRowGap;
      if (!slim_) names_ = std::max(names_, widest(row.name, false) + 16);
    }
    return rows_.empty() ? top : top - kRowGap;
  }

  void draw_names() {
    for (auto const& row : rows_)
      canvas_.lines("", {0, row.name_top + kLineHeight / 2 + kBaseline}, Align::Start, row.name);
  }

  double widest_value() const {
    std::vector<std::string> words;
    for (auto const& series : series_)
      for (auto const& value : series.values) words.push_back(words_for(text_, value));
    // Words of any length: the drawing keeps room for itself.
    return std::min(widest(words, true), width_ / 4);
  }

  ChartText const& text_;
  std::vector<ChartSeries> const& series_;
  bool slim_;
  double width_;
  double body_;       // height of the values of one row
  double head_ = 2;   // height of the key
  double names_ = 0;  // width of the column of names
  Canvas canvas_;
  std::vector<Row> rows_;
};

class BarDrawing : RowDrawing {
 public:
  BarDrawing(BarChart const& chart, bool slim)
      : RowDrawing(chart.text, chart.rows, chart.series, slim,
                   chart.series.size() == 1 ? kBar : kBarOfPair * 2 + 3),
        thickness_(chart.series.size() == 1 ? kBar : kBarOfPair) {}

  Safe draw() {
    draw_key([&](std::size_t series, Point at) {
      canvas_.rectangle(series_class("bar", series), {at.x - 8, at.y - 6, at.x + 8, at.y + 6});
    });
    double bottom = lay_out_rows();
    auto range = extent(series_).value_or(Range{0, 1});
    double room = widest_value() + kValueGap + 2;
    // Words for zero and for what is not known stand right of the zero line, too.
    bool all_negative = std::all_of(series_.begin(), series_.end(), [](ChartSeries const& series) {
      return std::all_of(series.values.begin(), series.values.end(),
                         [](ChartValue const& value) { return value.number < 0; });
    });
    x_ = {std::min(range.low, 0.0), std::max(range.high, 0.0), names_ + (range.low < 0 ? room : 1),
          width_ - (all_negative ? 1 : room)};
    if (x_.from == x_.to) x_.to = 1;
    draw_names();
    for (std::size_t i = 0; i < rows_.size(); ++i)
      for (std::size_t s = 0; s < series_.size(); ++s)
        draw_bar(rows_[i].top + (thickness_ + 3) * static_cast<double>(s), s, series_[s].values[i]);
    draw_zero(bottom);
    return canvas_.finish(text_, bottom + 4, slim_ ? "slim" : "wide");
  }

 private:
  void draw_bar(double top, std::size_t series, ChartValue const& value) {
    double zero = x_(0), end = value.known() ? x_(value.number) : zero;
    if (value.known() && value.number != 0)
      canvas_.rectangle(series_class("bar", series),
                        {std::min(zero, end), top, std::max(zero, end), top + thickness_});
    bool left = value.known() && value.number < 0;
    canvas_.text(value.known() ? "b" : "q",
                 {left ? end - kValueGap : end + kValueGap, top + thickness_ / 2 + kBaseline},
                 left ? Align::End : Align::Start, words_for(text_, value));
  }

  /// The zero line; in the slim drawing it leaves out the names above the bars.
  void draw_zero(double bottom) {
    if (!slim_) {
      canvas_.line("x", {x_(0), head_ - 2}, {x_(0), bottom + 2});
      return;
    }
    for (auto const& row : rows_)
      canvas_.line("x", {x_(0), row.top - 2}, {x_(0), row.top + body_ + 2});
  }

  double thickness_;
  Scale x_;
};

class DotDrawing : RowDrawing {
 public:
  DotDrawing(DotChart const& chart, bool slim)
      : RowDrawing(chart.text, chart.rows, chart.series, slim, kDotRow),
        from_zero_(chart.from_zero) {}

  Safe draw() {
    draw_key([&](std::size_t series, Point at) { draw_dot(series, at); });
    double bottom = lay_out_rows();
    lay_out_axis();
    draw_axis(bottom + 4);
    draw_names();
    for (std::size_t i = 0; i < rows_.size(); ++i) draw_row(i);
    return canvas_.finish(text_, bottom + 34, slim_ ? "slim" : "wide");
  }

 private:
  /// As many ticks as their words have room for.
  void lay_out_axis() {
    double room = widest_value() + kDotGap + 4;
    double left = names_ + std::min(hidden_width(), width_ / 4) + room, right = width_ - room;
    for (int intervals = slim_ ? 4 : 8; intervals >= 2; intervals /= 2) {
      ticks_ = value_ticks(series_, from_zero_, intervals);
      words_.clear();
      for (double tick : ticks_) words_.push_back(text_.number(tick));
      if ((widest(words_, false) + 12) * static_cast<double>(ticks_.size()) <= right - left) break;
    }
    x_ = {ticks_.front(), ticks_.back(), left, right};
  }

  void draw_axis(double bottom) {
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
      double at = x_(ticks_[i]);
      if (slim_)
        for (auto const& row : rows_) canvas_.line("g", {at, row.top}, {at, row.top + body_});
      else
        canvas_.line("g", {at, head_}, {at, bottom});
      canvas_.line("x", {at, bottom}, {at, bottom + 5});
      canvas_.text("q", {at, bottom + 22}, Align::Middle, words_[i]);
    }
    canvas_.line("x", {x_.at, bottom}, {x_.until, bottom});
  }

  void draw_row(std::size_t index) {
    double middle = rows_[index].top + body_ / 2;
    std::vector<double> known;
    for (auto const& series : series_)
      if (series.values[index].known()) known.push_back(series.values[index].number);
    bool hidden = draw_kept_back(index, middle);
    auto write = [&](std::string_view classes, double at, Align align, std::string const& words) {
      canvas_.text(classes, {at, middle + kBaseline}, align, words);
    };
    if (known.empty()) {
      if (!hidden) write("q", x_.at + 2, Align::Start, text_.missing);
      return;
    }
    auto [low, high] = std::minmax_element(known.begin(), known.end());
    double from = x_(*low), to = x_(*high);
    if (to > from) canvas_.line("w", {from, middle}, {to, middle});
    for (std::size_t s = series_.size(); s-- > 0;)
      if (series_[s].values[index].known())
        draw_dot(s, {x_(series_[s].values[index].number), middle});
    write("b h", to + kDotGap, Align::Start, text_.number(*high));
    if (to > from) write("b h", from - kDotGap, Align::End, text_.number(*low));
  }

  /// Values kept back stand in a column before the axis: crosses, then the words once.
  bool draw_kept_back(std::size_t index, double middle) {
    double at = names_ + 5;
    for (std::size_t s = 0; s < series_.size(); ++s) {
      if (series_[s].values[index].kind != ChartValue::Kind::Hidden) continue;
      canvas_.cross(series_class("c", s), {at, middle}, 4);
      at += kCross;
    }
    if (at == names_ + 5) return false;
    canvas_.text("q", {at - 1, middle + kBaseline}, Align::Start, text_.hidden);
    return true;
  }

  /// Room for the column of values kept back; 0 when there are none.
  double hidden_width() const {
    std::size_t most = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      most = std::max<std::size_t>(
          most, std::count_if(series_.begin(), series_.end(), [&](ChartSeries const& series) {
            return series.values[i].kind == ChartValue::Kind::Hidden;
          }));
    if (most == 0) return 0;
    return kCross * static_cast<double>(most) + text_width(text_.hidden, false) + 8;
  }

  /// Filled circle, hollow square, diamond: told apart without colour.
  void draw_dot(std::size_t series, Point at) {
    canvas_.shape(series, series_class("dot", series), at, 6);
  }

  static constexpr double kDotGap = kValueGap + 3;  // from the middle of a dot to its value
  static constexpr double kCross = 11;

  bool from_zero_;
  std::vector<double> ticks_;
  std::vector<std::string> words_;
  Scale x_;
};

}  // namespace

ChartView bar_chart(BarChart const& chart) {
  CHECK(!chart.series.empty());
  auto view = make_view(chart.text, chart.rows, chart.series, nullptr);
  view.too_many = chart.series.size() > kMaxBarSeries || chart.rows.size() > kMaxRows;
  view.drawn = !view.too_many && !view.empty;
  if (!view.drawn) return view;
  view.wide = BarDrawing(chart, false).draw();
  view.slim = BarDrawing(chart, true).draw();
  return view;
}

ChartView dot_chart(DotChart const& chart) {
  CHECK(!chart.series.empty());
  auto view = make_view(chart.text, chart.rows, chart.series, nullptr);
  view.too_many = chart.series.size() > kMaxDotSeries || chart.rows.size() > kMaxRows;
  view.drawn = !view.too_many && !view.empty;
  if (!view.drawn) return view;
  view.wide = DotDrawing(chart, false).draw();
  view.slim = DotDrawing(chart, true).draw();
  return view;
}

}  // namespace mila::html
