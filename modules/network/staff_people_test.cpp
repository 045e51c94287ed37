// The workplace's pages about people, as people use them.
#include <gtest/gtest.h>

#include "modules/directory/directory.h"
#include "modules/network/test_support.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/audit.h"
#include "platform/mail/mail.h"
#include "platform/testing/site.h"

namespace mila::network {
namespace {

using testing::Engine;
using testing::PageResult;
using testing::SignedIn;

class StaffPeopleTest : public testing::EngineTest {
 protected:
  StaffPeopleTest()
      : site({.modules = {places::module(), taxonomy::module(), directory::module(), module()},
              .engine = GetParam()}) {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    office = add_organization(site.database(), "Landratsamt Auental", "069 90009-400");
    house = add_organization(site.database(), "Haus Ankunft", "069 90009-190");
    add_organization(site.database(), "Haus Abendrot", "069 90009-191");
  }
  SignedIn english(std::vector<auth::GrantRequest> const& grants) {
    auto who = site.sign_in(grants);
    site.database().write([&](db::Writer& writer) {
      auth::rename_account(writer, who.account_id, "Somebody", "en");
    });
    return who;
  }
  SignedIn coordinator() { return english({{"coordinator", ""}}); }
  SignedIn adviser() { return english({{"adviser", house}}); }
  std::string add(Person person) {
    return network::add_person(site.database(), site.context(), std::move(person));
  }
  Person get(std::string const& id) { return stored(site.database(), site.context(), id); }
  static std::string href(std::string const& id) { return "/staff/network/people/" + id; }
  /// Statements a GET takes beside session and audit.
  int statements_of(SignedIn const& who, std::string const& path) {
    who.get(path);  // what is kept in memory is read once
    int count = 0;
    site.database().on_statement([&](std::string_view name) {
      bool counted = name.rfind("session", 0) != 0 && name.rfind("auth", 0) != 0 &&
                     name.rfind("grant", 0) != 0 && name.rfind("audit", 0) != 0 &&
                     name.rfind("setting", 0) != 0;
      count += counted ? 1 : 0;
    });
    auto page = who.get(path);
    site.database().on_statement(nullptr);
    EXPECT_EQ(page.status, 200) << path;
    return count;
  }

