// The reader's words: translating, filling in and counting in one place, for page code.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "modules/taxonomy/taxonomy.h"
#include "platform/i18n/format.h"
#include "platform/site/site.h"

namespace mila::offers {

using i18n::N_;

class Words {
 public:
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Words(Site const& site, std::string language) : site_(site), language_(std::move(language)) {}

  std::string const& language() const { return language_; }
  std::string operator()(char const* text) const { return site_.translate(language_, text); }
  /// With {key} replaced by a value.
  std::string operator()(char const* text, Values values) const {
    return filled(site_.translate(language_, text), values);
  }
  /// The plural form for `n`, with {n} and each {key} replaced.
  std::string count(char const* one, char const* many, std::int64_t n, Values values = {}) const {
    return filled(site_.catalogue().plural(language_, one, many, n), values);
  }
  std::string value(std::string_view kind, std::string_view code) const {
    return taxonomy::taxonomy().value_label(kind, code, language_);
  }
  std::string topic(std::string_view code) const {
    return taxonomy::taxonomy().label(code, language_);
  }

 private:
  static std::string filled(std::string text, Values values) {
    for (auto const& [key, value] : values) text = i18n::fill(std::move(text), key, value);
    return text;
  }

  Site const& site_;
  std::string language_;
};

}  // namespace mila::offers
