// Hints of readers are tasks: seen by those they concern, taken by one, deleted after 90 days.
#include "modules/offers/reports.h"
#include "modules/upkeep/test_support.h"

namespace mila::upkeep {
namespace {

using namespace std::chrono_literals;

class Hints : public UpkeepTest {
 protected:
  void SetUp() override {
    UpkeepTest::SetUp();
    if (IsSkipped()) return;
    auto context = site().context("uk");
    site().database().write([&](db::Writer& writer) {
      offers::add_report(writer, context, advice, "Номер не відповідає");
      offers::add_report(writer, context, course, "Kurs ist voll");
      offers::add_report(writer, context, "", "Schrift zu klein");
    });
  }
  std::string id_of(std::string const& text) {
    return site().database().read([&](db::Reader& reader) {
      for (auto const& report : offers::all_reports(reader))
        if (report.text == text) return report.id;
      return std::string();
    });
  }
  offers::Report report(std::string const& id) {
    return *site().database().read([&](db::Reader& reader) { return offers::find_report(reader, id); });
  }
};
MILA_ON_EACH_ENGINE(Hints);

TEST_P(Hints, AreSeenByThoseTheyConcern) {
  auto all = coordinator().get("/staff/hints").text();
  for (auto const* text : {"Номер не відповідає", "Kurs ist voll", "Schrift zu klein"})
    EXPECT_NE(all.find(text), std::string::npos) << text;
  auto own = editor_of(bruecke).get("/staff/hints");
  EXPECT_NE(own.text().find("Номер не відповідає"), std::string::npos);
  EXPECT_EQ(own.text().find("Kurs ist voll"), std::string::npos);
  EXPECT_EQ(own.text().find("Schrift zu klein"), std::string::npos);
  EXPECT_EQ(editor_of(bruecke).get("/staff/hints/" + id_of("Kurs ist voll")).status, 404);
  EXPECT_EQ(editor_of(bruecke).get("/staff/hints/" + id_of("Schrift zu klein")).status, 404);
  auto page = editor_of(bruecke).get("/staff/hints/" + id_of("Номер не відповідає"));
  EXPECT_EQ(page.document.find("blockquote").attribute("lang"), "uk");
  EXPECT_EQ(page.click("Correct the offer").status, 200);
}

TEST_P(Hints, AreTakenByOneAndDone) {
  auto id = id_of("Номер не відповідає");
  auto first = editor_of(bruecke), second = coordinator();
  auto seen = second.get("/staff/hints/" + id).form("form[action=\"/staff/hints/" + id + "/care\"]");
  EXPECT_EQ(first.get("/staff/hints/" + id).form("form[action=\"/staff/hints/" + id + "/care\"]").submit().status, 303);
  EXPECT_EQ(seen.submit().status, 409);
  EXPECT_EQ(report(id).account_id, first.account_id);
  auto done = first.get("/staff/hints/" + id).form("form.m-form").fill("What was done?", "Neue Nummer eingetragen.");
  EXPECT_EQ(done.submit().status, 303);
  EXPECT_EQ(report(id).state, "done");
  EXPECT_EQ(report(id).note, "Neue Nummer eingetragen.");
  EXPECT_EQ(first.get("/staff/hints").text().find("Номер"), std::string::npos);
  EXPECT_NE(first.get("/staff/hints?state=done").text().find("Номер"), std::string::npos);
}

TEST_P(Hints, OthersCannotTouchThem) {
  auto id = id_of("Kurs ist voll");
  EXPECT_EQ(editor_of(bruecke).post("/staff/hints/" + id + "/end", {{"was", "open"}}).status, 404);
  EXPECT_EQ(report(id).state, "open");
}

TEST_P(Hints, AreDeletedAfterNinetyDaysWhateverTheirState) {
  auto id = id_of("Kurs ist voll");
  coordinator().post("/staff/hints/" + id + "/end", {{"was", "open"}, {"note", "Name steht hier"}});
  site().clock.advance(24h * 91);
  auto gone = site().database().write([](db::Writer& writer) { return offers::expire_reports(writer); });
  EXPECT_EQ(gone, 3);
  EXPECT_EQ(dump().find("Name steht hier"), std::string::npos);
}

}  // namespace
}  // namespace mila::upkeep
