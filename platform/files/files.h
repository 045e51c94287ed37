// Files people upload: the bytes once, under their hash, in <data_folder>/files; in the database what
// they are, whose, and who may see them. The same picture twice is stored once.
//
//   auto stored = files::put(county, bytes);               // on the disk, synced
//   county.database.write([&](db::Writer& writer) {
//     id = files::add(writer, context, stored, {.type = "image/png", .owner = {"setting", "logo"}});
//   });
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/county/county.h"
#include "platform/http/message.h"

namespace mila::files {

/// What a file belongs to, in the words of the module that holds it.
struct Owner {
  std::string kind, id;
};

/// Bytes that lie on the disk and are not anybody's yet.
struct Stored {
  std::string hash;  ///< BLAKE2b-256, 64 hexadecimal digits
  std::int64_t size = 0;
};

struct NewFile {
  std::string type;       ///< as it was checked, never as the browser claimed: "image/png"
  std::string name = {};  ///< for saving it again; "" for none
  Owner owner;
  Permission permission = Permission::SignedIn;
};

struct File {
  std::string id, hash, type, name;
  std::int64_t size = 0;
  Owner owner;
  Permission permission = Permission::SignedIn;
  Instant added_at;
};

/// Writes the bytes unless they are there already. They are on the disk when this returns. Call it
/// before the transaction in which add() runs; without one collect() takes them away a day later.
/// Throws std::runtime_error when the disk does not take them.
Stored put(County& county, std::string_view bytes);
/// Makes them a file of `file.owner`; returns its id.
std::string add(db::Writer& writer, Context& context, Stored const& stored, NewFile const& file);

std::optional<File> find(db::Reader& reader, std::string_view id);
/// Oldest first.
std::vector<File> files_of(db::Reader& reader, Owner const& owner);
/// Those of several owners of one kind, oldest first. One statement.
std::vector<File> files_of_all(db::Reader& reader, std::string_view owner_kind, std::vector<std::string> const& owner_ids);
/// The bytes. Throws std::runtime_error when they are missing or not what they were.
std::string read(County& county, File const& file);
/// The bytes stay until collect(). False when there is no such file.
bool remove(db::Writer& writer, std::string_view id);
std::int64_t remove_all_of(db::Writer& writer, Owner const& owner);

/// Deletes bytes no file refers to, if they have lain for a day: what was put but never added, and
/// what was removed. Returns how many.
std::int64_t collect(Context& context);

/// The answer that gives a file out. Whoever calls it has asked the actor for `file.permission`.
/// Pictures are shown, all else is saved; a drawing can do nothing (sandbox).
http::Response respond(File const& file, std::string bytes);

}  // namespace mila::files
