// Planning, inviting and answering, as people do it, on both engines.
#include "modules/meetings/meetings.h"

#include "modules/meetings/agenda.h"
#include "modules/meetings/test_support.h"
#include "platform/auth/accounts.h"

namespace mila::meetings {
namespace {

TEST_P(MeetingsTest, six_fields_plan_a_meeting_and_nobody_gets_a_mail) {
  auto page = plan(office);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.document.find("h1").text(), "Viertes Quartal");
  EXPECT_NE(page.body.find("Rathaus, Markt 1"), std::string::npos);
  EXPECT_TRUE(mails().empty());
  // The second of two clicks leads to the same meeting.
  EXPECT_EQ(planned_id(plan(office)), planned_id(page));
}

TEST_P(MeetingsTest, only_who_runs_the_body_plans_for_it) {
  auto stranger = site().sign_in({{"body-office", other}});
  auto id = planned_id(plan(office));
  EXPECT_EQ(stranger.get("/staff/meetings/" + id).status, 200);
  for (auto const* page : {"/edit", "/cancellation", "/invitations"})
    EXPECT_EQ(stranger.get("/staff/meetings/" + id + page).status, 403) << page;
  auto adviser = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(adviser.get("/staff/meetings/new").status, 403);
}

TEST_P(MeetingsTest, seats_and_guests_get_an_invitation_their_calendar_understands) {
  auto id = planned_id(plan(office));
  auto done = office.get("/staff/meetings/" + id + "/invitations")
                  .form("form.m-form")
                  .set("guests", "Olena Hrytsenko <o.hrytsenko@gast.example>\nO.Hrytsenko@gast.example")
                  .set("language", "uk")
                  .submit();
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(mails().size(), 4u);
  // Again: nobody gets a second one.
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  EXPECT_EQ(mails().size(), 4u);
  auto context = as_operator();
  for (auto const& entry : mails()) {
    if (entry.address != "o.hrytsenko@gast.example") continue;
    EXPECT_EQ(entry.language, "uk");
    auto mime = mail::compose(context, mail::maildir_settings(site().county()), entry.id);
    ASSERT_TRUE(mime);
    EXPECT_NE(mime->find("Content-Type: text/calendar; method=REQUEST; charset=utf-8"), std::string::npos);
    EXPECT_NE(mime->find("application/ics"), std::string::npos);
  }
}

TEST_P(MeetingsTest, whom_no_mail_reaches_is_named_and_tried_again) {
  auto id = planned_id(plan(office));
  auto suppress = [&](std::string const& address) {
    auto context = as_operator();
    site().database().write([&](db::Writer& writer) { mail::suppress(writer, context, address, mail::Suppression::Bouncing); });
  };
  for (auto const* address : {"p1@verein.example", "alt@gast.example"}) suppress(address);
  auto invite_with = [&](std::string const& guests) {
    return office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").set("guests", guests).submit().follow();
  };
  auto page = invite_with("Gerda Quast <alt@gast.example>");
  EXPECT_EQ(mails().size(), 2u);
  EXPECT_NE(page.text().find("Gerda Quast"), std::string::npos);
  EXPECT_NE(page.document.find("p.m-note").text().find("Person p1; "), std::string::npos) << page.document.find("p.m-note").text();
  for (auto const& one : invitees(id)) EXPECT_EQ(one.invited_at.has_value(), !one.is_unreached());
  // A reminder goes to those who know of the meeting.
  EXPECT_EQ(office.post("/staff/meetings/" + id + "/reminders", {}).status, 303);
  EXPECT_EQ(mails().size(), 4u);
  // The same guest at another address, and an address that works again.
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    EXPECT_TRUE(mail::unsuppress(writer, context, "p1@verein.example"));
  });
  page = invite_with("gerda quast <neu@gast.example>");
  EXPECT_EQ(mails().size(), 6u);
  EXPECT_EQ(invitees(id).size(), 4u);
  EXPECT_EQ(page.body.find("m-note"), std::string::npos);
  // One that fails later is named from then on.
  suppress("p2@verein.example");
  EXPECT_EQ(office.get("/staff/meetings/" + id + "/edit").form("form.m-form").set("place", "Schule").submit().status, 303);
  EXPECT_NE(office.get("/staff/meetings/" + id).document.find("p.m-note").text().find("Person p2"), std::string::npos);
}

