// Finding out what separates cells; the rest is libcsv's.
#include "modules/setup/grid.h"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::setup {
namespace {

constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kLinesLookedAt = 200;

/// The separator that most lines hold, and how many of it a line holds at most.
struct Separator {
  char sign = ';';
  std::size_t most = 0;
};

Separator find_separator(std::string_view text) {
  constexpr std::array kSigns{'\t', ';', '|', ','};
  std::array<std::size_t, kSigns.size()> lines_with{}, in_line{}, most{};
  bool quoted = false;
  std::size_t lines = 0;
  auto end_line = [&] {
    for (std::size_t i = 0; i < kSigns.size(); ++i) {
      lines_with[i] += lines < kLinesLookedAt && in_line[i] > 0;
      most[i] = std::max(most[i], in_line[i]);
      in_line[i] = 0;
    }
    ++lines;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n') end_line();
    for (std::size_t i = 0; i < kSigns.size(); ++i) in_line[i] += c == kSigns[i];
  }
  end_line();
  // A comma stands in many a sentence and a bar in many a cell: tabs and semicolons come first.
  for (std::size_t i : {0U, 1U})
    if (lines_with[i] * 2 >= std::min(lines, kLinesLookedAt)) return {kSigns[i], most[i]};
  auto best = static_cast<std::size_t>(std::max_element(lines_with.begin(), lines_with.end()) -
                                       lines_with.begin());
  return lines_with[best] == 0 ? Separator{} : Separator{kSigns[best], most[best]};
}

}  // namespace

std::string text_of(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  bool little = bytes.starts_with("\xFF\xFE"), big = bytes.starts_with("\xFE\xFF");
  if (!little && !big)
    return is_clean_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes);
  icu::UnicodeString text;
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    auto first = static_cast<unsigned char>(bytes[i]), second = static_cast<unsigned char>(bytes[i + 1]);
    text.append(static_cast<char16_t>(little ? second << 8 | first : first << 8 | second));
  }
  std::string utf8;
  return text.toUTF8String(utf8);
}

Result<Grid> read_grid(std::string_view bytes, std::size_t rows_max) {
  std::string text = text_of(bytes);
  auto separator = find_separator(text);
  if (separator.most >= kColumnsMax)
    return Error{ErrorCode::TooLarge, "The table has too many columns.", ""};
  // parse_csv wants ; , or tab and a heading: a made-up one says how many columns there are.
  if (separator.sign == '|') {
    text = replace_all(std::move(text), ";", ",");
    std::replace(text.begin(), text.end(), '|', ';');
    separator.sign = ';';
  }
  std::string heading = "c";
  for (std::size_t i = 0; i < separator.most; ++i) heading += std::string(1, separator.sign) + "c";
  auto table = data::parse_csv(heading + "\n" + text, rows_max);
  if (!table) return table.error();
  Grid grid;
  grid.rows = std::move(table->rows);
  grid.lines = std::move(table->lines);
  for (int& line : grid.lines) --line;
  if (grid.rows.empty()) return Error{ErrorCode::Invalid, "The table is empty.", ""};
  std::size_t width = 0;
  for (auto const& row : grid.rows)
    for (std::size_t i = row.size(); i > width; --i)
      if (!row[i - 1].empty()) width = std::max(width, i);
  for (auto& row : grid.rows) row.resize(width);
  return grid;
}

}  // namespace mila::setup
