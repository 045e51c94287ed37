// Where foreign HSDS comes from: an API, files, a tabular package. Everything has limits: what is
// read was made by somebody else.
#pragma once

#include <map>
#include <string>

#include "modules/hsds/hsds.h"
#include "modules/hsds/taking_apart.h"
#include "platform/base/result.h"

namespace mila::hsds {

/// Reads all of `source` into `taking`; an Error when it cannot be read at all.
std::optional<Error> read_source(std::string const& source, ImportOptions const& options,
                                 TakingApart& taking);
/// The libcurl fetcher: http and https only, three redirects, time and size limits.
Result<Fetched> fetch_url(std::string const& url);

/// Files of a ZIP by name; only .csv, .json and .ndjson. Invalid for names that lead out of the
/// archive, TooLarge for more than it should unpack to.
Result<std::map<std::string, std::string>> read_zip(std::string const& path);
/// Tables as in HSDS datapackage.json: file name → bytes.
void take_tables(std::map<std::string, std::string> const& files, TakingApart& taking);

inline constexpr std::size_t kMaxFileBytes = 64U << 20, kMaxTotalBytes = 512U << 20;

}  // namespace mila::hsds
