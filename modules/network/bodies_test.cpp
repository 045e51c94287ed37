// Bodies in the database and in the workplace, on both engines.
#include <gtest/gtest.h>

#include "modules/network/body_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::network {
namespace {

using namespace std::chrono;
using testing::SignedIn;

class BodiesTest : public testing::EngineTest {
 protected:
  BodiesTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()},
              .engine = GetParam()}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    office = add_organization(site.database(), "Landratsamt Auental");
    club = add_organization(site.database(), "Verein Mriya");
  }
  SignedIn english(std::vector<auth::GrantRequest> const& grants) {
    auto who = site.sign_in(grants);
    site.database().write([&](db::Writer& writer) {
      auth::rename_account(writer, who.account_id, "Somebody", "en");
    });
    return who;
  }
  Context as_operator() { return site.context("de", Actor::operator_()); }
  template <typename Act>
  auto write(Act act) {
    auto context = as_operator();
    return site.database().write([&](db::Writer& writer) { return act(writer, context); });
  }
  std::string add_body(std::string name, bool is_public = true) {
    Body body;
    body.name = std::move(name);
    body.is_public = is_public;
    body.from = 2022y / March / 15;
    return write([&](db::Writer& w, Context& c) { return save_body(w, c, body).value(); });
  }
  std::string add(Person person) {
    return network::add_person(site.database(), as_operator(), std::move(person));
  }
  Body get(std::string const& id) {
    return site.database().read([&](db::Reader& reader) { return load_body(reader, id).value(); });
  }
  std::string add_seat(Seat seat) {
    if (seat.from == Date{}) seat.from = 2024y / January / 1;
    return write([&](db::Writer& w, Context& c) {
      return save_seat(w, c, seat, get(seat.body_id).version).value();
    });
  }
  std::vector<std::string> found(std::string const& word) {
    BodyQuery query;
    query.words = {word};
    query.today = 2026y / November / 23;
    return site.database().read([&](db::Reader& reader) { return find_body_ids(reader, query); });
  }
  static std::string href(std::string const& id) { return "/staff/network/bodies/" + id; }

  testing::TestSite site;
  std::string office, club;
};

TEST_P(BodiesTest, a_renamed_body_is_found_by_its_old_name) {
  auto id = add_body("Runder Tisch Ukraine-Hilfe");
  ASSERT_TRUE(write([&](db::Writer& w, Context& c) {
    return rename_body(w, c, id, "Runder Tisch MiLa", 2024y / January / 1, 1);
  }));
  auto body = get(id);
  EXPECT_EQ(body.name, "Runder Tisch MiLa");
  ASSERT_EQ(body.names.size(), 2u);
  EXPECT_EQ(body.names[1].name, "Runder Tisch Ukraine-Hilfe");
  EXPECT_EQ(body.names[1].until, Date(2023y / December / 31));
  EXPECT_EQ(found("ukraine"), std::vector{id});
  EXPECT_EQ(found("mila"), std::vector{id});
  auto list = english({{"adviser", office}}).get("/staff/network/bodies?q=Ukraine");
  EXPECT_NE(list.text().find("formerly Runder Tisch Ukraine-Hilfe"), std::string::npos);
}

TEST_P(BodiesTest, a_name_for_later_shows_from_its_day_on) {
  auto id = add_body("Koordinierungsstab Asyl");
  write([&](db::Writer& w, Context& c) {
    return rename_body(w, c, id, "Koordinierungsstab für Migration", 2026y / December / 1, 1).value();
  });
  EXPECT_EQ(get(id).name, "Koordinierungsstab Asyl");
  site.clock.advance(hours{24 * 9});
  write([&](db::Writer& w, Context& c) { return follow_calendar(w, c, 2026y / November / 29); });
  EXPECT_EQ(get(id).name, "Koordinierungsstab für Migration");
}

TEST_P(BodiesTest, a_misspelt_name_leaves_no_history) {
  auto id = add_body("Rundr Tisch");
  write([&](db::Writer& w, Context& c) { return rename_body(w, c, id, "Runder Tisch", std::nullopt, 1).value(); });
  EXPECT_EQ(get(id).names.size(), 1u);
  EXPECT_TRUE(found("rundr").empty());
}

