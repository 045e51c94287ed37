// Rows of any table, for taking everything along.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/data/json.h"
#include "platform/db/db.h"

namespace mila::setup {

/// Names of all tables of the database.
std::vector<std::string> all_tables(db::Reader& reader);

struct TableColumn {
  enum class Kind { Text, Integer, Number };
  std::string name;
  Kind kind = Kind::Text;
};
/// In their order; none when there is no such table.
std::vector<TableColumn> columns_of(db::Reader& reader, std::string const& table);

/// Rows in the order of `key`, behind the row whose key is `after` (empty: from the first), at most
/// `limit`. `row` gets the values in the order of `columns`. Names come from data/take_along.csv and the
/// catalogue, never from a request.
void rows_after(db::Reader& reader, std::string const& table, std::vector<TableColumn> const& columns,
                std::vector<std::string> const& key, std::vector<data::Json> const& after, int limit,
                std::function<void(std::vector<data::Json>&)> const& row);

}  // namespace mila::setup
