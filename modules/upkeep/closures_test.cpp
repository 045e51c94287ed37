// "Closed today" in two taps: public at once, over by itself, taken back exactly, only one's own.
#include "modules/upkeep/closures.h"
#include "modules/upkeep/test_support.h"
#include "modules/upkeep/today_link_store.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

class Closures : public UpkeepTest {
 protected:
  /// The address of a personal link of the association, made by its editor.
  std::string link() {
    auto page = editor_of(bruecke).get("/staff/closures");
    auto form = page.form("form[action=\"/staff/closures/links\"]");
    EXPECT_EQ(form.fill("For whom or where", "Theke").submit().status, 303);
    auto made = site().database().read([](db::Reader& reader) { return today_links(reader, std::nullopt); });
    return "/de/closures/" + token_of(site().county(), made.at(0));
  }
  testing::PageResult tap(std::string const& address, std::string const& act, std::string const& day,
                          std::string const& offer, testing::Headers headers = {}) {
    return site().post(address, {{"offer", offer}, {"place", ""}, {"day", day}, {"act", act}}, headers);
  }
  std::string json() {
    return site().database().read([&](db::Reader& reader) {
      return directory::find_records(reader, directory::Kind::Service, {advice}).at(0).json.dump();
    });
  }
  std::string public_text() { return site().get("/de/offers/beratung-" + short_id(advice)).text(); }
};
MILA_ON_EACH_ENGINE(Closures);

TEST_P(Closures, TwoTapsCloseAnOfferForEverybody) {
  auto address = link();
  EXPECT_NE(public_text().find("offen bis 12:00"), std::string::npos) << public_text();
  auto page = site().get(address);
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  EXPECT_EQ(page.document.find("meta[name=robots]").attribute("content"), "noindex");
  auto forms = page.document.all("main form");
  ASSERT_EQ(forms.size(), 4u) << "Monday, Thursday, and again";
  EXPECT_EQ(page.form("main form").submit().status, 303);
  EXPECT_EQ(public_text().find("offen bis 12:00"), std::string::npos);
  EXPECT_EQ(service(advice).x_exceptions.at(0).from, "2026-11-23");
}

TEST_P(Closures, AClosureEndsByItselfTheNextDay) {
  auto address = link();
  tap(address, "close", "2026-11-24", course);
  tap(address, "close", "2026-11-23", advice);
  auto calendar = offers::holidays(site().county());
  auto entry = [&] {
    return *site().database().read([&](db::Reader& reader) { return find_entry(reader, advice); });
  };
  auto zone = site().county().config().zone;
  auto today = next_days(entry(), "", zone, *calendar, Date{std::chrono::year{2026} / 11 / 23}, 2);
  EXPECT_TRUE(today.at(0).closed);
  EXPECT_FALSE(today.at(1).closed);
  site().clock.advance(24h * 7);
  EXPECT_NE(public_text().find("offen bis 12:00"), std::string::npos);
}

TEST_P(Closures, IsTakenBackExactly) {
  auto before = json();
  auto address = link();
  EXPECT_EQ(tap(address, "close", "2026-11-26", advice).status, 303);
  EXPECT_NE(json(), before);
  EXPECT_EQ(tap(address, "open", "2026-11-26", advice).status, 303);
  EXPECT_EQ(json(), before);
}

TEST_P(Closures, HoursOfThatDayGiveWayAndComeBack) {
  auto special = service(advice);
  directory::ScheduleException shorter;
  shorter.from = shorter.to = "2026-11-26";
  shorter.opens_at = "09:00";
  shorter.closes_at = "10:00";
  special.x_exceptions = {shorter};
  save(special);
  auto before = json();
  auto address = link();
  tap(address, "close", "2026-11-26", advice);
  ASSERT_EQ(service(advice).x_exceptions.size(), 1u);
  EXPECT_FALSE(service(advice).x_exceptions[0].opens_at);
  tap(address, "open", "2026-11-26", advice);
  EXPECT_EQ(json(), before);
}

TEST_P(Closures, ALinkReachesItsOwnOffersOnly) {
  auto address = link();
  auto before = json();
  EXPECT_EQ(tap(address, "close", "2026-11-24", course).status, 404);
  EXPECT_EQ(tap(address, "close", "2026-11-01", advice).status, 422) << "gone by";
  EXPECT_EQ(tap(address, "close", "2027-11-01", advice).status, 422) << "far away";
  EXPECT_EQ(tap(address, "explode", "2026-11-26", advice).status, 422);
  EXPECT_EQ(site().post(address, {{"offer", advice}, {"place", course}, {"day", "2026-11-26"}, {"act", "close"}}).status, 404);
  EXPECT_EQ(json(), before);
  EXPECT_TRUE(service(course).x_exceptions.empty());
}

TEST_P(Closures, AnEndedOrInventedLinkDoesNothing) {
  auto address = link();
  auto before = json();
  auto ended = site().database().read([](db::Reader& reader) { return today_links(reader, std::nullopt).at(0); });
  EXPECT_EQ(editor_of(sozialwerk).post("/staff/closures/links/" + ended.id + "/end").status, 404);
  EXPECT_EQ(site().get(address).status, 200);
  EXPECT_EQ(editor_of(bruecke).post("/staff/closures/links/" + ended.id + "/end").status, 303);
  for (auto const& gone : {address, std::string("/de/closures/none"), address + "x"}) {
    EXPECT_EQ(site().get(gone).status, 410);
    EXPECT_EQ(tap(gone, "close", "2026-11-26", advice).status, 410);
  }
  EXPECT_EQ(json(), before);
}

TEST_P(Closures, LookingChangesNothing) {
  auto address = link();
  auto before = state();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(site().get(address + "?act=close&day=2026-11-26&offer=" + advice).status, 200);
  EXPECT_EQ(state(), before);
}

TEST_P(Closures, EditorsDoItFromTheirPlaceOfWork) {
  auto who = editor_of(bruecke);
  auto page = who.get("/staff/closures");
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.text().find("Deutschkurs"), std::string::npos);
  EXPECT_EQ(page.form("form[action=\"/staff/closures\"]").submit().status, 303);
  EXPECT_EQ(service(advice).x_exceptions.size(), 1u);
  EXPECT_EQ(who.post("/staff/closures", {{"offer", course}, {"place", ""}, {"day", "2026-11-24"}, {"act", "close"}}).status, 404);
  auto told = coordinator().get("/staff/changes").text();
  EXPECT_NE(told.find("23.11.2026 geschlossen"), std::string::npos) << told;
}

TEST_P(Closures, AreWholeOrNotAtAll) {
  auto address = link();
  EXPECT_GE(expect_whole_or_nothing([&] { return tap(address, "close", "2026-11-26", advice); }), 6);
}

}  // namespace
}  // namespace mila::upkeep
