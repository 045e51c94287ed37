// Who sees what, as a matrix: class × role × consent.
#include "modules/network/person.h"

#include <gtest/gtest.h>

#include "platform/base/text.h"

namespace mila::network {
namespace {

constexpr char const* kCentre = "0190aaaa-0000-7000-8000-000000000001";

/// Roles with just the permission that matters.
struct Roles {
  Role coordinator{"coordinator", Scope::County, true, 60,
                   {Permission::ReadNetwork, Permission::EditNetwork, Permission::ReadPrivate}, "", ""};
  Role network_editor{"network-editor", Scope::County, false, 60,
                      {Permission::ReadNetwork, Permission::EditNetwork}, "", ""};
  Role adviser{"adviser", Scope::Organization, false, 60, {Permission::ReadNetwork}, "", ""};
  Role organisation_editor{"organisation-editor", Scope::Organization, false, 60,
                           {Permission::ReadNetwork, Permission::EditOffers}, "", ""};
};

Actor with(Role const& role, std::string scope = "") {
  Actor actor;
  actor.kind = Actor::Kind::Account;
  actor.account_id = "account";
  actor.grants.push_back({&role, std::move(scope)});
  return actor;
}

Person person_of(PersonClass kind) {
  Person person;
  person.kind = kind;
  person.organization_id = kCentre;
  return person;
}

void agree(Person& person, ConsentItem item) {
  Consent consent;
  consent.item = item;
  person.consents.push_back(consent);
}

/// "name positions languages work-mail …" of a set, for readable failures.
std::string words(Fields fields) {
  std::vector<std::string> names;
  constexpr char const* kNames[]{"name", "does", "speaks", "mail", "phone", "pmail", "pphone", "relay"};
  for (unsigned i = 0; i < 8; ++i)
    if (fields.has(static_cast<Field>(i))) names.emplace_back(kNames[i]);
  return join(names, " ");
}

struct Seen {
  std::string visitor, adviser, organisation_editor, network_editor, coordinator, own;
};

Seen seen(Person person) {
  Roles roles;
  auto words_for = [&](Actor const& actor) { return words(visible_fields(actor, person)); };
  Seen seen;
  seen.visitor = words_for(Actor::visitor());
  seen.adviser = words_for(with(roles.adviser, "another organisation"));
  seen.organisation_editor = words_for(with(roles.organisation_editor, kCentre));
  seen.network_editor = words_for(with(roles.network_editor));
  seen.coordinator = words_for(with(roles.coordinator));
  person.account_id = "account";
  seen.own = words(visible_fields(with(roles.adviser, "x"), person));
  return seen;
}

constexpr char const* kWork = "name does speaks mail phone";
constexpr char const* kAll = "name does speaks mail phone pmail pphone";

TEST(VisibleFields, an_official_is_reachable_at_work_by_everybody_until_they_object) {
  Person person = person_of(PersonClass::Official);
  auto before = seen(person);
  EXPECT_EQ(before.visitor, kWork);
  EXPECT_EQ(before.adviser, kWork);
  EXPECT_EQ(before.organisation_editor, kWork);
  EXPECT_EQ(before.network_editor, kWork);
  EXPECT_EQ(before.coordinator, kAll);
  EXPECT_EQ(before.own, kAll);
  person.objected_at = Instant{};
  auto after = seen(person);
  EXPECT_EQ(after.visitor, "");
  EXPECT_EQ(after.adviser, kWork);
  EXPECT_EQ(after.coordinator, kAll);
}

TEST(VisibleFields, an_organisation_decides_about_its_people_and_they_may_object) {
  Person person = person_of(PersonClass::Partner);
  auto nobody = seen(person);
  EXPECT_EQ(nobody.visitor, "");
  EXPECT_EQ(nobody.adviser, "name does speaks");
  EXPECT_EQ(nobody.organisation_editor, kWork);
  EXPECT_EQ(nobody.network_editor, kWork);
  person.shown_to = ShownTo::Members;
  EXPECT_EQ(seen(person).visitor, "");
  EXPECT_EQ(seen(person).adviser, kWork);
  person.shown_to = ShownTo::Everybody;
  EXPECT_EQ(seen(person).visitor, kWork);
  person.objected_at = Instant{};
  EXPECT_EQ(seen(person).visitor, "");
  EXPECT_EQ(seen(person).adviser, "name does speaks");
  EXPECT_EQ(seen(person).organisation_editor, kWork);
}

TEST(VisibleFields, a_volunteer_is_private_by_default) {
  auto none = seen(person_of(PersonClass::Volunteer));
  EXPECT_EQ(none.visitor, "");
  EXPECT_EQ(none.adviser, "");
  EXPECT_EQ(none.organisation_editor, "");
  EXPECT_EQ(none.network_editor, kWork);
  EXPECT_EQ(none.coordinator, kAll);
  EXPECT_EQ(none.own, kAll);
}

TEST(VisibleFields, each_consent_of_a_volunteer_shows_its_field_and_no_other) {
  struct Case {
    std::vector<ConsentItem> items;
    char const *visitor, *adviser;
  };
  using enum ConsentItem;
  for (auto const& [items, visitor, adviser] : std::vector<Case>{
           {{NameToMembers}, "", "name does speaks"},
           {{NameToEverybody}, "name does speaks", "name does speaks"},
           {{MailToMembers}, "", ""},  // an address without the name would point to them all the same
           {{PhoneToMembers}, "", ""},
           {{Relay}, "relay", "relay"},
           {{NameToMembers, MailToMembers}, "", "name does speaks pmail"},
           {{NameToMembers, PhoneToMembers}, "", "name does speaks pphone"},
           {{NameToEverybody, MailToMembers, PhoneToMembers, Relay}, "name does speaks relay",
            "name does speaks pmail pphone relay"}}) {
    Person person = person_of(PersonClass::Volunteer);
    for (auto item : items) agree(person, item);
    EXPECT_EQ(seen(person).visitor, visitor);
    EXPECT_EQ(seen(person).adviser, adviser);
    for (auto& consent : person.consents) consent.revoked_at = Instant{};
    EXPECT_EQ(seen(person).visitor, "") << "revoked";
    EXPECT_EQ(seen(person).adviser, "") << "revoked";
  }
}

TEST(VisibleFields, no_public_page_ever_has_a_private_contact) {
  for (auto kind : {PersonClass::Official, PersonClass::Partner, PersonClass::Volunteer}) {
    Person person = person_of(kind);
    person.shown_to = ShownTo::Everybody;
    for (auto item : all_consent_items()) agree(person, item);
    auto fields = visible_fields(Actor::visitor(), person);
    EXPECT_FALSE(fields.has(Field::PrivateMail));
    EXPECT_FALSE(fields.has(Field::PrivatePhone));
  }
}

TEST(VisibleFields, who_expired_is_shown_to_members_only_and_who_left_to_editors) {
  Person person = person_of(PersonClass::Official);
  person.state = PersonState::Expired;
  EXPECT_EQ(seen(person).visitor, "");
  EXPECT_EQ(seen(person).adviser, kWork);
  person.state = PersonState::Left;
  EXPECT_EQ(seen(person).adviser, "");
  EXPECT_EQ(seen(person).network_editor, kWork);
}

TEST(VisibleFields, private_contacts_are_read_by_right_or_consent_only) {
  Person person = person_of(PersonClass::Partner);
  person.shown_to = ShownTo::Members;
  agree(person, ConsentItem::PhoneToMembers);
  EXPECT_EQ(seen(person).adviser, "name does speaks mail phone pphone");
  EXPECT_EQ(seen(person).visitor, "");
  person.objected_at = Instant{};
  EXPECT_EQ(seen(person).adviser, "name does speaks");
}

TEST(Person, name_level_is_the_first_that_sees_the_name) {
  Person official = person_of(PersonClass::Official), volunteer = person_of(PersonClass::Volunteer);
  EXPECT_EQ(name_level(official), Level::Everybody);
  EXPECT_EQ(name_level(volunteer), Level::Editors);
  agree(volunteer, ConsentItem::NameToMembers);
  EXPECT_EQ(name_level(volunteer), Level::Members);
}

TEST(Person, names_meet_across_titles_order_and_scripts) {
  EXPECT_EQ(name_key("Dr. Henrike Vollstedt"), name_key("Vollstedt, Henrike"));
  EXPECT_EQ(name_key("Frau Prof. Dr. Ayşe Yılmaz"), name_key("Ayse Yilmaz"));
  EXPECT_NE(name_key("Anna Berg"), name_key("Anna Berger"));
}

TEST(Person, a_leap_day_is_a_year_later_the_day_before_march) {
  using namespace std::chrono;
  EXPECT_EQ(a_year_after(Date{2028y / February / 29}), Date(2029y / February / 28));
  EXPECT_EQ(a_year_after(Date{2026y / November / 23}), Date(2027y / November / 23));
}

}  // namespace
}  // namespace mila::network
