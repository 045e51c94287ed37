// Agreements and tasks as people meet them, on both engines.
#include <gmock/gmock.h>

#include <future>
#include <regex>

#include "modules/agreements/test_support.h"
#include "platform/auth/accounts.h"

namespace mila::agreements {
namespace {

using testing::PageResult;
using testing::SignedIn;

class PagesTest : public AgreementsFixture {
 protected:
  static std::string id_in(PageResult const& page) {
    std::smatch match;
    EXPECT_TRUE(std::regex_search(page.path, match, std::regex("([0-9a-f-]{36})"))) << page.path;
    return match[1];
  }
  std::string link_to(std::string const& address) {
    auto context = as_operator();
    auto text = site().database().read([&](db::Reader& reader) { return mail::text_of(reader, context, mail_to(address).id); });
    std::smatch match;
    EXPECT_TRUE(std::regex_search(text, match, std::regex("(/[a-z-]+/tasks/[A-Za-z0-9._-]+)"))) << text;
    return match[1];
  }
  std::vector<std::string> acts_of(std::string const& task_id) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) {
      std::vector<std::string> acts;
      for (auto const& event : events_of(reader, context, "task", task_id)) acts.push_back(event.act);
      return acts;
    });
  }
  std::vector<WaitingItem> waiting_for(SignedIn const& who, std::vector<Grant> grants) {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = who.account_id;
    actor.grants = std::move(grants);
    auto context = site().context("de", actor);
    return site().database().read([&](db::Reader& reader) { return module().waiting(context, reader); });
  }
};

TEST_P(PagesTest, an_agreement_is_written_down_and_found_by_a_word) {
  auto page = office.get("/staff/agreements/new").form("form.m-form").set("text", "Kinderbetreuung während der Kurse").set("topic", "").submit().follow();
  EXPECT_EQ(page.status, 200);
  std::string number = page.document.find("h1").text();
  EXPECT_TRUE(number.starts_with("RT-2026-01/1")) << number;
  EXPECT_NE(stranger.get("/staff/agreements?q=betreuung").body.find(number), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/agreements?q=wohnraum").body.find(number), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/agreements?q=betreuung&place=none").body.find(number), std::string::npos);
  // Members read, only who runs the body writes.
  EXPECT_EQ(stranger.get(page.path).status, 200);
  for (auto const* way : {"/edit", "/end"}) EXPECT_EQ(stranger.get("/staff/agreements/" + id_in(page) + way).status, 403) << way;
  EXPECT_EQ(stranger.post("/staff/agreements?body=" + table, {{"text", "x"}, {"agreed_on", "2026-11-24"}}).status, 403);
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).get("/staff/agreements/new").status, 403);
}

