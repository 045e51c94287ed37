// From rows to JSON objects and sheets.
#include "modules/setup/take_along.h"

#include <algorithm>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/data/csv.h"
#include "platform/data/xlsx.h"

namespace mila::setup {
namespace {

using data::Json;

constexpr int kRowsAtOnce = 500;
constexpr std::size_t kCellMax = 32'000;  // Excel takes 32,767 characters a cell

/// "-x" leaves out, "json:x" holds JSON, "sealed:x:purpose:permission" is opened.
void read_columns(TakenTable& table, std::string const& words) {
  for (auto const& word : split_list(words, ' ')) {
    auto parts = split_list(word, ':');
    if (word.starts_with('-')) {
      table.left_out.insert(word.substr(1));
    } else if (parts.size() == 2 && parts[0] == "json") {
      table.json.insert(parts[1]);
    } else if (auto permission = parts.size() == 4 ? permission_named(parts[3]) : std::nullopt;
               permission && parts[0] == "sealed") {
      // Purposes are named after their module: "network.private".
      table.sealed[parts[1]] = {parts[2], *permission};
    } else {
      throw std::runtime_error("not understood: " + word);
    }
  }
}

bool is_moment(TableColumn const& column) {
  return column.kind == TableColumn::Kind::Integer &&
         (column.name.ends_with("_at") || column.name == "at" || column.name == "modified");
}

/// What a person reads in a cell.
std::string cell_text(Json const& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  bool plain = value.is_array() && std::all_of(value.begin(), value.end(), [](Json const& item) { return item.is_string(); });
  if (!plain) return value.dump();
  std::vector<std::string> items;
  for (auto const& item : value) items.push_back(item.get<std::string>());
  return join(items, ", ");
}

data::XlsxCell cell_of(Json const& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  return std::string(truncate_utf8(cell_text(value), kCellMax));
}

/// A record that is kept as one JSON column becomes columns of its own.
Json flat(Json const& object) {
  Json row = Json::object();
  for (auto const& [name, value] : object.items()) {
    if (!value.is_object()) row[name] = value;
    else
      for (auto const& [inner, item] : value.items()) row[name == "json" ? inner : name + "." + inner] = item;
  }
  return row;
}

data::XlsxSheet sheet_of(std::string const& name, std::vector<Json> const& objects) {
  data::XlsxSheet sheet{name, {}, {}};
  std::map<std::string, std::size_t> columns;
  std::vector<Json> rows;
  for (auto const& object : objects) {
    rows.push_back(flat(object));
    for (auto const& [column, value] : rows.back().items())
      if (columns.emplace(column, sheet.header.size()).second) sheet.header.push_back(column);
  }
  for (auto const& row : rows) {
    std::vector<data::XlsxCell> cells(sheet.header.size(), std::string());
    for (auto const& [column, value] : row.items()) cells[columns[column]] = cell_of(value);
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

}  // namespace

std::vector<TakenTable> load_taken_tables(std::string const& csv_file) {
  auto csv = data::read_csv_file(csv_file);
  if (!csv) throw std::runtime_error(csv_file + ": " + csv.error().message);
  std::vector<TakenTable> tables;
  for (std::size_t i = 0; i < csv->rows.size(); ++i) {
    auto cell = [&](char const* name) { return csv->cell(i, csv->column(name)); };
    auto fail = [&](std::string const& why) {
      throw std::runtime_error(csv_file + ", line " + std::to_string(csv->lines[i]) + ": " + why);
    };
    TakenTable table;
    table.table = cell("table");
    table.key = split_list(cell("key"), ',');
    table.label_de = cell("de");
    table.label_en = cell("en");
    table.reason_de = cell("reason_de");
    table.reason_en = cell("reason_en");
    try {
      read_columns(table, cell("columns"));
    } catch (std::runtime_error const& error) {
      fail(error.what());
    }
    if (auto name = cell("permission"); !name.empty()) {
      auto permission = permission_named(name);
      if (!permission) fail("no permission " + name);
      table.permission = *permission;
    }
    if (table.taken() && (table.key.empty() || table.label_de.empty())) fail("no key or no name");
    tables.push_back(std::move(table));
  }
  return tables;
}

bool may_take_along(Actor const& actor) {
  return actor.may(Permission::ExportLists, Target{}) && actor.may(Permission::ManageAccounts, Target{});
}

/// Where reading a table stands.
struct TakeAlong::Rows {
  std::vector<TableColumn> columns;
  std::vector<Json> after;  ///< key of the last row read
  bool more = true;
};

TakeAlong::TakeAlong(Context& context, std::vector<TakenTable> tables)
    : county_(context.county), actor_(context.actor), now_(context.now()) {
  auto present = county_.database.read([](db::Reader& reader) { return all_tables(reader); });
  for (auto& table : tables) {
    if (std::find(present.begin(), present.end(), table.table) == present.end()) continue;
    bool taken = table.taken() && may_take_along(actor_) && actor_.may(table.permission, Target{});
    (taken ? tables_ : stay_).push_back(std::move(table));
  }
}

TakeAlong::~TakeAlong() = default;

Json TakeAlong::object_of(TakenTable const& table, Rows const& rows, std::vector<Json>& values) const {
  std::vector<std::string> key;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::find(table.key.begin(), table.key.end(), rows.columns[i].name) != table.key.end())
      key.push_back(cell_text(values[i].is_number() ? Json(values[i].dump()) : values[i]));
  Json object = Json::object();
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const& column = rows.columns[i];
    auto& value = values[i];
    if (value.is_null() || table.left_out.contains(column.name)) continue;
    if (value.is_string() && crypto::generation_of(value.get_ref<std::string const&>())) {
      auto sealed = table.sealed.find(column.name);
      if (sealed == table.sealed.end() || !actor_.may(sealed->second.permission, Target{})) continue;
      auto plain = crypto::Sealer(county_.keys(), sealed->second.purpose)
                       .open({table.table, column.name, join(key, "/")}, value.get_ref<std::string const&>());
      if (!plain) continue;
      Json parsed = Json::parse(*plain, nullptr, false);
      object[column.name] = parsed.is_object() ? parsed : Json(*plain);
    } else if (value.is_string() && table.json.contains(column.name)) {
      Json parsed = Json::parse(value.get_ref<std::string const&>(), nullptr, false);
      object[column.name] = parsed.is_discarded() ? value : parsed;
    } else if (is_moment(column)) {
      object[column.name] = format_rfc3339(from_millis(value.get<std::int64_t>()));
    } else {
      object[column.name] = std::move(value);
    }
  }
  return object;
}

std::vector<Json> TakeAlong::read_some(TakenTable const& table, Rows& rows) {
  std::vector<Json> objects;
  county_.database.read([&](db::Reader& reader) {
    if (rows.columns.empty()) rows.columns = columns_of(reader, table.table);
    int count = 0;
    auto after = rows.after;
    rows_after(reader, table.table, rows.columns, table.key, after, kRowsAtOnce, [&](std::vector<Json>& values) {
      ++count;
      rows.after.clear();
      for (auto const& name : table.key)
        for (std::size_t i = 0; i < rows.columns.size(); ++i)
          if (rows.columns[i].name == name) rows.after.push_back(values[i]);
      objects.push_back(object_of(table, rows, values));
    });
    rows.more = count == kRowsAtOnce;
  });
  return objects;
}

std::string TakeAlong::opening() const {
  Json head = Json::object();
  head["format"] = "mila-county/1";
  head["county"] = county_.config().name;
  head["taken_at"] = format_rfc3339(now_);
  head["stays"] = Json::array();
  for (auto const& table : stay_)
    head["stays"].push_back({{"table", table.table},
                             {"why", table.taken() ? "the role of whoever took this along does not reach it" : table.reason_en}});
  std::string text = head.dump();
  text.back() = ',';  // the object goes on
  return text + "\n\"tables\":{";
}

bool TakeAlong::next_json(std::string& piece) {
  if (!begun_) {
    begun_ = true;
    piece = opening();
    return true;
  }
  if (at_ > tables_.size()) return false;
  if (at_ == tables_.size()) {
    ++at_;
    piece = "\n}}\n";
    return true;
  }
  auto const& table = tables_[at_];
  piece.clear();
  if (!rows_) {
    rows_ = std::make_unique<Rows>();
    first_row_ = true;
    piece = (at_ > 0 ? ",\n\"" : "\n\"") + table.table + "\":[";
  }
  for (auto const& object : read_some(table, *rows_)) {
    piece += (first_row_ ? "\n" : ",\n") + object.dump();
    first_row_ = false;
  }
  if (!rows_->more) {
    piece += "]";
    rows_.reset();
    ++at_;
  }
  return true;
}

Result<std::string> TakeAlong::xlsx(std::string_view language) {
  std::vector<data::XlsxSheet> sheets;
  for (auto const& table : tables_) {
    Rows rows;
    std::vector<Json> objects;
    while (rows.more)
      for (auto& object : read_some(table, rows)) objects.push_back(std::move(object));
    if (!objects.empty()) sheets.push_back(sheet_of(table.label(language), objects));
  }
  return data::to_xlsx(sheets);
}

}  // namespace mila::setup
