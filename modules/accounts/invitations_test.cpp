// Inviting many, who came, and giving up a lost second step, as people do it.
#include "modules/accounts/invitations.h"

#include <gtest/gtest.h>

#include <regex>

#include "modules/directory/directory.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::accounts {
namespace {

using namespace std::chrono_literals;
using testing::PageResult;
using testing::SignedIn;
using testing::TestSite;
using Verdict = InvitationPlan::Verdict;

class Invitations : public testing::EngineTest {
 protected:
  Invitations() : site({.modules = {module(), places::module(), taxonomy::module(), directory::module()}, .engine = GetParam()}) {}

  std::vector<mail::Entry> letters() {
    auto context = site.context("de", Actor::operator_());
    return site.database().read([&](db::Reader& reader) { return mail::mails_in(reader, context, mail::State::Queued); });
  }
  std::string newest_link(std::string const& account_id) {
    auto context = site.context("de", Actor::operator_());
    return site.database().read([&](db::Reader& reader) -> std::string {
      auto mails = mail::mails_to(reader, context, {"account", account_id}, 1);
      std::string text = mails.empty() ? "" : mail::text_of(reader, context, mails.front().id);
      std::smatch found;
      return std::regex_search(text, found, std::regex("(/staff/links/[A-Za-z0-9_-]+)")) ? found[1].str() : "";
    });
  }
  std::optional<auth::Account> account(std::string const& mail) {
    return site.database().read([&](db::Reader& reader) { return auth::find_account_by_mail(reader, mail); });
  }
  PageResult look(SignedIn const& who, std::string const& addresses, std::string const& role = "leadership") {
    return who.get("/staff/invitations/new").form("form.m-form").set("addresses", addresses).set("role", role)
        .set("words", "Schön, dass Sie dabei sind.").submit();
  }

  TestSite site;
};

TEST_P(Invitations, WhoGetsWhatIsSeenBeforeAnythingIsSent) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto page = look(boss, "Name;Mail\nAnna Kurz;anna@auental.example\nbo.klein@auental.example\n"
                         "Person1 <PERSON1@auental.example>\nanna@auental.example\nFrau Kurz, Zimmer 3");
  ASSERT_EQ(page.status, 200) << page.text();
  EXPECT_TRUE(letters().empty());
  EXPECT_FALSE(account("anna@auental.example"));
  auto rows = page.document.all("tbody tr");
  ASSERT_EQ(rows.size(), 5u);
  auto says = [&](std::size_t row, char const* text) {
    return rows[row].text().find(site.site().translate("de", text)) != std::string::npos;
  };
  EXPECT_TRUE(says(0, "gets an account and an invitation")) << rows[0].text();
  EXPECT_NE(rows[1].text().find("Bo Klein"), std::string::npos);
  EXPECT_TRUE(says(2, "has an account already, nothing is sent")) << rows[2].text();
  EXPECT_TRUE(says(3, "stands in the list twice")) << rows[3].text();
  EXPECT_TRUE(says(4, "is no mail address")) << rows[4].text();

  auto sent = page.form("form.m-form").submit();
  ASSERT_EQ(sent.status, 303) << sent.text();
  EXPECT_EQ(letters().size(), 2u);
  auto anna = account("anna@auental.example");
  ASSERT_TRUE(anna);
  EXPECT_EQ(anna->name, "Anna Kurz");
  auto grants = site.database().read([&](db::Reader& reader) { return auth::grants_of(reader, anna->id); });
  ASSERT_EQ(grants.size(), 1u);
  EXPECT_EQ(grants[0].role, "leadership");

  // The button pressed twice, and the list sent once more.
  EXPECT_EQ(page.form("form.m-form").submit().status, 303);
  auto again = look(boss, "anna@auental.example");
  EXPECT_NE(again.text().find(site.site().translate("de", "is invited already, nothing is sent")), std::string::npos);
  EXPECT_EQ(letters().size(), 2u);
}

