// Legal notes are Markdown, written by the county or taken from built-in German templates.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/html/view.h"

namespace mila::offers {

using LegalValues = std::vector<std::pair<std::string_view, std::string>>;

/// Replaces {key} by its value, with the signs of Markdown escaped. A line with a key whose value
/// is empty is left out: "Phone: " without a number helps nobody.
std::string fill_markdown(std::string_view markdown, LegalValues const& values);

/// Markdown as HTML below a page's <h1>: headings begin at level 2 and skip none, a first heading
/// of level 1 is dropped because the page has its own. Raw HTML and script links are left out.
html::Safe render_markdown(std::string const& markdown);

}  // namespace mila::offers
