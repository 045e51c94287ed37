// A scanner over JSON text: finds where values end, nothing more.
#include "modules/hsds/json_text.h"

#include <nlohmann/json.hpp>
#include <stdexcept>


namespace mila::hsds {
namespace {

[[noreturn]] void broken() {
  throw std::runtime_error("stored JSON is broken");
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() &&
         (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r'))
    ++at;
  return at;
}

/// `at` is the opening quote; returns the place behind the closing one.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  broken();
}

std::size_t skip_value(std::string_view text, std::size_t at) {
  if (at >= text.size()) broken();
  if (text[at] == '"') return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[') {
    std::size_t end = text.find_first_of(",]} \n\t\r", at);
    return end == std::string_view::npos ? text.size() : end;
  }
  for (int depth = 0; at < text.size();) {
    char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return at;
  }
  broken();
}

}  // namespace

Members::Members(std::string_view object) {
  std::size_t at = skip_blanks(object, 0);
  if (at >= object.size() || object[at] != '{') broken();
  members_.reserve(32);
  at = skip_blanks(object, at + 1);
  while (at < object.size() && object[at] != '}') {
    if (object[at] != '"') broken();
    std::size_t key_end = skip_string(object, at);
    auto key = object.substr(at + 1, key_end - at - 2);
    at = skip_blanks(object, key_end);
    if (at >= object.size() || object[at] != ':') broken();
    at = skip_blanks(object, at + 1);
    std::size_t end = skip_value(object, at);
    if (end == at) broken();
    members_.emplace_back(key, object.substr(at, end - at));
    at = skip_blanks(object, end);
    if (at < object.size() && object[at] == ',') at = skip_blanks(object, at + 1);
  }
  if (at >= object.size()) broken();
}

std::string_view Members::raw(std::string_view key) const {
  for (auto const& member : members_)
    if (member.first == key) return member.second;
  return {};
}

std::string Members::text(std::string_view key) const {
  return text_of(raw(key));
}

std::optional<double> Members::number(std::string_view key) const {
  auto value = raw(key);
  if (value.empty() || (value[0] != '-' && (value[0] < '0' || value[0] > '9'))) return std::nullopt;
  return nlohmann::json::parse(value).get<double>();
}

std::vector<std::string_view> items_of(std::string_view array) {
  std::vector<std::string_view> items;
  if (array.empty() || array[0] != '[') return items;
  std::size_t at = skip_blanks(array, 1);
  while (at < array.size() && array[at] != ']') {
    std::size_t end = skip_value(array, at);
    if (end == at) broken();
    items.push_back(array.substr(at, end - at));
    at = skip_blanks(array, end);
    if (at < array.size() && array[at] == ',') at = skip_blanks(array, at + 1);
  }
  return items;
}

std::string text_of(std::string_view raw) {
  if (raw.size() < 2 || raw[0] != '"') return {};
  if (raw.find('\\') == std::string_view::npos) return std::string(raw.substr(1, raw.size() - 2));
  return nlohmann::json::parse(raw).get<std::string>();
}

std::string json_string(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mila::hsds
