// Offering help and answering, as people do it, on both engines.
#include "modules/helping/helping.h"

#include <gtest/gtest.h>

#include <regex>

#include "modules/helping/helpers.h"
#include "modules/helping/staff_today.h"
#include "modules/network/test_site.h"
#include "platform/auth/accounts.h"
#include "platform/testing/faults.h"

namespace mila::helping {
namespace {

using namespace std::chrono;
using Fields = std::vector<std::pair<std::string, std::string>>;
using testing::SignedIn;

class HelpingTest : public network::NetworkSiteTest {
 protected:
  void SetUp() override {
    if (!start({module()})) return;
    write([&](auto& writer, auto& context) {
      auto save = [&](std::string name, places::Kind kind, std::string above) {
        places::Place place;
        place.id = named_uuid("place", name);
        place.name = std::move(name);
        place.kind = kind;
        if (!above.empty()) place.parent_id = named_uuid("place", above);
        places::save(writer, context.actor, place);
      };
      save("Landkreis Auental", places::Kind::County, "");
      save("Weidenrode", places::Kind::Municipality, "Landkreis Auental");
      save("Furthau", places::Kind::Municipality, "Landkreis Auental");
    });
    weidenrode = named_uuid("place", "Weidenrode");
    furthau = named_uuid("place", "Furthau");
    circle = body({.kind = network::BodyKind::HelperCircle, .name = "Helferkreis Weidenrode", .place_id = weidenrode});
    table = body({.name = "Runder Tisch", .place_id = furthau});
    speaker = active(site().sign_in({{"helper-speaker", circle}}));
    coordinator = active(site().sign_in({{"coordinator", ""}}));
  }
  SignedIn active(SignedIn who) {
    auto context = as_operator();
    site().database().write([&](db::Writer& writer) { (void)auth::enable_account(writer, context, who.account_id); });
    return who;
  }
  /// Fills in the public form as a person would, a few seconds after opening it.
  testing::PageResult offer(Fields fields, std::string const& language = "de") {
    std::string path = "/" + language + "/help";
    std::string token = site().get(path).document.find("input[name=token]").attribute("value");
    site().clock.advance(20s);
    fields.emplace_back("token", token);
    return site().post(path, fields);
  }
  std::vector<Helper> all() {
    return site().database().read([&](db::Reader& reader) { return list_helpers(reader, site().county(), std::nullopt); });
  }
  std::string link_in(std::string const& address) {
    auto context = as_operator();
    auto found = mails(address);
    if (found.empty()) return "";
    std::string text = site().database().read([&](db::Reader& reader) { return mail::text_of(reader, context, found.front().id); });
    std::smatch match;
    EXPECT_TRUE(std::regex_search(text, match, std::regex("(/[a-z-]+/help/(answers|mine)/[A-Za-z0-9_.-]+)"))) << text;
    return match[1];
  }
  std::size_t waiting_for(std::string const& role, std::string const& scope) {
    auto const* found = site().site().roles().find(role);
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = "x";
    actor.grants.push_back({found, scope});
    auto context = site().context("de", actor);
    return site().database().read([&](db::Reader& reader) { return waiting(context, reader).size(); });
  }

