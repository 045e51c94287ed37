// The search on a handful of offers: filters and counts, staying in step, why a hit is there,
// repair, places, phones, distances, open now.
#include "modules/offers/offer_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "modules/directory/directory.h"
#include "modules/directory/timetable.h"
#include "modules/offers/holidays.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"

namespace mila::offers {
namespace {

using directory::Service;
using Names = std::vector<std::string>;

class OfferSearchTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string data = testing::source_folder() + "/data";
    taxonomy::load_taxonomy(data);
    set_data_folder(data);
  }

  void SetUp() override {
    county_.database().write([&](db::Writer& writer) {
      auto actor = Actor::operator_();
      place(writer, "county", "Landkreis Auental", "", places::Kind::County, "", 50.6, 10.8);
      place(writer, "town", "Weidenrode", "county", places::Kind::Municipality, "98993", 50.62,
            10.85);
      place(writer, "part", "Lindenhöhe", "town", places::Kind::Part, "98993", 50.61, 10.87);
      place(writer, "village", "Moosgrund", "county", places::Kind::Municipality, "98997", 50.47,
            10.8);
      directory::Organization organization;
      organization.id = id_of("organization");
      organization.name = "Nachbarschaftshilfe Mittlere Aue e. V.";
      (void)directory::save(writer, actor, directory::to_record(organization)).value();
    });
  }

  static std::string id_of(std::string const& name) { return named_uuid("test", name); }

  static void place(db::Writer& writer, std::string const& id, std::string const& name,
                    std::string const& parent, places::Kind kind, std::string const& postcode,
                    double latitude, double longitude) {
    places::Place place;
    place.id = id_of(id);
    place.name = name;
    if (!parent.empty()) place.parent_id = id_of(parent);
    place.kind = kind;
    if (!postcode.empty()) place.postcodes = {postcode};
    place.centre = places::Point{latitude, longitude};
    place.residents = 1000;
    places::save(writer, Actor::operator_(), place);
  }

  static Service service(std::string const& name, Names terms, std::string summary = "") {
    Service made;
    made.id = id_of(name);
    made.organization_id = id_of("organization");
    made.name = name;
    made.x_terms = std::move(terms);
    if (!summary.empty()) made.x_summary = summary;
    return made;
  }

  void at(Service& service, std::string const& place, double latitude, double longitude) {
    directory::Location location;
    location.id = id_of("location of " + service.name);
    location.x_place_id = id_of(place);
    location.latitude = latitude;
    location.longitude = longitude;
    location.x_protected = service.x_protected;
    county_.database().write([&](db::Writer& writer) {
      (void)directory::save(writer, Actor::operator_(), directory::to_record(location)).value();
    });
    directory::ServiceAtLocation pair;
    pair.id = id_of("pair of " + service.name);
    pair.location_id = location.id;
    service.service_at_locations.push_back(pair);
  }

  static void hours(Service& service, std::string const& text) {
    service.schedules = directory::to_schedules(hours::parse_hours_text(text).rules, service.id);
  }

  static void speaks(Service& service, std::string const& code, bool on_request = false) {
    directory::Language language;
    language.code = code;
    language.x_on_request = on_request;
    service.languages.push_back(language);
  }

  void save(std::vector<Service> const& services) {
    county_.database().write([&](db::Writer& writer) {
      for (auto const& each : services)
        (void)directory::save(writer, Actor::operator_(), directory::to_record(each)).value();
    });
    search().catch_up();
  }

  OfferSearch& search() { return *offer_search(county_.county()); }

  SearchResult find(SearchQuery const& query) {
    auto context = county_.context(query.language.empty() ? "de" : query.language);
    return search().search(context, query);
  }
  SearchResult find(std::string const& text, std::string const& language = "de") {
    SearchQuery query;
    query.text = text;
    query.language = language;
    return find(query);
  }

  Names names(std::vector<Hit> const& hits) {
    Names ids, found;
    for (auto const& hit : hits) ids.push_back(hit.service_id);
    for (auto const& each : county_.database().read(
             [&](db::Reader& reader) { return directory::find_services(reader, ids); }))
      found.push_back(each.name);
    return found;
  }
  Names sorted_names(std::vector<Hit> const& hits) {
    auto found = names(hits);
    std::sort(found.begin(), found.end());
    return found;
  }

