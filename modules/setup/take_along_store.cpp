// Statements made from the catalogue: a table that is new is taken along without a line of code.
#include "modules/setup/take_along_store.h"

#include <algorithm>

#include "platform/base/text.h"

namespace mila::setup {
namespace {

using data::Json;
using db::Sql;

constexpr Sql kTablesSqlite{"take_along.tables",
                            "select name from sqlite_master where type = 'table' and name not like "
                            "'sqlite_%' order by 1"};
constexpr Sql kTablesPostgres{"take_along.tables",
                              "select table_name::text from information_schema.tables where "
                              "table_schema = 'public' order by 1"};
constexpr Sql kColumnsSqlite{"take_along.columns",
                             "select name, lower(type) from pragma_table_info($1) order by cid"};
constexpr Sql kColumnsPostgres{"take_along.columns",
                               "select column_name::text, data_type::text from information_schema.columns "
                               "where table_schema = 'public' and table_name = $1 order by ordinal_position"};

std::string quoted(std::string const& name) { return "\"" + replace_all(name, "\"", "\"\"") + "\""; }

std::string quoted_list(std::vector<std::string> const& names) {
  std::vector<std::string> all;
  for (auto const& name : names) all.push_back(quoted(name));
  return join(all, ", ");
}

Json value_of(db::Row const& row, int column, TableColumn::Kind kind) {
  if (row.is_null(column)) return nullptr;
  switch (kind) {
    case TableColumn::Kind::Integer: return row.integer(column);
    case TableColumn::Kind::Number: return row.number(column);
    case TableColumn::Kind::Text: break;
  }
  return std::string(row.text(column));
}

db::Value parameter(Json const& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return std::string_view(value.get_ref<std::string const&>());
}

}  // namespace

std::vector<std::string> all_tables(db::Reader& reader) {
  return reader.column<std::string>(reader.is_postgres() ? kTablesPostgres : kTablesSqlite);
}

std::vector<TableColumn> columns_of(db::Reader& reader, std::string const& table) {
  std::vector<TableColumn> columns;
  reader.each(reader.is_postgres() ? kColumnsPostgres : kColumnsSqlite, {table}, [&](db::Row const& row) {
    TableColumn column;
    std::string type;
    row.read(column.name, type);
    if (type == "integer" || type == "bigint") column.kind = TableColumn::Kind::Integer;
    if (type == "real" || type == "double precision") column.kind = TableColumn::Kind::Number;
    columns.push_back(std::move(column));
  });
  return columns;
}

void rows_after(db::Reader& reader, std::string const& table, std::vector<TableColumn> const& columns,
                std::vector<std::string> const& key, std::vector<Json> const& after, int limit,
                std::function<void(std::vector<Json>&)> const& row) {
  std::vector<std::string> names, places;
  for (auto const& column : columns) names.push_back(column.name);
  for (std::size_t i = 0; i < after.size(); ++i) places.push_back("$" + std::to_string(i + 1));
  std::string text = "select " + quoted_list(names) + " from " + quoted(table);
  if (!after.empty()) text += " where (" + quoted_list(key) + ") > (" + join(places, ", ") + ")";
  text += " order by " + quoted_list(key) + " limit " + std::to_string(limit);
  std::vector<db::Value> parameters;
  for (auto const& value : after) parameters.push_back(parameter(value));
  std::string name = "take_along." + table;
  reader.each(Sql{name, text}, parameters, [&](db::Row const& current) {
    std::vector<Json> values;
    for (std::size_t i = 0; i < columns.size(); ++i)
      values.push_back(value_of(current, static_cast<int>(i), columns[i].kind));
    row(values);
  });
}

}  // namespace mila::setup
