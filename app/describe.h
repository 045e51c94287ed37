// What the modules say about themselves, as Markdown tables: README is written from them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/site/module.h"

namespace mila {

/// What can be described: "modules", "personal-data", "routes".
std::span<std::string_view const> description_subjects();

/// The table of one subject; nullopt when there is no such subject.
std::optional<std::string> describe(std::vector<Module> const& modules, std::string_view subject);

}  // namespace mila
