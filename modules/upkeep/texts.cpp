// Texts in other languages.
#include "modules/upkeep/texts.h"

#include <algorithm>

#include "modules/directory/directory.h"
#include "platform/i18n/languages.h"

namespace mila::upkeep {

using directory::LocalisedText;
using directory::Service;

std::vector<std::string> const& text_fields() {
  static std::vector<std::string> const fields{"name", "x_summary", "description"};
  return fields;
}

std::string original_of(Service const& service, std::string_view field) {
  return field == "name"          ? service.name
         : field == "x_summary"   ? service.x_summary.value_or("")
         : field == "description" ? service.description.value_or("")
                                  : "";
}

LocalisedText const* translation_of(Service const& service, std::string_view field,
                                    std::string_view language) {
  for (auto const& text : service.x_texts)
    if (text.field == field && text.language == language && !text.value.empty()) return &text;
  return nullptr;
}

bool is_outdated(Service const& service, LocalisedText const& translation) {
  return !translation.source_hash.empty() &&
         translation.source_hash != directory::text_hash(original_of(service, translation.field));
}

LanguageSet language_bit(std::string_view language) {
  auto all = i18n::all_languages();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].code == language) return LanguageSet{1} << i;
  return 0;
}

TextState text_state(Service const& service) {
  TextState state;
  std::string own = service.x_language.value_or("de");
  for (auto const& language : i18n::all_languages()) {
    if (language.code == own) continue;
    bool missing = false, outdated = false;
    for (auto const& field : text_fields()) {
      if (original_of(service, field).empty()) continue;
      auto const* translation = translation_of(service, field, language.code);
      missing = missing || !translation;
      outdated = outdated || (translation && is_outdated(service, *translation));
    }
    if (missing) state.missing |= language_bit(language.code);
    else if (outdated) state.outdated |= language_bit(language.code);
  }
  return state;
}

void set_translation(Service& service, std::string_view field, std::string_view language,
                     std::string value) {
  std::erase_if(service.x_texts, [&](LocalisedText const& text) {
    return text.field == field && text.language == language;
  });
  if (value.empty()) return;
  LocalisedText text;
  text.field = field;
  text.language = language;
  text.value = std::move(value);
  text.source_hash = directory::text_hash(original_of(service, field));
  text.state = "checked";
  service.x_texts.push_back(std::move(text));
}

}  // namespace mila::upkeep
