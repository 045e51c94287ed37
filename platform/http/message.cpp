// Reading fields and making simple answers.
#include "platform/http/message.h"

#include "platform/base/text.h"
#include "platform/http/multipart.h"

namespace mila::http {

std::string Fields::get(std::string_view name) const {
  for (auto const& [key, value] : fields_)
    if (key == name) return std::string(trim(value));
  return {};
}

bool Fields::has(std::string_view name) const {
  for (auto const& field : fields_)
    if (field.first == name) return true;
  return false;
}

std::vector<std::string> Fields::all(std::string_view name) const {
  std::vector<std::string> values;
  for (auto const& [key, value] : fields_)
    if (key == name) values.emplace_back(trim(value));
  return values;
}

Fields Fields::without(std::string_view name) const {
  Fields rest;
  for (auto const& field : fields_)
    if (field.first != name) rest.fields_.push_back(field);
  return rest;
}

Fields Fields::with(std::string_view name, std::string_view value) const {
  Fields rest = without(name);
  if (!value.empty()) rest.add(std::string(name), std::string(value));
  return rest;
}

std::string Fields::to_query() const {
  std::string query;
  for (auto const& [key, value] : fields_)
    query += (query.empty() ? "?" : "&") + percent_encode(key) + "=" + percent_encode(value);
  return query;
}

std::optional<Fields> parse_fields(std::string_view encoded) {
  constexpr std::size_t kMaxFields = 200;
  Fields fields;
  if (encoded.empty()) return fields;
  auto parts = split(encoded, '&');
  if (parts.size() > kMaxFields) return std::nullopt;
  for (auto part : parts) {
    if (part.empty()) continue;
    auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value = equals == std::string_view::npos
                     ? std::optional<std::string>("")
                     : percent_decode(part.substr(equals + 1), true);
    if (!name || !value || !is_clean_utf8(*name) || !is_clean_utf8(*value)) return std::nullopt;
    fields.add(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string Request::header(std::string_view name) const {
  auto found = headers.find(std::string(name));
  return found == headers.end() ? std::string() : found->second;
}

std::string Request::parameter(std::string const& name) const {
  auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::optional<Fields> Request::form() const {
  std::string type = header("content-type");
  if (type.rfind("application/x-www-form-urlencoded", 0) == 0) return parse_fields(body);
  auto multipart = parse_multipart(type, body);
  if (!multipart) return std::nullopt;
  return std::move(multipart->fields);
}

std::vector<Upload> Request::files() const {
  auto multipart = parse_multipart(header("content-type"), body);
  return multipart ? std::move(multipart->files) : std::vector<Upload>{};
}

std::string Request::host() const {
  std::string host = ascii_lower(header("host"));
  if (!host.empty() && host[0] == '[') return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

Response html(std::string body, int status) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response text(std::string body, std::string content_type, int status) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

Response see_other(std::string location) { return moved(std::move(location), 303); }

Response moved(std::string location, int status) {
  // Paths arrive here decoded: whatever cannot stand in a header or an address is encoded, above
  // all line breaks. "%" stays, so that what is encoded already is not encoded twice.
  std::string clean;
  for (char c : location) {
    auto byte = static_cast<unsigned char>(c);
    bool plain = byte > 0x20 && byte < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\';
    clean += plain ? std::string(1, c) : percent_encode(std::string_view(&c, 1));
  }
  Response response;
  response.status = status;
  response.header("Location", std::move(clean));
  return response;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return status >= 500 ? "Internal Server Error" : "OK";
  }
}

}  // namespace mila::http
