// Spreadsheets as offices open them (XLSX), by libxlsxwriter: a heading row that stays, a filter on
// every column, real numbers and days.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace mila::data {

/// An empty text is an empty cell.
using XlsxCell = std::variant<std::string, std::int64_t, double, Date>;

struct XlsxSheet {
  std::string name;  ///< shown on the tab; cut to 31 characters, without what Excel forbids
  std::vector<std::string> header;
  std::vector<std::vector<XlsxCell>> rows;  ///< each as long as the header
};

/// The bytes of the file. Text is written as text and never becomes a formula, whatever it begins
/// with; one that would be run when the sheet is saved as CSV later gets an apostrophe, as in
/// csv_line(). Errors: TooLarge (more than 1,048,575 rows), Unavailable (no temporary file).
Result<std::string> to_xlsx(std::vector<XlsxSheet> const& sheets);

}  // namespace mila::data
