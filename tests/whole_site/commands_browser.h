// Somebody at a browser in front of the running program: pages, forms and cookies over a socket.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "platform/testing/document.h"

namespace mila::testing {

/// The password and the authenticator's secret of all demo accounts (modules/accounts/demo.cpp).
constexpr char const* kDemoPassword = "auental zum ausprobieren";

class Browser {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct Answer {
    int status = 0;
    std::string path;      ///< of the request
    std::string location;  ///< where a redirect leads, "" without
    std::string body;
    Document document;
  };

  explicit Browser(int port) : port_(port) {}
  Answer get(std::string const& path);
  /// Sends the form on `page` whose action ends in `action`, filled as it came and then with
  /// `fields`: a name given replaces what the form held, given twice it is sent twice. No files. Throws
  /// when there is no such form.
  Answer submit(Answer const& page, std::string const& action, Fields const& fields = {});
  Answer post(std::string const& path, Fields const& fields);
  /// As multipart/form-data; without files.
  Answer post_parts(std::string const& path, Fields const& fields);
  /// As an account of the demo county; true when it is in. With its code where one is asked for.
  bool sign_in(std::string const& mail);
  /// The cookies as a request sends them, for outside programs.
  std::string cookies() const;

 private:
  Answer request(std::string const& head, std::string const& path, std::string const& body);
  int port_;
  std::map<std::string, std::string> cookies_;
};

}  // namespace mila::testing
