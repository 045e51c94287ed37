// Walking through JSON text without building a tree: stored records are mostly copied into the feed
// member by member, and parsing them whole would cost ten times as much. For text this program has
// written itself (the json column), not for what comes from outside.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mila::hsds {

/// The members of an object in order, values as raw JSON text. Borrows the text.
class Members {
 public:
  /// Throws std::runtime_error when `object` is no complete JSON object.
  explicit Members(std::string_view object);

  std::vector<std::pair<std::string_view, std::string_view>> const& all() const { return members_; }
  /// Raw value, "" when missing.
  std::string_view raw(std::string_view key) const;
  bool has(std::string_view key) const { return !raw(key).empty(); }
  /// A text member without its escapes; "" when missing or no text.
  std::string text(std::string_view key) const;
  bool is_true(std::string_view key) const { return raw(key) == "true"; }
  std::optional<double> number(std::string_view key) const;

 private:
  std::vector<std::pair<std::string_view, std::string_view>> members_;
};

/// Raw items of an array; none when `array` is empty or something else.
std::vector<std::string_view> items_of(std::string_view array);
/// The text a raw JSON string stands for; "" when it is no string.
std::string text_of(std::string_view raw);
/// `text` as a JSON string with quotes.
std::string json_string(std::string_view text);

/// Writes one object member by member.
class ObjectText {
 public:
  explicit ObjectText(std::string& out) : out_(out) { out_ += '{'; }
  void raw(std::string_view key, std::string_view value) {
    begin(key);
    out_ += value;
  }
  void text(std::string_view key, std::string_view value) { raw(key, json_string(value)); }
  /// Writes the key; the value is appended to the text by the caller.
  std::string& begin(std::string_view key) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += '"';
    out_ += key;
    out_ += "\":";
    return out_;
  }
  void end() { out_ += '}'; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace mila::hsds
