// What the feed tells the program about itself, and the export.
#include <spdlog/spdlog.h>

#include <filesystem>

#include "modules/hsds/api.h"
#include "modules/hsds/hsds.h"
#include "modules/hsds/lists.h"

namespace mila::hsds {
namespace {

/// The feed of an invented neighbour lies beside the demo county's own files.
void load_demo(Context& context, std::string const& folder) {
  auto feed = std::filesystem::path(folder).parent_path() / "examples" / "feed.json";
  if (!folder.empty() && folder.back() == '/')
    feed = std::filesystem::path(folder).parent_path().parent_path() / "examples" / "feed.json";
  if (!std::filesystem::is_regular_file(feed)) return;
  auto report = import_hsds(context, feed.string());
  if (!report) throw std::runtime_error("feed.json: " + report.error().detail);
  for (auto const& line : report->lines)
    if (line.error) throw std::runtime_error("feed.json: " + line.field + " " + line.message);
}

}  // namespace

void export_services(Context& context, ExportFormat format,
                     std::function<void(std::string_view)> const& out) {
  Query query;
  query.full = true;
  Listing listing(context, ListKind::Services, query);
  bool json = format == ExportFormat::Json, first = true;
  if (json) out("[");
  auto next = listing.all();
  for (auto items = next(); !items.empty(); items = next()) {
    std::string chunk;
    context.county.database.read([&](db::Reader& reader) {
      listing.render(reader, items, [&](std::string_view item) {
        if (json) chunk += first ? "\n" : ",\n";
        first = false;
        chunk += item;
        if (!json) chunk += '\n';
      });
      return 0;
    });
    out(chunk);
  }
  if (json) out("\n]\n");
}

Module const& module() {
  static Module const hsds = [] {
    Module m;
    m.name = "hsds";
    m.summary = "the open HSDS 3.1 feed and taking in feeds of others";
    m.routes = api_routes();
    m.demo = load_demo;
    m.exports = {{"hsds", "all offers as Open Referral HSDS 3.1, one JSON object per line",
                  [](Context& context) {
                    std::string all;
                    export_services(context, ExportFormat::Ndjson,
                                    [&](std::string_view piece) { all += piece; });
                    return all;
                  }}};
    return m;
  }();
  return hsds;
}

}  // namespace mila::hsds
