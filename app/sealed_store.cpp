// Sealing anew, column by column.
#include "app/sealed_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "platform/crypto/sealed.h"

namespace mila {
namespace {

/// Where a table keeps sealed text. `row` is SQL for what the modules bind it to.
struct SealedTable {
  char const* table;
  char const* key;      ///< SQL that names one row
  char const* row;      ///< SQL of Where::row
  char const* bound_to; ///< Where::table
  char const* purpose;  ///< of the key
  std::vector<char const*> columns;
};

/// The words are those of the stores that seal: crypto::Sealer's purposes and Where's there.
std::vector<SealedTable> const kTables{
    {"account", "id", "id", "account", "accounts.totp", {"totp"}},
    {"kept_form", "id", "id", "kept_form", "auth.kept_form", {"body"}},
    {"setting", "name", "name", "setting", "setup.mail_password", {"value"}},
    {"outbox", "id", "id", "outbox", "mail.outbox", {"address", "subject", "body", "headers"}},
    {"outbox_attachment", "mail_id || '/' || position", "mail_id || '/' || position", "outbox", "mail.outbox", {"name", "content"}},
    {"person", "id", "id", "person", "network.private", {"private_mail", "private_phone"}},
    {"successor", "id", "id", "successor", "network.successor", {"contact"}},
    {"helper", "id", "id", "helper", "helping.content", {"content"}},
    {"circular_delivery", "circular_id || '/' || position", "circular_id || '/' || position", "circular_delivery", "circulars.delivery", {"address"}},
    {"invitee", "id", "id", "invitee", "meetings.invitee", {"content"}},
    {"invitee_needs", "invitee_id", "invitee_id", "invitee_needs", "meetings.needs", {"content"}},
    {"date_poll_voter", "id", "id", "date_poll_voter", "meetings.poll", {"content"}},
    {"remembered_needs", "owner", "owner", "remembered_needs", "meetings.needs", {"content"}},
    {"agreement_event", "id", "id", "agreement_event", "agreements.note", {"note"}},
    {"minutes_objection", "id", "id", "minutes_objection", "minutes.objection", {"content"}},
};

bool is_sealed_with(std::string_view text, int generation) { return crypto::generation_of(text) == generation; }

/// One column of one table; one row after the other, since attachments are large.
void reseal_column(db::Writer& writer, County& county, Random& random, SealedTable const& table,
                   std::string const& column, Resealed& done) {
  crypto::Sealer sealer(county.keys(), table.purpose);
  std::string name = fmt::format("reseal {}.{}", table.table, column);
  std::string all = fmt::format("select {} from {} where {} like 's_.%'", table.key, table.table, column);
  std::string one = fmt::format("select {}, {} from {} where {} = $1", table.row, column, table.table, table.key);
  std::string set = fmt::format("update {} set {} = $2 where {} = $1", table.table, column, table.key);
  for (auto const& key : writer.column<std::string>({name, all})) {
    std::string row, text;
    writer.one({name, one}, {key}, [&](db::Row const& columns) { columns.read(row, text); });
    if (sealer.is_current(text) || !crypto::generation_of(text)) continue;
    auto again = sealer.reseal({table.bound_to, column, row}, text, random);
    if (again) writer.run({name, set}, {key, again->text()});
    ++(again ? done.sealed : done.closed);
  }
}

/// Text columns of all tables, whoever they belong to.
std::vector<std::pair<std::string, std::string>> text_columns(db::Reader& reader) {
  constexpr db::Sql kSqlite{"reseal.columns",
                            "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c "
                            "where m.type = 'table' and lower(c.type) = 'text' order by 1, 2"};
  constexpr db::Sql kPostgres{"reseal.columns",
                              "select table_name::text, column_name::text from information_schema.columns where "
                              "table_schema = current_schema() and data_type = 'text' order by 1, 2"};
  std::vector<std::pair<std::string, std::string>> columns;
  reader.each(reader.is_postgres() ? kPostgres : kSqlite, {}, [&](db::Row const& row) {
    columns.emplace_back(std::string(row.text(0)), std::string(row.text(1)));
  });
  return columns;
}

}  // namespace

Resealed reseal_all(County& county, Random& random, std::function<void(std::string const&)> const& said) {
  Resealed done;
  for (auto const& table : kTables) {
    county.database.write([&](db::Writer& writer) {
      for (auto const* column : table.columns) reseal_column(writer, county, random, table, column, done);
    });
    said(table.table);
  }
  return done;
}

std::vector<std::string> sealed_with_older_keys(County& county) {
  int newest = county.keys().generation();
  std::vector<std::string> found;
  county.database.read([&](db::Reader& reader) {
    for (auto const& [table, column] : text_columns(reader)) {
      std::string name = fmt::format("{}.{}", table, column);
      // A sealed text is at least 40 bytes long, so that no word of people is taken for one.
      std::string sql = fmt::format("select substr({0}, 1, 3) from {1} where {0} like 's_.%' and length({0}) >= 56 "
                                    "group by 1", column, table);
      for (auto const& prefix : reader.column<std::string>({name, sql})) {
        auto generation = crypto::generation_of(prefix);
        if (generation && !is_sealed_with(prefix, newest) && (found.empty() || found.back() != name)) found.push_back(name);
      }
    }
  });
  return found;
}

}  // namespace mila
