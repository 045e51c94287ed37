// Writing to many as people do it, on both engines.
#include "modules/circulars/circulars.h"

#include <gtest/gtest.h>

#include "modules/circulars/notices.h"
#include "modules/circulars/parts.h"
#include "modules/circulars/sending.h"
#include "modules/network/test_site.h"
#include "platform/auth/accounts.h"
#include "platform/jobs/runner.h"
#include "platform/testing/faults.h"

namespace mila::circulars {
namespace {

using namespace std::chrono;
using Fields = std::vector<std::pair<std::string, std::string>>;
using testing::SignedIn;

class CircularsTest : public network::NetworkSiteTest {
 protected:
  void SetUp() override {
    if (!start({module()}, [](CountyConfig& config) { config.public_url = "https://hilfe.auental.example"; })) return;
    table = body({.name = "Runder Tisch"});
    other = body({.name = "Koordinierungsstab"});
    school = organization("Schule am Ring", "schule@ring.example", "school");
    police = organization("Polizei", "wache@polizei.example", "police");
    vollstedt = person({.name = "Henrike Vollstedt", .work_mail = "vollstedt@kreis.example"});
    berg = person({.kind = network::PersonClass::Volunteer, .name = "Anna Berg", .private_mail = "anna.berg@post.example"});
    seat(table, vollstedt);
    seat(table, "", police);
    seat(other, "", school);
  }
  std::string organization(std::string name, std::string mail, std::string sector) {
    directory::Organization value;
    value.name = std::move(name);
    value.email = std::move(mail);
    value.x_sector = std::move(sector);
    return NetworkSiteTest::organization(std::move(value));
  }

  /// A draft of `who`, ready to be sent; returns its path.
  std::string draft(SignedIn const& who, Fields receivers, std::string subject = "Treffen am Montag") {
    auto added = who.post("/staff/circulars", std::move(receivers));
    EXPECT_EQ(added.status, 303) << added.text();
    std::string path = added.location();
    path = path.substr(0, path.rfind('/'));
    auto saved = who.post(path + "/text", {{"subject", subject}, {"body", "Wir treffen uns **um 9**."},
                                           {"language", "de"}, {"version", "1"}});
    EXPECT_EQ(saved.status, 303) << saved.text();
    return path;
  }
  testing::PageResult send(SignedIn const& who, std::string const& path) {
    std::string version = who.get(path + "/preview").document.find("form[action=\"" + path + "/sending\"] input[name=version]").attribute("value");
    return who.post(path + "/sending", {{"version", version}});
  }
  /// Runs the jobs of this module alone: mails stay in the outbox.
  void run_jobs() {
    auto kinds = module().jobs;
    kinds.push_back({.name = "mail.send", .handler = [](Context&, jobs::Job const&) { return jobs::Outcome::retry("waits"); },
                     .max_attempts = 1000});
    jobs::Runner runner({&site().county()}, kinds, site().clock, site().random);
    while (runner.run_one(site().county())) {}
  }
  std::vector<std::string> addresses(mail::State state = mail::State::Queued) {
    std::vector<std::string> found;
    for (auto const& mail : mails("", state)) found.push_back(mail.address);
    std::sort(found.begin(), found.end());
    return found;
  }
  std::string leave_path(std::string const& address, std::string const& group = "") {
    auto context = as_operator();
    return "/de/circulars/leave/" + leave_key(context, {hash_of(site().county(), address), group});
  }

