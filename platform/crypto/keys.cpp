// Reading and making the key file, and deriving keys.
#include "platform/crypto/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "platform/base/check.h"
#include "platform/crypto/encoding.h"

namespace mila::crypto {
namespace {

/// Bytes of several keys on their way from or to the file; wiped.
struct Bytes {
  std::vector<unsigned char> bytes;
  explicit Bytes(std::size_t size) : bytes(size) {}
  ~Bytes() { sodium_memzero(bytes.data(), bytes.size()); }
  Bytes(Bytes&&) = default;
  Bytes(Bytes const&) = delete;
  Bytes& operator=(Bytes const&) = delete;
};

/// An open file or folder.
struct File {
  int handle;
  File(std::string const& path, int flags, mode_t mode = 0)
      : handle(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~File() {
    if (handle >= 0) ::close(handle);
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;
};

[[noreturn]] void fail(std::string const& path, std::string const& what) {
  throw std::runtime_error(path + ": " + what);
}

[[noreturn]] void fail_errno(std::string const& path, char const* what) {
  fail(path, std::string(what) + ": " + std::strerror(errno));
}

std::string path_of(std::string const& data_folder) {
  return (std::filesystem::path(data_folder) / Keys::kFile).string();
}

/// nullopt when there is no such file.
std::optional<Bytes> read_file(std::string const& path) {
  File file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  if (file.handle < 0 && errno == ENOENT) return std::nullopt;
  if (file.handle < 0) fail_errno(path, "the key file cannot be opened");
  struct stat info {};
  if (::fstat(file.handle, &info) != 0) fail_errno(path, "the key file cannot be read");
  if (!S_ISREG(info.st_mode)) fail(path, "the key file is no plain file");
  if (info.st_mode & (S_IRWXG | S_IRWXO))
    fail(path,
         "others than the owner may use the key file. Assume that it is known, find out by whom, "
         "then: chmod 400");
  auto size = static_cast<std::size_t>(info.st_size);
  if (size == 0 || size % Key::kSize != 0 || size > Key::kSize * Keys::kGenerationsMax)
    fail(path, "the key file has " + std::to_string(size) +
                   " bytes instead of 32 for each key. Put the original back; without it what was "
                   "sealed stays closed");
  Bytes content(size);
  if (::read(file.handle, content.bytes.data(), size) != static_cast<ssize_t>(size))
    fail_errno(path, "the key file cannot be read");
  return content;
}

void sync_folder(std::string const& path) {
  File folder(std::filesystem::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
  if (folder.handle < 0 || ::fsync(folder.handle) != 0)
    fail_errno(path, "the folder of the key file cannot be written");
}

/// Writes a file of its own beside `path` and returns its name; it is on the disk.
std::string write_beside(std::string const& path, Bytes const& content) {
  unsigned char suffix[8];
  randombytes_buf(suffix, sizeof suffix);
  std::string temporary =
      path + "." + to_base64url({reinterpret_cast<char const*>(suffix), sizeof suffix}) + ".new";
  File file(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR);
  if (file.handle < 0) fail_errno(path, "the key file cannot be made");
  auto size = static_cast<ssize_t>(content.bytes.size());
  if (::write(file.handle, content.bytes.data(), content.bytes.size()) != size ||
      ::fsync(file.handle) != 0) {
    int error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    fail_errno(path, "the key file cannot be written");
  }
  return temporary;
}

/// Several processes may start at once: the first link wins, the others read what it made.
Bytes make_file(std::string const& path, Random& random) {
  Bytes fresh(Key::kSize);
  random.fill(fresh.bytes.data(), fresh.bytes.size());
  std::string temporary = write_beside(path, fresh);
  int linked = ::link(temporary.c_str(), path.c_str());
  int error = errno;
  ::unlink(temporary.c_str());
  errno = error;
  if (linked != 0 && error != EEXIST) fail_errno(path, "the key file cannot be made");
  sync_folder(path);
  auto content = read_file(path);
  if (!content) fail(path, "the key file vanished while it was made");
  return std::move(*content);
}

}  // namespace

Key::Key(std::span<unsigned char const, kSize> bytes, int generation) : generation_(generation) {
  need_sodium();
  std::copy(bytes.begin(), bytes.end(), bytes_.begin());
}

Key Key::random(Random& random) {
  Bytes bytes(kSize);
  random.fill(bytes.bytes.data(), kSize);
  return Key(std::span<unsigned char const, kSize>(bytes.bytes.data(), kSize));
}

Key::~Key() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_), generation_(other.generation_) {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

Key& Key::operator=(Key&& other) noexcept {
  if (this == &other) return *this;
  bytes_ = other.bytes_;
  generation_ = other.generation_;
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
  return *this;
}

Keys::Keys(std::string const& data_folder, Random& random) {
  need_sodium();
  std::string path = path_of(data_folder);
  auto found = read_file(path);
  Bytes content = found ? std::move(*found) : make_file(path, random);
  for (std::size_t i = 0; i < content.bytes.size(); i += Key::kSize)
    masters_.emplace_back(std::span<unsigned char const, Key::kSize>(&content.bytes[i], Key::kSize),
                          static_cast<int>(masters_.size()) + 1);
}

Keys Keys::from_seed(std::uint64_t seed) {
  SeededRandom random(seed);
  Keys keys;
  keys.masters_.push_back(Key::random(random));
  return keys;
}

Key Keys::derive(std::string_view purpose) const {
  return derive(purpose, generation());
}

Key Keys::derive(std::string_view purpose, int generation) const {
  CHECK(generation >= 1 && generation <= this->generation());
  std::string input;
  append_field(input, "mila key");
  append_field(input, purpose);
  Bytes derived(Key::kSize);
  crypto_generichash(derived.bytes.data(), Key::kSize, bytes_of(input), input.size(),
                     masters_[static_cast<std::size_t>(generation - 1)].data(), Key::kSize);
  return Key(std::span<unsigned char const, Key::kSize>(derived.bytes.data(), Key::kSize),
             generation);
}

std::string Keys::fingerprint() const {
  return keyed_hash(derive("crypto.fingerprint", 1), "").substr(0, 22);
}

void Keys::add_generation(std::string const& data_folder, Random& random) {
  need_sodium();
  std::string path = path_of(data_folder);
  auto old = read_file(path);
  if (!old) fail(path, "there is no key file to add a key to");
  if (old->bytes.size() == Key::kSize * kGenerationsMax)
    fail(path, "the key file holds as many keys as it can");
  Bytes content(old->bytes.size() + Key::kSize);
  std::copy(old->bytes.begin(), old->bytes.end(), content.bytes.begin());
  random.fill(&content.bytes[old->bytes.size()], Key::kSize);
  std::string temporary = write_beside(path, content);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    int error = errno;
    ::unlink(temporary.c_str());
    errno = error;
    fail_errno(path, "the key file cannot be replaced");
  }
  sync_folder(path);
}

}  // namespace mila::crypto
