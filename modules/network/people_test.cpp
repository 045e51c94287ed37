// People in the database, on both engines.
#include <gtest/gtest.h>

#include "modules/network/people_store.h"
#include "modules/network/test_support.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/auth/audit.h"
#include "platform/testing/county.h"
#include "platform/testing/engines.h"
#include "platform/testing/faults.h"

namespace mila::network {
namespace {

using namespace std::chrono;
using testing::Engine;

struct Places {
  Places() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
};

class PeopleTest : public testing::EngineTest {
 protected:
  PeopleTest() : county(GetParam(), {"places", "directory", "network"}) {
    static Places const loaded;
    office = add_organization(county.database(), "Landratsamt", "069 90009-400", "amt@kreis.example");
  }

  Context as_operator() { return county.context("de", Actor::operator_()); }
  Context as_adviser() {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = "adviser";
    actor.grants.push_back({&adviser, "elsewhere"});
    return county.context("de", actor);
  }
  Context as_coordinator() {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = "coordinator";
    actor.grants.push_back({&coordinator, ""});
    return county.context("de", actor);
  }
  std::string add(Person person) { return add_person(county.database(), as_operator(), person); }
  Person get(std::string const& id) { return stored(county.database(), as_operator(), id); }
  template <typename Act>
  auto write(Context context, Act act) {
    return county.database().write([&](db::Writer& writer) { return act(writer, context); });
  }
  std::optional<SeenPerson> see(Context context, std::string const& id) {
    return county.database().read(
        [&](db::Reader& reader) { return find_person(reader, context, id); });
  }
  std::vector<std::string> found(Level level, std::vector<std::vector<std::string>> words) {
    PeopleQuery query;
    query.level = level;
    query.words = std::move(words);
    return county.database().read([&](db::Reader& reader) {
      auto ids = find_ids(reader, query);
      EXPECT_EQ(count_people(reader, query), static_cast<std::int64_t>(ids.size()));
      return ids;
    });
  }
  std::string add_position(std::string const& person_id, Position position) {
    position.person_id = person_id;
    if (position.from == Date{}) position.from = 2026y / January / 1;
    return write(as_operator(), [&](db::Writer& writer, Context& context) {
             return save_position(writer, context, position, get(person_id).version);
           }).value();
  }

