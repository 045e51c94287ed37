// Spreadsheets coming in: nothing doubled, nothing half written, nothing hidden shown.
#include "modules/directory/csv_import.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::directory {
namespace {

using testing::Engine;

std::string const kPlaces =
    "Name;Art;Gehört zu;AGS;PLZ;Breite;Länge;Einwohner\n"
    "Landkreis Auental;Landkreis;;16099;;50.62;10.85;75000\n"
    "Weidenrode;Stadt;Landkreis Auental;16099001;98993;50.62;10.85;24300\n"
    "Hohenlind;Stadt;Landkreis Auental;16099004;98995;50.705;10.77;6400\n"
    "Hasellehn;Gemeinde;Landkreis Auental;16099010;98995;50.755;10.91;1130\n"
    "Neudorf;Ortsteil;Weidenrode;;98993;50.596;10.882;680\n"
    "Neudorf;Ortsteil;Hohenlind;;98995;50.721;10.748;540\n";
std::string const kOrganisations =
    "Nr;Name;Sektor;Telefon\nO1;Sozialwerk Auental;welfare;069 90009-100\n"
    "O2;Frauen stark;association;069 90009-130\n";
std::string const kOfferHead =
    "Nr;Angebot;Träger;Themen;Ort;Ortsteil;PLZ;Straße;Breite;Länge;Geschützte Adresse;Zeiten;"
    "Ausnahmen;Telefon;Sprachen;Kosten;Betrag;Mitbringen;Zuständig für;Bestätigt am;Status;"
    "Barrierefreiheit\n";

data::CsvReader table_of(std::string const& text) {
  return std::move(*data::CsvReader::open(text));
}

class CsvImport : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    county = std::make_unique<testing::TestCounty>(GetParam(),
                                                   std::vector<std::string>{"places", "directory"});
    import(CsvKind::Places, kPlaces);
    import(CsvKind::Organisations, kOrganisations);
  }

  ImportReport import(CsvKind kind, std::string const& text, bool dry_run = false,
                      Mapping const& mapping = {}) {
    Context context = county->context("de", Actor::operator_());
    ImportOptions options;
    options.dry_run = dry_run;
    options.source = mapping.source.empty() ? "csv:test" : "";
    options.language = kind == CsvKind::Translations ? "uk" : "";
    auto table = table_of(text);
    auto report = import_csv(context, kind, table, mapping, options);
    EXPECT_TRUE(report.has_value());
    return report ? *report : ImportReport{};
  }
  Service service(std::string const& number) {
    return county->database().read([&](db::Reader& reader) {
      auto id = find_by_external_id(reader, Kind::Service, "csv:test", number);
      auto found = id ? find_services(reader, {*id}) : std::vector<Service>{};
      return found.empty() ? Service{} : found[0];
    });
  }
  Location location_of(Service const& service, std::size_t position = 0) {
    auto id = service.service_at_locations.at(position).location_id;
    return county->database().read(
        [&](db::Reader& reader) { return find_locations(reader, {id}).at(0); });
  }
  std::int64_t count(Kind kind) {
    return county->database().read([&](db::Reader& reader) { return count_records(reader, kind); });
  }
  std::string dump() { return testing::dump_of(county->database()); }

  std::unique_ptr<testing::TestCounty> county;
};
MILA_ON_EACH_ENGINE(CsvImport);

std::string messages(ImportReport const& report) {
  std::string text;
  for (auto const& line : report.lines)
    text += std::to_string(line.row) + " " + line.field + ": " + line.message + " [" +
            line.value_hint + "]" + (line.error ? " ERROR" : "") + "\n";
  return text;
}

bool mentions(ImportReport const& report, std::string const& field, std::string const& value,
              bool error) {
  for (auto const& line : report.lines)
    if (line.field == field && line.value_hint.find(value) != std::string::npos &&
        line.error == error)
      return true;
  return false;
}