TEST_P(PagesTest, another_page_hands_its_words_over_and_nothing_is_stored) {
  auto meeting = meeting_of(table);
  std::string query = "?body=" + table + "&meeting=" + meeting;
  auto page = office.post("/staff/agreements/new" + query + "&day=2026-03-05", {{"text", "Räume <teilen>"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(numbers().empty());
  auto made = page.form("form.m-form").submit().follow();
  EXPECT_EQ(find(id_in(made)).text, "Räume <teilen>");
  EXPECT_EQ(find(id_in(made)).meeting_id, meeting);
  auto task = office.post("/staff/tasks/new" + query, {{"what", "Schlüssel holen"}}).form("form.m-form").submit().follow();
  EXPECT_EQ(find_one(id_in(task)).what, "Schlüssel holen");
  EXPECT_EQ(stranger.post("/staff/tasks/new" + query, {{"what", "x"}}).status, 403);
}

TEST_P(PagesTest, two_clicks_write_it_down_once) {
  auto page = office.get("/staff/agreements/new");
  for (int n = 0; n < 2; ++n) EXPECT_EQ(page.form("form.m-form").set("text", "Einmal").submit().status, 303);
  EXPECT_EQ(numbers().size(), 1u);
}

TEST_P(PagesTest, both_texts_are_shown_when_two_change_it) {
  auto one = agreed("Alt", day(2026, 3, 5));
  std::string const path = "/staff/agreements/" + one.id + "/edit";
  auto mine = office.get(path), theirs = office.get(path);
  EXPECT_EQ(theirs.form("form.m-form").set("text", "Von ihr").submit().status, 303);
  auto clash = mine.form("form.m-form").set("text", "Von mir").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_NE(clash.body.find("Von ihr"), std::string::npos);
  EXPECT_NE(clash.body.find("Von mir"), std::string::npos);
  EXPECT_EQ(find(one.id).text, "Von ihr");
  EXPECT_EQ(clash.form("form.m-form").submit().status, 303);
  EXPECT_EQ(find(one.id).text, "Von mir");
  EXPECT_NE(office.get("/staff/agreements/" + one.id).body.find("Von ihr"), std::string::npos);  // history
}

TEST_P(PagesTest, the_register_goes_along_as_a_file) {
  agreed("Räume; \"günstig\"", day(2026, 3, 5));
  auto csv = office.get("/staff/agreements/files/csv");
  EXPECT_EQ(csv.status, 200);
  EXPECT_NE(csv.body.find("RT-2026-01/1;2026-03-05"), std::string::npos);
  EXPECT_EQ(office.get("/staff/agreements/files/xlsx").body.substr(0, 2), "PK");
  EXPECT_EQ(office.get("/staff/agreements/files/pdf").status, 404);
  EXPECT_EQ(office.get("/staff/tasks/files/csv").status, 403);
  EXPECT_EQ(site().sign_in({{"coordinator", ""}}).get("/staff/tasks/files/csv").status, 200);
}

TEST_P(PagesTest, a_volunteer_answers_by_the_link_and_opening_it_changes_nothing) {
  auto one = task({.what = "Fahrdienst am Dienstag", .person_id = volunteer, .due = day(2026, 12, 15)});
  auto path = link_to("v@privat.example");
  auto page = site().get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("15. Dezember 2026<"), std::string::npos);
  EXPECT_EQ(find_one(one.id).state, TaskState::Open);
  EXPECT_EQ(site().get(path).form("form.m-form").submit().status, 303);  // yes
  EXPECT_EQ(find_one(one.id).state, TaskState::Accepted);
  EXPECT_EQ(site().post(path, {{"state", "accepted"}}).status, 303);  // the second of two clicks
  EXPECT_THAT(acts_of(one.id), ::testing::UnorderedElementsAre("made", "accepted"));
  EXPECT_EQ(site().post(path, {{"state", "cannot"}, {"note", "Knie"}, {"version", "1"}}).status, 409);  // seen before the yes
  EXPECT_EQ(find_one(one.id).state, TaskState::Accepted);
  EXPECT_EQ(site().post(path, {{"state", "cannot"}, {"note", "Knie"}, {"version", "2"}}).status, 303);
  EXPECT_EQ(find_one(one.id).state, TaskState::Cannot);
  // Whoever runs the body reads why, others do not.
  EXPECT_NE(office.get("/staff/tasks/" + one.id).body.find("Knie"), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/tasks/" + one.id).body.find("Knie"), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/tasks/" + one.id).body.find("Vera Lind"), std::string::npos);
  for (auto const* state : {"dropped", "open", "x", ""}) EXPECT_NE(site().post(path, {{"state", state}}).status, 303) << state;
  EXPECT_EQ(find_one(one.id).state, TaskState::Cannot);
  EXPECT_EQ(site().get(path + "x").status, 404);
  site().clock.advance(std::chrono::hours{24 * 300});
  EXPECT_EQ(site().get(path).status, 404);
}

TEST_P(PagesTest, the_link_speaks_ukrainian_and_arabic) {
  task({.what = "Fahrdienst", .person_id = volunteer});
  auto path = link_to("v@privat.example");
  for (auto const& [language, direction] : {std::pair{"uk", "ltr"}, {"ar", "rtl"}}) {
    auto page = site().get("/" + std::string(language) + path.substr(3));
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.document.find("html").attribute("lang"), language);
    EXPECT_EQ(page.document.find("html").attribute("dir"), direction);
    for (auto const* english : {"Will you take", "I cannot do it", "Yes, I take it on", "Asked by"})
      EXPECT_EQ(page.body.find(english), std::string::npos) << language << " " << english;
  }
}

TEST_P(PagesTest, ten_clicks_at_once_are_one) {
  auto one = task({.what = "Liste", .organization_id = organization});
  std::vector<std::future<int>> clicks;
  for (int n = 0; n < 10; ++n)
    clicks.push_back(std::async(std::launch::async, [&] { return office.post("/staff/tasks/" + one.id + "/state", {{"state", "done"}, {"version", "1"}}).status; }));
  for (auto& click : clicks) EXPECT_EQ(click.get(), 303);
  EXPECT_THAT(acts_of(one.id), ::testing::UnorderedElementsAre("done", "made"));
}

