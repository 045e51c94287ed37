// Who meets whom, from marked attendance to the page, on both engines.
#include "modules/acquaintance/acquaintance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "modules/acquaintance/introductions.h"
#include "modules/meetings/attendance.h"
#include "modules/meetings/meeting_store.h"
#include "modules/network/test_site.h"
#include "platform/testing/faults.h"

namespace mila::acquaintances {
namespace {

using namespace std::chrono;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PeriodTest, twelve_months_and_the_year) {
  auto const months = period_of(Span::TwelveMonths, 2026y / November / 25);
  EXPECT_EQ(months.from, 2025y / November / 26);
  EXPECT_EQ(months.before_until, 2025y / November / 25);
  EXPECT_EQ(months.before_from, 2024y / November / 26);
  auto const year = period_of(Span::Year, 2028y / February / 29);
  EXPECT_EQ(year.from, 2028y / January / 1);
  EXPECT_EQ(year.before_from, 2027y / January / 1);
  EXPECT_EQ(year.before_until, 2027y / February / 28);
}

class AcquaintanceTest : public network::NetworkSiteTest {
 protected:
  void SetUp() override {
    if (!start({meetings::module(), module()})) return;
    today = local_date(site().clock.now(), "Europe/Berlin");
    write([&](auto& writer, auto& context) {
      places::save(writer, context.actor, {.id = uuid("place", "Furthau"), .name = "Furthau", .kind = places::Kind::Municipality, .ags = "16099005", .postcodes = {"98994"}});
      places::save(writer, context.actor, {.id = uuid("place", "Sandau"), .name = "Sandau", .kind = places::Kind::Municipality, .ags = "16099006", .postcodes = {"98995"}});
    });
    working_group = body({.name = "AG Wohnen"});
  }
  static std::string uuid(std::string const& kind, std::string const& name) { return named_uuid(kind, "test:" + name); }

  void organization(std::string const& name, std::string const& sector, std::string const& town, int people = 3) {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      directory::Organization one;
      one.id = uuid("organization", name);
      one.name = name;
      one.x_sector = sector;
      one.email = "post@" + std::to_string(std::hash<std::string>{}(name) % 100000) + ".example";
      one.x_address.emplace();
      one.x_address->id = uuid("address", name);
      one.x_address->city = town;
      ASSERT_TRUE(directory::save(writer, context.actor, directory::to_record(one)));
      for (int i = 0; i < people; ++i) {
        network::Person person;
        person.name = "Person " + std::to_string(i) + " von " + name;
        person.organization_id = one.id;
        ASSERT_TRUE(network::save_person(writer, context, person));
      }
    });
  }
  /// A meeting so many days ago at which these organisations were.
  void met(int days_ago, std::vector<std::string> const& names) {
    ++meetings_;
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      meetings::Meeting meeting;
      meeting.id = uuid("meeting", std::to_string(meetings_));
      meeting.body_id = working_group;
      meeting.title = "Treffen";
      meeting.state = meetings::State::Invited;
      meeting.day = Date{sys_days{today} - days{days_ago}};
      meetings::insert_meeting(writer, context, meeting);
      for (auto const& name : names)
        ASSERT_TRUE(meetings::add_walk_in(writer, context, meeting.id, {"", "Gast von " + name, uuid("organization", name)}));
    });
  }
  Overview overview(Span span = Span::TwelveMonths) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return overview_of(reader, context, span); });
  }

  std::string working_group;
  Date today{};
  int meetings_ = 0;
};

TEST_P(AcquaintanceTest, says_who_meets_and_who_does_not) {
  organization("Helferkreis", "volunteers", "Furthau");
  organization("Klinik", "health", "Furthau");
  organization("Gemeinde Sandau", "municipality", "Sandau");
  organization("Verein", "association", "Furthau", 2);
  met(20, {"Helferkreis", "Klinik"});
  met(30, {"Helferkreis", "Klinik", "Gemeinde Sandau"});
  met(40, {"Gemeinde Sandau", "Helferkreis"});
  met(50, {"Verein", "Helferkreis"});
  auto const seen = overview();
  EXPECT_EQ(seen.now.meetings, 4u);
  EXPECT_EQ(seen.now.organizations, 4u);
  EXPECT_EQ(seen.before.organizations, 0u);
  EXPECT_THAT(seen.seen_once.names, IsEmpty()) << "two people are too few to be named";
  EXPECT_EQ(seen.seen_once.small, (std::map<std::string, int>{{"association", 1}}));
  ASSERT_EQ(seen.white_spots.size(), 1u);
  EXPECT_EQ(seen.white_spots[0].first, "Sandau");
  EXPECT_THAT(seen.white_spots[0].second, ElementsAre("association"));
  EXPECT_THAT(seen.absent_places, IsEmpty());
}

