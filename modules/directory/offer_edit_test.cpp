// Cells of an offer edited and taken back: only what was changed changes, read as an import reads it.
#include <gtest/gtest.h>

#include "modules/directory/offer_cells.h"
#include "modules/directory/timetable.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/ids.h"
#include "platform/testing/engines.h"

namespace mila::directory {
namespace {

using std::chrono::year;

places::Place place(std::string name, places::Kind kind, std::string postcode, std::string above) {
  places::Place value;
  value.id = named_uuid("place", name);
  value.name = std::move(name);
  value.kind = kind;
  if (!above.empty()) value.parent_id = named_uuid("place", above);
  if (!postcode.empty()) value.postcodes = {std::move(postcode)};
  value.centre = places::Point{50.6, 10.85};
  return value;
}

class OfferEdit : public ::testing::Test {
 protected:
  OfferEdit()
      : gazetteer({place("Landkreis Auental", places::Kind::County, "", ""),
                   place("Weidenrode", places::Kind::Municipality, "98993", "Landkreis Auental"),
                   place("Neudorf", places::Kind::Part, "98993", "Weidenrode"),
                   place("Hohenlind", places::Kind::Municipality, "98995", "Landkreis Auental")},
                  {}) {
    // An offer as an office's spreadsheet would have brought it in.
    Service fresh;
    fresh.id = named_uuid("service", "csv:test:A1");
    fresh.organization_id = named_uuid("organization", "o1");
    fresh.name = "?";
    fresh.x_source = "csv:test";
    fresh.x_external_id = "A1";
    OfferCells cells;
    cells.offer = {{"Angebot", "Beratung"},
                   {"Kurz gesagt", "Wir helfen."},
                   {"Beschreibung", "Erster Absatz; mit \"Zitat\".\n\nZweiter Absatz."},
                   {"Themen", "housing-search | housing"},
                   {"Telefon", "069 90009-101 | 069 90009-102 (abends)"},
                   {"Telefon-Hinweis", "Frau Muster"},
                   {"E-Mail", "rat@example.org"},
                   {"Website", "https://example.org"},
                   {"Sprachen", "de | uk"},
                   {"Kosten", "small-fee"},
                   {"Betrag", "6,90 EUR"},
                   {"Mitbringen", "passport"},
                   {"Alter von", "18"},
                   {"Wartezeit", "etwa 3 Wochen"}};
    cells.places = {{{"Ort", "Weidenrode"},
                     {"Ortsteil", "Neudorf"},
                     {"PLZ", "98993"},
                     {"Straße", "Weg 1"},
                     {"Breite", "50.61"},
                     {"Länge", "10.86"},
                     {"Haltestelle", "Markt"},
                     {"Barrierefreiheit", "lift"},
                     {"Zeiten", "Mo 9–12 | Do 13–18 mit Termin"},
                     {"Ausnahmen", "24.12.2026–01.01.2027 geschlossen (Ferien)"}}};
    auto made = edit_offer(context(), fresh, {}, cells);
    EXPECT_EQ(lines(made.notes), "");
    service = made.service;
    locations = made.locations;
    service.alternate_name = "was no cell can say";
    service.service_at_locations.at(0).description = "Hinterhaus";
  }
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }

  EditContext context() {
    return {gazetteer, "TH", Date{year{2026} / 11 / 23}, [this](std::string const& id) {
              return id == elsewhere.id ? std::optional(elsewhere) : std::nullopt;
            }};
  }
  EditedOffer edit(OfferCells const& cells) {
    return edit_offer(context(), service, locations, cells);
  }
  OfferCells cells() { return offer_cells(gazetteer, service, locations); }
  static std::string lines(std::vector<CellNote> const& notes) {
    std::string text;
    for (auto const& note : notes)
      text += note.heading + "/" + std::to_string(note.place) + ": " + note.message + " [" +
              note.value + "]\n";
    return text;
  }
  template <typename T>
  static std::string json(T value) { return data::to_json(value).dump(); }
  std::string hours(Service const& of, std::size_t index = 0) {
    return hours_cell(of.service_at_locations.at(index).schedules);
  }

