// "Are these still right?": one mail, answered once, without an account; silence becomes visible.
#include <regex>

#include "modules/offers/reports.h"
#include "modules/upkeep/confirm.h"
#include "modules/upkeep/test_support.h"
#include "platform/county/settings.h"
#include "platform/mail/mail.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

class Confirm : public UpkeepTest {
 protected:
  std::vector<std::string> mails(std::string const& organization_id) {
    auto context = site().context();
    return site().database().read([&](db::Reader& reader) {
      std::vector<std::string> texts;
      for (auto const& mail : mail::mails_to(reader, context, {"organization", organization_id}))
        texts.insert(texts.begin(), mail.address + "\n" + mail.subject + "\n" + mail::text_of(reader, context, mail.id));
      return texts;
    });
  }
  /// The path in the newest mail to an organisation.
  std::string link(std::string const& organization_id) {
    std::smatch found;
    auto text = mails(organization_id).back();
    EXPECT_TRUE(std::regex_search(text, found, std::regex("(/de/confirmations/[A-Za-z0-9_.-]+)"))) << text;
    return found[1];
  }
  void ask_both() {
    auto who = coordinator();
    EXPECT_EQ(who.post("/staff/confirmations", {{"organization", bruecke}, {"organization", sozialwerk}}).status, 303);
  }
  void round() {
    auto context = site().context("de", operator_);
    run_confirmation_round(context);
  }
  void switch_on() {
    site().database().write([&](db::Writer& writer) { save_settings(writer, operator_, {{"confirm_asking", "1"}}); });
  }
  std::string public_text() { return site().get("/de/offers/beratung-" + short_id(advice)).text(); }
};
MILA_ON_EACH_ENGINE(Confirm);

TEST_P(Confirm, OneMailIsAnsweredWithOneClick) {
  offer("Sprachcafé", bruecke, {}, {{"Ort", "Weidenrode"}, {"Zeiten", "Fr 16–18"}});
  ask_both();
  auto sent = mails(bruecke);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_NE(sent[0].find("bruecke@example.org"), std::string::npos);
  EXPECT_NE(sent[0].find("Beratung"), std::string::npos);
  EXPECT_NE(sent[0].find("Sprachcafé"), std::string::npos);
  EXPECT_EQ(sent[0].find("Deutschkurs"), std::string::npos);
  auto path = link(bruecke);
  auto page = site().get(path);
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("Mo 9–12"), std::string::npos);
  EXPECT_EQ(page.text().find("Deutschkurs"), std::string::npos);
  EXPECT_EQ(page.document.find("meta[name=robots]").attribute("content"), "noindex");
  auto done = page.form("main form").submit();
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(done.follow().status, 200);
  EXPECT_EQ(service(advice).assured_date, "2026-11-23");
  EXPECT_FALSE(service(course).assured_date);
}

TEST_P(Confirm, WorksOnceAndNotForEver) {
  ask_both();
  auto path = link(bruecke), other = link(sozialwerk);
  auto form = site().get(path).form("main form");
  EXPECT_EQ(form.submit().status, 303);
  auto before = state();
  EXPECT_EQ(site().get(path).status, 410);
  auto twice = form.submit();
  EXPECT_EQ(twice.status, 410);
  EXPECT_NE(twice.text().find("23. November 2026"), std::string::npos) << "says when the answer came";
  site().clock.advance(kLinkWorks + 1min);
  EXPECT_EQ(site().get(other).status, 410);
  EXPECT_EQ(site().post(other).status, 410);
  for (auto const& wrong : {std::string("/de/confirmations/none"), other + "x"}) EXPECT_EQ(site().get(wrong).status, 404) << wrong;
  EXPECT_EQ(state(), before);
}

TEST_P(Confirm, AnotherQuestionIsAnsweredByTheFirstLinkToo) {
  ask_both();
  auto first = link(bruecke);
  site().clock.advance(kUnansweredAfter + 1min);
  round();
  site().clock.advance(1min);
  ask_both();
  auto second = link(bruecke);
  EXPECT_NE(first, second);
  EXPECT_EQ(site().get(first).form("main form").submit().status, 303);
  EXPECT_EQ(site().get(second).status, 410);
}

TEST_P(Confirm, MailScannersChangeNothing) {
  ask_both();
  auto path = link(bruecke);
  auto before = state();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(site().get(path + "?all=1&is_" + advice + "=gone").status, 200);
  EXPECT_EQ(state(), before);
}