TEST_P(MeetingsTest, opening_the_link_changes_nothing_and_a_button_answers) {
  auto id = planned_id(plan(office));
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto path = answer_path("p1@verein.example");
  EXPECT_EQ(site().get(path).status, 200);
  for (auto const& invitee : invitees(id)) EXPECT_EQ(invitee.answer, Answer::None);
  auto page = site().get(path).form("form.m-form").set("answer", "delegated").submit();
  EXPECT_EQ(page.status, 422);  // nobody named
  page = site().get(path).form("form.m-form").set("answer", "delegated").set("deputy", "Frau Ohm").submit();
  EXPECT_EQ(page.status, 303);
  int delegated = 0;
  for (auto const& invitee : invitees(id))
    if (invitee.answer == Answer::Delegated) {
      EXPECT_EQ(invitee.deputy, "Frau Ohm");
      ++delegated;
    }
  EXPECT_EQ(delegated, 1);
  EXPECT_EQ(site().get(path + "x").status, 404);
  site().clock.advance(hours{24 * 40});
  EXPECT_EQ(site().get(path).status, 404);
}

TEST_P(MeetingsTest, a_place_given_back_goes_to_who_waits_longest) {
  auto id = planned_id(office.get("/staff/meetings/new")
                           .form("form.m-form")
                           .set("title", "Klein")
                           .set("day", format_iso_date(in(20)))
                           .set("places", "1")
                           .submit()
                           .follow());
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto say = [&](std::string const& who, std::string const& answer) {
    site().clock.advance(1min);
    EXPECT_EQ(site().get(answer_path(who + "@verein.example")).form("form.m-form").set("answer", answer).submit().status, 303);
  };
  auto count = [&](Answer answer) {
    int n = 0;
    for (auto const& invitee : invitees(id)) n += invitee.answer == answer;
    return n;
  };
  say("p1", "accepted");
  say("p2", "accepted");
  say("p3", "accepted");
  EXPECT_EQ(count(Answer::Accepted), 1);
  EXPECT_EQ(count(Answer::Waiting), 2);
  auto before = mails().size();
  say("p1", "declined");
  EXPECT_EQ(count(Answer::Accepted), 1);
  EXPECT_EQ(count(Answer::Waiting), 1);
  EXPECT_EQ(mails().size(), before + 1);
}

TEST_P(MeetingsTest, a_moved_meeting_is_told_and_counts_up) {
  auto id = planned_id(plan(office));
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto before = mails().size();
  auto form = office.get("/staff/meetings/" + id + "/edit").form("form.m-form");
  EXPECT_EQ(form.set("purpose", "Wohnen").submit().status, 303);
  EXPECT_EQ(mails().size(), before);  // nothing anybody must know of
  auto stale = office.get("/staff/meetings/" + id + "/edit");
  EXPECT_EQ(office.get("/staff/meetings/" + id + "/edit").form("form.m-form").set("start", "17:00").submit().status, 422);
  EXPECT_EQ(office.get("/staff/meetings/" + id + "/edit").form("form.m-form").set("start", "15:00").set("end", "17:00").submit().status, 303);
  EXPECT_EQ(mails().size(), before + 3);
  auto meeting = site().database().read([&](db::Reader& reader) { return find_meeting(reader, id); });
  EXPECT_EQ(meeting->sequence, 1);
  auto clash = stale.form("form.m-form").set("place", "Schule").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_NE(clash.body.find("Rathaus, Markt 1"), std::string::npos);
}

TEST_P(MeetingsTest, a_cancelled_meeting_is_told_with_its_reason) {
  auto id = planned_id(plan(office));
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto before = mails().size();
  EXPECT_EQ(office.get("/staff/meetings/" + id + "/cancellation").form("form.m-form").set("reason", "Wasserschaden").submit().status, 303);
  EXPECT_EQ(mails().size(), before + 3);
  EXPECT_EQ(office.post("/staff/meetings/" + id + "/cancellation", {{"reason", "x"}, {"version", "1"}}).status, 303);
  EXPECT_EQ(mails().size(), before + 3);
  EXPECT_EQ(office.post("/staff/meetings/" + id + "/invitations", {{"seats", "1"}}).status, 422);
}

TEST_P(MeetingsTest, names_go_and_numbers_stay) {
  auto id = planned_id(plan(office));
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").set("guests", "Gerda Quastenflieger <g@gast.example>").submit();
  site().clock.advance(hours{24 * 120});
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 4);
  for (auto const& invitee : invitees(id)) EXPECT_EQ(invitee.name + invitee.mail, "");
  EXPECT_EQ(invitees(id).size(), 4u);
}

