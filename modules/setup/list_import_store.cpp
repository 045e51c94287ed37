// All SQL of lists being taken over.
#include "modules/setup/list_import_store.h"

#include <nlohmann/json.hpp>

namespace mila::setup {
namespace {

using db::Sql;
using Json = nlohmann::json;

#define LIST_COLUMNS \
  "id, kind, name, state, header, columns, otherwise, created_by, created_at, version"

constexpr Sql kInsert{"list_import.insert",
                      "insert into list_import(" LIST_COLUMNS
                      ", changed_at) values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)"};
constexpr Sql kUpdate{"list_import.update",
                      "update list_import set state = $3, columns = $4, otherwise = $5, changed_at = "
                      "$6, version = version + 1 where id = $1 and version = $2"};
constexpr Sql kDelete{"list_import.delete", "delete from list_import where id = $1"};
constexpr Sql kFind{"list_import.find", "select " LIST_COLUMNS " from list_import where id = $1"};
constexpr Sql kAll{"list_import.all",
                   "select " LIST_COLUMNS
                   " from list_import order by created_at desc, id desc limit $1"};
constexpr Sql kInsertRow{"list_import_row.insert",
                         "insert into list_import_row(import_id, position, line, cells, state) "
                         "values($1, $2, $3, $4, $5)"};
constexpr Sql kUpdateRow{"list_import_row.update",
                         "update list_import_row set cells = $3, state = $4 where import_id = $1 and "
                         "position = $2"};
constexpr Sql kDeleteRows{"list_import_row.delete", "delete from list_import_row where import_id = $1"};
constexpr Sql kRows{"list_import_row.all",
                    "select position, line, cells, state from list_import_row where import_id = $1 "
                    "order by position"};
constexpr Sql kExpireRows{"list_import_row.expire",
                          "delete from list_import_row where import_id in (select id from list_import "
                          "where changed_at < $1)"};
constexpr Sql kNote{"list_import_record.note",
                    "insert into list_import_record(import_id, kind, record_id, version, before) "
                    "values($1, $2, $3, $4, $5) on conflict (import_id, kind, record_id) do update "
                    "set version = excluded.version"};
constexpr Sql kForget{"list_import_record.forget",
                      "delete from list_import_record where import_id = $1 and kind = $2 and "
                      "record_id = $3"};
constexpr Sql kRecords{"list_import_record.all",
                       "select kind, record_id, version, before from list_import_record where "
                       "import_id = $1 order by kind, record_id"};
constexpr Sql kCount{"list_import_record.count",
                     "select count(*) from list_import_record where import_id = $1"};
constexpr Sql kCounts{"list_import_record.counts",
                      "select import_id, count(*) from list_import_record group by import_id"};
constexpr Sql kRemembered{"list_heading.all", "select heading, ours from list_heading where kind = $1"};
constexpr Sql kRemember{"list_heading.save",
                        "insert into list_heading(kind, heading, ours) values($1, $2, $3) on conflict "
                        "(kind, heading) do update set ours = excluded.ours"};

char const* name_of(ListImport::State state) {
  switch (state) {
    case ListImport::State::Open: return "open";
    case ListImport::State::Draft: return "draft";
    case ListImport::State::Public: break;
  }
  return "public";
}

char const* name_of(ListRow::State state) {
  switch (state) {
    case ListRow::State::Open: return "open";
    case ListRow::State::LeftOut: return "left-out";
    case ListRow::State::Taken: break;
  }
  return "taken";
}

std::string list_text(std::vector<std::string> const& texts) { return Json(texts).dump(); }

std::vector<std::string> texts_in(std::string_view json) {
  return Json::parse(json).get<std::vector<std::string>>();
}

ListImport read_list_row(db::Row const& row) {
  ListImport list;
  std::string kind, state, header, columns;
  row.read(list.id, kind, list.name, state, header, columns, list.otherwise, list.created_by,
           list.created_at, list.version);
  list.kind = list_kind_named(kind).value_or(directory::CsvKind::Organisations);
  list.state = state == "open" ? ListImport::State::Open
               : state == "draft" ? ListImport::State::Draft : ListImport::State::Public;
  list.header = texts_in(header);
  list.columns = texts_in(columns);
  return list;
}

directory::Kind record_kind(std::string_view name) {
  using directory::Kind;
  for (Kind kind : {Kind::Organization, Kind::Service, Kind::Location, Kind::Function})
    if (directory::name_of(kind) == name) return kind;
  return Kind::Service;
}

}  // namespace

void insert_list(db::Writer& writer, ListImport const& list) {
  std::string header = list_text(list.header), columns = list_text(list.columns);
  std::string kind = kind_name(list.kind);
  writer.run(kInsert, {list.id, kind, list.name, name_of(list.state), header, columns, list.otherwise,
                       list.created_by, list.created_at, list.version});
}

void insert_rows(db::Writer& writer, std::string_view id, std::vector<ListRow> const& rows) {
  for (auto const& row : rows)
    writer.run(kInsertRow, {id, row.position, row.line, list_text(row.cells), name_of(row.state)});
}

bool update_list(db::Writer& writer, ListImport const& list, std::int64_t version) {
  std::string columns = list_text(list.columns);
  return writer.run(kUpdate, {list.id, version, name_of(list.state), columns, list.otherwise,
                              writer.now()}) > 0;
}

void update_row(db::Writer& writer, std::string_view id, ListRow const& row) {
  std::string cells = list_text(row.cells);
  writer.run(kUpdateRow, {id, row.position, cells, name_of(row.state)});
}

void delete_rows(db::Writer& writer, std::string_view id) { writer.run(kDeleteRows, {id}); }

void delete_list(db::Writer& writer, std::string_view id) { writer.run(kDelete, {id}); }

std::optional<ListImport> find_list(db::Reader& reader, std::string_view id) {
  std::optional<ListImport> list;
  reader.one(kFind, {id}, [&](db::Row const& row) { list = read_list_row(row); });
  return list;
}

std::vector<ListImport> all_lists(db::Reader& reader, int limit) {
  std::vector<ListImport> lists;
  reader.each(kAll, {limit}, [&](db::Row const& row) { lists.push_back(read_list_row(row)); });
  return lists;
}

std::vector<ListRow> rows_of(db::Reader& reader, std::string_view id) {
  std::vector<ListRow> rows;
  reader.each(kRows, {id}, [&](db::Row const& row) {
    auto& one = rows.emplace_back();
    std::string cells, state;
    std::int64_t line = 0;
    row.read(one.position, line, cells, state);
    one.line = static_cast<int>(line);
    one.cells = texts_in(cells);
    one.state = state == "open" ? ListRow::State::Open
                : state == "taken" ? ListRow::State::Taken : ListRow::State::LeftOut;
  });
  return rows;
}

void note_record(db::Writer& writer, std::string_view id, ListRecord const& record) {
  writer.run(kNote, {id, directory::name_of(record.kind), record.id, record.version, record.before});
}

void forget_record(db::Writer& writer, std::string_view id, ListRecord const& record) {
  writer.run(kForget, {id, directory::name_of(record.kind), record.id});
}

std::vector<ListRecord> records_of(db::Reader& reader, std::string_view id) {
  std::vector<ListRecord> records;
  reader.each(kRecords, {id}, [&](db::Row const& row) {
    auto& record = records.emplace_back();
    std::string kind;
    row.read(kind, record.id, record.version, record.before);
    record.kind = record_kind(kind);
  });
  return records;
}

std::int64_t count_records_of(db::Reader& reader, std::string_view id) {
  return reader.value<std::int64_t>(kCount, {id}).value_or(0);
}

std::map<std::string, std::int64_t> record_counts(db::Reader& reader) {
  std::map<std::string, std::int64_t> counts;
  reader.each(kCounts, {}, [&](db::Row const& row) {
    counts.emplace(std::string(row.text(0)), row.integer(1));
  });
  return counts;
}

std::map<std::string, std::string> remembered_columns(db::Reader& reader, directory::CsvKind kind) {
  std::map<std::string, std::string> columns;
  std::string name = kind_name(kind);
  reader.each(kRemembered, {name}, [&](db::Row const& row) {
    columns.emplace(std::string(row.text(0)), std::string(row.text(1)));
  });
  return columns;
}

void remember_column(db::Writer& writer, directory::CsvKind kind, std::string_view heading_key,
                     std::string_view column) {
  std::string name = kind_name(kind);
  writer.run(kRemember, {name, heading_key, column});
}

std::int64_t expire_rows(db::Writer& writer, Instant before) {
  return writer.run(kExpireRows, {before});
}

}  // namespace mila::setup