  places::Gazetteer gazetteer;
  Service service;
  std::vector<Location> locations;
  Location elsewhere;
};

TEST_F(OfferEdit, TakesANewOfferFromItsCells) {
  EXPECT_EQ(service.name, "Beratung");
  EXPECT_EQ(service.id, named_uuid("service", "csv:test:A1"));
  EXPECT_EQ(service.organization_id, named_uuid("organization", "o1"));
  EXPECT_EQ(service.description, "Erster Absatz; mit \"Zitat\".\n\nZweiter Absatz.");
  ASSERT_EQ(service.phones.size(), 2u);
  EXPECT_EQ(service.phones[0].description, "Frau Muster");
  EXPECT_EQ(service.x_waiting_weeks, 3);
  ASSERT_EQ(service.service_at_locations.size(), 1u);
  ASSERT_EQ(locations.size(), 1u);
  EXPECT_EQ(service.service_at_locations[0].location_id, locations[0].id);
  EXPECT_EQ(locations[0].x_place_id, named_uuid("place", "Neudorf"));
  EXPECT_EQ(service.service_at_locations[0].x_exceptions.size(), 1u);
}

TEST_F(OfferEdit, UnchangedCellsChangeNothing) {
  auto edited = edit(cells());
  EXPECT_EQ(json(edited.service), json(service));
  EXPECT_TRUE(edited.locations.empty());
  EXPECT_EQ(lines(edited.notes), "");
  EXPECT_EQ(json(edit({}).service), json(service));
}

TEST_F(OfferEdit, ChangesOnlyWhatWasChanged) {
  Service wanted = service;
  wanted.email = "neu@example.org";
  auto edited = edit({{{"E-Mail", "neu@example.org"}}, {}});
  EXPECT_EQ(json(edited.service), json(wanted));
}

TEST_F(OfferEdit, ColumnsThatBelongTogetherStayTogether) {
  auto edited = edit({{{"Betrag", "5 EUR"}}, {}});
  ASSERT_EQ(edited.service.cost_options.size(), 1u);
  EXPECT_EQ(edited.service.cost_options[0].x_code, "small-fee");
  EXPECT_EQ(edited.service.cost_options[0].amount, 5.0);
  edited = edit({{{"Telefon", "069 90009-199"}}, {}});
  ASSERT_EQ(edited.service.phones.size(), 1u);
  EXPECT_EQ(edited.service.phones[0].description, "Frau Muster");
  edited = edit({{{"Alter bis", "27"}}, {}});
  EXPECT_EQ(edited.service.minimum_age, 18);
  EXPECT_EQ(edited.service.maximum_age, 27);
  edited = edit({{{"Sprachen auf Anfrage", "ar"}}, {}});
  EXPECT_EQ(edited.service.languages.size(), 3u);
}

TEST_F(OfferEdit, TheOrderOfAListIsNoChange) {
  auto edited = edit({{{"Themen", "housing | housing-search"}}, {}});
  EXPECT_EQ(json(edited.service), json(service));
  edited = edit({{{"Themen", "housing"}}, {}});
  EXPECT_EQ(edited.service.x_terms, std::vector<std::string>{"topic:housing"});
}

TEST_F(OfferEdit, EmptyCellsEmptyTheRecord) {
  auto edited = edit({{{"E-Mail", ""}, {"Mitbringen", ""}, {"Beschreibung", ""}}, {}});
  EXPECT_FALSE(edited.service.email);
  EXPECT_FALSE(edited.service.description);
  EXPECT_TRUE(edited.service.required_documents.empty());
  EXPECT_EQ(lines(edit({{{"Angebot", " "}}, {}}).notes), "Angebot/-1: The name is missing. []\n");
}

TEST_F(OfferEdit, HoursAreReadAsInASpreadsheet) {
  auto edited = edit({{}, {{{"Zeiten", "Di 10-12 Uhr, Mi 14-16"}}}});
  EXPECT_EQ(lines(edited.notes), "");
  EXPECT_EQ(hours(edited.service), "Di 10–12 | Mi 14–16");
  EXPECT_EQ(edited.service.service_at_locations[0].description, "Hinterhaus");
  EXPECT_EQ(edited.service.service_at_locations[0].x_exceptions.size(), 1u);
  auto broken = edit({{}, {{{"Zeiten", "Di irgendwann"}}}});
  ASSERT_FALSE(broken.notes.empty());
  EXPECT_EQ(broken.notes[0].heading, "Zeiten");
  EXPECT_EQ(broken.notes[0].place, 0);
  EXPECT_NE(broken.notes[0].value.find("irgendwann"), std::string::npos);
}

TEST_F(OfferEdit, WhatCannotBeReadIsSaid) {
  auto edited = edit({{{"E-Mail", "kein at"}, {"Telefon", "bei Frau Muster"}},
                      {{{"Ausnahmen", "bald"}, {"Ort", "Nirgendwo"}}}});
  std::string said = lines(edited.notes);
  for (auto const* part : {"E-Mail/-1", "Telefon/-1", "Ort/0"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
}

TEST_F(OfferEdit, ADetailOfAPlaceStaysAtThePlace) {
  auto edited = edit({{}, {{{"Haltestelle", "Rathaus"}}}});
  EXPECT_EQ(json(edited.service), json(service));
  ASSERT_EQ(edited.locations.size(), 1u);
  EXPECT_EQ(edited.locations[0].id, locations[0].id);
  EXPECT_EQ(edited.locations[0].x_getting_there->stop, "Rathaus");
  EXPECT_EQ(edited.locations[0].latitude, 50.61);
}

TEST_F(OfferEdit, AnotherAddressIsAnotherPlaceWithoutTheOldCoordinates) {
  auto edited = edit({{}, {{{"Straße", "Weg 2"}}}});
  ASSERT_EQ(edited.locations.size(), 1u);
  EXPECT_NE(edited.locations[0].id, locations[0].id);
  EXPECT_FALSE(edited.locations[0].latitude);
  EXPECT_EQ(edited.locations[0].x_getting_there->stop, "Markt");
  EXPECT_EQ(edited.service.service_at_locations[0].location_id, edited.locations[0].id);
  EXPECT_EQ(edited.service.service_at_locations[0].id, service.service_at_locations[0].id);
  EXPECT_EQ(hours(edited.service), hours(service));
  // Where others are already, what they said about the place stays.
  elsewhere = edited.locations[0];
  elsewhere.latitude = 50.7;
  elsewhere.longitude = 10.9;
  edited = edit({{}, {{{"Straße", "Weg 2"}}}});
  EXPECT_TRUE(edited.locations.empty());
  EXPECT_EQ(edited.service.service_at_locations[0].location_id, elsewhere.id);
}

TEST_F(OfferEdit, PlacesCanBeAddedAndGivenUp) {
  OfferCells more;
  more.places = {{}, {{"Ort", "Hohenlind"}, {"Straße", "Gasse 3"}, {"Zeiten", "Fr 9–11"}}};
  auto edited = edit(more);
  EXPECT_EQ(lines(edited.notes), "");
  ASSERT_EQ(edited.service.service_at_locations.size(), 2u);
  EXPECT_EQ(hours(edited.service, 0), hours(service));
  EXPECT_EQ(hours(edited.service, 1), "Fr 9–11");
  service = edited.service;
  for (auto& location : edited.locations) locations.push_back(location);
  OfferCells fewer;
  fewer.places = {{{"Ort", ""}, {"Ortsteil", ""}, {"PLZ", ""}, {"Straße", ""}}, {}};
  edited = edit(fewer);
  ASSERT_EQ(edited.service.service_at_locations.size(), 1u);
  EXPECT_EQ(hours(edited.service), "Fr 9–11");
  // The same address twice, and hours without a place.
  OfferCells twice;
  twice.places = {{}, {}, {{"Ort", "Hohenlind"}, {"Straße", "Gasse 3"}}};
  EXPECT_EQ(lines(edit(twice).notes), "Straße/2: This offer already has this address. []\n");
  OfferCells nowhere;
  nowhere.places = {{}, {}, {{"Zeiten", "Fr 9–11"}}};
  EXPECT_EQ(lines(edit(nowhere).notes), "Ort/2: A further location needs a place. []\n");
}

TEST_F(OfferEdit, HoursOfTheWholeOfferBecomeThoseOfItsPlaces) {
  OfferCells second;
  second.places = {{}, {{"Ort", "Hohenlind"}, {"Straße", "Gasse 3"}}};
  auto with_two = edit(second);
  service = with_two.service;
  for (auto& location : with_two.locations) locations.push_back(location);
  for (auto& at : service.service_at_locations) {
    service.schedules = at.schedules.empty() ? service.schedules : at.schedules;
    at.schedules.clear();
  }
  EXPECT_EQ(cells().places[1].at("Zeiten"), "Mo 9–12 | Do 13–18 mit Termin");
  auto edited = edit({{}, {{}, {{"Zeiten", "Fr 9–11"}}}});
  EXPECT_TRUE(edited.service.schedules.empty());
  EXPECT_EQ(hours(edited.service, 0), "Mo 9–12 | Do 13–18 mit Termin");
  EXPECT_EQ(hours(edited.service, 1), "Fr 9–11");
}

TEST_F(OfferEdit, AnOfferByPhoneHasItsOwnHoursUntilItGetsAPlace) {
  Service by_phone = service;
  by_phone.service_at_locations.clear();
  service = by_phone;
  locations.clear();
  auto edited = edit({{}, {{{"Zeiten", "Mo 9–12 telefonisch"}}}});
  EXPECT_EQ(hours_cell(edited.service.schedules), "Mo 9–12 telefonisch");
  service = edited.service;
  edited = edit({{}, {{{"Ort", "Hohenlind"}}}});
  EXPECT_EQ(lines(edited.notes), "");
  EXPECT_TRUE(edited.service.schedules.empty());
  EXPECT_EQ(hours(edited.service), "Mo 9–12 telefonisch");
  ASSERT_EQ(edited.locations.size(), 1u);
  EXPECT_EQ(edited.locations[0].addresses[0].city, "Hohenlind");
}

TEST_F(OfferEdit, StopsOfATourKeepTheirPlace) {
  service.x_mobile = true;
  service.service_at_locations[0].x_stop_order = 1;
  EXPECT_FALSE(cells().places[0].contains("Ort"));
  auto edited = edit({{}, {{{"Ausnahmen", "30.11.2026 geschlossen"}}}});
  ASSERT_EQ(edited.service.service_at_locations.size(), 1u);
  EXPECT_EQ(edited.service.service_at_locations[0].x_stop_order, 1);
  EXPECT_EQ(edited.service.service_at_locations[0].location_id, locations[0].id);
  EXPECT_EQ(edited.service.service_at_locations[0].x_exceptions.at(0).from, "2026-11-30");
}

TEST_F(OfferEdit, AProtectedOfferKeepsNothingButItsTown) {
  auto edited = edit({{{"Geschützte Adresse", "ja"}}, {}});
  EXPECT_TRUE(edited.service.x_protected);
  ASSERT_EQ(edited.locations.size(), 1u);
  EXPECT_EQ(json(edited.locations[0]).find("Weg 1"), std::string::npos);
  EXPECT_EQ(json(edited.locations[0]).find("50.61"), std::string::npos);
  EXPECT_NE(edited.locations[0].id, locations[0].id);
  EXPECT_EQ(edited.service.service_at_locations[0].location_id, edited.locations[0].id);
  EXPECT_EQ(edited.left_locations, std::vector<std::string>{locations[0].id});
  // In one go with a new street: that must not be kept either.
  edited = edit({{{"Geschützte Adresse", "ja"}}, {{{"Straße", "Geheim 9"}}}});
  EXPECT_EQ(json(edited.service).find("Geheim"), std::string::npos);
  for (auto const& location : edited.locations)
    EXPECT_EQ(json(location).find("Geheim"), std::string::npos);
}

}  // namespace
}  // namespace mila::directory
