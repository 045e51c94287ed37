// Translations of the interface: gettext MO files made from i18n/*.po at build time. The msgid is
// the English text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace mila::i18n {

/// Marks a text for extraction; translated where it is shown.
constexpr char const* N_(char const* text) { return text; }

class Catalogue {
 public:
  /// `folder` holds LANGUAGE/LC_MESSAGES/mila.mo.
  explicit Catalogue(std::string const& folder);
  ~Catalogue();

  /// The translation, or the English text when there is none. Safe from all threads.
  std::string translate(std::string_view language, std::string const& text) const;
  bool has(std::string_view language, std::string const& text) const;
  /// The plural form for `count`, with {n} replaced by it.
  std::string plural(std::string_view language, char const* one, char const* many,
                     std::int64_t count) const;

 private:
  struct Content;
  std::unique_ptr<Content> content_;
};

/// Replaces {key} by value.
std::string fill(std::string text, std::string_view key, std::string_view value);

}  // namespace mila::i18n
