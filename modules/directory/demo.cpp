// Loading the demo county's files.
#include "modules/directory/demo.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "modules/directory/csv_import.h"
#include "modules/places/places.h"
#include "platform/base/text.h"
#include "platform/data/json.h"

namespace mila::directory {
namespace {

constexpr char const* kSource = "demo";

/// The whole file, or "" when there is none.
std::string read_file(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return file ? bytes.str() : "";
}

void load_file(Context& context, std::filesystem::path const& path, CsvKind kind,
               std::string const& language) {
  std::string text = read_file(path);
  if (text.empty()) return;
  Date today = local_date(context.now(), context.county.config().zone);
  auto table = data::CsvReader::open(replace_days(text, today));
  std::string name = path.filename().string();
  if (!table) throw std::runtime_error(name + ": " + table.error().message);
  ImportOptions options;
  options.source = kSource;
  options.language = language;
  auto report = import_csv(context, kind, *table, Mapping{}, options);
  if (!report) throw std::runtime_error(name + ": " + report.error().message);
  for (auto const& line : report->lines)
    if (line.error)
      throw std::runtime_error(fmt::format("{}, row {}, {}: {} ({})", name, line.row, line.field,
                                           line.message, line.value_hint));
}

/// Outlines by place name, GeoJSON geometries; absent: the map shows points only.
void load_boundaries(Context& context, std::filesystem::path const& path) {
  std::ifstream file(path);
  auto outlines = data::Json::parse(file, nullptr, false);
  if (!outlines.is_object()) return;
  context.county.database.write([&](db::Writer& writer) {
    auto gazetteer = places::load_gazetteer(writer);
    for (places::Place place : gazetteer->places()) {
      auto outline = outlines.find(place.name);
      bool town = place.kind == places::Kind::Municipality;
      if (!town || outline == outlines.end() || place.boundary == outline->dump()) continue;
      place.boundary = outline->dump();
      places::save(writer, context.actor, place);
    }
  });
}

}  // namespace

std::string replace_days(std::string const& text, Date today) {
  std::string replaced;
  std::size_t from = 0;
  for (std::size_t open = text.find('{'); open != std::string::npos;
       open = text.find('{', open + 1)) {
    std::size_t close = text.find('}', open);
    if (close == std::string::npos || close - open < 3 || close - open > 6) continue;
    char sign = text[open + 1];
    auto days = parse_integer(std::string_view(text).substr(open + 2, close - open - 2));
    if ((sign != '-' && sign != '+') || !days) continue;
    Date day = std::chrono::sys_days(today) + std::chrono::days(sign == '-' ? -*days : *days);
    replaced += text.substr(from, open - from);
    replaced += fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(day.day()),
                            static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
    from = close + 1;
  }
  return replaced + text.substr(from);
}

void load_demo(Context& context, std::string const& folder) {
  std::filesystem::path base(folder);
  load_file(context, base / "places.csv", CsvKind::Places, "");
  load_boundaries(context, base / "boundaries.json");
  load_file(context, base / "areas.csv", CsvKind::Areas, "");
  load_file(context, base / "organisations.csv", CsvKind::Organisations, "");
  load_file(context, base / "contacts.csv", CsvKind::Contacts, "");
  load_file(context, base / "offers.csv", CsvKind::Offers, "");
  load_file(context, base / "tours.csv", CsvKind::Tours, "");
  std::vector<std::filesystem::path> translations;
  if (std::filesystem::is_directory(base))
    for (auto const& entry : std::filesystem::directory_iterator(base)) {
      std::string name = entry.path().filename().string();
      if (name.starts_with("offers.") && name.ends_with(".csv") && name != "offers.csv")
        translations.push_back(entry.path());
    }
  std::sort(translations.begin(), translations.end());
  for (auto const& path : translations) {
    std::string stem = path.stem().string();  // "offers.uk"
    load_file(context, path, CsvKind::Translations, stem.substr(stem.find('.') + 1));
  }
}

}  // namespace mila::directory