  Fields const driver{{"what", "Ich fahre gern."}, {"name", "Werner Köhler"}, {"mail", "w.koehler@post.example"}};
  std::string weidenrode, furthau, circle, table;
  SignedIn speaker, coordinator;
};

TEST_P(HelpingTest, an_offer_goes_to_the_circle_of_the_place_and_is_answered_without_an_account) {
  auto fields = driver;
  fields.emplace_back("place", weidenrode);
  EXPECT_EQ(offer(fields).status, 303);
  ASSERT_EQ(all().size(), 1u);
  EXPECT_EQ(all()[0].body_id, circle);
  EXPECT_EQ(testing::dump_of(site().database()).find("Werner"), std::string::npos) << "sealed";
  EXPECT_EQ(waiting_for("helper-speaker", circle), 1u);
  EXPECT_EQ(waiting_for("helper-speaker", table), 0u);
  EXPECT_EQ(waiting_for("coordinator", ""), 0u) << "not before it is overdue";
  EXPECT_TRUE(mails("buero@auental.example").empty());
  EXPECT_EQ(mails("person2@auental.example").size(), 0u);
  auto link = link_in("person1@auental.example");
  std::string before = testing::dump_of(site().database());
  auto page = site().get(link);
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(site().get(link).status, 200);
  EXPECT_EQ(testing::dump_of(site().database()), before) << "scanners open every link";
  EXPECT_NE(page.text().find("Ich fahre gern."), std::string::npos);
  Fields reply{{"text", "Schön, wir rufen an."}, {"state", "matched"}, {"version", "1"}};
  EXPECT_EQ(site().post(link, reply).status, 303);
  EXPECT_EQ(site().post(link, reply).status, 303) << "a second click";
  reply[0].second = "Etwas anderes";
  EXPECT_EQ(site().post(link, reply).status, 409) << "an answer to what was there before";
  EXPECT_EQ(all()[0].state, State::Matched);
  EXPECT_EQ(all()[0].answer, "Schön, wir rufen an.");
  EXPECT_EQ(mails("w.koehler@post.example").size(), 2u) << "thanks and one answer";
  EXPECT_EQ(waiting_for("helper-speaker", circle), 0u);
}

TEST_P(HelpingTest, where_no_circle_is_the_county_answers) {
  auto fields = driver;
  fields.emplace_back("place", furthau);
  EXPECT_EQ(offer(fields).status, 303);
  EXPECT_EQ(all()[0].body_id, "");
  EXPECT_EQ(mails("person2@auental.example").size(), 1u);
  EXPECT_EQ(waiting_for("coordinator", ""), 1u);
  EXPECT_EQ(waiting_for("helper-speaker", circle), 0u);
  std::string path = "/staff/helpers/" + all()[0].id;
  EXPECT_EQ(speaker.get(path).status, 403);
  EXPECT_EQ(coordinator.get(path).status, 200);
  EXPECT_EQ(speaker.post(path, {{"text", "x"}, {"state", "closed"}, {"version", "1"}}).status, 403);
  EXPECT_EQ(speaker.post(path + "/removal").status, 403);
  EXPECT_EQ(coordinator.post(path, {{"text", "Danke"}, {"state", "answered"}, {"version", "1"}}).status, 303);
  EXPECT_EQ(coordinator.post(path, {{"text", "Spät"}, {"state", "closed"}, {"version", "1"}}).status, 409);
  EXPECT_EQ(coordinator.post(path + "/removal").status, 303);
  EXPECT_TRUE(all().empty());
  EXPECT_EQ(site().sign_in({{"adviser", "o"}}).get("/staff/helpers").status, 403);
}

TEST_P(HelpingTest, a_link_ends_with_the_right_it_was_sent_for) {
  auto fields = driver;
  fields.emplace_back("place", weidenrode);
  offer(fields);
  auto link = link_in("person1@auental.example");
  auto context = as_operator();
  site().database().write([&](db::Writer& writer) {
    ASSERT_TRUE(auth::disable_account(writer, context, site().site().roles(), speaker.account_id).has_value());
  });
  EXPECT_EQ(site().get(link).status, 404);
  EXPECT_EQ(site().post(link, {{"text", "x"}, {"state", "closed"}, {"version", "1"}}).status, 404);
}

TEST_P(HelpingTest, the_form_says_what_is_missing_and_takes_a_double_click_once) {
  EXPECT_EQ(offer({{"what", "Deutsch üben"}}).status, 422) << "no way to answer";
  EXPECT_EQ(offer({{"what", "Deutsch üben"}, {"mail", "kein"}}).status, 422);
  site().clock.advance(2min);
  EXPECT_EQ(site().post("/de/help", driver).status, 422) << "no token";
  EXPECT_TRUE(all().empty());
  Fields robot = driver;
  robot.emplace_back("website", "https://spam.example");
  EXPECT_EQ(offer(robot).status, 303);
  EXPECT_TRUE(all().empty());
  EXPECT_EQ(offer(driver).status, 303);
  EXPECT_EQ(offer(driver).status, 303);
  EXPECT_EQ(all().size(), 1u);
  EXPECT_EQ(mails("w.koehler@post.example").size(), 1u);
}

TEST_P(HelpingTest, the_helper_deletes_everything_at_once_by_the_link_in_the_mail) {
  offer(driver, "uk");
  auto link = link_in("w.koehler@post.example");
  EXPECT_EQ(link.rfind("/uk/help/mine/", 0), 0u);
  std::string before = testing::dump_of(site().database());
  EXPECT_EQ(site().get(link).status, 200);
  EXPECT_EQ(testing::dump_of(site().database()), before);
  EXPECT_EQ(site().post(link, {{"text", ""}}).status, 422);
  EXPECT_EQ(all().size(), 1u);
  EXPECT_EQ(site().post(link, {{"what", "delete"}}).status, 303);
  EXPECT_TRUE(all().empty());
  EXPECT_TRUE(mails("w.koehler@post.example").empty());
  EXPECT_EQ(site().get(link).status, 404);
}

TEST_P(HelpingTest, offers_end_after_six_months) {
  offer(driver);
  auto context = as_operator();
  site().clock.advance(kKept - 1h);
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(2h);
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_TRUE(all().empty());
}

TEST_P(HelpingTest, a_circle_looks_for_somebody_on_the_public_page) {
  Fields wanted{{"title", "Jemand, der fährt"}, {"body", "Freitags"}, {"body_id", circle}, {"place", weidenrode},
                {"languages", "Deutsch"}, {"until", "2026-12-24"}, {"version", "1"}};
  EXPECT_EQ(speaker.post("/staff/helpers/wanted", wanted).status, 303);
  EXPECT_EQ(speaker.post("/staff/helpers/wanted", wanted).status, 303);
  EXPECT_EQ(site().get("/ar/help").document.all("article h3").size(), 1u) << "once, in every language";
  auto id = site().database().read([](db::Reader& reader) { return wanted_on(reader, 2026y / November / 23).at(0).id; });
  auto stranger = site().sign_in({{"helper-speaker", table}});
  EXPECT_EQ(stranger.get("/staff/helpers/wanted/" + id).status, 403);
  EXPECT_EQ(stranger.post("/staff/helpers/wanted", wanted).status, 422) << "not their circle";
  wanted[0].second = "Jemand mit Bus";
  EXPECT_EQ(coordinator.post("/staff/helpers/wanted/" + id, wanted).status, 303);
  EXPECT_EQ(speaker.post("/staff/helpers/wanted/" + id, wanted).status, 409);
  EXPECT_NE(site().get("/de/help").text().find("Jemand mit Bus"), std::string::npos);
  site().clock.set(local_to_instant(2026y / December / 25, 8h, "Europe/Berlin"));
  EXPECT_EQ(site().get("/de/help").text().find("Jemand mit Bus"), std::string::npos);
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 1);
}

TEST_P(HelpingTest, an_offer_is_written_whole_or_not_at_all) {
  auto context = site().context("de");
  Helper helper;
  helper.what = "Ich koche gern.";
  helper.mail = "k@post.example";
  helper.place_id = weidenrode;
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { add_helper(writer, context, site().site(), helper); });
  });
  EXPECT_GT(statements, 6);
  EXPECT_EQ(all().size(), 1u);
}

MILA_ON_EACH_ENGINE(HelpingTest);

}  // namespace
}  // namespace mila::helping
