// The demo county's people and bodies.
#include <gtest/gtest.h>

#include "modules/directory/demo.h"
#include "modules/network/body_store.h"
#include "modules/network/duplicates.h"
#include "modules/network/network_parts.h"
#include "modules/network/people_store.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/county.h"

namespace mila::network {
namespace {

TEST(Demo, has_people_of_all_classes_and_bodies_with_seats_and_loads_twice) {
  taxonomy::load_taxonomy(testing::source_folder() + "/data");
  testing::TestCounty county(testing::Engine::Sqlite, {"places", "directory", "network"});
  auto context = county.context("de", Actor::operator_());
  std::string folder = testing::source_folder() + "/data/demo";
  directory::load_demo(context, folder);
  load_demo(context, folder);
  std::string first = testing::dump_of(county.database());
  load_demo(context, folder);
  EXPECT_EQ(testing::dump_of(county.database()), first);
  county.database().read([&](db::Reader& reader) {
    std::int64_t people = 0;
    for (auto kind : {PersonClass::Official, PersonClass::Partner, PersonClass::Volunteer}) {
      PeopleQuery query;
      query.level = Level::Editors;
      query.kind = kind;
      EXPECT_GE(count_people(reader, query), 8) << name_of(kind);
      people += count_people(reader, query);
    }
    EXPECT_GE(people, 60);
    BodyQuery bodies;
    bodies.today = Date{std::chrono::year{2026} / 11 / 23};
    EXPECT_GE(count_bodies(reader, bodies), 8);
    for (auto const& body : load_bodies(reader, find_body_ids(reader, bodies)))
      EXPECT_GE(body.seats.size(), 3u) << body.name;
    bodies.words = {"ukraine", "hilfe"};
    EXPECT_EQ(find_body_ids(reader, bodies), std::vector{demo_body_id()});
    EXPECT_TRUE(load_person(reader, county.county(), demo_person_id()));
    EXPECT_TRUE(find_position(reader, demo_position_id()));
    EXPECT_EQ(duplicate_people(reader, county.county(), 10).pairs.size(), 2u) << "to be looked at";
    auto facts = directory_facts(county.county(), reader);
    EXPECT_EQ(duplicate_organizations(reader, county.county(), *facts, 10).pairs.size(), 1u);
    EXPECT_EQ(merges(reader, context.now()).size(), 1u) << "to be undone";
    EXPECT_TRUE(find_seat(reader, demo_seat_id()));
  });
}

}  // namespace
}  // namespace mila::network
