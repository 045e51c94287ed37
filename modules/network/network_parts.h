// What the descriptor of this module is put together from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/site/module.h"

namespace mila::network {

// Joined by Module::disclose_person and erase_person (erasure.cpp)
std::vector<Disclosure> disclose(Context& context, db::Reader& reader, std::string_view person_id);
void erase(db::Writer& writer, Context& context, std::string_view person_id);

}  // namespace mila::network
