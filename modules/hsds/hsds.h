// Open Referral HSDS 3.1: the directory as an open feed (/hsds/3.1/), and feeds of others taken in.
// Profile and extensions: docs/hsds-profile.md.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/hsds/schema.h"
#include "platform/base/result.h"
#include "platform/site/module.h"

namespace mila::hsds {

Module const& module();

/// Full-text search for the parameter `search`: ids of services, best first. Without one, names
/// that contain the text are found. Set once, before the first request.
using Search = std::function<std::vector<std::string>(Context&, std::string const&)>;
void set_search(Search search);

enum class ExportFormat { Ndjson, Json };
/// Writes all services, fully nested, piece by piece with constant memory. Each line resp. array
/// item is one service.
void export_services(Context& context, ExportFormat format,
                     std::function<void(std::string_view)> const& out);

struct ImportReport {
  std::vector<Line> lines;  ///< what was wrong or worth knowing, by record and field
  int created = 0, updated = 0, unchanged = 0;
  int skipped = 0;       ///< belong to this county or to another source; left as they are
  bool applied = false;  ///< false: a dry run, or errors; then nothing was written
  bool has_errors() const;
};

/// An answer of a foreign server.
struct Fetched {
  int status = 0;
  std::string content_type, body;
};
/// Gets one address; Unavailable or TooLarge when it cannot.
using Fetch = std::function<Result<Fetched>(std::string const& url)>;

struct ImportOptions {
  bool dry_run = false;
  std::function<void(int done, int total)> progress = nullptr;
  /// What x_source says; "" makes it from the address or file name. Records are only ever changed
  /// by the source they came from.
  std::string name = {};
  Fetch fetch = nullptr;  ///< tests; none means libcurl
};

/// Takes in HSDS from `source`: address of an API (http, https), a .json or .ndjson file (service,
/// organisation, list page, array), a folder of those, or a tabular package (folder or ZIP with
/// CSV files as in datapackage.json). All or nothing; a second run changes nothing. Errors:
/// NotFound, Unavailable, TooLarge, Invalid when the source cannot be read at all; what is wrong
/// inside it stands in the report.
Result<ImportReport> import_hsds(Context& context, std::string const& source,
                                 ImportOptions const& options = {});

}  // namespace mila::hsds
