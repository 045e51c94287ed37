// Several days, other time zones, and what the hall asks.
#include "modules/meetings/programme.h"

#include "modules/meetings/invitations.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class ProgrammeTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (!IsSkipped()) id = planned_id(plan(office));
  }
  std::string path(std::string const& rest = "") { return "/staff/meetings/" + id + "/programme" + rest; }
  int add(SignedIn& who, std::string const& title, std::string const& start, std::string const& end, std::string const& day, bool questions) {
    auto form = who.get(path("/new")).form("form.m-form");
    form.set("title", title).set("start", start).set("end", end).set("day", day);
    if (questions) form.set("questions", "1");
    return form.submit().status;
  }
  std::vector<ProgrammeEntry> entries() {
    return site().database().read([&](db::Reader& reader) { return programme_of(reader, id); });
  }
  std::vector<Question> questions() {
    return site().database().read([&](db::Reader& reader) { return questions_of(reader, entries().front().id); });
  }
  Result<bool> asks(std::string const& text) {
    auto context = as_operator();
    return site().database().write([&](db::Writer& writer) { return ask(writer, context, entries().front().code, text); });
  }
  std::string id;
};

TEST_P(ProgrammeTest, days_and_times_stand_in_order_for_the_network_and_guests) {
  EXPECT_EQ(add(office, "Besuch im Betrieb", "09:00", "11:00", "1", false), 303);
  EXPECT_EQ(add(office, "Begrüßung", "09:30", "10:00", "0", false), 303);
  EXPECT_EQ(add(office, "Rückwärts", "11:00", "10:00", "0", false), 422);
  ASSERT_EQ(entries().size(), 2u);
  EXPECT_EQ(entries().front().title, "Begrüßung");
  EXPECT_EQ(office.get(path("/settings")).form("form.m-form").set("languages", "Deutsch, Litauisch").set("zones", "Europe/Vilnius").set("next", "Im Mai in Litauen").submit().status, 303);
  auto page = office.get(path());
  EXPECT_NE(page.text().find("Vilnius 10:30"), std::string::npos);
  EXPECT_EQ(office.post(path("/settings"), {{"zones", "Mars/Olympus"}, {"version", "1"}}).status, 422);
  EXPECT_EQ(office.post(path("/settings"), {{"languages", "x"}, {"version", "0"}}).status, 409);
  // A guest finds it behind their link, and nothing to change.
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto link = answer_path("p1@verein.example");
  EXPECT_NE(site().get(link).body.find(link + "/programme"), std::string::npos);
  auto seen = site().get(link + "/programme");
  EXPECT_EQ(seen.status, 200);
  EXPECT_NE(seen.text().find("Im Mai in Litauen"), std::string::npos);
  EXPECT_EQ(seen.body.find("/staff/"), std::string::npos);
  // Others read, who runs the body changes.
  auto stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(stranger.get(path()).status, 200);
  for (auto const* rest : {"/new", "/settings"}) EXPECT_EQ(stranger.get(path(rest)).status, 403) << rest;
  std::string first = entries().front().id;
  EXPECT_EQ(stranger.post(path("/" + first + "/removal"), {{"version", "1"}}).status, 403);
  EXPECT_EQ(office.post(path("/" + first + "/removal"), {{"version", "7"}}).status, 409);
  EXPECT_EQ(office.post(path("/" + first + "/removal"), {{"version", "1"}}).status, 303);
  EXPECT_EQ(entries().size(), 1u);
}

