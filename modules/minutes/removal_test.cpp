// Minutes from before that have to go again, on both engines.
#include "modules/minutes/docx.h"
#include "modules/minutes/removal.h"
#include "modules/minutes/test_support.h"

namespace mila::minutes {
namespace {

class RemovalTest : public MinutesTest {
 protected:
  testing::PageResult upload(SignedIn const& who) {
    DocxDocument document;
    document.title = "Alt";
    document.add_markdown("Kaution für Familien");
    std::string edge = "edge", form;
    for (auto const& [name, value] : std::vector<std::pair<std::string, std::string>>{
             {"csrf", who.csrf}, {"body", table}, {"title", "Erster Runder Tisch"}, {"day", "2019-05-06"}})
      form += "--" + edge + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    form += "--" + edge + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"alt.docx\"\r\n\r\n" + write_docx(document) + "\r\n--" + edge + "--\r\n";
    auto headers = who.headers;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + edge);
    return site().request(http::Method::Post, "/staff/minutes/new", form, headers);
  }
};

TEST_P(RemovalTest, old_minutes_are_taken_out_by_who_may_put_them_there_and_a_line_stays) {
  auto done = upload(office);
  std::string path = done.location().substr(0, done.location().find('?'));
  auto rows = [&] { return site().database().read([&](db::Reader& reader) { return removals(reader, 10, 0); }); };
  auto member = site().sign_in({{"leadership", ""}}), stranger = site().sign_in({{"body-office", other}});
  EXPECT_EQ(member.get(path + "/removal").status, 403);
  EXPECT_EQ(stranger.post(path + "/removal", {{"ground", "name"}}).status, 403);
  EXPECT_EQ(office.post(here + "/removal", {{"ground", "name"}}).status, 404);  // minutes of a meeting are none
  EXPECT_EQ(office.post(path + "/removal", {{"ground", "other"}}).status, 422);
  EXPECT_TRUE(rows().empty());
  EXPECT_EQ(member.get(path + "/file").status, 200);
  EXPECT_EQ(office.get(path + "/removal").form("form.m-form").set("ground", "other").set("words", "Wunsch des Gremiums").submit().status, 303);
  ASSERT_EQ(rows().size(), 1u);
  EXPECT_EQ(rows()[0].reason, "Wunsch des Gremiums");
  EXPECT_EQ(format_iso_date(rows()[0].day), "2019-05-06");
  EXPECT_EQ(rows()[0].made_by, office.account_id);
  for (auto const& gone : {path, path + "/file", path + "/removal"}) EXPECT_EQ(office.get(gone).status, 404) << gone;
  auto left = testing::dump_of(site().database());
  for (auto const* word : {"Kaution", "kaution", "alt.docx", "Erster Runder Tisch"}) EXPECT_EQ(left.find(word), std::string::npos) << word;
  EXPECT_NE(member.get("/staff/minutes").body.find("/staff/minutes/removals"), std::string::npos);
  EXPECT_NE(member.get("/staff/minutes/removals").body.find("Wunsch des Gremiums"), std::string::npos);
}

TEST_P(RemovalTest, taking_out_is_all_or_nothing) {
  auto done = upload(office);
  auto path = done.location().substr(0, done.location().find('?'));
  auto context = as_operator();
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { ASSERT_TRUE(take_out(writer, context, path.substr(path.rfind('/') + 1), {Ground::Confidential})); });
  }), 4);
}

MILA_ON_EACH_ENGINE(RemovalTest);

}  // namespace
}  // namespace mila::minutes
