// A maildir: written whole and synced under tmp/, then renamed into new/
// (https://cr.yp.to/proto/maildir.html).
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "platform/base/check.h"
#include "platform/mail/smtp.h"

namespace mila::mail {
namespace {

namespace fs = std::filesystem;

class File {
 public:
  File(fs::path const& path, int flags) : file_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (file_ >= 0) ::close(file_);
  }
  File(File const&) = delete;
  File& operator=(File const&) = delete;

  bool write(std::string_view text) {
    while (file_ >= 0 && !text.empty()) {
      auto n = ::write(file_, text.data(), text.size());
      if (n < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    return file_ >= 0;
  }
  bool sync() { return file_ >= 0 && ::fsync(file_) == 0; }

 private:
  int file_;
};

}  // namespace

Delivery put_into_maildir(Settings const& settings, std::string_view rfc822,
                          Envelope const& envelope) {
  CHECK(!envelope.file_name.empty() && envelope.file_name.find('/') == std::string::npos);
  Delivery failed{.cause = Cause::Disk, .temporary = true, .server_wide = true};
  fs::path folder = settings.folder;
  std::error_code error;
  for (auto const* name : {"tmp", "new", "cur"}) fs::create_directories(folder / name, error);
  fs::path written = folder / "tmp" / envelope.file_name;
  File file(written, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.write(rfc822) || !file.sync()) return failed;
  if (envelope.still_wanted && !envelope.still_wanted()) {
    fs::remove(written, error);
    return {.cause = Cause::Withdrawn};
  }
  fs::rename(written, folder / "new" / envelope.file_name, error);
  if (error || !File(folder / "new", O_RDONLY | O_DIRECTORY).sync()) return failed;
  return {.code = 250};
}

}  // namespace mila::mail
