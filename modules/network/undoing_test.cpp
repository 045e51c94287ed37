// Merges are undone whatever happened since.
#include "modules/network/duplicates_test_support.h"

namespace mila::network {
namespace {

using namespace std::chrono;

class UndoingTest : public DuplicatesTest {
 protected:
  /// Writes what merges moved as it was written before columns were noted by their own names.
  void note_by_former_names(std::vector<std::pair<std::string, std::string>> const& names) {
    write([&](db::Writer& w, Context&) {
      auto moved = w.value<std::string>({"test.moved", "select moved from merge"}).value();
      for (auto const& [now, former] : names) {
        EXPECT_NE(moved.find('"' + now + "\":[\""), std::string::npos) << "nothing to undo in " << now;
        moved = replace_all(moved, '"' + now + '"', '"' + former + '"');
      }
      w.run({"test.former", "update merge set moved = $1"}, {moved});
    });
  }
};

TEST_P(UndoingTest, merges_of_earlier_versions_are_undone_wholly) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  auto office = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  auto third = network::add_person(site.database(), as_operator(), named(PersonClass::Partner, "Mina Farid", office));
  write([&](db::Writer& w, Context& c) {
    Position own{.person_id = dropped, .title = "Beratung"}, of_third{.person_id = third, .title = "Sprache"};
    own.from = of_third.from = 2026y / January / 1;
    of_third.deputy_id = of_third.successor_id = dropped;
    save_position(w, c, own, 1).value();
    save_position(w, c, of_third, 1).value();
    set_consents(w, c, dropped, {ConsentItem::MailToMembers}, "de").value();
    Body body;
    body.name = "Runder Tisch";
    body.from = 2024y / January / 1;
    body.office_organization_id = office;
    body.office_person_id = dropped;
    auto id = save_body(w, c, body).value();
    Seat seat{.body_id = id, .organization_id = office, .person_id = dropped}, beside{.body_id = id, .organization_id = house};
    beside.deputy_id = dropped;
    seat.from = beside.from = body.from;
    save_seat(w, c, seat, 1).value();
    save_seat(w, c, beside, 2).value();
    w.run({"test.successor", "insert into successor(id, person_id, contact, created_at) values('s', $1, '', 1)"}, {dropped});
  });
  auto before = state();
  auto undo = [&](std::string const& merge) {
    EXPECT_TRUE(write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); }).empty());
    EXPECT_EQ(state(), before);
  };
  auto people = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  note_by_former_names({{"person_position.person_id", "position"}, {"person_position.deputy_id", "position.deputy"},
                        {"person_position.successor_id", "position.successor"}, {"person_consent.person_id", "consent"},
                        {"seat.person_id", "seat"}, {"seat.deputy_id", "seat.deputy"},
                        {"body.office_person_id", "body.office"}, {"successor.person_id", "successor"}});
  undo(people);
  auto houses = write([&](db::Writer& w, Context& c) { return merge_organizations(w, c, site.site(), house, office).value(); });
  note_by_former_names({{"person.organization_id", "person"}, {"seat.organization_id", "seat"},
                        {"body.office_organization_id", "body.office"}});
  undo(houses);
}

TEST_P(UndoingTest, what_is_gone_since_is_not_said_to_stay) {
  auto other = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  auto run = [&](std::string const& text) {
    write([&](db::Writer& w, Context&) { w.run({"test.answer", text}, {other}); });
  };
  for (std::string id : {"a", "b"}) {
    run("insert into answer(id, version, question, organization_id) values('" + id + "', 1, '" + id + "', $1)");
    auto merge = write([&](db::Writer& w, Context& c) { return merge_organizations(w, c, site.site(), house, other).value(); });
    // Deleted, or asked again of the other one, so that it cannot be moved back.
    if (id == "a") run("delete from answer where id = 'a' and organization_id <> $1");
    else run("insert into answer(id, version, question, organization_id) values('c', 1, 'b', $1)");
    auto stays = write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
    EXPECT_EQ(stays, id == "a" ? std::vector<Stays>{} : std::vector{Stays::Others}) << id;
  }
}

MILA_ON_EACH_ENGINE(UndoingTest);

}  // namespace
}  // namespace mila::network
