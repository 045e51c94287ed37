// Rows to the directory's template, and what is wrong with which cell.
#include "modules/setup/list_reading.h"

#include <algorithm>
#include <map>

#include "modules/directory/csv_import.h"
#include "modules/setup/cell_split.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::setup {
namespace {

using directory::CsvKind;

/// One source for all lists: the same organisation in two of them is one.
constexpr char const* kSource = "list";

/// First column of the list that fills a heading of the template.
std::optional<std::size_t> column_for(ListImport const& list, std::string_view field) {
  bool in_address = field == "Straße" || field == "PLZ" || field == "Ort";
  for (std::size_t i = 0; i < list.columns.size(); ++i)
    if (list.columns[i] == field) return i;
  for (std::size_t i = 0; in_address && i < list.columns.size(); ++i)
    if (list.columns[i] == kAddress) return i;
  return std::nullopt;
}

std::string heading_of_otherwise(CsvKind kind) {
  if (kind == CsvKind::Contacts) return "Organisation";
  return kind == CsvKind::Offers ? "Träger" : "";
}

bool is_blank(ListImport const& list, ListRow const& row) {
  for (std::size_t i = 0; i < list.columns.size(); ++i)
    if (!list.columns[i].empty() && !row.cells[i].empty()) return false;
  return true;
}

/// Rows without a name go on with the offer above; then both are taken or neither is.
bool goes_on(ListImport const& list, ListRow const& row) {
  if (list.kind != CsvKind::Offers) return false;
  auto column = column_for(list, "Angebot");
  return column && row.cells[*column].empty() && !is_blank(list, row);
}

/// A row's cells by the template's headings; several columns of the same are joined.
std::map<std::string, std::string> cells_of(ListImport const& list, ListRow const& row) {
  std::map<std::string, std::string> cells;
  auto add = [&](std::string const& column, std::string const& text) {
    if (text.empty()) return;
    auto& cell = cells[column];
    // "Vorname" and "Nachname" make one name, two columns of numbers two numbers.
    bool words = column == "Name" || column == "Angebot" || column == "Beschreibung";
    cell += (cell.empty() ? "" : words ? " " : " | ") + text;
  };
  for (std::size_t i = 0; i < list.columns.size(); ++i) {
    auto const& column = list.columns[i];
    if (column.empty()) continue;
    if (column != kAddress) {
      add(column, row.cells[i]);
      continue;
    }
    auto pieces = split_address(row.cells[i]);
    add("Straße", pieces.street);
    add("PLZ", pieces.postcode);
    add("Ort", pieces.town);
  }
  return cells;
}

directory::Mapping mapping_of(ListImport const& list) {
  directory::Mapping mapping;
  mapping.list_separator = ",;/";
  std::string heading = heading_of_otherwise(list.kind);
  if (!heading.empty() && !list.otherwise.empty()) mapping.defaults[heading] = list.otherwise;
  return mapping;
}

/// What the directory's reader already takes apart itself.
bool is_understood(std::string_view cell, std::size_t pieces) {
  std::string text = replace_all(std::string(cell), " / ", "|");
  for (char& c : text)
    if (c == '\n' || c == ';') c = '|';
  return split_list(text, '|').size() == pieces;
}

std::vector<SplitOffer> splits_of(ListImport const& list, std::vector<ListRow> const& rows) {
  std::vector<SplitOffer> splits;
  for (auto const& row : rows) {
    if (row.state != ListRow::State::Open) continue;
    for (std::size_t i = 0; i < list.columns.size(); ++i) {
      bool names = list.kind == CsvKind::Contacts && list.columns[i] == "Name";
      if (!names && list.columns[i] != "Telefon") continue;
      auto pieces = names ? name_pieces(row.cells[i]) : phone_pieces(row.cells[i]);
      if (pieces.size() < 2 || (!names && is_understood(row.cells[i], pieces.size()))) continue;
      splits.push_back({row.position, i, std::move(pieces), names});
    }
  }
  return splits;
}

/// One row per name; numbers and addresses go along one by one when there are as many.
std::vector<ListRow> split_row(ListImport const& list, ListRow const& row, SplitOffer const& names) {
  std::vector<ListRow> rows(names.pieces.size(), row);
  for (std::size_t i = 0; i < list.columns.size(); ++i) {
    std::vector<std::string> pieces;
    if (i == names.column) pieces = names.pieces;
    else if (list.columns[i] == "Telefon") pieces = phone_pieces(row.cells[i]);
    else if (list.columns[i] == "E-Mail") pieces = mail_pieces(row.cells[i]);
    if (pieces.size() != rows.size()) continue;
    for (std::size_t n = 0; n < rows.size(); ++n) rows[n].cells[i] = pieces[n];
  }
  return rows;
}

std::set<std::int64_t> rows_with_errors(ListRun const& run) {
  std::set<std::int64_t> wrong;
  for (auto const& line : run.report.lines)
    if (line.error && line.row >= 2 && static_cast<std::size_t>(line.row) - 2 < run.positions.size())
      wrong.insert(run.positions[static_cast<std::size_t>(line.row) - 2]);
  return wrong;
}

}  // namespace

