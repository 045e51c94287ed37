// Taking over an office's list: its rows are kept, read by columns, mended, and become drafts of the
// directory; the drafts are published or the whole is taken back. Nothing is lost on the way and
// nothing is public before somebody says so.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/directory.h"
#include "modules/setup/list_columns.h"
#include "platform/county/county.h"

namespace mila::setup {

struct ListRow {
  enum class State { Open, LeftOut, Taken };
  std::int64_t position = 0;  ///< within the import, from 0; split rows get positions between
  int line = 0;               ///< where it stood in the file
  std::vector<std::string> cells;
  State state = State::Open;
};

struct ListImport {
  enum class State {
    Open,    ///< rows only
    Draft,   ///< records were made that only the workplace sees
    Public,
  };
  std::string id, name;  ///< name: of the file
  directory::CsvKind kind = directory::CsvKind::Organisations;
  State state = State::Open;
  std::vector<std::string> header, columns;  ///< as in ListTable
  std::string otherwise;  ///< organisation of rows that name none
  std::string created_by;
  Instant created_at;
  std::int64_t version = 0;  ///< grows with each change; forms carry it
};

/// A record that came from an import.
struct ListRecord {
  directory::Kind kind = directory::Kind::Service;
  std::string id;
  std::int64_t version = 0;  ///< as the import (or its publication) made it
  std::int64_t before = 0;   ///< version it had, 0: it was new
};

/// Something about a cell.
struct CellProblem {
  std::int64_t position = 0;           ///< of the row
  std::optional<std::size_t> column;   ///< of the list; none when the list has no such column
  std::string field;                   ///< the template's heading
  std::string message, value;          ///< message: msgid
  bool error = false;                  ///< the row cannot be taken over like this
};

struct SplitOffer {
  std::int64_t position = 0;
  std::size_t column = 0;
  std::vector<std::string> pieces;
  bool rows = false;  ///< becomes several rows (names); else several values in the cell (numbers)
};

struct ListCheck {
  std::vector<CellProblem> problems;  ///< by row, errors first
  std::vector<SplitOffer> splits;
  std::size_t open = 0, fine = 0;  ///< rows; fine: open and without error
  std::string trouble;             ///< msgid, when the list as a whole cannot be read ("" if it can)
};

/// Whose permission: lists.import. All functions that write take the version a form was made from and
/// answer Conflict when the import has changed since.
Result<std::string> begin_list(Context& context, directory::CsvKind kind, std::string_view name,
                               std::string_view bytes, HeadingWords const& words);
std::optional<ListImport> find_list(db::Reader& reader, std::string_view id);
std::vector<ListRow> rows_of(db::Reader& reader, std::string_view id);
/// Newest first.
std::vector<ListImport> all_lists(db::Reader& reader, int limit = 200);
std::vector<ListRecord> records_of(db::Reader& reader, std::string_view id);

/// What would happen; reads the database as an import does and writes nothing.
ListCheck check_list(Context& context, ListImport const& list, std::vector<ListRow> const& rows);

struct ColumnChoice {
  std::vector<std::string> columns;
  std::string otherwise;
};
/// Takes the columns as chosen and remembers them for lists with the same headings.
Result<bool> choose_columns(Context& context, std::string_view id, std::int64_t version,
                            ColumnChoice const& choice);

struct CellEdit {
  std::int64_t position = 0;
  std::size_t column = 0;
  std::string value;
};
/// New values of cells, and which of the rows shown are left out.
Result<bool> mend_list(Context& context, std::string_view id, std::int64_t version,
                       std::vector<CellEdit> const& edits,
                       std::vector<std::int64_t> const& left_out,
                       std::vector<std::int64_t> const& back_in);
/// Does all that check_list() offers.
Result<bool> split_list_cells(Context& context, std::string_view id, std::int64_t version);

/// Makes drafts of the rows without errors, in one transaction; the others stay. Returns how many
/// rows. Audited, as are the two below.
Result<std::size_t> take_over(Context& context, std::string_view id, std::int64_t version);
/// Whether only the workplace sees it.
bool is_draft(directory::Record const& record);
/// Makes the import's drafts public, those with the ids `chosen` or all, and the organisations they
/// belong to. Returns how many of the import's.
Result<std::size_t> publish_list(Context& context, std::string_view id, std::int64_t version,
                                 std::vector<std::string> const& chosen = {});
/// Undoes drafts, those with the ids `chosen` or all, as take_back() does; what is public stays, and the
/// rows stay taken. Returns how many of the drafts stay.
Result<std::size_t> drop_drafts(Context& context, std::string_view id, std::int64_t version,
                                std::vector<std::string> const& chosen = {});
/// Removes what the import made and restores what it changed, as far as nobody has changed it since
/// and nothing else uses it; the rest stays in records_of(). The rows are open again. Returns how many
/// records stay.
Result<std::size_t> take_back(Context& context, std::string_view id, std::int64_t version);
/// Forgets a list that nothing was made from (any more), rows and all.
Result<bool> drop_list(Context& context, std::string_view id, std::int64_t version);

/// The rows as the template that directory::import_csv() reads; `positions`: row of each of its lines.
std::string to_template_csv(ListImport const& list, std::vector<ListRow> const& rows,
                            std::vector<std::int64_t>& positions);

}  // namespace mila::setup
