// A list from its first row to drafts, and the way back.
#include "modules/setup/list_import.h"

#include <algorithm>

#include "modules/setup/list_import_store.h"
#include "modules/setup/list_parts.h"
#include "modules/setup/list_reading.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"

namespace mila::setup {
namespace {

using directory::CsvKind;

std::string actor_id(Actor const& actor) {
  return actor.kind == Actor::Kind::Operator ? "operator" : actor.account_id;
}

}  // namespace

Result<std::string> begin_list(Context& context, CsvKind kind, std::string_view name,
                               std::string_view bytes, HeadingWords const& words) {
  if (!context.actor.may(Permission::ImportLists)) return forbidden();
  auto grid = read_grid(bytes);
  if (!grid) return grid.error();
  return context.county.database.write([&](db::Writer& writer) -> Result<std::string> {
    auto table = read_list(kind, *grid, words, remembered_columns(writer, kind));
    if (table.rows.empty()) return Error{ErrorCode::Invalid, "There are headings but no rows below them.", ""};
    ListImport list;
    list.id = uuid_v7(writer.now(), context.random);
    list.kind = kind;
    list.name = truncate_utf8(name, 200);
    list.header = std::move(table.header);
    list.columns = std::move(table.columns);
    list.created_by = actor_id(context.actor);
    list.created_at = writer.now();
    list.version = 1;
    std::vector<ListRow> rows;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      rows.push_back({static_cast<std::int64_t>(i), table.lines[i], std::move(table.rows[i])});
    insert_list(writer, list);
    insert_rows(writer, list.id, rows);
    return list.id;
  });
}

Result<bool> choose_columns(Context& context, std::string_view id, std::int64_t version,
                            ColumnChoice const& choice) {
  return change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    auto possible = possible_columns(list.kind);
    for (std::size_t i = 0; i < list.columns.size() && i < choice.columns.size(); ++i) {
      bool known = choice.columns[i].empty() ||
                   std::find(possible.begin(), possible.end(), choice.columns[i]) != possible.end();
      if (!known) continue;
      list.columns[i] = choice.columns[i];
      if (auto key = heading_key(list.header[i]); !key.empty())
        remember_column(writer, list.kind, key, list.columns[i]);
    }
    list.otherwise = truncate_utf8(choice.otherwise, 300);
  });
}

Result<bool> mend_list(Context& context, std::string_view id, std::int64_t version,
                       std::vector<CellEdit> const& edits, std::vector<std::int64_t> const& left_out,
                       std::vector<std::int64_t> const& back_in) {
  return change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    auto has = [](auto const& positions, std::int64_t position) {
      return std::find(positions.begin(), positions.end(), position) != positions.end();
    };
    for (auto row : rows_of(writer, id)) {
      if (row.state == ListRow::State::Taken) continue;
      ListRow before = row;
      for (auto const& edit : edits)
        if (edit.position == row.position && edit.column < row.cells.size())
          row.cells[edit.column] = truncate_utf8(edit.value, 5'000);
      if (has(left_out, row.position)) row.state = ListRow::State::LeftOut;
      else if (has(back_in, row.position)) row.state = ListRow::State::Open;
      if (row.cells != before.cells || row.state != before.state) update_row(writer, list.id, row);
    }
  });
}

Result<bool> split_list_cells(Context& context, std::string_view id, std::int64_t version) {
  return change(context, id, version, [&](db::Writer& writer, ListImport& list) {
    auto rows = with_splits(list, rows_of(writer, id));
    delete_rows(writer, id);
    insert_rows(writer, id, rows);
  });
}

Result<std::size_t> take_over(Context& context, std::string_view id, std::int64_t version) {
  if (!context.actor.may(Permission::ImportLists)) return forbidden();
  std::vector<ListRow> rows;
  auto list = context.county.database.read([&](db::Reader& reader) {
    rows = rows_of(reader, id);
    return find_list(reader, id);
  });
  if (!list) return Error{ErrorCode::NotFound, "", ""};
  if (list->version != version) return changed_meanwhile();
  directory::ImportOptions options;
  options.drafts = true;
  options.written = [&](db::Writer& writer, directory::Record const& record, std::int64_t now) {
    note_record(writer, id, {record.kind, record.id, now, now - 1});
  };
  // Each pass leaves out what has an error; leaving a row out may show another's.
  for (int pass = 0; pass < 5; ++pass) {
    auto run = run_import(context, *list, rows, options);
    if (!run) return run.error();
    if (run->report.applied && !run->positions.empty()) {
      auto saved = change(context, id, version, [&](db::Writer& writer, ListImport& current) {
        current.state = ListImport::State::Draft;
        for (auto& row : rows) {
          if (!std::binary_search(run->positions.begin(), run->positions.end(), row.position)) continue;
          row.state = ListRow::State::Taken;
          update_row(writer, id, row);
        }
        auth::audit(writer, context, "list.taken_over", "list", id);
      });
      if (!saved) return saved.error();
      return run->positions.size();
    }
    for (auto position : refused_rows(*list, rows, *run))
      for (auto& row : rows)
        if (row.position == position) row.state = ListRow::State::LeftOut;  // of this run only
  }
  return Error{ErrorCode::Invalid, "No row can be taken over yet. Please mend the rows first.", ""};
}

Result<bool> drop_list(Context& context, std::string_view id, std::int64_t version) {
  if (!context.actor.may(Permission::ImportLists)) return forbidden();
  return context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    auto list = find_list(writer, id);
    if (!list) return Error{ErrorCode::NotFound, "", ""};
    if (list->version != version || count_records_of(writer, id) > 0) return changed_meanwhile();
    delete_rows(writer, id);
    delete_list(writer, id);
    return true;
  });
}

}  // namespace mila::setup