TEST_P(ProgrammeTest, the_hall_asks_without_a_name_and_the_chair_sorts) {
  ASSERT_EQ(add(office, "Vortrag", "10:00", "11:00", "0", true), 303);
  std::string code = entries().front().code;
  ASSERT_EQ(code.size(), 5u);
  EXPECT_EQ(site().get("/uk/hall/zzzzz").status, 404);
  EXPECT_FALSE(asks("Zu früh?"));  // weeks before
  EXPECT_EQ(site().get("/uk/hall/" + code).document.all("form.m-form").size(), 0u);
  site().clock.advance(hours{24 * 20});
  auto page = site().get("/uk/hall/" + code);
  auto form = page.form("form.m-form");
  form.set("text", "Wer hilft nachts?");
  EXPECT_EQ(form.submit().status, 422);  // faster than anybody writes
  EXPECT_EQ(questions().size(), 0u);
  site().clock.advance(5s);
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);  // the second of two clicks
  ASSERT_TRUE(asks("Und tagsüber?"));
  ASSERT_EQ(questions().size(), 2u);
  std::string list = path("/" + entries().front().id + "/questions");
  auto chair = site().sign_in({{"body-office", table}});
  EXPECT_EQ(chair.post(list, {{"question", questions()[1].id}, {"act", "up"}}).status, 303);
  EXPECT_EQ(questions()[0].text, "Und tagsüber?");
  EXPECT_EQ(chair.post(list, {{"question", questions()[0].id}, {"act", "ask"}}).status, 303);
  EXPECT_EQ(questions()[0].text, "Wer hilft nachts?");
  EXPECT_EQ(questions()[1].state, QuestionState::Asked);
  EXPECT_EQ(chair.post(list, {{"question", questions()[0].id}, {"act", "sing"}}).status, 422);
  auto stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(stranger.get(list).status, 403);
  EXPECT_EQ(stranger.post(list, {{"question", questions()[0].id}, {"act", "aside"}}).status, 403);
  EXPECT_NE(chair.get(list).body.find(code), std::string::npos);
  // Thirty in a minute are a machine.
  int taken = 0;
  for (int n = 0; n < 40; ++n) taken += asks("Frage " + std::to_string(n)) ? 1 : 0;
  EXPECT_EQ(taken, 28);
  // Two weeks later nothing is left of it.
  site().clock.advance(hours{24 * 15});
  auto context = as_operator();
  module().expire(context);
  EXPECT_EQ(questions().size(), 0u);
}

TEST_P(ProgrammeTest, a_meet_up_needs_three_fields) {
  auto page = office.get("/staff/meetings/meet-up");
  EXPECT_EQ(page.document.all("main form.m-form label").size(), 3u);
  EXPECT_EQ(page.form("form.m-form").set("day", format_iso_date(in(9))).submit().status, 422);  // where?
  std::string made;
  for (int n = 0; n < 2; ++n) {
    auto done = office.get("/staff/meetings/meet-up").form("form.m-form").set("day", format_iso_date(in(9))).set("place", "Café am Anger").submit();
    ASSERT_EQ(done.status, 303);
    EXPECT_TRUE(made.empty() || made == done.location());  // the second of two clicks
    made = done.location();
  }
  auto meeting = site().database().read([&](db::Reader& reader) { return find_meeting(reader, made.substr(16, 36)); });
  ASSERT_TRUE(meeting);
  EXPECT_EQ(meeting->kind, Kind::MeetUp);
  EXPECT_EQ(meeting->place, "Café am Anger");
  EXPECT_EQ(office.post("/staff/meetings/meet-up", {{"body", other}, {"day", format_iso_date(in(9))}, {"start", "18:00"}, {"place", "x"}}).status, 403);
}

TEST_P(ProgrammeTest, all_or_nothing) {
  ASSERT_EQ(add(office, "Vortrag", "10:00", "11:00", "0", true), 303);
  site().clock.advance(hours{24 * 20});
  ASSERT_TRUE(asks("Was nun?"));
  auto context = as_operator();
  auto entry = entries().front();
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)remove_entry(writer, context, entry.id, entry.version); });
  });
  EXPECT_GT(statements, 3);
  EXPECT_TRUE(entries().empty());
}

MILA_ON_EACH_ENGINE(ProgrammeTest);

}  // namespace
}  // namespace mila::meetings