  testing::TestSite site;
  std::string office, house;
};

TEST_P(StaffPeopleTest, somebody_is_entered_found_and_changed) {
  auto who = coordinator();
  auto page = who.get("/staff/network");
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("Nobody has been entered yet."), std::string::npos);
  auto form = page.click("Enter somebody").form("form.m-form");
  form.fill("Name", "Mina Farid").fill("Organisation", "Ankunft").fill("Languages", "Persian, deutsch")
      .fill("Mail at work", "farid@haus-ankunft.example").fill("Phone at work", "069 90009-601");
  auto saved = form.submit();
  ASSERT_EQ(saved.status, 303) << saved.text();
  auto person = saved.follow();
  EXPECT_EQ(person.document.find("h1").text(), "Mina Farid");
  EXPECT_NE(person.text().find("Haus Ankunft"), std::string::npos);
  auto list = who.get("/staff/network?q=farid");
  ASSERT_EQ(list.document.all("tbody tr").size(), 1u);
  EXPECT_NE(list.text().find("German, Persian"), std::string::npos);
  auto edit = person.click("Edit").form("form.m-form");
  EXPECT_EQ(edit.value("Organisation"), "Haus Ankunft");
  EXPECT_EQ(edit.fill("Name", "Mina Farid-Roth").submit().status, 303);
  EXPECT_NE(who.get("/staff/network").text().find("Mina Farid-Roth"), std::string::npos);
}

TEST_P(StaffPeopleTest, of_several_organisations_that_fit_one_is_chosen) {
  auto who = coordinator();
  auto form = who.get(href("new")).form("form.m-form");
  auto again = form.fill("Name", "Mina Farid").fill("Organisation", "Haus").submit();
  EXPECT_EQ(again.status, 422);
  auto saved = again.form("form.m-form").choose("Haus Abendrot").submit();
  ASSERT_EQ(saved.status, 303) << saved.text();
  EXPECT_NE(saved.follow().text().find("Haus Abendrot"), std::string::npos);
  auto none = who.get(href("new")).form("form.m-form").fill("Name", "M").fill("Organisation", "Nirgends").submit();
  EXPECT_EQ(none.status, 422);
  EXPECT_NE(none.text().find("We found nothing of that name."), std::string::npos);
}

TEST_P(StaffPeopleTest, racing_edits_show_both_values_and_overwrite_nothing) {
  auto who = coordinator();
  auto id = add(named(PersonClass::Partner, "Mina Farid", house));
  auto first = who.get(href(id) + "/edit").form("form.m-form");
  auto second = who.get(href(id) + "/edit").form("form.m-form");
  EXPECT_EQ(first.fill("Name", "Mina Roth").submit().status, 303);
  auto clash = second.fill("Name", "M. Farid").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_EQ(get(id).name, "Mina Roth");
  EXPECT_NE(clash.document.find("main").text().find("Mina Roth"), std::string::npos);
  auto form = clash.form("form.m-form");
  EXPECT_EQ(form.value("Name"), "M. Farid") << "what was typed stands there again";
  EXPECT_EQ(form.submit().status, 303) << "knowingly";
  EXPECT_EQ(get(id).name, "M. Farid");
}

TEST_P(StaffPeopleTest, consent_revoked_meanwhile_is_not_given_back_by_an_older_form) {
  auto who = coordinator();
  auto id = add(named(PersonClass::Volunteer, "Anna Berg"));
  auto context = site.context("de", Actor::operator_());
  auto set = [&](std::vector<ConsentItem> items) {
    site.database().write([&](db::Writer& writer) {
      return set_consents(writer, context, id, items, "de").value();
    });
  };
  set({ConsentItem::NameToMembers});
  EXPECT_NE(adviser().get("/staff/network").text().find("Anna Berg"), std::string::npos);
  auto form = who.get(href(id) + "/consents").form("form.m-form");
  set({});
  EXPECT_EQ(form.submit().status, 409);
  EXPECT_FALSE(get(id).agreed(ConsentItem::NameToMembers));
  EXPECT_EQ(adviser().get("/staff/network").text().find("Anna Berg"), std::string::npos);
  EXPECT_EQ(adviser().get(href(id)).status, 404);
}

TEST_P(StaffPeopleTest, a_private_contact_is_shown_on_its_own_page_only_and_noted) {
  Person person = named(PersonClass::Volunteer, "Anna Berg");
  person.private_phone = "069 90009-995";
  auto id = add(person);
  auto who = coordinator();
  EXPECT_EQ(who.get(href(id)).body.find("90009-995"), std::string::npos);
  EXPECT_EQ(who.get("/staff/network").body.find("90009-995"), std::string::npos);
  auto page = who.get(href(id) + "/private");
  EXPECT_EQ(page.form("form.m-form").value("Private phone"), "069 90009-995");
  auto entries = site.database().read(
      [&](db::Reader& reader) { return auth::audit_entries(reader, {.object_id = id}); });
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].action, "person.private_read");
  EXPECT_EQ(entries[0].actor_id, who.account_id);
  EXPECT_EQ(adviser().get(href(id) + "/private").status, 404);
  EXPECT_EQ(page.form("form.m-form").fill("Private phone", "069 90009-996").submit().status, 303);
  EXPECT_EQ(get(id).private_phone, "069 90009-996");
}

TEST_P(StaffPeopleTest, what_they_do_is_entered_and_handed_over) {
  auto who = coordinator();
  auto first = add(named(PersonClass::Partner, "Mina Farid", house));
  add(named(PersonClass::Partner, "Rolf Kern", house));
  auto form = who.get(href(first)).click("Add what they do").form("form.m-form");
  ASSERT_EQ(form.fill("What they do", "Wohnraumlotsin").fill("Since", "01.01.2026").submit().status, 303);
  auto page = who.get(href(first));
  EXPECT_NE(page.text().find("Wohnraumlotsin"), std::string::npos);
  auto id = get(first).positions.at(0).id;
  auto over = who.get(href(first) + "/positions/" + id + "/hand-over").form("form.m-form");
  ASSERT_EQ(over.fill("Successor", "Kern").fill("Last day", "22.11.2026").submit().status, 303);
  EXPECT_NE(who.get("/staff/network?q=kern").text().find("Wohnraumlotsin"), std::string::npos);
  EXPECT_NE(who.get(href(first)).text().find("Rolf Kern"), std::string::npos);
}

