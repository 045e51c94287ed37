// How a command reaches a running server: a socket in the county's data folder, readable by the
// server's user only. One JSON line with the work in, lines of text and the exit code out.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "app/work.h"

namespace mila {

class ControlServer {
 public:
  ControlServer(Site& site, County& county);
  ~ControlServer();

 private:
  void serve();
  void answer(int connection);
  Site& site_;
  County& county_;
  std::string path_;
  int socket_ = -1;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// Hands work to the server of this county; nullopt when none is listening.
std::optional<int> hand_over(CountyConfig const& county, Work const& work);

}  // namespace mila
