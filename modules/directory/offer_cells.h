// An offer as cells of the offers template, by heading: what a spreadsheet holds, a form may show and
// take back. Reading them is the work of the import, so hours, phones and dates are understood alike.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/directory/directory.h"
#include "modules/places/places.h"

namespace mila::directory {

using Cells = std::map<std::string, std::string, std::less<>>;

struct OfferCells {
  Cells offer;
  /// "Ort", "Straße", "Zeiten", "Ausnahmen" … of each of the offer's places, in order. Stops of a tour
  /// have nothing but hours. An offer without a place has one entry with its hours.
  std::vector<Cells> places;
};

/// `locations` are those the offer refers to. Protected addresses leave as their town.
OfferCells offer_cells(places::Gazetteer const& gazetteer, Service const& service,
                       std::vector<Location> const& locations);

/// What an edit needs to know beside the record.
struct EditContext {
  places::Gazetteer const& gazetteer;
  std::string land;  ///< for new addresses
  Date today;
  /// A stored location by id, for offers that move to where others are already; may be empty.
  std::function<std::optional<Location>(std::string const& id)> find_location;
};

/// Something that could not be read as it was written.
struct CellNote {
  std::string heading;
  int place = -1;       ///< position in OfferCells::places, -1 for the offer itself
  std::string message;  ///< of the import, in English
  std::string value;    ///< the words it is about
};

struct EditedOffer {
  Service service;
  std::vector<Location> locations;  ///< new or different ones, to be saved before the service
  std::vector<CellNote> notes;      ///< with any of them nothing should be saved
  /// Locations with an address that the offer has left because it is protected from now on.
  std::vector<std::string> left_locations;
};

/// `stored` with every cell that differs from offer_cells() read anew; all else stays as it is, also
/// what cells cannot say. Headings that `cells` lacks change nothing. Entries of `cells.places` beyond
/// the stored ones are further places; one whose place, postcode and street are empty is given up.
EditedOffer edit_offer(EditContext const& context, Service const& stored,
                       std::vector<Location> const& locations, OfferCells const& cells);

// Parts of a row, for the export.
void fill_service(places::Gazetteer const& gazetteer, Service const& service, Cells& cells);
void fill_hours(std::vector<Schedule> const& schedules,
                std::vector<ScheduleException> const& exceptions, Cells& cells);
void fill_location(places::Gazetteer const& gazetteer, Location const& location, Cells& cells);

}  // namespace mila::directory