TEST_P(PagesTest, the_holder_says_what_became_of_it_and_nobody_else) {
  auto adviser = site().sign_in({{"adviser", organization}});
  auto one = task({.what = "Liste", .organization_id = organization});
  std::string const path = "/staff/tasks/" + one.id;
  EXPECT_EQ(stranger.post(path + "/state", {{"state", "done"}}).status, 403);
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).post(path + "/state", {{"state", "done"}}).status, 403);
  EXPECT_EQ(adviser.post(path + "/state", {{"state", "dropped"}}).status, 403);
  EXPECT_EQ(adviser.get(path).form("form.m-form").set("note", "keine Zeit").submit().status, 303);
  EXPECT_EQ(find_one(one.id).state, TaskState::Cannot);
  EXPECT_EQ(adviser.get("/staff/tasks?whose=organization").body.find("Liste") != std::string::npos, true);
  EXPECT_EQ(adviser.get(path + "/edit").status, 403);
  // The office gives it to somebody else.
  EXPECT_EQ(office.get(path + "/edit").form("form.m-form").set("holder", "person:" + chair).submit().status, 303);
  EXPECT_EQ(find_one(one.id).person_id, chair);
  EXPECT_EQ(find_one(one.id).state, TaskState::Accepted);
}

TEST_P(PagesTest, who_comes_too_late_learns_what_somebody_did_and_changes_nothing) {
  auto adviser = site().sign_in({{"adviser", organization}});
  auto one = task({.what = "Liste", .organization_id = organization});
  std::string const path = "/staff/tasks/" + one.id, acts = "form[action=\"" + path + "/state\"]";
  auto seen_by_adviser = adviser.get(path), seen_by_office = office.get(path);
  auto name_of = [&](SignedIn const& who) { return site().database().read([&](db::Reader& reader) { return auth::find_account(reader, who.account_id)->name; }); };
  // A reminder meanwhile is nothing that was changed.
  write([&](db::Writer& writer, Context&) {
    auto stored = *find_task(writer, one.id);
    stored.reminded_at = writer.now();
    mark_told(writer, stored);
  });
  auto later = [&] { site().clock.advance(std::chrono::minutes{1}); };
  later();
  EXPECT_EQ(seen_by_adviser.form("form.m-form").set("note", "keine Zeit").submit().status, 303);
  EXPECT_EQ(seen_by_adviser.form("form.m-form").submit().status, 303);  // the second of two clicks
  auto late = seen_by_office.form(acts).submit();  // done
  EXPECT_EQ(late.status, 409);
  EXPECT_THAT(late.body, ::testing::HasSubstr("Zurückgegeben, " + name_of(adviser)));
  EXPECT_EQ(find_one(one.id).state, TaskState::Cannot);
  EXPECT_THAT(acts_of(one.id), ::testing::UnorderedElementsAre("made", "cannot"));
  // Given to somebody else meanwhile: who had it sees that, without a name.
  auto had = adviser.get(path);
  later();
  EXPECT_EQ(office.get(path + "/edit").form("form.m-form").set("holder", "person:" + chair).submit().status, 303);
  auto lost = had.form(acts).submit();
  EXPECT_EQ(lost.status, 409);
  EXPECT_THAT(lost.body, ::testing::HasSubstr("Jemandem gegeben, "));
  EXPECT_THAT(lost.body, ::testing::Not(::testing::HasSubstr(name_of(office))));
  EXPECT_EQ(find_one(one.id).person_id, chair);
  // Handing over by two at once: both values, and who was quicker.
  auto mine = office.get(path + "/edit"), theirs = office.get(path + "/edit");
  later();
  EXPECT_EQ(theirs.form("form.m-form").set("other", "jobcenter").submit().status, 303);
  auto clash = mine.form("form.m-form").set("other", "Anke Ohm").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_THAT(clash.body, ::testing::HasSubstr("Jemandem gegeben, " + name_of(office)));
  EXPECT_EQ(find_one(one.id).organization_id, organization);
  // Done and opened again: neither goes by what was seen before.
  auto before = office.get(path);
  EXPECT_EQ(before.form(acts).submit().status, 303);
  auto ended = office.get(path);
  EXPECT_EQ(ended.form(acts).submit().status, 303);
  EXPECT_EQ(find_one(one.id).state, TaskState::Open);
  EXPECT_EQ(before.form(acts).submit().status, 409);
}