  Role adviser{"adviser", Scope::Organization, false, 60, {Permission::ReadNetwork}, "", ""};
  Role coordinator{"coordinator", Scope::County, true, 60,
                   {Permission::ReadNetwork, Permission::EditNetwork, Permission::ReadPrivate}, "", ""};
  testing::TestCounty county;
  std::string office;
};

TEST_P(PeopleTest, keeps_what_was_entered) {
  Person person = named(PersonClass::Official, " Henrike Vollstedt ", office);
  person.salutation = "Frau";
  person.languages = {"en", "de", "en"};
  person.letter_language = "de";
  person.work_mail = "vollstedt@kreis.example";
  person.work_phone = "069 90009-440";
  person.private_phone = "069 90009-991";
  auto kept = get(add(person));
  EXPECT_EQ(kept.name, "Henrike Vollstedt");
  EXPECT_EQ(kept.languages, (std::vector<std::string>{"de", "en"}));
  EXPECT_EQ(kept.work_mail, "vollstedt@kreis.example");
  EXPECT_EQ(kept.private_phone, "069 90009-991");
  EXPECT_EQ(kept.expires_on, Date(2027y / November / 23));
  EXPECT_EQ(kept.version, 1);
}

TEST_P(PeopleTest, nothing_about_a_volunteer_is_seen_before_they_agree_and_after_they_revoke) {
  Person person = named(PersonClass::Volunteer, "Anna Berg");
  person.private_phone = "069 90009-992";
  auto id = add(person);
  EXPECT_FALSE(see(as_adviser(), id));
  EXPECT_TRUE(found(Level::Members, {{"n:berg"}}).empty());
  auto consents = [&](std::vector<ConsentItem> items) {
    ASSERT_TRUE(write(as_operator(), [&](db::Writer& writer, Context& context) {
      return set_consents(writer, context, id, items, "de");
    }));
  };
  consents({ConsentItem::NameToMembers, ConsentItem::PhoneToMembers});
  ASSERT_TRUE(see(as_adviser(), id));
  EXPECT_EQ(see(as_adviser(), id)->name, "Anna Berg");
  EXPECT_EQ(see(as_adviser(), id)->private_phone, "069 90009-992");
  EXPECT_EQ(found(Level::Members, {{"n:be*"}}), std::vector{id});
  EXPECT_TRUE(found(Level::Everybody, {{"n:be*"}}).empty());
  consents({ConsentItem::NameToMembers});
  EXPECT_EQ(see(as_adviser(), id)->private_phone, "");
  consents({});
  EXPECT_FALSE(see(as_adviser(), id));
  EXPECT_TRUE(found(Level::Members, {{"n:berg"}}).empty());
  auto history = get(id).consents;
  ASSERT_EQ(history.size(), 2u);
  for (auto const& consent : history) EXPECT_TRUE(consent.revoked_at) << "kept as proof";
}

TEST_P(PeopleTest, the_relay_address_changes_when_consent_was_revoked) {
  auto id = add(named(PersonClass::Volunteer, "Anna Berg"));
  auto set = [&](std::vector<ConsentItem> items) {
    write(as_operator(), [&](db::Writer& writer, Context& context) {
      return set_consents(writer, context, id, items, "de").value();
    });
  };
  set({ConsentItem::Relay});
  auto first = get(id).relay_key;
  set({});
  set({ConsentItem::Relay});
  EXPECT_NE(get(id).relay_key, first);
}

TEST_P(PeopleTest, private_contacts_are_sealed_and_reading_them_is_audited) {
  Person person = named(PersonClass::Volunteer, "Anna Berg");
  person.private_mail = "anna.berg@zuhause.example";
  person.private_phone = "069 90009-993";
  auto id = add(person);
  std::string dump = testing::dump_of(county.database());
  EXPECT_EQ(dump.find("zuhause"), std::string::npos);
  EXPECT_EQ(dump.find("90009-993"), std::string::npos);
  auto seen = see(as_coordinator(), id);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->private_mail, "") << "handed out by read_private() only";
  EXPECT_TRUE(seen->has_private);
  auto entries = [&] {
    return county.database()
        .read([&](db::Reader& reader) { return auth::audit_entries(reader, {.object_id = id}); })
        .size();
  };
  EXPECT_EQ(entries(), 0u);
  auto read = [&](Context context) {
    return write(context, [&](db::Writer& writer, Context& c) { return read_private(writer, c, id); });
  };
  EXPECT_EQ(read(as_adviser()).error().code, ErrorCode::Forbidden);
  EXPECT_EQ(entries(), 0u);
  EXPECT_EQ(read(as_coordinator())->mail, "anna.berg@zuhause.example");
  EXPECT_EQ(entries(), 1u);
}

TEST_P(PeopleTest, of_two_racing_edits_the_second_is_refused) {
  auto id = add(named(PersonClass::Official, "Henrike Vollstedt", office));
  Person one = get(id), two = one;
  one.name = "Henrike Vollstedt-Kern";
  two.name = "H. Vollstedt";
  auto save = [&](Person const& person) {
    return write(as_operator(), [&](db::Writer& writer, Context& context) {
      return save_person(writer, context, person);
    });
  };
  EXPECT_TRUE(save(one));
  EXPECT_EQ(save(two).error().code, ErrorCode::Conflict);
  EXPECT_EQ(get(id).name, "Henrike Vollstedt-Kern");
}

TEST_P(PeopleTest, who_may_not_edit_changes_nothing) {
  auto id = add(named(PersonClass::Official, "Henrike Vollstedt", office));
  auto before = testing::dump_of(county.database());
  auto context = as_adviser();
  Person changed = get(id);
  changed.name = "Jemand";
  auto code = [&](auto act) { return write(context, act).error().code; };
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return save_person(w, c, changed); }), ErrorCode::Forbidden);
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return save_person(w, c, named(PersonClass::Official, "Neu", office)); }), ErrorCode::Forbidden);
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return set_objection(w, c, id, true); }), ErrorCode::Forbidden);
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return set_consents(w, c, id, {ConsentItem::Relay}, "de"); }), ErrorCode::Forbidden);
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return mark_left(w, c, id, 2026y / November / 1); }), ErrorCode::Forbidden);
  EXPECT_EQ(code([&](db::Writer& w, Context& c) { return set_private_contact(w, c, id, {"a@b.example", ""}, 1); }), ErrorCode::Forbidden);
  EXPECT_EQ(testing::dump_of(county.database()), before);
}

