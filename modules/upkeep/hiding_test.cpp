// The county hides entries of others for stated grounds only, with notice, and everybody sees why.
#include "modules/upkeep/hiding.h"
#include "modules/upkeep/test_support.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"

namespace mila::upkeep {
namespace {

class HidingTest : public UpkeepTest {
 protected:
  std::string mails(mail::RecipientRef const& to) {
    auto context = site().context();
    return site().database().read([&](db::Reader& reader) {
      std::string text;
      for (auto const& mail : mail::mails_to(reader, context, to))
        text += mail.purpose + "\n" + mail::text_of(reader, context, mail.id);
      return text;
    });
  }
  std::string hiding(std::string const& rest = "") { return "form[action=\"" + path(advice, "/hiding" + rest) + "\"]"; }
  testing::PageResult hide_advice(testing::SignedIn const& who) {
    auto form = who.get(path(advice)).form(hiding());
    return form.choose("The entry puts people in danger.").fill("What exactly?", "Adresse eines Täters.").submit();
  }
};
MILA_ON_EACH_ENGINE(HidingTest);

TEST_P(HidingTest, ForAStatedGroundWithNoticeAndATrace) {
  auto editor = editor_of(bruecke);
  auto who = coordinator();
  EXPECT_EQ(hide_advice(who).status, 303);
  EXPECT_EQ(service(advice).status, "inactive");
  EXPECT_EQ(site().get("/de/offers/beratung-" + short_id(advice)).status, 404);
  for (auto const& mail : {mails({"organization", bruecke}), mails({"account", editor.account_id})}) {
    EXPECT_NE(mail.find("offer-hidden"), std::string::npos);
    EXPECT_NE(mail.find("Adresse eines Täters."), std::string::npos);
  }
  auto entries = site().database().read([&](db::Reader& reader) {
    return auth::audit_entries(reader, {.object_kind = "service", .object_id = advice});
  });
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].action, "offer.hidden");
  EXPECT_EQ(entries[0].detail, "danger");
  auto context = site().context("en");
  context.actor.kind = Actor::Kind::Account;
  context.actor.account_id = editor.account_id;
  context.actor.grants = {{site().site().roles().find("organisation-editor"), bruecke}};
  auto news = site().database().read([&](db::Reader& reader) { return module().news(context, reader); });
  ASSERT_EQ(news.size(), 1u);
  EXPECT_EQ(news[0].detail, "The entry puts people in danger.");
  for (auto const* rest : {"", "/versions"})
    EXPECT_NE(editor.get(path(advice, rest)).text().find("Adresse eines Täters."), std::string::npos) << rest;
}

TEST_P(HidingTest, NotWithoutAGroundAndNotBesideTheForm) {
  auto who = coordinator();
  EXPECT_EQ(who.get(path(advice)).form(hiding()).fill("What exactly?", "Weg damit").submit().status, 422);
  EXPECT_EQ(who.post(path(advice, "/hiding"), {{"ground", "dislike"}, {"text", "x"}, {"version", "1.1"}}).status, 422);
  EXPECT_EQ(who.get(path(advice)).form(hiding()).choose("The entry puts people in danger.").submit().status, 422);
  auto edit = who.get(path(advice)).form("form.m-form");
  EXPECT_EQ(edit.set("state", "beendet").submit().status, 422);
  EXPECT_EQ(service(advice).status, "active");
  EXPECT_EQ(mails({"organization", bruecke}), "");
  // The provider itself may end what is its own.
  EXPECT_EQ(editor_of(bruecke).get(path(advice)).form("form.m-form").set("state", "beendet").submit().status, 303);
  EXPECT_EQ(service(advice).status, "defunct");
}

TEST_P(HidingTest, ProvidersNeitherHideOthersNorUndoIt) {
  auto editor = editor_of(bruecke);
  EXPECT_EQ(editor.post(path(advice, "/hiding"), {{"ground", "danger"}, {"text", "x"}}).status, 403);
  hide_advice(coordinator());
  EXPECT_EQ(editor.post(path(advice, "/hiding/end")).status, 403);
  auto version = site().database().read(
      [&](db::Reader& reader) { return directory::find_records(reader, directory::Kind::Service, {advice}).at(0).version; });
  auto number = std::to_string(version);
  EXPECT_GE(editor.post("/staff/changes/service/" + advice + "/" + number + "/undo").status, 400);
  EXPECT_GE(editor.post("/staff/versions/service/" + advice + "/" + number + "/restore", {{"now", number}}).status, 400);
  EXPECT_EQ(service(advice).status, "inactive");
}

TEST_P(HidingTest, IsShownAgainAsItWas) {
  auto paused = service(advice);
  paused.status = "temporarily closed";
  save(paused);
  auto who = coordinator();
  hide_advice(who);
  EXPECT_EQ(who.get(path(advice)).form(hiding("/end")).submit().status, 303);
  EXPECT_EQ(service(advice).status, "temporarily closed");
  EXPECT_NE(mails({"organization", bruecke}).find("offer-shown"), std::string::npos);
  EXPECT_EQ(who.post(path(advice, "/hiding/end")).status, 409);
}

TEST_P(HidingTest, IsWholeOrNotAtAll) {
  auto who = coordinator();
  auto form = who.get(path(advice)).form(hiding());
  form.choose("The entry puts people in danger.").fill("What exactly?", "Adresse eines Täters.");
  EXPECT_GE(expect_whole_or_nothing([&] { return form.submit(); }), 6);
}

}  // namespace
}  // namespace mila::upkeep
