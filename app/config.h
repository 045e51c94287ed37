// mila.toml: the counties a process serves and how it serves them.
#pragma once

#include <string>
#include <vector>

#include "platform/base/result.h"
#include "platform/http/server.h"
#include "platform/county/county.h"
#include "platform/site/site.h"

namespace mila {

struct AppConfig {
  http::ServerConfig server;
  SiteConfig site;
  std::vector<CountyConfig> counties;
};

/// Reads and checks the file. Paths in it are relative to its folder. Errors name the key. Without
/// a "mila.toml" this is a fresh install: one county, all in "mila-data".
Result<AppConfig> read_config(std::string const& path, std::string const& share);

/// Where templates, texts and data lie: $MILA_SHARE, else "../share/mila" beside the program.
std::string find_share(std::string const& program_path);

}  // namespace mila