TEST_P(CsvImport, TakesAnOfferWithAllItsColumns) {
  auto report =
      import(CsvKind::Offers,
             kOfferHead +
                 "A1;Beratung;O1;housing-search | Wohngeld;Weidenrode;Neudorf;98993;Weg 1;50.6;"
                 "10.88;;Mo 9–12 | Do 13–18 mit Termin;24.12.2026–01.01.2027 geschlossen "
                 "(Ferien) | 03.12.2026 9–11 (Versammlung);069 90009-101 / 069 90009-102;de | "
                 "Ukrainisch;small-fee;6,90 EUR;passport;Hohenlind;20.11.2026;pausiert;lift\n");
  EXPECT_EQ(messages(report), "");
  EXPECT_TRUE(report.applied);
  EXPECT_EQ(report.created, 1);
  Service offer = service("A1");
  EXPECT_EQ(offer.name, "Beratung");
  EXPECT_EQ(offer.status, "temporarily closed");
  EXPECT_EQ(codes(offer.x_terms, "topic"),
            (std::vector<std::string>{"housing-search", "housing-benefit"}));
  ASSERT_EQ(offer.phones.size(), 2U);
  EXPECT_EQ(offer.phones[1].number, "069 90009-102");
  ASSERT_EQ(offer.languages.size(), 2U);
  EXPECT_EQ(offer.languages[1].code, "uk");
  ASSERT_EQ(offer.cost_options.size(), 1U);
  EXPECT_EQ(offer.cost_options[0].amount, 6.9);
  EXPECT_EQ(offer.cost_options[0].currency, "EUR");
  ASSERT_EQ(offer.required_documents.size(), 1U);
  EXPECT_EQ(offer.required_documents[0].document, "Pass");
  EXPECT_EQ(offer.assured_date, "2026-11-20");
  ASSERT_EQ(offer.service_areas.size(), 1U);
  EXPECT_TRUE(offer.service_areas[0].x_place_id);
  ASSERT_EQ(offer.service_at_locations.size(), 1U);
  EXPECT_EQ(offer.service_at_locations[0].schedules.size(), 2U);
  ASSERT_EQ(offer.service_at_locations[0].x_exceptions.size(), 2U);
  EXPECT_EQ(offer.service_at_locations[0].x_exceptions[1].opens_at, "09:00");
  Location location = location_of(offer);
  EXPECT_EQ(location.addresses.at(0).city, "Weidenrode");
  EXPECT_EQ(location.accessibility.at(0).x_code, "lift");
  EXPECT_EQ(location.latitude, 50.6);
}

TEST_P(CsvImport, TwiceTheSameFileChangesNothing) {
  std::string file = kOfferHead +
                     "A1;Beratung;O1;housing;Weidenrode;;98993;Weg 1;;;;Mo 9–12;;;de;;;;;;voll;\n"
                     ";Ohne Nummer;O1;housing;Weidenrode;;;Weg 2;;;;Mo 9–12;;;;;;;;;;\n";
  EXPECT_EQ(import(CsvKind::Offers, file).created, 2);
  auto before = dump();
  auto version = county->database().version();
  county->clock.advance(std::chrono::hours(48));
  auto again = import(CsvKind::Offers, file);
  EXPECT_EQ(again.unchanged, 2);
  EXPECT_EQ(again.created + again.updated, 0);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(county->database().version(), version);
}

TEST_P(CsvImport, OneErrorAndNothingIsWritten) {
  auto before = dump();
  auto report =
      import(CsvKind::Offers, kOfferHead +
                                  "A1;Gut;O1;housing;Weidenrode;;;;;;;;;;;;;;;;;\n"
                                  "A2;Schlecht;O1;housing;Nirgendheim;;;;;;;;;;;;;;;;;\n");
  EXPECT_FALSE(report.applied);
  EXPECT_TRUE(mentions(report, "Ort", "Nirgendheim", true)) << messages(report);
  EXPECT_EQ(dump(), before);
}

TEST_P(CsvImport, ADryRunWritesNothingAndCounts) {
  auto before = dump();
  auto report =
      import(CsvKind::Offers,
             kOfferHead + "A1;Gut;Neuer Verein;housing;Weidenrode;;;;;;;;;;;;;;;;;\n", true);
  EXPECT_EQ(report.created, 1);
  EXPECT_FALSE(report.applied);
  EXPECT_EQ(dump(), before);
}

TEST_P(CsvImport, AddsFurtherLocationsToTheOfferAbove) {
  import(CsvKind::Offers,
         kOfferHead +
             "A1;Beratung;O1;housing;Weidenrode;;98993;Weg 1;;;;Mo 9–12;;;;;;;;;;\n"
             "A1;;;;Hohenlind;;98995;Am Tor 2;;;;Di 9–12;;;;;;;;;;\n");
  Service offer = service("A1");
  ASSERT_EQ(offer.service_at_locations.size(), 2U);
  EXPECT_EQ(offer.service_at_locations[1].schedules.at(0).byday, "TU");
  EXPECT_EQ(location_of(offer, 1).addresses.at(0).city, "Hohenlind");
}

