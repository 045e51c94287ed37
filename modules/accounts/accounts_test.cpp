// Coming in and being somebody, as people do it.
#include "modules/accounts/accounts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "modules/accounts/evaluation_store.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"
#include "platform/crypto/password.h"
#include "platform/crypto/totp.h"
#include "platform/mail/mail.h"
#include "platform/testing/site.h"

namespace mila::accounts {
namespace {

using namespace std::chrono_literals;
using testing::Headers;
using testing::PageResult;
using testing::TestSite;

struct NoView {
  template <class V>
  void fields(V&) {}
};

/// A module with a thing to do and a thing to look at, to try the door with.
Module probe() {
  Module m;
  m.name = "probe";
  auto page = [](Visit& visit) {
    Page frame;
    frame.title = "Probe";
    NoView view;
    return visit.site.page(visit, "site/probe.html", view, frame);
  };
  m.routes = {{http::Method::Get, "/staff", Permission::SignedIn, page, "/staff"},
              {http::Method::Get, "/staff/secret", Permission::ReadPrivate, page, ""},
              {http::Method::Post, "/staff/note", Permission::SignedIn,
               [](Visit&) { return http::see_other("/staff?done=saved"); }, ""}};
  return m;
}

class Accounts : public testing::EngineTest {
 protected:
  Accounts()
      : site({.modules = {module(), probe()},
              .engine = GetParam(),
              .files = {{"templates/site/probe.html",
                         "<h1>Probe</h1><form action=\"/staff/note\" method=\"post\"><label for=\"n\">Notiz</label>"
                         "<input id=\"n\" name=\"note\"><button>Los</button></form>"}}}) {}

  auth::Account invited(std::string const& mail, std::vector<auth::GrantRequest> grants) {
    auto context = site.context("de", Actor::operator_());
    return site.database().write([&](db::Writer& writer) {
      auto id = auth::create_account(writer, context, site.site().roles(), mail, "Mirjam Okafor", "de", grants);
      EXPECT_TRUE(id.has_value());
      auto account = *auth::find_account(writer, *id);
      EXPECT_TRUE(invite(writer, context, site.site(), account, "Schön, dass Sie dabei sind.").has_value());
      return account;
    });
  }

  /// The address of the newest mail's button, as a path.
  std::string link_in_mail(std::string const& account_id) {
    auto context = site.context("de", Actor::operator_());
    std::string text = site.database().read([&](db::Reader& reader) -> std::string {
      auto mails = mail::mails_to(reader, context, {"account", account_id}, 1);
      return mails.empty() ? "" : mail::text_of(reader, context, mails.front().id);
    });
    std::smatch found;
    EXPECT_TRUE(std::regex_search(text, found, std::regex("(/staff/links/[A-Za-z0-9_-]+)"))) << text;
    return found[1];
  }

