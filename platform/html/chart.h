// Charts as SVG made by the server: lines over time, horizontal bars, dots with their range. A
// chart is always two drawings (wide, slim: so that text keeps about 15 px) and the table of its
// values. Drawings carry classes only, so a strict content security policy, dark mode, forced
// colours and print all hold. Only pages with a chart link its style sheet:
//
//   page.head = {fmt::format("<link rel=\"stylesheet\" href=\"{}\">", site.asset("charts.css"))};
//
// Words and numbers come from the caller in the reader's language; nothing here knows languages.
// Templates: {{#chart}}{{>site/chart}}{{/chart}} shows drawing and table, site/chart_drawing and
// site/chart_table one of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/time.h"
#include "platform/html/view.h"

namespace mila::html {

/// A figure: a number; nothing known; or a number kept back because so small a group could be
/// recognised. A number that is kept back never reaches the page, not even as a position.
struct ChartValue {
  enum class Kind { Missing, Known, Hidden };
  Kind kind = Kind::Missing;
  double number = 0;  ///< 0 unless Known

  ChartValue() = default;
  /// Infinite numbers and those beyond ±1e300 count as missing.
  ChartValue(double known);  // NOLINT: a number is a figure
  static ChartValue hidden();
  bool known() const { return kind == Kind::Known; }
};

struct ChartSeries {
  std::string name;        ///< may hold soft hyphens (U+00AD) where it may be broken
  std::string short_name;  ///< for the slim drawing and the table; `name` when empty
  std::vector<ChartValue> values;
};

/// What every kind of chart says, in the reader's language.
struct ChartText {
  std::string id;              ///< unique on the page: a-z, 0-9, hyphen, begins with a letter
  std::string title;           ///< what the drawing shows; heard, not seen
  std::string description;     ///< what one sees in it, in sentences; heard, not seen
  std::string caption;         ///< above the drawing: what is counted, in which unit
  std::string note;            ///< below the drawing; may be empty
  std::string table_caption;   ///< above the table
  std::string first_column;    ///< heading of the table's first column, "As of"
  std::string missing = "–";   ///< in place of a value nobody knows
  std::string hidden = "< 5";  ///< in place of a value kept back
  bool rtl = false;            ///< bars and dots run from the right; time never does
  /// Writes a number as the reader does; also used for the ticks of the axis.
  std::function<std::string(double)> number;
};

/// A moment of a line chart.
struct ChartTime {
  Date date;
  std::string label;  ///< heading of the table row, "February 2022"
  std::string tick;   ///< at the axis, "Feb. 2022"; "" for none
  bool mark = false;  ///< worth a dotted line with the tick's text above the drawing
};

/// At most kMaxLines series over at most kMaxTimes moments, drawn to scale in time. A missing or
/// hidden value leaves a gap; hidden ones get a cross at the zero line with the words for it.
struct LineChart {
  ChartText text;
  std::vector<ChartTime> times;  ///< ascending, no day twice
  std::vector<ChartSeries> series;
  std::optional<ChartSeries> total;  ///< last column of the table; never drawn
  bool from_zero = true;             ///< false only where zero means nothing (a temperature)
};

/// At most kMaxRows horizontal bars from zero, or pairs of bars where there are two series.
struct BarChart {
  ChartText text;
  std::vector<std::string> rows;
  std::vector<ChartSeries> series;  ///< one or two
};

/// At most kMaxRows rows of up to three dots, joined by their range; the outer two say their value.
struct DotChart {
  ChartText text;
  std::vector<std::string> rows;
  std::vector<ChartSeries> series;
  bool from_zero = false;
};

inline constexpr std::size_t kMaxLines = 6, kMaxTimes = 400, kMaxRows = 40, kMaxBarSeries = 2,
                             kMaxDotSeries = 3;

struct ChartCellView {
  std::string text;
  bool quiet = false;  ///< no number: missing or hidden
  bool total = false;
  template <class V>
  void fields(V& v) {
    v("text", text)("quiet", quiet)("total", total);
  }
};

struct ChartRowView {
  std::string heading;
  std::vector<ChartCellView> cells;
  template <class V>
  void fields(V& v) {
    v("heading", heading)("cells", cells);
  }
};

struct ChartView {
  std::string id, caption, note, table_caption, first_column;
  Safe wide, slim;        ///< empty unless `drawn`
  bool drawn = false;     ///< else the table stands alone, because of one of the next two
  bool too_many = false;  ///< beyond the limits above: nobody could read the drawing
  bool empty = false;     ///< not one known value
  std::vector<std::string> columns;
  std::vector<ChartRowView> rows;
  template <class V>
  void fields(V& v) {
    v("id", id)("caption", caption)("note", note)("table_caption", table_caption)(
        "first_column", first_column)("wide", wide)("slim", slim)("drawn", drawn)(
        "too_many", too_many)("empty", empty)("columns", columns)("rows", rows);
  }
};

/// The drawings and the table. Data decide only about `drawn`; a caller's mistake (a series with
/// more or fewer values than times, times out of order, no title, no number format) is a BugError.
ChartView line_chart(LineChart const& chart);
ChartView bar_chart(BarChart const& chart);
ChartView dot_chart(DotChart const& chart);

}  // namespace mila::html
