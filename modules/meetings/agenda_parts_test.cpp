// What hangs on an agenda: meetings that come out of an item, its papers, the running order; on both
// engines.
#include "modules/meetings/agenda.h"
#include "modules/meetings/origin_store.h"
#include "modules/meetings/papers.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class AgendaPartsTest : public MeetingsTest {
 protected:
  void SetUp() override {
    MeetingsTest::SetUp();
    if (IsSkipped()) return;
    id = planned_id(plan(office));
    base = "/staff/meetings/" + id;
    add("Migration und Wohnen", "public");
    add("Für die Moderation", "hidden");
  }
  void add(std::string const& title, std::string const& visibility) {
    auto form = office.get(base + "/agenda/new").form("form.m-form");
    EXPECT_EQ(form.set("title", title).set("minutes", "20").set("visibility", visibility).submit().status, 303);
  }
  std::vector<AgendaItem> items(Audience audience = Audience::Runs) {
    return site().database().read([&](db::Reader& reader) { return agenda_of(reader, *find_meeting(reader, id), audience); });
  }
  Meeting meeting() {
    return *site().database().read([&](db::Reader& reader) { return find_meeting(reader, id); });
  }
  std::string paper(std::string const& item, std::string const& bytes, std::string const& name) {
    auto context = as_operator();
    auto stored = files::put(site().county(), bytes);
    return site().database().write([&](db::Writer& writer) {
      return add_paper(writer, context, item, stored, paper_type(bytes, name), name).value();
    });
  }
  std::string id, base;
};

TEST_P(AgendaPartsTest, a_meeting_of_its_own_comes_out_of_an_item_and_both_pages_say_so) {
  auto item = items().front();
  auto page = office.get(base + "/agenda/" + item.id);
  EXPECT_NE(page.body.find("/staff/meetings/new?from=" + item.id), std::string::npos);
  auto form = office.get("/staff/meetings/new?from=" + item.id).form("form.m-form");
  auto other = form.set("day", format_iso_date(in(40))).submit().follow();
  EXPECT_EQ(other.document.find("h1").text(), "Migration und Wohnen");
  EXPECT_NE(other.body.find("href=\"" + base + "\""), std::string::npos);
  auto new_id = planned_id(other);
  EXPECT_NE(office.get(base).body.find("/staff/meetings/" + new_id + "\""), std::string::npos);
  // The item may go, the meetings stay linked.
  EXPECT_EQ(office.post(base + "/agenda/" + item.id + "/removal", {{"version", "1"}}).status, 303);
  EXPECT_NE(office.get(base).body.find("/staff/meetings/" + new_id + "\""), std::string::npos);
  // Somebody else's item fills nothing.
  auto hidden = items().front();
  auto stranger = site().sign_in({{"body-office", this->other}});
  EXPECT_EQ(stranger.get("/staff/meetings/new?from=" + hidden.id).body.find("Moderation"), std::string::npos);
}

TEST_P(AgendaPartsTest, papers_are_seen_by_who_sees_the_item) {
  auto all = items();
  auto open = paper(all[0].id, "%PDF-1.4 offen", "Stand.pdf"), hidden = paper(all[1].id, "%PDF-1.4 geheim", "Regie.pdf");
  EXPECT_EQ(paper(all[0].id, "%PDF-1.4 offen", "Stand.pdf"), open);  // the second of two clicks
  office.get(base + "/invitations").form("form.m-form").submit();
  auto member = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(office.get(base + "/papers/" + open).status, 200);
  EXPECT_EQ(office.get(base + "/papers/" + hidden).body, "%PDF-1.4 geheim");
  EXPECT_EQ(member.get(base + "/papers/" + open).status, 200);
  EXPECT_EQ(member.get(base + "/papers/" + hidden).status, 404);
  EXPECT_EQ(member.get(base).body.find("Regie.pdf"), std::string::npos);
  EXPECT_NE(office.get(base).body.find("Regie.pdf"), std::string::npos);
  auto path = answer_path("p1@verein.example");
  EXPECT_NE(site().get(path).body.find("Stand.pdf"), std::string::npos);
  EXPECT_EQ(site().get(path + "/papers/" + open).body, "%PDF-1.4 offen");
  EXPECT_EQ(site().get(path + "/papers/" + hidden).status, 404);
  EXPECT_EQ(site().get(path + "x/papers/" + open).status, 404);
  // Everybody: of public items of public meetings.
  EXPECT_EQ(site().get("/de/meetings/papers/" + open).status, 404);
  EXPECT_EQ(office.get(base + "/edit").form("form.m-form").set("public", "1").submit().status, 303);
  EXPECT_EQ(site().get("/uk/meetings/papers/" + open).body, "%PDF-1.4 offen");
  EXPECT_EQ(site().get("/uk/meetings/papers/" + hidden).status, 404);
  auto context = as_operator();
  auto related = site().database().read([&](db::Reader& reader) { return module().related(context, reader, "public_meeting", id); });
  ASSERT_EQ(related.size(), 1u);
  EXPECT_EQ(related[0].href, "/de/meetings/papers/" + open);
  // Of another meeting, by its address.
  auto elsewhere = planned_id(plan(office, 25));
  EXPECT_EQ(office.get("/staff/meetings/" + elsewhere + "/papers/" + open).status, 404);
  EXPECT_EQ(member.post(base + "/agenda/" + all[0].id + "/papers/" + open + "/removal").status, 403);
  EXPECT_EQ(office.post(base + "/agenda/" + all[0].id + "/papers/" + open + "/removal").status, 303);
  EXPECT_EQ(office.get(base + "/papers/" + open).status, 404);
  // They go with the item.
  EXPECT_EQ(office.post(base + "/agenda/" + all[1].id + "/removal", {{"version", "1"}}).status, 303);
  EXPECT_FALSE(site().database().read([&](db::Reader& reader) { return files::find(reader, hidden); }));
}

TEST(PaperType, goes_by_what_is_in_it) {
  EXPECT_EQ(paper_type("%PDF-1.7", "x.exe"), "application/pdf");
  EXPECT_EQ(paper_type("MZ\x90", "x.pdf"), "");
  EXPECT_EQ(paper_type("PK\x03\x04", "x.zip"), "");
  EXPECT_NE(paper_type("PK\x03\x04", "X.DOCX"), "");
  EXPECT_EQ(paper_type("<svg>", "x.svg"), "");
}

TEST_P(AgendaPartsTest, the_running_order_has_what_is_hidden_and_is_for_who_runs_it) {
  auto page = office.get(base + "/running-order");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Moderation"), std::string::npos);
  EXPECT_NE(page.text().find("14:20"), std::string::npos);
  EXPECT_NE(page.text().find("14:40"), std::string::npos);  // when it ends
  EXPECT_EQ(site().sign_in({{"body-office", other}}).get(base + "/running-order").status, 403);
}

TEST_P(AgendaPartsTest, all_or_nothing) {
  auto all = items();
  paper(all[0].id, "%PDF-1.4 offen", "Stand.pdf");
  auto context = as_operator();
  testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)remove_item(writer, context, all[0].id, 1); });
  });
  EXPECT_EQ(items().size(), 1u);
  EXPECT_TRUE(site().database().read([&](db::Reader& reader) { return files::files_of(reader, {"agenda_item", all[0].id}); }).empty());
}

MILA_ON_EACH_ENGINE(AgendaPartsTest);

}  // namespace
}  // namespace mila::meetings
