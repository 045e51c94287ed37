// Guessing columns. A heading counts more than content, a choice of people more than both.
#include "modules/setup/list_columns.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <stdexcept>

#include "modules/directory/csv_mapping.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::setup {
namespace {

using directory::CsvKind;

constexpr std::size_t kHeadingWithin = 10;
constexpr double kMostCells = 0.6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::ptrdiff_t digits_in(std::string_view text) { return std::count_if(text.begin(), text.end(), is_digit); }

bool is_postcode(std::string_view cell) {
  return cell.size() == 5 && digits_in(cell) == 5;
}

bool is_mail(std::string_view cell) {
  auto at = cell.find('@');
  return at != std::string_view::npos && cell.find('.', at) != std::string_view::npos;
}

bool is_web(std::string_view cell) {
  std::string lower = ascii_lower(cell);
  return lower.starts_with("www.") || lower.starts_with("http");
}

bool is_phone(std::string_view cell) {
  bool plain = std::all_of(cell.begin(), cell.end(), [](char c) {
    return is_digit(c) || std::string_view(" +-/().,|\n").find(c) != std::string_view::npos;
  });
  return digits_in(cell) >= 6 && (plain || ascii_lower(cell).starts_with("tel"));
}

/// "Mo–Fr 9–12", "montags 14 Uhr", "Di. + Do. ab 15:00".
bool is_hours(std::string_view cell) {
  std::string lower = ascii_lower(cell);
  bool time = digits_in(cell) > 0 || lower.find("uhr") != std::string::npos;
  for (std::string_view day : {"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag",
                               "sonntag", "mo", "di", "mi", "do", "fr", "sa", "so"}) {
    auto at = lower.find(day);
    if (at == std::string::npos) continue;
    bool begins = at == 0 || !std::isalpha(static_cast<unsigned char>(lower[at - 1]));
    auto end = at + day.size();
    bool ends = day.size() > 2 || end == lower.size() || !std::isalpha(static_cast<unsigned char>(lower[end]));
    if (begins && ends) return time;
  }
  return false;
}

bool has_postcode_and_words(std::string_view cell) {
  auto pieces = split_address(cell);
  return !pieces.postcode.empty() && !pieces.town.empty();
}

struct ContentRule {
  bool (*fits)(std::string_view);
  std::string_view column;
};

constexpr std::array kByContent{ContentRule{is_mail, "E-Mail"},
                                ContentRule{is_web, "Website"},
                                ContentRule{is_hours, "Zeiten"},
                                ContentRule{is_postcode, "PLZ"},
                                ContentRule{has_postcode_and_words, kAddress},
                                ContentRule{is_phone, "Telefon"}};

double share(ListTable const& table, std::size_t column, bool (*fits)(std::string_view)) {
  std::size_t filled = 0, fitting = 0;
  for (auto const& row : table.rows) {
    if (row[column].empty()) continue;
    ++filled;
    fitting += fits(row[column]);
  }
  return filled == 0 ? 0 : static_cast<double>(fitting) / static_cast<double>(filled);
}

bool has(std::vector<std::string> const& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

void guess_by_content(CsvKind kind, ListTable& table, std::vector<bool> const& decided) {
  auto possible = possible_columns(kind);
  for (auto const& rule : kByContent) {
    if (!has(possible, rule.column) || has(table.columns, rule.column)) continue;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (!decided[i] && table.columns[i].empty() && share(table, i, rule.fits) > kMostCells) {
        table.columns[i] = rule.column;
        break;
      }
  }
  // What all else hangs on: the first column of words nothing else is known of.
  std::string needed(needed_column(kind));
  if (has(table.columns, needed)) return;
  auto words = [](std::string_view cell) { return digits_in(cell) * 2 < static_cast<std::ptrdiff_t>(cell.size()); };
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (!decided[i] && table.columns[i].empty() && share(table, i, words) > kMostCells) {
      table.columns[i] = needed;
      return;
    }
}

/// The row that holds most headings we know; else a first row of words only; else none.
std::optional<std::size_t> heading_row(CsvKind kind, Grid const& grid, HeadingWords const& words,
                                       std::map<std::string, std::string> const& remembered) {
  std::optional<std::size_t> best;
  std::size_t most = 0, within = std::min(grid.rows.size(), kHeadingWithin);
  for (std::size_t row = 0; row < within; ++row) {
    std::size_t known = 0;
    for (auto const& cell : grid.rows[row])
      known += cell.size() < 60 && (!words.find(kind, cell).empty() || remembered.contains(heading_key(cell)));
    if (known <= most) continue;
    most = known;
    best = row;
  }
  if (best && (most > 1 || grid.width() <= 2)) return best;
  auto const& first = grid.rows.front();
  auto filled = std::count_if(first.begin(), first.end(), [](auto const& cell) { return !cell.empty(); });
  bool words_only = std::all_of(first.begin(), first.end(), [](std::string const& cell) {
    return digits_in(cell) == 0 && cell.find('@') == std::string::npos && cell.size() < 60;
  });
  bool heading = grid.rows.size() > 1 && filled * 2 > static_cast<std::ptrdiff_t>(grid.width()) && words_only;
  return best ? best : heading ? std::optional<std::size_t>(0) : std::nullopt;
}

}  // namespace

std::string kind_name(CsvKind kind) {
  switch (kind) {
    case CsvKind::Organisations: return "organisations";
    case CsvKind::Contacts: return "contacts";
    case CsvKind::Offers: return "offers";
    default: return "";
  }
}

std::optional<CsvKind> list_kind_named(std::string_view name) {
  for (auto kind : {CsvKind::Organisations, CsvKind::Contacts, CsvKind::Offers})
    if (kind_name(kind) == name) return kind;
  return std::nullopt;
}

std::string_view needed_column(CsvKind kind) {
  switch (kind) {
    case CsvKind::Contacts: return "Funktion";
    case CsvKind::Offers: return "Angebot";
    default: return "Name";
  }
}

std::vector<std::string> possible_columns(CsvKind kind) {
  std::vector<std::string> columns;
  for (auto heading : directory::template_headings(kind)) columns.emplace_back(heading);
  if (kind != CsvKind::Contacts) columns.emplace_back(kAddress);
  return columns;
}

std::string heading_key(std::string_view heading) {
  return heading.empty() ? "" : slugify(heading);
}

HeadingWords HeadingWords::load(std::string const& csv_file) {
  auto table = data::read_csv_file(csv_file);
  if (!table) throw std::runtime_error(csv_file + ": " + table.error().message);
  HeadingWords all;
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    auto const& row = table->rows[i];
    auto kind = list_kind_named(row.at(0));
    if (!kind || !has(possible_columns(*kind), row.at(1)))
      throw std::runtime_error(csv_file + ", line " + std::to_string(table->lines[i]) + ": " + row[0] +
                               " has no column " + row.at(1));
    for (auto const& word : split_list(row.at(2), '|'))
      all.words_.emplace(std::pair{*kind, heading_key(word)}, row[1]);
  }
  return all;
}

