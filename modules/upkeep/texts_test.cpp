// Texts in other languages: what is missing, side by side, sheets in as a whole or not at all.
#include "modules/upkeep/sheet.h"
#include "modules/upkeep/test_support.h"
#include "modules/upkeep/texts.h"

namespace mila::upkeep {
namespace {

class Texts : public UpkeepTest {
 protected:
  std::string text(std::string const& id, std::string const& field, std::string const& language) {
    auto stored = service(id);
    auto const* found = translation_of(stored, field, language);
    return found ? found->value : "";
  }
  testing::PageResult upload(testing::SignedIn const& who, std::string const& csv) {
    std::string body = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + who.csrf +
                       "\r\n--b\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"t.csv\"\r\n"
                       "Content-Type: text/csv\r\n\r\n" + csv + "\r\n--b--\r\n";
    auto headers = who.headers;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    return site().request(http::Method::Post, "/staff/texts/uk/sheet", body, headers);
  }
  static std::string row(std::string const& id, std::string const& field, std::string const& original,
                         std::string const& translation) {
    return id + ";" + field + ";\"" + original + "\";\"" + translation + "\"\n";
  }
};
MILA_ON_EACH_ENGINE(Texts);

TEST(TextState, KnowsMissingAndOutdatedTexts) {
  directory::Service service;
  service.name = "Beratung";
  service.x_summary = "Wir helfen.";
  EXPECT_TRUE(text_state(service).missing & language_bit("uk"));
  EXPECT_FALSE(text_state(service).missing & language_bit("de"));
  set_translation(service, "name", "uk", "Консультація");
  EXPECT_TRUE(text_state(service).missing & language_bit("uk")) << "the summary is missing";
  set_translation(service, "x_summary", "uk", "Допомагаємо.");
  EXPECT_FALSE((text_state(service).missing | text_state(service).outdated) & language_bit("uk"));
  service.x_summary = "Wir helfen gern.";
  EXPECT_TRUE(text_state(service).outdated & language_bit("uk"));
  EXPECT_FALSE(text_state(service).missing & language_bit("uk"));
  set_translation(service, "x_summary", "uk", "");
  EXPECT_TRUE(text_state(service).missing & language_bit("uk"));
}

TEST_P(Texts, AreWrittenBesideTheOriginal) {
  auto who = editor_of(bruecke);
  auto page = who.get(path(advice, "/texts/ar"));
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.document.find("#f-description").attribute("dir"), "rtl");
  EXPECT_EQ(page.document.find("#f-description").attribute("lang"), "ar");
  EXPECT_NE(page.text().find("Erster Absatz."), std::string::npos);
  auto form = page.form("form.m-form");
  EXPECT_EQ(form.set("name", "استشارة").set("x_summary", "نحن نساعد.").set("description", "فقرة").submit().status, 303);
  EXPECT_EQ(text(advice, "description", "ar"), "فقرة");
  EXPECT_NE(site().get("/ar/offers/beratung-" + short_id(advice)).text().find("فقرة"), std::string::npos);
  EXPECT_EQ(who.get("/staff/texts/ar").text().find("Beratung"), std::string::npos) << "nothing is missing";
}

TEST_P(Texts, AnOriginalThatChangesMakesThemOutdated) {
  auto who = editor_of(bruecke);
  auto form = who.get(path(advice, "/texts/uk")).form("form.m-form");
  form.set("name", "Консультація").set("x_summary", "Допомагаємо.").set("description", "Абзац").submit();
  auto edit = who.get(path(advice)).form("form.m-form");
  edit.fill("Description", "Neu geschrieben.").submit();
  auto list = who.get("/staff/texts/uk?state=outdated").text();
  EXPECT_NE(list.find("Beratung"), std::string::npos);
  auto page = who.get(path(advice, "/texts/uk"));
  EXPECT_NE(page.text().find("the original has changed since"), std::string::npos);
  EXPECT_EQ(page.form("form.m-form").submit().status, 303) << "it still fits";
  EXPECT_EQ(who.get("/staff/texts/uk?state=outdated").text().find("Beratung"), std::string::npos);
}

TEST_P(Texts, RacingTranslatorsAndAChangedOriginalAreConflicts) {
  auto who = editor_of(bruecke), other = coordinator();
  auto mine = who.get(path(advice, "/texts/uk")).form("form.m-form");
  auto theirs = other.get(path(advice, "/texts/uk")).form("form.m-form");
  EXPECT_EQ(theirs.set("name", "Порада").submit().status, 303);
  auto conflict = mine.set("name", "Консультація").submit();
  EXPECT_EQ(conflict.status, 409);
  EXPECT_NE(conflict.text().find("Порада"), std::string::npos);
  EXPECT_EQ(text(advice, "name", "uk"), "Порада");
}

TEST_P(Texts, OthersEntriesAreNotTheirs) {
  auto stranger = editor_of(sozialwerk);
  EXPECT_EQ(stranger.get(path(advice, "/texts/uk")).status, 404);
  EXPECT_EQ(stranger.post(path(advice, "/texts/uk"), {{"name", "x"}, {"version", "1.1"}}).status, 404);
  EXPECT_EQ(stranger.get("/staff/texts/uk").text().find("Beratung"), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/texts/uk/sheet.csv").body.find(advice), std::string::npos);
  EXPECT_EQ(stranger.get("/staff/texts/xx").status, 404);
  EXPECT_EQ(sign_in("adviser", bruecke).get("/staff/texts").status, 403);
}

TEST_P(Texts, HintsSayWhatIsHardToRead) {
  auto who = editor_of(bruecke);
  auto form = who.get(path(advice, "/texts/de-simple")).form("form.m-form");
  form.set("description", "Ihr Antrag wird von uns geprüft. Das kostet nichts.").submit();
  auto text = who.get(path(advice, "/texts/de-simple")).text();
  EXPECT_NE(text.find("say who does it"), std::string::npos);
  EXPECT_NE(text.find("“nichts”"), std::string::npos);
}

TEST_P(Texts, ASheetGoesOutAndComesBack) {
  auto who = editor_of(bruecke);
  auto sheet = who.get("/staff/texts/uk/sheet.csv");
  EXPECT_NE(sheet.body.find(advice + ";name;Beratung;"), std::string::npos) << sheet.body;
  EXPECT_NE(sheet.header("Content-Disposition").find("texte-uk.csv"), std::string::npos);
  std::string csv = "id;field;original;translation\n" + row(advice, "name", "Beratung", "Консультація") +
                    row(advice, "description", "Erster Absatz.\n\nZweiter Absatz.", "Абзац") +
                    row(advice, "x_summary", "Wir helfen.", "");
  auto taken = upload(who, csv);
  ASSERT_EQ(taken.status, 303) << taken.text();
  EXPECT_NE(taken.follow().text().find("2"), std::string::npos);
  EXPECT_EQ(text(advice, "name", "uk"), "Консультація");
  EXPECT_EQ(text(advice, "x_summary", "uk"), "");
  // What went out comes back unchanged.
  auto all = who.get("/staff/texts/uk/sheet.csv?all=1").body;
  auto before = state();
  EXPECT_EQ(upload(who, all).status, 303);
  EXPECT_EQ(state(), before);
}

TEST_P(Texts, ASheetWithAProblemChangesNothing) {
  auto who = editor_of(bruecke);
  std::string head = "id;field;original;translation\n", good = row(advice, "name", "Beratung", "Консультація");
  auto before = state();
  for (auto const& [bad, said] : std::vector<std::pair<std::string, std::string>>{
           {row("kaputt", "name", "Beratung", "x"), "holds no id"},
           {row(named_uuid("service", "none"), "name", "Beratung", "x"), "no offer with this id"},
           {row(course, "name", "Deutschkurs", "x"), "another organisation"},
           {row(advice, "price", "Beratung", "x"), "no such field"},
           {row(advice, "x_summary", "Wir halfen.", "x"), "original was changed"}}) {
    auto answer = upload(who, head + good + bad);
    EXPECT_EQ(answer.status, 422);
    EXPECT_NE(answer.text().find(said), std::string::npos) << said;
    EXPECT_NE(answer.text().find("Line 3"), std::string::npos);
    EXPECT_EQ(state(), before);
  }
  EXPECT_EQ(upload(who, "was;anderes\n1;2\n").status, 422);
  EXPECT_EQ(upload(who, "").status, 422);
}

}  // namespace
}  // namespace mila::upkeep
