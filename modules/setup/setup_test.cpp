// From a setup link to the first account, as a coordinator with a browser goes.
#include "modules/setup/setup.h"

#include <gtest/gtest.h>

#include "modules/accounts/accounts.h"
#include "modules/directory/directory.h"
#include "modules/offers/holidays.h"
#include "modules/offers/offers.h"
#include "modules/places/places.h"
#include "modules/setup/mail_settings.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/county/settings.h"
#include "platform/testing/site.h"

namespace mila::setup {
namespace {

using testing::Engine;
using testing::TestSite;

void load_data() {
  taxonomy::load_taxonomy(testing::source_folder() + "/data");
  offers::set_data_folder(testing::source_folder() + "/data");
}

testing::TestSiteOptions options(Engine engine = Engine::Sqlite, std::string name = "") {
  testing::TestSiteOptions options;
  options.engine = engine;
  options.modules = {accounts::module(), places::module(), taxonomy::module(), directory::module(),
                     offers::module(), module()};
  options.adjust = [name](CountyConfig& config) {
    config.name = name;
    config.office_name = config.office_phone = config.office_mail = "";
  };
  return options;
}

class Setup : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    load_data();
    site_ = std::make_unique<TestSite>(options(GetParam()));
  }
  TestSite& site() { return *site_; }
  std::string link() {
    auto context = site().context("de", Actor::operator_());
    auto made = make_setup_link(site().site(), context);
    return made ? *made : "";
  }
  Settings settings() {
    return site().database().read([](db::Reader& reader) { return load_settings(reader); });
  }
  testing::PageResult fill_county(std::string const& base) {
    return site().get(base + "/county").form("form.m-form")
        .set("name", "Landkreis Neutal").set("land", "SN")
        .set("county_key", "14799").set("office_name", "Integrationsbüro")
        .set("office_phone", "069 90009-100").set("office_mail", "buero@neutal.example").submit();
  }

 private:
  std::unique_ptr<TestSite> site_;
};
MILA_ON_EACH_ENGINE(Setup);

TEST_P(Setup, ThePublicSeesThatPagesAreBeingMade) {
  auto page = site().get("/de");
  EXPECT_EQ(page.status, 503);
  EXPECT_EQ(page.document.find("h1").text(), site().site().translate("de", "These pages are being set up"));
  EXPECT_EQ(site().get("/ar/search").status, 503);
  EXPECT_EQ(site().get("/colours.css").status, 200) << "the page itself needs it";
}

TEST_P(Setup, OneStepLeadsToTheNext) {
  auto base = link();
  ASSERT_NE(base, "");
  auto overview = site().get(base);
  EXPECT_EQ(overview.status, 200);
  EXPECT_EQ(overview.document.all("ol.m-tasks li").size(), 6u);
  auto saved = fill_county(base);
  EXPECT_EQ(saved.status, 303);
  EXPECT_EQ(saved.location(), base + "/places");
  EXPECT_EQ(settings()["name"], "Landkreis Neutal");
  EXPECT_EQ(settings()["land"], "SN");
  auto preview = site().get(base + "/places").form("form.m-form")
                     .set("list", "PLZ;Gemeinde\n04509;Delitz\n04860;Tor\n").submit();
  EXPECT_EQ(preview.status, 200) << preview.text();
  EXPECT_NE(preview.text().find("Delitz"), std::string::npos);
  auto context = site().context();
  EXPECT_TRUE(places::gazetteer(site().county())->places().empty()) << "only shown so far";
  auto taken = preview.form("form.m-form").submit();
  EXPECT_EQ(taken.location(), base + "/look") << taken.text();
  auto gazetteer = places::gazetteer(site().county());
  ASSERT_EQ(gazetteer->places().size(), 3u);
  EXPECT_TRUE(places::find_place(*gazetteer, "04509").place);
  auto look = site().get(base + "/look").form("form.m-form").set("accent", "#8a2b0f").submit();
  EXPECT_EQ(look.location(), base + "/legal") << look.text();
  EXPECT_EQ(site().county().config().accent, "#17594a") << "read with the next request";
  auto legal = site().get(base + "/legal");
  EXPECT_NE(legal.text().find("Landkreis Neutal"), std::string::npos);
  EXPECT_EQ(site().county().config().accent, "#8a2b0f");
  EXPECT_EQ(legal.form("form.m-form").submit().location(), base + "/mail");
  EXPECT_EQ(site().get(base + "/mail").form("form.m-form").submit().location(), base + "/people");
}