TEST_P(BodiesTest, a_body_cannot_belong_to_itself) {
  auto staff = add_body("Stab"), group = add_body("AG Wohnen");
  auto put_under = [&](std::string const& id, std::string const& parent) {
    Body body = get(id);
    body.parent_id = parent;
    return write([&](db::Writer& w, Context& c) { return save_body(w, c, body); });
  };
  EXPECT_TRUE(put_under(group, staff));
  EXPECT_EQ(put_under(staff, group).error().code, ErrorCode::Invalid);
  EXPECT_EQ(put_under(staff, staff).error().code, ErrorCode::Invalid);
}

TEST_P(BodiesTest, who_leaves_leaves_the_organisations_seat_open) {
  auto id = add_body("Runder Tisch");
  auto person = add(named(PersonClass::Partner, "Kateryna Boiko", club));
  add_seat({.body_id = id, .organization_id = club, .person_id = person});
  add_seat({.body_id = id, .person_id = person, .role = SeatRole::Guest});
  write([&](db::Writer& w, Context& c) { return mark_left(w, c, person, 2026y / November / 22).value(); });
  Date later = 2026y / November / 23;
  int open = 0, held = 0;
  for (auto const& seat : get(id).seats) {
    if (!seat.holds_on(later)) continue;
    (seat.person_id.empty() ? open : held) += 1;
    EXPECT_EQ(seat.organization_id, club);
  }
  EXPECT_EQ(open, 1);
  EXPECT_EQ(held, 0);
}

TEST_P(BodiesTest, an_erased_person_is_in_no_seat) {
  auto id = add_body("Runder Tisch");
  auto person = add(named(PersonClass::Partner, "Kateryna Boiko", club));
  auto other = add(named(PersonClass::Partner, "Taras Koval", club));
  add_seat({.body_id = id, .organization_id = club, .person_id = person});
  add_seat({.body_id = id, .organization_id = office, .person_id = other, .deputy_id = person});
  add_seat({.body_id = id, .person_id = person});
  Body body = get(id);
  body.office_person_id = person;
  write([&](db::Writer& w, Context& c) { return save_body(w, c, body).value(); });
  write([&](db::Writer& w, Context& c) { return erase_person(w, c, site.site(), person).value(); });
  body = get(id);
  EXPECT_EQ(body.office_person_id, "");
  ASSERT_EQ(body.seats.size(), 2u);
  for (auto const& seat : body.seats) {
    EXPECT_NE(seat.person_id, person);
    EXPECT_EQ(seat.deputy_id, "");
  }
}

TEST_P(BodiesTest, is_entered_given_seats_and_renamed_in_the_workplace) {
  auto person = add(named(PersonClass::Partner, "Kateryna Boiko", club));
  auto who = english({{"coordinator", ""}});
  auto form = who.get("/staff/network/bodies").click("Enter a body").form("form.m-form");
  form.fill("Name", "Runder Tisch Ukraine-Hilfe").fill("Run by which organisation", "Landratsamt").fill("Since", "15.03.2022");
  auto saved = form.submit();
  ASSERT_EQ(saved.status, 303) << saved.text();
  auto page = saved.follow();
  EXPECT_EQ(page.document.find("h1").text(), "Runder Tisch Ukraine-Hilfe");
  EXPECT_NE(page.text().find("internal"), std::string::npos);
  auto seat = page.click("Add a seat").form("form.m-form");
  ASSERT_EQ(seat.fill("Organisation", "Mriya").fill("Person", "Boiko").submit().status, 303);
  auto rename = page.click("Rename").form("form.m-form");
  ASSERT_EQ(rename.fill("New name", "Runder Tisch MiLa").fill("From which day on", "01.01.2024").submit().status, 303);
  page = saved.follow();
  EXPECT_EQ(page.document.find("h1").text(), "Runder Tisch MiLa");
  for (auto const* text : {"Runder Tisch Ukraine-Hilfe", "Verein Mriya", "Kateryna Boiko"})
    EXPECT_NE(page.text().find(text), std::string::npos) << text;
  EXPECT_NE(who.get("/staff/network/people/" + person).text().find("Runder Tisch MiLa"), std::string::npos);
}

