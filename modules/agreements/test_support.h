// A round table with its people, for the tests of this module.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "modules/agreements/agreement_store.h"
#include "modules/agreements/letters.h"
#include "modules/agreements/task_rules.h"
#include "modules/directory/directory.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/mail/mail.h"
#include "platform/testing/site.h"

namespace mila::agreements {

class AgreementsFixture : public testing::EngineTest {
 protected:
  testing::TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  template <typename Work>
  auto write(Work work) {
    return site().database().write([&](db::Writer& writer) {
      auto context = as_operator();
      return work(writer, context);
    });
  }
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<testing::TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(), meetings::module(), module()},
        .engine = GetParam(),
        .adjust = [](CountyConfig& config) { config.office_mail = "buero@auental.example"; }});
    write([&](db::Writer& writer, Context& context) {
      organization = uuid_v7(writer.now(), context.random);
      directory::Organization record;
      record.id = organization;
      record.name = "Jobcenter";
      record.email = "team@jobcenter.example";
      ASSERT_TRUE(directory::save(writer, context.actor, directory::to_record(record)));
      official = person(writer, context, "Anke Ohm", network::PersonClass::Official, "ohm@amt.example");
      chair = person(writer, context, "Uwe Vogt", network::PersonClass::Official, "chair@amt.example");
      volunteer = person(writer, context, "Vera Lind", network::PersonClass::Volunteer, "v@privat.example");
      table = body(writer, context, "Runder Tisch", network::BodyKind::RoundTable);
      other = body(writer, context, "AG Wohnen", network::BodyKind::WorkingGroup);
    });
    office = site().sign_in({{"body-office", table}});
    stranger = site().sign_in({{"body-office", other}});
  }
  /// With the rights of the office of one body.
  template <typename Work>
  void as(testing::SignedIn const& who, Work work) {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = who.account_id;
    auto context = site().context("de", actor);
    site().database().write([&](db::Writer& writer) { work(writer, context); });
  }
  static Date day(int year, unsigned month, unsigned day_of_month) {
    return Date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day_of_month}};
  }
  std::string person(db::Writer& writer, Context& context, std::string name, network::PersonClass kind, std::string const& mail) {
    network::Person value;
    value.name = std::move(name);
    value.kind = kind;
    if (kind == network::PersonClass::Official) {
      value.organization_id = organization;
      value.work_mail = mail;
    }
    auto id = network::save_person(writer, context, value).value();
    if (kind == network::PersonClass::Volunteer) {
      EXPECT_TRUE(network::set_private_contact(writer, context, id, {.mail = mail}, 1));
    }
    return id;
  }
  std::string body(db::Writer& writer, Context& context, std::string name, network::BodyKind kind) {
    network::Body value;
    value.name = std::move(name);
    value.kind = kind;
    value.from = day(2020, 1, 1);
    value.office_person_id = chair;
    return network::save_body(writer, context, value).value();
  }
  /// A meeting of this body in ten days.
  std::string meeting_of(std::string const& body_id) {
    return write([&](db::Writer& writer, Context& context) {
      meetings::Meeting value;
      value.body_id = body_id;
      value.title = "Treffen";
      value.day = Date{std::chrono::sys_days{meetings::today_of(context)} + std::chrono::days{10}};
      value.start = std::chrono::hours{14};
      value.place = "Rathaus";
      return meetings::save_meeting(writer, context, value).value();
    });
  }
  Result<std::string> save(Agreement one) {
    return write([&](db::Writer& writer, Context& context) { return save_agreement(writer, context, one); });
  }
  Agreement agreed(std::string text, Date on, std::string body_id = "") {
    auto id = save({.body_id = body_id.empty() ? table : body_id, .agreed_on = on, .text = std::move(text)});
    EXPECT_TRUE(id);
    return find(*id);
  }
  Agreement find(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return *find_agreement(reader, id); });
  }
  std::set<std::string> numbers() {
    return site().database().read([&](db::Reader& reader) {
      std::set<std::string> all;
      for (auto const& one : list_agreements(reader, {.limit = 10'000})) all.insert(one.number);
      return all;
    });
  }
  Result<std::string> save(Task one, Tell tell = Tell::Now) {
    return write([&](db::Writer& writer, Context& context) { return save_task(writer, context, one, tell); });
  }
  Task task(Task one, Tell tell = Tell::Now) {
    if (one.body_id.empty()) one.body_id = table;
    auto id = save(one, tell);
    EXPECT_TRUE(id);
    return find_one(*id);
  }
  Task find_one(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return *find_task(reader, id); });
  }
  Result<bool> change(std::string const& id, TaskState state, std::string note) {
    return write([&](db::Writer& writer, Context& context) { return change_task(writer, context, id, state, note, find_task(writer, id)->version); });
  }
  std::vector<mail::Entry> mails() {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return mail::mails_in(reader, context, mail::State::Queued); });
  }
  mail::Entry mail_to(std::string const& address) {
    for (auto const& entry : mails())
      if (entry.address == address) return entry;
    ADD_FAILURE() << "no mail to " << address;
    return {};
  }
  /// All words written down about a task.
  std::string notes_of(std::string const& task_id) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) {
      std::string notes;
      for (auto const& event : events_of(reader, context, "task", task_id)) notes += event.note;
      return notes;
    });
  }

  std::unique_ptr<testing::TestSite> site_;
  std::string table, other, organization, official, chair, volunteer;
  testing::SignedIn office, stranger;
};

}  // namespace mila::agreements
