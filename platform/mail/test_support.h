// A mail server that says what a test tells it to, one connection after the other.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/base/check.h"

namespace mila::mail {

class ScriptedServer {
 public:
  /// Answers by verb ("RCPT" → "550 no"); "GREETING" and "TEXT" (after the text) are verbs, too.
  /// "" ends the connection instead of an answer; what is not in the list is answered well.
  using Answers = std::map<std::string, std::string>;
  explicit ScriptedServer(Answers answers = {}) : answers_(std::move(answers)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHECK(::bind(listening_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    CHECK(::listen(listening_, 5) == 0);
    CHECK(::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedServer() {
    stopping_ = true;
    thread_.join();
    ::close(listening_);
  }
  ScriptedServer(ScriptedServer const&) = delete;
  ScriptedServer& operator=(ScriptedServer const&) = delete;

  int port() const { return port_; }
  int connections() const { return connections_; }
  void answer(std::string const& verb, std::string const& text) {
    std::lock_guard lock(mutex_);
    answers_[verb] = text;
  }
  /// Called with each verb before its answer.
  void on_verb(std::function<void(std::string const&)> hook) {
    std::lock_guard lock(mutex_);
    hook_ = std::move(hook);
  }
  /// Texts that came whole.
  std::vector<std::string> taken() {
    std::lock_guard lock(mutex_);
    return taken_;
  }

 private:
  /// False when stopping or the other side is gone.
  bool read_line(int connection, std::string& rest, std::string& line) {
    for (;;) {
      auto end = rest.find("\r\n");
      if (end != std::string::npos) {
        line = rest.substr(0, end);
        rest.erase(0, end + 2);
        return true;
      }
      pollfd ready{connection, POLLIN, 0};
      if (stopping_) return false;
      if (::poll(&ready, 1, 10) == 0) continue;
      char buffer[4096];
      auto n = ::recv(connection, buffer, sizeof buffer, 0);
      if (n <= 0) return false;
      rest.append(buffer, static_cast<std::size_t>(n));
    }
  }

  /// What was answered; "" when the connection shall end.
  std::string say(int connection, std::string const& verb, std::string const& well) {
    std::function<void(std::string const&)> hook;
    std::string text = well;
    {
      std::lock_guard lock(mutex_);
      hook = hook_;
    }
    if (hook) hook(verb);
    {
      std::lock_guard lock(mutex_);
      if (auto found = answers_.find(verb); found != answers_.end()) text = found->second;
    }
    std::string line = text + "\r\n";
    if (!text.empty() && ::send(connection, line.data(), line.size(), MSG_NOSIGNAL) < 0) return "";
    return text;
  }

  void talk(int connection) {
    std::string rest, line;
    if (say(connection, "GREETING", "220 test").empty()) return;
    while (read_line(connection, rest, line)) {
      std::string verb = line.substr(0, line.find(' '));
      std::string said = say(connection, verb, verb == "DATA" ? "354 go on" : "250 fine");
      if (said.empty()) return;
      if (said.rfind("354", 0) != 0) continue;
      std::string text;
      while (read_line(connection, rest, line) && line != ".") text += line + "\n";
      if (line != ".") return;
      {
        std::lock_guard lock(mutex_);
        taken_.push_back(text);
      }
      if (say(connection, "TEXT", "250 taken").empty()) return;
    }
  }

  void serve() {
    while (!stopping_) {
      pollfd ready{listening_, POLLIN, 0};
      if (::poll(&ready, 1, 10) == 0) continue;
      int connection = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      ++connections_;
      talk(connection);
      ::close(connection);
    }
  }

  Answers answers_;
  std::function<void(std::string const&)> hook_;
  std::mutex mutex_;
  std::vector<std::string> taken_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  int listening_ = -1, port_ = 0;
  std::thread thread_;
};

}  // namespace mila::mail
