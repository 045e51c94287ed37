// Asking once a year, answering without an account, expiring, and writing to volunteers.
#include <gtest/gtest.h>

#include <regex>

#include "modules/network/confirmation.h"
#include "modules/network/people_store.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/mail/mail.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::network {
namespace {

using namespace std::chrono;
using testing::PageResult;

class ConfirmationTest : public testing::EngineTest {
 protected:
  ConfirmationTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()},
              .engine = GetParam()}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    house = add_organization(site.database(), "Haus Ankunft", "069 90009-190");
  }
  Context as_operator() { return site.context("de", Actor::operator_()); }
  std::string add(Person person) {
    return network::add_person(site.database(), as_operator(), std::move(person));
  }
  std::string add_partner(std::string name, std::string mail) {
    Person person = named(PersonClass::Partner, std::move(name), house);
    person.shown_to = ShownTo::Everybody;
    person.work_mail = std::move(mail);
    person.work_phone = "069 90009-601";
    person.letter_language = "en";
    return add(std::move(person));
  }
  Person get(std::string const& id) { return stored(site.database(), as_operator(), id); }
  int upkeep() {
    auto context = as_operator();
    return run_upkeep(context);
  }
  void pass(int days) { site.clock.advance(hours{24 * days}); }
  std::vector<mail::Entry> mails_to(std::string const& id) {
    auto context = as_operator();
    return site.database().read(
        [&](db::Reader& reader) { return mail::mails_to(reader, context, {"person", id}); });
  }
  std::string text_of(mail::Entry const& entry) {
    auto context = as_operator();
    return site.database().read(
        [&](db::Reader& reader) { return mail::text_of(reader, context, entry.id); });
  }
  /// The path of the link in the newest mail to a person.
  std::string link_to(std::string const& id) {
    std::string text = text_of(mails_to(id).at(0));
    std::smatch found;
    std::regex const link(R"(/en/people/confirmation/[A-Za-z0-9_/-]+)");
    if (!std::regex_search(text, found, link)) throw std::runtime_error("no link in: " + text);
    return found.str();
  }
  std::string asked_about(std::string const& id) {
    pass(310);
    upkeep();
    return link_to(id);
  }

  testing::TestSite site;
  std::string house;
};

TEST_P(ConfirmationTest, people_are_asked_once_and_reminded_once) {
  auto id = add_partner("Mina Farid", "farid@haus.example");
  EXPECT_EQ(upkeep(), 0) << "not before two months before the end";
  pass(310);
  EXPECT_EQ(upkeep(), 1);
  EXPECT_EQ(upkeep(), 0) << "not twice";
  EXPECT_EQ(mails_to(id).size(), 1u);
  EXPECT_EQ(mails_to(id)[0].subject, "Is your entry still right?");
  pass(30);
  EXPECT_EQ(upkeep(), 1);
  EXPECT_EQ(upkeep(), 0);
  EXPECT_EQ(mails_to(id).at(0).purpose, "confirmation-reminder");
}

TEST_P(ConfirmationTest, people_at_one_address_get_one_mail_and_answer_each_for_themselves) {
  auto first = add_partner("Mina Farid", "info@haus.example");
  auto second = add_partner("Rolf Kern", "INFO@haus.example");
  pass(310);
  EXPECT_EQ(upkeep(), 1);
  auto link = link_to(first);
  auto page = site.get(link);
  EXPECT_EQ(page.status, 200);
  ASSERT_TRUE(page.document.with_text("a", "Mina Farid"));
  auto entry = page.click("Rolf Kern");
  EXPECT_EQ(entry.form("main form").submit("Yes, still right").status, 303);
  EXPECT_GT(get(second).confirmed_at, get(first).confirmed_at);
  auto left = site.get(link);
  EXPECT_FALSE(left.document.with_text("a", "Rolf Kern"));
  EXPECT_TRUE(left.document.with_text("a", "Mina Farid"));
}

