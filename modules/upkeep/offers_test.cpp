// Editors correct their entries: at once, only their own, never over somebody else's change.
#include "modules/upkeep/test_support.h"

namespace mila::upkeep {
namespace {

using Offers = UpkeepTest;
MILA_ON_EACH_ENGINE(Offers);

TEST_P(Offers, TheListShowsWhatOneMayEdit) {
  auto all = coordinator().get("/staff/offers");
  EXPECT_EQ(all.status, 200);
  EXPECT_NE(all.text().find("Beratung"), std::string::npos);
  EXPECT_NE(all.text().find("Deutschkurs"), std::string::npos);
  auto own = editor_of(bruecke).get("/staff/offers");
  EXPECT_NE(own.text().find("Beratung"), std::string::npos);
  EXPECT_EQ(own.text().find("Deutschkurs"), std::string::npos);
  EXPECT_EQ(sign_in("adviser", bruecke).get("/staff/offers").status, 403);
  EXPECT_EQ(site().get("/staff/offers").status, 303);
}

TEST_P(Offers, TheListIsNarrowed) {
  auto who = coordinator();
  auto shows = [&](std::string const& query, std::string const& name) {
    return who.get("/staff/offers" + query).text().find(name) != std::string::npos;
  };
  EXPECT_TRUE(shows("?q=beratung", "Beratung"));
  EXPECT_FALSE(shows("?q=beratung", "Deutschkurs"));
  EXPECT_TRUE(shows("?q=brucke", "Beratung") || shows("?q=bruecke", "Beratung"));
  EXPECT_TRUE(shows("?topic=housing", "Beratung"));
  EXPECT_FALSE(shows("?topic=housing", "Deutschkurs"));
  EXPECT_TRUE(shows("?place=" + named_uuid("place", "Hohenlind"), "Deutschkurs"));
  EXPECT_FALSE(shows("?place=" + named_uuid("place", "Hohenlind"), "Beratung"));
  EXPECT_FALSE(shows("?organisation=" + sozialwerk, "Beratung"));
  EXPECT_TRUE(shows("?language=uk", "Beratung"));
  EXPECT_FALSE(shows("?state=paused", "Beratung"));
  auto sorted = who.get("/staff/offers?sort=name&down=1").text();
  EXPECT_LT(sorted.find("Deutschkurs"), sorted.find("Beratung"));
}

TEST_P(Offers, TheListFollowsTheDirectory) {
  auto who = coordinator();
  EXPECT_EQ(who.get("/staff/offers?state=paused").text().find("Beratung"), std::string::npos);
  auto paused = service(advice);
  paused.status = "temporarily closed";
  save(paused);
  EXPECT_NE(who.get("/staff/offers?state=paused").text().find("Beratung"), std::string::npos);
}

TEST_P(Offers, AnEditIsPublicAtOnceAndChangesNothingElse) {
  auto before = service(advice);
  auto page = editor_of(bruecke).get(path(advice));
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("Thu, 26 Nov: 13:00–18:00 by appointment"), std::string::npos) << page.text();
  auto form = page.form("form.m-form");
  form.fill("Opening hours", "Di 10-12 Uhr\nMi 14-16").fill("Phone number", "069 90009-150");
  auto saved = form.submit();
  ASSERT_EQ(saved.status, 303) << saved.text();
  auto after = service(advice);
  EXPECT_EQ(after.phones.at(0).number, "069 90009-150");
  EXPECT_EQ(directory::offer_cells(*places::gazetteer(site().county()), after, {}).places.at(0).at("Zeiten"),
            "Di 10–12 | Mi 14–16");
  after.phones = before.phones;
  after.service_at_locations = before.service_at_locations;
  EXPECT_EQ(data::to_json(after).dump(), data::to_json(before).dump());
  auto open = site().get("/de/offers/beratung-" + short_id(advice));
  EXPECT_NE(open.text().find("069 90009-150"), std::string::npos);
  EXPECT_NE(saved.follow().text().find("Tue, 24 Nov: 10:00–12:00"), std::string::npos);
}

TEST_P(Offers, SavingAnUnchangedFormWritesNothing) {
  auto who = editor_of(bruecke);
  auto form = who.get(path(advice)).form("form.m-form");
  auto before = state();
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(state(), before);
}

TEST_P(Offers, ConfirmingSetsTodaysDate) {
  auto form = editor_of(bruecke).get(path(advice)).form("form.m-form");
  EXPECT_EQ(form.choose("Everything else is still right, too").submit().status, 303);
  EXPECT_EQ(service(advice).assured_date, "2026-11-23");
}

TEST_P(Offers, WhatIsNotUnderstoodComesBackWithTheWordsItIsAbout) {
  auto who = editor_of(bruecke);
  auto form = who.get(path(advice)).form("form.m-form");
  auto before = state();
  auto again = form.fill("Opening hours", "Mo 9–12\nDi irgendwann").fill("Mail address", "kein at").submit();
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(state(), before);
  EXPECT_NE(again.text().find("irgendwann"), std::string::npos);
  EXPECT_TRUE(again.document.find("#f-hours_1-error"));
  EXPECT_TRUE(again.document.find("#f-mail-error"));
  EXPECT_EQ(again.form("form.m-form").value("Opening hours"), "Mo 9–12\nDi irgendwann");
}

TEST_P(Offers, OthersEntriesAreNotThere) {
  auto stranger = editor_of(sozialwerk);
  EXPECT_EQ(stranger.get(path(advice)).status, 404);
  EXPECT_EQ(stranger.post(path(advice), {{"name", "Gekapert"}, {"version", "1.1"}}).status, 404);
  EXPECT_EQ(stranger.post(path("none"), {{"name", "x"}}).status, 404);
  EXPECT_EQ(sign_in("municipality", named_uuid("place", "Weidenrode")).get(path(advice)).status, 403);
  EXPECT_EQ(site().post(path(advice), {{"name", "Gekapert"}}).status, 303);
  EXPECT_EQ(dump().find("Gekapert"), std::string::npos);
  EXPECT_EQ(service(advice).name, "Beratung");
}

TEST_P(Offers, RacingEditsNeverOverwrite) {
  auto first = editor_of(bruecke), second = coordinator();
  auto mine = first.get(path(advice)).form("form.m-form");
  auto theirs = second.get(path(advice)).form("form.m-form");
  EXPECT_EQ(theirs.fill("Phone number", "069 90009-199").submit().status, 303);
  auto conflict = mine.fill("Phone number", "069 90009-150").submit();
  EXPECT_EQ(conflict.status, 409);
  EXPECT_EQ(service(advice).phones.at(0).number, "069 90009-199");
  EXPECT_NE(conflict.text().find("069 90009-199"), std::string::npos);
  EXPECT_EQ(conflict.form("form.m-form").value("Phone number"), "069 90009-150");
  EXPECT_EQ(conflict.form("form.m-form").submit().status, 303);
  EXPECT_EQ(service(advice).phones.at(0).number, "069 90009-150");
}

TEST_P(Offers, OnlyTheCountyShowsAgainWhatIsHiddenOrEnded) {
  for (std::string status : {"inactive", "defunct"}) {
    auto hidden = service(advice);
    hidden.status = status;
    save(hidden);
    auto mine = editor_of(bruecke).get(path(advice)).form("form.m-form");
    EXPECT_EQ(mine.set("state", "").submit().status, 422) << status;
    EXPECT_EQ(service(advice).status, status);
    auto theirs = coordinator().get(path(advice)).form("form.m-form");
    EXPECT_EQ(theirs.set("state", "").submit().status, 303) << status;
    EXPECT_EQ(service(advice).status, "active");
  }
}

TEST_P(Offers, ASharedPlaceThatChangedIsAConflictToo) {
  auto mine = editor_of(bruecke).get(path(advice)).form("form.m-form");
  auto location = site().database().read([&](db::Reader& reader) {
    return directory::find_locations(reader, {service(advice).service_at_locations.at(0).location_id}).at(0);
  });
  location.x_getting_there = directory::GettingThere{};
  location.x_getting_there->stop = "Markt";
  save(location);
  EXPECT_EQ(mine.fill("Phone number", "069 90009-150").submit().status, 409);
}

TEST_P(Offers, ASaveIsWholeOrNotAtAll) {
  auto who = editor_of(bruecke);
  auto form = who.get(path(advice)).form("form.m-form");
  form.fill("Street and number", "Weg 2").fill("Phone number", "069 90009-150");
  EXPECT_GE(expect_whole_or_nothing([&] { return form.submit(); }), 6);
  EXPECT_EQ(service(advice).phones.at(0).number, "069 90009-150");
}

TEST_P(Offers, HidingAnAddressForgetsIt) {
  auto form = editor_of(bruecke).get(path(advice)).form("form.m-form");
  EXPECT_EQ(form.choose("The address stays secret").submit().status, 303);
  EXPECT_TRUE(service(advice).x_protected);
  EXPECT_EQ(dump().find("Weg 1"), std::string::npos);
}

}  // namespace
}  // namespace mila::upkeep
