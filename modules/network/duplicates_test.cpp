// Entries made twice: found, merged, undone exactly.
#include "modules/network/duplicates_test_support.h"

#include <set>

#include "modules/network/body_store.h"
#include "modules/network/people_store.h"
#include "platform/testing/faults.h"

namespace mila::network {

std::string DuplicatesTest::state() {
  return site.database().read([&](db::Reader& reader) {
    std::string text;
    auto add = [&](char const* sql) {
      reader.each({"test.state", sql}, {}, [&](db::Row const& row) {
        for (int i = 0; i < row.columns(); ++i) text += (row.is_null(i) ? "-" : std::string(row.text(i))) + "|";
        text += "\n";
      });
    };
    add("select id, class, state, name, salutation, organization_id, languages, work_mail, work_phone, shown_to, account_id, merged_into, relay_key, name_level from person order by id");
    add("select id, person_id, title, deputy_id, successor_id, function_id from person_position order by id");
    add("select id, person_id, item, given_at, revoked_at from person_consent order by id");
    add("select id, body_id, organization_id, person_id, deputy_id, role from seat order by id");
    add("select word, person_id from person_word order by word, person_id");
    add("select match_key, person_id from person_match order by match_key, person_id");
    add("select id, organization_id, json from service order by id");
    add("select id, organization_id, json from function order by id");
    add("select id, status, json from organization order by id");
    add("select id, office_organization_id, office_person_id from body order by id");
    add("select id, kept_id from merge order by id");
    return text;
  });
}

namespace {

using namespace std::chrono;

TEST_P(DuplicatesTest, people_are_shown_when_name_and_something_else_agree) {
  add("Klaus Brandt", "brandt@haus.example");
  add("Brandt, Klaus", "brandt@haus.example");
  add("Klara Brandt", "brandt@haus.example");
  add("Oksana Melnyk", "info@haus.example", "", "069 90009-991");
  add("Oksana Melnik", "melnik@post.example", "", "+49 69 90009991");
  add("Rolf Kern", "info@haus.example");
  auto found = pairs();
  ASSERT_EQ(found.size(), 2u);
  // In the order of their ids, which are random within a millisecond.
  if (found[0].why.size() == 1) std::swap(found[0], found[1]);
  EXPECT_EQ(found[0].why, (std::vector{Likeness::NameAndMail, Likeness::NameAndOrganization}));
  EXPECT_EQ(found[1].why, std::vector{Likeness::Phone}) << "one slip of the pen, one private number";
}

TEST_P(DuplicatesTest, pages_of_pairs_show_each_pair_once_past_those_that_are_none) {
  // Alike by their address alone: candidates that are no pairs.
  for (int i = 0; i < 40; ++i) {
    std::string mail = "office" + std::to_string(i) + "@haus.example";
    add("Anna Berg", mail);
    add("Rolf Kern", mail);
  }
  for (int i = 0; i < 7; ++i) {
    std::string mail = "person" + std::to_string(i) + "@haus.example";
    add("Klaus Brandt", mail);
    add("Brandt, Klaus", mail);
  }
  std::set<IdPair> seen;
  IdPair after;
  int pages = 0;
  for (; pages < 100; ++pages) {
    auto page = site.database().read([&](db::Reader& reader) { return duplicate_people(reader, site.county(), 3, after); });
    EXPECT_LE(page.pairs.size(), 3u);
    for (auto const& pair : page.pairs) EXPECT_TRUE(seen.insert({pair.first_id, pair.second_id}).second) << "shown twice";
    if (!page.next) break;
    after = *page.next;
  }
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_LT(pages, 100);
}

TEST_P(DuplicatesTest, a_private_number_shows_two_spellings_as_one) {
  add("Oksana Schewtschenko", "a@haus.example", "", "069 90009-991");
  add("Oksana Schewtchenko", "b@haus.example", "", "+49 69 90009991");
  ASSERT_EQ(pairs().size(), 1u);
  EXPECT_EQ(pairs()[0].why, std::vector{Likeness::Phone});
}

TEST_P(DuplicatesTest, who_was_called_two_is_not_shown_again) {
  auto one = add("Klaus Brandt", "brandt@haus.example"), two = add("Klaus Brandt", "brandt@haus.example");
  EXPECT_EQ(pairs().size(), 1u);
  write([&](db::Writer& w, Context& c) { return call_two(w, c, "person", two, one).value(); });
  EXPECT_TRUE(pairs().empty());
}

TEST_P(DuplicatesTest, merging_people_takes_everything_along_and_undoing_puts_it_back) {
  auto kept = add("Klaus Brandt", "brandt@haus.example");
  auto dropped = add("Klaus Brandt", "kb@haus.example", "069 90009-602", "069 90009-992");
  auto account = site.sign_in({{"adviser", house}}).account_id;
  write([&](db::Writer& w, Context& c) {
    Position position{.person_id = dropped, .title = "Beratung"};
    position.from = 2026y / January / 1;
    save_position(w, c, position, 1).value();
    set_consents(w, c, dropped, {ConsentItem::PhoneToMembers, ConsentItem::MailToMembers}, "de").value();
    set_consents(w, c, kept, {ConsentItem::PhoneToMembers, ConsentItem::Relay}, "de").value();
    link_account(w, c, dropped, account).value();
    Body body;
    body.name = "Runder Tisch";
    body.from = 2024y / January / 1;
    auto id = save_body(w, c, body).value();
    Seat seat{.body_id = id, .organization_id = house, .person_id = dropped};
    seat.from = body.from;
    save_seat(w, c, seat, 1).value();
  });
  auto before = state();
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  auto one = get(kept);
  EXPECT_EQ(one.positions.size(), 1u);
  EXPECT_TRUE(one.agreed(ConsentItem::PhoneToMembers));
  EXPECT_FALSE(one.agreed(ConsentItem::MailToMembers)) << "the kept entry had not said so";
  EXPECT_FALSE(one.agreed(ConsentItem::Relay)) << "the dropped entry had not said so";
  EXPECT_EQ(one.work_mail, "brandt@haus.example") << "what is known stays";
  EXPECT_EQ(one.work_phone, "069 90009-602") << "what was missing is filled";
  EXPECT_EQ(one.private_phone, "069 90009-992");
  EXPECT_EQ(one.account_id, account);
  site.database().read([&](db::Reader& reader) {
    EXPECT_FALSE(load_person(reader, site.county(), dropped));
    EXPECT_EQ(seats_of_person(reader, kept).size(), 1u);
  });
  EXPECT_TRUE(pairs().empty());
  EXPECT_TRUE(write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); }).empty());
  EXPECT_EQ(state(), before);
  EXPECT_EQ(get(dropped).private_phone, "069 90009-992");
  EXPECT_EQ(get(kept).private_phone, "");
}