TEST_P(PagesTest, a_task_for_an_organisation_outside_the_body_goes_by_its_name) {
  auto page = office.get("/staff/tasks/new").form("form.m-form").set("what", "Räume suchen").set("other", "jobcenter").submit();
  ASSERT_EQ(page.status, 303);
  EXPECT_EQ(find_one(id_in(page.follow())).organization_id, organization);
  EXPECT_EQ(office.get("/staff/tasks/new").form("form.m-form").set("what", "x").set("other", "gibt es nicht").submit().status, 422);
}

TEST_P(PagesTest, a_task_goes_to_a_person_outside_the_body_by_a_part_of_the_name) {
  auto form = [&] { return office.get("/staff/tasks/new").form("form.m-form").set("what", "Zahlen holen"); };
  auto one = find_one(id_in(form().set("other", "Anke").submit().follow()));
  EXPECT_EQ(one.person_id, official);
  EXPECT_TRUE(one.told_at);
  EXPECT_EQ(mail_to("ohm@amt.example").purpose, "task");
  // Of two with that name one is chosen; the one has no mail address, and whoever runs the body is told so.
  auto silent = write([&](db::Writer& writer, Context& context) { return person(writer, context, "Anke Still", network::PersonClass::Official, ""); });
  auto asked = form().set("other", "anke").submit();
  EXPECT_EQ(asked.status, 422);
  auto count = mails().size();
  auto page = asked.form("form.m-form").choose("Anke Still, Jobcenter").submit().follow();
  EXPECT_EQ(find_one(id_in(page)).person_id, silent);
  EXPECT_EQ(mails().size(), count);
  EXPECT_THAT(page.body, ::testing::HasSubstr("Bitte rufen Sie an."));
  // Of a volunteer the body's office sees no name, so none is found by it.
  EXPECT_EQ(form().set("other", "Vera Lind").submit().status, 422);
  // One who agreed to that is found and has to say yes first.
  write([&](db::Writer& writer, Context& context) {
    EXPECT_TRUE(network::set_consents(writer, context, volunteer, {network::ConsentItem::NameToMembers}, "de"));
  });
  EXPECT_EQ(find_one(id_in(form().set("other", "Vera Lind").submit().follow())).state, TaskState::Open);
  EXPECT_EQ(mail_to("v@privat.example").subject, "Übernehmen Sie das? Zahlen holen");
}

TEST_P(PagesTest, what_waits_is_on_the_start_page_of_who_can_do_it) {
  auto const* role = [&] {
    static Role runs{"body-office", Scope::Body, false, 60, {Permission::ReadNetwork, Permission::RunMeetings}, "", ""};
    return &runs;
  }();
  static Role advises{"adviser", Scope::Organization, false, 60, {Permission::ReadNetwork}, "", ""};
  task({.what = "Überfällig", .organization_id = organization, .due = day(2026, 1, 1)});
  auto back = task({.what = "Zurück", .organization_id = organization});
  ASSERT_TRUE(change(back.id, TaskState::Cannot, ""));
  ASSERT_TRUE(save({.body_id = table, .agreed_on = day(2025, 1, 1), .text = "Prüfen", .review_on = day(2026, 1, 1)}));
  auto titles = [](std::vector<WaitingItem> const& items) {
    std::vector<std::string> all;
    for (auto const& item : items) all.push_back(item.detail);
    return all;
  };
  EXPECT_EQ(titles(waiting_for(office, {{role, table}})), (std::vector<std::string>{"Zurück", "Überfällig", "RT-2025-01/1: Prüfen"}));
  EXPECT_TRUE(waiting_for(stranger, {{role, other}}).empty());
  EXPECT_EQ(titles(waiting_for(stranger, {{&advises, organization}})), std::vector<std::string>{"Überfällig"});
}

