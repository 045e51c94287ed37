// Views: plain structs that say what a template may show. A struct lists its members once:
//
//   struct HitView {
//     std::string title;
//     std::optional<std::string> distance;
//     std::vector<TagView> tags;
//     template <class V> void fields(V& v) { v("title", title)("distance", distance)("tags", tags); }
//   };
//
// From that list come both the data a template is rendered with and the schema it is checked
// against, so a template cannot ask for a key that does not exist.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mila::html {

/// Text that is HTML already. Templates print it with {{{key}}}, everything else is escaped.
struct Safe {
  std::string html;
};

/// What a template sees. Text is borrowed from the view, which must outlive the rendering.
class Node {
 public:
  using Object = std::vector<std::pair<std::string_view, Node>>;
  using List = std::vector<Node>;

  Node() = default;
  template <typename T>
  static Node from(T& value);

  bool truthy() const;
  std::string_view text() const;
  List const* list() const { return std::get_if<List>(&content_); }
  Object const* object() const { return std::get_if<Object>(&content_); }
  Node const* find(std::string_view key) const;

 private:
  std::variant<std::monostate, bool, std::string_view, std::string, List, Object> content_;
};

class NodeBuilder {
 public:
  template <typename T>
  NodeBuilder& operator()(std::string_view key, T& value) {
    object.emplace_back(key, Node::from(value));
    return *this;
  }
  Node::Object object;
};

template <typename T>
concept HasFields = requires(T& t, NodeBuilder& builder) { t.fields(builder); };

template <typename T>
Node Node::from(T& value) {
  Node node;
  if constexpr (std::same_as<T, bool>) {
    node.content_ = value;
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
    node.content_ = std::string_view(value);
  } else if constexpr (std::same_as<T, Safe>) {
    node.content_ = std::string_view(value.html);
  } else if constexpr (std::integral<T>) {
    node.content_ = std::to_string(value);
  } else if constexpr (HasFields<T>) {
    NodeBuilder builder;
    value.fields(builder);
    node.content_ = std::move(builder.object);
  } else if constexpr (requires { value.has_value(); }) {
    if (value.has_value()) node = from(*value);
  } else {
    List list;
    list.reserve(value.size());
    for (auto& item : value) list.push_back(from(item));
    node.content_ = std::move(list);
  }
  return node;
}

/// The shape of a view, for the checker.
struct Schema {
  enum class Kind { Text, Safe, Bool, Object, List, Optional };
  Kind kind = Kind::Text;
  struct Field;
  std::vector<Field> fields;  // Object
  std::vector<Schema> item;   // List and Optional: exactly one

  Schema const* find(std::string_view key) const;
};

struct Schema::Field {
  std::string name;
  Schema schema;
};

inline Schema const* Schema::find(std::string_view key) const {
  for (auto const& field : fields)
    if (field.name == key) return &field.schema;
  return nullptr;
}

template <typename T>
Schema schema_of();

class SchemaBuilder {
 public:
  template <typename T>
  SchemaBuilder& operator()(std::string_view key, T&) {
    schema.fields.push_back({std::string(key), schema_of<T>()});
    return *this;
  }
  Schema schema{Schema::Kind::Object, {}, {}};
};

template <typename T>
Schema schema_of() {
  if constexpr (std::same_as<T, bool>) {
    return {Schema::Kind::Bool, {}, {}};
  } else if constexpr (std::same_as<T, Safe>) {
    return {Schema::Kind::Safe, {}, {}};
  } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view> ||
                       std::integral<T>) {
    return {Schema::Kind::Text, {}, {}};
  } else if constexpr (HasFields<T>) {
    T instance{};
    SchemaBuilder builder;
    instance.fields(builder);
    return builder.schema;
  } else if constexpr (requires(T t) { t.has_value(); }) {
    return {Schema::Kind::Optional, {}, {schema_of<typename T::value_type>()}};
  } else {
    return {Schema::Kind::List, {}, {schema_of<typename T::value_type>()}};
  }
}

}  // namespace mila::html
