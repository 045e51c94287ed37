// The work behind the commands, independent of who asked: a command that has the county to itself,
// or a running server that was handed the work.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "platform/site/site.h"

namespace mila {

/// Lines for the person at the terminal.
using Say = std::function<void(std::string const& line)>;
using Progress = std::function<void(std::string const& what, int done, int total)>;

/// A writing command and its arguments, as passed over the control socket.
struct Work {
  std::string command;  ///< "import", "demo"
  std::map<std::string, std::string> arguments;
  std::string get(std::string const& name) const {
    auto found = arguments.find(name);
    return found == arguments.end() ? "" : found->second;
  }
};

/// Does it and returns the exit code: 0 done, 2 bad input (nothing changed). Throws on failure.
int do_work(Site& site, County& county, Work const& work, Say const& say, Progress const& progress);

}  // namespace mila