TEST_P(Setup, TheFirstCoordinatorComesInAndClosesTheLink) {
  auto base = link();
  fill_county(base);
  auto people = site().get(base + "/people").form("form.m-form")
                    .set("name", "Ada Beispiel").set("mail", "ada@neutal.example")
                    .set("deputy_name", "Bo Muster")
                    .set("deputy_mail", "bo@neutal.example").submit();
  ASSERT_EQ(people.location(), base + "/people") << people.text();
  auto page = people.follow();
  EXPECT_NE(page.text().find("Bo Muster"), std::string::npos);
  EXPECT_EQ(site().get(base).status, 200) << "good until she has come in";
  auto entry = page.form("form[action=\"" + base + "/entry\"]").submit();
  ASSERT_EQ(entry.location().rfind("/staff/links/", 0), 0u);
  auto inside = site().get(entry.location()).form("main form").submit();
  EXPECT_EQ(inside.status, 303);
  EXPECT_NE(inside.header("Set-Cookie"), "");
  EXPECT_EQ(site().get(base).status, 410);
  EXPECT_EQ(site().get(base + "/people").status, 410);
  EXPECT_EQ(site().get("/de").status, 200) << "the public pages are open now";
}

TEST_P(Setup, ATypingErrorInAnAddressIsMended) {
  auto base = link();
  fill_county(base);
  auto form = [&] { return site().get(base + "/people").form("form.m-form"); };
  form().set("name", "Ada Beispiel").set("mail", "ada@neutl.example").submit();
  form().set("mail", "ada@neutal.example").submit();
  auto accounts = site().database().read(
      [](db::Reader& reader) { return auth::list_accounts(reader, "", 10); });
  ASSERT_EQ(accounts.size(), 1u);
  EXPECT_EQ(accounts[0].mail, "ada@neutal.example");
  EXPECT_EQ(accounts[0].name, "Ada Beispiel");
}

TEST_P(Setup, TheSameAddressTwiceOpensNothing) {
  auto base = link();
  fill_county(base);
  auto refused = site().get(base + "/people").form("form.m-form")
                     .set("name", "Ada").set("mail", "ada@neutal.example")
                     .set("deputy_name", "Bo")
                     .set("deputy_mail", "Ada@neutal.example").submit();
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(site().database().read([](db::Reader& reader) { return auth::count_accounts(reader); }), 0);
}

TEST_P(Setup, LinksThatAreNotGoodOpenNothing) {
  for (auto const* path : {"/staff/setup/none", "/staff/setup/none/county"})
    EXPECT_EQ(site().get(path).status, 410) << path;
  EXPECT_EQ(site().post("/staff/setup/none/county", {{"name", "x"}}).status, 410);
  auto base = link();
  EXPECT_EQ(site().get(base).status, 200);
  site().clock.advance(std::chrono::hours(25));
  EXPECT_EQ(site().get(base).status, 410);
  EXPECT_FALSE(settings().contains("name"));
}

TEST_P(Setup, WhoIsNotOfTheOfficeSeesNoSettings) {
  auto coordinator = site().sign_in({{"coordinator", ""}});
  EXPECT_EQ(coordinator.get("/staff/settings").status, 200);
  EXPECT_EQ(coordinator.get("/staff/settings/mail").status, 200);
  EXPECT_EQ(link(), "") << "somebody has come in: no more setup links";
  auto leadership = site().sign_in({{"leadership", ""}});
  for (auto const* path : {"/staff/settings", "/staff/settings/county"})
    EXPECT_EQ(leadership.get(path).status, 403) << path;
  EXPECT_EQ(site().get("/staff/settings").status, 303) << "asks to sign in";
}

TEST(SetupCounty, ACountyNamedInTheFileIsNeverHidden) {
  load_data();
  TestSite site(options(Engine::Sqlite, "Landkreis Auental"));
  EXPECT_EQ(site.get("/de").status, 200);
  EXPECT_TRUE(is_fresh(site.site(), site.county()));
}

TEST(SetupMail, ThePasswordIsSealedAndKept) {
  testing::TestCounty county;
  auto context = county.context("de", Actor::operator_());
  auto save = [&](MailChoice const& choice) {
    county.database().write([&](db::Writer& writer) {
      save_settings(writer, context.actor, to_settings(context, choice));
    });
  };
  EXPECT_EQ(mail_settings(county.county()).mode, mail::Mode::Maildir);
  MailChoice choice;
  choice.smtp = true;
  choice.host = "smtp.example";
  choice.user = "mila";
  choice.password = "geheim";
  save(choice);
  choice.password = "";
  choice.port = "465";
  choice.security = "tls";
  save(choice);
  auto settings = mail_settings(county.county());
  EXPECT_EQ(settings.mode, mail::Mode::Smtp);
  EXPECT_EQ(settings.port, 465);
  EXPECT_EQ(settings.security, mail::Security::Tls);
  EXPECT_EQ(settings.password, "geheim");
  EXPECT_EQ(testing::dump_of(county.database()).find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace mila::setup
