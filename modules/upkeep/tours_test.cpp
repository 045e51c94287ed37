// Municipalities ask for a stop of a tour; who drives it answers.
#include "modules/upkeep/test_support.h"
#include "modules/upkeep/wish_store.h"
#include "platform/mail/mail.h"

namespace mila::upkeep {
namespace {

class Tours : public UpkeepTest {
 protected:
  void SetUp() override {
    UpkeepTest::SetUp();
    if (IsSkipped()) return;
    auto bus = service(advice);
    bus.x_mobile = true;
    save(bus);
  }
  testing::SignedIn mayor() { return sign_in("municipality", named_uuid("place", "Hohenlind")); }
  std::vector<StopWish> wishes() {
    return site().database().read([](db::Reader& reader) { return all_wishes(reader); });
  }
  std::string mails(mail::RecipientRef const& to) {
    auto context = site().context();
    return site().database().read([&](db::Reader& reader) {
      std::string text;
      for (auto const& mail : mail::mails_to(reader, context, to))
        text += mail.purpose + "\n" + mail::text_of(reader, context, mail.id);
      return text;
    });
  }
  testing::Form wish(testing::SignedIn const& who) {
    auto form = who.get("/staff/tours").click("We would like a stop here").form("form.m-form");
    form.fill("Which stop would you like, and for whom?", "Am Markt, vier Familien.");
    return form;
  }
};
MILA_ON_EACH_ENGINE(Tours);

TEST_P(Tours, AWishReachesWhoDrivesAndIsAnswered) {
  auto who = mayor();
  for (auto const& link : who.get("/staff/tours").document.all("nav a"))
    EXPECT_NE(link.attribute("href"), "/staff/offers") << "a door that is closed";
  auto form = wish(who);
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);
  ASSERT_EQ(wishes().size(), 1u) << "a second click is no second wish";
  EXPECT_NE(mails({"organization", bruecke}).find("Am Markt, vier Familien."), std::string::npos);
  auto driver = editor_of(bruecke);
  auto page = driver.get("/staff/wishes/" + wishes()[0].id);
  ASSERT_EQ(page.status, 200);
  auto answer = page.form("form.m-form");
  EXPECT_EQ(answer.submit().status, 422) << "no answer chosen";
  answer.choose("Later: not at the moment").fill("A few words", "Ab April.");
  EXPECT_EQ(answer.submit().status, 303);
  EXPECT_EQ(wishes()[0].state, "later");
  EXPECT_EQ(answer.submit().status, 409) << "answered already";
  EXPECT_NE(mails({"account", who.account_id}).find("Ab April."), std::string::npos);
  EXPECT_NE(who.get("/staff/tours").text().find("Ab April."), std::string::npos);
}

TEST_P(Tours, OnlyForOnesOwnPlaceAndOnlyForTours) {
  auto who = mayor();
  EXPECT_EQ(who.post("/staff/tours/" + advice, {{"place", named_uuid("place", "Weidenrode")}, {"note", "x"}}).status, 422);
  EXPECT_EQ(who.get("/staff/tours/" + course).status, 404) << "no tour";
  auto adviser = sign_in("adviser", bruecke);
  EXPECT_EQ(adviser.get("/staff/tours").status, 200);
  EXPECT_EQ(adviser.get("/staff/tours/" + advice).status, 403);
  EXPECT_EQ(adviser.post("/staff/tours/" + advice, {{"place", named_uuid("place", "Hohenlind")}, {"note", "x"}}).status, 403);
  EXPECT_TRUE(wishes().empty());
}

TEST_P(Tours, OthersSeeAndAnswerNothing) {
  wish(mayor()).submit();
  auto id = wishes().at(0).id;
  auto stranger = editor_of(sozialwerk);
  EXPECT_EQ(stranger.get("/staff/wishes/" + id).status, 404);
  EXPECT_EQ(stranger.post("/staff/wishes/" + id, {{"state", "no"}, {"was", "open"}}).status, 404);
  EXPECT_EQ(stranger.get("/staff/tours").text().find("Hohenlind"), std::string::npos);
  EXPECT_EQ(wishes()[0].state, "open");
}

TEST_P(Tours, AWishIsWholeOrNotAtAll) {
  auto form = wish(mayor());
  EXPECT_GE(expect_whole_or_nothing([&] { return form.submit(); }), 1);
}

}  // namespace
}  // namespace mila::upkeep
