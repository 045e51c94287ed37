// Reading a list's rows as the directory's import does; only this folder includes it.
#pragma once

#include <set>

#include "modules/setup/list_import.h"

namespace mila::setup {

struct ListRun {
  directory::ImportReport report;
  std::vector<std::int64_t> positions;  ///< row of each line of the report, from its line 2 on
};

/// Imports the open rows, or checks them (options.dry_run).
Result<ListRun> run_import(Context& context, ListImport const& list,
                           std::vector<ListRow> const& rows, directory::ImportOptions options);
/// Positions of rows that cannot be taken, with those that hang on them.
std::set<std::int64_t> refused_rows(ListImport const& list, std::vector<ListRow> const& rows,
                                    ListRun const& run);
/// All rows after everything check_list() offers to split was split, numbered anew.
std::vector<ListRow> with_splits(ListImport const& list, std::vector<ListRow> const& rows);

}  // namespace mila::setup
