// Writing minutes as people do it, on both engines.
#include <nlohmann/json.hpp>
#include <regex>

#include "modules/minutes/test_support.h"

namespace mila::minutes {
namespace {

TEST_P(MinutesTest, each_item_of_the_agenda_has_its_text) {
  auto page = office.get(here + "/writing");
  EXPECT_EQ(page.status, 200);
  auto form = page.form("form[data-minutes-part]");
  EXPECT_EQ(form.set("text", "Die Vorsitzende begrüßt alle.").submit().status, 303);
  auto all = parts();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].text, "Die Vorsitzende begrüßt alle.");
  EXPECT_EQ(all[1].version, 0);
  EXPECT_NE(office.get(here).body.find("begrüßt alle"), std::string::npos);
}

TEST_P(MinutesTest, two_writers_in_different_parts_never_clash_and_in_one_both_texts_are_seen) {
  auto colleague = site().sign_in({{"body-office", table}});
  EXPECT_EQ(write(office, 0, "eins", 0).status, 303);
  EXPECT_EQ(write(colleague, 1, "zwei", 0).status, 303);
  auto clash = write(colleague, 0, "drei", 0);
  EXPECT_EQ(clash.status, 409);
  EXPECT_EQ(clash.document.find("blockquote").text(), "eins");
  EXPECT_NE(clash.body.find(">\ndrei</textarea>"), std::string::npos);
  EXPECT_EQ(parts()[0].text, "eins");
  // Saving again puts it there.
  EXPECT_EQ(clash.form("form.m-form").submit().status, 303);
  EXPECT_EQ(parts()[0].text, "drei");
  EXPECT_EQ(parts()[1].text, "zwei");
}

TEST_P(MinutesTest, the_script_gets_an_answer_it_can_read) {
  auto save = [&](std::string version, std::string csrf) {
    auto headers = office.headers;
    headers.emplace_back("Accept", "application/json");
    return site().post(action(0), {{"csrf", csrf}, {"text", "von selbst"}, {"version", version}}, headers);
  };
  auto answer = save("0", office.csrf);
  EXPECT_EQ(answer.status, 200);
  auto json = nlohmann::json::parse(answer.body);
  EXPECT_EQ(json.at("version"), "1");
  EXPECT_TRUE(std::regex_match(json.at("time").get<std::string>(), std::regex("\\d\\d?:\\d\\d")));
  EXPECT_EQ(save("0", office.csrf).status, 409);
  EXPECT_EQ(save("1", "x").status, 403);
  EXPECT_EQ(parts()[0].version, 1);
}

TEST_P(MinutesTest, a_phrase_is_put_behind_what_was_typed) {
  EXPECT_EQ(office.post(action(0), {{"text", "Frage der Stadt"}, {"version", "0"}, {"act", "insert"}, {"phrase", "1"}}).status, 303);
  EXPECT_EQ(parts()[0].text.rfind("Frage der Stadt\n", 0), 0u);
  EXPECT_GT(parts()[0].text.size(), 20u);
}

TEST_P(MinutesTest, who_may_not_write_does_not_and_a_named_account_does) {
  auto stranger = site().sign_in({{"body-office", other}}), member = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(stranger.get(here + "/writing").status, 403);
  EXPECT_EQ(write(stranger, 0, "x", 0).status, 403);
  EXPECT_EQ(member.get(here + "/writing").status, 403);
  EXPECT_EQ(member.get(here).status, 403);
  auto mail = site().database().read([&](db::Reader& reader) { return auth::find_account(reader, member.account_id)->mail; });
  EXPECT_EQ(office.get(here + "/writers").form("form.m-form").set("mail", "nobody@x.example").submit().status, 422);
  EXPECT_EQ(office.get(here + "/writers").form("form.m-form").set("mail", mail).submit().status, 303);
  EXPECT_EQ(write(member, 0, "mitgeschrieben", 0).status, 303);
  EXPECT_EQ(member.get(here + "/writers").status, 403);
  EXPECT_EQ(office.post(here + "/writers", {{"mail", mail}, {"writes", "0"}}).status, 303);
  EXPECT_EQ(write(member, 0, "noch was").status, 403);
}