  std::string table, other, school, police, vollstedt, berg;
};

TEST_P(CircularsTest, three_steps_and_each_receiver_gets_a_mail_of_their_own) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto path = draft(boss, {{"bodies", table}});
  auto preview = boss.get(path + "/preview");
  ASSERT_EQ(preview.status, 200);
  EXPECT_NE(preview.text().find("Runder Tisch"), std::string::npos) << "why is said";
  EXPECT_EQ(preview.document.find("strong").text(), "um 9");
  auto sent = send(boss, path);
  EXPECT_EQ(sent.location(), path + "?done=saved");
  run_jobs();
  EXPECT_EQ(addresses(), (std::vector<std::string>{"vollstedt@kreis.example", "wache@polizei.example"}));
  auto context = as_operator();
  auto mails = site().database().read([&](db::Reader& reader) { return mail::mails_to(reader, context, {"person", vollstedt}); });
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].purpose, "circular");
  std::string mime = mail::compose(context, mail::maildir_settings(site().county()), mails[0].id).value();
  EXPECT_NE(mime.find("Reply-To: person1@auental.example"), std::string::npos) << mime;
  EXPECT_NE(mime.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), std::string::npos);
  EXPECT_NE(mime.find("Precedence: bulk"), std::string::npos);
  EXPECT_EQ(mime.find("wache@polizei.example"), std::string::npos) << "nobody sees the others";
  std::string text = site().database().read([&](db::Reader& reader) { return mail::text_of(reader, context, mails[0].id); });
  EXPECT_NE(text.find("Runder Tisch"), std::string::npos) << text;
  auto page = boss.get(path);
  EXPECT_NE(page.text().find("Henrike Vollstedt"), std::string::npos);
  EXPECT_EQ(page.document.all("table tbody tr").size(), 2u);
}

TEST_P(CircularsTest, each_address_once_and_only_those_who_fit_every_line) {
  organization("Polizei Nord", "Wache@Polizei.example", "police");
  auto boss = site().sign_in({{"coordinator", ""}});
  send(boss, draft(boss, {{"everybody", "1"}}));
  run_jobs();
  EXPECT_EQ(addresses(), (std::vector<std::string>{"person1@auental.example", "schule@ring.example",
                                                   "vollstedt@kreis.example", "wache@polizei.example"}));
  send(boss, draft(boss, {{"bodies", table}, {"sector", "police"}}));
  run_jobs();
  EXPECT_EQ(addresses().size(), 5u);
  auto nobody = draft(boss, {{"bodies", table}, {"sector", "school"}});
  EXPECT_EQ(send(boss, nobody).status, 422);
}

TEST_P(CircularsTest, a_volunteer_is_written_to_from_consent_to_revocation) {
  auto consents = [&](std::vector<network::ConsentItem> items) {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      ASSERT_TRUE(network::set_consents(writer, context, berg, items, "de").has_value());
    });
  };
  seat(table, berg, "");
  auto boss = site().sign_in({{"coordinator", ""}});
  consents({network::ConsentItem::MailToMembers, network::ConsentItem::NameToMembers});
  auto path = draft(boss, {{"bodies", table}});
  EXPECT_NE(boss.get(path + "/preview").text().find("3"), std::string::npos);
  consents({});
  send(boss, path);
  run_jobs();
  auto all = addresses();
  EXPECT_EQ(std::count(all.begin(), all.end(), "anna.berg@post.example"), 0);
}

TEST_P(CircularsTest, the_office_of_a_body_writes_to_its_own_only) {
  auto office = site().sign_in({{"body-office", table}});
  EXPECT_EQ(office.post("/staff/circulars", {{"bodies", other}}).status, 422);
  EXPECT_EQ(office.post("/staff/circulars", {{"sector", "police"}}).status, 422) << "everybody of a kind is not theirs";
  EXPECT_EQ(office.post("/staff/circulars", {{"everybody", "1"}}).status, 422);
  auto path = draft(office, {{"bodies", table}});
  EXPECT_EQ(send(office, path).status, 303);
  auto boss = site().sign_in({{"coordinator", ""}}), stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(boss.get(path).status, 200);
  EXPECT_EQ(stranger.get(path).status, 403);
  EXPECT_EQ(stranger.post(path + "/removal").status, 403);
  EXPECT_EQ(site().sign_in({{"adviser", school}}).get("/staff/circulars").status, 403);
  // A group kept by the coordinator is not offered to them.
  boss.post("/staff/circulars", {{"sector", "police"}, {"keep_as", "Wachen"}});
  EXPECT_EQ(office.get("/staff/circulars/new").text().find("Wachen"), std::string::npos);
  EXPECT_NE(boss.get("/staff/circulars/new").text().find("Wachen"), std::string::npos);
}

