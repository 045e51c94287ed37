// Headings of the template, mapping files and cells read through them.
#include "modules/directory/csv_mapping.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "platform/base/text.h"

namespace mila::directory {
namespace {

using std::string_view;

constexpr std::array<string_view, 8> kPlaces{"Name", "Art",    "Gehört zu", "AGS",
                                             "PLZ",  "Breite", "Länge",     "Einwohner"};
constexpr std::array<string_view, 3> kAreas{"Name", "Art", "Orte"};
constexpr std::array<string_view, 12> kOrganisations{
    "Nr",     "Name", "Kurzname", "Sektor",  "Themen", "Beschreibung",
    "Straße", "PLZ",  "Ort",      "Telefon", "E-Mail", "Website"};
constexpr std::array<string_view, 11> kContacts{"Nr",       "Funktion", "Organisation", "Themen",
                                                "Gebiete",  "Telefon",  "E-Mail",       "Name",
                                                "Sprachen", "Zeiten",   "Hauptnummer"};
constexpr std::array<string_view, 48> kOffers{"Nr",
                                              "Angebot",
                                              "Kurz gesagt",
                                              "Beschreibung",
                                              "Träger",
                                              "Themen",
                                              "Ort",
                                              "Ortsteil",
                                              "PLZ",
                                              "Straße",
                                              "Gebäude und Etage",
                                              "Breite",
                                              "Länge",
                                              "Geschützte Adresse",
                                              "Zugang",
                                              "Zeiten",
                                              "Ausnahmen",
                                              "An Feiertagen",
                                              "Terminbuchung",
                                              "Telefon",
                                              "Telefon-Hinweis",
                                              "E-Mail",
                                              "Website",
                                              "Sprachen",
                                              "Sprachen auf Anfrage",
                                              "Sprachhinweis",
                                              "Kosten",
                                              "Betrag",
                                              "Kostenhinweis",
                                              "Mitbringen",
                                              "Für wen",
                                              "Für wen (Hinweis)",
                                              "Alter von",
                                              "Alter bis",
                                              "Geschlecht",
                                              "Aufenthalt",
                                              "Vertrauen",
                                              "Unterstützung",
                                              "Barrierefreiheit",
                                              "Haltestelle",
                                              "Linien",
                                              "Gehminuten",
                                              "Zuständig für",
                                              "Wartezeit",
                                              "Voll bis",
                                              "Bestätigt am",
                                              "Format",
                                              "Status"};
constexpr std::array<string_view, 10> kTours{"Angebot", "Halt",  "Ort",    "Ortsteil",  "Platz",
                                             "Breite",  "Länge", "Zeiten", "Fällt aus", "Hinweis"};
constexpr std::array<string_view, 5> kTranslations{"Nr", "Sprache", "Angebot", "Kurz gesagt",
                                                   "Beschreibung"};

constexpr CsvKind kAllKinds[] = {CsvKind::Places,      CsvKind::Areas,  CsvKind::Organisations,
                                 CsvKind::Contacts,    CsvKind::Offers, CsvKind::Tours,
                                 CsvKind::Translations};

/// Lower case for ASCII and the German umlauts, which is what headings and office words are
/// compared by.
std::string fold(string_view text) {
  std::string folded = ascii_lower(trim(text));
  folded = replace_all(std::move(folded), "Ä", "ä");
  folded = replace_all(std::move(folded), "Ö", "ö");
  return replace_all(std::move(folded), "Ü", "ü");
}

bool is_heading(string_view text) {
  for (CsvKind kind : kAllKinds)
    for (auto heading : template_headings(kind))
      if (heading == text) return true;
  return false;
}

/// What a cell holds once control characters and our own guard against formulas are gone.
std::string clean(string_view cell) {
  if (cell.size() > 1 && cell[0] == '\'' && string_view("=+-@").find(cell[1]) != string_view::npos)
    cell.remove_prefix(1);
  std::string text;
  text.reserve(cell.size());
  for (char c : cell) {
    bool control = (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
    if (!control) text += c;
  }
  return std::string(trim(text));
}

Error broken(std::string detail) {
  return {ErrorCode::Invalid, "The mapping file cannot be read.", std::move(detail)};
}

/// Reads a table of texts; returns what is wrong, "" if nothing.
std::string read_texts(toml::node const& node, bool fold_keys, bool headings_as_keys,
                       std::map<std::string, std::string>& out) {
  auto const* table = node.as_table();
  if (!table) return "a table is expected";
  for (auto const& [key, value] : *table) {
    auto text = value.value<std::string>();
    std::string name(key.str());
    if (!text) return "\"" + name + "\" must be a text";
    if (headings_as_keys && !is_heading(name)) return "\"" + name + "\" is no heading of ours";
    out[fold_keys ? fold(name) : name] = *text;
  }
  return "";
}

std::string read_options(toml::node const& node, Mapping& mapping) {
  std::map<std::string, std::string> options;
  if (auto problem = read_texts(node, false, false, options); !problem.empty()) return problem;
  for (auto const& [name, value] : options) {
    if (name == "source")
      mapping.source = value;
    else if (name == "list_separator")
      mapping.list_separator = value;
    else
      return "unknown option \"" + name + "\"";
  }
  return "";
}

std::string read_values(toml::node const& node, Mapping& mapping) {
  auto const* table = node.as_table();
  if (!table) return "[values] must hold tables";
  for (auto const& [key, value] : *table) {
    std::string heading(key.str());
    if (!is_heading(heading)) return "\"" + heading + "\" is no heading of ours";
    if (auto problem = read_texts(value, true, false, mapping.values[heading]); !problem.empty())
      return problem;
  }
  return "";
}

}  // namespace

std::span<string_view const> template_headings(CsvKind kind) {
  switch (kind) {
    case CsvKind::Places:
      return kPlaces;
    case CsvKind::Areas:
      return kAreas;
    case CsvKind::Organisations:
      return kOrganisations;
    case CsvKind::Contacts:
      return kContacts;
    case CsvKind::Offers:
      return kOffers;
    case CsvKind::Tours:
      return kTours;
    case CsvKind::Translations:
      return kTranslations;
  }
  return {};
}

Result<Mapping> Mapping::parse(string_view toml) {
  Mapping mapping;
  toml::table document;
  try {
    document = toml::parse(toml);
  } catch (toml::parse_error const& error) {
    return broken(std::string(error.description()) + ", line " +
                  std::to_string(error.source().begin.line));
  }
  for (auto const& [key, node] : document) {
    std::string problem;
    if (key.str() == "columns") {
      problem = read_texts(node, true, false, mapping.columns);
      for (auto const& [theirs, ours] : mapping.columns)
        if (!ours.empty() && !is_heading(ours)) problem = "\"" + ours + "\" is no heading of ours";
    } else if (key.str() == "values") {
      problem = read_values(node, mapping);
    } else if (key.str() == "defaults") {
      problem = read_texts(node, false, true, mapping.defaults);
    } else if (key.str() == "options") {
      problem = read_options(node, mapping);
    } else {
      problem = "unknown part";
    }
    if (!problem.empty()) return broken("[" + std::string(key.str()) + "] " + problem);
  }
  return mapping;
}

Result<Mapping> Mapping::load(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorCode::NotFound, "This file cannot be opened.", path};
  std::stringstream bytes;
  bytes << file.rdbuf();
  return parse(bytes.str());
}

Sheet::Sheet(CsvKind kind, data::CsvReader& table, Mapping const& mapping, ImportReport& report)
    : table_(table), mapping_(mapping) {
  auto headings = template_headings(kind);
  for (std::size_t i = 0; i < table.header().size(); ++i) {
    auto const& as_written = table.header()[i];
    std::string name = fold(as_written);
    if (name.empty()) continue;
    auto found = mapping.columns.find(name);
    if (found != mapping.columns.end()) {
      if (found->second.empty()) continue;
      name = fold(found->second);
    }
    auto heading = std::find_if(headings.begin(), headings.end(),
                                [&](string_view ours) { return fold(ours) == name; });
    if (heading == headings.end()) {
      report.warn(1, as_written, "This column is not used.", as_written);
    } else {
      columns_[std::string(*heading)].push_back(i);
    }
  }
}

std::string Sheet::raw(string_view heading) const {
  auto found = columns_.find(heading);
  if (found == columns_.end()) return "";
  std::string joined;
  for (std::size_t column : found->second) {
    std::string cell = clean(table_.cells()[column]);
    if (!cell.empty()) joined += (joined.empty() ? "" : " | ") + cell;
  }
  return joined;
}

std::string const* Sheet::mapped(string_view heading, string_view value) const {
  auto table = mapping_.values.find(std::string(heading));
  if (table == mapping_.values.end()) return nullptr;
  auto found = table->second.find(fold(value));
  return found == table->second.end() ? nullptr : &found->second;
}

bool Sheet::blank() const {
  for (auto const& [heading, columns] : columns_)
    for (std::size_t column : columns)
      if (!clean(table_.cells()[column]).empty()) return false;
  return true;
}

std::string Sheet::text(string_view heading) const {
  std::string cell = raw(heading);
  if (cell.empty()) {
    auto standard = mapping_.defaults.find(std::string(heading));
    return standard == mapping_.defaults.end() ? "" : standard->second;
  }
  if (auto const* ours = mapped(heading, cell)) return *ours;
  return cell;
}

std::vector<std::string> Sheet::list(string_view heading) const {
  std::string cell = text(heading);
  std::string separated = cell;
  // A cell the mapping knows as a whole is already written our way.
  if (cell == raw(heading))
    for (char& c : separated)
      if (c == '\n' || mapping_.list_separator.find(c) != std::string::npos) c = '|';
  std::vector<std::string> items;
  for (auto const& item : split_list(separated, '|')) {
    auto const* ours = mapped(heading, item);
    for (auto& part : ours ? split_list(*ours, '|') : std::vector<std::string>{item})
      if (std::find(items.begin(), items.end(), part) == items.end())
        items.push_back(std::move(part));
  }
  return items;
}

}  // namespace mila::directory