std::string HeadingWords::find(CsvKind kind, std::string_view heading) const {
  std::string key = heading_key(heading);
  if (key.empty()) return "";
  auto exact = words_.find({kind, key});
  if (exact != words_.end()) return exact->second;
  // "Telefon 2", "E-Mail (dienstlich)": the first word decides when it alone is known.
  auto first = words_.find({kind, key.substr(0, key.find('-'))});
  bool fax = key.find("fax") != std::string::npos;
  return first == words_.end() || fax ? "" : first->second;
}

ListTable read_list(CsvKind kind, Grid const& grid, HeadingWords const& words,
                    std::map<std::string, std::string> const& remembered) {
  ListTable table;
  auto heading = heading_row(kind, grid, words, remembered);
  if (heading) table.header = grid.rows[*heading];
  table.header.resize(grid.width());
  table.columns.resize(grid.width());
  for (std::size_t row = heading ? *heading + 1 : 0; row < grid.rows.size(); ++row) {
    table.rows.push_back(grid.rows[row]);
    table.lines.push_back(grid.lines[row]);
  }
  std::vector<bool> decided(grid.width());
  for (std::size_t i = 0; i < grid.width(); ++i) {
    auto chosen = remembered.find(heading_key(table.header[i]));
    decided[i] = chosen != remembered.end() && !table.header[i].empty();
    table.columns[i] = decided[i] ? chosen->second : words.find(kind, table.header[i]);
  }
  guess_by_content(kind, table, decided);
  return table;
}

AddressPieces split_address(std::string_view text) {
  AddressPieces pieces;
  for (std::size_t i = 0; i + 5 <= text.size(); ++i) {
    bool alone = (i == 0 || !is_digit(text[i - 1])) && (i + 5 == text.size() || !is_digit(text[i + 5]));
    if (!alone || !is_postcode(text.substr(i, 5))) continue;
    auto before = trim(text.substr(0, i)), behind = trim(text.substr(i + 5));
    auto ends = [](char c) { return c == ',' || c == ';' || c == '|' || c == '\n' || c == '-'; };
    while (!before.empty() && ends(before.back())) before = trim(before.substr(0, before.size() - 1));
    while (!behind.empty() && ends(behind.front())) behind = trim(behind.substr(1));
    bool town = behind.empty() || std::isalpha(static_cast<unsigned char>(behind.front())) ||
                static_cast<unsigned char>(behind.front()) >= 0x80;
    if (!town) continue;  // digits of something else
    if (before.ends_with("D")) before = trim(before.substr(0, before.size() - 1));  // "D-98993"
    pieces.street = before;
    while (!pieces.street.empty() && ends(pieces.street.back())) pieces.street.pop_back();
    pieces.postcode = text.substr(i, 5);
    pieces.town = behind.substr(0, behind.find_first_of(",;|\n"));
    return pieces;
  }
  pieces.street = text;
  return pieces;
}

}  // namespace mila::setup
