// All SQL of places.
#include "modules/places/places.h"

namespace mila::places {
namespace {

using db::Row;
using db::Sql;

constexpr Sql kPlaces{"place.all",
                      "select id, name, kind, parent_id, ags, latitude, longitude, residents, "
                      "boundary from place order by id"};
constexpr Sql kPostcodes{"place.postcodes",
                         "select place_id, postcode from place_postcode order by place_id, position"};
constexpr Sql kAreas{"area.all", "select id, name, kind from area order by name, id"};
constexpr Sql kAreaPlaces{"area.places",
                          "select area_id, place_id from area_place order by area_id, place_id"};
constexpr Sql kSavePlace{
    "place.save",
    "insert into place(id, name, kind, parent_id, ags, latitude, longitude, residents, boundary) "
    "values($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do update set name = "
    "excluded.name, kind = excluded.kind, parent_id = excluded.parent_id, ags = excluded.ags, "
    "latitude = excluded.latitude, longitude = excluded.longitude, residents = "
    "excluded.residents, boundary = excluded.boundary"};
constexpr Sql kDropPostcodes{"place.drop_postcodes", "delete from place_postcode where place_id = $1"};
constexpr Sql kAddPostcode{"place.add_postcode",
                           "insert into place_postcode(place_id, postcode, position) values($1, $2, $3)"};
constexpr Sql kSaveArea{"area.save",
                        "insert into area(id, name, kind) values($1, $2, $3) on conflict (id) do "
                        "update set name = excluded.name, kind = excluded.kind"};
constexpr Sql kDropAreaPlaces{"area.drop_places", "delete from area_place where area_id = $1"};
constexpr Sql kAddAreaPlace{"area.add_place",
                            "insert into area_place(area_id, place_id) values($1, $2)"};

char const* name_of(Kind kind) {
  switch (kind) {
    case Kind::County: return "county";
    case Kind::Municipality: return "municipality";
    case Kind::Part: return "part";
  }
  return "";
}

Kind kind_of(std::string const& name) {
  return name == "county" ? Kind::County : name == "part" ? Kind::Part : Kind::Municipality;
}

}  // namespace

std::shared_ptr<Gazetteer const> load_gazetteer(db::Reader& reader) {
  std::vector<Place> places;
  std::map<std::string, std::size_t> index;
  reader.each(kPlaces, {}, [&](Row const& row) {
    Place& place = places.emplace_back();
    std::string kind;
    std::optional<std::string> parent;
    std::optional<double> latitude, longitude;
    row.read(place.id, place.name, kind, parent, place.ags, latitude, longitude, place.residents,
             place.boundary);
    place.kind = kind_of(kind);
    place.parent_id = parent.value_or("");
    if (latitude && longitude) place.centre = Point{*latitude, *longitude};
    index[place.id] = places.size() - 1;
  });
  reader.each(kPostcodes, {}, [&](Row const& row) {
    places[index.at(std::string(row.text(0)))].postcodes.emplace_back(row.text(1));
  });
  std::vector<Area> areas;
  std::map<std::string, std::size_t> area_index;
  reader.each(kAreas, {}, [&](Row const& row) {
    Area& area = areas.emplace_back();
    row.read(area.id, area.name, area.kind);
    area_index[area.id] = areas.size() - 1;
  });
  reader.each(kAreaPlaces, {}, [&](Row const& row) {
    areas[area_index.at(std::string(row.text(0)))].place_ids.emplace_back(row.text(1));
  });
  return std::make_shared<Gazetteer const>(std::move(places), std::move(areas));
}

void save(db::Writer& writer, Actor const&, Place const& place) {
  std::optional<std::string> parent;
  if (!place.parent_id.empty()) parent = place.parent_id;
  std::optional<double> latitude, longitude;
  if (place.centre) {
    latitude = place.centre->latitude;
    longitude = place.centre->longitude;
  }
  writer.run(kSavePlace, {place.id, place.name, name_of(place.kind), parent, place.ags, latitude,
                          longitude, place.residents, place.boundary});
  writer.run(kDropPostcodes, {place.id});
  std::int64_t position = 0;
  for (auto const& postcode : place.postcodes)
    writer.run(kAddPostcode, {place.id, postcode, ++position});
  writer.changed("place", place.id);
}

void save(db::Writer& writer, Actor const&, Area const& area) {
  writer.run(kSaveArea, {area.id, area.name, area.kind});
  writer.run(kDropAreaPlaces, {area.id});
  for (auto const& place_id : area.place_ids) writer.run(kAddAreaPlace, {area.id, place_id});
  writer.changed("area", area.id);
}

}  // namespace mila::places