TEST_P(ConfirmationTest, looking_changes_nothing_and_the_link_answers_once) {
  auto id = add_partner("Mina Farid", "farid@haus.example");
  auto link = asked_about(id);
  auto before = testing::dump_of(site.database());
  auto page = site.get(link);
  EXPECT_EQ(testing::dump_of(site.database()), before) << "mail scanners open every link";
  EXPECT_EQ(page.header("Cache-Control"), "no-store");
  for (auto const* text : {"Mina Farid", "farid@haus.example", "069 90009-601", "Haus Ankunft"})
    EXPECT_NE(page.text().find(text), std::string::npos) << text;
  auto answered = page.form("main form").submit("Yes, still right");
  ASSERT_EQ(answered.status, 303);
  EXPECT_NE(answered.follow().text().find("Thank you. We have noted your answer."), std::string::npos);
  auto confirmed = get(id).confirmed_at;
  pass(1);
  EXPECT_EQ(page.form("main form").submit("Yes, still right").status, 410);
  EXPECT_EQ(get(id).confirmed_at, confirmed) << "the second time changes nothing";
  EXPECT_NE(site.get(link).text().find("This link has been used already"), std::string::npos);
}

TEST_P(ConfirmationTest, corrections_are_made_by_the_person) {
  Person person = named(PersonClass::Volunteer, "Anna Berg", house);
  person.private_mail = "anna@zuhause.example";
  person.letter_language = "en";
  auto id = add(person);
  auto link = asked_about(id);
  auto form = site.get(link).form("details form.m-form");
  form.fill("Name", "Anna Berger").fill("Languages", "Deutsch, Українська").fill("Private phone", "069 90009-999");
  form.choose("Members of the network may see my name, my languages and what I do.");
  ASSERT_EQ(form.submit("Save my corrections").status, 303);
  auto now = get(id);
  EXPECT_EQ(now.name, "Anna Berger");
  EXPECT_EQ(now.languages, (std::vector<std::string>{"de", "uk"}));
  EXPECT_EQ(now.private_phone, "069 90009-999");
  EXPECT_EQ(now.private_mail, "anna@zuhause.example");
  ASSERT_TRUE(now.agreed(ConsentItem::NameToMembers));
  EXPECT_EQ(now.consents.at(0).given_by, "person");
  EXPECT_EQ(now.consents.at(0).language, "en");
}

TEST_P(ConfirmationTest, what_is_wrong_in_a_correction_is_said_and_the_link_stays_good) {
  auto id = add_partner("Mina Farid", "farid@haus.example");
  auto link = asked_about(id);
  auto again = site.get(link).form("details form.m-form").fill("Languages", "Klingonisch").submit("Save my corrections");
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(again.form("details form.m-form").fill("Languages", "Deutsch").submit("Save my corrections").status, 303);
}

TEST_P(ConfirmationTest, an_objection_takes_the_name_from_the_public_at_once) {
  auto function = add_function(site.database(), house, "Beratung", "");
  auto id = add_partner("Mina Farid", "farid@haus.example");
  auto context = as_operator();
  site.database().write([&](db::Writer& writer) {
    Position position{.person_id = id, .title = "Beratung", .function_id = function, .own_line = true};
    position.from = 2026y / January / 1;
    return save_position(writer, context, position, 1).value();
  });
  EXPECT_EQ(function_of(site.database(), function).name.value_or(""), "Mina Farid");
  auto link = asked_about(id);
  auto page = site.get(link);
  ASSERT_EQ(site.post(link, {{"act", "objects"}}).status, 303);
  EXPECT_TRUE(get(id).objected_at);
  EXPECT_FALSE(function_of(site.database(), function).name);
  EXPECT_EQ(function_of(site.database(), function).phones.at(0).number, "069 90009-190");
}

