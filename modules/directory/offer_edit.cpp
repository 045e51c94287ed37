// Edited cells of an offer back into its records.
#include <algorithm>
#include <array>

#include "modules/directory/csv_offer_row.h"
#include "modules/directory/offer_cells.h"
#include "modules/directory/timetable.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

/// Columns that are read together: one of them alone would lose what the others say.
constexpr std::array<std::array<std::string_view, 3>, 5> kGroups{{
    {"Kosten", "Betrag", "Kostenhinweis"},
    {"Telefon", "Telefon-Hinweis", "Telefon-Hinweis"},
    {"Sprachen", "Sprachen auf Anfrage", "Sprachen auf Anfrage"},
    {"Alter von", "Alter bis", "Alter bis"},
    {"Status", "Voll bis", "Voll bis"},
}};
constexpr std::array<std::string_view, 5> kAddress{"Ort", "Ortsteil", "PLZ", "Straße",
                                                   "Gebäude und Etage"};
constexpr std::array<std::string_view, 3> kWay{"Haltestelle", "Linien", "Gehminuten"};
constexpr std::array<std::string_view, 2> kPoint{"Breite", "Länge"};
constexpr std::array<std::string_view, 3> kHours{"Zeiten", "An Feiertagen", "Ausnahmen"};
constexpr std::array<std::string_view, 8> kLists{"Themen",   "Für wen",    "Zugang",
                                                 "Vertrauen", "Unterstützung", "Aufenthalt",
                                                 "Format",   "Barrierefreiheit"};

std::string const& cell(Cells const& cells, std::string_view heading) {
  static std::string const none;
  auto found = cells.find(heading);
  return found == cells.end() ? none : found->second;
}

/// Lists whose order says nothing are compared without it.
std::string comparable(std::string_view heading, std::string const& text) {
  if (std::find(kLists.begin(), kLists.end(), heading) == kLists.end())
    return std::string(trim(replace_all(text, "\r\n", "\n")));
  auto items = split_list(text, '|');
  std::sort(items.begin(), items.end());
  return join(items, "|");
}

bool differs(Cells const& before, Cells const& after, std::string_view heading) {
  auto given = after.find(heading);
  return given != after.end() &&
         comparable(heading, given->second) != comparable(heading, cell(before, heading));
}

template <typename Headings>
bool any_differs(Cells const& before, Cells const& after, Headings const& headings) {
  return std::any_of(headings.begin(), headings.end(), [&](std::string_view heading) {
    return differs(before, after, heading);
  });
}

Cells overlaid(Cells before, Cells const& given) {
  for (auto const& [heading, text] : given) before.insert_or_assign(heading, text);
  return before;
}

/// One row of a spreadsheet; every cell in quotes, so that it is read exactly as it was written.
std::string sheet_of(Cells const& cells) {
  std::string head, row;
  for (auto const& [heading, text] : cells) {
    std::string between = head.empty() ? "" : ";";
    head += between + '"' + heading + '"';
    row += between + '"' + replace_all(text, "\"", "\"\"") + '"';
  }
  return head + "\n" + row + "\n";
}

class Edit {
 public:
  Edit(EditContext const& context, Service const& stored, std::vector<Location> const& locations)
      : context_(context),
        places_(context.gazetteer),
        locations_(locations),
        before_(offer_cells(context.gazetteer, stored, locations)) {
    edited_.service = stored;
  }

  EditedOffer run(OfferCells const& cells) {
    bool was_protected = edited_.service.x_protected;
    edit_columns(cells.offer);
    edit_places(cells.places);
    if (!was_protected && edited_.service.x_protected) hide_addresses();
    return std::move(edited_);
  }

 private:
  void note(std::string heading, int place, std::string message, std::string value) {
    edited_.notes.push_back({std::move(heading), place, std::move(message), std::move(value)});
  }
  void take_notes(ImportReport const& report, int place) {
    for (auto const& line : report.lines) note(line.field, place, line.message, line.value_hint);
  }
  OfferDraft read(Cells cells, int place, Service const* join_into);
  void edit_columns(Cells const& given);
  void edit_places(std::vector<Cells> const& given);
  bool edit_place(std::size_t index, Cells const& given);
  void edit_hours(std::size_t index, Cells const& before, Cells const& given);
  void give_hours_to_places();
  std::optional<Location> edited_location(std::size_t index, Location const* stored,
                                          Cells const& before, Cells const& given);
  Location const* location(std::string const& id) const;
  void keep(Location location);
  void hide_addresses();

  EditContext const& context_;
  PlaceIndex places_;
  std::vector<Location> const& locations_;
  OfferCells before_;
  EditedOffer edited_;
};

