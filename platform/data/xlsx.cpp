// Writing XLSX. The library writes files only, so one comes and goes in the temporary folder.
#include "platform/data/xlsx.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::data {
namespace {

constexpr std::size_t kRowsMax = 1'048'575;  // one row is the heading
constexpr double kWidest = 60, kNarrowest = 8;

/// A file that goes when this does.
class TemporaryFile {
 public:
  TemporaryFile() : path_(std::filesystem::temp_directory_path() / "mila-XXXXXX.xlsx") {
    int file = ::mkstemps(path_.data(), 5);
    if (file < 0) path_.clear();
    else ::close(file);
  }
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  TemporaryFile(TemporaryFile const&) = delete;
  TemporaryFile& operator=(TemporaryFile const&) = delete;
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

std::string tab_name(std::string const& name) {
  std::string clean;
  for (char c : name)
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) clean += c;
  return std::string(truncate_utf8(clean.empty() ? "1" : clean, 31));
}

std::size_t characters(std::string const& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

double width_of(XlsxSheet const& sheet, std::size_t column) {
  std::size_t widest = characters(sheet.header[column]) + 3;  // room for the filter's arrow
  for (auto const& row : sheet.rows)
    if (auto const* text = std::get_if<std::string>(&row[column]))
      widest = std::max(widest, characters(*text) + 1);
    else
      widest = std::max<std::size_t>(widest, 11);
  return std::clamp(static_cast<double>(widest), kNarrowest, kWidest);
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, XlsxCell const& cell,
                lxw_format* day_format) {
  if (auto const* text = std::get_if<std::string>(&cell)) {
    if (!text->empty())
      worksheet_write_string(sheet, row, column, without_formula(*text).c_str(), nullptr);
  } else if (auto const* integer = std::get_if<std::int64_t>(&cell)) {
    worksheet_write_number(sheet, row, column, static_cast<double>(*integer), nullptr);
  } else if (auto const* number = std::get_if<double>(&cell)) {
    worksheet_write_number(sheet, row, column, *number, nullptr);
  } else {
    Date day = std::get<Date>(cell);
    lxw_datetime when{static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
                      static_cast<int>(static_cast<unsigned>(day.day())), 0, 0, 0};
    worksheet_write_datetime(sheet, row, column, &when, day_format);
  }
}

void write_sheet(lxw_workbook* book, XlsxSheet const& sheet, lxw_format* bold, lxw_format* day_format) {
  auto* page = workbook_add_worksheet(book, tab_name(sheet.name).c_str());
  auto columns = static_cast<lxw_col_t>(sheet.header.size());
  for (lxw_col_t column = 0; column < columns; ++column) {
    worksheet_write_string(page, 0, column, sheet.header[column].c_str(), bold);
    worksheet_set_column(page, column, column, width_of(sheet, column), nullptr);
  }
  lxw_row_t at = 0;
  for (auto const& row : sheet.rows) {
    CHECK(row.size() == sheet.header.size());
    ++at;
    for (lxw_col_t column = 0; column < columns; ++column)
      write_cell(page, at, column, row[column], day_format);
  }
  worksheet_freeze_panes(page, 1, 0);
  if (columns > 0) worksheet_autofilter(page, 0, 0, at, static_cast<lxw_col_t>(columns - 1));
}

}  // namespace

Result<std::string> to_xlsx(std::vector<XlsxSheet> const& sheets) {
  for (auto const& sheet : sheets)
    if (sheet.rows.size() > kRowsMax) return Error{ErrorCode::TooLarge, "", "xlsx"};
  TemporaryFile file;
  if (file.path().empty()) return Error{ErrorCode::Unavailable, "", "xlsx"};
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (!book) return Error{ErrorCode::Unavailable, "", "xlsx"};
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  lxw_format* day_format = workbook_add_format(book);
  format_set_num_format(day_format, "dd.mm.yyyy");
  for (auto const& sheet : sheets) write_sheet(book, sheet, bold, day_format);
  if (workbook_close(book) != LXW_NO_ERROR) return Error{ErrorCode::Unavailable, "", "xlsx"};
  std::ifstream written(file.path(), std::ios::binary);
  std::stringstream bytes;
  bytes << written.rdbuf();
  if (!written) return Error{ErrorCode::Unavailable, "", "xlsx"};
  return bytes.str();
}

}  // namespace mila::data
