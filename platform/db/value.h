// What goes into a statement: a non-owning parameter that is null, an integer, a number or text.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "platform/base/time.h"

namespace mila::db {

/// Text is borrowed: it must outlive the call it is passed to. Booleans are stored as 0 and 1,
/// Dates as "2026-11-23", Instants as integer milliseconds.
class Value {
 public:
  Value() = default;
  Value(std::nullopt_t) {}  // NOLINT(google-explicit-constructor): parameters read as plain lists
  template <std::integral T>
  Value(T number) : content_(static_cast<std::int64_t>(number)) {}  // NOLINT
  Value(double number) : content_(number) {}                        // NOLINT
  Value(std::string_view text) : content_(text) {}                  // NOLINT
  Value(std::string const& text) : content_(std::string_view(text)) {}  // NOLINT
  Value(char const* text) : content_(std::string_view(text)) {}         // NOLINT
  Value(Instant instant) : content_(to_millis(instant)) {}              // NOLINT
  template <typename T>
  Value(std::optional<T> const& maybe) {  // NOLINT
    if (maybe) *this = Value(*maybe);
  }

  bool is_null() const { return content_.index() == 0; }
  std::int64_t const* integer() const { return std::get_if<std::int64_t>(&content_); }
  double const* number() const { return std::get_if<double>(&content_); }
  std::string_view const* text() const { return std::get_if<std::string_view>(&content_); }

 private:
  std::variant<std::monostate, std::int64_t, double, std::string_view> content_;
};

/// A named statement. `text` is portable SQL with parameters $1, $2, …; the name shows in logs and
/// counts. Both must outlive the program (string literals) unless passed for one call only.
struct Sql {
  std::string_view name;
  std::string_view text;
};

}  // namespace mila::db