  static int count(std::vector<FacetCount> const& facets, std::string const& code) {
    for (auto const& each : facets)
      if (each.code == code) return each.count;
    return 0;
  }

  testing::TestCounty county_{testing::Engine::Sqlite, {"places", "taxonomy", "directory"}};
};

TEST_F(OfferSearchTest, an_empty_county_answers_with_nothing) {
  EXPECT_EQ(find("Wohnung").total, 0);
  EXPECT_EQ(find("").total, 0);
  search().catch_up();
  EXPECT_EQ(find("Wohnung").total, 0);
}

TEST_F(OfferSearchTest, stays_in_step_with_new_changed_and_inactive_offers) {
  auto offer = service("Hilfe bei der Wohnungssuche", {"topic:housing-search"});
  save({offer});
  EXPECT_EQ(names(find("Wohnung suchen").hits), Names{"Hilfe bei der Wohnungssuche"});
  EXPECT_EQ(search().seen(), county_.database().version());

  offer.name = "Chor der Kulturen";
  offer.x_terms = {"topic:music-art"};
  save({offer});
  EXPECT_EQ(find("Wohnung suchen").total, 0);
  EXPECT_EQ(names(find("Chor").hits), Names{"Chor der Kulturen"});

  offer.status = "inactive";
  save({offer});
  EXPECT_EQ(find("Chor").total, 0);
  EXPECT_EQ(find("").total, 0);
}

TEST_F(OfferSearchTest, an_organisation_that_changes_its_name_is_found_by_it) {
  save({service("Beratung", {"topic:advice"})});
  EXPECT_EQ(find("Regenbogenhaus").total, 0);
  county_.database().write([&](db::Writer& writer) {
    directory::Organization organization;
    organization.id = id_of("organization");
    organization.name = "Regenbogenhaus";
    (void)directory::save(writer, Actor::operator_(), directory::to_record(organization)).value();
  });
  search().catch_up();
  auto result = find("Regenbogenhaus");
  ASSERT_EQ(result.total, 1);
  EXPECT_EQ(result.hits[0].why, Hit::Why::Organisation);
  EXPECT_EQ(result.hits[0].why_word, "Regenbogenhaus");
}

