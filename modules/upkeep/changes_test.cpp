// What changed is seen side by side, undone exactly, and never over somebody else's change.
#include "modules/directory/history.h"
#include "modules/upkeep/test_support.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

class Changes : public UpkeepTest {
 protected:
  void edit(testing::SignedIn const& who, std::string_view field, std::string_view value) {
    site().clock.advance(1s);
    auto form = who.get(path(advice)).form("form.m-form");
    EXPECT_EQ(form.fill(field, value).submit().status, 303);
  }
  std::string json() {
    return site().database().read([&](db::Reader& reader) {
      return directory::find_records(reader, directory::Kind::Service, {advice}).at(0).json.dump();
    });
  }
  static std::string undo_path(std::string const& id, int version) {
    return "/staff/changes/service/" + id + "/" + std::to_string(version) + "/undo";
  }
};
MILA_ON_EACH_ENGINE(Changes);

TEST_P(Changes, TheCountySeesBeforeAndAfterSideBySide) {
  edit(editor_of(bruecke), "Opening hours", "Mi 10–12");
  auto page = coordinator().get("/staff/changes");
  ASSERT_EQ(page.status, 200);
  auto row = page.document.with_text("th", "Opening hours").parent();
  EXPECT_NE(row.find("del").text().find("Mo 9–12"), std::string::npos);
  EXPECT_EQ(row.find("ins").text(), "Mi 10–12");
  EXPECT_NE(page.text().find("Verein Brücke"), std::string::npos);
  EXPECT_EQ(page.text().find("taken in"), page.text().rfind("taken in")) << "only the filter";
}

TEST_P(Changes, OneClickUndoesExactly) {
  auto before = json();
  edit(editor_of(bruecke), "Description", "Ganz anders");
  auto page = coordinator().get("/staff/changes");
  auto undone = page.form("form[action=\"" + undo_path(advice, 2) + "\"]").submit();
  EXPECT_EQ(undone.status, 303);
  EXPECT_EQ(json(), before);
  EXPECT_EQ(undone.follow().status, 200);
}

TEST_P(Changes, AnUndoKeepsWhatOthersChangedSince) {
  auto who = editor_of(bruecke);
  edit(who, "Description", "Ganz anders");
  edit(who, "Phone number", "069 90009-150");
  EXPECT_EQ(coordinator().post(undo_path(advice, 2)).status, 303);
  EXPECT_EQ(service(advice).description, "Erster Absatz.\n\nZweiter Absatz.");
  EXPECT_EQ(service(advice).phones.at(0).number, "069 90009-150");
}

TEST_P(Changes, WhatWasChangedTwiceIsNotUndoneUnseen) {
  auto who = editor_of(bruecke);
  edit(who, "Description", "Ganz anders");
  edit(who, "Description", "Noch anders");
  auto county = coordinator();
  auto before = state();
  auto conflict = county.post(undo_path(advice, 2));
  EXPECT_EQ(conflict.status, 409);
  EXPECT_NE(conflict.text().find("Ganz anders"), std::string::npos);
  EXPECT_NE(conflict.text().find("Noch anders"), std::string::npos);
  EXPECT_EQ(state(), before);
}

TEST_P(Changes, VersionsAreRestoredWhole) {
  auto before = json();
  auto who = editor_of(bruecke);
  edit(who, "Description", "Ganz anders");
  edit(who, "Phone number", "069 90009-150");
  auto page = who.get(path(advice, "/versions"));
  ASSERT_EQ(page.status, 200);
  auto form = page.form("form[action=\"/staff/versions/service/" + advice + "/2/restore\"]");
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(json(), before);
  // The page was made before that: somebody else's restoring is not overwritten.
  EXPECT_EQ(form.submit().status, 409);
}

TEST_P(Changes, OthersMayNotUndo) {
  edit(editor_of(bruecke), "Description", "Ganz anders");
  auto stranger = editor_of(sozialwerk);
  auto before = json();
  EXPECT_EQ(stranger.post(undo_path(advice, 2)).status, 404);
  EXPECT_EQ(stranger.post("/staff/versions/service/" + advice + "/2/restore", {{"now", "2"}}).status, 404);
  EXPECT_EQ(stranger.get(path(advice, "/versions")).status, 404);
  EXPECT_EQ(stranger.get("/staff/changes?all=1&days=365").text().find("Ganz anders"), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/changes?all=1&days=365&organisation=" + bruecke).text().find("Ganz anders"),
            std::string::npos);
  EXPECT_EQ(json(), before);
}

TEST_P(Changes, ANewEntryIsNotUndone) {
  EXPECT_EQ(coordinator().post(undo_path(advice, 1)).status, 422);
  EXPECT_EQ(coordinator().post(undo_path(advice, 9)).status, 404);
  EXPECT_EQ(service(advice).name, "Beratung");
}

TEST_P(Changes, AnUndoIsWholeOrNotAtAll) {
  edit(editor_of(bruecke), "Description", "Ganz anders");
  auto who = coordinator();
  EXPECT_GE(expect_whole_or_nothing([&] { return who.post(undo_path(advice, 2)); }), 6);
  EXPECT_EQ(service(advice).description, "Erster Absatz.\n\nZweiter Absatz.");
}

TEST_P(Changes, ReadingThemChangesNothing) {
  edit(editor_of(bruecke), "Description", "Ganz anders");
  auto who = coordinator();
  auto before = state();
  for (auto const* address : {"/staff/changes", "/staff/changes?all=1", "/staff/changes?page=2"})
    EXPECT_EQ(who.get(address).status, 200);
  EXPECT_EQ(who.get(undo_path(advice, 2)).status, 405);
  EXPECT_EQ(state(), before);
}

}  // namespace
}  // namespace mila::upkeep