TEST_P(AcquaintanceTest, compares_with_the_period_before_on_the_same_organisations) {
  organization("A", "welfare", "Furthau");
  organization("B", "health", "Furthau");
  organization("C", "school", "Furthau");
  organization("D", "church", "Furthau");
  met(500, {"A", "B"});
  met(450, {"A", "C"});
  met(100, {"A", "B", "D"});
  auto const seen = overview();
  EXPECT_EQ(seen.in_both, 2);
  EXPECT_EQ(seen.now.density, 1);
  EXPECT_EQ(seen.before.density, 1) << "C is not counted, who came before only";
  EXPECT_EQ(seen.now.mean_degree, 1);
  EXPECT_THAT(seen.gone.names, ElementsAre("C"));
  EXPECT_THAT(seen.absent_places, ElementsAre("Sandau"));
  EXPECT_EQ(seen.new_count, 1);
}

TEST_P(AcquaintanceTest, large_rounds_make_no_acquaintance) {
  std::vector<std::string> many;
  for (int i = 0; i < 16; ++i) {
    many.push_back("Verein " + std::to_string(i));
    organization(many.back(), "association", "Furthau", i == 0 ? 3 : 1);
  }
  met(10, many);
  met(20, {many[1], many[2]});
  auto const seen = overview();
  EXPECT_EQ(seen.now.plenaries, 1u);
  EXPECT_THAT(seen.alone.names, ElementsAre("Verein 0"));
  EXPECT_EQ(seen.alone.small_count(), 13);
}

TEST_P(AcquaintanceTest, names_of_joints_only_without_a_deputy) {
  for (auto const* name : {"A", "B", "C"}) organization(name, "welfare", "Furthau");
  met(10, {"A", "B"});
  met(11, {"B", "C"});
  EXPECT_THAT(overview().one_person.names, ElementsAre("A", "B", "C"));
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    network::Seat seat{.body_id = working_group, .organization_id = uuid("organization", "B"), .from = 2020y / January / 1};
    network::Person one, two;
    one.name = "Eine", two.name = "Zwei";
    one.organization_id = two.organization_id = seat.organization_id;
    seat.person_id = network::save_person(writer, context, one).value();
    seat.deputy_id = network::save_person(writer, context, two).value();
    ASSERT_TRUE(network::save_seat(writer, context, seat, network::find_body(writer, context, working_group)->version));
  });
  EXPECT_THAT(overview().one_person.names, ElementsAre("A", "C"));
}

TEST_P(AcquaintanceTest, suggests_who_know_the_same_and_not_each_other) {
  organization("Helferkreis", "volunteers", "Furthau", 1);
  organization("Klinik", "health", "Furthau", 1);
  organization("X", "welfare", "Sandau", 1);
  organization("Y", "welfare", "Sandau", 1);
  met(10, {"Helferkreis", "X"});
  met(11, {"Helferkreis", "Y"});
  met(12, {"Klinik", "X"});
  met(13, {"Klinik", "Y"});
  auto const list = overview().suggestions;
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(std::minmax({list[0].first, list[0].second}), (std::pair<std::string, std::string>("Helferkreis", "Klinik")));
  EXPECT_EQ(list[0].place, "Furthau");
  EXPECT_EQ(list[0].common, 2);
  EXPECT_EQ(list[1].place, "Sandau") << "X and Y know the same, too, and are of one place";
  EXPECT_EQ(list[1].first_sector, "");
}

TEST_P(AcquaintanceTest, only_who_coordinates_sees_it) {
  EXPECT_EQ(site().sign_in({{"coordinator", ""}}).get("/staff/network/acquaintance").status, 200) << "empty";
  organization("Helferkreis Furthau", "volunteers", "Furthau");
  met(20, {"Helferkreis Furthau"});
  auto const page = site().sign_in({{"coordinator", ""}}).get("/staff/network/acquaintance");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("Helferkreis Furthau"), std::string::npos);
  EXPECT_EQ(page.text().find("Person 0"), std::string::npos);
  EXPECT_EQ(page.text().find("Gast von"), std::string::npos);
  EXPECT_EQ(site().sign_in({{"coordinator", ""}}).get("/staff/network/acquaintance?period=year").status, 200);
  for (auto const* role : {"administrator", "leadership", "data-protection-officer"})
    EXPECT_EQ(site().sign_in({{role, ""}}).get("/staff/network/acquaintance").status, 403) << role;
  EXPECT_EQ(site().sign_in({{"body-office", working_group}}).get("/staff/network/acquaintance").status, 403);
}