  Headers cookie_of(PageResult const& page) {
    Headers cookies;
    std::string line;
    for (auto const& [name, value] : page.headers)
      if (name == "Set-Cookie") line += (line.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    return {{"Cookie", line}};
  }

  TestSite site;
};

TEST_P(Accounts, AnInvitationLetsInOnceAndOnlyByItsButton) {
  auto account = invited("m.okafor@bruecke.example", {{"coordinator", ""}});
  std::string link = link_in_mail(account.id);
  // A mail scanner opens the link, twice.
  EXPECT_EQ(site.get(link).status, 200);
  auto page = site.get(link);
  EXPECT_FALSE(page.has_header("Set-Cookie"));
  auto in = page.form("main form").submit();
  EXPECT_EQ(in.status, 303);
  auto me = site.get(in.location(), cookie_of(in));
  EXPECT_EQ(me.status, 200);
  EXPECT_NE(me.text().find("Mirjam Okafor"), std::string::npos);
  EXPECT_EQ(me.header("Cache-Control"), "no-store");
  EXPECT_EQ(site.get(link).status, 410);
  EXPECT_EQ(site.post(link).status, 410);
}

TEST_P(Accounts, WhoeverHasALinkOnlyIsToldToComeInAnewAndCanLeaveThere) {
  auto account = invited("m.okafor@bruecke.example", {});
  auto cookie = cookie_of(site.get(link_in_mail(account.id)).form("main form").submit());
  site.clock.advance(11min);
  EXPECT_EQ(site.get("/staff/second-factor", cookie).location().substr(0, 19), "/staff/confirmation");
  auto page = site.get("/staff/confirmation", cookie);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(page.document.find("main form input[type=password]"));
  auto out = page.form("main form").submit();
  EXPECT_EQ(out.location(), "/staff/sign-in");
  EXPECT_EQ(site.get("/staff/account", cookie).status, 303);
}

TEST_P(Accounts, AnInvitationThatDoesNotGoOutIsNotNotedAsSent) {
  auto account = invited("m.okafor@bruecke.example", {{"leadership", ""}});
  auto boss = site.sign_in({{"administrator", ""}});
  site.clock.advance(2min);
  auto noted = [&] {
    int n = 0;
    for (auto const& entry : site.database().read([](db::Reader& r) { return auth::audit_entries(r, {}); }))
      n += entry.action == "account.invited";
    return n;
  };
  auto again = [&] { return boss.post("/staff/accounts/" + account.id + "/invitation").location(); };
  EXPECT_EQ(again(), "/staff/accounts/" + account.id + "?done=sent");
  EXPECT_EQ(noted(), 1);
  auto context = site.context("de", Actor::operator_());
  site.database().write([&](db::Writer& writer) { mail::suppress(writer, context, account.mail, mail::Suppression::Bouncing); });
  site.clock.advance(2min);
  EXPECT_EQ(again(), "/staff/accounts/" + account.id + "?done=unsent");
  EXPECT_EQ(noted(), 1);
}

TEST_P(Accounts, AnInvitationEnds) {
  auto account = invited("m.okafor@bruecke.example", {{"leadership", ""}});
  std::string link = link_in_mail(account.id);
  site.clock.advance(kInvitationLasts + 1min);
  EXPECT_EQ(site.get(link).status, 410);
  EXPECT_EQ(site.post(link).status, 410);
}

TEST_P(Accounts, NobodyGetsInUninvited) {
  auto page = site.get("/staff/accounts");
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.location(), "/staff/sign-in?next=%2Fstaff%2Faccounts");
  auto sent = site.post("/staff/sign-in/links", {{"link_mail", "niemand@auental.example"}});
  EXPECT_EQ(sent.location(), "/staff/sign-in?done=link");
  auto context = site.context();
  EXPECT_TRUE(site.database()
                  .read([&](db::Reader& r) { return mail::mails_in(r, context, mail::State::Queued); })
                  .empty());
}

TEST_P(Accounts, APasswordWorksAndGuessingIsSlowedButNeverTheOwner) {
  auto who = site.sign_in({{"leadership", ""}});
  std::string mail = "person1@auental.example";
  std::string hash = *crypto::Passwords(crypto::PasswordCost::least()).hash("vier lose Worte hier");
  site.database().write([&](db::Writer& w) { auth::set_password_hash(w, who.account_id, hash); });
  auto right = [&](Headers headers = {}) {
    return site.post("/staff/sign-in", {{"mail", mail}, {"password", "vier lose Worte hier"}}, headers);
  };
  auto in = right();
  ASSERT_EQ(in.status, 303);
  auto own_browser = cookie_of(in);
  for (int i = 0; i < 6; ++i)
    site.post("/staff/sign-in", {{"mail", mail}, {"password", "falsch falsch falsch"}});
  EXPECT_EQ(right().status, 429) << "from elsewhere one waits";
  EXPECT_EQ(right(own_browser).status, 303) << "from the own browser not";
  site.clock.advance(16min);
  EXPECT_EQ(right().status, 303);
}

TEST_P(Accounts, AfterSigningInOnlyOurOwnPagesAreGoneTo) {
  auto who = site.sign_in({{"leadership", ""}});
  std::string hash = *crypto::Passwords(crypto::PasswordCost::least()).hash("vier lose Worte hier");
  site.database().write([&](db::Writer& w) { auth::set_password_hash(w, who.account_id, hash); });
  auto goes_to = [&](std::string const& next) {
    return site.post("/staff/sign-in", {{"mail", "person1@auental.example"}, {"password", "vier lose Worte hier"}, {"next", next}})
        .location();
  };
  EXPECT_EQ(goes_to("/staff/accounts?q=x"), "/staff/accounts?q=x");
  for (std::string hostile : {"https://boese.example", "//boese.example", "/staff//boese.example", "/de",
                              "/staff\\boese.example"})
    EXPECT_EQ(goes_to(hostile), "/staff") << hostile;
  EXPECT_EQ(goes_to("/staff/\r\nSet-Cookie: a=b"), "") << "two lines are refused before anything else";
}

TEST(SessionCookie, IsBoundToTheHostOverTls) {
  http::Request request;
  request.secure = true;
  std::string cookie = auth::session_cookie(request, "token");
  EXPECT_EQ(cookie, "__Host-mila=token; Path=/; HttpOnly; SameSite=Lax; Secure");
  request.secure = false;
  EXPECT_EQ(auth::session_cookie(request, "token"), "mila=token; Path=/; HttpOnly; SameSite=Lax");
}

TEST_P(Accounts, UnknownAddressAndWrongPasswordLookTheSame) {
  site.sign_in({{"leadership", ""}});
  auto unknown = site.post("/staff/sign-in", {{"mail", "x@auental.example"}, {"password", "falsch falsch"}});
  auto wrong = site.post("/staff/sign-in", {{"mail", "person1@auental.example"}, {"password", "falsch falsch"}});
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(unknown.document.find(".m-errors p").text(), wrong.document.find(".m-errors p").text());
}

TEST_P(Accounts, RolesThatSeePrivateDataNeedTheSecondStep) {
  auto weak = site.sign_in({{"coordinator", ""}}, false);
  EXPECT_EQ(weak.get("/staff").status, 200);
  EXPECT_EQ(weak.get("/staff/secret").location(), "/staff/second-factor");
  auto setup = weak.get("/staff/second-factor");
  ASSERT_EQ(setup.status, 200);
  std::string secret = setup.document.find("code").text();
  EXPECT_EQ(setup.form("form.m-form").set("code", "000000").submit().status, 422);
  auto done = setup.form("form.m-form").set("code", crypto::totp_code(secret, site.clock.now())).submit();
  ASSERT_EQ(done.status, 200) << done.text();
  EXPECT_EQ(done.document.all(".m-codes li").size(), 10u);
  EXPECT_EQ(weak.get("/staff/secret").status, 200);

  // Next time: link, then the code; a used code does not work again, a recovery code does once.
  std::string recovery = done.document.find(".m-codes li").text();
  auto link = [&] {
    site.clock.advance(31min);
    site.post("/staff/sign-in/links", {{"link_mail", "person1@auental.example"}});
    return site.post(link_in_mail(weak.account_id));
  };
  auto step = link();
  ASSERT_EQ(step.status, 200);
  EXPECT_FALSE(step.has_header("Set-Cookie"));
  std::string code = crypto::totp_code(secret, site.clock.now());
  EXPECT_EQ(step.form("form.m-form").set("code", code).submit().status, 303);
  EXPECT_EQ(step.form("form.m-form").set("code", code).submit().status, 422);
  EXPECT_EQ(link().form("form.m-form").set("code", recovery).submit().status, 303);
  EXPECT_EQ(link().form("form.m-form").set("code", recovery).submit().status, 422);
}

TEST_P(Accounts, ALeaverIsOutAtOnce) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto leaver = site.sign_in({{"leadership", ""}});
  EXPECT_EQ(leaver.get("/staff").status, 200);
  EXPECT_EQ(boss.post("/staff/accounts/" + leaver.account_id + "/disabled").status, 303);
  EXPECT_EQ(leaver.get("/staff").status, 303);
}

TEST_P(Accounts, TheLastOneWhoManagesAccountsStays) {
  auto boss = site.sign_in({{"administrator", ""}});
  EXPECT_EQ(boss.post("/staff/accounts/" + boss.account_id + "/disabled").status, 409);
  EXPECT_EQ(boss.get("/staff/accounts").status, 200);
}

TEST_P(Accounts, ASessionEndsByTimeAndWhatWasWrittenIsKept) {
  auto who = site.sign_in({{"leadership", ""}});
  site.clock.advance(29min);
  EXPECT_EQ(who.get("/staff").status, 200);
  site.clock.advance(31min);
  auto late = who.post("/staff/note", {{"note", "Lange Notiz, an der ich saß"}});
  EXPECT_EQ(late.location(), "/staff/sign-in?kept=1");
  EXPECT_EQ(testing::dump_of(site.database()).find("an der ich"), std::string::npos) << "kept sealed";
  auto again = site.sign_in_as(who.account_id);
  auto kept = again.get("/staff/kept");
  EXPECT_NE(kept.text().find("Lange Notiz, an der ich saß"), std::string::npos);
  EXPECT_EQ(kept.form("main form").submit().location(), "/staff?done=saved");
  EXPECT_EQ(again.get("/staff/kept").text().find("Lange Notiz"), std::string::npos);
}

TEST_P(Accounts, ADelicateActAsksAgain) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto other = site.sign_in({{"leadership", ""}});
  site.clock.advance(11min);
  auto asked = boss.post("/staff/accounts/" + other.account_id + "/disabled");
  EXPECT_EQ(asked.location(), "/staff/confirmation?kept=1");
  EXPECT_EQ(other.get("/staff").status, 200);
}

