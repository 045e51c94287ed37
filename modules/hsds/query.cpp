// Reading parameters and applying them. All given parameters must hold (HSDS: cumulative).
#include "modules/hsds/query.h"

#include <algorithm>
#include <cmath>

#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::hsds {
namespace {

class Reading {
 public:
  Reading(http::Fields const& fields, std::optional<BadParameter>& bad)
      : fields_(fields), bad_(bad) {}

  void text(char const* name, std::string& into) {
    into = fields_.get(name);
    if (into.size() > 300) fail(name, "at most 300 characters");
  }
  void id(char const* name, std::string& into) {
    into = ascii_lower(fields_.get(name));
    if (!into.empty() && !is_uuid(into)) fail(name, "a UUID is expected");
  }
  void flag(char const* name, bool& into) {
    auto value = ascii_lower(fields_.get(name));
    if (value == "true" || value == "1") {
      into = true;
    } else if (!value.empty() && value != "false" && value != "0") {
      fail(name, "true or false is expected");
    }
  }
  void whole(char const* name, std::int64_t least, std::int64_t most,
             std::optional<std::int64_t>& into) {
    auto value = fields_.get(name);
    if (value.empty()) return;
    into = parse_integer(value);
    if (!into || *into < least || *into > most)
      fail(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                     " is expected");
  }
  void number(char const* name, double least, double most, std::optional<double>& into) {
    auto value = fields_.get(name);
    if (value.empty()) return;
    into = parse_decimal(value);
    if (!into || !std::isfinite(*into) || *into < least || *into > most)
      fail(name, "a number from " + std::to_string(static_cast<std::int64_t>(least)) + " to " +
                     std::to_string(static_cast<std::int64_t>(most)) + " is expected");
  }
  void time(char const* name, std::optional<int>& into) {
    auto value = fields_.get(name);
    if (value.empty()) return;
    into = minutes_of(value);
    if (!into) fail(name, "a time like 09:30 is expected");
  }
  void fail(char const* name, std::string message) {
    if (!bad_) bad_ = BadParameter{name, std::move(message)};
  }
  http::Fields const& fields_;

 private:
  std::optional<BadParameter>& bad_;
};

std::uint8_t days_of(std::string const& text) {
  static constexpr std::string_view kNames[] = {"monday", "tuesday",  "wednesday", "thursday",
                                                "friday", "saturday", "sunday"};
  std::uint8_t bits = 0;
  for (auto const& part : split_list(ascii_lower(text), ',')) {
    std::uint8_t one = 0;
    for (int day = 0; day < 7; ++day)
      if (part == kNames[day] || part == kNames[day].substr(0, 3) ||
          part == kNames[day].substr(0, 2))
        one = static_cast<std::uint8_t>(1U << day);
    if (!one) return 0;
    bits |= one;
  }
  return bits;
}

}  // namespace

bool Query::by_facts() const {
  return !search.empty() || !taxonomy_term_id.empty() || !taxonomy_id.empty() ||
         !postcode.empty() || !language.empty() || latitude || minimum_age || maximum_age || days ||
         start || end;
}

std::int64_t Query::size() const {
  return per_page.value_or(minimal ? kMinimalPerPage : kDefaultPerPage);
}

std::optional<BadParameter> read_query(http::Fields const& fields, Query& query) {
  std::optional<BadParameter> bad;
  Reading read(fields, bad);
  read.flag("minimal", query.minimal);
  read.flag("full", query.full);
  read.flag("full_service", query.full_service);
  read.flag("top_only", query.top_only);
  read.text("search", query.search);
  read.text("postcode", query.postcode);
  read.text("language", query.language);
  read.id("taxonomy_term_id", query.taxonomy_term_id);
  read.id("taxonomy_id", query.taxonomy_id);
  read.id("organization_id", query.organization_id);
  read.id("parent_id", query.parent_id);
  std::optional<std::int64_t> page;
  read.whole("page", 1, 1'000'000, page);
  query.page = page.value_or(1);
  read.whole("per_page", 1, query.minimal ? kMinimalPerPage : kMaxPerPage, query.per_page);
  read.number("proximity", 0, 1'000'000, query.proximity);
  read.number("lat", -90, 90, query.latitude);
  read.number("lon", -180, 180, query.longitude);
  read.number("radius", 0, 1'000'000, query.radius);
  read.number("minimum_age", 0, 200, query.minimum_age);
  read.number("maximum_age", 0, 200, query.maximum_age);
  read.time("start_time", query.start);
  read.time("end_time", query.end);
  auto format = ascii_lower(fields.get("format"));
  query.ndjson = format == "ndjson";
  if (!format.empty() && format != "json" && format != "ndjson")
    read.fail("format", "json or ndjson is expected");
  if (auto day = fields.get("day"); !day.empty()) {
    query.days = days_of(day);
    if (!query.days) read.fail("day", "days like MO or monday are expected");
  }
  if (auto after = fields.get("modified_after"); !after.empty()) {
    // A "+" that was not escaped arrives as a blank.
    query.modified_after = parse_rfc3339(after);
    if (auto blank = after.rfind(' '); !query.modified_after && blank != std::string::npos)
      query.modified_after = parse_rfc3339(after.replace(blank, 1, "+"));
    if (!query.modified_after)
      read.fail("modified_after", "a date and time (RFC 3339) is expected");
  }
  if (query.proximity && query.postcode.empty())
    read.fail("proximity", "needs postcode; with lat and lon use radius");
  if (query.latitude.has_value() != query.longitude.has_value())
    read.fail(query.latitude ? "lon" : "lat", "lat and lon belong together");
  if (query.radius && !query.latitude) read.fail("radius", "needs lat and lon");
  if (query.latitude && !query.radius) query.radius = 5000;
  return bad;
}

