// What all kinds of charts do with their values (internal to the chart kit).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/html/chart.h"

namespace mila::html {

struct Range {
  double low = 0, high = 0;
};

/// Everything of the view but the drawings. BugError for a caller's mistake.
ChartView make_view(ChartText const& text, std::vector<std::string> rows,
                    std::vector<ChartSeries> const& series, ChartSeries const* total);

/// "1.322", or the words for a missing or hidden value.
std::string words_for(ChartText const& text, ChartValue const& value);

/// Least and greatest known value; nothing when there is none.
std::optional<Range> extent(std::vector<ChartSeries> const& series);

/// Round numbers that cover all values, and zero if wanted.
std::vector<double> value_ticks(std::vector<ChartSeries> const& series, bool with_zero,
                                int intervals);

std::string const& short_name(ChartSeries const& series);

/// "l s3": the shape's class and the series' colour and dash.
std::string series_class(std::string_view shape, std::size_t index);

/// The widest of `texts`, in pixels.
double widest(std::vector<std::string> const& texts, bool bold);

}  // namespace mila::html
