// Who changed what, and what it was before.
#include "modules/directory/history.h"

#include <gtest/gtest.h>

#include "platform/base/ids.h"
#include "platform/testing/county.h"
#include "platform/testing/faults.h"

namespace mila::directory {
namespace {

using namespace std::chrono_literals;

class History : public testing::EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    county = std::make_unique<testing::TestCounty>(GetParam(),
                                                   std::vector<std::string>{"places", "directory"});
    editor.kind = Actor::Kind::Account;
    editor.account_id = "account-1";
    organization.id = named_uuid("organization", "o1");
    organization.name = "Sozialwerk";
    other.id = named_uuid("organization", "o2");
    other.name = "Frauen stark";
    service.id = named_uuid("service", "s1");
    service.organization_id = organization.id;
    service.name = "Beratung";
    save(to_record(organization), Actor::operator_());
    save(to_record(other), Actor::operator_());
    save(to_record(service), Actor::operator_());
  }
  std::int64_t save(Record const& record, Actor const& actor) {
    county->clock.advance(1s);
    return county->database().write([&](db::Writer& writer) {
      auto saved = directory::save(writer, actor, record);
      return saved ? *saved : 0;
    });
  }
  std::vector<RecordChange> list(ChangeQuery const& query = {}) {
    return county->database().read([&](db::Reader& reader) {
      auto found = changes(reader, query);
      EXPECT_EQ(static_cast<std::int64_t>(found.size()), count_changes(reader, query));
      return found;
    });
  }
  std::optional<std::string> name_at(std::int64_t version) {
    return county->database().read([&](db::Reader& reader) -> std::optional<std::string> {
      auto record = record_at(reader, Kind::Service, service.id, version);
      if (!record) return std::nullopt;
      EXPECT_EQ(record->version, version);
      return record->json.at("name").get<std::string>();
    });
  }
  /// "Beratung" → "Rat" → "Rat und Tat", by the editor.
  void change_twice() {
    service.name = "Rat";
    save(to_record(service), editor);
    service.name = "Rat und Tat";
    service.email = "rat@example.org";
    save(to_record(service), editor);
  }

  std::unique_ptr<testing::TestCounty> county;
  Actor editor;
  Organization organization, other;
  Service service;
};
MILA_ON_EACH_ENGINE(History);

TEST_P(History, TellsWhoChangedWhichMembersAndBothStates) {
  change_twice();
  auto found = list({.id = service.id});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].version, 3);
  EXPECT_EQ(found[0].actor_id, "account-1");
  EXPECT_EQ(found[0].organization_id, organization.id);
  EXPECT_EQ(found[0].fields, (std::vector<std::string>{"name", "email"}));
  EXPECT_EQ(found[0].previous->at("name"), "Rat");
  EXPECT_EQ(found[0].after.at("name"), "Rat und Tat");
  EXPECT_EQ(found[1].previous->at("name"), "Beratung");
  EXPECT_EQ(found[1].after.at("name"), "Rat");
  EXPECT_FALSE(found[2].previous);
  EXPECT_EQ(found[2].actor_id, "operator");
  EXPECT_EQ(found[2].after.at("name"), "Beratung");
  EXPECT_TRUE(found[2].fields.empty());
}

TEST_P(History, GivesBackEachState) {
  change_twice();
  EXPECT_EQ(name_at(1), "Beratung");
  EXPECT_EQ(name_at(2), "Rat");
  EXPECT_EQ(name_at(3), "Rat und Tat");
  EXPECT_EQ(name_at(0), std::nullopt);
  EXPECT_EQ(name_at(4), std::nullopt);
}

TEST_P(History, ASaveThatChangesNothingLeavesNoTrace) {
  EXPECT_EQ(save(to_record(service), editor), 2);
  EXPECT_EQ(list({.id = service.id}).size(), 1u);
  change_twice();
  EXPECT_EQ(name_at(1), "Beratung");
  EXPECT_EQ(name_at(3), "Rat");
}

TEST_P(History, IsNarrowedByOrganisationPeopleAndTime) {
  change_twice();
  other.description = "Neu";
  save(to_record(other), editor);
  EXPECT_EQ(list().size(), 6u);
  EXPECT_EQ(list({.by_people = true}).size(), 3u);
  auto of_one = list({.organization_ids = std::vector{organization.id}, .by_people = true});
  EXPECT_EQ(of_one.size(), 2u);
  for (auto const& change : of_one) EXPECT_EQ(change.id, service.id);
  EXPECT_EQ(list({.organization_ids = std::vector<std::string>{}}).size(), 0u);
  EXPECT_EQ(list({.kind = Kind::Organization, .by_people = true}).size(), 1u);
  EXPECT_EQ(list({.since = county->clock.now()}).size(), 1u);
  auto page = county->database().read(
      [&](db::Reader& reader) { return changes(reader, {.limit = 1, .offset = 1}); });
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].after.at("name"), "Rat und Tat");
}

TEST_P(History, BulkRecordsKeepTheirFirstState) {
  Service fresh = service;
  fresh.id = named_uuid("service", "s2");
  county->database().write(
      [&](db::Writer& writer) { insert_all(writer, Actor::operator_(), {to_record(fresh)}); });
  fresh.name = "Anders";
  save(to_record(fresh), editor);
  auto found = list({.id = fresh.id});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].previous->at("name"), "Beratung");
}

TEST_P(History, OldChangesGoAndAreNotGuessed) {
  change_twice();
  county->clock.advance(24h * 800);
  service.name = "Viel später";
  save(to_record(service), editor);
  auto gone = county->database().write([](db::Writer& writer) { return expire_changes(writer); });
  EXPECT_EQ(gone, 5);
  EXPECT_EQ(name_at(1), std::nullopt);
  EXPECT_EQ(name_at(3), "Rat und Tat");
  EXPECT_EQ(name_at(4), "Viel später");
}

TEST_P(History, AnAddressThatIsHiddenLeavesTheHistory) {
  Location location;
  location.id = named_uuid("location", "l1");
  location.addresses.emplace_back().address_1 = "Geheimweg 3";
  save(to_record(location), editor);
  location.addresses[0].address_1 = "Geheimweg 5";
  save(to_record(location), editor);
  EXPECT_EQ(list({.id = location.id}).size(), 2u);
  save(to_record(redacted(location, true)), editor);
  EXPECT_EQ(list({.id = location.id}).size(), 0u);
  EXPECT_EQ(testing::dump_of(county->database()).find("Geheimweg"), std::string::npos);
}

TEST_P(History, IsKeptWithTheRecordOrNotAtAll) {
  service.name = "Rat";
  int statements = testing::for_every_failing_statement(
      county->database(), [&] { save(to_record(service), editor); });
  EXPECT_GE(statements, 4);
  EXPECT_EQ(list({.id = service.id}).size(), 2u);
}

TEST(DifferentMembers, LooksAtContentNotAtOrder) {
  auto json = [](char const* text) { return data::Json::parse(text); };
  EXPECT_TRUE(different_members(json(R"({"a":{"x":1,"y":2},"b":1})"),
                                json(R"({"b":1,"a":{"y":2,"x":1},"last_modified":"today"})"))
                  .empty());
  EXPECT_EQ(different_members(json(R"({"a":1,"b":[1]})"), json(R"({"b":[2],"c":0})")),
            (std::vector<std::string>{"a", "b", "c"}));
}

}  // namespace
}  // namespace mila::directory
