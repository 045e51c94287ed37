// One agenda in many places: set up, dated, held, compared.
#include "modules/meetings/round.h"

#include "modules/meetings/agenda.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class RoundTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (IsSkipped()) return;
    site().database().write([&](db::Writer& writer) {
      auto place = [&](std::string id, std::string name, std::string ags) {
        places::save(writer, Actor::operator_(), {.id = id, .name = name, .kind = places::Kind::Municipality, .ags = ags});
        return id;
      };
      north = place(named_uuid("place", "n"), "Ältwiese", "16099001");
      south = place(named_uuid("place", "s"), "Zell", "16099002");
      west = place(named_uuid("place", "w"), "Berg", "16099003");
    });
  }
  /// Set up by the body's office in the browser, with three places and two topics.
  std::string set_up(bool by_place) {
    std::vector<std::pair<std::string, std::string>> fields{{"body", table}, {"title", "Herbstrunde"}, {"items", "Was läuft gut?\r\nWas fehlt?"},
                                                            {"places", north}, {"places", south}, {"places", west}, {"version", "0"}};
    if (by_place) fields.push_back({"by_place", "1"});
    auto done = office.post("/staff/rounds", fields);
    EXPECT_EQ(done.status, 303);
    auto path = done.location();
    return path.substr(14, 36);
  }
  testing::PageResult date(SignedIn& who, std::string const& round, std::string const& place, int ahead = 10) {
    return who.get("/staff/rounds/" + round + "/places/" + place + "/date").form("form.m-form").set("day", format_iso_date(in(ahead))).set("place", "Saal").submit();
  }
  std::string north, south, west;
};

TEST_P(RoundTest, each_place_gets_a_meeting_with_the_same_agenda_that_moves_alone) {
  auto round = set_up(false);
  EXPECT_EQ(office.post("/staff/rounds", {{"body", table}, {"title", "Leer"}, {"items", " "}, {"places", north}, {"version", "0"}}).status, 422);
  EXPECT_EQ(date(office, round, north).status, 303);
  EXPECT_EQ(date(office, round, south, 12).status, 303);
  // The second of two clicks leads to the same meeting.
  EXPECT_EQ(office.post("/staff/rounds/" + round + "/places/" + north + "/date", {{"day", format_iso_date(in(30))}, {"start", "10:00"}, {"end", "11:00"}}).status, 303);
  auto meetings = site().database().read([&](db::Reader& reader) { return round_of(reader, round); });
  ASSERT_EQ(meetings.size(), 2u);
  for (auto const& meeting : meetings) {
    auto items = site().database().read([&](db::Reader& reader) { return agenda_of(reader, meeting, Audience::Member); });
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[1].title, "Was fehlt?");
  }
  EXPECT_EQ(meetings[0].title, "Herbstrunde, Ältwiese");
  EXPECT_EQ(office.get("/staff/meetings/" + meetings[0].id + "/edit").form("form.m-form").set("start", "09:00").set("end", "10:00").submit().status, 303);
  auto page = office.get("/staff/rounds/" + round);
  EXPECT_NE(page.text().find("2 "), std::string::npos);
  EXPECT_NE(office.get("/staff/meetings/" + meetings[0].id).body.find("/staff/rounds/" + round), std::string::npos);
  // A cancelled date makes room for another one; a place with a date stays in the round.
  EXPECT_EQ(office.post("/staff/rounds/" + round + "/edit", {{"title", "Herbstrunde"}, {"places", west}, {"version", "1"}}).status, 422);
  EXPECT_EQ(office.get("/staff/meetings/" + meetings[1].id + "/cancellation").form("form.m-form").submit().status, 303);
  EXPECT_EQ(date(office, round, south, 20).status, 303);
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return round_of(reader, round); }).size(), 3u);
}