TEST_P(MinutesTest, parts_beyond_the_agenda_are_added_once_and_taken_away) {
  auto more = office.get(here + "/writing").form("section.m-box form.m-form").set("title", "Sonstiges");
  EXPECT_EQ(more.submit().status, 303);
  EXPECT_EQ(more.submit().status, 303);  // the second of two clicks
  ASSERT_EQ(parts().size(), 3u);
  EXPECT_EQ(parts()[2].title, "Sonstiges");
  EXPECT_EQ(office.post(here + "/parts", {{"title", ""}}).status, 422);
  EXPECT_EQ(write(office, 2, "Nächstes Treffen im Mai").status, 303);
  EXPECT_EQ(office.post(action(2) + "/removal", {{"version", "1"}}).status, 409);
  EXPECT_EQ(office.post(action(0) + "/removal", {{"version", "0"}}).status, 404);
  EXPECT_EQ(office.post(action(2) + "/removal", {{"version", "2"}}).status, 303);
  EXPECT_EQ(parts().size(), 2u);
}

TEST_P(MinutesTest, what_was_written_on_an_item_stays_when_the_item_goes) {
  write(office, 1, "wichtig", 0);
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    ASSERT_TRUE(meetings::remove_item(writer, context, items[1], 1));
  });
  ASSERT_EQ(parts().size(), 2u);
  EXPECT_EQ(parts()[1].title, "Wohnen");
  EXPECT_EQ(write(office, 1, "wichtig, sehr").status, 303);
  EXPECT_EQ(parts()[1].text, "wichtig, sehr");
}

TEST_P(MinutesTest, what_was_agreed_on_is_noted_while_writing) {
  auto page = office.get(here + "/writing");
  auto note = [&](std::string const& path, std::vector<std::pair<std::string, std::string>> fields) {
    return office.post(here + path, std::move(fields)).status;
  };
  std::string one = "018f0000-0000-7000-8000-000000000001";
  for (int n = 0; n < 2; ++n)
    EXPECT_EQ(note("/agreements", {{"agreement_id", one}, {"agreement", "Beide Ämter schreiben den Weg auf."}}), 303);
  EXPECT_EQ(note("/agreements", {{"agreement", ""}}), 422);
  EXPECT_EQ(note("/tasks", {{"what", "Merkblatt entwerfen"}, {"due", "2027-03-01"}}), 303);
  site().database().read([&](db::Reader& reader) {
    auto agreed = agreements::agreements_of_meeting(reader, id);
    ASSERT_EQ(agreed.size(), 1u);
    EXPECT_NE(agreed[0].number, "");
    EXPECT_EQ(agreements::tasks_of_meeting(reader, id).size(), 1u);
  });
  page = office.get(here + "/writing");
  EXPECT_NE(page.body.find("schreiben den Weg auf"), std::string::npos);
  EXPECT_NE(page.body.find("Merkblatt entwerfen"), std::string::npos);
  EXPECT_EQ(site().sign_in({{"body-office", other}}).post(here + "/tasks", {{"what", "x"}}).status, 403);
}

TEST_P(MinutesTest, the_register_finds_words_with_their_place_and_shows_drafts_to_who_writes) {
  write(office, 1, "Einleitung.\nDas Jobcenter übernimmt künftig die **Kaution**.\nEnde.", 0);
  auto found = office.get("/staff/minutes?q=kaution+UBERNIMMT");
  EXPECT_EQ(found.status, 200);
  EXPECT_NE(found.body.find("Drittes Quartal"), std::string::npos);
  EXPECT_NE(found.body.find("Das Jobcenter übernimmt"), std::string::npos);
  EXPECT_EQ(office.get("/staff/minutes?q=Kaution+Fahrrad").body.find("Drittes Quartal"), std::string::npos);
  EXPECT_EQ(office.get("/staff/minutes?q=%25").body.find("Drittes Quartal"), std::string::npos);
  auto member = site().sign_in({{"leadership", ""}});
  EXPECT_EQ(member.get("/staff/minutes?q=kaution").body.find("Drittes Quartal"), std::string::npos);
  EXPECT_EQ(office.get("/staff/minutes?year=1999").body.find("Drittes Quartal"), std::string::npos);
}

TEST_P(MinutesTest, all_or_nothing) {
  auto context = as_operator();
  Part part = parts()[0];
  part.text = "Text";
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)save_part(writer, context, id, part); });
  });
  EXPECT_GT(statements, 4);
  EXPECT_EQ(parts()[0].text, "Text");
}

TEST_P(MinutesTest, texts_too_long_are_refused_with_the_text) {
  auto refused = write(office, 0, std::string(20'001, 'a'), 0);
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find(std::string(20'001, 'a')), std::string::npos);
  EXPECT_EQ(parts()[0].version, 0);
}

MILA_ON_EACH_ENGINE(MinutesTest);

}  // namespace
}  // namespace mila::minutes
