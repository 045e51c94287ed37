// Messages about cells of a list, for translation.
#pragma once

#include <span>

namespace mila::setup {

/// msgids of everything an import of organisations, contacts or offers may say.
std::span<char const* const> list_messages();

}  // namespace mila::setup
