// What the tests of the server share: a client that speaks bytes, a handler that can be held, the
// server on a free port.
#pragma once

#include "platform/http/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>
#include <sstream>
#include <thread>

#include "platform/base/text.h"

namespace mila::http {

/// One answer as read from the socket.
struct Answer {
  int status = 0;
  std::string head, body;
  bool closed = false;  ///< nothing, or not all, came before the end of the connection

  std::string header(std::string_view name) const {
    for (auto line : split(head, '\n')) {
      auto colon = line.find(':');
      if (colon != std::string_view::npos && ascii_lower(line.substr(0, colon)) == name)
        return std::string(trim(line.substr(colon + 1)));
    }
    return "";
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval limit{10, 0};  // only reached when the server hangs, which is a failure
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(Client const&) = delete;
  Client& operator=(Client const&) = delete;

  Client& send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;  // closed by the server; reading will show
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }
  /// Reads one answer: head, then Content-Length bytes or chunks. `head_only` for HEAD.
  Answer read(bool head_only = false) {
    Answer answer;
    if (!fill_until("\r\n\r\n")) {
      answer.closed = true;
      return answer;
    }
    auto end = buffer_.find("\r\n\r\n");
    answer.head = take(end + 4);
    answer.status = static_cast<int>(parse_integer(answer.head.substr(9, 3)).value_or(0));
    if (head_only || answer.status == 304) return answer;
    if (ascii_lower(answer.header("transfer-encoding")) == "chunked") {
      read_chunks(answer);
      return answer;
    }
    auto size = parse_integer(answer.header("content-length")).value_or(0);
    answer.closed = !fill(static_cast<std::size_t>(size));
    answer.body = take(std::min(buffer_.size(), static_cast<std::size_t>(size)));
    return answer;
  }
  Answer get(std::string const& path) {
    send("GET " + path + " HTTP/1.1\r\nHost: auental.example\r\n\r\n");
    return read();
  }
  /// Waits for the end of the connection; false when it does not come.
  bool is_closed() {
    char byte;
    auto got = recv(socket_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno == ECONNRESET);
  }

 private:
  bool more() {
    char bytes[65536];
    auto got = connected_ ? recv(socket_, bytes, sizeof bytes, 0) : -1;
    if (got <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  bool fill(std::size_t size) {
    while (buffer_.size() < size)
      if (!more()) return false;
    return true;
  }
  bool fill_until(std::string_view end) {
    while (buffer_.find(end) == std::string::npos)
      if (!more()) return false;
    return true;
  }
  std::string take(std::size_t size) {
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
  }
  void read_chunks(Answer& answer) {
    for (;;) {
      if (!fill_until("\r\n")) {
        answer.closed = true;
        return;
      }
      auto line = take(buffer_.find("\r\n") + 2);
      auto size = std::stoul(line, nullptr, 16);
      if (!fill(size + 2)) {
        answer.closed = true;
        return;
      }
      answer.body += take(size);
      take(2);
      if (size == 0) return;
    }
  }

  int socket_;
  bool connected_ = false;
  std::string buffer_;
};

/// A gate handlers wait at, so that tests decide when a request is running.
class Gate {
 public:
  void open() { promise_.set_value(); }
  void wait() { future_.wait(); }
  void arrive() {
    {
      std::lock_guard lock(mutex_);
      ++arrived_;
    }
    changed_.notify_all();
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ >= count; });
  }

 private:
  std::promise<void> promise_;
  std::shared_future<void> future_ = promise_.get_future().share();
  std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
};

class ServerTest : public ::testing::Test {
 protected:
  void start(ServerConfig config = {}) {
    config.port = 0;
    Handlers handlers;
    handlers.answer = [this](Request const& request) { return answer(request); };
    handlers.takes_long = [](Request const& request) { return request.path == "/wait" && request.query.has("long"); };
    handlers.cached = [](Request const& request) {
      if (request.path != "/cached") return std::shared_ptr<Handlers::Cached const>();
      auto cached = std::make_shared<Handlers::Cached>();
      cached->headers = {{"Content-Type", "text/plain"}, {"ETag", "\"1\""}};
      cached->body = "from memory";
      return std::shared_ptr<Handlers::Cached const>(std::move(cached));
    };
    server_ = std::make_unique<Server>(config, std::move(handlers));
    server_->start();
  }
  Response answer(Request const& request) {
    if (request.path == "/wait") {
      gate_.arrive();
      gate_.wait();
    }
    if (request.path == "/throw") throw std::runtime_error("no");
    if (request.path == "/stream") {
      Response response = text("first ", "text/plain");
      response.stream = [n = 0](std::string& chunk) mutable {
        chunk = "chunk" + std::to_string(++n) + " ";
        return n < 3;
      };
      return response;
    }
    if (request.path == "/broken-at-once" || request.path == "/broken-later") {
      Response response;
      response.stream = [n = request.path == "/broken-later" ? 0 : 2](std::string& chunk) mutable {
        if (++n == 3) throw std::runtime_error("secret street 5");
        chunk = "chunk" + std::to_string(n) + " ";
        return true;
      };
      return response;
    }
    if (request.path == "/address")
      return text(request.remote_address + (request.secure ? " secure" : ""), "text/plain");
    if (request.path == "/nothing") {
      Response response;
      response.status = 304;
      return response;
    }
    bool refused = request.path.rfind("/_refused/", 0) == 0;
    return text("page " + request.path + " " + request.body, "text/plain",
                refused ? static_cast<int>(*parse_integer(request.path.substr(10))) : 200);
  }
  Client client() { return Client(server_->port()); }
  Answer get(std::string const& path) { return Client(server_->port()).get(path); }
  Answer raw(std::string const& bytes) { return Client(server_->port()).send(bytes).read(); }

  Gate gate_;
  std::unique_ptr<Server> server_;
};

constexpr char const* kHost = "Host: auental.example\r\n";

}  // namespace mila::http
