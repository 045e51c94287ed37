// A web server of a few lines on this machine, for what asks others: it answers as it is told and writes
// down what it was asked.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mila::testing {

class WebServer {
 public:
  /// Takes the head of a request and its path; returns the whole answer, "" to hang up. Called from the
  /// server's thread, one request at a time.
  using Answer = std::function<std::string(std::string const& head, std::string const& path)>;

  /// Throws std::runtime_error when no port is free.
  explicit WebServer(Answer answer);
  ~WebServer();
  WebServer(WebServer const&) = delete;
  WebServer& operator=(WebServer const&) = delete;

  int port() const { return port_; }
  std::string address() const;  ///< "127.0.0.1:40123"
  std::string url(std::string const& path) const { return "http://" + address() + path; }
  /// Heads of all requests so far.
  std::vector<std::string> asked();

 private:
  void serve();

  Answer answer_;
  int socket_, port_ = 0;
  std::atomic<bool> done_{false};
  std::mutex mutex_;
  std::vector<std::string> asked_;
  std::thread thread_;
};

/// "HTTP/1.1 200 OK", further header lines each with its "\r\n", length and body.
std::string web_answer(std::string_view status, std::string_view headers = "", std::string_view body = "");

}  // namespace mila::testing