TEST_P(PagesTest, a_meeting_leads_to_what_came_of_it) {
  auto const meeting = meeting_of(table);
  ASSERT_TRUE(save({.body_id = table, .meeting_id = meeting, .agreed_on = day(2026, 3, 5), .text = "Räume"}));
  task({.meeting_id = meeting, .what = "Schlüssel", .due = day(2026, 1, 1)});
  Actor actor = Actor::operator_();
  auto context = site().context("de", actor);
  auto of_meeting = [&](Context& reading) {
    return site().database().read([&](db::Reader& reader) { return module().related(reading, reader, "meeting", meeting); });
  };
  auto found = of_meeting(context);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].text + " " + found[0].detail, "RT-2026-01/1: Räume gilt");
  EXPECT_EQ(found[1].text + " " + found[1].detail, "Aufgabe: Schlüssel überfällig");
  EXPECT_EQ(found[0].group, "Vereinbarungen und Aufgaben");
  auto visitor = site().context("de", Actor::visitor());
  EXPECT_TRUE(of_meeting(visitor).empty());
  // What another body has with the name of this meeting is no part of it, however it came there.
  write([&](db::Writer& writer, Context& own) {
    Agreement foreign{.id = named_uuid("agreement", "foreign"), .body_id = other, .meeting_id = meeting, .agreed_on = day(2026, 3, 5), .number = "X", .text = "Fremd"};
    insert_agreement(writer, foreign, {.mark = "X", .year = 2026, .day = 1, .item = 1});
    insert_task(writer, {.id = named_uuid("task", "foreign"), .body_id = other, .meeting_id = meeting, .what = "Fremd", .created_by = own.actor.account_id});
  });
  EXPECT_EQ(of_meeting(context).size(), 2u);
}

TEST_P(PagesTest, a_form_takes_meetings_of_its_body_only) {
  auto ours = meeting_of(table), theirs = meeting_of(other);
  for (std::string all : {"/staff/agreements", "/staff/tasks"}) {
    auto form_of = [&](std::string const& meeting) { return office.get(all + "/new?body=" + table + "&meeting=" + meeting); };
    EXPECT_EQ(form_of(theirs).status, 404) << all;
    EXPECT_EQ(form_of(named_uuid("meeting", "none")).status, 404) << all;
    // The meeting says which body.
    EXPECT_EQ(office.get(all + "/new?meeting=" + ours).status, 200) << all;
    EXPECT_EQ(office.get(all + "/new?meeting=" + theirs).status, 403) << all;
    std::string field = all == "/staff/tasks" ? "what" : "text";
    auto page = form_of(ours);
    ASSERT_EQ(page.status, 200) << all;
    EXPECT_EQ(page.form("form.m-form").set(field, "Fremd").set("meeting", theirs).submit().status, 404) << all;
    EXPECT_EQ(page.form("form.m-form").set(field, "Eigen").submit().status, 303) << all;
  }
  EXPECT_EQ(numbers().size(), 1u);
}

TEST_P(PagesTest, a_body_leads_to_what_it_carries_over) {
  ASSERT_TRUE(save({.body_id = table, .agreed_on = day(2026, 3, 5), .text = "Räume"}));
  for (int n = 0; n < 12; ++n) task({.body_id = table, .what = "Schlüssel " + std::to_string(n), .due = day(2027, 1, 1)});
  Actor actor = Actor::operator_();
  auto context = site().context("de", actor);
  auto found = site().database().read([&](db::Reader& reader) { return module().related(context, reader, "body", table); });
  ASSERT_EQ(found.size(), 11u);
  EXPECT_EQ(found.back().text, "RT-2026-01/1: Räume");
  auto visitor = site().context("de", Actor::visitor());
  site().database().read([&](db::Reader& reader) { EXPECT_TRUE(module().related(visitor, reader, "body", table).empty()); });
}

TEST_P(PagesTest, pages_take_few_statements_however_much_there_is) {
  auto one = agreed("Text", day(2026, 3, 5));
  for (int n = 0; n < 12; ++n)
    task({.agreement_id = one.id, .what = "Nr. " + std::to_string(n), .organization_id = n % 2 ? organization : "", .person_id = n % 2 ? "" : official});
  auto roles = site().sign_in({{"coordinator", ""}});
  for (auto const& path : std::vector<std::string>{"/staff/agreements", "/staff/tasks", "/staff/tasks?whose=mine", "/staff/agreements/" + one.id, "/staff/tasks/new?body=" + table}) {
    std::int64_t n = 0;
    std::string said;
    site().database().on_statement([&](std::string_view name) { 
      if (name.starts_with("session") || name.starts_with("access_grant") || name.starts_with("audit")) return;
      said += std::string(name) + " ";
      ++n;
    });
    EXPECT_EQ(roles.get(path).status, 200) << path;
    site().database().on_statement(nullptr);
    EXPECT_LE(n, 10) << path << ": " << said;
  }
}

MILA_ON_EACH_ENGINE(PagesTest);

}  // namespace
}  // namespace mila::agreements
