// Beside the pages of an offer: organisations, who is in charge, topics, legal notes. Their
// templates, for the module to list.
#pragma once

#include <vector>

#include "platform/site/module.h"

namespace mila::offers {

/// Templates and their views, for the checker.
std::vector<TemplateUse> more_templates();

}  // namespace mila::offers