TEST_P(Confirm, WhatIsWrongGoesToTheCountyAndNeverStraightToThePublic) {
  auto gone = offer("Sprachcafé", bruecke, {}, {{"Ort", "Weidenrode"}, {"Zeiten", "Fr 16–18"}});
  auto right = offer("Werkstatt", bruecke, {}, {{"Ort", "Weidenrode"}, {"Zeiten", "Sa 10–12"}});
  ask_both();
  auto form = site().get(link(bruecke)).form("main form");
  form.set("is_" + advice, "correct").set("is_" + gone, "gone");
  auto before = state();
  EXPECT_EQ(form.submit("Antworten senden").status, 422) << "says not what is to be corrected";
  form.set("text_" + advice, "Mittwoch statt Montag");
  EXPECT_EQ(form.submit("Alles stimmt noch").status, 422) << "something is marked";
  EXPECT_EQ(state(), before);
  EXPECT_EQ(form.submit("Antworten senden").status, 303);
  EXPECT_FALSE(service(advice).assured_date);
  EXPECT_EQ(service(gone).status, "active");
  EXPECT_FALSE(service(gone).assured_date);
  EXPECT_EQ(service(right).assured_date, "2026-11-23");
  EXPECT_NE(public_text().find("Mo"), std::string::npos);
  auto reports = site().database().read([](db::Reader& reader) { return offers::all_reports(reader); });
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_NE((reports[0].text + reports[1].text).find("Mittwoch statt Montag"), std::string::npos);
  auto told = coordinator().get("/staff/changes").text();
  EXPECT_NE(told.find("The provider, by a link"), std::string::npos);
}

TEST_P(Confirm, PausedOffersAreAskedForTooAndSecretStreetsStaySecret) {
  auto paused = service(advice);
  paused.status = "temporarily closed";
  paused.x_protected = true;
  save(paused);
  ask_both();
  EXPECT_NE(mails(bruecke).at(0).find("Beratung"), std::string::npos);
  auto page = site().get(link(bruecke));
  EXPECT_NE(page.text().find("Beratung"), std::string::npos);
  EXPECT_EQ(page.text().find("Weg 1"), std::string::npos);
  EXPECT_EQ(page.form("main form").submit().status, 303);
  EXPECT_EQ(service(advice).assured_date, "2026-11-23");
}

TEST_P(Confirm, ALinkReachesItsOwnEntriesOnly) {
  ask_both();
  auto path = link(bruecke);
  auto form = site().get(path).form("main form");
  auto before = service(course);
  EXPECT_EQ(site().post(path, {{"state_" + course, "1.1"}, {"is_" + course, "gone"}}).status, 422)
      << "the states of its own entries are missing";
  EXPECT_EQ(service(course).status, before.status);
  EXPECT_TRUE(site().database().read([](db::Reader& reader) { return offers::all_reports(reader); }).empty());
}

TEST_P(Confirm, WhatChangedMeanwhileIsLookedAtAgain) {
  ask_both();
  auto form = site().get(link(bruecke)).form("main form");
  auto edit = editor_of(bruecke).get(path(advice)).form("form.m-form");
  EXPECT_EQ(edit.fill("Phone number", "069 90009-150").submit().status, 303);
  EXPECT_EQ(form.submit().status, 409);
  EXPECT_EQ(service(advice).phones.at(0).number, "069 90009-150");
  EXPECT_FALSE(service(advice).assured_date);
}

TEST_P(Confirm, AnswersAreWholeOrNotAtAll) {
  offer("Sprachcafé", bruecke, {}, {{"Ort", "Weidenrode"}, {"Zeiten", "Fr 16–18"}});
  ask_both();
  auto form = site().get(link(bruecke)).form("main form");
  EXPECT_GE(expect_whole_or_nothing([&] { return form.submit(); }), 12);
}

TEST_P(Confirm, ARoundThatBreaksAsksAndRemindsNobodyTwice) {
  switch_on();
  auto again_and_again = [&](std::size_t expected) {
    site().get("/robots.txt");
    // Each run breaks at a later statement; what is done stays done and comes once.
    for (int n = 1; n < 200; ++n) {
      bool failed = false;
      {
        testing::FailingDatabase failing(site().database(), n);
        try {
          round();
        } catch (db::DbError const&) {
        }
        failed = failing.has_failed();
      }
      EXPECT_LE(mails(bruecke).size(), expected);
      if (!failed) break;
    }
    EXPECT_EQ(mails(bruecke).size(), expected);
    EXPECT_EQ(mails(sozialwerk).size(), expected);
  };
  again_and_again(1);
  site().clock.advance(24h * 14);
  again_and_again(2);
}