TEST_P(Accounts, EachLayerAgainstForeignFormsHoldsAlone) {
  auto who = site.sign_in({{"leadership", ""}});
  auto with = [&](Headers more) {
    Headers headers = who.headers;
    headers.insert(headers.end(), more.begin(), more.end());
    return headers;
  };
  // The token alone.
  EXPECT_EQ(site.post("/staff/note", {{"note", "x"}}, who.headers).status, 403);
  EXPECT_EQ(site.post("/staff/note", {{"note", "x"}, {"csrf", "falsch"}}, who.headers).status, 403);
  EXPECT_EQ(site.post("/staff/note", {{"csrf", who.csrf}}, who.headers).status, 303);
  // Fetch Metadata alone, then Origin alone, both with the right token.
  EXPECT_EQ(site.post("/staff/note", {{"csrf", who.csrf}}, with({{"Sec-Fetch-Site", "cross-site"}})).status, 403);
  EXPECT_EQ(site.post("/staff/note", {{"csrf", who.csrf}}, with({{"Sec-Fetch-Site", "same-origin"}})).status, 303);
  EXPECT_EQ(site.post("/staff/note", {{"csrf", who.csrf}}, with({{"Origin", "https://boese.example"}})).status, 403);
  EXPECT_EQ(site.post("/staff/note", {{"csrf", who.csrf}}, with({{"Origin", "http://auental.example"}})).status, 303);
  // The cookie is not sent along by other sites.
  auto in = site.post("/staff/sign-out", {{"csrf", who.csrf}}, who.headers);
  EXPECT_NE(in.header("Set-Cookie").find("SameSite=Lax"), std::string::npos);
  EXPECT_NE(in.header("Set-Cookie").find("HttpOnly"), std::string::npos);
}

