// The control socket.
#include "app/control.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/runtime.h"

namespace mila {
namespace {

constexpr std::size_t kRequestMax = 64 << 10;

std::string socket_path(CountyConfig const& county) { return county.data_folder + "/control"; }

/// False when the path is longer than a socket address can be.
bool make_address(std::string const& path, sockaddr_un& address) {
  address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  path.copy(address.sun_path, path.size());
  return true;
}

void send_line(int connection, nlohmann::json const& json) {
  std::string line = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  std::size_t sent = 0;
  while (sent < line.size()) {
    auto n = ::send(connection, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return;  // whoever asked has gone; the work goes on
    sent += static_cast<std::size_t>(n);
  }
}

/// Reads up to a newline; "" at the end or when it grows beyond the limit.
std::string read_line(int connection, std::string& rest) {
  for (;;) {
    auto end = rest.find('\n');
    if (end != std::string::npos) {
      std::string line = rest.substr(0, end);
      rest.erase(0, end + 1);
      return line;
    }
    char buffer[4096];
    auto n = ::recv(connection, buffer, sizeof buffer, 0);
    if (n <= 0 || rest.size() > kRequestMax) return "";
    rest.append(buffer, static_cast<std::size_t>(n));
  }
}

}  // namespace

ControlServer::ControlServer(Site& site, County& county)
    : site_(site), county_(county), path_(socket_path(county.config())) {
  sockaddr_un address;
  if (!make_address(path_, address)) throw std::runtime_error(path_ + " is too long for a socket");
  ::unlink(path_.c_str());
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto before = ::umask(0177);
  bool bound = ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::umask(before);
  if (!bound || ::listen(socket_, 4) != 0) throw std::runtime_error("cannot listen on " + path_);
  thread_ = std::thread([this] { serve(); });
}

ControlServer::~ControlServer() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  ::close(socket_);
  ::unlink(path_.c_str());
}

void ControlServer::serve() {
  while (!stopping_) {
    pollfd ready{socket_, POLLIN, 0};
    if (::poll(&ready, 1, 200) <= 0) continue;
    int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    timeval patience{10, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    answer(connection);
    ::close(connection);
  }
}

void ControlServer::answer(int connection) {
  std::string rest;
  auto request = nlohmann::json::parse(read_line(connection, rest), nullptr, false);
  if (!request.is_object() || !request["command"].is_string()) return;
  Work work;
  work.command = request["command"].get<std::string>();
  for (auto const& [name, value] : request.items())
    if (value.is_string()) work.arguments[name] = value.get<std::string>();
  int code = 1;
  try {
    code = do_work(
        site_, county_, work,
        [&](std::string const& line) { send_line(connection, {{"say", line}}); },
        [&](std::string const& what, int done, int total) {
          send_line(connection, {{"what", what}, {"done", done}, {"total", total}});
        });
  } catch (std::exception const& error) {
    send_line(connection, {{"say", error.what()}});
  }
  send_line(connection, {{"exit", code}});
}

std::optional<int> hand_over(CountyConfig const& county, Work const& work) {
  sockaddr_un address;
  if (!make_address(socket_path(county), address)) return std::nullopt;
  int connection = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    ::close(connection);
    return std::nullopt;
  }
  nlohmann::json request(work.arguments);
  request["command"] = work.command;
  send_line(connection, request);
  std::string rest;
  int code = 1;
  for (;;) {
    std::string line = read_line(connection, rest);
    if (line.empty()) {
      std::fprintf(stderr, "mila: the server went away; look whether the work was done\n");
      break;
    }
    auto answer = nlohmann::json::parse(line, nullptr, false);
    if (answer.contains("say")) std::printf("%s\n", answer["say"].get<std::string>().c_str());
    if (answer.contains("done"))
      show_progress(answer["what"].get<std::string>(), answer["done"].get<int>(),
                    answer["total"].get<int>());
    if (answer.contains("exit")) {
      code = answer["exit"].get<int>();
      break;
    }
  }
  ::close(connection);
  return code;
}

}  // namespace mila
