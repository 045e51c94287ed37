// All SQL of files.
#include "platform/files/file_store.h"

namespace mila::files {
namespace {

using db::Sql;

#define FILE_COLUMNS \
  "id, hash, type, name, size, owner_kind, owner_id, permission, added_at"

constexpr Sql kInsert{"stored_file.insert",
                      "insert into stored_file(" FILE_COLUMNS
                      ") values($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kFind{"stored_file.find", "select " FILE_COLUMNS " from stored_file where id = $1"};
constexpr Sql kOfOwner{"stored_file.of_owner",
                       "select " FILE_COLUMNS
                       " from stored_file where owner_kind = $1 and owner_id = $2 order by "
                       "added_at, id"};
constexpr Sql kRemove{"stored_file.remove", "delete from stored_file where id = $1"};
constexpr Sql kRemoveOfOwner{"stored_file.remove_of_owner",
                             "delete from stored_file where owner_kind = $1 and owner_id = $2"};

File read_file(db::Row const& row) {
  File file;
  std::string permission;
  row.read(file.id, file.hash, file.type, file.name, file.size, file.owner.kind, file.owner.id,
           permission, file.added_at);
  // A permission that is not known any more opens nothing.
  file.permission = permission_named(permission).value_or(Permission::ManageCounty);
  return file;
}

}  // namespace

void insert_file(db::Writer& writer, File const& file) {
  writer.run(kInsert, {file.id, file.hash, file.type, file.name, file.size, file.owner.kind,
                       file.owner.id, name_of(file.permission), file.added_at});
}

std::optional<File> find(db::Reader& reader, std::string_view id) {
  std::optional<File> file;
  reader.one(kFind, {id}, [&](db::Row const& row) { file = read_file(row); });
  return file;
}

std::vector<File> files_of(db::Reader& reader, Owner const& owner) {
  std::vector<File> files;
  reader.each(kOfOwner, {owner.kind, owner.id},
              [&](db::Row const& row) { files.push_back(read_file(row)); });
  return files;
}

std::vector<File> files_of_all(db::Reader& reader, std::string_view owner_kind, std::vector<std::string> const& owner_ids) {
  std::vector<File> files;
  constexpr std::string_view kHead = "select " FILE_COLUMNS " from stored_file where owner_id in ";
  reader.each_in("stored_file.of_owners", kHead, owner_ids, " order by added_at, id", [&](db::Row const& row) {
    auto file = read_file(row);
    if (file.owner.kind == owner_kind) files.push_back(std::move(file));
  });
  return files;
}

bool remove(db::Writer& writer, std::string_view id) { return writer.run(kRemove, {id}) > 0; }

std::int64_t remove_all_of(db::Writer& writer, Owner const& owner) {
  return writer.run(kRemoveOfOwner, {owner.kind, owner.id});
}

std::vector<std::string> used_hashes(db::Reader& reader, std::vector<std::string> const& hashes) {
  std::vector<std::string> used;
  reader.each_in("stored_file.used", "select distinct hash from stored_file where hash in ", hashes,
                 "", [&](db::Row const& row) { used.emplace_back(row.text(0)); });
  return used;
}

}  // namespace mila::files