TEST_P(AcquaintanceTest, asks_the_database_ten_times_at_most_however_many_came) {
  std::vector<std::string> names;
  for (int i = 0; i < 30; ++i) {
    names.push_back("Verein " + std::to_string(i));
    organization(names.back(), i % 2 ? "association" : "health", i % 3 ? "Furthau" : "Sandau", 1);
  }
  for (int i = 0; i + 5 < 30; ++i) met(10 + i, {names.begin() + i, names.begin() + i + 5});
  auto coordinator = site().sign_in({{"coordinator", ""}});
  coordinator.get("/staff/network/acquaintance");
  std::vector<std::string> statements;
  site().database().on_statement([&](std::string_view name) {
    for (auto const* door : {"session.", "access_grant.", "audit.", "begin", "commit", "setting."})
      if (name.starts_with(door)) return;
    statements.emplace_back(name);
  });
  EXPECT_EQ(coordinator.get("/staff/network/acquaintance").status, 200);
  site().database().on_statement(nullptr);
  EXPECT_LE(statements.size(), 10u) << ::testing::PrintToString(statements);
}

class IntroductionTest : public AcquaintanceTest {
 protected:
  void SetUp() override {
    AcquaintanceTest::SetUp();
    if (IsSkipped()) return;
    organization("Helferkreis", "volunteers", "Furthau", 1);
    organization("Klinik", "health", "Furthau", 1);
    organization("X", "welfare", "Sandau", 1);
    organization("Y", "welfare", "Sandau", 1);
    met(10, {"Helferkreis", "X"});
    met(11, {"Helferkreis", "Y"});
    met(12, {"Klinik", "X"});
    met(13, {"Klinik", "Y"});
    coordinator = site().sign_in({{"coordinator", ""}});
  }
  testing::PageResult ask() {
    return coordinator.get("/staff/network/acquaintance").form("form[action=/staff/network/acquaintance/introductions]").submit();
  }
  /// Letter by letter: purpose, and what it says.
  std::vector<std::string> letters() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) {
      std::vector<std::string> texts;
      for (auto const& mail : mail::mails_in(reader, context, mail::State::Queued))
        if (mail.purpose == "introduction") texts.push_back(mail.subject + "\n" + mail::text_of(reader, context, mail.id));
      return texts;
    });
  }
  /// Paths of the two asked: Helferkreis, then Klinik.
  std::pair<std::string, std::string> links() {
    std::pair<std::string, std::string> found;
    for (auto const& text : letters()) {
      std::smatch match;
      if (!std::regex_search(text, match, std::regex("(/de/introductions/[A-Za-z0-9._-]+)"))) continue;
      (text.starts_with("Dürfen wir Sie mit Klinik") || text.find("to Klinik?") != std::string::npos ? found.first : found.second) = match[1];
    }
    return found;
  }
  testing::PageResult say(std::string const& path, std::string const& answer) {
    return site().get(path).form("form.m-form").set("answer", answer).submit();
  }
  std::string state() {
    auto const page = coordinator.get("/staff/network/acquaintance");
    return page.document.find("section[aria-labelledby=h-introduce]").text();
  }
  testing::SignedIn coordinator;
};

TEST_P(IntroductionTest, both_say_yes_and_get_each_others_contact) {
  EXPECT_EQ(ask().status, 303);
  ASSERT_EQ(letters().size(), 2u);
  auto const [first, second] = links();
  ASSERT_FALSE(first.empty() || second.empty());
  EXPECT_EQ(site().get(first).text().find("069 1111"), std::string::npos);
  EXPECT_EQ(say(first, "yes").status, 303);
  EXPECT_EQ(letters().size(), 2u) << "one yes is not enough";
  EXPECT_EQ(say(second, "yes").status, 303);
  ASSERT_EQ(letters().size(), 4u);
  int with_contact = 0;
  for (auto const& text : letters()) with_contact += text.find("post@") != std::string::npos ? 1 : 0;
  EXPECT_EQ(with_contact, 2);
  EXPECT_NE(site().get(first).text().find("post@"), std::string::npos);
  // Said again or taken back now: nothing more happens.
  EXPECT_EQ(site().get(first).document.all("form.m-form").size(), 0u);
  EXPECT_EQ(site().post(first, {{"answer", "no"}}).status, 303);
  EXPECT_EQ(letters().size(), 4u);
}