std::string to_template_csv(ListImport const& list, std::vector<ListRow> const& rows,
                            std::vector<std::int64_t>& positions) {
  std::vector<std::map<std::string, std::string>> all;
  std::set<std::string> used;
  bool head_open = false;
  for (auto const& row : rows) {
    bool open = row.state == ListRow::State::Open;
    bool more = goes_on(list, row);
    if (!more) head_open = open;
    if (!open || (more && !head_open) || is_blank(list, row)) continue;
    all.push_back(cells_of(list, row));
    positions.push_back(row.position);
    for (auto const& [column, text] : all.back()) used.insert(column);
  }
  used.insert(std::string(needed_column(list.kind)));
  std::vector<std::string> header;
  for (auto heading : directory::template_headings(list.kind))
    if (used.contains(std::string(heading))) header.emplace_back(heading);
  // A row that is all blanks but for one cell must not be taken for a blank line.
  if (header.size() == 1) header.emplace_back("");
  std::string csv = data::csv_line(header);
  for (auto& cells : all) {
    std::vector<std::string> line;
    for (auto const& heading : header) line.push_back(cells[heading]);
    csv += data::csv_line(line);
  }
  return csv;
}

Result<ListRun> run_import(Context& context, ListImport const& list, std::vector<ListRow> const& rows,
                       directory::ImportOptions options) {
  ListRun run;
  std::string csv = to_template_csv(list, rows, run.positions);
  auto table = data::CsvReader::open(std::move(csv));
  if (!table) return table.error();
  options.source = kSource;
  auto mapping = mapping_of(list);
  auto report = directory::import_csv(context, list.kind, *table, mapping, options);
  if (!report) return report.error();
  run.report = std::move(*report);
  return run;
}

std::set<std::int64_t> refused_rows(ListImport const& list, std::vector<ListRow> const& rows,
                                    ListRun const& run) {
  auto const wrong = rows_with_errors(run);
  std::set<std::int64_t> all = wrong;
  std::vector<std::int64_t> group;
  auto close = [&] {
    bool any = std::any_of(group.begin(), group.end(), [&](auto position) { return wrong.contains(position); });
    if (any) all.insert(group.begin(), group.end());
    group.clear();
  };
  for (auto const& row : rows) {
    if (!goes_on(list, row)) close();
    group.push_back(row.position);
  }
  close();
  return all;
}

std::vector<ListRow> with_splits(ListImport const& list, std::vector<ListRow> const& rows) {
  auto splits = splits_of(list, rows);
  std::vector<ListRow> all;
  for (auto const& row : rows) {
    ListRow changed = row;
    SplitOffer const* names = nullptr;
    for (auto const& split : splits) {
      if (split.position != row.position) continue;
      if (split.rows) names = &split;
      else changed.cells[split.column] = join(split.pieces, " | ");
    }
    if (!names) all.push_back(std::move(changed));
    else
      for (auto& one : split_row(list, changed, *names)) all.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < all.size(); ++i) all[i].position = static_cast<std::int64_t>(i);
  return all;
}

ListCheck check_list(Context& context, ListImport const& list, std::vector<ListRow> const& rows) {
  ListCheck check;
  for (auto const& row : rows) check.open += row.state == ListRow::State::Open;
  if (check.open == 0) return check;
  directory::ImportOptions options;
  options.dry_run = true;
  auto run = run_import(context, list, rows, options);
  if (!run || !column_for(list, needed_column(list.kind))) {
    check.trouble = "One column is missing that every row needs. Please choose it among the columns.";
    return check;
  }
  check.splits = splits_of(list, rows);
  for (auto const& line : run->report.lines) {
    auto at = static_cast<std::size_t>(line.row) - 2;
    if (line.row < 2 || at >= run->positions.size()) continue;
    check.problems.push_back({run->positions[at], column_for(list, line.field), line.field,
                              line.message, line.value_hint, line.error});
  }
  std::set<std::int64_t> included(run->positions.begin(), run->positions.end());
  for (auto const& row : rows)
    if (row.state == ListRow::State::Open && !included.contains(row.position) && goes_on(list, row))
      check.problems.push_back({row.position, column_for(list, "Angebot"), "Angebot",
                                "This row goes on with the row above, which is not taken over.", "", true});
  std::stable_sort(check.problems.begin(), check.problems.end(), [](auto const& a, auto const& b) {
    return a.error != b.error ? a.error : a.position < b.position;
  });
  auto out = refused_rows(list, rows, *run);
  check.fine = static_cast<std::size_t>(std::count_if(
      run->positions.begin(), run->positions.end(), [&](auto position) { return !out.contains(position); }));
  return check;
}

}  // namespace mila::setup
