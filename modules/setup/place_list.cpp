// Columns by heading, else by content.
#include "modules/setup/place_list.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "modules/setup/grid.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::setup {
namespace {

enum class Column { Name, Key, RegionalKey, Postcode, Parts, Residents, None };

bool is_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Spreadsheets take the leading 0 of keys and postcodes for nothing.
std::string padded(std::string_view digits, std::size_t size) {
  return std::string(size > digits.size() ? size - digits.size() : 0, '0') + std::string(digits);
}

/// "03241 Hemmingen, 98993" → its runs of five digits (or four, before which a 0 went missing).
std::vector<std::string> postcodes_in(std::string_view text, std::vector<std::string>* odd = nullptr) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end - i == 5 || end - i == 4) {
      std::string postcode = padded(text.substr(i, end - i), 5);
      if (std::find(found.begin(), found.end(), postcode) == found.end()) found.push_back(postcode);
    } else if (end > i && odd) {
      odd->emplace_back(text.substr(i, end - i));
    }
    i = std::max(end, i + 1);
  }
  return found;
}

Column column_named(std::string_view heading) {
  std::string key = slugify(replace_all(std::string(heading), "-", ""));
  auto has = [&](std::string_view word) { return key.find(word) != std::string::npos; };
  if (has("ortsteil") || has("gemeindeteil") || has("stadtteil")) return Column::Parts;
  if (has("regionalschl") || key == "ars") return Column::RegionalKey;
  if (has("gemeindeschl") || key == "ags") return Column::Key;
  if (has("plz") || has("postleitzahl")) return Column::Postcode;
  if (has("einwohner") || has("bevoelkerung")) return Column::Residents;
  for (auto const* word : {"name", "gemeindename", "gemeinde", "stadt", "ort", "kommune",
                           "gemeinden", "staedte-und-gemeinden", "ortsname"})
    if (key == word) return Column::Name;
  return Column::None;
}

struct Columns {
  std::vector<Column> what;
  std::optional<std::size_t> land;  ///< first of the official list's five key columns
  std::size_t first_row = 0;        ///< behind the headings
  std::optional<std::size_t> find(Column wanted) const {
    for (std::size_t i = 0; i < what.size(); ++i)
      if (what[i] == wanted) return i;
    return std::nullopt;
  }
};

/// The share of filled cells below the headings that `fits` says yes to.
template <typename Fits>
double share(Grid const& grid, std::size_t first_row, std::size_t column, Fits fits) {
  std::size_t filled = 0, fitting = 0;
  for (std::size_t row = first_row; row < grid.rows.size(); ++row) {
    auto const& cell = grid.rows[row][column];
    if (cell.empty()) continue;
    ++filled;
    fitting += fits(cell);
  }
  return filled == 0 ? 0 : static_cast<double>(fitting) / static_cast<double>(filled);
}

