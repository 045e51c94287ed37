// Reading mila.toml with toml++.
#include "app/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila {
namespace {

namespace fs = std::filesystem;

/// Without a file: one county for every host name that asks, to be set up in the browser.
constexpr std::string_view kFreshInstall = R"(
[counties.county]
hosts = ["*"]
data_folder = "mila-data"
)";

std::vector<std::string> texts(toml::node_view<toml::node const> node) {
  std::vector<std::string> list;
  if (auto const* array = node.as_array())
    for (auto const& item : *array)
      if (auto text = item.value<std::string>()) list.push_back(*text);
  return list;
}

/// Keys a table may have; anything else is a typing error worth saying.
std::string unknown_key(toml::table const& table, std::initializer_list<std::string_view> known) {
  for (auto const& [key, value] : table) {
    (void)value;
    if (std::find(known.begin(), known.end(), key.str()) == known.end())
      return std::string(key.str());
  }
  return {};
}

Result<CountyConfig> read_county(std::string const& id, toml::table const& table,
                                 fs::path const& folder) {
  auto wrong = [&](std::string const& what) {
    return Error{ErrorCode::Invalid, "", "counties." + id + ": " + what};
  };
  if (auto key = unknown_key(
          table, {"hosts", "database", "data_folder", "name", "brand", "land", "zone", "languages",
                  "accent", "accent_dark", "logo", "office_name", "office_phone", "office_mail",
                  "imprint_file", "privacy_file", "basemap_url", "public_url"});
      !key.empty())
    return wrong("unknown key " + key);
  CountyConfig county;
  county.id = id;
  auto read = [&](char const* key, std::string& into) {
    if (auto value = table[key].value<std::string>()) into = *value;
  };
  auto path = [&](std::string const& value) {
    return value.empty() ? value : fs::absolute(folder / value).lexically_normal().string();
  };
  county.hosts = texts(table["hosts"]);
  for (auto& host : county.hosts) host = ascii_lower(host);
  if (county.hosts.empty()) return wrong("hosts is missing (host names this county answers to)");
  read("name", county.name);  // may be missing: then the county is set up in the browser
  read("data_folder", county.data_folder);
  if (county.data_folder.empty()) county.data_folder = id;
  county.data_folder = path(county.data_folder);
  read("database", county.database);
  if (county.database.empty()) county.database = "sqlite:" + county.data_folder + "/mila.db";
  if (county.database.rfind("sqlite:", 0) == 0)
    county.database = "sqlite:" + path(county.database.substr(7));
  else if (county.database.rfind("postgres:", 0) != 0)
    return wrong("database begins with sqlite: or postgres:");
  read("brand", county.brand);
  read("land", county.land);
  read("zone", county.zone);
  read("accent", county.accent);
  read("accent_dark", county.accent_dark);
  for (auto const* colour : {&county.accent, &county.accent_dark})
    if (colour->size() != 7 || (*colour)[0] != '#' ||
        colour->find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos)
      return wrong("accent and accent_dark are colours like #17594a");
  read("logo", county.logo);
  county.logo = path(county.logo);
  read("office_name", county.office_name);
  read("office_phone", county.office_phone);
  read("office_mail", county.office_mail);
  read("imprint_file", county.imprint_file);
  read("privacy_file", county.privacy_file);
  county.imprint_file = path(county.imprint_file);
  county.privacy_file = path(county.privacy_file);
  read("basemap_url", county.basemap_url);
  read("public_url", county.public_url);
  county.languages = texts(table["languages"]);
  if (county.languages.empty())
    for (auto const& language : i18n::all_languages())
      county.languages.emplace_back(language.code);
  for (auto const& language : county.languages)
    if (!i18n::find_language(language)) return wrong("languages: " + language + " is not known");
  return county;
}

}  // namespace

Result<AppConfig> read_config(std::string const& path, std::string const& share) {
  toml::table file;
  try {
    bool fresh = path == "mila.toml" && !fs::exists(path);  // a file that was named must be there
    file = fresh ? toml::parse(kFreshInstall) : toml::parse_file(path);
  } catch (toml::parse_error const& error) {
    return Error{ErrorCode::Invalid, "",
                 fmt::format("{}:{}: {}", path, error.source().begin.line,
                             std::string(error.description()))};
  }
  AppConfig config;
  config.site.share = share;
  auto const& root = static_cast<toml::table const&>(file);
  if (auto key = unknown_key(root, {"server", "counties"}); !key.empty())
    return Error{ErrorCode::Invalid, "", path + ": unknown key " + key};
  if (auto const* server = root["server"].as_table()) {
    if (auto key = unknown_key(*server, {"address", "port", "workers", "io_threads",
                                         "trusted_proxies", "cache_megabytes"});
        !key.empty())
      return Error{ErrorCode::Invalid, "", path + ": unknown key server." + key};
    config.server.address = (*server)["address"].value_or(config.server.address);
    config.server.port = static_cast<std::uint16_t>((*server)["port"].value_or(8080));
    config.server.workers = (*server)["workers"].value_or(config.server.workers);
    config.server.io_threads = (*server)["io_threads"].value_or(config.server.io_threads);
    config.server.trusted_proxies = texts((*server)["trusted_proxies"]);
    config.site.cache_bytes =
        static_cast<std::size_t>((*server)["cache_megabytes"].value_or<std::int64_t>(32)) << 20;
  }
  auto folder = fs::absolute(path).parent_path();
  if (auto const* counties = root["counties"].as_table()) {
    for (auto const& [id, node] : *counties) {
      auto const* table = node.as_table();
      if (!table) continue;
      auto county = read_county(std::string(id.str()), *table, folder);
      if (!county) return county.error();
      config.counties.push_back(std::move(*county));
    }
  }
  if (config.counties.empty())
    return Error{ErrorCode::Invalid, "", path + ": no [counties.NAME] in it"};
  return config;
}

std::string find_share(std::string const& program_path) {
  if (char const* share = std::getenv("MILA_SHARE")) return share;
  auto program = std::filesystem::read_symlink("/proc/self/exe");
  if (program.empty()) program = program_path;
  return (program.parent_path() / "../share/mila").lexically_normal().string();
}

}  // namespace mila