TEST_P(Confirm, WhoReleasesIsToldBeforeThePublicIs) {
  auto who = coordinator();
  switch_on();
  round();
  site().clock.advance(24h * 14);
  round();
  auto context = site().context();
  auto told = site().database().read([&](db::Reader& reader) {
    std::string text;
    for (auto const& mail : mail::mails_to(reader, context, {"account", who.account_id}))
      text += mail.purpose + mail::text_of(reader, context, mail.id);
    return text;
  });
  EXPECT_NE(told.find("confirm-silent"), std::string::npos);
  EXPECT_NE(told.find("Verein Brücke, 21 December 2026"), std::string::npos) << told;
}

TEST_P(Confirm, TheProgramAsksRemindsAndEnds) {
  round();
  EXPECT_TRUE(mails(bruecke).empty()) << "the county has not switched it on";
  switch_on();
  round();
  round();
  EXPECT_EQ(mails(bruecke).size(), 1u) << "asked once";
  site().clock.advance(24h * 13);
  round();
  EXPECT_EQ(mails(bruecke).size(), 1u);
  site().clock.advance(24h);
  round();
  round();
  EXPECT_EQ(mails(bruecke).size(), 2u) << "reminded once";
  site().clock.advance(24h * 15);
  round();
  auto who = coordinator();
  EXPECT_NE(who.get("/staff/confirmations").text().find("no answer"), std::string::npos);
  EXPECT_EQ(mails(bruecke).size(), 2u);
  // Late, but the link still works.
  EXPECT_EQ(site().get(link(bruecke)).form("main form").submit().status, 303);
  EXPECT_EQ(service(advice).assured_date, "2026-12-22");
}

TEST_P(Confirm, WhoHasConfirmedIsLeftInPeace) {
  switch_on();
  auto fine = service(advice);
  fine.assured_date = "2026-03-01";
  save(fine);
  round();
  EXPECT_TRUE(mails(bruecke).empty());
  site().clock.advance(24h * 120);
  round();
  EXPECT_EQ(mails(bruecke).size(), 1u);
}

TEST_P(Confirm, ThePublicReadsSinceWhenNobodyConfirmed) {
  auto old = service(advice);
  old.assured_date = "2025-11-01";
  save(old);
  EXPECT_EQ(public_text().find("nicht mehr bestätigt"), std::string::npos) << "asked, four weeks to answer";
  site().clock.advance(24h * 7);
  EXPECT_NE(site().get("/en/offers/beratung-" + short_id(advice)).text().find("Not confirmed since"), std::string::npos);
  // Another interval.
  auto who = coordinator();
  EXPECT_EQ(who.post("/staff/confirmations/settings", {{"months", "24"}, {"asking", "1"}}).status, 303);
  EXPECT_EQ(site().get("/en/offers/beratung-" + short_id(advice)).text().find("Not confirmed since"), std::string::npos);
  EXPECT_EQ(who.post("/staff/confirmations/settings", {{"months", "1"}}).status, 422);
}

TEST_P(Confirm, EditorsConfirmWithoutAMail) {
  ask_both();
  auto who = editor_of(bruecke);
  EXPECT_EQ(who.get("/staff/confirmations/" + sozialwerk).status, 404);
  EXPECT_EQ(who.post("/staff/confirmations/" + sozialwerk).status, 404);
  EXPECT_EQ(who.get("/staff/confirmations").status, 403);
  EXPECT_EQ(who.get("/staff/confirmations/" + bruecke).form("form.m-form").submit().status, 303);
  EXPECT_EQ(service(advice).assured_date, "2026-11-23");
  EXPECT_EQ(site().get(link(bruecke)).status, 410) << "answered";
}

TEST_P(Confirm, WithoutAnAddressTheListSaysWhomToCall) {
  directory::Organization silent;
  silent.id = named_uuid("organization", "ohne");
  silent.name = "Ohne Mail";
  directory::Phone phone;
  phone.number = "069 90009-188";
  silent.phones = {phone};
  save(silent);
  offer("Treff", silent.id, {}, {});
  auto who = coordinator();
  EXPECT_EQ(who.post("/staff/confirmations", {{"organization", silent.id}}).status, 303);
  EXPECT_TRUE(mails(silent.id).empty());
  auto text = who.get("/staff/confirmations").text();
  EXPECT_NE(text.find("no mail address"), std::string::npos);
  EXPECT_NE(text.find("069 90009-188"), std::string::npos);
}

}  // namespace
}  // namespace mila::upkeep
