#include "platform/base/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace mila {
namespace {

using Clock = std::chrono::steady_clock;

/// Half of the workers and a gigabyte at most, however many send such files. Who waits here holds a worker, too: not long.
class Seat {
 public:
  Seat() {
    std::unique_lock lock(mutex);
    taken_ = one_is_free.wait_for(lock, kPatience, [] { return free > 0; });
    if (taken_) --free;
  }
  ~Seat() {
    if (!taken_) return;
    {
      std::lock_guard lock(mutex);
      ++free;
    }
    one_is_free.notify_one();
  }
  bool taken() const { return taken_; }

 private:
  static constexpr std::chrono::milliseconds kPatience{500};
  static inline std::mutex mutex;
  static inline std::condition_variable one_is_free;
  static inline int free = 2;
  bool taken_ = false;
};

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;
  ~Descriptor() { close(); }
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

/// A file without a name that holds `bytes`, read from its beginning; negative when there is no room.
int memory_file(std::string_view bytes) {
  int file = ::memfd_create("input", MFD_CLOEXEC);
  while (file >= 0 && !bytes.empty()) {
    auto n = ::write(file, bytes.data(), bytes.size());
    if (n <= 0) {
      ::close(file);
      return -1;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (file >= 0) ::lseek(file, 0, SEEK_SET);
  return file;
}

/// prlimit (util-linux, on every Debian) sets the limits and becomes the program: between fork and exec nothing of
/// ours runs. The service's filter of system calls lets it.
std::vector<std::string> limited(std::vector<std::string> const& command, ChildLimits const& limits) {
  std::vector<std::string> all{"prlimit", "--as=" + std::to_string(limits.memory_bytes), "--cpu=" + std::to_string(limits.cpu_seconds),
                               "--fsize=0", "--core=0", "--"};
  all.insert(all.end(), command.begin(), command.end());
  return all;
}

/// The child's number, which is that of its process group, too; 0 when none could be started.
pid_t start(std::vector<std::string> arguments, int input, int output) {
  std::vector<char*> raw;
  for (auto& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  char path[] = "PATH=/usr/bin:/bin", language[] = "LC_ALL=C.UTF-8";
  char* environment[] = {path, language, nullptr};
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  posix_spawn_file_actions_addchdir_np(&files, "/");
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none, standard;
  sigemptyset(&none);
  sigfillset(&standard);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &standard);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  if (::posix_spawn(&child, "/usr/bin/prlimit", &files, &how, raw.data(), environment) != 0) child = 0;
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  return child;
}

/// Appends what comes until it ends; false when it takes longer than `until`.
bool read_all(int from, std::string& text, std::size_t most, Clock::time_point until) {
  char part[1U << 16];
  while (text.size() < most) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{from, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(left)) <= 0) continue;
    auto n = ::read(from, part, std::min(sizeof part, most - text.size()));
    if (n <= 0) return true;
    text.append(part, static_cast<std::size_t>(n));
  }
  return true;
}

/// Its status; a child that is still there at `until` is killed with all it started.
int wait_for(pid_t child, Clock::time_point until) {
  using namespace std::chrono_literals;
  int status = 0;
  for (auto pause = 1ms; Clock::now() < until; pause = std::min<std::chrono::milliseconds>(2 * pause, 50ms)) {
    if (::waitpid(child, &status, WNOHANG) == child) return status;
    std::this_thread::sleep_for(pause);
  }
  ::kill(-child, SIGKILL);
  ::waitpid(child, &status, 0);
  return status;
}

}  // namespace

ChildResult run_child(std::vector<std::string> const& command, std::string_view input, ChildLimits const& limits) {
  Seat seat;
  if (!seat.taken()) return {ChildResult::End::Busy, ""};
  auto until = Clock::now() + limits.longest;
  int ends[2];
  Descriptor given(memory_file(input));
  if (given.get() < 0 || ::pipe2(ends, O_CLOEXEC) != 0) return {};
  Descriptor said(ends[0]), theirs(ends[1]);
  pid_t child = start(limited(command, limits), given.get(), theirs.get());
  if (child == 0) return {};
  theirs.close();
  std::string text;
  bool in_time = read_all(said.get(), text, limits.output_bytes_most, until);
  bool enough = text.size() >= limits.output_bytes_most;
  said.close();
  int status = wait_for(child, enough ? Clock::now() : until);
  if (enough) return {ChildResult::End::Done, std::move(text)};
  if (!in_time || !WIFEXITED(status)) return {ChildResult::End::Stopped, ""};
  int code = WEXITSTATUS(status);
  if (code == 127 || code == 126) return {};  // as prlimit says that there is no such program
  if (code != 0) return {ChildResult::End::Failed, ""};
  return {ChildResult::End::Done, std::move(text)};
}

}  // namespace mila
