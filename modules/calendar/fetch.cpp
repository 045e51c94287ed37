// libcurl, told what it may connect to and how much it may bring.
#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "modules/calendar/sources.h"
#include "modules/upkeep/link_probe.h"
#include "platform/base/text.h"

namespace mila::events {
namespace {

struct Talk {
  FetchOptions const& options;
  Fetched fetched;
  bool refused = false, too_large = false;
};

/// Called with the very address a connection is about to be made to, after names were resolved.
curl_socket_t open_socket(void* data, curlsocktype purpose, curl_sockaddr* to) {
  auto& talk = *static_cast<Talk*>(data);
  std::string text = upkeep::address_text(to->addr);
  bool web = text.ends_with(":80") || text.ends_with(":443");
  bool allowed = (upkeep::is_public(to->addr) && web) ||
                 (!talk.options.also_allowed.empty() && text == talk.options.also_allowed);
  if (purpose != CURLSOCKTYPE_IPCXN || !allowed) {
    talk.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& talk = *static_cast<Talk*>(data);
  if (talk.fetched.text.size() + size * count > talk.options.most_bytes) {
    talk.too_large = true;
    return 0;
  }
  talk.fetched.text.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& fetched = static_cast<Talk*>(data)->fetched;
  std::string_view line(bytes, size * count);
  auto value_of = [&](std::string_view name) -> std::optional<std::string> {
    if (line.size() <= name.size() || ascii_lower(line.substr(0, name.size())) != name) return std::nullopt;
    std::string value(trim(line.substr(name.size())));
    return value.size() <= 200 && is_clean_utf8(value) ? std::optional(value) : std::nullopt;
  };
  if (line.starts_with("HTTP/")) fetched.etag.clear(), fetched.last_modified.clear();  // after a redirect
  if (auto etag = value_of("etag:")) fetched.etag = *etag;
  if (auto modified = value_of("last-modified:")) fetched.last_modified = *modified;
  return size * count;
}

std::string code_of(CURLcode curl, long status, Talk const& talk) {
  if (talk.too_large) return "too-large";
  switch (curl) {
    case CURLE_OK: break;
    case CURLE_COULDNT_RESOLVE_HOST: return "no-such-host";
    case CURLE_OPERATION_TIMEDOUT: return "timeout";
    case CURLE_TOO_MANY_REDIRECTS: return "too-many-redirects";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR: return "bad-certificate";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return "no-web-address";
    default: return talk.refused ? "not-public" : "no-connection";
  }
  if (status == 304) return "unchanged";
  return status == 200 ? "ok" : fmt::format("http-{}", status);
}

}  // namespace

Fetched fetch_calendar(Source const& source, FetchOptions const& options) {
  Talk talk{.options = options};
  auto failed = [](char const* code) {
    Fetched fetched;
    fetched.code = code;
    return fetched;
  };
  if (upkeep::web_host(source.url).empty()) return failed("no-web-address");
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
  if (!handle) return failed("no-connection");
  CURL* curl = handle.get();
  curl_slist* list = curl_slist_append(nullptr, "Accept: text/calendar, */*;q=0.1");
  if (!source.etag.empty()) list = curl_slist_append(list, ("If-None-Match: " + source.etag).c_str());
  if (!source.last_modified.empty()) list = curl_slist_append(list, ("If-Modified-Since: " + source.last_modified).c_str());
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);
  curl_easy_setopt(curl, CURLOPT_URL, source.url.c_str());
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
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");  // what is unpacked counts against most_bytes
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &talk);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &talk);
  CURLcode result = curl_easy_perform(curl);
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  talk.fetched.code = code_of(result, status, talk);
  if (talk.fetched.code != "ok") talk.fetched.text.clear();
  return std::move(talk.fetched);
}

}  // namespace mila::events
