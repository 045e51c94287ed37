// Taking everything along: all a county has, as one file for programs (JSON) and one for people (XLSX).
// data/take_along.csv says of each table what of it goes along, or why it does not; the format stands in
// docs/taking-along.md.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "platform/base/result.h"
#include "modules/setup/take_along_store.h"
#include "platform/county/county.h"

namespace mila::setup {

/// One line of data/take_along.csv.
struct TakenTable {
  struct SealedColumn {
    std::string purpose;    ///< of the key, as the module that owns the table names it
    Permission permission;  ///< whoever has it gets the column in plain
  };
  std::string table;
  std::vector<std::string> key;
  std::set<std::string> left_out, json;  ///< columns
  std::map<std::string, SealedColumn> sealed;
  Permission permission = Permission::ExportLists;
  std::string label_de, label_en;
  std::string reason_de, reason_en;  ///< why it stays here; empty: it goes along
  bool taken() const { return reason_en.empty(); }
  std::string const& label(std::string_view language) const { return language == "de" ? label_de : label_en; }
  std::string const& reason(std::string_view language) const { return language == "de" ? reason_de : reason_en; }
};

/// Throws std::runtime_error naming the line for what is not understood.
std::vector<TakenTable> load_taken_tables(std::string const& csv_file);

/// Whether somebody may take everything along: carry lists away and manage accounts, both everywhere.
bool may_take_along(Actor const& actor);

/// What goes along for one actor: tables their rights do not reach stay here. Secrets (hashes of
/// passwords, second factors, links, keys) never leave, whatever the table says: a value that is still
/// sealed is left out. Holds copies of what it needs, for answers that outlive the request.
class TakeAlong {
 public:
  TakeAlong(Context& context, std::vector<TakenTable> tables);
  ~TakeAlong();

  /// The next piece of the JSON, some hundred rows long; false when there is no more. Each piece is a
  /// moment of its own: what changes meanwhile may be in its old or its new state.
  bool next_json(std::string& piece);
  /// One sheet a table that has rows. Errors of data::to_xlsx.
  Result<std::string> xlsx(std::string_view language);

 private:
  struct Rows;
  std::vector<data::Json> read_some(TakenTable const& table, Rows& rows);
  data::Json object_of(TakenTable const& table, Rows const& rows, std::vector<data::Json>& values) const;
  std::string opening() const;

  County& county_;
  Actor actor_;
  Instant now_;
  std::vector<TakenTable> tables_, stay_;
  std::size_t at_ = 0;
  bool begun_ = false, first_row_ = true;
  std::unique_ptr<Rows> rows_;
};

}  // namespace mila::setup
