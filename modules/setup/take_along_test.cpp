// Everything goes along, whole, and no secret with it.
#include "modules/setup/take_along.h"

#include <gtest/gtest.h>

#include <fstream>

#include "modules/accounts/accounts.h"
#include "modules/directory/directory.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offers.h"
#include "modules/places/places.h"
#include "modules/setup/mail_settings.h"
#include "modules/setup/setup.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/county/settings.h"
#include "platform/crypto/sealed.h"
#include "platform/testing/site.h"

namespace mila::setup {
namespace {

using data::Json;
using testing::TestSite;

class TakingAlong : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    offers::set_data_folder(testing::source_folder() + "/data");
    site = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {accounts::module(), places::module(), taxonomy::module(), directory::module(), offers::module(), module()},
        .engine = GetParam(),
        .tables = {{"things", "create table thing(id bigint not null, part text not null, sealed text, hidden text, "
                              "share double precision, list text not null, made_at bigint not null, primary key (id, part))"}}});
  }
  TakenTable thing() {
    TakenTable table;
    table.table = "thing";
    table.key = {"id", "part"};
    table.left_out = {"hidden"};
    table.json = {"list"};
    table.sealed["sealed"] = {"things.sealed", Permission::ReadPrivate};
    table.label_de = table.label_en = "Things";
    return table;
  }
  void add_thing(std::int64_t id, std::string const& part) {
    crypto::Sealer sealer(site->county().keys(), "things.sealed");
    auto sealed = sealer.seal({"thing", "sealed", std::to_string(id) + "/" + part}, "nur für uns", site->random).text();
    site->database().write([&](db::Writer& writer) {
      writer.run({"thing.add", "insert into thing(id, part, sealed, hidden, share, list, made_at) values($1, $2, $3, 'geheim', 0.5, "
                               "'[\"a\",\"b\"]', 0)"}, {id, part, sealed});
    });
  }
  Context as(std::vector<char const*> roles) {
    auto context = site->context("de");
    context.actor.kind = Actor::Kind::Account;
    context.actor.account_id = "x";
    for (auto const* role : roles) context.actor.grants.push_back({site->site().roles().find(role), ""});
    return context;
  }
  static std::string all(TakeAlong along) {
    std::string text, piece;
    while (along.next_json(piece)) text += piece;
    return text;
  }
  std::vector<TakenTable> listed() { return load_taken_tables(testing::source_folder() + "/data/take_along.csv"); }

  std::unique_ptr<TestSite> site;
};

TEST_P(TakingAlong, EachRowOnceHoweverManyThereAre) {
  for (int i = 0; i < 1203; ++i) add_thing(i / 2, i % 2 == 0 ? "a" : "ä");
  auto context = as({"coordinator"});
  auto json = Json::parse(all(TakeAlong(context, {thing()})));
  EXPECT_EQ(json["format"], "mila-county/1");
  auto const& rows = json["tables"]["thing"];
  ASSERT_EQ(rows.size(), 1203u);
  std::set<std::string> seen;
  for (auto const& row : rows) seen.insert(row["id"].dump() + row["part"].get<std::string>());
  EXPECT_EQ(seen.size(), 1203u);
  EXPECT_EQ(rows[0]["list"][1], "b");
  EXPECT_EQ(rows[0]["share"], 0.5);
  EXPECT_EQ(rows[0]["made_at"], "1970-01-01T00:00:00.000Z");
  EXPECT_FALSE(rows[0].contains("hidden"));
}

TEST_P(TakingAlong, SealedValuesGoOnlyWithWhoMayReadThem) {
  add_thing(1, "a");
  auto coordinator = as({"coordinator"}), administrator = as({"administrator"}), leadership = as({"leadership"});
  EXPECT_EQ(Json::parse(all(TakeAlong(coordinator, {thing()})))["tables"]["thing"][0]["sealed"], "nur für uns");
  auto without = Json::parse(all(TakeAlong(administrator, {thing()})));
  EXPECT_FALSE(without["tables"]["thing"][0].contains("sealed"));
  EXPECT_TRUE(Json::parse(all(TakeAlong(leadership, {thing()})))["tables"].empty()) << "may not take everything along";
  auto unlisted = thing();
  unlisted.sealed.clear();
  EXPECT_FALSE(Json::parse(all(TakeAlong(coordinator, {unlisted})))["tables"]["thing"][0].contains("sealed"))
      << "what is sealed stays here unless its purpose is known";
}

TEST_P(TakingAlong, NoSecretLeaves) {
  auto who = site->sign_in({{"coordinator", ""}});
  auto operated = site->context("de", Actor::operator_());
  std::vector<std::string> secrets{"JBSWY3DPEHPK3PXP", "argon2hash", "s1.", "\"totp\"", "mailpasswort"};
  MailChoice choice;
  choice.smtp = true;
  choice.host = "smtp.example";
  choice.password = "mailpasswort";
  site->database().write([&](db::Writer& writer) {
    for (auto& code : auth::set_second_factor(writer, operated, who.account_id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")) secrets.push_back(code);
    auth::set_password_hash(writer, who.account_id, "$argon2hash");
    save_settings(writer, operated.actor, to_settings(operated, choice));
  });
  auto page = who.get("/staff/taking-along/county.json");
  ASSERT_EQ(page.status, 200);
  auto json = Json::parse(page.body);
  EXPECT_EQ(json["tables"]["account"][0]["mail"], "person1@auental.example");
  bool knows_server = false;
  for (auto const& setting : json["tables"]["setting"]) knows_server = knows_server || setting["value"] == "smtp.example";
  EXPECT_TRUE(knows_server);
  for (auto const& secret : secrets) EXPECT_EQ(page.body.find(secret), std::string::npos) << secret;
  EXPECT_NE(testing::dump_of(site->database()).find("county.taken_along"), std::string::npos) << "in the audit log";
  auto xlsx = who.get("/staff/taking-along/county.xlsx");
  EXPECT_EQ(xlsx.status, 200);
  EXPECT_EQ(xlsx.body.substr(0, 2), "PK");
  EXPECT_EQ(who.get("/staff/taking-along").status, 200);
}

TEST_P(TakingAlong, OnlyWhoMayAndOnlyAfterProvingAgain) {
  for (auto const* role : {"leadership", "data-protection-officer"})
    EXPECT_EQ(site->sign_in({{role, ""}}).get("/staff/taking-along/county.json").status, 403) << role;
  auto who = site->sign_in({{"coordinator", ""}});
  site->clock.advance(std::chrono::minutes(11));
  EXPECT_EQ(who.get("/staff/taking-along").status, 200);
  for (auto const* path : {"/staff/taking-along/county.json", "/staff/taking-along/county.xlsx"})
    EXPECT_EQ(who.get(path).location().rfind("/staff/confirmation", 0), 0u) << path;
}

TEST_P(TakingAlong, TheListOfTablesIsUnderstood) {
  EXPECT_GT(listed().size(), 40u);
  std::string file = site->county().config().data_folder + "/bad.csv";
  std::ofstream(file) << "table;key;columns;permission;de;en;reason_de;reason_en\nx;id;sealed:y;;X;X;;\n";
  EXPECT_THROW(load_taken_tables(file), std::runtime_error);
}

MILA_ON_EACH_ENGINE(TakingAlong);

}  // namespace
}  // namespace mila::setup