Filter::Filter(Query const& query, Facts const& facts, places::Gazetteer const& gazetteer)
    : query_(query), facts_(facts), gazetteer_(gazetteer) {
  auto given = [](std::string const& text) { return text.empty() ? nullptr : intern(text); };
  term_ = given(query.taxonomy_term_id);
  taxonomy_ = given(query.taxonomy_id);
  organization_ = given(query.organization_id);
  language_ = given(ascii_lower(query.language));
  if (query.postcode.empty()) return;
  double latitude = 0, longitude = 0;
  int centres = 0;
  for (auto const& place : gazetteer.places()) {
    if (place.kind == places::Kind::County) continue;
    if (std::find(place.postcodes.begin(), place.postcodes.end(), query.postcode) ==
        place.postcodes.end())
      continue;
    for (auto& id : gazetteer.with_ancestors(place.id)) place_line_.push_back(std::move(id));
    if (!place.centre) continue;
    latitude += place.centre->latitude;
    longitude += place.centre->longitude;
    ++centres;
  }
  if (centres) centre_ = places::Point{latitude / centres, longitude / centres};
}

bool Filter::covers(std::vector<AreaFacts> const& areas) const {
  auto here = [&](std::string const& id) {
    return std::find(place_line_.begin(), place_line_.end(), id) != place_line_.end();
  };
  for (auto const& area : areas) {
    if (!area.place_id.empty() && here(area.place_id)) return true;
    if (auto const* named = gazetteer_.find_area(area.area_id))
      if (std::any_of(named->place_ids.begin(), named->place_ids.end(), here)) return true;
    if (area.text.empty()) continue;
    // Areas of others say in words where they hold: the postcode itself or a place's name.
    if (area.text.find(query_.postcode) != std::string::npos) return true;
    for (auto const& id : place_line_)
      if (auto const* place = gazetteer_.find(id))
        if (area.text.find(place->name) != std::string::npos) return true;
  }
  // No area means the whole county, not the rest of the world.
  return areas.empty() && !place_line_.empty();
}

bool Filter::open(std::vector<Slot> const& slots) const {
  for (auto const& slot : slots)
    if ((!query_.days || (slot.days & query_.days)) &&
        (!query_.start || slot.closes > *query_.start) && (!query_.end || slot.opens < *query_.end))
      return true;
  return false;
}

bool Filter::near(ServiceFacts const& service, LocationFacts const* location) const {
  // A protected address must not be found by trying distances.
  if (!location || !location->point || location->hidden || service.hidden) return false;
  if (query_.proximity &&
      (!centre_ || places::distance(*centre_, *location->point) > *query_.proximity))
    return false;
  return !query_.latitude || places::distance({*query_.latitude, *query_.longitude},
                                              *location->point) <= *query_.radius;
}

bool Filter::asks_place() const {
  return query_.proximity || query_.latitude;
}

bool Filter::modified(ServiceFacts const& service, LocationFacts const* location) const {
  return !query_.modified_after || service.modified >= *query_.modified_after ||
         (location && location->modified >= *query_.modified_after);
}

bool Filter::has_term(ServiceFacts const& service, LocationFacts const* location) const {
  auto in = [](auto const& list, Interned id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  return !term_ || in(service.terms, term_) || (location && in(location->terms, term_));
}

bool Filter::speaks(ServiceFacts const& service, LocationFacts const* location) const {
  auto in = [](auto const& list, Interned id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  return !language_ || in(service.languages, language_) ||
         (location && in(location->languages, language_));
}

bool Filter::service_itself(ServiceFacts const& service) const {
  if (organization_ && service.organization != organization_) return false;
  if (taxonomy_ && std::find(service.taxonomies.begin(), service.taxonomies.end(), taxonomy_) ==
                       service.taxonomies.end())
    return false;
  // The ages asked for and the ages served overlap.
  if (query_.minimum_age && service.maximum_age && *service.maximum_age < *query_.minimum_age)
    return false;
  return !(query_.maximum_age && service.minimum_age && *service.minimum_age > *query_.maximum_age);
}

bool Filter::passes(ServiceFacts const& service, AtLocationFacts const& at) const {
  auto const* location = facts_.location(at.location_id);
  if (!service_itself(service) || !modified(service, location) || !has_term(service, location) ||
      !speaks(service, location))
    return false;
  if (asks_place() && !near(service, location)) return false;
  if (!query_.postcode.empty() && !covers(at.areas.empty() ? service.areas : at.areas))
    return false;
  if (!query_.days && !query_.start && !query_.end) return true;
  // The nearest schedule counts: at this place, else of the service, else of the building.
  if (!at.slots.empty()) return open(at.slots);
  if (!service.slots.empty()) return open(service.slots);
  return location && open(location->slots);
}

bool Filter::passes(ServiceFacts const& service) const {
  if (!modified(service, nullptr)) return false;
  for (auto const& at : service.at_locations)
    if (passes(service, at)) return true;
  // Without a place (advice by phone), or none that fits but the service itself does.
  if (!service_itself(service) || !modified(service, nullptr) || !has_term(service, nullptr) ||
      !speaks(service, nullptr) || asks_place())
    return false;
  if (!query_.postcode.empty() && (!service.at_locations.empty() || !covers(service.areas)))
    return false;
  bool asks_time = query_.days || query_.start || query_.end;
  return !asks_time || open(service.slots);
}

}  // namespace mila::hsds
