// The socket side: takes requests from the network, hands them to a handler on a worker thread,
// writes the answers. The only file that knows restinio is server.cpp.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/http/message.h"

namespace mila::http {

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  int io_threads = 2;
  int workers = 4;
  std::size_t queue_max = 256;         ///< beyond it: 503 with Retry-After
  std::size_t body_bytes_max = 1 << 20;
  /// For addresses below /staff/: spreadsheets and pictures. What is longer than allowed is not kept
  /// while it arrives.
  std::size_t staff_body_bytes_max = 12 << 20;
  int long_bodies_max = 6;             ///< longer than body_bytes_max and in memory at once
  std::size_t target_bytes_max = 8000;
  std::size_t header_bytes_max = 16000;
  std::size_t connections_max = 4096;
  std::size_t connections_per_address_max = 256;
  /// Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
};

struct Handlers {
  /// Full answer; runs on a worker thread.
  std::function<Response(Request const&)> answer;
  /// Whether that takes long (hashing a password): half of the workers at most do so at a time.
  std::function<bool(Request const&)> takes_long;
  /// Quick answer from memory, or nullptr; runs on the network thread and must not block. The
  /// returned bytes are one complete HTTP/1.1 response (head and body), without Connection header.
  struct Cached {
    std::string head;  ///< status line and headers, without the final blank line
    std::string body;
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
  };
  std::function<std::shared_ptr<Cached const>(Request const&)> cached;
};

class Server {
 public:
  Server(ServerConfig config, Handlers handlers);
  ~Server();
  /// Listens and returns; throws std::runtime_error when the port is taken.
  void start();
  /// Takes no new requests, finishes running ones (at most `grace_seconds`), closes.
  void stop(int grace_seconds = 10);
  std::uint16_t port() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mila::http