TEST_P(DuplicatesTest, what_was_changed_since_stays_when_a_merge_is_undone) {
  auto kept = add("Klaus Brandt", "brandt@haus.example");
  auto dropped = add("Klaus Brandt", "kb@haus.example", "069 90009-602");
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  Person changed = get(kept);
  changed.work_phone = "069 90009-603";
  write([&](db::Writer& w, Context& c) { return save_person(w, c, changed).value(); });
  auto stays = write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_EQ(stays, std::vector{Stays::Contact});
  EXPECT_EQ(get(kept).work_phone, "069 90009-603");
  EXPECT_EQ(get(dropped).work_phone, "069 90009-602");
}

TEST_P(DuplicatesTest, an_objection_in_one_entry_holds_for_both) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  write([&](db::Writer& w, Context& c) { set_objection(w, c, dropped, true).value(); });
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  EXPECT_TRUE(get(kept).objected_at);
  write([&](db::Writer& w, Context& c) { undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_FALSE(get(kept).objected_at);
  EXPECT_TRUE(get(dropped).objected_at);
}

TEST_P(DuplicatesTest, what_a_merge_ended_does_not_come_back_over_a_later_answer) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  write([&](db::Writer& w, Context& c) { set_consents(w, c, dropped, {ConsentItem::Relay}, "de").value(); });
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  site.clock.advance(std::chrono::hours{1});
  write([&](db::Writer& w, Context& c) { confirm_person(w, c, kept).value(); });
  auto stays = write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_EQ(stays, std::vector{Stays::Consents});
  EXPECT_FALSE(get(dropped).agreed(ConsentItem::Relay));
}

