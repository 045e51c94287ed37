// Outlines of the county's places for the map, as GeoJSON.
#include <nlohmann/json.hpp>

#include "modules/offers/pages.h"
#include "modules/places/places.h"

namespace mila::offers {

http::Response show_outlines(Visit& visit) {
  nlohmann::json features = nlohmann::json::array();
  for (auto const& place : places::gazetteer(visit.context.county)->places()) {
    if (place.kind == places::Kind::Part || place.boundary.empty()) continue;
    auto geometry = nlohmann::json::parse(place.boundary, nullptr, false);
    if (!geometry.is_object()) continue;
    features.push_back({{"type", "Feature"},
                        {"properties", {{"name", place.name}}},
                        {"geometry", std::move(geometry)}});
  }
  nlohmann::json collection{{"type", "FeatureCollection"}, {"features", std::move(features)}};
  auto response = http::text(collection.dump(), "application/geo+json");
  response.fresh_until = visit.context.now() + std::chrono::hours{24};
  return response;
}

}  // namespace mila::offers
