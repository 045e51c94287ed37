// HTTP as the rest of the program sees it: values, no sockets.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/time.h"

namespace mila::http {

enum class Method { Get, Head, Post, Options, Other };

/// Query or form fields in order, repeated names allowed.
class Fields {
 public:
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }
  /// First value of `name`, trimmed; "" when missing.
  std::string get(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  std::vector<std::pair<std::string, std::string>> const& items() const { return fields_; }
  /// A copy without `name`; then with `name`=`value` when value is not empty.
  Fields without(std::string_view name) const;
  Fields with(std::string_view name, std::string_view value) const;
  /// "?a=b&c=d", percent-encoded, or "".
  std::string to_query() const;

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// nullopt for broken escapes, NUL, invalid UTF-8 or more than 200 fields.
std::optional<Fields> parse_fields(std::string_view encoded);

struct Upload;  // multipart.h

struct Request {
  Method method = Method::Get;
  std::string target;  ///< as sent: "/de/search?q=x"
  std::string path;    ///< decoded, clean UTF-8
  Fields query;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string remote_address;  ///< of the client, behind trusted proxies of the real one
  bool secure = false;         ///< the client speaks TLS (to us or to a trusted proxy)
  std::map<std::string, std::string> parameters;  ///< {name} parts of the route

  std::string header(std::string_view name) const;
  std::string parameter(std::string const& name) const;
  /// Fields of a form body (application/x-www-form-urlencoded or multipart/form-data, without its
  /// files); nullopt when it is none or broken.
  std::optional<Fields> form() const;
  /// Files of a multipart form; they point into `body`. None when it is no such form.
  std::vector<Upload> files() const;
  /// The host name in lower case, without port.
  std::string host() const;
};

/// Produces the next piece of a long answer; false when there is no more.
using NextChunk = std::function<bool(std::string& chunk)>;

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  NextChunk stream;  ///< when set, the answer is `body` followed by its chunks
  /// The answer is the same for everybody until then (or until the data change). Not set: not kept.
  std::optional<Instant> fresh_until;

  Response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

Response html(std::string body, int status = 200);
Response text(std::string body, std::string content_type, int status = 200);
/// 303 after a POST, so that reloading does not send the form again.
Response see_other(std::string location);
/// 302 for negotiated, 301 for renamed addresses.
Response moved(std::string location, int status);

/// The standard phrase of a status ("Not Found").
std::string_view reason_of(int status);

}  // namespace mila::http