TEST_P(DuplicatesTest, who_stood_in_for_their_own_second_entry_stands_in_for_nobody) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  auto position = write([&](db::Writer& w, Context& c) {
    Position position{.person_id = kept, .title = "Beratung"};
    position.from = 2026y / January / 1;
    position.deputy_id = dropped;
    return save_position(w, c, position, 1).value();
  });
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  EXPECT_EQ(get(kept).positions.at(0).deputy_id, "");
  write([&](db::Writer& w, Context& c) { undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_EQ(get(kept).positions.at(0).deputy_id, dropped);
}

TEST_P(DuplicatesTest, merges_are_refused_with_what_to_do_first) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  auto helper = network::add_person(site.database(), as_operator(), named(PersonClass::Volunteer, "Klaus Brandt"));
  auto refused = [&](std::string const& a, std::string const& b) {
    auto result = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), a, b); });
    return result ? std::optional<ErrorCode>() : result.error().code;
  };
  auto before = state();
  EXPECT_EQ(refused(kept, helper), ErrorCode::Conflict) << "a volunteer's work is shown by consent only";
  EXPECT_EQ(refused(kept, kept), ErrorCode::NotFound);
  write([&](db::Writer& w, Context& c) { mark_left(w, c, dropped, 2020y / January / 1).value(); });
  EXPECT_EQ(refused(kept, dropped), ErrorCode::Conflict);
  write([&](db::Writer& w, Context& c) { confirm_person(w, c, dropped).value(); });
  EXPECT_EQ(state(), before);
}

TEST_P(DuplicatesTest, the_last_merge_of_an_entry_is_undone_first) {
  auto a = add("Klaus Brandt", "a@haus.example"), b = add("Klaus Brandt", "b@haus.example"), c = add("Klaus Brandt", "c@haus.example");
  auto before = state();
  auto merge = [&](std::string const& kept, std::string const& dropped) {
    site.clock.advance(std::chrono::minutes{1});
    return write([&](db::Writer& w, Context& context) { return merge_people(w, context, site.site().modules(), kept, dropped).value(); });
  };
  auto undo = [&](std::string const& id) {
    return write([&](db::Writer& w, Context& context) { return undo_merge(w, context, site.site(), id); });
  };
  auto first = merge(b, a), second = merge(c, b);
  EXPECT_EQ(undo(first).error().code, ErrorCode::Conflict);
  EXPECT_TRUE(undo(second));
  EXPECT_TRUE(undo(first));
  EXPECT_EQ(state(), before);
}

TEST_P(DuplicatesTest, merging_is_for_who_may_change_both_sides_and_is_audited) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  auto other = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  auto editor = site.sign_in({{"organisation-editor", house}});
  auto stranger = site.context("de", Actor::visitor());
  auto refused = site.database().write([&](db::Writer& w) { return merge_people(w, stranger, site.site().modules(), kept, dropped); });
  EXPECT_EQ(refused.error().code, ErrorCode::Forbidden);
  auto house_only = site.database().write([&](db::Writer& w) { return merge_organizations(w, stranger, site.site(), house, other); });
  EXPECT_EQ(house_only.error().code, ErrorCode::Forbidden);
  for (auto const& [kind, ids] : {std::pair{"person", std::pair{kept, dropped}}, std::pair{"organization", std::pair{house, other}}})
    EXPECT_EQ(editor.post(std::string("/staff/network/duplicates/") + kind, {{"first", ids.first}, {"second", ids.second}, {"act", "first"}}).status, 403);
  auto coordinator = site.sign_in({{"coordinator", ""}});
  EXPECT_EQ(coordinator.post("/staff/network/duplicates/organization", {{"first", house}, {"second", other}, {"act", "first"}}).status, 303);
  int entries = 0;
  site.database().read([&](db::Reader& reader) {
    reader.each({"test.audit", "select action from audit_entry where action = 'organization.merged'"}, {}, [&](db::Row const&) { ++entries; });
  });
  EXPECT_EQ(entries, 1);
}

TEST_P(DuplicatesTest, a_protected_organisation_is_not_mixed_with_a_public_one) {
  auto other = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  write([&](db::Writer& w, Context& c) {
    auto record = directory::find_records(w, directory::Kind::Organization, {other}).at(0);
    record.json["x_protected"] = true;
    directory::save(w, c.actor, record).value();
  });
  auto merged = write([&](db::Writer& w, Context& c) { return merge_organizations(w, c, site.site(), house, other); });
  EXPECT_EQ(merged.error().code, ErrorCode::Conflict);
}

TEST_P(DuplicatesTest, after_thirty_days_a_merge_is_final_and_the_second_entry_gone) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example");
  auto merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  site.clock.advance(std::chrono::hours{24 * 31});
  EXPECT_EQ(write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge); }).error().code, ErrorCode::NotFound);
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_EQ(testing::dump_of(site.database()).find("kb@haus.example"), std::string::npos);
}