TEST_P(IntroductionTest, a_no_stays_secret) {
  ask();
  auto const [first, second] = links();
  std::string const before = site().get(second).text(), waiting = state();
  EXPECT_EQ(say(first, "no").status, 303);
  EXPECT_EQ(site().get(second).text(), before);
  EXPECT_EQ(state(), waiting) << "nor does who asked see it as long as the other can answer";
  EXPECT_EQ(say(second, "yes").status, 303);
  EXPECT_EQ(letters().size(), 2u);
  EXPECT_EQ(site().get(second).text().find("post@"), std::string::npos);
  // Whoever thinks again is heard.
  EXPECT_EQ(say(first, "yes").status, 303);
  EXPECT_EQ(letters().size(), 4u);
}

TEST_P(IntroductionTest, opening_changes_nothing_and_broken_links_are_told) {
  ask();
  auto const [first, second] = links();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(site().get(first).status, 200);
  EXPECT_EQ(site().post(first).status, 422);
  EXPECT_EQ(letters().size(), 2u);
  EXPECT_EQ(site().get("/de/introductions/none").status, 404);
  EXPECT_EQ(site().get(first.substr(0, first.size() - 2)).status, 404);
  EXPECT_EQ(site().get("/ar" + first.substr(3)).status, 200);
  site().clock.advance(days{61});
  EXPECT_EQ(site().get(first).status, 404);
  EXPECT_EQ(site().post(first, {{"answer", "yes"}}).status, 404);
}

TEST_P(IntroductionTest, the_same_two_are_asked_once_a_year) {
  auto const page = coordinator.get("/staff/network/acquaintance");
  auto form = page.form("form[action=/staff/network/acquaintance/introductions]");
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303) << "the second of two clicks";
  EXPECT_EQ(letters().size(), 2u);
  // Other pairs than those suggested are none.
  EXPECT_EQ(coordinator.post("/staff/network/acquaintance/introductions",
                             {{"first", uuid("organization", "Helferkreis")}, {"second", uuid("organization", "X")}}).status, 422);
  auto context = as_operator();
  auto const all = overview().suggestions;
  auto again = [&] {
    return site().database().write([&](db::Writer& writer) { return offer(writer, context, all.at(0)).has_value(); });
  };
  EXPECT_FALSE(again());
  site().clock.advance(days{366});
  EXPECT_TRUE(again());
}

TEST_P(IntroductionTest, is_all_or_nothing_whichever_statement_fails) {
  auto const all = overview().suggestions;
  int const asking = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      ASSERT_TRUE(offer(writer, context, all.at(0)));
    });
  });
  EXPECT_GT(asking, 4);
  auto const [first, second] = links();
  say(first, "yes");
  auto context = as_operator();
  auto const asked = read_asked_key(context, second.substr(second.rfind('/') + 1)).value();
  int const answering = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      ASSERT_TRUE(reply(writer, context, asked, Reply::Yes)->introduced_at);
    });
  });
  EXPECT_GT(answering, 4);
}

TEST_P(IntroductionTest, nobody_is_asked_when_one_takes_no_mail) {
  site().database().write([&](db::Writer& writer) {
    auto context = as_operator();
    auto const klinik = directory::find_organizations(writer, {uuid("organization", "Klinik")}).at(0);
    mail::suppress(writer, context, *klinik.email, mail::Suppression::Revoked);
  });
  auto const page = ask();
  EXPECT_EQ(page.status, 422);
  EXPECT_FALSE(page.document.find("p[role=alert]").text().empty());
  EXPECT_TRUE(letters().empty());
}

TEST_P(IntroductionTest, only_who_coordinates_asks_and_old_ones_go) {
  auto office = site().sign_in({{"body-office", working_group}});
  EXPECT_EQ(office.post("/staff/network/acquaintance/introductions", {{"first", "a"}, {"second", "b"}}).status, 403);
  ask();
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(days{731});
  auto later = as_operator();
  EXPECT_EQ(module().expire(later), 1);
}

MILA_ON_EACH_ENGINE(IntroductionTest);
MILA_ON_EACH_ENGINE(AcquaintanceTest);

}  // namespace
}  // namespace mila::acquaintances
