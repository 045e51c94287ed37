// Where things are: the county, its municipalities, their parts (Ortsteile) with postcodes, and
// areas (Sozialraum, Amt …): named sets of places that may overlap and may be absent.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/db.h"
#include "platform/site/module.h"

namespace mila::places {

enum class Kind { County, Municipality, Part };

struct Point {
  double latitude = 0, longitude = 0;  ///< degrees, WGS 84
};

struct Place {
  std::string id, name, parent_id;
  Kind kind = Kind::Municipality;
  std::string ags;  ///< Amtlicher Gemeindeschlüssel, "" for parts
  std::vector<std::string> postcodes;
  std::optional<Point> centre;
  std::optional<std::int64_t> residents;
  std::string boundary;  ///< GeoJSON geometry, "" when unknown
};

struct Area {
  std::string id, name, kind;  ///< kind as the county calls it: "Sozialraum", "Amt"
  std::vector<std::string> place_ids;
};

/// All places and areas of a county, read once and kept until they change. Immutable.
class Gazetteer {
 public:
  Gazetteer(std::vector<Place> places, std::vector<Area> areas);
  std::vector<Place> const& places() const { return places_; }
  std::vector<Area> const& areas() const { return areas_; }
  Place const* find(std::string_view id) const;
  Area const* find_area(std::string_view id) const;
  /// "municipality of": the place itself, or the municipality a part belongs to.
  Place const* municipality_of(std::string_view id) const;
  /// The place, its parts and everything above it: what "for this place" may refer to.
  std::vector<std::string> with_ancestors(std::string_view id) const;
  std::vector<std::string> with_descendants(std::string_view id) const;
  /// Areas that hold the place or its municipality.
  std::vector<Area const*> areas_of(std::string_view place_id) const;
  /// Name as people say it; parts with a name that exists twice carry their municipality.
  std::string label(Place const& place) const;

 private:
  std::vector<Place> places_;
  std::vector<Area> areas_;
};

struct Found {
  Place const* place = nullptr;             ///< the one meant, if it is clear
  std::vector<Place const*> candidates;     ///< several fit ("98993", "Neudorf")
};
/// Reads what a person types as "my place": name, part, postcode, "98993 Weidenrode"; forgiving in
/// case, umlauts and small typing errors.
Found find_place(Gazetteer const& gazetteer, std::string_view text);
/// Address key of a place: "weidenrode"; unique in the county.
std::string slug_of(Gazetteer const& gazetteer, Place const& place);

/// Metres between two points on the sphere (haversine).
double distance(Point a, Point b);

/// The county's gazetteer; reread when places have changed.
std::shared_ptr<Gazetteer const> gazetteer(County& county);
std::shared_ptr<Gazetteer const> load_gazetteer(db::Reader& reader);

/// Inserts or replaces by id.
void save(db::Writer& writer, Actor const& actor, Place const& place);
void save(db::Writer& writer, Actor const& actor, Area const& area);

Module const& module();

}  // namespace mila::places
