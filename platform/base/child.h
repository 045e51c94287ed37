// Another program at work on bytes of strangers: without a shell, within limits, killed when it takes too long.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mila {

struct ChildLimits {
  std::uint64_t memory_bytes = 512U << 20;  ///< of address space
  int cpu_seconds = 10;
  std::chrono::milliseconds longest{15'000};  ///< by the clock on the wall
  std::size_t output_bytes_most = 4U << 20;   ///< what comes after is not read: the child is ended, `End::Done`
};

struct ChildResult {
  enum class End {
    Done,
    Failed,   ///< it said itself that it could not
    Stopped,  ///< by a limit, or it crashed
    Missing,  ///< the program is not installed, or the system has no room for one more
    Busy,     ///< others are at work and stay at it: it was not started; the same again in a moment may do
  };
  End end = End::Missing;
  std::string output;  ///< of Done
};

/// Runs `command` (a name in /usr/bin:/bin, then its arguments) with `input` as its standard input and gives what it
/// wrote to standard output. It gets no file, no socket and no environment of ours, and writes no file; what it
/// complains is not kept. Waits for its end; at most two run at once, whoever finds no room within half a second gets Busy.
ChildResult run_child(std::vector<std::string> const& command, std::string_view input, ChildLimits const& limits = {});

}  // namespace mila
