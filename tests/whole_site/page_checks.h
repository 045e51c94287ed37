// What every page must be, whatever it shows. Each function returns what is wrong, one line each.
#pragma once

#include <string>
#include <vector>

#include "platform/testing/site.h"

namespace mila::testing {

/// Structure of an HTML page: one h1, headings in order, names of controls, unique ids, references
/// that lead somewhere, language and direction, nothing inline, no leftovers of templates.
std::vector<std::string> problems_of(PageResult const& page, std::string const& language);

/// Headers that protect the reader, on answers of any kind.
std::vector<std::string> header_problems(PageResult const& page);

/// All lines as one text, for messages.
std::string lines(std::vector<std::string> const& problems);

}  // namespace mila::testing
