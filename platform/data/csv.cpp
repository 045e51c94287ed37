// libcsv behind a Table.
#include "platform/data/csv.h"

#include <csv.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "platform/base/text.h"

namespace mila::data {
namespace {

struct Collector {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> current;
  std::size_t rows_max = 0;
  int ended_by = 0;
  bool too_many = false;
};

void on_field(void* bytes, std::size_t size, void* data) {
  auto* collector = static_cast<Collector*>(data);
  collector->current.emplace_back(trim({static_cast<char const*>(bytes), size}));
}

void on_row(int terminator, void* data) {
  auto* collector = static_cast<Collector*>(data);
  // Blank lines are reported, so that rows can be counted; of CR LF the second is no line.
  bool half = terminator == '\n' && collector->ended_by == '\r' && collector->current.empty();
  collector->ended_by = half ? 0 : terminator;
  if (half) return;
  if (collector->rows.size() > collector->rows_max) collector->too_many = true;
  else collector->rows.push_back(std::move(collector->current));
  collector->current.clear();
}

/// The separator that the first line holds most of, outside quotes.
char detect_separator(std::string_view text) {
  std::size_t counts[3] = {0, 0, 0};
  constexpr char kSeparators[] = {';', ',', '\t'};
  bool quoted = false;
  for (char c : text) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    for (int i = 0; i < 3; ++i) counts[i] += !quoted && c == kSeparators[i];
  }
  return kSeparators[std::max_element(counts, counts + 3) - counts];
}

bool looks_like_phone(std::string_view cell) {
  return cell.size() > 4 && cell.find_first_not_of("+0123456789 -/()") == std::string_view::npos;
}

}  // namespace

int Table::column(std::string_view heading) const {
  std::string wanted = ascii_lower(heading);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (ascii_lower(header[i]) == wanted) return static_cast<int>(i);
  return -1;
}

std::string const& Table::cell(std::size_t row, int column) const {
  static std::string const kEmpty;
  if (column < 0 || static_cast<std::size_t>(column) >= rows[row].size()) return kEmpty;
  return rows[row][static_cast<std::size_t>(column)];
}

Result<Table> parse_csv(std::string_view bytes, std::size_t rows_max) {
  std::string converted;
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  if (bytes.find('\0') != std::string_view::npos)
    return Error{ErrorCode::Invalid, "This is no text file.", "NUL in CSV"};
  if (!is_clean_utf8(bytes)) {
    converted = from_windows_1252(bytes);
    bytes = converted;
  }
  csv_parser parser;
  if (csv_init(&parser, CSV_APPEND_NULL | CSV_REPALL_NL) != 0)
    return Error{ErrorCode::Unavailable, "", "libcsv does not start"};
  csv_set_delim(&parser, static_cast<unsigned char>(detect_separator(bytes)));
  Collector collector;
  collector.rows_max = rows_max;
  std::size_t read = csv_parse(&parser, bytes.data(), bytes.size(), on_field, on_row, &collector);
  bool complete = read == bytes.size() && csv_fini(&parser, on_field, on_row, &collector) == 0;
  csv_free(&parser);
  if (!complete) return Error{ErrorCode::Invalid, "This is no table we can read.", "libcsv"};
  if (collector.too_many)
    return Error{ErrorCode::TooLarge, "The table has too many rows.", std::to_string(rows_max)};
  Table table;
  int line = 0;
  for (auto& row : collector.rows) {
    ++line;
    bool blank = std::all_of(row.begin(), row.end(), [](auto const& cell) { return cell.empty(); });
    if (blank) continue;
    if (table.header.empty()) {
      table.header = std::move(row);
      continue;
    }
    while (row.size() > table.header.size() && row.back().empty()) row.pop_back();
    if (row.size() > table.header.size())
      return Error{ErrorCode::Invalid, "A row has more cells than there are headings.",
                   "line " + std::to_string(line)};
    row.resize(table.header.size());
    table.rows.push_back(std::move(row));
    table.lines.push_back(line);
  }
  if (table.header.empty())
    return Error{ErrorCode::Invalid, "The table is empty.", "no heading"};
  return table;
}

Result<Table> read_csv_file(std::string const& path, std::size_t rows_max) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::NotFound, "This file cannot be opened.", path};
  std::stringstream bytes;
  bytes << file.rdbuf();
  return parse_csv(bytes.str(), rows_max);
}

std::string csv_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i) line += ';';
    std::string cell = cells[i];
    bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos;
    if (formula && !looks_like_phone(cell)) cell.insert(cell.begin(), '\'');
    if (cell.find_first_of(";\"\n\r") != std::string::npos)
      cell = "\"" + replace_all(cell, "\"", "\"\"") + "\"";
    line += cell;
  }
  return line + "\r\n";
}

}  // namespace mila::data