TEST_P(ConfirmationTest, who_leaves_names_a_successor_whom_the_coordinator_takes_over) {
  auto id = add_partner("Mina Farid", "farid@haus.example");
  auto context = as_operator();
  site.database().write([&](db::Writer& writer) {
    Position position{.person_id = id, .title = "Wohnraumlotsin", .topics = {"housing-search"}};
    position.from = 2026y / January / 1;
    return save_position(writer, context, position, 1).value();
  });
  auto link = asked_about(id);
  auto page = site.get(link);
  testing::Form leaving(page, page.document.all("details form.m-form").at(1));
  leaving.fill("My last day", "31.10.2027").fill("Name of my successor", "Jonas Wehner").fill("Mail of my successor", "wehner@haus.example");
  ASSERT_EQ(leaving.submit("I am leaving").status, 303);
  EXPECT_EQ(testing::dump_of(site.database()).find("Wehner"), std::string::npos) << "sealed: nobody asked him yet";
  EXPECT_EQ(get(id).state, PersonState::Active) << "until the last day is over";

  auto who = site.sign_in({{"coordinator", ""}});
  site.database().write([&](db::Writer& writer) { auth::rename_account(writer, who.account_id, "Co", "en"); });
  std::string successor = site.database().read(
      [&](db::Reader& reader) { return all_successors(reader, context, 5).at(0).id; });
  auto taken = who.get("/staff/network/successors/" + successor).form("form.m-form").submit("Take over");
  ASSERT_EQ(taken.status, 303) << taken.text();
  EXPECT_EQ(taken.follow().document.find("h1").text(), "Jonas Wehner");
  auto next = who.get("/staff/network?q=wehner");
  EXPECT_EQ(next.document.all("tbody tr").size(), 1u);
  EXPECT_FALSE(get(id).positions.at(0).successor_id.empty());
  EXPECT_EQ(get(id).positions.at(0).until, Date(2027y / October / 31));
  EXPECT_EQ(who.get("/staff/network/successors/" + successor).status, 404);
  pass(40);
  upkeep();
  EXPECT_EQ(get(id).state, PersonState::Left);
}

TEST_P(ConfirmationTest, an_expired_contact_is_stood_in_for_and_comes_back_when_confirmed) {
  auto function = add_function(site.database(), house, "Beratung", "");
  auto id = add_partner("Mina Farid", "farid@haus.example");
  auto context = as_operator();
  site.database().write([&](db::Writer& writer) {
    Position position{.person_id = id, .title = "Beratung", .function_id = function, .own_line = true};
    position.from = 2026y / January / 1;
    return save_position(writer, context, position, 1).value();
  });
  auto link = asked_about(id);
  pass(30);
  upkeep();
  link = link_to(id);
  auto shown = [&] { return function_of(site.database(), function); };
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-601");
  pass(30);
  upkeep();
  EXPECT_EQ(get(id).state, PersonState::Expired);
  EXPECT_FALSE(shown().name);
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-190") << "the organisation's number, not nothing";
  EXPECT_EQ(site.post(link, {{"act", "right"}}).status, 303) << "the link works a month longer";
  EXPECT_EQ(get(id).state, PersonState::Active);
  EXPECT_EQ(shown().name.value_or(""), "Mina Farid");
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-601");
}

TEST_P(ConfirmationTest, the_coordinator_is_told_thirty_days_before) {
  auto id = add_partner("Mina Farid", "farid@haus.example");
  Role role{"coordinator", Scope::County, true, 60, {Permission::ReadNetwork, Permission::EditNetwork}, "", ""};
  Role editor{"editor", Scope::Organization, false, 60, {Permission::ReadNetwork, Permission::EditOffers}, "", ""};
  auto waiting_for = [&](Role const& who, std::string scope) {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = "x";
    actor.grants.push_back({&who, std::move(scope)});
    auto context = site.context("en", actor);
    return site.database().read([&](db::Reader& reader) { return module().waiting(context, reader); });
  };
  pass(330);
  EXPECT_TRUE(waiting_for(role, "").empty());
  pass(6);
  ASSERT_EQ(waiting_for(role, "").size(), 1u);
  EXPECT_NE(waiting_for(role, "")[0].title.find("Mina Farid"), std::string::npos);
  EXPECT_EQ(waiting_for(role, "")[0].href, "/staff/network/people/" + id);
  EXPECT_FALSE(waiting_for(role, "")[0].overdue);
  EXPECT_EQ(waiting_for(editor, house).size(), 1u) << "the organisation's editor, too";
  EXPECT_TRUE(waiting_for(editor, "another").empty());
  pass(40);
  EXPECT_TRUE(waiting_for(role, "").at(0).overdue);
}