TEST_P(StaffPeopleTest, an_adviser_reads_and_changes_nothing) {
  Person person = named(PersonClass::Partner, "Mina Farid", office);
  person.shown_to = ShownTo::Members;
  person.work_phone = "069 90009-601";
  auto id = add(person);
  auto who = adviser();
  auto page = who.get(href(id));
  EXPECT_NE(page.text().find("069 90009-601"), std::string::npos);
  EXPECT_FALSE(page.document.with_text("a", "Edit"));
  for (auto const* path : {"/edit", "/consents", "/positions/new", "/leaving", "/erasure"})
    EXPECT_EQ(who.get(href(id) + path).status, 403) << path;
  EXPECT_EQ(who.get(href(id) + "/disclosure").status, 403);
  EXPECT_EQ(who.post(href(id) + "/objection", {{"objects", "1"}}).status, 403);
  EXPECT_EQ(who.post(href(id) + "/erasure").status, 403);
  EXPECT_EQ(who.post("/staff/network/people", {{"name", "X"}, {"class", "official"}, {"letter_language", "de"}}).status, 403);
}

TEST_P(StaffPeopleTest, a_person_sees_all_that_is_stored_about_them_and_corrects_it) {
  Person person = named(PersonClass::Volunteer, "Anna Berg");
  person.private_phone = "069 90009-997";
  auto id = add(person);
  auto who = english({{"adviser", house}});
  auto context = site.context("de", Actor::operator_());
  site.database().write([&](db::Writer& writer) {
    return link_account(writer, context, id, who.account_id).value();
  });
  EXPECT_NE(who.get(href(id)).text().find("069 90009-997"), std::string::npos);
  auto page = who.get(href(id) + "/disclosure");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("069 90009-997"), std::string::npos);
  auto json = who.get(href(id) + "/disclosure.json");
  EXPECT_NE(json.body.find("069 90009-997"), std::string::npos);
  EXPECT_EQ(who.get(href(id) + "/edit").form("form.m-form").fill("Name", "Anna Berger").submit().status, 303);
  EXPECT_EQ(get(id).name, "Anna Berger");
  EXPECT_EQ(get(id).kind, PersonClass::Volunteer);
}

TEST_P(StaffPeopleTest, an_erased_person_is_nowhere_any_more) {
  auto function = add_function(site.database(), house, "Wohnraumlotsin", "");
  Person person = named(PersonClass::Partner, "Xanthippe Ypsilon", house);
  person.shown_to = ShownTo::Everybody;
  person.work_mail = "xanthippe@haus-ankunft.example";
  person.work_phone = "069 90009-602";
  person.private_mail = "ypsilon@zuhause.example";
  auto id = add(person);
  auto context = site.context("de", Actor::operator_());
  auto account = site.sign_in({{"adviser", house}}).account_id;
  site.database().write([&](db::Writer& writer) {
    Position position{.person_id = id, .title = "Wohnraumlotsin", .function_id = function, .own_line = true};
    position.from = Date{std::chrono::year{2026} / 1 / 1};
    save_position(writer, context, position, get(id).version).value();
    set_consents(writer, context, id, all_consent_items(), "de").value();
    link_account(writer, context, id, account).value();
    mail::enqueue(writer, context, {.purpose = "test", .address = "xanthippe@haus-ankunft.example",
                                    .recipient = mail::RecipientRef{"person", id},
                                    .subject = "Hallo Xanthippe", .letter = {.reason = "Test"}}).value();
  });
  ASSERT_NE(testing::dump_of(site.database()).find("Xanthippe"), std::string::npos);
  auto who = coordinator();
  auto page = who.get(href(id) + "/erasure");
  ASSERT_EQ(page.form("main form").submit("Erase").status, 303);
  std::string dump = testing::dump_of(site.database());
  for (auto const* trace : {"Xanthippe", "Ypsilon", "xanthippe", "ypsilon", "90009-602", "9000 9602"})
    EXPECT_EQ(dump.find(trace), std::string::npos) << trace;
  EXPECT_EQ(who.get(href(id)).status, 404);
  site.database().read([&](db::Reader& reader) {
    EXPECT_FALSE(auth::find_account(reader, account));
    EXPECT_EQ(auth::audit_entries(reader, {.object_id = id}).front().action, "person.erased");
    for (auto const& entry : mail::mails_to(reader, context, {"person", id}))
      EXPECT_EQ(entry.state, mail::State::Withdrawn);
  });
  EXPECT_EQ(function_of(site.database(), function).phones.at(0).number, "069 90009-190");
}

