#include "platform/base/child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace mila {
namespace {

using namespace std::chrono_literals;
using End = ChildResult::End;

TEST(Child, reads_what_it_is_given_and_says_what_comes_of_it) {
  std::string big(3U << 20, 'x');
  auto done = run_child({"cat"}, big);
  EXPECT_EQ(done.end, End::Done);
  EXPECT_EQ(done.output, big);
  EXPECT_EQ(run_child({"false"}, "").end, End::Failed);
  EXPECT_EQ(run_child({"no-such-program"}, "").end, End::Missing);
}

TEST(Child, has_no_file_no_variable_and_no_shell_of_ours) {
  int open_file = ::open("/etc/hostname", O_RDONLY);  // not closed on exec, as some libraries leave them
  ASSERT_GE(open_file, 3);
  ::setenv("MILA_SECRET", "geheim", 1);
  auto files = run_child({"ls", "/proc/self/fd"}, "").output;
  auto variables = run_child({"env"}, "").output;
  ::unsetenv("MILA_SECRET");
  ::close(open_file);
  EXPECT_EQ(files, "0\n1\n2\n3\n");  // 3 is the folder itself
  EXPECT_EQ(variables, "PATH=/usr/bin:/bin\nLC_ALL=C.UTF-8\n");
  EXPECT_EQ(run_child({"echo", "$(id); x"}, "").output, "$(id); x\n");
}

bool runs(std::string const& argument) {
  for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    std::string words(std::istreambuf_iterator<char>(file), {});
    if (words.find(argument + '\0') != std::string::npos) return true;
  }
  return false;
}

TEST(Child, that_hangs_or_runs_for_ever_is_ended_with_all_it_started) {
  EXPECT_EQ(run_child({"sleep", "100"}, "", {.longest = 300ms}).end, End::Stopped);
  // It closed its output and stays; its own child holds the output open.
  EXPECT_EQ(run_child({"sh", "-c", "exec >&-; sleep 100"}, "", {.longest = 300ms}).end, End::Stopped);
  std::string mine = "100." + std::to_string(::getpid());
  EXPECT_EQ(run_child({"sh", "-c", "sleep " + mine + " & sleep 100"}, "", {.longest = 500ms}).end, End::Stopped);
  for (int i = 0; i < 100 && runs(mine); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_FALSE(runs(mine));
  EXPECT_EQ(run_child({"sh", "-c", "while :; do :; done"}, "", {.cpu_seconds = 1}).end, End::Stopped);
}

TEST(Child, takes_no_more_memory_and_writes_no_file) {
  EXPECT_EQ(run_child({"dd", "if=/dev/zero", "of=/dev/null", "bs=100M", "count=1"}, "").end, End::Done);
  EXPECT_NE(run_child({"dd", "if=/dev/zero", "of=/dev/null", "bs=600M", "count=1"}, "").end, End::Done);
  auto path = std::filesystem::temp_directory_path() / ("mila-child-" + std::to_string(::getpid()));
  EXPECT_NE(run_child({"dd", "if=/dev/zero", "of=" + path.string(), "bs=1", "count=1"}, "").end, End::Done);
  EXPECT_EQ(std::filesystem::exists(path) ? std::filesystem::file_size(path) : 0, 0u);
  std::filesystem::remove(path);
}

TEST(Child, that_says_too_much_is_ended_and_its_beginning_kept) {
  auto done = run_child({"yes"}, "", {.output_bytes_most = 1000});
  EXPECT_EQ(done.end, End::Done);
  EXPECT_EQ(done.output.size(), 1000u);
}

TEST(Child, two_at_once_and_who_finds_no_room_is_told_so_and_not_that_it_took_too_long) {
  auto over = std::filesystem::temp_directory_path() / ("mila-over-" + std::to_string(::getpid()));
  std::atomic<int> done{0};
  std::vector<std::thread> both;
  for (int i = 0; i < 2; ++i)
    both.emplace_back([&] {
      auto end = End::Busy;
      while (end == End::Busy)
        end = run_child({"sh", "-c", "until [ -e " + over.string() + " ]; do sleep 0.05; done"}, "", {.longest = 60s}).end;
      done += end == End::Done;
    });
  auto refused = End::Done;
  for (int i = 0; refused == End::Done && i < 500; ++i) {
    std::this_thread::sleep_for(20ms);  // the others come first
    refused = run_child({"true"}, "", {.longest = 60s}).end;
  }
  EXPECT_EQ(refused, End::Busy);
  EXPECT_EQ(done, 0);  // nobody waited until one of them ended
  std::ofstream(over) << "now";
  for (auto& one : both) one.join();
  std::filesystem::remove(over);
  EXPECT_EQ(done, 2);
  EXPECT_EQ(run_child({"true"}, "").end, End::Done);
}

}  // namespace
}  // namespace mila
