// Which texts of an offer are missing or outdated in other languages. No SQL, no HTTP.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/records.h"

namespace mila::upkeep {

/// The members of a service that people read as texts: "name", "x_summary", "description".
std::vector<std::string> const& text_fields();
/// "" when the service does not have it.
std::string original_of(directory::Service const& service, std::string_view field);
/// The translation; nullptr when there is none.
directory::LocalisedText const* translation_of(directory::Service const& service,
                                               std::string_view field, std::string_view language);
bool is_outdated(directory::Service const& service, directory::LocalisedText const& translation);

/// One bit per language in the order of i18n::all_languages().
using LanguageSet = std::uint32_t;
/// 0 for a language that is not known.
LanguageSet language_bit(std::string_view language);

struct TextState {
  LanguageSet missing = 0;   ///< at least one text has no translation
  LanguageSet outdated = 0;  ///< none is missing, at least one original has changed since
};
/// The original's own language is in neither.
TextState text_state(directory::Service const& service);

/// Sets a translation made of the original as it is now; "" removes it.
void set_translation(directory::Service& service, std::string_view field,
                     std::string_view language, std::string value);

}  // namespace mila::upkeep
