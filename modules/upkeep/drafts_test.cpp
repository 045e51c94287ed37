// New entries are nowhere before they are released, and nobody waits longer than five working days.
#include <regex>

#include "modules/upkeep/draft_store.h"
#include "modules/upkeep/jobs.h"
#include "modules/upkeep/test_support.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

class Drafts : public UpkeepTest {
 protected:
  /// Path of a new draft "Sprachcafé" of the association, filled and saved.
  std::string written(testing::SignedIn const& who) {
    auto begun = who.get("/staff/drafts/new").form("main form");
    auto to = begun.fill("Name of the offer", "Sprachcafé").submit();
    EXPECT_EQ(to.status, 303) << to.text();
    auto form = to.follow().form("form.m-form");
    auto saved = form.fill("In one sentence", "Reden bei Kaffee.").fill("Town", "Hohenlind")
                     .fill("Opening hours", "Fr 16–18").submit();
    EXPECT_EQ(saved.status, 303) << saved.text();
    return to.location();
  }
  Draft draft(std::string const& path) {
    return *site().database().read(
        [&](db::Reader& reader) { return find_draft(reader, path.substr(path.rfind('/') + 1)); });
  }
  std::string version(std::string const& path) { return std::to_string(draft(path).version); }
  testing::PageResult act(testing::SignedIn const& who, std::string const& path, std::string const& act,
                          std::string const& reason = "") {
    return who.post(path + "/" + act, {{"version", version(path)}, {"reason", reason}});
  }
  std::string mails_to(std::string const& account_id) {
    auto context = site().context();
    return site().database().read([&](db::Reader& reader) {
      std::string text;
      for (auto const& mail : mail::mails_to(reader, context, {"account", account_id}))
        text += mail.subject + "\n" + mail::text_of(reader, context, mail.id) + "\n";
      return text;
    });
  }
  bool in_directory() {
    return site().database().read(
               [](db::Reader& reader) { return directory::count_records(reader, directory::Kind::Service); }) > 2;
  }
};
MILA_ON_EACH_ENGINE(Drafts);

TEST_P(Drafts, ADraftIsNowhereInTheDirectory) {
  auto path = written(editor_of(bruecke));
  EXPECT_FALSE(in_directory());
  EXPECT_EQ(site().get("/de/offers/sprachcafe-" + short_id(path.substr(path.rfind('/') + 1))).status, 404);
  EXPECT_EQ(site().get("/sitemap.xml").body.find("sprachcafe"), std::string::npos);
  EXPECT_EQ(site().get("/de/offers.atom").body.find("Sprachcaf"), std::string::npos);
  EXPECT_EQ(coordinator().get("/staff/offers").text().find("Sprachcafé"), std::string::npos);
}

TEST_P(Drafts, IsHandedInReleasedAndThenPublic) {
  auto author = editor_of(bruecke);
  auto path = written(author);
  EXPECT_EQ(act(author, path, "release").status, 403);
  EXPECT_EQ(author.get(path).form("form[action=\"" + path + "/submission\"]").submit().status, 303);
  EXPECT_EQ(draft(path).state, DraftState::Submitted);
  EXPECT_EQ(draft(path).due_on, "2026-11-30");
  EXPECT_FALSE(in_directory());
  auto county = coordinator();
  EXPECT_NE(county.get("/staff/drafts?state=submitted").text().find("Sprachcafé"), std::string::npos);
  EXPECT_EQ(county.get(path).form("form[action=\"" + path + "/release\"]").submit().status, 303);
  auto id = path.substr(path.rfind('/') + 1);
  EXPECT_EQ(service(id).x_summary, "Reden bei Kaffee.");
  EXPECT_EQ(service(id).organization_id, bruecke);
  EXPECT_NE(site().get("/de/offers/sprachcafe-" + short_id(id)).text().find("16:00"), std::string::npos);
  EXPECT_NE(mails_to(author.account_id).find("is public now"), std::string::npos);
  EXPECT_EQ(author.get(path).location(), "/staff/offers/" + id);
  auto audit = site().database().read(
      [&](db::Reader& reader) { return auth::audit_entries(reader, {.object_id = id}); });
  ASSERT_EQ(audit.size(), 1u);
  EXPECT_EQ(audit[0].action, "offer.released");
}

TEST_P(Drafts, IsGivenBackWithAReasonThatIsMailed) {
  auto author = editor_of(bruecke);
  auto path = written(author);
  act(author, path, "submission");
  auto county = coordinator();
  EXPECT_EQ(act(county, path, "refusal").status, 422);
  EXPECT_EQ(draft(path).state, DraftState::Submitted);
  EXPECT_EQ(act(county, path, "refusal", "Bitte mit Telefonnummer.").status, 303);
  EXPECT_EQ(draft(path).state, DraftState::Refused);
  EXPECT_NE(mails_to(author.account_id).find("Bitte mit Telefonnummer."), std::string::npos);
  EXPECT_FALSE(in_directory());
  EXPECT_NE(author.get(path).text().find("Bitte mit Telefonnummer."), std::string::npos);
  // Mended and handed in again: the five days begin anew.
  site().clock.advance(24h);
  EXPECT_EQ(act(site().sign_in_as(author.account_id), path, "submission").status, 303);
  EXPECT_EQ(draft(path).due_on, "2026-12-01");
}