TEST_F(OfferSearchTest, follows_changes_in_the_background) {
  follow(county_.county());
  county_.database().write([&](db::Writer& writer) {
    auto record = directory::to_record(service("Nähcafé", {"topic:community-garden"}));
    (void)directory::save(writer, Actor::operator_(), record).value();
  });
  for (int i = 0; i < 2000 && search().seen() < county_.database().version(); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(find("Nähcafé").total, 1);
}

TEST_F(OfferSearchTest, a_second_opening_finds_what_was_indexed) {
  save({service("Nähcafé", {"topic:community-garden"})});

  auto seen = search().seen();
  EXPECT_GT(seen, 0);
  testing::TestCounty other(testing::Engine::Sqlite, {"places", "taxonomy", "directory"});
  auto config = other.county().config();
  config.data_folder = county_.county().config().data_folder;
  County again(config, county_.clock);
  EXPECT_EQ(offer_search(again)->seen(), seen);
}

TEST_F(OfferSearchTest, says_why_when_it_is_not_plain) {
  auto offer = service("Treff Alte Mühle", {"topic:housing-search"}, "Die Tür ist offen.");
  offer.x_texts.push_back({"description", "uk", "Допоможемо написати лист", "", ""});
  directory::Phone phone;
  phone.number = "069 90009-224";
  offer.phones.push_back(phone);
  save({offer});
  EXPECT_EQ(find("Mühle").hits.at(0).why, Hit::Why::Plain);
  auto topic = find("Wohnung suchen").hits.at(0);
  EXPECT_EQ(topic.why, Hit::Why::Topic);
  EXPECT_EQ(topic.why_topic, "housing-search");
  EXPECT_EQ(find("Bude").hits.at(0).why, Hit::Why::Synonym);
  EXPECT_EQ(find("квартира", "uk").hits.at(0).why_topic, "housing-search");
  EXPECT_EQ(find("лист").hits.at(0).why, Hit::Why::Translation);
  EXPECT_EQ(find("069 90009-224").hits.at(0).why, Hit::Why::Phone);
  EXPECT_EQ(find("+49 69 90009224").hits.at(0).why, Hit::Why::Phone);
}

TEST_F(OfferSearchTest, repairs_typing_errors_unless_told_not_to) {
  save({service("Hilfe bei der Wohnungssuche", {"topic:housing-search"})});
  auto repaired = find("Wonung");
  EXPECT_EQ(repaired.repaired_text, "Wohnung");
  EXPECT_EQ(repaired.total, 1);
  SearchQuery exact;
  exact.text = "Wonung";
  exact.language = "de";
  exact.exact = true;
  auto asked = find(exact);
  EXPECT_EQ(asked.repaired_text, "");
  EXPECT_EQ(asked.did_you_mean, Names{"Wohnung"});
  EXPECT_EQ(find("Wohnung").repaired_text, "");
}

TEST_F(OfferSearchTest, compounds_are_found_in_both_directions) {
  save({service("Migrationsberatung", {}), service("Suche nach Wohnungen", {})});
  EXPECT_EQ(names(find("Beratung für Migranten").hits), Names{"Migrationsberatung"});
  EXPECT_EQ(names(find("Wohnungssuche").hits), Names{"Suche nach Wohnungen"});
}

TEST_F(OfferSearchTest, facets_count_as_if_nothing_were_chosen_in_them) {
  auto first = service("Deutschkurs", {"topic:german", "access:open-door", "audience:women"});
  speaks(first, "uk");
  auto second = service("Deutschtreff", {"topic:language-cafe", "audience:children"});
  speaks(second, "uk", true);
  speaks(second, "ar");
  directory::CostOption free;
  free.x_code = "free";
  second.cost_options.push_back(free);
  save({first, second});

  SearchQuery query;
  query.text = "Deutsch";
  query.language = "de";
  auto all = find(query);
  EXPECT_EQ(all.total, 2);
  EXPECT_EQ(count(all.topics, "german"), 2) << "a topic counts what is below it";
  EXPECT_EQ(count(all.topics, "language-cafe"), 1);
  EXPECT_EQ(count(all.languages, "uk"), 2);
  EXPECT_EQ(count(all.languages_certain, "uk"), 1);
  EXPECT_EQ(all.free, 1);
  EXPECT_EQ(all.without_appointment, 1);

  query.filters.languages = {"ar"};
  auto arabic = find(query);
  EXPECT_EQ(names(arabic.hits), Names{"Deutschtreff"});
  EXPECT_EQ(count(arabic.languages, "uk"), 2) << "languages ignore the chosen language";
  EXPECT_EQ(count(arabic.topics, "german"), 1) << "everything else does not";
  EXPECT_EQ(arabic.without_appointment, 0);

  query.filters.languages = {"uk"};
  query.filters.language_certain = true;
  EXPECT_EQ(names(find(query).hits), Names{"Deutschkurs"});
  query.filters.audiences = {"children"};
  EXPECT_EQ(find(query).total, 0);
}

TEST_F(OfferSearchTest, a_topic_that_is_chosen_holds_those_below_it) {
  save({service("Wohnen allgemein", {"topic:housing"}),
        service("Wohnung suchen", {"topic:housing-search"}), service("Chor", {"topic:music-art"})});
  SearchQuery query;
  query.filters.topics = {"housing"};
  EXPECT_EQ(sorted_names(find(query).hits), (Names{"Wohnen allgemein", "Wohnung suchen"}));
}

TEST_F(OfferSearchTest, my_place_keeps_what_is_there_or_in_charge) {
  auto in_part = service("In der Lindenhöhe", {});
  at(in_part, "part", 50.61, 10.87);
  auto village_only = service("Nur für Moosgrund", {});
  directory::ServiceArea area;
  area.id = id_of("area");
  area.x_place_id = id_of("village");
  village_only.service_areas.push_back(area);
  auto everywhere = service("Überall", {});
  save({in_part, village_only, everywhere});
  SearchQuery query;
  query.filters.place_id = id_of("town");
  EXPECT_EQ(sorted_names(find(query).hits), (Names{"In der Lindenhöhe", "Überall"}));
  query.filters.place_id = id_of("village");
  EXPECT_EQ(sorted_names(find(query).hits),
            (Names{"In der Lindenhöhe", "Nur für Moosgrund", "Überall"}));
}

TEST_F(OfferSearchTest, a_place_in_the_text_comes_first_but_hides_nothing) {
  auto town = service("Zahnarzt am Markt", {"topic:dentist"});
  at(town, "town", 50.62, 10.85);
  auto village = service("Zahnarzt am Teich", {"topic:dentist"});
  at(village, "village", 50.47, 10.8);
  save({town, village});
  auto result = find("Zahnarzt Moosgrund");
  EXPECT_EQ(names(result.hits), (Names{"Zahnarzt am Teich", "Zahnarzt am Markt"}));
  EXPECT_EQ(result.understood_place_id, id_of("village"));
  EXPECT_EQ(names(find("98997 Zahnarzt").hits).at(0), "Zahnarzt am Teich");
}

TEST_F(OfferSearchTest, distances_are_measured_but_never_to_protected_places) {
  auto near = service("Nah", {});
  at(near, "town", 50.62, 10.85);
  auto far = service("Fern", {});
  at(far, "village", 50.47, 10.8);
  auto hidden = service("Geschützt", {});
  hidden.x_protected = true;
  at(hidden, "town", 50.62, 10.85);
  save({near, far, hidden});
  SearchQuery query;
  query.filters.near = places::Point{50.621, 10.85};
  auto all = find(query);
  ASSERT_EQ(all.total, 3);
  EXPECT_EQ(names(all.hits).at(0), "Nah");
  EXPECT_NEAR(all.hits[0].metres.value(), 111, 2);
  for (auto const& hit : all.hits) EXPECT_EQ(hit.metres.has_value(), hit.service_id != hidden.id);
  query.filters.radius_metres = 2000;
  auto close = find(query);
  EXPECT_EQ(names(close.hits), Names{"Nah"});
  ASSERT_FALSE(close.distances.empty());
  EXPECT_EQ(close.distances.front().second, 1);
  EXPECT_EQ(close.distances.back().second, 2) << "radii count as if none were chosen";
}

TEST_F(OfferSearchTest, open_now_keeps_offers_whose_hours_nobody_knows) {
  auto open = service("Offen", {});
  hours(open, "Mo 9–12");
  auto closed = service("Zu", {});
  hours(closed, "Di 9–12");
  auto unknown = service("Unbekannt", {});
  save({open, closed, unknown});
  SearchQuery query;
  query.filters.open_now = true;
  EXPECT_EQ(sorted_names(find(query).hits), (Names{"Offen", "Unbekannt"}));
  int total = 0;
  auto context = county_.context("de");
  EXPECT_EQ(names(search().open_now(context, std::nullopt, 10, total)), Names{"Offen"});
  EXPECT_EQ(total, 1);
  county_.clock.advance(std::chrono::hours(24));
  EXPECT_EQ(sorted_names(find(query).hits), (Names{"Unbekannt", "Zu"}));
  county_.clock.advance(std::chrono::hours(3));
  EXPECT_EQ(names(find(query).hits), Names{"Unbekannt"});
}

TEST_F(OfferSearchTest, pages_do_not_overlap) {
  std::vector<Service> services;
  for (int i = 0; i < 25; ++i)
    services.push_back(service("Chor Nummer " + std::to_string(i), {"topic:music-art"}));
  save(services);
  std::set<std::string> met;
  for (int offset : {0, 10, 20}) {
    SearchQuery query;
    query.text = "Chor";
    query.offset = offset;
    auto result = find(query);
    EXPECT_EQ(result.total, 25);
    for (auto const& hit : result.hits) met.insert(hit.service_id);
  }
  EXPECT_EQ(met.size(), 25U);
}

TEST_F(OfferSearchTest, nothing_a_person_types_breaks_it) {
  save({service("Nähcafé", {"topic:community-garden"})});
  for (std::string text : {"???", "\"AND OR (", "a", "%00", "\xff\xfe", "🙂🙂", "0", "-", "ß",
                           "المدرسة؟", "x y z ä ö ü"})
    EXPECT_GE(find(text).total, 0) << text;
  EXPECT_GE(find(std::string(5000, 'x')).total, 0);
  std::string many;
  for (int i = 0; i < 300; ++i) many += "wort ";
  EXPECT_GE(find(many).total, 0);
}

}  // namespace
}  // namespace mila::offers