TEST_P(ConfirmationTest, upkeep_is_all_or_nothing_for_each_mail) {
  auto id = add_partner("Rolf Kern", "kern@haus.example");
  pass(310);
  // Whichever statement breaks, the next run sends what is missing, and nothing twice.
  for (int n = 1;; ++n) {
    bool failed = false;
    {
      testing::FailingDatabase failing(site.database(), n);
      try {
        upkeep();
      } catch (testing::InjectedFailure const&) {
      }
      failed = failing.has_failed();
    }
    if (!failed) break;
  }
  upkeep();
  EXPECT_EQ(mails_to(id).size(), 1u);
}

TEST_P(ConfirmationTest, a_message_reaches_a_volunteer_and_shows_their_address_to_nobody) {
  Person person = named(PersonClass::Volunteer, "Anna Berg", house);
  person.private_mail = "anna@zuhause.example";
  person.private_phone = "069 90009-998";
  auto id = add(person);
  std::string path = site.database().read([&](db::Reader& reader) {
    return "/en/people/" + load_person(reader, site.county(), id)->relay_key + "/message";
  });
  EXPECT_EQ(site.get(path).status, 404) << "not without consent";
  auto context = as_operator();
  auto agree = [&](std::vector<ConsentItem> items) {
    site.database().write([&](db::Writer& writer) {
      return set_consents(writer, context, id, items, "de").value();
    });
  };
  agree({ConsentItem::Relay});
  auto page = site.get(path);
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.document.find("h1").text(), "Write to a volunteer") << "the name is no part of that consent";
  EXPECT_EQ(page.body.find("Anna"), std::string::npos);
  EXPECT_EQ(page.body.find("zuhause"), std::string::npos);
  EXPECT_EQ(page.body.find("90009-998"), std::string::npos);
  site.clock.advance(seconds{20});
  auto sent = page.form("main form").fill("Your mail address", "gast@post.example").fill("Your message", "Hallo, können Sie am Montag fahren?").submit();
  ASSERT_EQ(sent.status, 303) << sent.text();
  EXPECT_EQ(sent.body.find("zuhause"), std::string::npos);
  auto mails = mails_to(id);
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].address, "anna@zuhause.example");
  EXPECT_NE(text_of(mails[0]).find("am Montag"), std::string::npos);
  EXPECT_NE(text_of(mails[0]).find("gast@post.example"), std::string::npos);
  agree({});
  EXPECT_EQ(page.form("main form").fill("Your mail address", "gast@post.example").fill("Your message", "Noch einmal").submit().status, 404)
      << "revoked is revoked, also for a form that was open";
}

TEST_P(ConfirmationTest, robots_and_the_hasty_do_not_get_through) {
  Person person = named(PersonClass::Volunteer, "Anna Berg", house);
  person.private_mail = "anna@zuhause.example";
  auto id = add(person);
  auto context = as_operator();
  site.database().write([&](db::Writer& writer) {
    return set_consents(writer, context, id, {ConsentItem::Relay}, "de").value();
  });
  std::string path = "/en/people/" + get(id).relay_key + "/message";
  auto form = site.get(path).form("main form");
  form.fill("Your mail address", "gast@post.example").fill("Your message", "Hallo");
  EXPECT_EQ(form.submit().status, 422) << "quicker than anybody types";
  site.clock.advance(seconds{20});
  EXPECT_EQ(testing::Form(form).set("website", "https://spam.example").submit().status, 303) << "thanked and forgotten";
  EXPECT_EQ(testing::Form(form).set("token", "made-up").submit().status, 422);
  EXPECT_TRUE(mails_to(id).empty());
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(form.submit().status, 303) << i;
    site.clock.advance(minutes{2});
  }
  EXPECT_EQ(form.submit().status, 429) << "ten a day are enough for one person";
}

MILA_ON_EACH_ENGINE(ConfirmationTest);

}  // namespace
}  // namespace mila::network
