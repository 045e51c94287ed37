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

// What waits on the start page (staff_waiting.cpp)
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);

/// Fills in data/demo/people.csv, bodies.csv and seats.csv; doing it again changes nothing.
void load_demo(Context& context, std::string const& folder);
// The demo county (demo.cpp). Ids follow from the numbers in its files, so that samples of routes
// are known beforehand.
std::string demo_person_id();
std::string demo_position_id();
std::string demo_relay_person_id();
std::string demo_body_id();
std::string demo_seat_id();

}  // namespace mila::network