TEST_P(Accounts, ADeputyTakesOverUntilTheDay) {
  auto away = site.sign_in({{"coordinator", ""}});
  auto deputy = site.sign_in({{"leadership", ""}});
  EXPECT_EQ(deputy.get("/staff/secret").status, 403);
  auto page = away.post("/staff/account/deputy", {{"deputy_mail", "person2@auental.example"}, {"until", "2026-11-24"}});
  EXPECT_EQ(page.status, 303) << page.text();
  EXPECT_EQ(deputy.get("/staff/secret").status, 200);
  site.clock.advance(24h * 2);
  auto later = site.sign_in_as(deputy.account_id);
  EXPECT_EQ(later.get("/staff/secret").status, 403);
}

TEST_P(Accounts, RightsAreGivenForOneThingAndTheirPastStaysKnown) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto page = boss.get("/staff/accounts/new");
  EXPECT_EQ(page.status, 200);
  auto made = boss.post("/staff/accounts", {{"mail", "neu@auental.example"}, {"name", "Neu"}, {"language", "de"},
                                            {"role", "leadership"}});
  ASSERT_EQ(made.status, 303) << made.text();
  std::string id = made.location().substr(16, 36);
  auto account = boss.get("/staff/accounts/" + id);
  ASSERT_EQ(account.status, 200);
  auto end = account.document.find(".m-tasks form").attribute("action");
  site.clock.advance(1min);
  EXPECT_EQ(boss.post(end).status, 303);
  auto access = boss.get("/staff/access?day=23.11.2026&thing=");
  EXPECT_NE(access.text().find("Neu"), std::string::npos);
  EXPECT_EQ(boss.get("/staff/access?day=24.11.2026&thing=").text().find("Neu"), std::string::npos);
  EXPECT_EQ(boss.post("/staff/accounts", {{"mail", "NEU@auental.example "}, {"name", "N"}, {"language", "de"},
                                          {"role", "leadership"}}).status, 422)
      << "the same address twice";
}

