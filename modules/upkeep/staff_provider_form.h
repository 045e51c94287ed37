// The form of an organisation.
#pragma once

#include "modules/upkeep/staff_kit.h"

namespace mila::upkeep {

Form provider_form(Visit& visit, std::string action, directory::Organization const& organization);
/// `stored` with what was changed in the form; members whose field was not touched stay as they are.
/// Puts errors into the form.
directory::Organization edited_provider(Form& form, directory::Organization const& stored);
/// "Club or association", for its code.
std::string sector_words(Words const& words, std::string_view code);

}  // namespace mila::upkeep