/// Reads one row the way an import does; with `join_into` the members the row has columns for are put
/// into a copy of it.
OfferDraft Edit::read(Cells cells, int place, Service const* join_into) {
  cells.insert_or_assign("Nr", edited_.service.id);
  cells.insert_or_assign("Träger", edited_.service.organization_id);
  auto table = data::CsvReader::open(sheet_of(cells));
  if (!table) {
    note("", place, table.error().message, "");
    return {};
  }
  ImportReport report;
  Mapping mapping;
  Sheet sheet(CsvKind::Offers, *table, mapping, report);
  RowContext row{sheet,
                 taxonomy::taxonomy(),
                 places_,
                 report,
                 edited_.service.x_source.value_or(""),
                 context_.land,
                 context_.today,
                 [&](RowNotes const&, std::string const&, std::string const& id) { return id; },
                 [](std::string const& id) { return id; }};
  OfferDraft draft;
  read_offers(row, [&](OfferDraft read) {
    draft = std::move(read);
    draft.service.x_external_id = edited_.service.x_external_id;
    draft.service.x_source = edited_.service.x_source;
    if (join_into) draft.service = joined(sheet, *join_into, std::move(draft.service));
  });
  take_notes(report, place);
  return draft;
}

void Edit::edit_columns(Cells const& given) {
  Cells row;
  for (auto const& [heading, text] : given)
    if (differs(before_.offer, given, heading)) row.emplace(heading, text);
  if (row.empty()) return;
  for (auto const& group : kGroups)
    if (any_differs(before_.offer, given, group))
      for (auto heading : group) row.emplace(heading, cell(overlaid(before_.offer, given), heading));
  if (row.contains("Angebot") && trim(row["Angebot"]).empty())
    return note("Angebot", -1, "The name is missing.", "");
  row.emplace("Angebot", edited_.service.name);
  auto draft = read(std::move(row), -1, &edited_.service);
  if (!draft.service.id.empty()) edited_.service = std::move(draft.service);
}

