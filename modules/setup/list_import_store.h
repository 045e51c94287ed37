// The rows behind list_import.h; only this folder includes it.
#pragma once

#include <map>

#include "modules/setup/list_import.h"

namespace mila::setup {

void insert_list(db::Writer& writer, ListImport const& list);
void insert_rows(db::Writer& writer, std::string_view id, std::vector<ListRow> const& rows);
/// State, columns and so on; the version grows. False when it was another.
bool update_list(db::Writer& writer, ListImport const& list, std::int64_t version);
void update_row(db::Writer& writer, std::string_view id, ListRow const& row);
void delete_rows(db::Writer& writer, std::string_view id);
void delete_list(db::Writer& writer, std::string_view id);

/// For a record that is known the new version counts, and what was before the first.
void note_record(db::Writer& writer, std::string_view id, ListRecord const& record);
void forget_record(db::Writer& writer, std::string_view id, ListRecord const& record);
std::int64_t count_records_of(db::Reader& reader, std::string_view id);
/// Those of all imports, by import.
std::map<std::string, std::int64_t> record_counts(db::Reader& reader);

std::map<std::string, std::string> remembered_columns(db::Reader& reader, directory::CsvKind kind);
void remember_column(db::Writer& writer, directory::CsvKind kind, std::string_view heading_key,
                     std::string_view column);

/// Rows of imports nobody has touched since `before`; the imports stay, for what they made.
std::int64_t expire_rows(db::Writer& writer, Instant before);

}  // namespace mila::setup