bool is_words(std::string_view cell) {
  return std::any_of(cell.begin(), cell.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// The official list has no key but its five pieces, side by side.
std::optional<std::size_t> official_columns(Grid const& grid, std::size_t first_row) {
  constexpr std::array<std::size_t, 5> kDigits{2, 1, 2, 4, 3};
  for (std::size_t begin = 0; begin + kDigits.size() <= grid.width(); ++begin) {
    bool fits = true;
    for (std::size_t i = 0; i < kDigits.size() && fits; ++i)
      fits = share(grid, first_row, begin + i, [&](std::string const& cell) {
               return is_digits(cell, kDigits[i], kDigits[i]);
             }) > 0.6;
    if (fits) return begin;
  }
  return std::nullopt;
}

void fill_by_content(Grid const& grid, Columns& columns) {
  auto take = [&](Column what, auto fits, double needed) {
    if (columns.find(what)) return;
    for (std::size_t i = 0; i < grid.width(); ++i)
      if (columns.what[i] == Column::None && share(grid, columns.first_row, i, fits) > needed) {
        columns.what[i] = what;
        return;
      }
  };
  columns.land = official_columns(grid, columns.first_row);
  if (columns.land)
    for (std::size_t i = 0; i < 5; ++i) columns.what[*columns.land + i] = Column::None;
  if (!columns.find(Column::Key) && !columns.land) {
    take(Column::RegionalKey, [](std::string const& cell) { return is_digits(cell, 11, 12); }, 0.6);
    take(Column::Key, [](std::string const& cell) { return is_digits(cell, 7, 8); }, 0.6);
  }
  take(Column::Postcode,
       [](std::string const& cell) { return !is_words(cell) && !postcodes_in(cell).empty(); }, 0.6);
  take(Column::Name, is_words, 0.6);
}

Columns find_columns(Grid const& grid) {
  Columns best;
  best.what.assign(grid.width(), Column::None);
  std::size_t most = 0;
  // The heading may stand below a title, and over several rows.
  for (std::size_t row = 0; row < std::min<std::size_t>(grid.rows.size(), 8); ++row) {
    std::vector<Column> named;
    std::size_t count = 0;
    for (auto const& cell : grid.rows[row]) {
      Column what = cell.size() < 60 ? column_named(cell) : Column::None;
      if (std::find(named.begin(), named.end(), what) != named.end()) what = Column::None;
      named.push_back(what);
      count += what != Column::None;
    }
    if (count <= most) continue;
    most = count;
    best.what = std::move(named);
    best.first_row = row + 1;
  }
  fill_by_content(grid, best);
  return best;
}

std::vector<ListedPart> parts_in(std::string const& cell) {
  std::string separated = cell;
  for (char& c : separated)
    if (c == ',' || c == '/' || c == '\n' || c == ';') c = '|';
  std::vector<ListedPart> parts;
  for (auto const& text : split_list(separated, '|')) {
    ListedPart part;
    part.postcodes = postcodes_in(text);
    part.name = text.substr(0, text.find('('));
    std::erase_if(part.name, [](char c) { return c >= '0' && c <= '9'; });
    part.name = std::string(trim(part.name));
    if (!part.name.empty()) parts.push_back(std::move(part));
  }
  return parts;
}

class Reading {
 public:
  Reading(Grid const& grid, std::string_view county_key)
      : grid_(grid), columns_(find_columns(grid)), county_key_(county_key) {}

  PlaceList run() {
    for (std::size_t row = columns_.first_row; row < grid_.rows.size(); ++row) read(row);
    for (auto const& place : list_.municipalities)
      if (place.postcodes.empty()) note(PlaceNote::Kind::NoPostcode, place.line, place.name);
    return std::move(list_);
  }

 private:
  std::string cell(std::size_t row, Column what) const {
    auto column = columns_.find(what);
    return column ? grid_.rows[row][*column] : "";
  }

  std::string key_of(std::size_t row) const {
    auto const& cells = grid_.rows[row];
    if (columns_.land) {
      std::size_t at = *columns_.land;
      return cells[at] + cells[at + 1] + cells[at + 2] + cells[at + 4];
    }
    std::string key = cell(row, Column::Key), regional = cell(row, Column::RegionalKey);
    std::erase_if(key, [](char c) { return c == ' '; });
    std::erase_if(regional, [](char c) { return c == ' '; });
    if (key.empty() && is_digits(regional, 11, 12)) {
      regional = padded(regional, 12);
      return regional.substr(0, 5) + regional.substr(9);
    }
    return is_digits(key, 7, 8) ? padded(key, 8) : "";
  }

  void read(std::size_t row) {
    int line = grid_.lines[row];
    Municipality place;
    place.line = line;
    place.ags = key_of(row);
    // Rows of the official list above the municipalities: Land, district, county, association.
    bool above = columns_.land && place.ags.size() != 8;
    if (above) return;
    std::string name = cell(row, Column::Name);
    std::vector<std::string> odd;
    place.postcodes = postcodes_in(cell(row, Column::Postcode), &odd);
    if (!columns_.find(Column::Postcode)) {
      place.postcodes = postcodes_in(name);  // "98993 Weidenrode"
      std::erase_if(name, [](char c) { return c >= '0' && c <= '9'; });
    }
    // "Weidenrode, Stadt" is how the official list says that it is a town.
    place.name = std::string(trim(name.substr(0, name.find(','))));
    for (auto const& text : odd) note(PlaceNote::Kind::PostcodeOdd, line, text);
    if (place.name.empty()) return note(PlaceNote::Kind::NoName, line, "");
    if (!county_key_.empty() && !place.ags.empty() && !place.ags.starts_with(county_key_)) {
      if (list_.other_counties++ == 0) note(PlaceNote::Kind::OtherCounty, line, place.name);
      return;
    }
    for (char c : cell(row, Column::Residents))
      if (c >= '0' && c <= '9') place.residents += c;
    place.parts = parts_in(cell(row, Column::Parts));
    add(std::move(place));
  }

  void add(Municipality place) {
    std::string key = place.ags.empty() ? slugify(place.name) : place.ags;
    auto [known, is_new] = by_key_.emplace(key, list_.municipalities.size());
    if (is_new) {
      list_.municipalities.push_back(std::move(place));
      return;
    }
    auto& first = list_.municipalities[known->second];
    for (auto& postcode : place.postcodes)
      if (std::find(first.postcodes.begin(), first.postcodes.end(), postcode) == first.postcodes.end())
        first.postcodes.push_back(std::move(postcode));
    for (auto& part : place.parts) {
      bool there = std::any_of(first.parts.begin(), first.parts.end(),
                               [&](ListedPart const& other) { return other.name == part.name; });
      if (!there) first.parts.push_back(std::move(part));
    }
  }

  void note(PlaceNote::Kind kind, int line, std::string text) {
    list_.notes.push_back({kind, line, std::move(text)});
  }

  Grid const& grid_;
  Columns columns_;
  std::string county_key_;
  PlaceList list_;
  std::map<std::string, std::size_t> by_key_;
};

}  // namespace

Result<PlaceList> read_place_list(std::string_view text, std::string_view county_key) {
  auto grid = read_grid(text, 20'000);
  if (!grid) return grid.error();
  return Reading(*grid, county_key).run();
}

std::string to_places_csv(PlaceList const& list, std::string_view county_name,
                          std::string_view county_key) {
  std::string county(county_name);
  std::string csv = data::csv_line({"Name", "Art", "Gehört zu", "AGS", "PLZ", "Einwohner"});
  csv += data::csv_line({county, "Landkreis", "", std::string(county_key), "", ""});
  for (auto const& place : list.municipalities) {
    csv += data::csv_line({place.name, "Gemeinde", county, place.ags, join(place.postcodes, " | "),
                           place.residents});
    for (auto const& part : place.parts) {
      bool own = part.name == place.name;  // a centre named like the whole is the whole
      if (!own)
        csv += data::csv_line({part.name, "Ortsteil", place.name, "",
                               join(part.postcodes.empty() ? place.postcodes : part.postcodes, " | "), ""});
    }
  }
  return csv;
}

}  // namespace mila::setup
