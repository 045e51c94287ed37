// JSON to and from plain structs that list their members once:
//
//   template <class V> void fields(V& v) { v("id", id)("name", name)("phones", phones); }
//
// Writing leaves out empty members; reading ignores unknown ones (whoever must keep them works on
// the JSON itself) and notes members of the wrong type.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mila::data {

using Json = nlohmann::ordered_json;

template <typename T>
Json to_json(T& value);

class JsonWriter {
 public:
  template <typename T>
  JsonWriter& operator()(char const* key, T& value) {
    if constexpr (requires { value.has_value(); }) {
      if (value) object[key] = to_json(*value);
    } else {
      Json json = to_json(value);
      bool empty = json.is_null() || (json.is_string() && json.get_ref<std::string const&>().empty()) ||
                   ((json.is_array() || json.is_object()) && json.empty()) ||
                   (json.is_boolean() && !json.get<bool>());
      if (!empty) object[key] = std::move(json);
    }
    return *this;
  }
  Json object = Json::object();
};

template <typename T>
Json to_json(T& value) {
  if constexpr (requires(JsonWriter& writer) { value.fields(writer); }) {
    JsonWriter writer;
    value.fields(writer);
    return std::move(writer.object);
  } else if constexpr (requires { typename T::value_type; value.push_back(value.front()); } &&
                       !std::is_same_v<T, std::string>) {
    Json list = Json::array();
    for (auto& item : value) list.push_back(to_json(item));
    return list;
  } else {
    return Json(value);
  }
}

/// Reads members; `problems` collects "phones/0/number: text expected".
class JsonReader {
 public:
  JsonReader(Json const& json, std::string path, std::vector<std::string>& problems)
      : json_(json), path_(std::move(path)), problems_(problems) {}

  template <typename T>
  JsonReader& operator()(char const* key, T& value) {
    auto found = json_.find(key);
    if (found == json_.end() || found->is_null()) return *this;
    read(*found, path_ + key, value);
    return *this;
  }

  template <typename T>
  void read(Json const& json, std::string const& path, T& value) {
    if constexpr (requires(JsonReader& reader) { value.fields(reader); }) {
      if (!json.is_object()) return wrong(path, "object");
      JsonReader inner(json, path.empty() ? path : path + "/", problems_);
      value.fields(inner);
    } else if constexpr (std::is_same_v<T, std::string>) {
      if (!json.is_string()) return wrong(path, "text");
      value = json.get_ref<std::string const&>();
    } else if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) return wrong(path, "true or false");
      value = json.get<bool>();
    } else if constexpr (std::is_same_v<T, double>) {
      if (!json.is_number()) return wrong(path, "number");
      value = json.get<double>();
    } else if constexpr (std::is_integral_v<T>) {
      bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                  : json.is_number_integer() ? std::in_range<T>(json.get<std::int64_t>())
                                             : false;
      if (!fits) return wrong(path, "whole number");
      value = json.get<T>();
    } else if constexpr (requires { value.has_value(); }) {
      auto known = problems_.size();
      value.emplace();
      read(json, path, *value);
      // The value itself was wrong, not something inside it.
      if (problems_.size() > known && problems_[known].rfind(path + ":", 0) == 0) value.reset();
    } else {
      if (!json.is_array()) return wrong(path, "list");
      for (std::size_t i = 0; i < json.size(); ++i)
        read(json[i], path + "/" + std::to_string(i), value.emplace_back());
    }
  }

 private:
  void wrong(std::string const& path, char const* expected) {
    problems_.push_back(path + ": " + expected + " expected");
  }

  Json const& json_;
  std::string path_;
  std::vector<std::string>& problems_;
};

/// Reads what fits; what does not is left at its default and named in `problems`.
template <typename T>
T from_json(Json const& json, std::vector<std::string>& problems) {
  T value{};
  JsonReader(json, "", problems).read(json, "", value);
  return value;
}

}  // namespace mila::data
