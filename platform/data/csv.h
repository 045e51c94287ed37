// Tables as offices send them: CSV with ; or , or tab, UTF-8 or Windows-1252, headings in the first
// row. Read by libcsv; writing guards against spreadsheet formulas.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"

namespace mila::data {

struct Table {
  std::vector<std::string> header;             ///< trimmed; "" for columns without heading
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header; trimmed
  std::vector<int> lines;                      ///< row number in the file, counted from 1, blank ones included

  /// Column of a heading (case-insensitive), or -1.
  int column(std::string_view heading) const;
  /// The cell, "" when there is no such column.
  std::string const& cell(std::size_t row, int column) const;
};

/// Detects byte order mark, encoding and separator. Errors: not text, no heading, more than
/// `rows_max` rows, a row with more cells than headings.
Result<Table> parse_csv(std::string_view bytes, std::size_t rows_max = 200'000);
Result<Table> read_csv_file(std::string const& path, std::size_t rows_max = 200'000);

/// The rows of a table one after the other, for tables too large to hold: only the file's bytes stay
/// in memory. What is wrong with a table is found when it is opened; reading on cannot fail.
class CsvReader {
 public:
  /// As parse_csv.
  static Result<CsvReader> open(std::string bytes, std::size_t rows_max = 200'000);
  static Result<CsvReader> open_file(std::string const& path, std::size_t rows_max = 200'000);
  CsvReader(CsvReader&&) noexcept;
  CsvReader& operator=(CsvReader&&) noexcept;
  ~CsvReader();

  std::vector<std::string> const& header() const;
  /// How many rows there are under the heading; blank ones do not count.
  std::size_t rows() const;
  /// Moves on to the next row, at first to the first; false behind the last.
  bool next();
  /// The current row, as long as the header; trimmed.
  std::vector<std::string> const& cells() const;
  /// Its number in the file, counted from 1, blank ones included.
  int line() const;

 private:
  struct State;
  explicit CsvReader(std::unique_ptr<State> state);
  static Result<CsvReader> open_text(std::string text, std::size_t rows_max);
  std::unique_ptr<State> state_;
};

/// A cell that a spreadsheet would run as a formula gets a leading apostrophe, see csv_line().
std::string without_formula(std::string cell);

/// One line with ';', quoted where needed. A cell starting with = + - @ or a control character gets
/// a leading apostrophe, so that no spreadsheet runs it (phone numbers with + are kept: they hold
/// only digits, blanks and -/()).
std::string csv_line(std::vector<std::string> const& cells);

}  // namespace mila::data
