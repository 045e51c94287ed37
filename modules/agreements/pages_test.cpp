// Agreements and tasks as people meet them, on both engines.
#include <gmock/gmock.h>

#include <future>
#include <regex>

#include "modules/agreements/test_support.h"

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
  EXPECT_EQ(site().post(path, {{"state", "cannot"}, {"note", "Knie"}}).status, 303);
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
    clicks.push_back(std::async(std::launch::async, [&] { return office.post("/staff/tasks/" + one.id + "/state", {{"state", "done"}}).status; }));
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

TEST_P(PagesTest, a_task_for_an_organisation_outside_the_body_goes_by_its_name) {
  auto page = office.get("/staff/tasks/new").form("form.m-form").set("what", "Räume suchen").set("other", "jobcenter").submit();
  ASSERT_EQ(page.status, 303);
  EXPECT_EQ(find_one(id_in(page.follow())).organization_id, organization);
  EXPECT_EQ(office.get("/staff/tasks/new").form("form.m-form").set("what", "x").set("other", "gibt es nicht").submit().status, 422);
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
  std::string const meeting = named_uuid("meeting", "x");
  ASSERT_TRUE(save({.body_id = table, .meeting_id = meeting, .agreed_on = day(2026, 3, 5), .text = "Räume"}));
  task({.meeting_id = meeting, .what = "Schlüssel", .due = day(2026, 1, 1)});
  Actor actor = Actor::operator_();
  auto context = site().context("de", actor);
  auto found = site().database().read([&](db::Reader& reader) { return module().related(context, reader, "meeting", meeting); });
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].text + " " + found[0].detail, "RT-2026-01/1: Räume gilt");
  EXPECT_EQ(found[1].text + " " + found[1].detail, "Aufgabe: Schlüssel überfällig");
  auto visitor = site().context("de", Actor::visitor());
  site().database().read([&](db::Reader& reader) { EXPECT_TRUE(module().related(visitor, reader, "meeting", meeting).empty()); });
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
