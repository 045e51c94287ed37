// Outcomes a caller has to expect: Result<T> holds a value or an Error, FormErrors what is wrong
// with a form. Failing infrastructure throws instead, bugs are CHECKs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "platform/base/check.h"

namespace mila {

/// What the caller can do about it decides the code, not where it happened.
enum class ErrorCode { NotFound, Forbidden, Conflict, Invalid, TooLarge, TooMany, Unavailable };

/// `message` is a message id for people (translated when shown), `detail` is for the operator's log
/// and must hold no personal data.
struct Error {
  ErrorCode code = ErrorCode::Invalid;
  std::string message;
  std::string detail;
};

/// Either a T or an Error. Same member names as std::expected (C++23).
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}      // NOLINT: implicit like std::expected
  Result(Error error) : content_(std::move(error)) {}  // NOLINT

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() {
    CHECK(has_value());
    return std::get<0>(content_);
  }
  T const& value() const {
    CHECK(has_value());
    return std::get<0>(content_);
  }
  Error const& error() const {
    CHECK(!has_value());
    return std::get<1>(content_);
  }
  T& operator*() { return value(); }
  T const& operator*() const { return value(); }
  T* operator->() { return &value(); }
  T const* operator->() const { return &value(); }

 private:
  std::variant<T, Error> content_;
};

/// Field name → message id. Empty means the form is fine.
class FormErrors {
 public:
  void add(std::string field, std::string message) {
    errors_.emplace(std::move(field), std::move(message));
  }
  bool empty() const { return errors_.empty(); }
  std::optional<std::string> of(std::string const& field) const {
    auto found = errors_.find(field);
    if (found == errors_.end()) return std::nullopt;
    return found->second;
  }
  std::map<std::string, std::string> const& all() const { return errors_; }

 private:
  std::map<std::string, std::string> errors_;
};

}  // namespace mila