TEST_P(Accounts, EvaluatingTheLogNeedsTwo) {
  auto officer = site.sign_in({{"data-protection-officer", ""}});
  auto other = site.sign_in({{"administrator", ""}});
  site.clock.advance(31 * 24h);
  officer = site.sign_in_as(officer.account_id);
  other = site.sign_in_as(other.account_id);
  EXPECT_EQ(officer.post("/staff/audit/evaluations", {{"reason", "Verdacht"}, {"from", "2026-11-01"}, {"until", "2026-11-30"}}).status, 303);
  auto agree = [&](auto const& who) {
    auto form = other.get("/staff/audit").document.find("main .m-tasks form");
    return who.post(form.attribute("action")).status;
  };
  std::string action = other.get("/staff/audit").document.find("main .m-tasks form").attribute("action");
  std::string evaluation = action.substr(0, action.rfind('/'));
  EXPECT_EQ(officer.get(evaluation).status, 404) << "not before somebody agreed";
  EXPECT_EQ(agree(officer), 409) << "not oneself";
  EXPECT_EQ(agree(other), 303);
  EXPECT_EQ(officer.get(evaluation).status, 200);
  EXPECT_EQ(site.sign_in({{"coordinator", ""}}).get(evaluation).status, 403);
  site.clock.advance(5min);
  site.database().write([](db::Writer& w) {
    w.run({"tamper", "update audit_entry set action = 'nothing' where seq = 2"});
  });
  auto report = site.database().read([&](db::Reader& r) { return auth::verify_audit(r, site.county()); });
  EXPECT_EQ(report.broken, 1);
}