TEST_P(DuplicatesTest, erasing_who_was_merged_leaves_neither_entry) {
  auto kept = add("Xanthippe Ypsilon", "x@haus.example"), dropped = add("Xanthippe Ypsilon", "y@haus.example"),
       third = add("Xanthippe Ypsilon", "z@haus.example");
  write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), dropped, third).value(); });
  write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  write([&](db::Writer& w, Context& c) { return erase_person(w, c, site.site(), kept).value(); });
  EXPECT_EQ(testing::dump_of(site.database()).find("Xanthippe"), std::string::npos);
}

TEST_P(DuplicatesTest, merging_organisations_moves_functions_offers_people_seats_and_rights_and_back) {
  auto other = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  auto function = add_function(site.database(), other, "Beratung", "069 90009-191");
  auto part = add_organization(site.database(), "Teestube", "069 90009-192");
  write([&](db::Writer& w, Context& c) {
    auto records = directory::find_records(w, directory::Kind::Organization, {part, other});
    records[0].json["parent_organization_id"] = other;
    records[1].json["website"] = "https://ankunft.example";
    for (auto const& record : records) directory::save(w, c.actor, record).value();
  });
  directory::Service service;
  service.id = named_uuid("service", "Hilfe");
  service.organization_id = other;
  service.name = "Hilfe";
  service.status = "inactive";  // drafts move, too
  auto person = network::add_person(site.database(), as_operator(), named(PersonClass::Partner, "Mina Farid", other));
  auto editor = site.sign_in({{"organisation-editor", other}});
  write([&](db::Writer& w, Context& c) {
    directory::save(w, c.actor, directory::to_record(service)).value();
    Body body;
    body.name = "Runder Tisch";
    body.from = 2024y / January / 1;
    Seat seat{.body_id = save_body(w, c, body).value(), .organization_id = other};
    seat.from = body.from;
    save_seat(w, c, seat, 1).value();
  });
  site.database().read([&](db::Reader& reader) {
    auto facts = directory_facts(site.county(), reader);
    ASSERT_EQ(duplicate_organizations(reader, site.county(), *facts, 10).pairs.size(), 1u);
  });
  auto before = state();
  auto merge = write([&](db::Writer& w, Context& c) { return merge_organizations(w, c, site.site(), house, other).value(); });
  EXPECT_EQ(function_of(site.database(), function).organization_id, house);
  EXPECT_EQ(get(person).organization_id, house);
  site.database().read([&](db::Reader& reader) {
    EXPECT_EQ(directory::find_services(reader, {service.id}).at(0).organization_id, house);
    EXPECT_EQ(seats_of_organization(reader, house).size(), 1u);
    EXPECT_EQ(directory::find_organizations(reader, {other}).at(0).x_status, "inactive") << "out of all that is public";
    EXPECT_EQ(directory::find_organizations(reader, {other}).at(0).x_merged_into, house);
    EXPECT_EQ(directory::find_organizations(reader, {part}).at(0).parent_organization_id, house);
    EXPECT_EQ(directory::find_organizations(reader, {house}).at(0).website, "https://ankunft.example") << "filled";
    auto facts = directory_facts(site.county(), reader);
    EXPECT_TRUE(duplicate_organizations(reader, site.county(), *facts, 10).pairs.empty());
    EXPECT_EQ(facts->named("Ankunft", 5).size(), 1u);
    int rights = 0;
    for (auto const& grant : auth::grants_for_scope(reader, house)) rights += grant.account_id == editor.account_id;
    EXPECT_EQ(rights, 1);
  });
  write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_EQ(state(), before);
  site.database().read([&](db::Reader& reader) {
    for (auto const& grant : auth::grants_for_scope(reader, house))
      EXPECT_FALSE(grant.account_id == editor.account_id && grant.holds_at(site.clock.now() + minutes{1}));
  });
}

