// Starting the program, reading what it says, talking to its socket.
#include "tests/whole_site/commands.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace mila::testing {
namespace {

using namespace std::chrono_literals;

std::string program() {
  char const* named = std::getenv("MILA_PROGRAM");
  return named ? named : build_folder() + "/app/mila";
}

}  // namespace

Running::Running(std::string folder, std::vector<std::string> arguments) {
  static std::atomic<int> count{0};
  log_ = folder + "/output" + std::to_string(++count);
  arguments.insert(arguments.begin(), program());
  std::vector<char*> raw;
  for (auto& argument : arguments) raw.push_back(argument.data());
  raw.push_back(nullptr);
  process_ = ::fork();
  if (process_ != 0) return;
  int log = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(log, 1);
  ::dup2(log, 2);
  if (::chdir(folder.c_str()) == 0) ::execv(raw[0], raw.data());
  ::_exit(127);
}

Running::~Running() {
  if (ended()) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, &status_, 0);
}

void Running::signal(int number) const { ::kill(process_, number); }

bool Running::ended() {
  if (!reaped_ && ::waitpid(process_, &status_, WNOHANG) == process_) reaped_ = true;
  return reaped_;
}

Outcome Running::wait() {
  for (int i = 0; i < 6000 && !ended(); ++i) std::this_thread::sleep_for(10ms);
  Outcome outcome;
  outcome.text = output();
  if (!reaped_) return outcome;
  outcome.code = WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
  return outcome;
}

bool Running::wait_for(std::string const& text) {
  for (int i = 0; i < 3000; ++i) {
    if (output().find(text) != std::string::npos) return true;
    if (ended()) return output().find(text) != std::string::npos;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

std::string Running::output() const {
  std::ifstream file(log_);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Household::Household(std::string const& database) {
  folder_.write("mila.toml",
                "[server]\naddress = \"127.0.0.1\"\nport = 0\n"
                "[counties.auental]\nhosts = [\"*\"]\ndata_folder = \"data\"\n"
                "name = \"Landkreis Auental\"\noffice_name = \"Büro für Migration\"\n"
                "office_phone = \"069 90009-100\"\n" +
                    (database.empty() ? "" : "database = \"" + database + "\"\n"));
}

Outcome Household::mila(std::vector<std::string> arguments) const {
  return Running(path(), std::move(arguments)).wait();
}

long Household::rows(std::string const& table) const {
  sqlite3* database = nullptr;
  long count = -1;
  std::string file = data() + "/mila.db", sql = "select count(*) from " + table;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK)
    sqlite3_exec(
        database, sql.c_str(),
        [](void* into, int, char** values, char**) {
          *static_cast<long*>(into) = std::atol(values[0]);
          return 0;
        },
        &count, nullptr);
  sqlite3_close(database);
  return count;
}

std::string raw_request(int port, std::string const& request) {
  int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval patience{10, 0};
  ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    ::send(connection, request.data(), request.size(), MSG_NOSIGNAL);
    char buffer[16384];
    for (;;) {
      auto n = ::recv(connection, buffer, sizeof buffer, 0);
      if (n <= 0) break;
      answer.append(buffer, static_cast<std::size_t>(n));
    }
  }
  ::close(connection);
  return answer;
}

int port_of(Running& server) {
  if (!server.wait_for("http://127.0.0.1:")) return 0;
  std::string text = server.output();
  return std::atoi(text.c_str() + text.find("http://127.0.0.1:") + 17);
}

}  // namespace mila::testing
