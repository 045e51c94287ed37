// Taking in spreadsheets: parsed and checked as a whole first, then written in one transaction or
// not at all.
#pragma once

#include "modules/directory/csv_mapping.h"
#include "modules/directory/import_report.h"
#include "platform/base/result.h"
#include "platform/site/county.h"

namespace mila::directory {

/// Reads `table` as `kind` and writes what is new or different. One line with an error in the
/// report and nothing is written. Records are found again by (source, Nr), so that the same file
/// twice changes nothing; members of stored records that the file has no column for stay as they
/// are. Records that are missing in the file stay, too. Errors: Invalid (a column that must be
/// there is missing, language of translations unknown), Conflict (somebody else changed a record
/// meanwhile: try again).
Result<ImportReport> import_csv(Context& context, CsvKind kind, data::Table const& table,
                                Mapping const& mapping, ImportOptions const& options);

}  // namespace mila::directory
