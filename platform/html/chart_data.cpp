// Values, their words and their table.
#include "platform/html/chart_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "platform/base/check.h"
#include "platform/html/chart_layout.h"
#include "platform/html/chart_text.h"

namespace mila::html {
namespace {

bool is_id(std::string const& id) {
  return !id.empty() && id[0] >= 'a' && id[0] <= 'z' &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

}  // namespace

ChartValue::ChartValue(double known) {
  if (!std::isfinite(known) || std::abs(known) > 1e300) return;
  kind = Kind::Known;
  number = known;
}

ChartValue ChartValue::hidden() {
  ChartValue value;
  value.kind = Kind::Hidden;
  return value;
}

ChartView make_view(ChartText const& text, std::vector<std::string> rows,
                    std::vector<ChartSeries> const& series, ChartSeries const* total) {
  CHECK(is_id(text.id) && text.number);
  CHECK(!text.title.empty() && !text.description.empty() && !text.table_caption.empty());
  ChartView view;
  view.id = text.id;
  view.caption = text.caption;
  view.note = text.note;
  view.table_caption = text.table_caption;
  view.first_column = text.first_column;
  for (auto& heading : rows) view.rows.push_back({std::move(heading), {}});
  auto add_column = [&](ChartSeries const& column, bool is_total) {
    CHECK(column.values.size() == rows.size() && !column.name.empty());
    view.columns.push_back(short_name(column));
    for (std::size_t i = 0; i < rows.size(); ++i)
      view.rows[i].cells.push_back(
          {words_for(text, column.values[i]), !column.values[i].known(), is_total});
  };
  for (auto const& column : series) add_column(column, false);
  if (total) add_column(*total, true);
  view.empty = !extent(series);
  return view;
}

std::string words_for(ChartText const& text, ChartValue const& value) {
  if (value.known()) return text.number(value.number);
  return value.kind == ChartValue::Kind::Hidden ? text.hidden : text.missing;
}

std::optional<Range> extent(std::vector<ChartSeries> const& series) {
  std::optional<Range> range;
  for (auto const& one : series)
    for (auto const& value : one.values) {
      if (!value.known()) continue;
      if (!range) range = Range{value.number, value.number};
      range->low = std::min(range->low, value.number);
      range->high = std::max(range->high, value.number);
    }
  return range;
}

std::vector<double> value_ticks(std::vector<ChartSeries> const& series, bool with_zero,
                                int intervals) {
  auto range = extent(series).value_or(Range{0, 1});
  if (with_zero) range = {std::min(range.low, 0.0), std::max(range.high, 0.0)};
  bool whole = true;
  for (auto const& one : series)
    for (auto const& value : one.values) whole = whole && std::floor(value.number) == value.number;
  return nice_ticks(range.low, range.high, intervals, whole);
}

std::string const& short_name(ChartSeries const& series) {
  return series.short_name.empty() ? series.name : series.short_name;
}

std::string series_class(std::string_view shape, std::size_t index) {
  return fmt::format("{} s{}", shape, index + 1);
}

double widest(std::vector<std::string> const& texts, bool bold) {
  double width = 0;
  for (auto const& text : texts) width = std::max(width, text_width(text, bold));
  return width;
}

}  // namespace mila::html