TEST_P(PeopleTest, what_somebody_called_themselves_lately_takes_no_words_out_of_others_texts) {
  Person person = named(PersonClass::Official, "Henrike Vollstedt", office);
  person.work_mail = "amt@kreis.example";  // the office's own
  person.private_mail = "henrike@privat.example";
  person.account_id = "adviser";
  auto id = add(person);
  auto traces = [&](Context context) { return county.database().read([&](db::Reader& reader) { return traces_of(reader, context, id); }); };
  EXPECT_EQ(traces(as_adviser()).name, "Henrike Vollstedt");
  for (auto const& mail : traces(as_operator()).mails) EXPECT_NE(mail, "amt@kreis.example");
  Person changed = get(id);
  changed.name = "der Landkreis";
  ASSERT_TRUE(write(as_adviser(), [&](db::Writer& w, Context& c) { return save_person(w, c, changed); }));
  EXPECT_EQ(traces(as_adviser()).name, "");
  EXPECT_TRUE(traces(as_adviser()).mails.empty());
  EXPECT_EQ(traces(as_operator()).name, "der Landkreis") << "whoever may change it knows who it is";
}

TEST_P(PeopleTest, the_public_function_follows_who_holds_it) {
  auto function = add_function(county.database(), office, "Integrationsbeauftragte", "");
  Person first = named(PersonClass::Official, "Henrike Vollstedt", office);
  first.work_phone = "069 90009-440";
  first.work_mail = "vollstedt@kreis.example";
  Person second = named(PersonClass::Official, "Gero Anders", office);
  second.work_phone = "069 90009-441";
  auto first_id = add(first), second_id = add(second);
  auto position = add_position(first_id, {.title = "Integrationsbeauftragte",
                                          .function_id = function, .own_line = true});
  auto shown = [&] { return function_of(county.database(), function); };
  EXPECT_EQ(shown().name.value_or(""), "Henrike Vollstedt");
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-440");
  EXPECT_EQ(shown().email.value_or(""), "vollstedt@kreis.example");

  ASSERT_TRUE(write(as_operator(), [&](db::Writer& writer, Context& context) {
    return hand_over(writer, context, position, second_id, 2026y / November / 20);
  }));
  EXPECT_EQ(shown().name.value_or(""), "Gero Anders");
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-441");
  EXPECT_EQ(get(first_id).positions.at(0).successor_id, second_id);

  ASSERT_TRUE(write(as_operator(), [&](db::Writer& writer, Context& context) {
    return mark_left(writer, context, second_id, 2026y / November / 22);
  }));
  EXPECT_FALSE(shown().name) << "the name goes";
  EXPECT_EQ(shown().phones.at(0).number, "069 90009-400") << "the organisation's number stands in";
  EXPECT_EQ(shown().email.value_or(""), "amt@kreis.example");
}

TEST_P(PeopleTest, the_countys_office_stands_in_where_the_organisation_has_no_number) {
  auto bare = add_organization(county.database(), "Verein", "", "");
  auto function = add_function(county.database(), bare, "Sprecher", "");
  Person person = named(PersonClass::Partner, "Gero Anders", bare);
  person.shown_to = ShownTo::Everybody;
  person.work_phone = "069 90009-441";
  auto id = add(person);
  add_position(id, {.title = "Sprecher", .function_id = function, .own_line = true});
  EXPECT_EQ(function_of(county.database(), function).phones.at(0).number, "069 90009-441");
  ASSERT_TRUE(write(as_operator(), [&](db::Writer& writer, Context& context) {
    return set_objection(writer, context, id, true);
  }));
  EXPECT_FALSE(function_of(county.database(), function).name);
  EXPECT_EQ(function_of(county.database(), function).phones.at(0).number,
            county.county().config().office_phone);
  ASSERT_TRUE(write(as_operator(), [&](db::Writer& writer, Context& context) {
    return set_objection(writer, context, id, false);
  }));
  EXPECT_EQ(function_of(county.database(), function).phones.at(0).number, "069 90009-441");
}