TEST_P(CircularsTest, a_double_click_sends_once_and_five_a_day_are_enough) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto path = draft(boss, {{"bodies", table}});
  std::string version = "2";
  EXPECT_EQ(boss.post(path + "/sending", {{"version", "1"}}).status, 409) << "another version was looked at";
  auto first = boss.post(path + "/sending", {{"version", version}}), second = boss.post(path + "/sending", {{"version", version}});
  EXPECT_EQ(first.status, 303);
  EXPECT_EQ(second.status, 303);
  run_jobs();
  EXPECT_EQ(addresses().size(), 2u);
  for (int i = 2; i <= kMostADay; ++i) EXPECT_EQ(send(boss, draft(boss, {{"bodies", table}})).status, 303);
  auto late = draft(boss, {{"bodies", table}});
  EXPECT_EQ(send(boss, late).status, 422);
  site().clock.advance(24h);
  auto again = site().sign_in_as(boss.account_id);
  EXPECT_EQ(send(again, late).status, 303);
}

TEST_P(CircularsTest, leaving_works_at_once_also_for_what_waits) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto added = boss.post("/staff/circulars", {{"sector", "police"}, {"keep_as", "Wachen"}});
  auto group = site().database().read([](db::Reader& reader) { return all_groups(reader).at(0).id; });
  auto of_group = [&] { return draft(boss, {{"groups", group}}); };
  send(boss, of_group());
  run_jobs();
  ASSERT_EQ(addresses().size(), 1u);
  send(boss, of_group());  // not yet made into mails
  auto path = leave_path("wache@polizei.example", group);
  std::string before = testing::dump_of(site().database());
  EXPECT_EQ(site().get(path).status, 200);
  EXPECT_EQ(testing::dump_of(site().database()), before) << "scanners open every link";
  EXPECT_EQ(site().post(path, {{"what", "group"}}).status, 303);
  run_jobs();
  EXPECT_TRUE(addresses().empty()) << "neither the queued mail nor the next one";
  EXPECT_EQ(send(boss, of_group()).status, 422) << "nobody is left";
  EXPECT_EQ(send(boss, draft(boss, {{"bodies", table}})).status, 303) << "other lists go on";
  run_jobs();
  EXPECT_EQ(addresses().size(), 2u);
  EXPECT_EQ(site().post(path, {{"what", "back"}}).status, 303);
  EXPECT_EQ(send(boss, of_group()).status, 303);
}

TEST_P(CircularsTest, mail_programs_leave_by_one_click_without_anything_of_ours) {
  auto path = leave_path("wache@polizei.example");
  auto done = site().request(http::Method::Post, path, "List-Unsubscribe=One-Click",
                             {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(done.status, 200) << "RFC 8058: no redirect";
  auto left = site().database().read([](db::Reader& reader) { return all_leaves(reader).size(); });
  EXPECT_EQ(left, 1u);
  EXPECT_EQ(site().request(http::Method::Post, leave_path("schule@ring.example"), "", {}).status, 200);
  EXPECT_EQ(site().request(http::Method::Post, path + "x", "", {}).status, 404);
  auto boss = site().sign_in({{"coordinator", ""}});
  send(boss, draft(boss, {{"everybody", "1"}}));
  run_jobs();
  EXPECT_EQ(addresses(), (std::vector<std::string>{"person1@auental.example", "vollstedt@kreis.example"}));
}

TEST_P(CircularsTest, a_draft_changed_elsewhere_is_not_overwritten) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto path = draft(boss, {{"bodies", table}});
  auto late = boss.post(path + "/text", {{"subject", "Alt"}, {"body", "Alt"}, {"language", "de"}, {"version", "1"}});
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.document.find("input[name=subject]").attribute("value"), "Alt");
  EXPECT_EQ(boss.post(path + "/removal").status, 303);
  EXPECT_EQ(boss.get(path + "/preview").status, 404);
}

TEST_P(CircularsTest, sending_is_all_or_nothing) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto path = draft(boss, {{"bodies", table}});
  std::string id = path.substr(path.rfind('/') + 1);
  auto const* role = site().site().roles().find("coordinator");
  Actor actor;
  actor.kind = Actor::Kind::Account;
  actor.account_id = boss.account_id;
  actor.grants.push_back({role, ""});
  auto context = site().context("de", actor);
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      auto sent = circulars::send(writer, context, site().site(), id, 2);
      if (!sent) throw std::runtime_error(sent.error().message);
    });
  });
  EXPECT_GT(statements, 5);
}