TEST_P(CsvImport, OffersAtOneAddressShareTheLocation) {
  import(CsvKind::Offers,
         kOfferHead +
             "A1;Eins;O1;housing;Weidenrode;;98993;Weg 1;50.62;10.85;;;;;;;;;;;;lift\n"
             "A2;Zwei;O2;housing;Weidenrode;;98993;Weg 1;;;;;;;;;;;;;;parking\n"
             "A3;Drei;O2;housing;Weidenrode;;98993;;;;;;;;;;;;;;;\n");
  EXPECT_EQ(service("A1").service_at_locations.at(0).location_id,
            service("A2").service_at_locations.at(0).location_id);
  EXPECT_NE(service("A1").service_at_locations.at(0).location_id,
            service("A3").service_at_locations.at(0).location_id);
  EXPECT_EQ(location_of(service("A2")).accessibility.size(), 2U);
  EXPECT_EQ(count(Kind::Location), 2);
}

TEST_P(CsvImport, KeepsNothingOfAProtectedAddress) {
  import(CsvKind::Offers,
         kOfferHead +
             "A1;Zuflucht;O2;housing;Hohenlind;Neudorf;98995;Geheimweg 7;50.705;10.77;ja;"
             ";;;;;;;;;;lift\n");
  EXPECT_TRUE(service("A1").x_protected);
  Location location = location_of(service("A1"));
  EXPECT_TRUE(location.x_protected);
  EXPECT_FALSE(location.latitude);
  EXPECT_EQ(location.addresses.at(0).city, "Hohenlind");
  EXPECT_EQ(dump().find("Geheimweg"), std::string::npos);
}

TEST_P(CsvImport, HidingAnAddressForgetsTheOldOne) {
  std::string open =
      "A1;Zuflucht;O2;housing;Hohenlind;;98995;Geheimweg 7;50.7051;10.7702;;;;;;;;;;;;\n";
  import(CsvKind::Offers, kOfferHead + open);
  ASSERT_NE(dump().find("Geheimweg"), std::string::npos);
  std::string hidden =
      "A1;Zuflucht;O2;housing;Hohenlind;;98995;Geheimweg 7;50.7051;10.7702;ja;;;;;;;;;;;\n";
  import(CsvKind::Offers, kOfferHead + hidden);
  EXPECT_EQ(dump().find("Geheimweg"), std::string::npos);
  EXPECT_EQ(dump().find("50.7051"), std::string::npos);
}

TEST_P(CsvImport, ResolvesPlacesByNamePartAndPostcode) {
  auto report = import(CsvKind::Offers, kOfferHead +
                                            "A1;Teil;O1;;Neudorf;;98995;;;;;;;;;;;;;;;\n"
                                            "A2;Unklar;O1;;Neudorf;;;;;;;;;;;;;;;;;\n"
                                            "A3;Nur PLZ;O1;;;;98993;;;;;;;;;;;;;;;\n"
                                            "A4;Zwei Gemeinden;O1;;;;98995;;;;;;;;;;;;;;;\n"
                                            "A5;Tippfehler;O1;;Weidnrode;;;;;;;;;;;;;;;;;\n"
                                            "A6;Ortsteil;O1;;Hohenlind;Neudorf;;;;;;;;;;;;;;;;\n");
  EXPECT_TRUE(report.applied) << messages(report);
  auto gazetteer = places::gazetteer(county->county());
  auto name = [&](char const* number) {
    auto const* place = gazetteer->find(location_of(service(number)).x_place_id.value_or(""));
    return place ? gazetteer->label(*place) : "";
  };
  EXPECT_EQ(name("A1"), "Neudorf (Hohenlind)");
  EXPECT_EQ(name("A2"), "Neudorf (Weidenrode)");
  EXPECT_EQ(name("A3"), "Weidenrode");
  EXPECT_EQ(name("A4"), "Hohenlind");
  EXPECT_EQ(name("A5"), "Weidenrode");
  EXPECT_EQ(name("A6"), "Neudorf (Hohenlind)");
  EXPECT_EQ(report.lines.size(), 3U) << messages(report);
  EXPECT_TRUE(mentions(report, "Ort", "Neudorf → Neudorf (Weidenrode)", false));
  EXPECT_TRUE(mentions(report, "PLZ", "98995 → Hohenlind", false));
  EXPECT_TRUE(mentions(report, "Ort", "Weidnrode → Weidenrode", false));
}

