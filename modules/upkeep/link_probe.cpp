// libcurl, told what it may connect to.
#include "modules/upkeep/link_probe.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "platform/base/text.h"

namespace mila::upkeep {
namespace {

struct Net {
  std::uint32_t address;
  int bits;
};
constexpr std::uint32_t ip(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}
/// RFC 6890 and its successors: not for everybody.
constexpr Net kClosed[] = {
    {ip(0, 0, 0, 0), 8},        {ip(10, 0, 0, 0), 8},      {ip(100, 64, 0, 0), 10},  {ip(127, 0, 0, 0), 8},
    {ip(169, 254, 0, 0), 16},   {ip(172, 16, 0, 0), 12},   {ip(192, 0, 0, 0), 24},   {ip(192, 0, 2, 0), 24},
    {ip(192, 88, 99, 0), 24},   {ip(192, 168, 0, 0), 16},  {ip(198, 18, 0, 0), 15},  {ip(198, 51, 100, 0), 24},
    {ip(203, 0, 113, 0), 24},   {ip(224, 0, 0, 0), 4},     {ip(240, 0, 0, 0), 4}};

bool is_public_v4(std::uint32_t address) {
  return std::none_of(std::begin(kClosed), std::end(kClosed), [&](Net const& net) {
    return ((address ^ net.address) >> (32 - net.bits)) == 0;
  });
}

bool begins(std::array<unsigned char, 16> const& bytes, std::initializer_list<unsigned char> with) {
  return std::equal(with.begin(), with.end(), bytes.begin());
}

bool is_public_v6(std::array<unsigned char, 16> const& bytes) {
  auto last_four = [&] { return ip(bytes[12], bytes[13], bytes[14], bytes[15]); };
  if (begins(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff})) return is_public_v4(last_four());
  if (begins(bytes, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return is_public_v4(last_four());
  if ((bytes[0] & 0xe0) != 0x20) return false;  // only 2000::/3 is given out
  bool tunnel = begins(bytes, {0x20, 0x02}) || begins(bytes, {0x20, 0x01, 0, 0});
  bool papers = begins(bytes, {0x20, 0x01, 0x0d, 0xb8}) ||
                (bytes[0] == 0x3f && bytes[1] == 0xff && (bytes[2] & 0xf0) == 0);
  return !tunnel && !papers;
}

struct Talk {
  ProbeOptions const& options;
  bool refused = false;  ///< an address we do not connect to
};

/// Called with the very address a connection is about to be made to, after names were resolved.
curl_socket_t open_socket(void* data, curlsocktype purpose, curl_sockaddr* to) {
  auto& talk = *static_cast<Talk*>(data);
  std::string text = address_text(to->addr);
  bool web = text.ends_with(":80") || text.ends_with(":443");
  bool allowed = (is_public(to->addr) && web) ||
                 (!talk.options.also_allowed.empty() && text == talk.options.also_allowed);
  if (purpose != CURLSOCKTYPE_IPCXN || !allowed) {
    talk.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/// One byte of the page is enough.
std::size_t stop_reading(char*, std::size_t, std::size_t, void*) { return 0; }

struct Answer {
  CURLcode curl = CURLE_OK;
  long status = 0;
  bool refused = false;
};

Answer ask(std::string const& url, ProbeOptions const& options, bool head) {
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
  Answer answer;
  if (!handle) return {CURLE_FAILED_INIT, 0, false};
  CURL* curl = handle.get();
  Talk talk{options};
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  // A proxy of the environment would connect in our place, unasked.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &talk);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, options.redirects);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, options.connect_seconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, options.timeout_seconds);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, options.user_agent.c_str());
  if (head) curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, stop_reading);
  answer.curl = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  // The page began to come, and we hung up: that was all we wanted to know.
  if (!head && answer.curl == CURLE_WRITE_ERROR && answer.status >= 200) answer.curl = CURLE_OK;
  answer.refused = talk.refused;
  return answer;
}

Probe judged(Answer const& answer) {
  using Kind = Probe::Kind;
  switch (answer.curl) {
    case CURLE_OK: break;
    case CURLE_COULDNT_RESOLVE_HOST: return {Kind::Unreachable, "no-such-host"};
    case CURLE_OPERATION_TIMEDOUT: return {Kind::Unreachable, "timeout"};
    case CURLE_TOO_MANY_REDIRECTS: return {Kind::Broken, "too-many-redirects"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR: return {Kind::Broken, "bad-certificate"};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return {Kind::Broken, "no-web-address"};
    default:
      if (answer.refused) return {Kind::Broken, "not-public"};
      return {Kind::Unreachable, "no-connection"};
  }
  bool gone = answer.status == 404 || answer.status == 410 || answer.status >= 500;
  if (gone) return {Kind::Broken, fmt::format("http-{}", answer.status)};
  return {};
}

}  // namespace

bool is_public(sockaddr const& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public_v4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  std::array<unsigned char, 16> bytes{};
  std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
  return is_public_v6(bytes);
}

std::string address_text(sockaddr const& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    return fmt::format("{}:{}", text, ntohs(in.sin_port));
  }
  if (address.sa_family != AF_INET6) return "";
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
  return fmt::format("[{}]:{}", text, ntohs(in.sin6_port));
}

std::string web_host(std::string_view url) {
  std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  std::string text(url);
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return "";
  auto part = [&](CURLUPart which) {
    char* value = nullptr;
    std::string found;
    if (curl_url_get(parsed.get(), which, &value, 0) == CURLUE_OK) found = value;
    curl_free(value);
    return found;
  };
  std::string scheme = part(CURLUPART_SCHEME);
  if ((scheme != "http" && scheme != "https") || !part(CURLUPART_USER).empty()) return "";
  return ascii_lower(part(CURLUPART_HOST));
}

Probe probe(std::string const& url, ProbeOptions const& options) {
  if (web_host(url).empty()) return {Probe::Kind::Broken, "no-web-address"};
  auto first = ask(url, options, true);
  auto result = judged(first);
  // Some servers do not know HEAD, or answer it wrongly.
  if (result.kind == Probe::Kind::Works && first.status < 400) return result;
  if (result.code == "not-public" || result.code == "no-such-host") return result;
  return judged(ask(url, options, false));
}

}  // namespace mila::upkeep
