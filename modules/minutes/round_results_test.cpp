// What minutes of a round's meetings say stands beside what other places wrote.
#include "modules/meetings/round.h"
#include "modules/minutes/test_support.h"

namespace mila::minutes {
namespace {

using RoundResultsTest = MinutesTest;

TEST_P(RoundResultsTest, minutes_speak_for_a_place_until_it_writes_itself) {
  auto context = as_operator();
  std::string const place = named_uuid("place", "z");
  meetings::Round round;
  site().database().write([&](db::Writer& writer) {
    places::save(writer, Actor::operator_(), {.id = place, .name = "Zell", .kind = places::Kind::Municipality, .ags = "16099002"});
    round.body_id = table;
    round.title = "Herbstrunde";
    round.place_ids = {place};
    round.items = {{"", "Was fehlt?"}, {"", "Wer hilft?"}};
    round.id = meetings::save_round(writer, context, round).value();
    meetings::Meeting draft;
    draft.day = meetings::today_of(context);
    draft.start = hours{17};
    id = meetings::set_round_date(writer, context, round.id, place, "Zell", draft).value();
  });
  here = "/staff/minutes/" + id;
  EXPECT_EQ(write(office, 0, "Der Treffpunkt war im Winter zu.").status, 303);
  std::string const results = "/staff/rounds/" + round.id + "/results";
  auto shows = [&](SignedIn const& who, std::string const& text) { return who.get(results).body.find(text) != std::string::npos; };
  EXPECT_TRUE(shows(office, "im Winter zu"));
  EXPECT_NE(office.get(results + "/files/csv").body.find("im Winter zu"), std::string::npos);
  // A draft is read by who writes it.
  auto member = site().sign_in({{"leadership", ""}});
  EXPECT_FALSE(shows(member, "im Winter zu"));
  site().database().write([&](db::Writer& writer) {
    ASSERT_TRUE(meetings::save_results(writer, context, round.id, place, {"Ein Treffpunkt im Winter.", ""}, {0, 0}));
  });
  EXPECT_TRUE(shows(member, "Ein Treffpunkt im Winter."));
  EXPECT_FALSE(shows(office, "im Winter zu"));
}

TEST_P(RoundResultsTest, a_topic_spelled_otherwise_in_one_place_is_the_same_topic_for_all) {
  auto context = as_operator();
  meetings::Round round;
  std::vector<std::string> ids;
  site().database().write([&](db::Writer& writer) {
    round.body_id = table;
    round.title = "Herbstrunde";
    round.items = {{"", "Was fehlt?"}};
    std::vector<std::string> const names{"Adorf", "Zell"};
    for (auto const& name : names) {
      round.place_ids.push_back(named_uuid("place", name));
      places::save(writer, Actor::operator_(), {.id = round.place_ids.back(), .name = name, .kind = places::Kind::Municipality,
                                                .ags = "1609900" + std::to_string(round.place_ids.size())});
    }
    round.id = meetings::save_round(writer, context, round).value();
    meetings::Meeting draft;
    draft.day = meetings::today_of(context);
    for (std::size_t n = 0; n < names.size(); ++n) {
      draft.start = hours{15 + 2 * n};
      ids.push_back(meetings::set_round_date(writer, context, round.id, round.place_ids[n], names[n], draft).value());
    }
    auto item = meetings::agenda_of(writer, *meetings::find_meeting(writer, ids[0]), meetings::Audience::Runs).at(0);
    item.title = "WAS FEHLT?";
    ASSERT_TRUE(meetings::save_item(writer, context, item));
  });
  std::map<std::string, std::string> const said{{ids[0], "Ein Treffpunkt fehlt."}, {ids[1], "Ein Bus fehlt."}};
  for (auto const& [meeting, text] : said) {
    id = meeting;
    here = "/staff/minutes/" + id;
    EXPECT_EQ(write(office, 0, text).status, 303);
  }
  auto page = office.get("/staff/rounds/" + round.id + "/results").body;
  for (auto const& [meeting, text] : said) EXPECT_NE(page.find(text), std::string::npos) << text;
}

MILA_ON_EACH_ENGINE(RoundResultsTest);

}  // namespace
}  // namespace mila::minutes
