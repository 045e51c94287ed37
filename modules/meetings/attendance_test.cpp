// Ticking off who is there, as people do it at the door, on both engines.
#include "modules/meetings/attendance.h"

#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class AttendanceTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (IsSkipped()) return;
    id = planned_id(plan(office, 0));
    base = "/staff/meetings/" + id + "/attendance";
    office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  }
  std::vector<Attendee> list() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return attendance_of(reader, context, id); });
  }
  Presence presence() { return presence_of(list()); }
  std::vector<Attended> attended(int first = -400, int last = 400) {
    return site().database().read(
        [&](db::Reader& reader) { return attended_between(reader, site().county(), in(first), in(last)); });
  }
  std::string organization(std::string const& name, std::string const& city) {
    directory::Organization value;
    value.name = name;
    value.x_address = directory::Address{.city = city};
    directory::Record record{directory::Kind::Organization, named_uuid("organization", name)};
    value.id = record.id;
    record.json = data::to_json(value);
    site().database().write([&](db::Writer& writer) { EXPECT_TRUE(directory::save(writer, Actor::operator_(), record)); });
    return record.id;
  }
  testing::PageResult mark(SignedIn const& who, std::string const& invitee, std::string const& present,
                           std::vector<std::pair<std::string, std::string>> more = {}) {
    more.emplace_back("present", present);
    return who.post(base + "/" + invitee, more);
  }
  Meeting meeting() {
    return *site().database().read([&](db::Reader& reader) { return find_meeting(reader, id); });
  }
  std::string id, base;
};

TEST_P(AttendanceTest, one_tap_marks_and_the_meeting_is_held) {
  auto one = list().front();
  auto page = office.get(base);
  EXPECT_EQ(page.document.all(".m-presence form[data-mark]").size(), 3u);
  auto done = mark(office, one.invitee_id, "1");
  EXPECT_EQ(done.status, 303);
  EXPECT_NE(done.location().find("#a-" + one.invitee_id), std::string::npos);
  EXPECT_EQ(meeting().state, State::Held);
  EXPECT_EQ(presence().present, 1);
  EXPECT_EQ(presence().unknown, 2);
  mark(office, one.invitee_id, "1");
  EXPECT_EQ(presence().present, 1);
  mark(office, one.invitee_id, "0");
  EXPECT_EQ(presence().absent, 1);
  EXPECT_EQ(mark(office, one.invitee_id, "perhaps").status, 400);
  EXPECT_EQ(mark(office, "nobody", "1").status, 404);
}

TEST_P(AttendanceTest, of_two_marks_the_later_one_counts_whichever_arrives_first) {
  auto one = list().front().invitee_id;
  mark(office, one, "1");
  site().clock.advance(minutes{1});
  mark(office, one, "0", {{"waited", "600"}});  // seen ten minutes ago, by somebody without a network
  EXPECT_EQ(presence().present, 1);
  mark(office, one, "0");
  EXPECT_EQ(presence().absent, 1);
}

TEST_P(AttendanceTest, the_script_gets_figures_and_no_page) {
  auto one = list().front().invitee_id;
  auto headers = office.headers;
  headers.emplace_back("Accept", "application/json");
  auto told = site().post(base + "/" + one, {{"csrf", office.csrf}, {"present", "1"}}, headers);
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.header("Content-Type"), "application/json");
  EXPECT_NE(told.body.find("\"present\":\"1\""), std::string::npos) << told.body;
}

TEST_P(AttendanceTest, only_who_runs_the_body_and_only_from_its_day_on) {
  auto one = list().front().invitee_id;
  auto stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(stranger.get(base).status, 403);
  EXPECT_EQ(mark(stranger, one, "1").status, 403);
  EXPECT_EQ(stranger.post(base, {{"name", "X"}}).status, 403);
  EXPECT_EQ(stranger.get(base + "/sheet").status, 403);
  EXPECT_EQ(presence().present, 0);
  auto coming = planned_id(plan(office, 5));
  EXPECT_EQ(office.post("/staff/meetings/" + coming + "/attendance", {{"name", "X"}}).status, 422);
}

