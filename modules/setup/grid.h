// A table as people paste it or save it: cells, and no idea yet which row is the heading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace mila::setup {

struct Grid {
  std::vector<std::vector<std::string>> rows;  ///< all as long as the longest; trimmed; no blank ones
  std::vector<int> lines;                      ///< where each stood, counted from 1

  std::size_t width() const { return rows.empty() ? 0 : rows.front().size(); }
};

/// A file's text as UTF-8: from UTF-8, Windows-1252 or UTF-16 (Excel's "Unicode text").
std::string text_of(std::string_view bytes);

/// Tabs (pasted from a spreadsheet), ';', ',' or '|' between cells, quotes around cells that hold
/// them; encodings as in text_of(). A text without any of these is a
/// table of one column. Errors: no text, more than `rows_max` rows, more than 100 columns.
Result<Grid> read_grid(std::string_view bytes, std::size_t rows_max = 5'000);

}  // namespace mila::setup
