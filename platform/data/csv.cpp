// libcsv behind tables and rows.
#include "platform/data/csv.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

#include "platform/base/text.h"

namespace mila::data {
namespace {

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

/// The text of a file: UTF-8 without byte order mark. Errors: no text.
Result<std::string> text_of(std::string bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  if (bytes.find('\0') != std::string::npos)
    return Error{ErrorCode::Invalid, "This is no text file.", "NUL in CSV"};
  if (!is_clean_utf8(bytes)) return from_windows_1252(bytes);
  return bytes;
}

Result<std::string> text_of_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::NotFound, "This file cannot be opened.", path};
  std::error_code no_size;  // of a pipe
  auto size = std::filesystem::file_size(path, no_size);
  std::string bytes;
  if (!no_size) bytes.reserve(size);
  std::array<char, 65'536> some;
  while (file.read(some.data(), some.size()) || file.gcount() > 0)
    bytes.append(some.data(), static_cast<std::size_t>(file.gcount()));
  return text_of(std::move(bytes));
}

/// Takes rows from libcsv, some of the text at a time. Blank rows are left out; the first row that
/// is not is the heading and says how long the others are.
class Rows {
 public:
  Rows(std::string_view text, std::size_t rows_max) : text_(text), rows_max_(rows_max) {
    if (csv_init(&parser_, CSV_APPEND_NULL | CSV_REPALL_NL) != 0)
      throw std::runtime_error("libcsv does not start");
    csv_set_delim(&parser_, static_cast<unsigned char>(detect_separator(text)));
  }
  Rows(Rows const&) = delete;
  Rows& operator=(Rows const&) = delete;
  ~Rows() { csv_free(&parser_); }

  /// The next row; false when there is none left. Errors: no table, too many or too long rows.
  Result<bool> next(std::vector<std::string>& cells) {
    for (;;) {
      while (ready_.empty()) {
        if (at_end_) return false;
        if (!feed()) return Error{ErrorCode::Invalid, "This is no table we can read.", "libcsv"};
      }
      cells = std::move(ready_.front());
      ready_.pop_front();
      // The heading is a row, too.
      if (static_cast<std::size_t>(++line_) > rows_max_ + 1)
        return Error{ErrorCode::TooLarge, "The table has too many rows.",
                     std::to_string(rows_max_)};
      if (std::all_of(cells.begin(), cells.end(), [](auto const& cell) { return cell.empty(); }))
        continue;
      if (width_ == 0) width_ = cells.size();
      while (cells.size() > width_ && cells.back().empty()) cells.pop_back();
      if (cells.size() > width_)
        return Error{ErrorCode::Invalid, "A row has more cells than there are headings.",
                     "line " + std::to_string(line_)};
      cells.resize(width_);
      return true;
    }
  }
  int line() const { return line_; }

 private:
  static constexpr std::size_t kBytesAtOnce = 16'384;

  bool feed() {
    auto some = text_.substr(read_, kBytesAtOnce);
    read_ += some.size();
    at_end_ = read_ == text_.size();
    if (csv_parse(&parser_, some.data(), some.size(), on_field, on_row, this) != some.size())
      return false;
    return !at_end_ || csv_fini(&parser_, on_field, on_row, this) == 0;
  }
  static void on_field(void* bytes, std::size_t size, void* data) {
    auto* rows = static_cast<Rows*>(data);
    rows->current_.emplace_back(trim({static_cast<char const*>(bytes), size}));
  }
  static void on_row(int terminator, void* data) {
    auto* rows = static_cast<Rows*>(data);
    // Blank lines are reported, so that rows can be counted; of CR LF the second is no line.
    bool half = terminator == '\n' && rows->ended_by_ == '\r' && rows->current_.empty();
    rows->ended_by_ = half ? 0 : terminator;
    if (!half) rows->ready_.push_back(std::exchange(rows->current_, {}));
  }

  std::string_view text_;
  std::size_t rows_max_, read_ = 0, width_ = 0;
  csv_parser parser_{};
  std::vector<std::string> current_;
  std::deque<std::vector<std::string>> ready_;
  int ended_by_ = 0, line_ = 0;
  bool at_end_ = false;
};

Error no_heading() {
  return {ErrorCode::Invalid, "The table is empty.", "no heading"};
}

Result<Table> table_of(std::string_view text, std::size_t rows_max) {
  Rows rows(text, rows_max);
  Table table;
  for (std::vector<std::string> cells;;) {
    auto more = rows.next(cells);
    if (!more) return more.error();
    if (!*more) break;
    if (table.header.empty()) {
      table.header = std::move(cells);
      continue;
    }
    table.rows.push_back(std::move(cells));
    table.lines.push_back(rows.line());
  }
  if (table.header.empty()) return no_heading();
  return table;
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
  auto text = text_of(std::string(bytes));
  if (!text) return text.error();
  return table_of(*text, rows_max);
}

Result<Table> read_csv_file(std::string const& path, std::size_t rows_max) {
  auto text = text_of_file(path);
  if (!text) return text.error();
  return table_of(*text, rows_max);
}

struct CsvReader::State {
  std::string text;
  std::optional<Rows> rows;
  std::vector<std::string> header, cells;
  std::size_t count = 0;
};

CsvReader::CsvReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<CsvReader> CsvReader::open(std::string bytes, std::size_t rows_max) {
  auto text = text_of(std::move(bytes));
  if (!text) return text.error();
  return open_text(std::move(*text), rows_max);
}

Result<CsvReader> CsvReader::open_file(std::string const& path, std::size_t rows_max) {
  auto text = text_of_file(path);
  if (!text) return text.error();
  return open_text(std::move(*text), rows_max);
}

Result<CsvReader> CsvReader::open_text(std::string text, std::size_t rows_max) {
  auto state = std::make_unique<State>();
  state->text = std::move(text);
  Rows all(state->text, rows_max);
  for (;;) {
    auto more = all.next(state->cells);
    if (!more) return more.error();
    if (!*more) break;
    if (state->header.empty())
      state->header = state->cells;
    else
      ++state->count;
  }
  if (state->header.empty()) return no_heading();
  state->rows.emplace(state->text, rows_max);
  CsvReader reader(std::move(state));
  reader.next();  // the heading
  return reader;
}

std::vector<std::string> const& CsvReader::header() const {
  return state_->header;
}

std::size_t CsvReader::rows() const {
  return state_->count;
}

bool CsvReader::next() {
  return *state_->rows->next(state_->cells);
}

std::vector<std::string> const& CsvReader::cells() const {
  return state_->cells;
}

int CsvReader::line() const {
  return state_->rows->line();
}

std::string without_formula(std::string cell) {
  bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell[0]) != std::string_view::npos;
  if (formula && !looks_like_phone(cell)) cell.insert(cell.begin(), '\'');
  return cell;
}

std::string csv_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i) line += ';';
    std::string cell = without_formula(cells[i]);
    if (cell.find_first_of(";\"\n\r") != std::string::npos)
      cell = "\"" + replace_all(cell, "\"", "\"\"") + "\"";
    line += cell;
  }
  return line + "\r\n";
}

}  // namespace mila::data
