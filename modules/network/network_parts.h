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

// The demo county (demo.cpp). Ids follow from the numbers in its files, so that samples of routes
// are known beforehand.
std::string demo_person_id();
std::string demo_position_id();

}  // namespace mila::network