TEST_P(DuplicatesTest, what_other_modules_hold_follows_and_stays_where_both_hold_the_same) {
  auto other = add_organization(site.database(), "Haus Ankunft gGmbH", "069 90009-190");
  auto rows = [&] {
    std::string text;
    site.database().read([&](db::Reader& reader) {
      reader.each({"test.answers", "select id, organization_id, version from answer order by id"}, {}, [&](db::Row const& row) {
        text += std::string(row.text(0)) + (row.text(1) == house ? " kept " : " other ") + std::string(row.text(2)) + ", ";
      });
    });
    return text;
  };
  write([&](db::Writer& w, Context&) {
    auto answer = [&](std::string const& id, std::string const& question, std::string const& organization) {
      w.run({"test.answer", "insert into answer(id, version, question, organization_id) values($1, 1, $2, $3)"}, {id, question, organization});
    };
    answer("a", "asked both", house);
    answer("b", "asked both", other);
    answer("c", "kept for ever", other);
    for (int i = 10; i < 50; ++i) answer("d" + std::to_string(i), "question " + std::to_string(i), other);
  });
  auto merge = write([&](db::Writer& w, Context& c) { return merge_organizations(w, c, site.site(), house, other).value(); });
  auto merged = rows();
  EXPECT_TRUE(merged.starts_with("a kept 1, b other 1, c other 1, d10 kept 2, d11 kept 2, ")) << merged;
  EXPECT_TRUE(merged.ends_with("d49 kept 2, ")) << merged;
  write([&](db::Writer& w, Context&) {
    w.run({"test.moved_on", "update answer set organization_id = $1 where id = 'd10'"}, {other});
    return true;
  });
  auto stays = write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
  EXPECT_TRUE(stays.empty()) << "one went on since: it is not with the kept one";
  auto undone = rows();
  EXPECT_TRUE(undone.starts_with("a kept 1, b other 1, c other 1, d10 other 2, d11 other 3, ")) << undone;
  EXPECT_TRUE(undone.ends_with("d49 other 3, ")) << undone;
}

TEST_P(DuplicatesTest, a_merge_is_all_or_nothing) {
  auto kept = add("Klaus Brandt", "brandt@haus.example"), dropped = add("Klaus Brandt", "kb@haus.example", "069 90009-602");
  std::string merge;
  EXPECT_GT(testing::for_every_failing_statement(site.database(), [&] {
    merge = write([&](db::Writer& w, Context& c) { return merge_people(w, c, site.site().modules(), kept, dropped).value(); });
  }), 15);
  EXPECT_GT(testing::for_every_failing_statement(site.database(), [&] {
    write([&](db::Writer& w, Context& c) { return undo_merge(w, c, site.site(), merge).value(); });
  }), 15);
}

TEST_P(DuplicatesTest, how_many_share_a_key_is_known_whoever_comes_and_goes) {
  auto counted = [&] {
    return site.database().read([](db::Reader& reader) {
      return reader.value<std::int64_t>(
                 {"test.sharers",
                  "select count(*) from person_match m where sharers <> (select count(*) from "
                  "(select 1 from person_match o where o.match_key = m.match_key limit 6) as sharing)"}, {}).value();
    });
  };
  std::vector<std::string> people;
  for (int i = 0; i < 8; ++i) {
    people.push_back(add("Klaus Brandt", "office@haus.example"));
    EXPECT_EQ(counted(), 0) << i;
    EXPECT_EQ(pairs().size(), i == 0 || i > 3 ? 0u : i * (i + 1u) / 2) << i;
  }
  for (int i = 7; i >= 0; --i) {
    write([&](db::Writer& w, Context&) { delete_person(w, people[i]); return true; });
    EXPECT_EQ(pairs().size(), i < 2 || i > 4 ? 0u : i * (i - 1u) / 2) << i;
  }
  EXPECT_EQ(counted(), 0);
}

TEST_P(DuplicatesTest, are_settled_on_one_page) {
  auto one = add("Klaus Brandt", "brandt@haus.example"), two = add("Klaus Brandt", "brandt@haus.example");
  auto who = site.sign_in({{"coordinator", ""}});
  site.database().write([&](db::Writer& writer) { auth::rename_account(writer, who.account_id, "Co", "en"); });
  auto page = who.get("/staff/network/duplicates");
  ASSERT_EQ(page.status, 200);
  EXPECT_NE(page.text().find("same name and mail address"), std::string::npos);
  EXPECT_EQ(who.post("/staff/network/duplicates/person", {{"first", one}, {"second", two}, {"act", "first"}}).status, 303);
  page = who.get("/staff/network/duplicates");
  EXPECT_NE(page.text().find("Nobody seems to be entered twice."), std::string::npos);
  auto undone = page.form("section form").submit();
  EXPECT_EQ(undone.status, 303);
  EXPECT_NE(who.get("/staff/network/duplicates").text().find("same name and mail address"), std::string::npos);
  auto adviser = site.sign_in({{"adviser", house}});
  EXPECT_EQ(adviser.get("/staff/network/duplicates").status, 403);
  EXPECT_EQ(adviser.post("/staff/network/duplicates/person", {{"first", one}, {"second", two}, {"act", "first"}}).status, 403);
}

MILA_ON_EACH_ENGINE(DuplicatesTest);

}  // namespace
}  // namespace mila::network