TEST_P(CsvImport, LeavesOutWhatItDoesNotKnowAndSaysSo) {
  auto report =
      import(CsvKind::Offers,
             kOfferHead +
                 "A1;Beratung;O1;quatsch;Weidenrode;;98993;Weg 1;10.85;50.62;;siehe Aushang;"
                 "irgendwann;n. V.;quatschisch;x;viel;y;;31.02.2026;komisch;z\n");
  EXPECT_TRUE(report.applied);
  for (auto const* field :
       {"Themen", "Breite", "Zeiten", "Ausnahmen", "Telefon", "Sprachen", "Kosten", "Betrag",
        "Mitbringen", "Bestätigt am", "Status", "Barrierefreiheit"})
    EXPECT_TRUE(mentions(report, field, "", false)) << field << "\n" << messages(report);
  Service offer = service("A1");
  EXPECT_TRUE(offer.x_terms.empty());
  EXPECT_TRUE(offer.phones.empty());
  ASSERT_EQ(offer.service_at_locations.at(0).schedules.size(), 1U);
  EXPECT_EQ(offer.service_at_locations.at(0).schedules[0].description, "siehe Aushang");
  EXPECT_FALSE(location_of(offer).latitude);
}

TEST_P(CsvImport, NumbersAndNamesOfOrganisations) {
  auto report = import(CsvKind::Offers, kOfferHead +
                                            "A1;Eins;sozialwerk auental;;;;;;;;;;;;;;;;;;;\n"
                                            "A2;Zwei;Verein der Freunde;;;;;;;;;;;;;;;;;;;\n"
                                            "A3;Drei;Verein der Freunde;;;;;;;;;;;;;;;;;;;\n");
  EXPECT_TRUE(report.applied) << messages(report);
  EXPECT_EQ(report.lines.size(), 1U) << messages(report);
  EXPECT_EQ(service("A2").organization_id, service("A3").organization_id);
  EXPECT_EQ(count(Kind::Organization), 3);
  EXPECT_TRUE(mentions(import(CsvKind::Offers, kOfferHead + "A4;Vier;O99;;;;;;;;;;;;;;;;;;;\n"),
                       "Träger", "O99", true));
  EXPECT_TRUE(mentions(import(CsvKind::Offers, kOfferHead + "A5;Fünf;;;;;;;;;;;;;;;;;;;;\n"),
                       "Träger", "", true));
}

TEST_P(CsvImport, ANumberTwiceIsAnError) {
  auto report = import(CsvKind::Offers, kOfferHead +
                                            "A1;Eins;O1;;;;;;;;;;;;;;;;;;;\n"
                                            "A1;Zwei;O1;;;;;;;;;;;;;;;;;;;\n");
  EXPECT_TRUE(mentions(report, "Nr", "A1", true));
  EXPECT_EQ(count(Kind::Service), 0);
}

TEST_P(CsvImport, ColumnsThatAreNotThereStayAsTheyWere) {
  import(CsvKind::Offers, kOfferHead +
                              "A1;Beratung;O1;housing;Weidenrode;;98993;Weg 1;50.62;10.85;;"
                              "Mo 9–12;;069 90009-101;de;free;;;;;;lift\n");
  auto report = import(CsvKind::Offers, "Nr;Angebot;Träger;Sprachen\nA1;Neuer Name;O1;de | ar\n");
  EXPECT_EQ(report.updated, 1);
  Service offer = service("A1");
  EXPECT_EQ(offer.name, "Neuer Name");
  EXPECT_EQ(offer.languages.size(), 2U);
  EXPECT_EQ(offer.phones.size(), 1U);
  EXPECT_EQ(offer.service_at_locations.size(), 1U);
  EXPECT_TRUE(has_term(offer.x_terms, "topic:housing"));
}