TEST_P(BodiesTest, racing_edits_of_seats_answer_with_both) {
  auto id = add_body("Runder Tisch");
  auto seat = add_seat({.body_id = id, .organization_id = club});
  auto who = english({{"coordinator", ""}});
  auto first = who.get(href(id) + "/seats/" + seat).form("form.m-form");
  auto second = who.get(href(id) + "/seats/" + seat).form("form.m-form");
  EXPECT_EQ(first.select("Role", "Chair").submit().status, 303);
  auto clash = second.select("Role", "Guest").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_EQ(get(id).seats.at(0).role, SeatRole::Chair);
  EXPECT_EQ(clash.form("form.m-form").submit().status, 303);
  EXPECT_EQ(get(id).seats.at(0).role, SeatRole::Guest);
}

TEST_P(BodiesTest, advisers_read_them_visitors_see_public_ones_and_neither_changes_any) {
  auto open = add_body("Runder Tisch"), internal = add_body("AG Schutz", false);
  auto who = english({{"adviser", office}});
  EXPECT_EQ(who.get(href(internal)).status, 200);
  EXPECT_EQ(who.get(href(internal) + "/edit").status, 403);
  EXPECT_EQ(who.post(href(internal) + "/seats", {{"organization", "Verein"}}).status, 403);
  EXPECT_EQ(who.get("/staff/network/bodies/new").status, 403);
  site.database().read([&](db::Reader& reader) {
    auto visitor = site.context();
    EXPECT_TRUE(find_body(reader, visitor, open));
    EXPECT_FALSE(find_body(reader, visitor, internal));
  });
}

TEST_P(BodiesTest, names_of_bodies_are_offered_for_rights) {
  auto id = add_body("Runder Tisch MiLa");
  auto context = as_operator();
  auto const& scope = module().scopes.at(0);
  site.database().read([&](db::Reader& reader) {
    auto found = scope.find(context, reader, "mila", 10);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].id, id);
    EXPECT_EQ(scope.names(context, reader, {id}).at(0).name, "Runder Tisch MiLa");
  });
}

TEST_P(BodiesTest, a_write_is_all_or_nothing) {
  auto id = add_body("Runder Tisch");
  auto person = add(named(PersonClass::Partner, "Kateryna Boiko", club));
  add_seat({.body_id = id, .organization_id = club, .person_id = person});
  EXPECT_GT(testing::for_every_failing_statement(site.database(), [&] {
    write([&](db::Writer& w, Context& c) { return rename_body(w, c, id, "Neu", 2026y / January / 1, 2).value(); });
  }), 5);
  EXPECT_GT(testing::for_every_failing_statement(site.database(), [&] {
    write([&](db::Writer& w, Context& c) { return erase_person(w, c, site.site(), person).value(); });
  }), 15);
}

TEST_P(BodiesTest, everybody_reads_who_works_together_but_not_who_sits_there) {
  auto table = add_body("Runder Tisch MiLa");
  add_body("AG Schutz", false);
  auto person = add(named(PersonClass::Partner, "Nadine Ohlendorf", club));
  add_seat({.body_id = table, .organization_id = club, .person_id = person});
  write([&](db::Writer& w, Context& c) {
    Body body = get(table);
    body.office_organization_id = office;
    body.looking_for = "Menschen, die übersetzen";
    return save_body(w, c, body).value();
  });
  auto page = site.get("/en/bodies");
  ASSERT_EQ(page.status, 200);
  for (auto const* shown : {"Runder Tisch MiLa", "Landratsamt Auental", "Menschen, die übersetzen"})
    EXPECT_NE(page.text().find(shown), std::string::npos) << shown;
  for (auto const* hidden : {"AG Schutz", "Ohlendorf", "Verein Mriya"})
    EXPECT_EQ(page.text().find(hidden), std::string::npos) << hidden;
}

MILA_ON_EACH_ENGINE(BodiesTest);

}  // namespace
}  // namespace mila::network