TEST_P(Drafts, WhatIsReleasedIsWhatWasLookedAt) {
  auto author = editor_of(bruecke);
  auto path = written(author);
  act(author, path, "submission");
  auto county = coordinator();
  auto release = county.get(path).form("form[action=\"" + path + "/release\"]");
  auto form = author.get(path).form("form.m-form");
  EXPECT_EQ(form.fill("In one sentence", "Ganz anders.").submit().status, 303);
  EXPECT_EQ(release.submit().status, 409);
  EXPECT_FALSE(in_directory());
  // And two people writing at once.
  auto mine = author.get(path).form("form.m-form"), theirs = county.get(path).form("form.m-form");
  EXPECT_EQ(theirs.fill("In one sentence", "Von der Koordination.").submit().status, 303);
  auto conflict = mine.fill("In one sentence", "Von mir.").submit();
  EXPECT_EQ(conflict.status, 409);
  EXPECT_NE(conflict.text().find("Von der Koordination."), std::string::npos);
}

TEST_P(Drafts, IsSeenByItsOrganisationAndTheCountyOnly) {
  auto path = written(editor_of(bruecke));
  auto stranger = editor_of(sozialwerk);
  EXPECT_EQ(stranger.get(path).status, 404);
  EXPECT_EQ(stranger.get("/staff/drafts").text().find("Sprachcafé"), std::string::npos);
  for (auto const* what : {"submission", "removal"}) EXPECT_EQ(act(stranger, path, what).status, 404);
  EXPECT_EQ(stranger.post(path, {{"name", "Gekapert"}, {"version", version(path)}}).status, 404);
  EXPECT_EQ(stranger.post("/staff/drafts", {{"kind", "service"}, {"organization", bruecke}, {"name", "x"}}).status, 422);
  EXPECT_EQ(editor_of(bruecke).get(path).status, 200);
  EXPECT_EQ(draft(path).name, "Sprachcafé");
}

TEST_P(Drafts, ANewOrganisationWaitsToo) {
  auto author = editor_of(bruecke);
  auto to = author.get("/staff/drafts/new?kind=organization").form("main form")
                .fill("Name of the organisation", "Chor Mrija").submit();
  ASSERT_EQ(to.status, 303) << to.text();
  auto path = to.location();
  auto form = author.get(path).form("form.m-form");
  EXPECT_EQ(form.fill("Mail address", "chor@example.org").fill("Town", "Weidenrode").submit().status, 303);
  act(author, path, "submission");
  EXPECT_EQ(site().get("/de/organisations").text().find("Chor Mrija"), std::string::npos);
  EXPECT_EQ(editor_of(bruecke).get(path).status, 404) << "a colleague did not write it";
  EXPECT_EQ(act(coordinator(), path, "release").status, 303);
  EXPECT_NE(site().get("/de/organisations").text().find("Chor Mrija"), std::string::npos);
  auto id = path.substr(path.rfind('/') + 1);
  EXPECT_EQ(site().database().read([&](db::Reader& reader) {
    return directory::find_organizations(reader, {id}).at(0).email;
  }), "chor@example.org");
}

TEST_P(Drafts, AReleaseIsWholeOrNotAtAll) {
  auto author = editor_of(bruecke);
  auto path = written(author);
  act(author, path, "submission");
  auto county = coordinator();
  auto at = version(path);
  EXPECT_GE(expect_whole_or_nothing([&] { return county.post(path + "/release", {{"version", at}}); }), 12);
  EXPECT_TRUE(in_directory());
}

TEST_P(Drafts, TheCountyIsRemindedTheDayBefore) {
  auto author = editor_of(bruecke);
  auto county = coordinator();
  auto path = written(author);
  act(author, path, "submission");
  auto run = [&] {
    auto context = site().context("de", operator_);
    remind_of_drafts(context);
  };
  run();
  EXPECT_EQ(mails_to(county.account_id), "");
  site().clock.advance(24h * 6);  // Sunday; due on Monday
  run();
  EXPECT_NE(mails_to(county.account_id).find("Sprachcafé"), std::string::npos);
  EXPECT_EQ(mails_to(author.account_id).find("until tomorrow"), std::string::npos);
  auto once = mails_to(county.account_id).size();
  run();
  EXPECT_EQ(mails_to(county.account_id).size(), once) << "reminded once";
}

TEST_P(Drafts, WhatWaitsTooLongGoesToThoseWhoRunTheProgramEachWorkingDay) {
  auto editor = editor_of(bruecke);
  auto path = written(editor);
  act(editor, path, "submission");
  auto boss = sign_in("administrator");
  auto county = coordinator();
  auto context = site().context("en", operator_);
  auto run = [&](std::chrono::hours later) {
    site().clock.advance(later);
    escalate_late_drafts(context);
    return mails_to(boss.account_id).size();
  };
  // Handed in on Monday the 23rd, due on Monday the 30th.
  EXPECT_EQ(run(24h * 7), 0u) << "due today";
  auto first = run(24h);
  EXPECT_GT(first, 0u);
  EXPECT_EQ(mails_to(boss.account_id).find("{"), std::string::npos);
  EXPECT_NE(mails_to(county.account_id).find("Sprachcafé"), std::string::npos);
  EXPECT_EQ(run(1h), first) << "once a day";
  EXPECT_GT(run(24h * 3), first);
  auto friday = mails_to(boss.account_id).size();
  EXPECT_EQ(run(24h), friday) << "Saturday";
}

TEST_P(Drafts, MayBeDeletedWhileOpen) {
  auto author = editor_of(bruecke);
  auto path = written(author);
  EXPECT_EQ(act(author, path, "removal").status, 303);
  EXPECT_EQ(author.get(path).status, 404);
}

}  // namespace
}  // namespace mila::upkeep
