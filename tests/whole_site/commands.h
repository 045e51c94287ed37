// The built program as a person at a terminal meets it: commands run in a temporary folder.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "platform/testing/database.h"

namespace mila::testing {

struct Outcome {
  int code = -1;     ///< exit code, 128 + signal when killed
  std::string text;  ///< standard output and error
};

/// A running `mila …` in `folder`; stopped when it is destroyed.
class Running {
 public:
  Running(std::string folder, std::vector<std::string> arguments);
  ~Running();
  Running(Running const&) = delete;
  Running& operator=(Running const&) = delete;
  void signal(int number) const;
  /// Waits for the end, at most a minute.
  Outcome wait();
  /// Waits until the output holds `text`, at most 30 seconds; false when the program ended before.
  bool wait_for(std::string const& text);
  std::string output() const;

 private:
  bool ended();
  std::string log_;
  pid_t process_ = -1;
  int status_ = 0;
  bool reaped_ = false;
};

/// A folder with a configuration of one county that listens on any free port. Without `database`
/// (as in mila.toml) it lies in the folder.
class Household {
 public:
  explicit Household(std::string const& database = "");
  Outcome mila(std::vector<std::string> arguments) const;
  std::string const& path() const { return folder_.path(); }
  std::string data() const { return folder_.path() + "/data"; }
  /// Number of rows of a table in the county's database, -1 when there is none.
  long rows(std::string const& table) const;
  TempFolder const& folder() const { return folder_; }

 private:
  TempFolder folder_;
};

/// The bytes a server on `port` answers to `request`, sent as they are; "" when it hangs up.
std::string raw_request(int port, std::string const& request);
/// The port a server says it listens on.
int port_of(Running& server);

}  // namespace mila::testing
