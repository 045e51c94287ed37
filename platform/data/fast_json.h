// JSON text straight into plain structs, for hot paths: the same member lists as json.h, read by
// simdjson without a tree of our own. Members of the wrong type are left at their default. Includes a
// large header: use it in stores only.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mila::data {

class FastReader {
 public:
  explicit FastReader(simdjson::dom::object object) : object_(object) {}

  template <typename T>
  FastReader& operator()(char const* key, T& value) {
    simdjson::dom::element element;
    if (object_.at_key(key).get(element) == simdjson::SUCCESS) read(element, value);
    return *this;
  }

  template <typename T>
  static void read(simdjson::dom::element element, T& value) {
    if constexpr (requires(FastReader& reader) { value.fields(reader); }) {
      simdjson::dom::object object;
      if (element.get(object) != simdjson::SUCCESS) return;
      FastReader reader(object);
      value.fields(reader);
    } else if constexpr (std::is_same_v<T, std::string>) {
      std::string_view text;
      if (element.get(text) == simdjson::SUCCESS) value = text;
    } else if constexpr (std::is_same_v<T, bool>) {
      bool flag = false;
      if (element.get(flag) == simdjson::SUCCESS) value = flag;
    } else if constexpr (std::is_same_v<T, double>) {
      double number = 0;
      if (element.get(number) == simdjson::SUCCESS) value = number;
    } else if constexpr (std::is_integral_v<T>) {
      std::int64_t number = 0;
      if (element.get(number) == simdjson::SUCCESS) value = static_cast<T>(number);
    } else if constexpr (requires { value.has_value(); }) {
      if (element.is_null()) return;
      typename T::value_type inner{};
      read(element, inner);
      value = std::move(inner);
    } else {
      simdjson::dom::array array;
      if (element.get(array) != simdjson::SUCCESS) return;
      for (simdjson::dom::element item : array) read(item, value.emplace_back());
    }
  }

 private:
  simdjson::dom::object object_;
};

/// Throws std::runtime_error when `text` is no JSON (a stored record always is).
template <typename T>
T read_json(std::string_view text) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
    throw std::runtime_error("stored record is no JSON");
  T value{};
  FastReader::read(root, value);
  return value;
}

}  // namespace mila::data
