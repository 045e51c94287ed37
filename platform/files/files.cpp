// Bytes on the disk: written beside their place, synced, then moved there.
#include "platform/files/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/files/file_store.h"

namespace mila::files {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kOrphansKept{24};

/// One at a time puts or collects in a county.
struct Door {
  std::mutex mutex;
};

std::string hash_of(std::string_view bytes) {
  unsigned char hash[32];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<unsigned char const*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::string hex;
  for (unsigned char byte : hash) hex += fmt::format("{:02x}", byte);
  return hex;
}

fs::path folder_of(County& county) { return fs::path(county.config().data_folder) / "files"; }

/// Two levels, so that no folder holds too many.
fs::path path_of(County& county, std::string const& hash) {
  return folder_of(county) / hash.substr(0, 2) / hash;
}

[[noreturn]] void fail(char const* what, fs::path const& path) {
  throw std::runtime_error(fmt::format("cannot {} {}", what, path.string()));
}

void sync_folder(fs::path const& folder) {
  int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) fail("open", folder);
  ::fsync(handle);
  ::close(handle);
}

void write_synced(fs::path const& path, std::string_view bytes) {
  int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (handle < 0) fail("write", path);
  bool fine = true;
  while (fine && !bytes.empty()) {
    auto written = ::write(handle, bytes.data(), bytes.size());
    fine = written > 0;
    if (fine) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  fine = ::fsync(handle) == 0 && fine;
  if (::close(handle) != 0 || !fine) {
    ::unlink(path.c_str());
    fail("write", path);
  }
}

bool is_picture(std::string_view type) {
  for (auto known : {"image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml"})
    if (type == known) return true;
  return false;
}

}  // namespace

Stored put(County& county, std::string_view bytes) {
  Stored stored{hash_of(bytes), static_cast<std::int64_t>(bytes.size())};
  auto path = path_of(county, stored.hash);
  auto door = county.part<Door>([] { return new Door; });
  std::lock_guard lock(door->mutex);
  if (fs::exists(path)) {
    // Young again, so that collect() leaves it to the row that will come.
    fs::last_write_time(path, fs::file_time_type::clock::now());
    return stored;
  }
  fs::create_directories(path.parent_path());
  fs::path fresh = path;
  fresh += ".new";
  write_synced(fresh, bytes);
  fs::rename(fresh, path);
  sync_folder(path.parent_path());
  sync_folder(folder_of(county));
  return stored;
}

std::string add(db::Writer& writer, Context& context, Stored const& stored, NewFile const& file) {
  File row;
  row.id = uuid_v7(writer.now(), context.random);
  row.hash = stored.hash;
  row.size = stored.size;
  row.type = file.type;
  row.name = file.name;
  row.owner = file.owner;
  row.permission = file.permission;
  row.added_at = writer.now();
  insert_file(writer, row);
  writer.changed("file", row.id);
  return row.id;
}

std::string read(County& county, File const& file) {
  auto path = path_of(county, file.hash);
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in || hash_of(bytes) != file.hash) fail("read", path);
  return bytes;
}

std::int64_t collect(Context& context) {
  auto& county = context.county;
  auto door = county.part<Door>([] { return new Door; });
  std::lock_guard lock(door->mutex);
  auto folder = folder_of(county);
  if (!fs::is_directory(folder)) return 0;
  // Files carry the system's time, whatever clock the context has.
  auto limit = fs::file_time_type::clock::now() - kOrphansKept;
  std::vector<fs::path> old;
  std::vector<std::string> hashes;
  for (auto const& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.last_write_time() > limit) continue;
    old.push_back(entry.path());
    hashes.push_back(entry.path().filename().string());
  }
  if (old.empty()) return 0;
  auto used = county.database.read([&](db::Reader& reader) { return used_hashes(reader, hashes); });
  std::int64_t gone = 0;
  for (auto const& path : old)
    if (std::find(used.begin(), used.end(), path.filename().string()) == used.end())
      gone += fs::remove(path);
  return gone;
}

http::Response respond(File const& file, std::string bytes) {
  auto response = http::text(std::move(bytes), file.type);
  bool shown = is_picture(file.type);
  std::string disposition = shown ? "inline" : "attachment";
  if (!file.name.empty()) disposition += "; filename*=UTF-8''" + percent_encode(file.name);
  response.header("Content-Disposition", disposition);
  // A drawing carries its own style; nothing else needs anything.
  bool drawing = file.type == "image/svg+xml";
  response.header("Content-Security-Policy",
                  drawing ? "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
                          : "default-src 'none'; frame-ancestors 'none'; sandbox");
  bool open = file.permission == Permission::Public;
  response.header("Cache-Control", open ? "public, max-age=86400" : "no-store");
  return response;
}

}  // namespace mila::files
