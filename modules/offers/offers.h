// Finding help: the public pages of the directory.
#pragma once

#include <string>
#include <string_view>

#include "platform/html/view.h"
#include "platform/site/module.h"

namespace mila::offers {

/// The built-in German text "imprint" or "privacy" as Markdown with the county's data filled in, for
/// a county to go on from.
std::string legal_template(Site const& site, CountyConfig const& county, std::string_view name);
/// As the public page shows it, for a preview.
html::Safe render_legal_text(std::string const& markdown);

Module const& module();

}  // namespace mila::offers