TEST_P(CircularsTest, an_erased_person_leaves_nothing_behind) {
  auto boss = site().sign_in({{"coordinator", ""}});
  send(boss, draft(boss, {{"bodies", table}}));
  run_jobs();
  auto context = as_operator();
  auto held = site().database().read([&](db::Reader& reader) { return disclose(context, reader, vollstedt); });
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(held[0].entries.size(), 1u);
  site().database().write([&](db::Writer& writer) { erase(writer, context, vollstedt); });
  EXPECT_EQ(addresses(), (std::vector<std::string>{"wache@polizei.example"}));
  EXPECT_TRUE(site().database().read([&](db::Reader& reader) { return disclose(context, reader, vollstedt); }).empty());
  EXPECT_EQ(testing::dump_of(site().database()).find("\"circular_delivery\" Henrike"), std::string::npos);
}

TEST_P(CircularsTest, deliveries_and_circulars_end) {
  auto boss = site().sign_in({{"coordinator", ""}});
  auto path = draft(boss, {{"bodies", table}});
  send(boss, path);
  run_jobs();
  auto context = as_operator();
  site().clock.advance(24h * (kDeliveriesKeptDays + 1));
  EXPECT_EQ(expire(context), 2);
  site().clock.advance(24h * kCircularsKeptDays);
  EXPECT_EQ(expire(context), 1);
  EXPECT_EQ(expire(context), 0);
}

TEST_P(CircularsTest, notices_come_down_by_author_coordinator_and_time) {
  auto adviser = site().sign_in({{"adviser", school}}), other_adviser = site().sign_in({{"adviser", police}});
  auto boss = site().sign_in({{"coordinator", ""}});
  Fields notice{{"title", "Kinderwagen"}, {"body", "Zu **verschenken**"}, {"until", "2026-12-01"}};
  EXPECT_EQ(adviser.post("/staff/notices", notice).status, 303);
  EXPECT_EQ(adviser.post("/staff/notices", notice).status, 303);
  notice[0].second = "Zu lange";
  notice[2].second = "2027-02-01";
  EXPECT_EQ(adviser.post("/staff/notices", notice).status, 422) << "more than eight weeks";
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).post("/staff/notices", notice).status, 403);
  auto all = site().database().read([](db::Reader& reader) { return notices_on(reader, 2026y / November / 23); });
  ASSERT_EQ(all.size(), 1u) << "a second click puts up nothing";
  std::string removal = "/staff/notices/" + all[0].id + "/removal";
  EXPECT_EQ(other_adviser.post(removal).status, 403);
  EXPECT_FALSE(other_adviser.get("/staff/notices").document.find("form[action=\"" + removal + "\"]"));
  EXPECT_EQ(boss.post(removal).status, 303);
  notice[2].second = "2026-12-01";
  EXPECT_EQ(adviser.post("/staff/notices", notice).status, 303);
  auto context = as_operator();
  site().clock.set(local_to_instant(2026y / December / 1, 20h, "Europe/Berlin"));
  EXPECT_EQ(expire(context), 0);
  site().clock.set(local_to_instant(2026y / December / 2, 1h, "Europe/Berlin"));
  EXPECT_EQ(expire(context), 1);
}

TEST_P(CircularsTest, new_notices_come_by_mail_once) {
  auto reader = site().sign_in({{"adviser", school}}), writer = site().sign_in({{"adviser", police}});
  auto context = as_operator();
  site().database().write([&](db::Writer& w) {
    for (auto const* who : {&reader, &writer}) (void)auth::enable_account(w, context, who->account_id);
  });
  for (auto const* who : {&reader, &writer}) EXPECT_EQ(who->post("/staff/notices/digest").status, 303);
  site().clock.advance(1min);
  writer.post("/staff/notices", {{"title", "Raum gesucht"}, {"body", "Ab Januar"}, {"until", "2026-12-20"}});
  auto digest = [&] {
    EXPECT_EQ(digest_job().handler(context, {}).kind, jobs::Outcome::Kind::Done);
  };
  digest();
  digest();
  EXPECT_EQ(addresses(), (std::vector<std::string>{"person1@auental.example"})) << "not to the author, not twice";
}

MILA_ON_EACH_ENGINE(CircularsTest);

}  // namespace
}  // namespace mila::circulars
