// Asking a website whether a page is still there: HEAD, and GET where HEAD says no; a few redirects;
// never anything but public addresses on the ports of the web, looked at again for every connection,
// so that no name and no redirect leads into the county's own network.
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>

namespace mila::upkeep {

struct ProbeOptions {
  std::string user_agent;
  long timeout_seconds = 15, connect_seconds = 8, redirects = 5;
  /// Tests alone: "127.0.0.1:34567" may be connected to as well, nothing else beside public addresses.
  std::string also_allowed;
};

struct Probe {
  enum class Kind { Works, Broken, Unreachable };
  Kind kind = Kind::Works;
  /// Fixed words: "ok", "http-404", "too-many-redirects", "bad-certificate", "not-public", "no-web-address";
  /// "no-such-host", "no-connection", "timeout" are Unreachable: it may be our own line.
  std::string code = "ok";
};

/// Blocks up to twice the timeout. Pages that want no robots (401, 403, 405, 429 and the like) work.
Probe probe(std::string const& url, ProbeOptions const& options);

/// Whether an address belongs to the public internet: not this machine, a private or link-local
/// network, a documentation or test net, multicast (RFC 6890), also inside mapped IPv6 addresses.
bool is_public(sockaddr const& address);

/// "127.0.0.1:34567", "[::1]:80"; "" for other families.
std::string address_text(sockaddr const& address);

/// Lower-case host of an http or https address without a name in it; "" for anything else.
std::string web_host(std::string_view url);

}  // namespace mila::upkeep
