// What the columns of an office's list mean: by heading, by what was chosen last time, by what stands
// in them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/import_report.h"
#include "modules/setup/grid.h"

namespace mila::setup {

/// A column that holds street, postcode and town together; the template has three.
inline constexpr std::string_view kAddress = "Anschrift";

/// "organisations", "contacts", "offers" – the lists that can be taken over.
std::string kind_name(directory::CsvKind kind);
std::optional<directory::CsvKind> list_kind_named(std::string_view name);
/// The column no list of this kind can do without.
std::string_view needed_column(directory::CsvKind kind);
/// What a column can be taken for, in the template's words: its headings and kAddress.
std::vector<std::string> possible_columns(directory::CsvKind kind);

/// The words of data/list_headings.csv by the form headings are compared in.
class HeadingWords {
 public:
  /// Throws std::runtime_error naming the line when a kind or column is not known.
  static HeadingWords load(std::string const& csv_file);
  /// "" when the heading says nothing.
  std::string find(directory::CsvKind kind, std::string_view heading) const;

 private:
  std::map<std::pair<directory::CsvKind, std::string>, std::string> words_;
};

/// The form headings are compared in: "Tel.-Nr.:" → "tel-nr".
std::string heading_key(std::string_view heading);

struct ListTable {
  std::vector<std::string> header;                ///< as written; "" where there was none
  std::vector<std::string> columns;               ///< what each is taken for; "" leaves it out
  std::vector<std::vector<std::string>> rows;
  std::vector<int> lines;
};

/// Finds the row of headings (below a title, if there is one; perhaps none) and takes what follows for
/// rows. `remembered`: heading_key → column as chosen before ("" left out), which wins.
ListTable read_list(directory::CsvKind kind, Grid const& grid, HeadingWords const& words,
                    std::map<std::string, std::string> const& remembered);

struct AddressPieces {
  std::string street, postcode, town;
};
/// "Marktstraße 5, 98993 Weidenrode" or "98993 Weidenrode"; what is not clear is the street.
AddressPieces split_address(std::string_view text);

}  // namespace mila::setup
