// A maildir: written whole and synced under tmp/, then renamed into new/
// (https://cr.yp.to/proto/maildir.html).
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "platform/base/check.h"
#include "platform/mail/mail.h"
#include "platform/mail/outbox_store.h"
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

void tidy_maildir(Context& context) {
  fs::path folder = maildir_settings(context.county).folder;
  std::vector<fs::path> files;
  std::vector<std::string> ids;
  for (auto const* name : {"new", "cur"}) {
    std::error_code none;
    for (auto const& entry : fs::directory_iterator(folder / name, none)) {
      std::string file = entry.path().filename();
      ids.push_back(file.substr(0, file.find(':')));  // ":2,S" is what a mail program adds
      files.push_back(entry.path());
    }
  }
  auto kept = context.county.database.read([&](db::Reader& reader) { return with_content(reader, ids); });
  for (std::size_t i = 0; i < files.size(); ++i) {
    std::error_code gone;
    if (!kept.contains(ids[i])) fs::remove(files[i], gone);
  }
}

}  // namespace mila::mail
