// Boost.Locale as reader of MO files; all locales are made once, at start.
#include "platform/i18n/catalogue.h"

#include <boost/locale.hpp>
#include <map>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::i18n {

struct Catalogue::Content {
  std::map<std::string, std::locale, std::less<>> locales;

  std::locale const& of(std::string_view language) const {
    auto found = locales.find(language);
    return found != locales.end() ? found->second : locales.at("en");
  }
};

Catalogue::Catalogue(std::string const& folder) : content_(std::make_unique<Content>()) {
  boost::locale::generator generator;
  generator.add_messages_path(folder);
  generator.add_messages_domain("mila");
  generator.categories(boost::locale::message_facet | boost::locale::information_facet);
  for (auto const& language : all_languages())
    content_->locales.emplace(std::string(language.code), generator(std::string(language.locale)));
}

Catalogue::~Catalogue() = default;

std::string Catalogue::translate(std::string_view language, std::string const& text) const {
  return boost::locale::gettext(text.c_str(), content_->of(language));
}

bool Catalogue::has(std::string_view language, std::string const& text) const {
  auto const& locale = content_->of(language);
  using Format = boost::locale::message_format<char>;
  if (!std::has_facet<Format>(locale)) return false;
  return std::use_facet<Format>(locale).get(0, nullptr, text.c_str()) != nullptr;
}

std::string Catalogue::plural(std::string_view language, char const* one, char const* many,
                              std::int64_t count) const {
  int n = static_cast<int>(std::min<std::int64_t>(count, 1'000'000'000));
  return fill(boost::locale::ngettext(one, many, n, content_->of(language)), "n",
              std::to_string(count));
}

std::string fill(std::string text, std::string_view key, std::string_view value) {
  return replace_all(std::move(text), "{" + std::string(key) + "}", value);
}

}  // namespace mila::i18n