void Edit::edit_places(std::vector<Cells> const& given) {
  auto& places = edited_.service.service_at_locations;
  std::size_t stored = places.size();
  std::vector<bool> left(stored);
  for (std::size_t i = 0; i < given.size(); ++i) {
    bool stays = edit_place(i, given[i]);
    if (i < stored) left[i] = !stays;
  }
  for (std::size_t i = stored; i-- > 0;)
    if (left[i]) places.erase(places.begin() + static_cast<std::ptrdiff_t>(i));
  for (std::size_t i = 0; i < places.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (places[i].location_id == places[k].location_id && !places[i].x_stop_order)
        note("Straße", static_cast<int>(i), "This offer already has this address.", "");
}

/// False when the place is given up.
bool Edit::edit_place(std::size_t index, Cells const& given) {
  auto& places = edited_.service.service_at_locations;
  bool exists = index < before_.places.size() && !places.empty() && index < places.size();
  Cells before = index < before_.places.size() ? before_.places[index] : Cells{};
  Cells wanted = overlaid(before, given);
  bool empty = cell(wanted, "Ort").empty() && cell(wanted, "PLZ").empty() &&
               cell(wanted, "Straße").empty();
  bool stop = exists && places[index].x_stop_order;
  if (exists && empty && !stop && !cell(before, "Ort").empty()) return false;
  if (!stop && !empty) {
    Location const* stored = exists ? location(places[index].location_id) : nullptr;
    auto location = edited_location(index, stored, before, given);
    if (!location) return true;
    if (!exists) {
      ServiceAtLocation& at = places.emplace_back();
      at.id = part_id("service_at_location", edited_.service.id, location->id);
      index = places.size() - 1;
      if (index == 0) give_hours_to_places();
    }
    places[index].location_id = location->id;
  } else if (!exists && index > 0) {
    if (any_differs({}, given, kHours))
      note("Ort", static_cast<int>(index), "A further location needs a place.", "");
    return true;
  }
  edit_hours(index, before, given);
  return true;
}

/// Hours that belong to the offer as a whole become those of each of its places, so that one of them
/// can have others.
void Edit::give_hours_to_places() {
  Service& service = edited_.service;
  if (service.service_at_locations.empty()) return;
  for (auto& at : service.service_at_locations) {
    if (at.schedules.empty()) {
      at.schedules = service.schedules;
      for (std::size_t i = 0; i < at.schedules.size(); ++i)
        at.schedules[i].id = part_id("schedule", at.id, std::to_string(i));
    }
    at.x_exceptions.insert(at.x_exceptions.end(), service.x_exceptions.begin(),
                           service.x_exceptions.end());
  }
  service.schedules.clear();
  service.x_exceptions.clear();
}

void Edit::edit_hours(std::size_t index, Cells const& before, Cells const& given) {
  if (!any_differs(before, given, kHours)) return;
  give_hours_to_places();
  Service& service = edited_.service;
  bool at_place = index < service.service_at_locations.size();
  auto* at = at_place ? &service.service_at_locations[index] : nullptr;
  Cells wanted = overlaid(before, given);
  ImportReport report;
  RowNotes notes{report, 0};
  if (differs(before, given, "Zeiten") || differs(before, given, "An Feiertagen"))
    (at ? at->schedules : service.schedules) =
        read_hours(notes, cell(wanted, "Zeiten"), parse_yes(cell(wanted, "An Feiertagen")),
                   at ? at->id : service.id);
  if (differs(before, given, "Ausnahmen"))
    (at ? at->x_exceptions : service.x_exceptions) =
        read_exceptions(notes, "Ausnahmen", cell(wanted, "Ausnahmen"));
  take_notes(report, static_cast<int>(index));
}

/// The place of `index` as it is wanted; nullopt when it cannot be read (noted).
std::optional<Location> Edit::edited_location(std::size_t index, Location const* stored,
                                              Cells const& before, Cells const& given) {
  bool hidden = edited_.service.x_protected || (stored && stored->x_protected);
  bool moved = !stored || any_differs(before, given, kAddress);
  bool pointed = any_differs(before, given, kPoint);
  bool way = any_differs(before, given, kWay);
  bool access = differs(before, given, "Barrierefreiheit");
  if (!moved && !pointed && !way && !access) return *stored;
  Cells row = overlaid(before, given);
  for (auto heading : kHours) row.erase(std::string(heading));
  // Coordinates that nobody touched are those of the old address.
  if (moved && !pointed)
    for (auto heading : kPoint) row.erase(std::string(heading));
  row.insert_or_assign("Angebot", edited_.service.name);
  row.insert_or_assign("Geschützte Adresse", hidden ? "ja" : "");
  auto draft = read(std::move(row), static_cast<int>(index), nullptr);
  if (draft.locations.empty()) return std::nullopt;
  Location fresh = std::move(draft.locations.front());
  if (moved && fresh.addresses.front().address_1.empty()) {
    fresh.id = named_uuid("location", edited_.service.id + ":" + std::to_string(index));
    fresh.addresses.front().id = part_id("address", fresh.id, "0");
  }
  auto known = moved && context_.find_location ? context_.find_location(fresh.id) : std::nullopt;
  if (moved && !known) {
    fresh.organization_id = edited_.service.organization_id;
    keep(fresh);
    return fresh;
  }
  // What others say about a place they share stays, unless it is said anew here.
  Location kept = moved ? *known : *stored;
  if (pointed) {
    kept.latitude = fresh.latitude;
    kept.longitude = fresh.longitude;
  }
  if (way) kept.x_getting_there = fresh.x_getting_there;
  if (access) kept.accessibility = fresh.accessibility;
  if (pointed || way || access) keep(kept);
  return kept;
}

Location const* Edit::location(std::string const& id) const {
  for (auto const& each : locations_)
    if (each.id == id) return &each;
  return nullptr;
}

void Edit::keep(Location location) {
  auto same = std::find_if(edited_.locations.begin(), edited_.locations.end(),
                           [&](Location const& other) { return other.id == location.id; });
  if (same == edited_.locations.end())
    edited_.locations.push_back(std::move(location));
  else
    *same = std::move(location);
}

/// An offer that is protected from now on refers to towns of its own, and leaves its addresses.
void Edit::hide_addresses() {
  std::vector<Location> hidden;
  auto& places = edited_.service.service_at_locations;
  for (std::size_t i = 0; i < places.size(); ++i) {
    Location const* shown = location(places[i].location_id);
    for (auto const& each : edited_.locations)
      if (each.id == places[i].location_id) shown = &each;
    if (!shown || shown->x_protected) continue;
    Location town = redacted(*shown, true);
    town.id = named_uuid("location", edited_.service.id + ":" + std::to_string(i));
    town.x_protected = true;
    for (auto& address : town.addresses) address.id = part_id("address", town.id, "0");
    if (location(places[i].location_id)) edited_.left_locations.push_back(places[i].location_id);
    places[i].location_id = town.id;
    hidden.push_back(std::move(town));
  }
  if (!hidden.empty()) edited_.locations = std::move(hidden);
}

}  // namespace

EditedOffer edit_offer(EditContext const& context, Service const& stored,
                       std::vector<Location> const& locations, OfferCells const& cells) {
  return Edit(context, stored, locations).run(cells);
}

}  // namespace mila::directory
