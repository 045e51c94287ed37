// A small county to try the workplace on: two organisations with offers, editors of both, a coordinator.
#pragma once

#include <gtest/gtest.h>

#include "modules/directory/directory.h"
#include "modules/directory/offer_cells.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offers.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "modules/upkeep/upkeep.h"
#include "platform/base/ids.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::upkeep {

class UpkeepTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() {
    std::string data = testing::source_folder() + "/data";
    taxonomy::load_taxonomy(data);
    offers::set_data_folder(data);
  }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<testing::TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), offers::module(), module()},
        .engine = GetParam()});
    site().database().write([&](db::Writer& writer) {
      places::save(writer, operator_, place("Landkreis Auental", places::Kind::County, "", ""));
      places::save(writer, operator_, place("Weidenrode", places::Kind::Municipality, "98993", "Landkreis Auental"));
      places::save(writer, operator_, place("Neudorf", places::Kind::Part, "98993", "Weidenrode"));
      places::save(writer, operator_, place("Hohenlind", places::Kind::Municipality, "98995", "Landkreis Auental"));
    });
    bruecke = organization("Verein Brücke", "bruecke@example.org");
    sozialwerk = organization("Sozialwerk", "sozialwerk@example.org");
    advice = offer("Beratung", bruecke,
                   {{"Kurz gesagt", "Wir helfen."},
                    {"Beschreibung", "Erster Absatz.\n\nZweiter Absatz."},
                    {"Themen", "housing-search"},
                    {"Telefon", "069 90009-101"},
                    {"Sprachen", "de | uk"}},
                   {{"Ort", "Weidenrode"}, {"Straße", "Weg 1"}, {"Zeiten", "Mo 9–12 | Do 13–18 mit Termin"}});
    course = offer("Deutschkurs", sozialwerk, {{"Themen", "german"}}, {{"Ort", "Hohenlind"}, {"Zeiten", "Di 18–20"}});
  }
  testing::TestSite& site() { return *site_; }

  static places::Place place(std::string name, places::Kind kind, std::string postcode, std::string above) {
    places::Place value;
    value.id = named_uuid("place", name);
    value.name = std::move(name);
    value.kind = kind;
    if (!above.empty()) value.parent_id = named_uuid("place", above);
    if (!postcode.empty()) value.postcodes = {std::move(postcode)};
    return value;
  }
  std::string organization(std::string name, std::string mail) {
    directory::Organization value;
    value.id = named_uuid("organization", name);
    value.name = std::move(name);
    value.email = std::move(mail);
    save(value);
    return value.id;
  }
  std::string offer(std::string name, std::string const& organization_id, directory::Cells cells,
                    directory::Cells place_cells) {
    directory::Service fresh;
    fresh.id = named_uuid("service", name);
    fresh.organization_id = organization_id;
    fresh.name = "?";
    cells["Angebot"] = std::move(name);
    auto gazetteer = places::gazetteer(site().county());
    auto made = directory::edit_offer({*gazetteer, "TH", Date{std::chrono::year{2026} / 11 / 23}, nullptr},
                                      fresh, {}, {std::move(cells), {std::move(place_cells)}});
    EXPECT_TRUE(made.notes.empty());
    for (auto const& location : made.locations) save(location);
    save(made.service);
    return fresh.id;
  }
  template <typename T>
  void save(T const& value) {
    site().database().write([&](db::Writer& writer) {
      ASSERT_TRUE(directory::save(writer, operator_, directory::to_record(value)));
    });
  }
  directory::Service service(std::string const& id) {
    return site().database().read(
        [&](db::Reader& reader) { return directory::find_services(reader, {id}).at(0); });
  }
  std::string dump() { return testing::dump_of(site().database()); }
  /// Changes when anything in the database does; short enough to be printed.
  std::size_t state() { return std::hash<std::string>()(dump()); }

  /// Sends a request again and again, its first, second … statement failing: each time nothing is
  /// left behind, until it goes through.
  template <typename Send>
  int expect_whole_or_nothing(Send send) {
    site().get("/robots.txt");  // settings are looked at when they may have changed
    return testing::for_every_failing_statement(
        site().database(),
        [&] {
          auto answer = send();
          if (answer.status >= 500) throw testing::InjectedFailure("request");
          EXPECT_EQ(answer.status, 303);
        },
        [&] { return std::to_string(state()); });
  }

  /// Signed in, with the workplace in English, so that tests name fields as the sources do.
  testing::SignedIn sign_in(std::string role, std::string scope = "") {
    auto who = site().sign_in({{std::move(role), std::move(scope)}});
    site().database().write(
        [&](db::Writer& writer) { auth::rename_account(writer, who.account_id, "Person", "en"); });
    return who;
  }
  testing::SignedIn coordinator() { return sign_in("coordinator"); }
  testing::SignedIn editor_of(std::string const& organization_id) {
    return sign_in("organisation-editor", organization_id);
  }
  std::string path(std::string const& service_id, std::string const& rest = "") {
    return "/staff/offers/" + service_id + rest;
  }

  Actor operator_ = Actor::operator_();
  std::string bruecke, sozialwerk, advice, course;

 private:
  std::unique_ptr<testing::TestSite> site_;
};

}  // namespace mila::upkeep