TEST_P(PeopleTest, a_function_with_its_own_number_keeps_it) {
  auto function = add_function(county.database(), office, "Rückkehrberatung", "069 90009-453");
  Person person = named(PersonClass::Official, "Gero Anders", office);
  person.work_phone = "069 90009-441";
  auto id = add(person);
  add_position(id, {.title = "Rückkehrberatung", .function_id = function});
  EXPECT_EQ(function_of(county.database(), function).name.value_or(""), "Gero Anders");
  write(as_operator(), [&](db::Writer& writer, Context& context) {
    return mark_left(writer, context, id, 2026y / November / 22).value();
  });
  EXPECT_FALSE(function_of(county.database(), function).name);
  EXPECT_EQ(function_of(county.database(), function).phones.at(0).number, "069 90009-453");
}

TEST_P(PeopleTest, a_volunteers_name_and_number_never_reach_a_public_function) {
  auto function = add_function(county.database(), office, "Helferkreis", "");
  Person person = named(PersonClass::Volunteer, "Anna Berg");
  person.private_phone = "069 90009-994";
  auto id = add(person);
  write(as_operator(), [&](db::Writer& writer, Context& context) {
    return set_consents(writer, context, id, all_consent_items(), "de").value();
  });
  add_position(id, {.title = "Sprecherin", .function_id = function, .own_line = true});
  EXPECT_FALSE(function_of(county.database(), function).name);
  EXPECT_EQ(function_of(county.database(), function).phones.at(0).number, "069 90009-400");
}

TEST_P(PeopleTest, is_found_by_topic_place_and_language_together) {
  Person person = named(PersonClass::Official, "Henrike Vollstedt", office);
  person.languages = {"de", "uk"};
  auto id = add(person);
  add_position(id, {.title = "Wohnen", .topics = {"housing-search"}, .places = {"place-1"}});
  auto other = add(named(PersonClass::Official, "Gero Anders", office));
  EXPECT_EQ(found(Level::Everybody, {{"t:housing"}, {"p:place-1", "p:*"}, {"l:uk"}}), std::vector{id})
      << "a topic above the position's own finds it, too";
  EXPECT_TRUE(found(Level::Everybody, {{"t:housing"}, {"l:ar"}}).empty());
  EXPECT_EQ(found(Level::Everybody, {{"o:" + office}}).size(), 2u);
  EXPECT_EQ(found(Level::Everybody, {{"n:an*"}}), std::vector{other});
}

TEST_P(PeopleTest, an_ended_position_is_history_and_found_no_more) {
  auto id = add(named(PersonClass::Official, "Henrike Vollstedt", office));
  Position position{.title = "Wohnen", .topics = {"housing-search"}};
  position.from = 2025y / January / 1;
  position.until = 2026y / March / 31;
  add_position(id, position);
  EXPECT_TRUE(found(Level::Everybody, {{"t:housing"}}).empty());
  EXPECT_EQ(get(id).positions.size(), 1u);
}

TEST_P(PeopleTest, a_write_is_all_or_nothing) {
  auto function = add_function(county.database(), office, "Integrationsbeauftragte", "");
  Person first = named(PersonClass::Official, "Henrike Vollstedt", office);
  first.work_phone = "069 90009-440";
  auto first_id = add(first);
  auto second_id = add(named(PersonClass::Official, "Gero Anders", office));
  auto position = add_position(first_id, {.title = "Beauftragte", .function_id = function, .own_line = true});
  int statements = testing::for_every_failing_statement(county.database(), [&] {
    write(as_operator(), [&](db::Writer& writer, Context& context) {
      return hand_over(writer, context, position, second_id, 2026y / November / 20).value();
    });
  });
  EXPECT_GT(statements, 10);
  statements = testing::for_every_failing_statement(county.database(), [&] {
    write(as_operator(), [&](db::Writer& writer, Context& context) {
      return set_consents(writer, context, second_id, all_consent_items(), "de").value();
    });
  });
  EXPECT_GT(statements, 8);
}

MILA_ON_EACH_ENGINE(PeopleTest);

}  // namespace
}  // namespace mila::network