TEST_P(MeetingsTest, who_is_erased_gets_no_invitation_and_stands_in_none) {
  auto id = planned_id(plan(office));
  office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
  auto context = as_operator();
  std::string person = invitees(id).front().person_id;
  ASSERT_NE(person, "");
  auto before = mails().size();
  site().database().write([&](db::Writer& writer) { module().erase_person(writer, context, person); });
  for (auto const& invitee : invitees(id)) EXPECT_NE(invitee.person_id, person);
  EXPECT_EQ(invitees(id).size(), 3u);
  EXPECT_EQ(mails().size(), before - 1);
}

TEST_P(MeetingsTest, an_agenda_has_parts_and_times_and_hides_what_is_hidden) {
  auto id = planned_id(plan(office));
  std::string const base = "/staff/meetings/" + id;
  auto add = [&](std::string const& title, std::string const& minutes, std::string const& visibility, std::string const& parent) {
    auto form = office.get(base + "/agenda/new").form("form.m-form");
    form.set("title", title).set("minutes", minutes).set("visibility", visibility);
    if (!parent.empty()) form.set("parent", parent);
    EXPECT_EQ(form.submit().status, 303) << title;
  };
  auto items = [&](Audience audience) {
    return site().database().read([&](db::Reader& reader) { return agenda_of(reader, *find_meeting(reader, id), audience); });
  };
  add("Begrüßung", "15", "public", "");
  add("Wohnen", "", "internal", "");
  std::string housing = items(Audience::Runs).back().id;
  add("Zuschüsse", "30", "internal", housing);
  add("Für die Moderation", "5", "hidden", "");
  auto all = items(Audience::Runs);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[2].number, "2.1");
  EXPECT_EQ(all[2].at, minutes{14 * 60 + 15});
  EXPECT_EQ(all[3].at, minutes{14 * 60 + 45});
  EXPECT_EQ(items(Audience::Member).size(), 3u);
  EXPECT_EQ(items(Audience::Everybody).size(), 1u);
  // A part has no parts, and an item is no part of itself.
  for (auto const& parent : {all[2].id, housing})
    EXPECT_EQ(office.post(base + "/agenda/" + housing, {{"title", "Wohnen"}, {"parent", parent}, {"version", "1"}}).status, 422);
  EXPECT_EQ(office.post(base + "/agenda/" + housing + "/position", {{"up", "1"}}).status, 303);
  EXPECT_EQ(items(Audience::Runs).front().title, "Wohnen");
  // Somebody else's agenda.
  auto stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(stranger.post(base + "/agenda/" + housing + "/position", {{"up", "0"}}).status, 403);
  EXPECT_EQ(stranger.post(base + "/agenda/" + housing + "/removal", {{"version", "1"}}).status, 403);
  EXPECT_EQ(items(Audience::Runs).size(), 4u);
  EXPECT_EQ(stranger.get(base).body.find("Moderation"), std::string::npos);
}

TEST_P(MeetingsTest, a_member_sees_what_became_of_a_topic) {
  auto id = planned_id(plan(office));
  std::string const base = "/staff/meetings/" + id;
  auto member = site().sign_in({{"leadership", ""}}), third = site().sign_in({{"leadership", ""}});
  for (int n = 0; n < 2; ++n)
    EXPECT_EQ(member.get(base + "/topics/new").form("form.m-form").set("title", "Fahrkarten für Ehrenamtliche").submit().status, 303);
  EXPECT_NE(member.get(base).body.find("Fahrkarten"), std::string::npos);
  EXPECT_EQ(third.get(base).body.find("Fahrkarten"), std::string::npos);
  auto item = site().database().read([&](db::Reader& reader) { return agenda_of(reader, *find_meeting(reader, id), Audience::Runs); });
  ASSERT_EQ(item.size(), 1u);
  std::string decision = base + "/agenda/" + item[0].id + "/decision";
  EXPECT_EQ(office.get(decision).form("form.m-form").set("decision", "decline").submit().status, 422);
  EXPECT_EQ(office.get(decision).form("form.m-form").set("decision", "decline").set("reason", "Erst im Januar").submit().status, 303);
  EXPECT_NE(member.get(base).body.find("Erst im Januar"), std::string::npos);
  EXPECT_EQ(office.post(decision, {{"decision", "accept"}}).status, 409);
  EXPECT_EQ(member.post(decision, {{"decision", "accept"}}).status, 403);
}

TEST_P(MeetingsTest, all_or_nothing) {
  auto id = planned_id(plan(office));
  auto context = site().context("de", Actor::operator_());
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)invite(writer, context, id, {}, true); });
  });
  EXPECT_GT(statements, 6);
  EXPECT_EQ(invitees(id).size(), mails().size());
}

MILA_ON_EACH_ENGINE(MeetingsTest);

}  // namespace
}  // namespace mila::meetings