TEST_P(Invitations, WhatWasChangedAfterLookingIsShownAgain) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto page = look(boss, "anna@auental.example");
  auto changed = page.form("form.m-form").set("addresses", "carla@auental.example").submit();
  EXPECT_EQ(changed.status, 200);
  EXPECT_TRUE(letters().empty()) << "nobody has seen this list yet";
  EXPECT_EQ(changed.form("form.m-form").submit().status, 303);
  EXPECT_TRUE(account("carla@auental.example"));
  EXPECT_FALSE(account("anna@auental.example"));
}

TEST_P(Invitations, AtMostTwoHundredAtOnce) {
  auto boss = site.sign_in({{"administrator", ""}});
  std::string list;
  for (int i = 0; i < 201; ++i) list += "p" + std::to_string(i) + "@auental.example\n";
  EXPECT_EQ(look(boss, list).status, 422);
  auto context = site.context("de", Actor::operator_());
  auto refused = invite_many(context, site.site(), {list, "leadership", "", "de", ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::TooLarge);
  EXPECT_TRUE(letters().empty());
  auto invited = invite_many(context, site.site(), {list.substr(list.find('\n') + 1), "leadership", "", "de", ""});
  ASSERT_TRUE(invited);
  EXPECT_EQ(*invited, 200u);
}

TEST_P(Invitations, AllOrNobodyIsInvited) {
  auto context = site.context("de", Actor::operator_());
  testing::for_every_failing_statement(site.database(), [&] {
    (void)invite_many(context, site.site(), {"a@b.example\nc@d.example", "leadership", "", "de", ""});
  });
  EXPECT_EQ(letters().size(), 2u);
}

TEST_P(Invitations, OnlyForWhatOneMayInviteTo) {
  Role manager{.name = "club", .scope = Scope::Organization, .permissions = {Permission::ManageAccounts}};
  auto context = site.context("de");
  context.actor.kind = Actor::Kind::Account;
  context.actor.account_id = "x";
  context.actor.grants = {{&manager, "ours"}};
  auto invite_as = [&](char const* role, char const* scope_id) {
    return invite_many(context, site.site(), {"a@b.example", role, scope_id, "de", ""}).has_value();
  };
  EXPECT_FALSE(invite_as("adviser", "theirs"));
  EXPECT_FALSE(invite_as("leadership", ""));
  EXPECT_FALSE(invite_as("administrator", ""));
  EXPECT_FALSE(account("a@b.example"));
  EXPECT_TRUE(invite_as("adviser", "ours"));
  auto coordinator = site.sign_in({{"coordinator", ""}});
  EXPECT_EQ(look(coordinator, "c@d.example", "administrator").status, 422) << "may not read the audit log herself";
  EXPECT_EQ(site.sign_in({{"leadership", ""}}).get("/staff/invitations").status, 403);
}

TEST_P(Invitations, WhoCameIsSeenAndTheOthersAreAskedAgain) {
  auto boss = site.sign_in({{"administrator", ""}});
  look(boss, "anna@auental.example\nbo@auental.example").form("form.m-form").submit();
  auto anna = *account("anna@auental.example"), bo = *account("bo@auental.example");
  EXPECT_EQ(site.post(newest_link(anna.id)).status, 303);
  site.clock.advance(30min);
  boss = site.sign_in_as(boss.account_id);
  auto early = boss.get("/staff/invitations").form("form[action=\"/staff/invitations/again\"]").submit();
  EXPECT_EQ(early.location(), "/staff/invitations?done=none");
  EXPECT_EQ(letters().size(), 2u);
  std::string old_link = newest_link(bo.id);
  site.clock.advance(31min);
  boss = site.sign_in_as(boss.account_id);
  auto page = boss.get("/staff/invitations");
  auto row = [&](PageResult const& shown, std::string const& name) -> std::string {
    for (auto const& each : shown.document.all("tbody tr"))
      if (each.text().find(name) != std::string::npos) return each.text();
    return "";
  };
  EXPECT_NE(row(page, "Anna").find(site.site().translate("de", "came")), std::string::npos) << row(page, "Anna");
  EXPECT_EQ(boss.get("/staff/invitations?who=open").document.all("tbody tr").size(), 1u);
  auto again = page.form("form[action=\"/staff/invitations/again\"]");
  EXPECT_EQ(again.submit().location(), "/staff/invitations?done=sent");
  EXPECT_EQ(again.submit().location(), "/staff/invitations?done=none") << "pressed twice";
  EXPECT_EQ(letters().size(), 3u) << "to Bo alone";
  EXPECT_EQ(site.get(old_link).status, 410);
  EXPECT_EQ(site.post(newest_link(bo.id)).status, 303);
  EXPECT_TRUE(boss.get("/staff/invitations?who=open").document.all("tbody tr").empty());
  // What is known of somebody goes with the account.
  boss.post("/staff/accounts/" + bo.id + "/disabled");
  boss.post("/staff/accounts/" + bo.id + "/erasure");
  auto context = site.context("de", Actor::operator_());
  module().expire(context);
  EXPECT_FALSE(site.database().read([&](db::Reader& reader) { return find_invitation(reader, bo.id); }));
}

TEST_P(Invitations, ALostSecondStepIsGivenUpByTwo) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto coordinator = site.sign_in({{"coordinator", ""}});
  auto has = [&](std::string const& id) {
    return site.database().read([&](db::Reader& reader) { return auth::find_account(reader, id)->has_second_factor; });
  };
  auto set = [&](SignedIn const& who) {
    auto context = site.context("de", Actor::operator_());
    site.database().write([&](db::Writer& writer) {
      auth::set_second_factor(writer, context, who.account_id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
      writer.run({"state", "update account set state = 'active'"});
    });
  };
  set(boss);
  set(coordinator);
  auto ask = [&](SignedIn const& who, SignedIn const& whose) {
    return who.post("/staff/accounts/" + whose.account_id + "/second-factor").status;
  };
  EXPECT_EQ(ask(boss, boss), 403) << "not for oneself";
  EXPECT_EQ(ask(coordinator, boss), 403) << "an administrator reads the audit log, a coordinator does not";
  EXPECT_EQ(ask(site.sign_in({{"leadership", ""}}), coordinator), 403);
  EXPECT_TRUE(letters().empty());
  EXPECT_EQ(ask(boss, coordinator), 303);
  EXPECT_TRUE(has(coordinator.account_id)) << "nothing changes before the person says so";
  EXPECT_EQ(coordinator.get("/staff/account").status, 200);
  std::string link = newest_link(coordinator.account_id);
  ASSERT_NE(link, "");
  auto page = site.get(link);
  EXPECT_TRUE(has(coordinator.account_id)) << "a mail scanner takes nothing away";
  EXPECT_EQ(page.form("main form").submit().location(), "/staff/sign-in?done=reset");
  EXPECT_FALSE(has(coordinator.account_id));
  EXPECT_EQ(coordinator.get("/staff/account").status, 303) << "signed out everywhere";
  EXPECT_EQ(site.post(link).status, 410);
  EXPECT_TRUE(has(boss.account_id));
  std::string audit = testing::dump_of(site.database());
  for (auto const* action : {"account.second_factor_reset_asked", "account.second_factor_removed"})
    EXPECT_NE(audit.find(action), std::string::npos) << action;

  auto operated = site.context("de", Actor::operator_());
  auto here = site.context("de");
  here.actor.kind = Actor::Kind::Account;
  EXPECT_FALSE(reset_second_factor(here, "person1@auental.example"));
  EXPECT_TRUE(reset_second_factor(operated, "person1@auental.example"));
  EXPECT_FALSE(has(boss.account_id));
  EXPECT_FALSE(reset_second_factor(operated, "person1@auental.example")) << "there is none any more";
}

MILA_ON_EACH_ENGINE(Invitations);

}  // namespace
}  // namespace mila::accounts