TEST_P(CsvImport, ToursAndTranslationsSurviveTheOffersBeingImportedAgain) {
  std::string offers = kOfferHead + "A1;Bus;O1;housing;;;;;;;;Mo 14–16;;;;;;;;;;\n";
  import(CsvKind::Offers, offers);
  std::string tours =
      "Angebot;Halt;Ort;Ortsteil;Platz;Breite;Länge;Zeiten;Fällt aus;Hinweis\n"
      "A1;2;Hohenlind;;Markt;50.705;10.77;jede 2. Woche Mo 14–16 ab 07.09.2026;07.12.2026;\n"
      "A1;1;Weidenrode;Neudorf;Schule;;;jede 2. Woche Di 14–16 ab 08.09.2026;;Rampe\n";
  EXPECT_EQ(import(CsvKind::Tours, tours).updated, 1);
  std::string words = "Nr;Angebot;Kurz gesagt;Beschreibung\nA1;Автобус;;\nA9;Ніщо;;\n";
  auto translated = import(CsvKind::Translations, words);
  EXPECT_EQ(translated.updated, 1);
  EXPECT_EQ(translated.skipped, 1);
  EXPECT_EQ(import(CsvKind::Offers, offers).unchanged, 1);
  EXPECT_EQ(import(CsvKind::Tours, tours).unchanged, 1);
  EXPECT_EQ(import(CsvKind::Translations, words).unchanged, 1);
  Service offer = service("A1");
  EXPECT_TRUE(offer.x_mobile);
  ASSERT_EQ(offer.service_at_locations.size(), 2U);
  EXPECT_EQ(offer.service_at_locations[0].x_stop_order, 1);
  EXPECT_EQ(offer.service_at_locations[1].x_exceptions.at(0).from, "2026-12-07");
  ASSERT_EQ(offer.x_texts.size(), 1U);
  EXPECT_EQ(offer.x_texts[0].source_hash, text_hash("Bus"));
}

TEST_P(CsvImport, ATranslationOfAnOldTextStaysMarkedAsOld) {
  import(CsvKind::Offers, kOfferHead + "A1;Bus;O1;;;;;;;;;;;;;;;;;;;\n");
  std::string words = "Nr;Angebot\nA1;Автобус\n";
  import(CsvKind::Translations, words);
  import(CsvKind::Offers, kOfferHead + "A1;Lastwagen;O1;;;;;;;;;;;;;;;;;;;\n");
  EXPECT_EQ(import(CsvKind::Translations, words).unchanged, 1);
  EXPECT_NE(service("A1").x_texts.at(0).source_hash, text_hash("Lastwagen"));
}

TEST_P(CsvImport, ContactsKnowTheirAreas) {
  auto report = import(CsvKind::Contacts,
                       "Nr;Funktion;Organisation;Themen;Gebiete;Telefon;E-Mail;Name;Sprachen;"
                       "Zeiten;Hauptnummer\nK1;Beratung;O1;housing;Weidenrode | Hohenlind;"
                       "069 90009-441;a@b.example;;de;Mo 9–12;ja\n");
  EXPECT_EQ(messages(report), "");
  auto functions =
      county->database().read([](db::Reader& reader) { return all_functions(reader); });
  ASSERT_EQ(functions.size(), 1U);
  EXPECT_EQ(functions[0].service_areas.size(), 2U);
  EXPECT_TRUE(functions[0].x_main_number);
}

TEST_P(CsvImport, AFailingDatabaseLeavesNothingBehind) {
  std::string file =
      kOfferHead + "A1;Eins;Neuer Verein;;Weidenrode;;98993;Weg 1;;;;Mo 9–12;;;;;;;;;;\n";
  int statements = testing::for_every_failing_statement(county->database(),
                                                        [&] { import(CsvKind::Offers, file); });
  EXPECT_GT(statements, 5);
  EXPECT_EQ(count(Kind::Service), 1);
}

/// More offers than are written at once, in pairs at one address.
std::string many_offers(int count, std::string const& street = "Weg") {
  std::string file = kOfferHead;
  for (int i = 0; i < count; ++i)
    file += "N" + std::to_string(i) + ";Angebot " + std::to_string(i) + ";Verein " +
            std::to_string(i % 3) + " der Freunde;housing;Weidenrode;;98993;" + street + " " +
            std::to_string(i / 2) + ";;;;Mo 9–12;;;de;;;;;;;" + (i % 2 ? "lift" : "") + "\n";
  return file;
}

