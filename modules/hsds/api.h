// The routes below /hsds/3.1/.
#pragma once

#include <vector>

#include "platform/site/module.h"

namespace mila::hsds {

/// Records of data/examples/feed.json, for the samples of routes with an id.
inline constexpr char const* kSampleService = "5d1f0a10-6c1b-4c0e-9a51-000000000001";
inline constexpr char const* kSampleOrganization = "5d1f0a10-6c1b-4c0e-9a51-0000000000a1";
inline constexpr char const* kSampleAtLocation = "5d1f0a10-6c1b-4c0e-9a51-0000000000c1";

std::vector<Route> api_routes();

}  // namespace mila::hsds