TEST_P(AttendanceTest, somebody_else_comes_instead) {
  auto all = list();
  mark(office, all[0].invitee_id, "1", {{"instead", "Frau Ohm"}});
  auto now = list();
  EXPECT_TRUE(now[0].instead || now[1].instead || now[2].instead);
  int figures = 0;
  for (auto const& one : attended()) {
    EXPECT_EQ(one.person_id, "");  // it was not who was asked
    ++figures;
  }
  EXPECT_EQ(figures, 1);
  EXPECT_NE(office.get(base).body.find("Frau Ohm"), std::string::npos);
  mark(office, all[0].invitee_id, "1", {{"instead", ""}});
  EXPECT_NE(attended().front().person_id, "");
  // Who says by link that somebody else comes needs no second word at the door.
  auto path = answer_path("p2@verein.example");
  EXPECT_EQ(site().get(path).form("form.m-form").set("answer", "delegated").set("deputy", "Herr Veit").submit().status, 303);
  for (auto const& one : list())
    if (one.name == "Herr Veit") mark(office, one.invitee_id, "1");
  auto both = attended();
  EXPECT_EQ(std::count_if(both.begin(), both.end(), [](auto const& one) { return one.person_id.empty(); }), 1);
}

TEST_P(AttendanceTest, walk_ins_have_a_name_and_perhaps_an_organisation) {
  organization("Sportverein Grün-Weiß", "Weidenrode");
  organization("Sportverein Eintracht", "Weidenrode");
  auto form = office.get(base).form("section form.m-form");
  form.set("name", "Bilal Haddad").set("organization", "Sportverein G");
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);  // the second of two taps
  ASSERT_EQ(presence().present, 1);
  Attendee guest;
  for (auto const& one : list())
    if (one.walk_in) guest = one;
  EXPECT_EQ(guest.label, "Sportverein Grün-Weiß");
  EXPECT_EQ(guest.name, "Bilal Haddad");
  // Several of that name: chosen, or none of them.
  auto unclear = office.get(base).form("section form.m-form").set("name", "Ida Moor").set("organization", "Sportverein").submit();
  EXPECT_EQ(unclear.status, 422);
  EXPECT_EQ(unclear.form("section form.m-form").set("organization_id", "none").submit().status, 303);
  EXPECT_EQ(office.get(base).form("section form.m-form").set("name", "Y").set("organization", "Gibt es nicht").submit().status, 422);
  EXPECT_EQ(office.get(base).form("section form.m-form").submit().status, 422);
  EXPECT_EQ(presence().present, 2);
  EXPECT_EQ(presence().organizations, 1);
  // A walk-in was not asked: neither open answers nor reminders.
  EXPECT_EQ(counts_of(invitees(id)).invited, 3);
  EXPECT_EQ(office.post(base + "/" + guest.invitee_id + "/removal").status, 303);
  EXPECT_EQ(office.post(base + "/" + guest.invitee_id + "/removal").status, 303);
  EXPECT_EQ(presence().present, 1);
  for (auto const& one : list())
    if (!one.walk_in) { EXPECT_EQ(office.post(base + "/" + one.invitee_id + "/removal").status, 422); }
  EXPECT_EQ(list().size(), 4u);
}

TEST_P(AttendanceTest, names_go_and_presence_stays_for_the_organisation) {
  auto verein = organization("Werkstatt e. V.", "Weidenrode");
  office.get(base).form("section form.m-form").set("name", "Bilal Haddad").set("organization", "Werkstatt").submit();
  for (auto const& one : list())
    if (!one.walk_in) mark(office, one.invitee_id, "1");
  ASSERT_EQ(attended().size(), 4u);
  EXPECT_EQ(attended(1).size(), 0u);
  site().clock.advance(hours{24 * 100});
  auto context = as_operator();
  module().expire(context);
  auto all = attended(-200);
  ASSERT_EQ(all.size(), 4u);
  for (auto const& one : all) EXPECT_EQ(one.person_id, "");
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [&](auto const& one) { return one.organization_id == verein; }), 1);
  for (auto const& one : list()) EXPECT_EQ(one.name, "");
  auto page = site().sign_in({{"body-office", table}}).get(base);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body.find("Haddad"), std::string::npos);
}

TEST_P(AttendanceTest, paper_for_the_hall) {
  for (std::string page : {"/sheet", "/badges", "/signs"}) {
    auto paper = office.get(base + page);
    EXPECT_EQ(paper.status, 200) << page;
    EXPECT_NE(paper.body.find("Person p1"), std::string::npos) << page;
  }
}

TEST_P(AttendanceTest, all_or_nothing) {
  auto context = site().context("de", Actor::operator_());
  auto one = list().front().invitee_id;
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      (void)mark_attendance(writer, context, id, one, {true, "Frau Ohm", writer.now()});
    });
  });
  EXPECT_GT(statements, 3);
  EXPECT_EQ(meeting().state, State::Held);
  EXPECT_EQ(presence().present, 1);
}

MILA_ON_EACH_ENGINE(AttendanceTest);

}  // namespace
}  // namespace mila::meetings