TEST_P(CsvImport, ALargeFileComesInPieceByPiece) {
  auto report = import(CsvKind::Offers, many_offers(2'700));
  EXPECT_TRUE(report.applied);
  EXPECT_EQ(report.created, 2'700);
  EXPECT_EQ(count(Kind::Service), 2'700);
  EXPECT_EQ(count(Kind::Location), 1'350);
  EXPECT_EQ(count(Kind::Organization), 2 + 3);
  EXPECT_EQ(location_of(service("N0")).accessibility.size(), 1U) << "said by the row below";
  auto before = dump();
  EXPECT_EQ(import(CsvKind::Offers, many_offers(2'700)).unchanged, 2'700);
  EXPECT_EQ(dump(), before);
}

TEST_P(CsvImport, AnErrorInTheLastRowOfALargeFileTakesAllBack) {
  auto before = dump();
  auto version = county->database().version();
  auto report = import(CsvKind::Offers, many_offers(2'700) +
                                            "Z;Schlecht;O1;;Nirgendheim;;;;;;;;;;;;;;;;;\n");
  EXPECT_FALSE(report.applied);
  EXPECT_TRUE(mentions(report, "Ort", "Nirgendheim", true));
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(county->database().version(), version);
}

TEST_P(CsvImport, ADryRunOfALargeFileCountsTheSame) {
  auto before = dump();
  auto report = import(CsvKind::Offers, many_offers(2'700), true);
  EXPECT_EQ(report.created, 2'700);
  EXPECT_EQ(report.lines.size(), 3U) << "each new organisation once";
  EXPECT_EQ(dump(), before);
}

TEST_P(CsvImport, WhatOneRowSaysOfALocationChangesAllOffersThere) {
  std::string first = "A1;Eins;O1;housing;Weidenrode;;98993;Weg 1;;;;;;;;;;;;;;\n";
  import(CsvKind::Offers, kOfferHead + first);
  std::string second = "A2;Zwei;O1;housing;Weidenrode;;98993;Weg 1;;;;;;;;;;;;;;lift\n";
  auto report = import(CsvKind::Offers, kOfferHead + first + second);
  EXPECT_EQ(report.created, 1);
  EXPECT_EQ(report.updated, 1) << "A1 has a lift now";
}

TEST_P(CsvImport, SaysHowFarItIs) {
  Context context = county->context("de", Actor::operator_());
  std::vector<int> done;
  ImportOptions options;
  options.progress = [&](int rows, int total) {
    EXPECT_EQ(total, 2);
    done.push_back(rows);
  };
  auto table =
      table_of(kOfferHead + "A1;Eins;O1;;;;;;;;;;;;;;;;;;;\nA2;Zwei;O1;;;;;;;;;;;;;;;;;;;\n");
  ASSERT_TRUE(import_csv(context, CsvKind::Offers, table, {}, options).has_value());
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(done.back(), 2);
}

RC_GTEST_PROP(CsvImportAnything, NeverCrashesAndNeverWritesHalf, ()) {
  static auto* county = [] {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    auto* made = new testing::TestCounty(Engine::Sqlite, {"places", "directory"});
    Context context = made->context("de", Actor::operator_());
    auto table = table_of(kPlaces);
    auto places = import_csv(context, CsvKind::Places, table, {}, {});
    RC_ASSERT(places.has_value());
    return made;
  }();
  auto kind = static_cast<CsvKind>(*rc::gen::inRange(0, 7));
  std::string text;
  for (auto heading : template_headings(kind)) text += std::string(heading) + ";";
  auto cell = rc::gen::oneOf(
      rc::gen::arbitrary<std::string>(),
      rc::gen::element<std::string>("A1", "Beratung", "Weidenrode", "98993", "Mo 9–12", "ja", "O1",
                                    "24.12.2026", "{", "housing | x", "069 90009-100", "Stadt"));
  for (int row = *rc::gen::inRange(0, 5); row > 0; --row) {
    text += "\n";
    for (std::size_t i = 0; i < template_headings(kind).size(); ++i) text += *cell + ";";
  }
  auto table = data::CsvReader::open(text);
  if (!table) return;
  auto before = testing::dump_of(county->database());
  Context context = county->context("de", Actor::operator_());
  auto report = import_csv(context, kind, *table, {}, {});
  if (!report || !report->applied) RC_ASSERT(testing::dump_of(county->database()) == before);
}

}  // namespace
}  // namespace mila::directory
