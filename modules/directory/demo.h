// The invented county that demonstrations and tests show, and as many offers as a measurement
// needs.
#pragma once

#include <cstdint>
#include <string>

#include "platform/county/county.h"

namespace mila::directory {

/// Takes in places, areas, organisations, contacts, offers, tours and translations from the CSV
/// files in `folder` (files that are absent are left out). Days written as {-12} or {+20} are
/// counted from today. Doing it again changes only what the days change.
/// Throws std::runtime_error naming file and row when a file has errors.
void load_demo(Context& context, std::string const& folder);

/// Replaces {-12} by the day twelve days before `today` as DD.MM.YYYY.
std::string replace_days(std::string const& text, Date today);

/// Adds `count` offers spread over the places there are, with `count` / 4 organisations; the same
/// seed makes the same offers. Throws std::runtime_error when the county has no places.
void generate_offers(Context& context, int count, std::uint64_t seed);

}  // namespace mila::directory
