// What the feed's filters ask of services and locations, kept in memory: the database has columns
// for organisation and time of change only, everything else stands in the JSON. Follows the change
// feed, so that after a change only the changed records are read again.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "modules/places/places.h"
#include "platform/db/db.h"
#include "platform/county/county.h"

namespace mila::hsds {

/// A weekly opening as far as filters need it.
struct Slot {
  std::uint8_t days = 0;            ///< bit 0 = Monday
  int opens = 0, closes = 24 * 60;  ///< minutes since midnight
};

struct AreaFacts {
  std::string place_id, area_id, text;  ///< text: name, description and extent of others' areas
};

/// Ids are interned: one copy of each text in the process, compared by address.
using Interned = std::string const*;
Interned intern(std::string_view text);

struct AtLocationFacts {
  std::string id, location_id;
  std::size_t position = 0;
  std::vector<AreaFacts> areas;
  std::vector<Slot> slots;
};

struct ServiceFacts {
  std::string id, sort_key, name;  ///< name in lower case
  Interned organization = nullptr;
  Instant modified;
  bool hidden = false;  ///< address protected
  std::optional<double> minimum_age, maximum_age;
  std::vector<Interned> terms, taxonomies, languages;
  std::vector<Slot> slots;
  std::vector<AreaFacts> areas;
  std::vector<AtLocationFacts> at_locations;
};

struct LocationFacts {
  std::string id, organization_id;
  Instant modified;
  bool hidden = false;
  std::optional<places::Point> point;
  std::vector<std::string> postcodes;
  std::vector<Interned> terms, languages;
  std::vector<Slot> slots;
};

/// Immutable.
struct Facts {
  std::int64_t seq = 0;  ///< last change taken in
  std::unordered_map<std::string, std::shared_ptr<ServiceFacts const>> services;
  std::unordered_map<std::string, std::shared_ptr<LocationFacts const>> locations;
  std::vector<ServiceFacts const*> order;  ///< by name
  /// service_at_location id → its service.
  std::unordered_map<std::string, ServiceFacts const*> at_locations;
  /// organisation id → locations that name it.
  std::unordered_map<std::string, std::vector<std::string>> locations_of;

  LocationFacts const* location(std::string const& id) const {
    auto found = locations.find(id);
    return found == locations.end() ? nullptr : found->second.get();
  }
};

/// The county's facts, brought up to date.
std::shared_ptr<Facts const> facts(County& county);

/// "MO,TH", "2MO", "-1FR" → bits; 0 when none.
std::uint8_t day_bits(std::string_view byday);
/// "09:30", "9:30", "09:30:00Z", "0930" → minutes since midnight.
std::optional<int> minutes_of(std::string_view time);

}  // namespace mila::hsds
