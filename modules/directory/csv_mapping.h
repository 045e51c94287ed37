// A spreadsheet seen through the headings of our template: offices keep their own headings and
// words, a small TOML file says what they mean.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/import_report.h"
#include "platform/base/result.h"
#include "platform/data/csv.h"

namespace mila::directory {

/// The columns of the German template, in order.
std::span<std::string_view const> template_headings(CsvKind kind);

/// How an office's own table is read.
///
///   [columns]                 # their heading = ours; "" leaves the column out without a warning
///   "Bezeichnung" = "Angebot"
///   [values."Themen"]         # our heading: their word = ours; "" drops it
///   "Wohnen allgemein" = "housing-search | housing"
///   [defaults]                # for empty cells
///   "Träger" = "O001"
///   [options]
///   source = "csv:landratsamt"
///   list_separator = ","      # each of these characters separates, beside |
struct Mapping {
  std::map<std::string, std::string> columns;                        ///< keys in lower case
  std::map<std::string, std::map<std::string, std::string>> values;  ///< inner keys in lower case
  std::map<std::string, std::string> defaults;
  std::string source;
  std::string list_separator;

  /// Errors: no TOML, unknown parts, a heading that is not in any template.
  static Result<Mapping> parse(std::string_view toml);
  static Result<Mapping> load(std::string const& path);
};

/// The rows of a table by the template's headings, one after the other. Keeps references: table and
/// mapping must outlive it.
class Sheet {
 public:
  /// Warns of columns that are not used.
  Sheet(CsvKind kind, data::CsvReader& table, Mapping const& mapping, ImportReport& report);

  std::size_t rows() const { return table_.rows(); }
  /// Moves on to the next row, at first to the first; false behind the last.
  bool next() {
    if (!table_.next()) return false;
    ++done_;
    return true;
  }
  /// How many rows next() has gone through.
  std::size_t done() const { return done_; }
  /// Number of the current row in the file; what follows is about that row, too.
  int line() const { return table_.line(); }
  /// Whether the table (or a default of the mapping) says anything on this heading.
  bool has(std::string_view heading) const {
    return columns_.find(heading) != columns_.end() ||
           mapping_.defaults.find(std::string(heading)) != mapping_.defaults.end();
  }
  /// No cell that we use holds anything.
  bool blank() const;
  /// The cell with the mapping's values and defaults, control characters taken out. Several columns
  /// that mean the same are joined by " | ".
  std::string text(std::string_view heading) const;
  /// The cell's list, each item mapped.
  std::vector<std::string> list(std::string_view heading) const;

 private:
  std::string raw(std::string_view heading) const;
  /// nullptr when the mapping says nothing about the value.
  std::string const* mapped(std::string_view heading, std::string_view value) const;

  data::CsvReader& table_;
  std::size_t done_ = 0;
  Mapping const& mapping_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> columns_;
};

}  // namespace mila::directory
