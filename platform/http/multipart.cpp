// The parsers of RESTinio for parts and header fields; no socket, no request of its.
#include "platform/http/multipart.h"

#include <restinio/helpers/http_field_parsers/content-disposition.hpp>
#include <restinio/helpers/http_field_parsers/content-type.hpp>
#include <restinio/helpers/multipart_body.hpp>

#include "platform/base/text.h"

namespace mila::http {
namespace {

using restinio::http_field_parsers::content_disposition_value_t;
using restinio::http_field_parsers::content_type_value_t;

constexpr std::size_t kPartsMax = 200;

std::optional<std::string> parameter(auto const& parameters, std::string_view name) {
  for (auto const& [key, value] : parameters)
    if (ascii_lower(key) == name) return value;
  return std::nullopt;
}

/// "--" and the boundary, as it stands before each part.
std::optional<std::string> separator_of(std::string_view content_type) {
  if (!ascii_lower(content_type.substr(0, 19)).starts_with("multipart/form-data")) return std::nullopt;
  auto parsed = content_type_value_t::try_parse(content_type);
  if (!parsed || ascii_lower(parsed->media_type.type) != "multipart" ||
      ascii_lower(parsed->media_type.subtype) != "form-data")
    return std::nullopt;
  auto boundary = parameter(parsed->media_type.parameters, "boundary");
  // RFC 2046 §5.1.1: 1 to 70 characters.
  if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
  return "--" + *boundary;
}

/// Browsers write a quotation mark in a name as %22 and line breaks as %0D%0A, and nothing else
/// (HTML, "multipart form data"); old ones send the whole path.
std::string plain_name(std::string name) {
  name = replace_all(std::move(name), "%22", "\"");
  name = replace_all(std::move(name), "%0D%0A", " ");
  auto slash = name.find_last_of("/\\");
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

bool add_part(std::string_view part, Multipart& form) {
  auto parsed = restinio::multipart_body::try_parse_part(part);
  if (!parsed) return false;
  auto header = parsed->fields.opt_value_of("content-disposition");
  auto disposition = content_disposition_value_t::try_parse(header.value_or(""));
  if (!disposition || ascii_lower(disposition->value) != "form-data") return false;
  auto name = parameter(disposition->parameters, "name");
  if (!name || !is_clean_utf8(*name)) return false;
  auto file_name = parameter(disposition->parameters, "filename");
  if (!file_name) {
    if (!is_clean_utf8(parsed->body)) return false;
    form.fields.add(std::move(*name), std::string(parsed->body));
    return true;
  }
  if (!is_clean_utf8(*file_name)) return false;
  if (file_name->empty() && parsed->body.empty()) return true;  // nothing was chosen
  Upload upload{std::move(*name), plain_name(std::move(*file_name)), "", parsed->body};
  if (auto type = parsed->fields.opt_value_of("content-type"))
    upload.type = ascii_lower(trim(type->substr(0, type->find(';'))));
  if (!is_clean_utf8(upload.type)) upload.type.clear();
  form.files.push_back(std::move(upload));
  return true;
}

}  // namespace

std::optional<Multipart> parse_multipart(std::string_view content_type, std::string_view body) {
  auto separator = separator_of(content_type);
  if (!separator) return std::nullopt;
  auto parts = restinio::multipart_body::split_multipart_body(body, *separator);
  if (parts.empty() || parts.size() > kPartsMax) return std::nullopt;
  Multipart form;
  for (auto part : parts)
    if (!add_part(part, form)) return std::nullopt;
  return form;
}

}  // namespace mila::http