TEST_P(StaffPeopleTest, an_erasure_that_is_refused_erases_nothing) {
  auto id = add(named(PersonClass::Official, "Xanthippe Ypsilon", office));
  auto who = coordinator();  // the only one who manages accounts
  auto context = site.context("de", Actor::operator_());
  site.database().write([&](db::Writer& writer) { link_account(writer, context, id, who.account_id).value(); });
  auto page = who.get(href(id) + "/erasure");
  EXPECT_EQ(page.form("main form").submit("Erase").status, 409);
  EXPECT_EQ(who.get(href(id)).status, 200);
  EXPECT_EQ(get(id).name, "Xanthippe Ypsilon");
}

TEST_P(StaffPeopleTest, files_hold_what_any_member_may_see_and_are_noted) {
  Person shown = named(PersonClass::Partner, "Mina Farid", house);
  shown.shown_to = ShownTo::Members;
  shown.work_phone = "069 90009-603";
  shown.private_phone = "069 90009-604";
  Person hidden = named(PersonClass::Partner, "Rolf Kern", house);
  hidden.work_phone = "069 90009-605";
  auto id = add(shown);
  add(hidden);
  auto volunteer = add(named(PersonClass::Volunteer, "Anna Berg"));
  auto who = coordinator();
  for (auto const* file : {"csv", "vcf"}) {
    auto sent = who.get(std::string("/staff/network/contacts.") + file);
    ASSERT_EQ(sent.status, 200) << file;
    EXPECT_NE(sent.body.find("Farid"), std::string::npos) << file;
    EXPECT_NE(sent.body.find(file == std::string("vcf") ? "+496990009603" : "069 90009-603"), std::string::npos) << file;
    for (auto const* secret : {"90009-604", "90009604", "90009-605", "90009605", "Berg"})
      EXPECT_EQ(sent.body.find(secret), std::string::npos) << file << " " << secret;
  }
  EXPECT_TRUE(who.get("/staff/network/contacts.xlsx").body.starts_with("PK"));
  auto entries = site.database().read([&](db::Reader& reader) {
    return auth::audit_entries(reader, {.object_kind = "list", .object_id = "contacts"});
  });
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].detail, "xlsx 2");
  EXPECT_EQ(adviser().get("/staff/network/contacts.csv").status, 403);
  auto card = adviser().get(href(id) + "/contact.vcf?version=3");
  EXPECT_NE(card.body.find("VERSION:3.0"), std::string::npos);
  EXPECT_NE(card.body.find("N:Farid;Mina;;;"), std::string::npos);
  EXPECT_EQ(who.get(href(volunteer) + "/contact.vcf").status, 404) << "not even for who sees the page";
}

TEST_P(StaffPeopleTest, pages_take_few_statements) {
  std::string id;
  for (int i = 0; i < 60; ++i) {
    Person person = named(PersonClass::Official, "Person " + std::to_string(i), i % 2 ? office : house);
    person.languages = {"de"};
    id = add(person);
    auto context = site.context("de", Actor::operator_());
    site.database().write([&](db::Writer& writer) {
      Position position{.person_id = id, .title = "Beratung", .topics = {"housing-search"}};
      position.from = Date{std::chrono::year{2026} / 1 / 1};
      return save_position(writer, context, position, 1).value();
    });
  }
  auto who = coordinator();
  for (auto const& path : {std::string("/staff/network"), std::string("/staff/network?q=Wohnungssuche+deutsch+person&page=2"),
                           std::string("/staff/network/print"), href(id), href(id) + "/edit", href(id) + "/positions/new"})
    EXPECT_LE(statements_of(who, path), 10) << path;
}

MILA_ON_EACH_ENGINE(StaffPeopleTest);

}  // namespace
}  // namespace mila::network
