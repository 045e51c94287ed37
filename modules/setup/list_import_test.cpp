// Lists of a county from the first row to the public page and back, on both databases.
#include "modules/setup/list_import.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>

#include "modules/accounts/accounts.h"
#include "modules/directory/csv_import.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offer_search.h"
#include "modules/offers/offers.h"
#include "modules/places/places.h"
#include "modules/setup/list_import_store.h"
#include "modules/setup/list_words.h"
#include "modules/setup/place_list.h"
#include "modules/setup/setup.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/county/settings.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::setup {
namespace {

using directory::CsvKind;
using directory::Kind;

std::string file(std::string const& name) {
  std::ifstream in(testing::source_folder() + "/data/first_hour/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Lists : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    auto data = testing::source_folder() + "/data";
    taxonomy::load_taxonomy(data);
    offers::set_data_folder(data);
    words = HeadingWords::load(data + "/list_headings.csv");
    testing::TestSiteOptions options;
    options.engine = GetParam();
    options.modules = {accounts::module(), places::module(), taxonomy::module(), directory::module(),
                       offers::module(), module()};
    site = std::make_unique<testing::TestSite>(options);
    auto context = operator_context();
    auto places = read_place_list(file("municipalities.txt"), "15099");
    auto table = data::CsvReader::open(to_places_csv(*places, "Landkreis Moorbach", "15099"));
    ASSERT_TRUE(directory::import_csv(context, CsvKind::Places, *table, {}, {})->applied);
  }
  Context operator_context() { return site->context("de", Actor::operator_()); }
  std::string begin(CsvKind kind, std::string const& bytes) {
    auto context = operator_context();
    auto id = begin_list(context, kind, "Liste.csv", bytes, words);
    EXPECT_TRUE(id.has_value());
    return id ? *id : "";
  }
  ListImport list(std::string const& id) {
    return *site->database().read([&](db::Reader& reader) { return find_list(reader, id); });
  }
  std::vector<ListRow> rows(std::string const& id) {
    return site->database().read([&](db::Reader& reader) { return rows_of(reader, id); });
  }
  std::vector<ListRecord> records(std::string const& id) {
    return site->database().read([&](db::Reader& reader) { return records_of(reader, id); });
  }
  ListCheck check(std::string const& id) {
    auto context = operator_context();
    return check_list(context, list(id), rows(id));
  }
  std::int64_t count(Kind kind) {
    return site->database().read([&](db::Reader& reader) { return directory::count_records(reader, kind); });
  }
  template <typename Act, typename... More>
  auto act(Act act, std::string const& id, More... more) {
    auto context = operator_context();
    return act(context, id, list(id).version, more...);
  }
  std::vector<CellProblem> errors(std::string const& id) {
    auto problems = check(id).problems;
    std::erase_if(problems, [](auto const& problem) { return !problem.error; });
    return problems;
  }

  HeadingWords words;
  std::unique_ptr<testing::TestSite> site;
};
MILA_ON_EACH_ENGINE(Lists);

std::string const kOffers =
    "Angebot;Anbieter;Ort;Wann\nSprachcafé;Verein Brücke;Moorbach;Mo 15-17\nNähkurs;;Tannenried;Di 9-11\n"
    "Kochabend;Verein Brücke;Nirgendwo;Fr 18 Uhr\n";

TEST_P(Lists, ContactsWithTwoNamesInACellBecomeTwo) {
  auto id = begin(CsvKind::Contacts, file("contacts.csv"));
  EXPECT_EQ(list(id).columns, (std::vector<std::string>{"Name", "Funktion", "Organisation", "Telefon", "E-Mail", "Zeiten"}));
  EXPECT_EQ(rows(id)[2].cells[0], "Fr. Öztürk-Groß") << "Windows-1252";
  auto first = check(id);
  ASSERT_EQ(first.splits.size(), 1u);
  EXPECT_EQ(first.splits[0].pieces, (std::vector<std::string>{"Frau Müller", "Herr Klein"}));
  ASSERT_TRUE(act(split_list_cells, id));
  auto split = rows(id);
  ASSERT_EQ(split.size(), 7u);
  EXPECT_EQ(split[1].cells[0], "Herr Klein");
  EXPECT_EQ(split[1].cells[3], "069 90009-512") << "the second number goes with the second name";
  EXPECT_TRUE(check(id).splits.empty());
  auto taken = act(take_over, id);
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(*taken, 7u);
  EXPECT_EQ(count(Kind::Function), 7);
  EXPECT_EQ(count(Kind::Organization), 3) << "made by their names";
}

TEST_P(Lists, WhatIsWrongIsSaidOfTheCellAndTheRestGoesIn) {
  auto id = begin(CsvKind::Offers, kOffers);
  auto wrong = errors(id);
  ASSERT_EQ(wrong.size(), 2u);
  EXPECT_EQ(wrong[0].position, 1);
  EXPECT_EQ(wrong[0].column, 1u) << "the organisation is missing";
  EXPECT_EQ(wrong[1].column, 2u) << "the place is not known";
  EXPECT_EQ(wrong[1].value, "Nirgendwo");
  EXPECT_EQ(check(id).fine, 1u);
  auto taken = act(take_over, id);
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(*taken, 1u);
  EXPECT_EQ(count(Kind::Service), 1);
  ASSERT_TRUE(act(mend_list, id, std::vector<CellEdit>{{1, 1, "Volkshochschule"}},
                  std::vector<std::int64_t>{2}, std::vector<std::int64_t>{}));
  EXPECT_EQ(check(id).fine, 1u);
  EXPECT_TRUE(errors(id).empty());
  EXPECT_EQ(*act(take_over, id), 1u);
  EXPECT_EQ(count(Kind::Service), 2);
  EXPECT_EQ(rows(id)[2].state, ListRow::State::LeftOut);
}

TEST_P(Lists, OneOrganisationForAllRowsThatNameNone) {
  auto id = begin(CsvKind::Offers, "Angebot;Wann\nSprachcafé;Mo 15-17\nNähkurs;Di 9-11\n");
  EXPECT_EQ(errors(id).size(), 2u);
  ColumnChoice choice{list(id).columns, "Verein Brücke"};
  ASSERT_TRUE(act(choose_columns, id, choice));
  EXPECT_TRUE(errors(id).empty());
}

TEST_P(Lists, ColumnsAreRemembered) {
  auto id = begin(CsvKind::Organisations, "Akteur;Nummer\nVerein Brücke;069 90009-1\n");
  ColumnChoice choice{{"Name", ""}, ""};
  ASSERT_TRUE(act(choose_columns, id, choice));
  auto next = begin(CsvKind::Organisations, "Nummer;Akteur\n069 90009-1;Verein Brücke\n");
  EXPECT_EQ(list(next).columns, (std::vector<std::string>{"", "Name"}));
}

TEST_P(Lists, NothingIsPublicBeforeItIsPublished) {
  auto id = begin(CsvKind::Offers, kOffers);
  ASSERT_TRUE(act(take_over, id));
  auto service = directory::to_record(directory::Service{});
  for (auto const& record : records(id))
    if (record.kind == Kind::Service) service.id = record.id;
  auto page = "/de/offers/sprachcafe-" + short_id(service.id);
  auto search = [&] {
    offers::offer_search(site->county())->catch_up();
    return site->get("/de/search?q=Sprachcaf%C3%A9").text().find("Verein Brücke") != std::string::npos;
  };
  EXPECT_EQ(site->get(page).status, 404);
  EXPECT_FALSE(search());
  EXPECT_EQ(site->get("/de/organisations").text().find("Verein Brücke"), std::string::npos);
  EXPECT_EQ(site->get("/atom/de").body.find("Sprachcaf"), std::string::npos);
  EXPECT_EQ(site->get("/sitemap.xml").body.find(short_id(service.id)), std::string::npos);
  auto published = act([](Context& c, std::string_view i, std::int64_t v) { return publish_list(c, i, v); }, id);
  ASSERT_TRUE(published.has_value());
  EXPECT_EQ(*published, 2u) << "the offer and its organisation";
  EXPECT_EQ(site->get(page).status, 200);
  EXPECT_TRUE(search());
  EXPECT_NE(site->get("/de/organisations").text().find("Verein Brücke"), std::string::npos);
}

TEST_P(Lists, AListIsTakenBackWhole) {
  auto before = testing::dump_of(site->database());
  auto organisations = count(Kind::Organization);
  auto id = begin(CsvKind::Offers, kOffers);
  ASSERT_TRUE(act(take_over, id));
  ASSERT_TRUE(act([](Context& c, std::string_view i, std::int64_t v) { return publish_list(c, i, v); }, id));
  auto stay = act(take_back, id);
  ASSERT_TRUE(stay.has_value());
  EXPECT_EQ(*stay, 0u);
  EXPECT_EQ(count(Kind::Service), 0);
  EXPECT_EQ(count(Kind::Location), 0);
  EXPECT_EQ(count(Kind::Organization), organisations);
  EXPECT_EQ(check(id).open, 3u) << "the rows are here again";
  EXPECT_EQ(*act(take_over, id), 1u) << "and can be taken over again";
}

TEST_P(Lists, WhatSomebodyHasChangedSinceStays) {
  auto id = begin(CsvKind::Offers, "Angebot;Anbieter\nSprachcafé;Verein Brücke\nNähkurs;Nähstube\n");
  ASSERT_TRUE(act(take_over, id));
  std::string changed;
  site->database().write([&](db::Writer& writer) {
    for (auto const& record : records_of(writer, id)) {
      auto stored = directory::find_records(writer, record.kind, {record.id}).at(0);
      if (stored.json["name"] != "Sprachcafé") continue;
      stored.json["description"] = "Jetzt mit Kuchen.";
      EXPECT_TRUE(directory::save(writer, Actor::operator_(), stored, stored.version));
      changed = record.id;
    }
  });
  auto stay = act(take_back, id);
  ASSERT_TRUE(stay.has_value());
  EXPECT_EQ(*stay, 2u) << "the offer, and the organisation it belongs to";
  auto left = records(id);
  EXPECT_TRUE(std::any_of(left.begin(), left.end(), [&](auto const& record) { return record.id == changed; }));
  EXPECT_EQ(count(Kind::Service), 1);
  EXPECT_EQ(count(Kind::Organization), 1);
}

TEST_P(Lists, WhatWasThereBeforeIsAsItWas) {
  auto first = begin(CsvKind::Organisations, "Name;Telefon\nVerein Brücke;069 90009-1\n");
  ASSERT_TRUE(act(take_over, first));
  ASSERT_TRUE(act([](Context& c, std::string_view i, std::int64_t v) { return publish_list(c, i, v); }, first));
  auto second = begin(CsvKind::Organisations, "Name;Telefon\nVerein Brücke;069 90009-2\n");
  ASSERT_TRUE(act(take_over, second));
  EXPECT_EQ(count(Kind::Organization), 1);
  ASSERT_EQ(*act(take_back, second), 0u);
  auto organisation = site->database().read([&](db::Reader& reader) {
    return directory::find_organizations(reader, {records(first).at(0).id}).at(0);
  });
  EXPECT_EQ(organisation.phones.at(0).number, "069 90009-1");
  EXPECT_FALSE(organisation.x_status) << "still public";
}

TEST_P(Lists, FurtherPlacesOfAnOfferGoWithIt) {
  auto id = begin(CsvKind::Offers,
                  "Angebot;Anbieter;Ort\nBeratung;;Moorbach\n;;Tannenried\nTreff;Verein Brücke;Kleinau\n;;Oberweiler\n");
  EXPECT_EQ(check(id).fine, 2u) << "both rows of the second offer";
  ASSERT_EQ(*act(take_over, id), 2u);
  EXPECT_EQ(count(Kind::Service), 1);
  EXPECT_EQ(count(Kind::Location), 2);
  EXPECT_EQ(errors(id).size(), 1u);
}

TEST_P(Lists, ATakeoverIsAllOrNothing) {
  auto id = begin(CsvKind::Offers, kOffers);
  auto version = list(id).version;
  testing::for_every_failing_statement(site->database(), [&] {
    auto context = operator_context();
    if (list(id).version != version) return;
    (void)take_over(context, id, version);
  }, [&] {
    // Rows may still be marked as open: taking over again then changes nothing. But there is never a
    // record the import does not know of, and never half of them.
    auto made = count(Kind::Service) + count(Kind::Organization) + count(Kind::Location);
    auto known = static_cast<std::int64_t>(records(id).size());
    return made == known && (made == 0 || made == 3) ? std::string("whole") : std::to_string(made) + " of " + std::to_string(known);
  });
  EXPECT_EQ(count(Kind::Service), 1);
}

TEST_P(Lists, FormsOfAnOlderStateChangeNothing) {
  auto id = begin(CsvKind::Offers, kOffers);
  auto context = operator_context();
  auto version = list(id).version;
  ASSERT_TRUE(mend_list(context, id, version, {{1, 1, "A"}}, {}, {}));
  for (auto const& late : {mend_list(context, id, version, {{1, 1, "B"}}, {}, {}), split_list_cells(context, id, version),
                           drop_list(context, id, version)})
    EXPECT_EQ(late.error().code, ErrorCode::Conflict);
  EXPECT_EQ(take_over(context, id, version).error().code, ErrorCode::Conflict);
  EXPECT_EQ(rows(id)[1].cells[1], "A");
}

TEST_P(Lists, OnlyWhoMayTakesListsOver) {
  auto id = begin(CsvKind::Offers, kOffers);
  auto context = site->context("de");
  EXPECT_EQ(begin_list(context, CsvKind::Offers, "", kOffers, words).error().code, ErrorCode::Forbidden);
  EXPECT_EQ(take_over(context, id, 1).error().code, ErrorCode::Forbidden);
  EXPECT_EQ(publish_list(context, id, 1).error().code, ErrorCode::Forbidden);
  auto editor = site->sign_in({{"organisation-editor", "x"}});
  EXPECT_EQ(editor.get("/staff/imports").status, 403);
  EXPECT_EQ(editor.post("/staff/imports/" + id + "/takeover").status, 403);
}

TEST_P(Lists, ACoordinatorGoesThroughIt) {
  auto who = site->sign_in({{"coordinator", ""}});
  EXPECT_NE(who.get("/staff/imports").document.find("a[href=\"/staff/imports/new?kind=organisations\"]"), testing::Element());
  auto begun = who.get("/staff/imports/new?kind=offers").form("form.m-form").set("kind", "offers")
                   .set("text", file("offers.txt")).submit();
  ASSERT_EQ(begun.status, 303) << begun.text();
  auto page = begun.follow();
  EXPECT_EQ(page.status, 200);
  auto base = begun.location();
  // Two offers name no organisation; their cells are there to be filled in.
  auto mend = page.form("form[action=\"" + base + "/cells\"]");
  auto mended = mend.set("c3_3", "Grundschule Am Lindenweg").set("c5_3", "Kirchgemeinde Tannenried").submit();
  ASSERT_EQ(mended.status, 303);
  page = mended.follow();
  auto taken = page.form("form[action=\"" + base + "/takeover\"]").submit().follow();
  EXPECT_EQ(count(Kind::Service), 6) << page.text();
  auto published = taken.form("form[action=\"" + base + "/publication\"]").submit().follow();
  EXPECT_EQ(published.status, 200);
  offers::offer_search(site->county())->catch_up();
  EXPECT_NE(site->get("/de/search?q=Fahrradwerkstatt").text().find("Freiwilligenkreis Sandheide"), std::string::npos);
}

TEST_P(Lists, DraftsArePublishedAndDroppedOneByOne) {
  auto id = begin(CsvKind::Offers, "Angebot;Anbieter;Ort\nA;Verein Brücke;Kleinau\nB;Verein Brücke;Kleinau\nC;Verein Brücke;Tannenried\n");
  ASSERT_EQ(*act(take_over, id), 3u);
  auto who = site->sign_in({{"coordinator", ""}});
  std::string base = "/staff/imports/" + id;
  auto of = [&](std::string const& name) -> std::string {
    for (auto const& record : records(id))
      for (auto const& found : site->database().read([&](db::Reader& r) { return directory::find_records(r, record.kind, {record.id}); }))
        if (found.kind == Kind::Service && found.json.value("name", "") == name) return found.id;
    return "";
  };
  auto press = [&](char const* act, std::vector<std::string> const& chosen) {
    std::vector<std::pair<std::string, std::string>> fields{{"version", std::to_string(list(id).version)}, {"act", act}};
    for (auto const& one : chosen) fields.emplace_back("chosen", one);
    return who.post(base + "/drafts", fields);
  };
  EXPECT_EQ(who.get(base).document.all("input[name=\"chosen\"]").size(), 4u) << "three offers and their organisation";
  EXPECT_EQ(press("publish", {}).status, 422) << "nothing was ticked";
  EXPECT_EQ(press("publish", {of("A")}).location(), base + "?done=public");
  auto services = [&] {
    std::set<std::string> found;
    for (auto const& record : site->database().read([&](db::Reader& r) { return directory::records_after(r, Kind::Service, "", 50); }))
      found.insert(record.json.value("name", "") + (is_draft(record) ? "-" : "+"));
    std::string all;
    for (auto const& one : found) all += one + " ";
    return all;
  };
  EXPECT_EQ(services(), "A+ B- C- ");
  EXPECT_EQ(list(id).state, ListImport::State::Draft) << "two wait";
  EXPECT_EQ(press("drop", {of("B")}).location(), base + "?done=dropped");
  EXPECT_EQ(services(), "A+ C- ");
  EXPECT_EQ(press("drop-all", {}).location(), base + "?done=dropped");
  EXPECT_EQ(services(), "A+ ") << "what is public stays";
  EXPECT_EQ(count(Kind::Location), 1) << "the place of a dropped offer went with it";
  EXPECT_EQ(list(id).state, ListImport::State::Public);
  EXPECT_EQ(*act(take_back, id), 0u);
  EXPECT_EQ(services(), "");
  EXPECT_EQ(site->sign_in({{"leadership", ""}}).post(base + "/drafts", {{"act", "drop-all"}}).status, 403);
}

TEST_P(Lists, WhatWaitsIsTheNextStepAndDrafts) {
  auto who = site->sign_in({{"coordinator", ""}});
  auto context = site->context("de");
  context.actor.kind = Actor::Kind::Account;
  context.actor.account_id = who.account_id;
  context.actor.grants = {{site->site().roles().find("coordinator"), ""}};
  auto waiting = [&] {
    std::string all;
    for (auto const& item : site->database().read([&](db::Reader& reader) { return module().waiting(context, reader); })) all += item.href + " ";
    return all;
  };
  auto set = [&](char const* name) {
    site->database().write([&](db::Writer& writer) { save_settings(writer, Actor::operator_(), {{name, "smtp"}}); });
  };
  EXPECT_EQ(waiting(), "/staff/settings/legal ");
  set("imprint");
  EXPECT_EQ(waiting(), "/staff/settings/mail ");
  set("mail.mode");
  EXPECT_EQ(waiting(), "/staff/imports ");
  auto id = begin(CsvKind::Offers, kOffers);
  ASSERT_TRUE(act(take_over, id));
  EXPECT_EQ(waiting(), "/staff/imports /staff/imports/" + id + " ");
  ASSERT_TRUE(act([](Context& c, std::string_view i, std::int64_t v) { return publish_list(c, i, v); }, id));
  EXPECT_EQ(waiting(), "/staff/accounts/new ") << "alone";
  site->sign_in({{"coordinator", ""}});
  EXPECT_EQ(waiting(), "");
  context.actor.grants = {{site->site().roles().find("leadership"), ""}};
  EXPECT_EQ(waiting(), "");
}

TEST_P(Lists, RowsNobodyWorksOnGo) {
  auto id = begin(CsvKind::Offers, kOffers);
  site->database().write([&](db::Writer& writer) {
    EXPECT_EQ(expire_rows(writer, writer.now()), 0);
    EXPECT_EQ(expire_rows(writer, writer.now() + std::chrono::hours(1)), 3);
  });
  EXPECT_EQ(list(id).name, "Liste.csv") << "what was made from it is still known";
}

TEST(ListWords, EverythingAnImportSaysOfACellIsThereToBeTranslated) {
  std::set<std::string> listed;
  for (auto const* message : list_messages()) listed.insert(message);
  // Literals that stand in several pieces are compared as one.
  static std::regex const joint("\"\\s*\n\\s*\""), said("(?:warn|fail)\\([^;]*?,\\s*\"((?:[^\"\\\\]){12,})\"");
  std::size_t found = 0;
  for (auto const* name : {"csv_basics", "csv_cells", "csv_columns", "csv_offer_row", "csv_offers", "csv_plan"}) {
    std::ifstream in(testing::source_folder() + "/modules/directory/" + name + ".cpp");
    std::string text(std::istreambuf_iterator<char>(in), {});
    text = std::regex_replace(text, joint, "");
    for (std::sregex_iterator hit(text.begin(), text.end(), said), end; hit != end; ++hit) {
      std::string message = (*hit)[1];
      bool places = message.find("Landkreis") != std::string::npos || message.find("row above") != std::string::npos ||
                    message.find("area stands") != std::string::npos || message.find("part needs") != std::string::npos ||
                    message.find("whole number") != std::string::npos;
      if (places) continue;  // lists of places have a page of their own
      ++found;
      EXPECT_TRUE(listed.contains(message)) << name << ": " << message;
    }
  }
  EXPECT_GT(found, 30u);
}

}  // namespace
}  // namespace mila::setup
