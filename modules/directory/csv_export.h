// Offers as the template's spreadsheet, so that an office can edit them and take them in again.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "modules/places/places.h"
#include "platform/db/db.h"

namespace mila::directory {

struct CsvExportOptions {
  std::string source;  ///< only offers of this source; "" for all
};

/// Writes heading and rows in pieces through `write`: UTF-8 with a byte order mark (spreadsheet
/// programs need it), ';' between cells. Memory does not grow with the number of offers. Stops of
/// tours are not part of it; protected addresses leave with the town only. Importing the result
/// under the same source changes nothing.
void export_csv(db::Reader& reader, places::Gazetteer const& gazetteer,
                CsvExportOptions const& options,
                std::function<void(std::string_view)> const& write);

}  // namespace mila::directory
