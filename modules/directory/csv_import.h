// Taking in spreadsheets: checked and written in one transaction, as a whole or not at all.
#pragma once

#include "modules/directory/csv_mapping.h"
#include "modules/directory/import_report.h"
#include "platform/base/result.h"
#include "platform/county/county.h"

namespace mila::directory {

/// Reads the rows `table` has left as `kind` and writes what is new or different. One line with an
/// error in the report and nothing is written. Rows go through a piece at a time, so that memory does
/// not grow with the table; other writers wait until all have. Records are found again by (source,
/// Nr), so that the same file twice changes nothing; members of stored records that the file has no
/// column for stay as they are. Records that are missing in the file stay, too. Errors: Invalid (a
/// column that must be there is missing, language of translations unknown), Conflict (two rows stand
/// for one record).
Result<ImportReport> import_csv(Context& context, CsvKind kind, data::CsvReader& table,
                                Mapping const& mapping, ImportOptions const& options);

}  // namespace mila::directory
