#include "platform/testing/web_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace mila::testing {
namespace {

std::string read_head(int client) {
  std::string head;
  char buffer[2048];
  while (head.find("\r\n\r\n") == std::string::npos) {
    auto got = ::read(client, buffer, sizeof buffer);
    if (got <= 0) break;
    head.append(buffer, static_cast<std::size_t>(got));
  }
  return head;
}

std::string path_in(std::string const& head) {
  auto begin = head.find(' ') + 1;
  return head.substr(begin, head.find(' ', begin) - begin);
}

}  // namespace

WebServer::WebServer(Answer answer) : answer_(std::move(answer)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  if (::bind(socket_, reinterpret_cast<sockaddr*>(&here), size) != 0 || ::listen(socket_, 8) != 0 ||
      ::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size) != 0)
    throw std::runtime_error("no local server");
  port_ = ntohs(here.sin_port);
  thread_ = std::thread([this] { serve(); });
}

WebServer::~WebServer() {
  done_ = true;
  thread_.join();
  ::close(socket_);
}

std::string WebServer::address() const { return "127.0.0.1:" + std::to_string(port_); }

std::vector<std::string> WebServer::asked() {
  std::lock_guard lock(mutex_);
  return asked_;
}

void WebServer::serve() {
  while (!done_) {
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    int client = ::accept(socket_, nullptr, nullptr);
    auto head = read_head(client);
    {
      std::lock_guard lock(mutex_);
      asked_.push_back(head);
    }
    auto answer = answer_(head, path_in(head));
    [[maybe_unused]] auto sent = ::write(client, answer.data(), answer.size());
    ::close(client);
  }
}

std::string web_answer(std::string_view status, std::string_view headers, std::string_view body) {
  std::string answer = "HTTP/1.1 ";
  answer.append(status).append("\r\n").append(headers);
  answer += "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
  return answer.append(body);
}

}  // namespace mila::testing
