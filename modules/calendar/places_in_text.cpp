#include "modules/calendar/places_in_text.h"

#include "modules/calendar/events.h"
#include "modules/places/places.h"

namespace mila::events {

std::string municipality_named(County& county, std::string const& text) {
  if (text.empty()) return "";
  auto gazetteer = places::gazetteer(county);
  std::string folded_text = folded(text);
  for (auto const& place : gazetteer->places())
    if (place.kind == places::Kind::Municipality && folded_text.find(folded(place.name)) != std::string::npos) return place.id;
  return "";
}

}  // namespace mila::events