/// One administrator alone must not be two people.
TEST_P(Accounts, ASecondAccountOfOnesOwnIsNoSecondPerson) {
  auto officer = site.sign_in({{"data-protection-officer", ""}});
  auto boss = site.sign_in({{"administrator", ""}});
  Context as_boss = site.context();
  as_boss.actor.kind = Actor::Kind::Account;
  as_boss.actor.account_id = boss.account_id;
  as_boss.actor.grants = {{site.site().roles().find("administrator"), ""}};
  auto second_id = site.database().write([&](db::Writer& writer) {
    return auth::create_account(writer, as_boss, site.site().roles(), "zweitkonto@amt.example", "Zweites Konto", "de",
                                {{"data-protection-officer", ""}}).value();
  });
  auto second = site.sign_in_as(second_id);
  std::vector<std::pair<std::string, std::string>> const asked{{"reason", "Neugier"}, {"from", "2026-11-01"}, {"until", "2026-12-30"}};
  auto try_it = [&](char const* after, auto wait, int expected, auto const& who, auto const& asks) {
    site.clock.advance(wait);
    auto reader = site.sign_in_as(asks.account_id), agrees = site.sign_in_as(who.account_id);
    EXPECT_EQ(reader.post("/staff/audit/evaluations", asked).status, 303) << after;
    auto newest = site.database().read([](db::Reader& r) { return evaluations(r).front().id; });
    EXPECT_EQ(agrees.post("/staff/audit/evaluations/" + newest + "/agreement").status, expected) << after;
  };
  try_it("at once", 1min, 422, boss, second);
  try_it("after eight days it is still one's own gift", 8 * 24h, 422, boss, second);
  try_it("nor the other way round", 1min, 422, second, boss);
  auto mails = [&] { return site.database().read([&](db::Reader& r) { auto c = site.context(); return mail::mails_to(r, c, {"account", officer.account_id}).size(); }); };
  EXPECT_EQ(mails(), 0u);
  try_it("after a month, and the officer hears of it", 23 * 24h, 303, boss, second);
  EXPECT_EQ(mails(), 1u);
}

TEST_P(Accounts, GuessingAddsOneEntryAnHourToTheLog) {
  auto entries = [&] {
    return site.database().read([](db::Reader& r) { return auth::audit_entries(r, {}); });
  };
  auto before = entries().size();
  for (int i = 0; i < 3; ++i)
    site.get("/staff/sign-in").form("form[action='/staff/sign-in']").set("mail", "wer@auental.example").set("password", "ganz falsch geraten").submit();
  auto clean_up = [&] { auto context = site.context("de", Actor::operator_()); (void)module().expire(context); };
  clean_up();
  EXPECT_EQ(entries().size(), before) << "the hour is not over";
  site.clock.advance(1h);
  clean_up();
  clean_up();
  ASSERT_EQ(entries().size(), before + 1);
  EXPECT_EQ(entries().front().action, "session.refused");
  EXPECT_EQ(entries().front().detail, "3");
}

TEST_P(Accounts, AnErasedAccountLeavesNoName) {
  auto boss = site.sign_in({{"administrator", ""}});
  auto account = invited("Spurlos@weg.example", {{"leadership", ""}});
  EXPECT_NE(testing::dump_of(site.database()).find("spurlos"), std::string::npos);
  EXPECT_EQ(boss.post("/staff/accounts/" + account.id + "/erasure").status, 303);
  std::string dump = testing::dump_of(site.database());
  for (auto const* trace : {"spurlos", "Spurlos", "Mirjam Okafor"})
    EXPECT_EQ(dump.find(trace), std::string::npos) << trace;
}

TEST_P(Accounts, TwoCountiesKnowNothingOfEachOther) {
  TestSite two({.modules = {module(), probe()}, .engine = GetParam(),
                .files = {{"templates/site/probe.html", "<h1>Probe</h1>"}}, .more_hosts = {"zwei.example"}});
  auto here = two.sign_in({{"administrator", ""}});
  Headers there = here.headers;
  there.emplace_back("Host", "zwei.example");
  EXPECT_EQ(two.get("/staff", there).status, 303) << "a cookie of one county is nothing in another";
}

MILA_ON_EACH_ENGINE(Accounts);

}  // namespace
}  // namespace mila::accounts