TEST_P(RoundTest, a_municipality_runs_its_own_meeting_and_no_other) {
  auto mayor = site().sign_in({{"municipality", north}});
  auto closed = set_up(false);
  EXPECT_EQ(mayor.get("/staff/rounds/" + closed).status, 200);
  std::string const date_href = "/staff/rounds/" + closed + "/places/" + north + "/date";
  EXPECT_EQ(mayor.get(date_href).status, 403);
  EXPECT_EQ(mayor.get("/staff/meetings/new").body.find(date_href), std::string::npos);
  EXPECT_EQ(office.get("/staff/rounds/" + closed + "/edit").form("form.m-form").set("by_place", "1").submit().status, 303);
  // "Plan a meeting" leads to what they may plan.
  EXPECT_NE(mayor.get("/staff/meetings/new").body.find(date_href), std::string::npos);
  EXPECT_EQ(date(mayor, closed, north).status, 303);
  EXPECT_EQ(mayor.get("/staff/meetings/new").body.find(date_href), std::string::npos);
  EXPECT_EQ(mayor.get("/staff/rounds/" + closed + "/places/" + south + "/date").status, 403);
  EXPECT_EQ(mayor.get("/staff/rounds/" + closed + "/edit").status, 403);
  EXPECT_EQ(mayor.get("/staff/rounds/new").status, 403);
  auto own = site().database().read([&](db::Reader& reader) { return round_of(reader, closed); }).front();
  EXPECT_EQ(own.run_by_place, north);
  EXPECT_EQ(mayor.get("/staff/meetings/" + own.id + "/edit").form("form.m-form").set("start", "09:00").set("end", "10:00").submit().status, 303);
  EXPECT_EQ(mayor.get("/staff/meetings/" + own.id + "/invitations").status, 200);
  auto other = planned_id(plan(office));
  EXPECT_EQ(mayor.get("/staff/meetings/" + other + "/edit").status, 403);
  auto neighbour = site().sign_in({{"municipality", south}});
  EXPECT_EQ(neighbour.get("/staff/meetings/" + own.id + "/edit").status, 403);
  // The round takes it back: what was planned meanwhile is no exception.
  EXPECT_EQ(office.post("/staff/rounds/" + closed + "/edit", {{"title", "Herbstrunde"}, {"places", north}, {"places", south}, {"places", west}, {"version", "2"}}).status, 303);
  EXPECT_EQ(mayor.get("/staff/meetings/" + own.id + "/edit").status, 403);
}

TEST_P(RoundTest, results_stand_side_by_side_by_name) {
  auto round = set_up(true);
  std::string const base = "/staff/rounds/" + round;
  auto write = [&](std::string const& place, std::string const& text) {
    return office.get(base + "/places/" + place + "/results").form("form.m-form").set("text_0", text).submit().status;
  };
  EXPECT_EQ(write(south, "Der Bus fährt."), 303);
  EXPECT_EQ(write(north, "Das Café ist voll."), 303);
  auto page = office.get(base + "/results");
  auto first = page.text().find("Ältwiese"), second = page.text().find("Zell");
  ASSERT_NE(first, std::string::npos);
  ASSERT_NE(second, std::string::npos);
  EXPECT_LT(first, second);
  // Whose meeting is to come stands there as well, between them by name, without reproach.
  auto third = page.text().find("Berg");
  EXPECT_LT(first, third);
  EXPECT_LT(third, second);
  EXPECT_EQ(page.document.all("tbody tr").size(), 3u);
  auto file = office.get(base + "/results/files/csv");
  EXPECT_EQ(file.status, 200);
  EXPECT_NE(file.body.find("Das Café ist voll."), std::string::npos);
  EXPECT_LT(file.body.find("Ältwiese"), file.body.find("Berg"));
  EXPECT_EQ(office.get(base + "/results/files/xlsx").body.substr(0, 2), "PK");
  EXPECT_EQ(office.get(base + "/results/files/ods").status, 404);
  // Two at once: the second sees what the first wrote.
  auto stale = office.get(base + "/places/" + south + "/results");
  EXPECT_EQ(write(south, "Der Bus fährt nicht mehr."), 303);
  auto clash = stale.form("form.m-form").set("text_0", "Etwas anderes").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_NE(clash.body.find("fährt nicht mehr"), std::string::npos);
  auto stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(stranger.get(base + "/results").status, 200);
  EXPECT_EQ(stranger.post(base + "/places/" + south + "/results", {{"text_0", "x"}, {"version_0", "2"}}).status, 403);
}

TEST_P(RoundTest, all_or_nothing) {
  auto round = set_up(false);
  auto context = as_operator();
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      Meeting draft;
      draft.day = in(10);
      (void)set_round_date(writer, context, round, west, "Berg", draft);
    });
  });
  EXPECT_GT(statements, 6);
  auto meetings = site().database().read([&](db::Reader& reader) { return round_of(reader, round); });
  ASSERT_EQ(meetings.size(), 1u);
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return agenda_of(reader, meetings[0], Audience::Runs); }).size(), 2u);
}

MILA_ON_EACH_ENGINE(RoundTest);

}  // namespace
}  // namespace mila::meetings
