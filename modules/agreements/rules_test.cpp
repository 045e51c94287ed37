// Numbers, agreements and tasks, on both engines.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <future>
#include <regex>

#include "modules/agreements/agreement_store.h"
#include "modules/agreements/test_support.h"
#include "platform/testing/faults.h"

namespace mila::agreements {
namespace {

class RulesTest : public AgreementsFixture {};

TEST(Mark, says_what_a_body_is_and_is_nobody_elses) {
  using network::BodyKind;
  EXPECT_EQ(derive_mark(BodyKind::RoundTable, "Runder Tisch MiLa", {}), "RT");
  EXPECT_EQ(derive_mark(BodyKind::RoundTable, "Runder Tisch Obere Aue", {"RT"}), "RT-OA");
  EXPECT_EQ(derive_mark(BodyKind::CoordinationStaff, "Koordinierungsstab", {}), "KS");
  EXPECT_EQ(derive_mark(BodyKind::WorkingGroup, "AG Wohnen", {}), "AG-W");
  EXPECT_EQ(derive_mark(BodyKind::WorkingGroup, "AG Sprache und Bildung", {}), "AG-SB");
  EXPECT_EQ(derive_mark(BodyKind::WorkingGroup, "AG Öffentlichkeit", {"AG-O"}), "AG-O2");
  EXPECT_EQ(derive_mark(BodyKind::Other, "Рада", {"G"}), "G-R");
}

RC_GTEST_PROP(Mark, is_new_and_a_mark_whatever_the_name, ()) {
  auto name = *rc::gen::arbitrary<std::string>();
  std::set<std::string> taken;
  for (int n = 0; n < 5; ++n) {
    auto kind = *rc::gen::elementOf(network::all_body_kinds());
    auto mark = derive_mark(kind, name, taken);
    RC_ASSERT(is_mark(mark));
    RC_ASSERT(taken.insert(mark).second);
  }
}

TEST_P(RulesTest, a_number_says_body_year_day_and_item) {
  EXPECT_EQ(agreed("Erstens", day(2026, 3, 5)).number, "RT-2026-01/1");
  EXPECT_EQ(agreed("Zweitens", day(2026, 3, 5)).number, "RT-2026-01/2");
  EXPECT_EQ(agreed("Im Juni", day(2026, 6, 4)).number, "RT-2026-02/1");
  EXPECT_EQ(agreed("Nachgetragen", day(2026, 3, 5)).number, "RT-2026-01/3");
  EXPECT_EQ(agreed("Anderes Jahr", day(2025, 6, 4)).number, "RT-2025-01/1");
  EXPECT_EQ(agreed("Wohnen", day(2026, 3, 5), other).number, "AG-W-2026-01/1");
}

TEST_P(RulesTest, another_mark_counts_on_and_a_mark_once_used_stays_its_bodys) {
  EXPECT_EQ(agreed("Erstens", day(2026, 3, 5)).number, "RT-2026-01/1");
  auto mark = [&](std::string const& body, std::string text) {
    return write([&](db::Writer& writer, Context& context) { return set_mark(writer, context, body, text); });
  };
  ASSERT_TRUE(mark(table, "RT-M"));
  EXPECT_EQ(agreed("Zweitens", day(2026, 3, 5)).number, "RT-M-2026-01/2");
  EXPECT_EQ(mark(other, "RT").error().code, ErrorCode::Conflict);
  EXPECT_EQ(mark(other, "RT-M").error().code, ErrorCode::Conflict);
  EXPECT_EQ(mark(other, "rt").error().code, ErrorCode::Invalid);
  ASSERT_TRUE(mark(table, "RT"));
  EXPECT_EQ(agreed("Drittens", day(2026, 3, 5)).number, "RT-2026-01/3");
}

TEST_P(RulesTest, no_number_is_given_twice) {
  rc::check("numbers are unique, whatever is written in which order", [&] {
    auto steps = *rc::gen::resize(8, rc::gen::container<std::vector<std::pair<int, int>>>(
                                         rc::gen::pair(rc::gen::inRange(0, 2), rc::gen::inRange(1, 6))));
    std::set<std::string> before = numbers();
    for (auto const& [body, month] : steps) {
      auto number = agreed("Text", day(2026, static_cast<unsigned>(month), 1), body ? table : other).number;
      RC_ASSERT(before.insert(number).second);
    }
    RC_ASSERT(numbers() == before);
  });
}

TEST_P(RulesTest, writers_at_the_same_time_get_different_numbers) {
  std::vector<std::future<std::string>> writers;
  for (int n = 0; n < 8; ++n)
    writers.push_back(std::async(std::launch::async, [&, n] { return agreed("Nr. " + std::to_string(n), day(2026, 3, 5)).number; }));
  std::set<std::string> given;
  for (auto& one : writers) given.insert(one.get());
  EXPECT_EQ(given.size(), 8u);
  EXPECT_EQ(numbers().size(), 8u);
}

TEST_P(RulesTest, the_newer_takes_the_place_of_the_older_once) {
  auto older = agreed("Einmal im Monat", day(2025, 3, 5));
  Agreement newer{.body_id = table, .agreed_on = day(2026, 3, 5), .text = "Alle zwei Wochen", .supersedes_id = older.id};
  auto id = save(newer);
  ASSERT_TRUE(id);
  EXPECT_EQ(find(older.id).state, AgreementState::Superseded);
  EXPECT_EQ(find(older.id).superseded_by_id, *id);
  EXPECT_EQ(save(newer).error().message, "Another agreement took its place already. Please choose that one.");
  // What does not hold is not changed any more.
  auto changed = find(older.id);
  changed.text = "x";
  EXPECT_EQ(save(changed).error().code, ErrorCode::Invalid);
}

TEST_P(RulesTest, only_who_runs_the_body_writes) {
  auto one = agreed("Text", day(2026, 3, 5));
  as(stranger, [&](db::Writer& writer, Context& context) {
    EXPECT_EQ(save_agreement(writer, context, {.body_id = table, .agreed_on = day(2026, 3, 5), .text = "x"}).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(save_agreement(writer, context, one).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(end_agreement(writer, context, one.id, AgreementState::Fulfilled, "", one.version).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(save_task(writer, context, {.body_id = table, .what = "x"}).error().code, ErrorCode::Forbidden);
    EXPECT_EQ(set_mark(writer, context, table, "X").error().code, ErrorCode::Forbidden);
  });
}

TEST_P(RulesTest, dropping_needs_a_reason_and_a_version) {
  auto one = agreed("Text", day(2026, 3, 5));
  auto end = [&](AgreementState state, std::string reason, std::int64_t version) {
    return write([&](db::Writer& writer, Context& context) { return end_agreement(writer, context, one.id, state, reason, version); });
  };
  EXPECT_EQ(end(AgreementState::Dropped, " ", 1).error().code, ErrorCode::Invalid);
  EXPECT_EQ(end(AgreementState::Dropped, "kein Geld", 7).error().code, ErrorCode::Conflict);
  EXPECT_TRUE(end(AgreementState::Dropped, "kein Geld", 1));
  EXPECT_EQ(find(one.id).end_reason, "kein Geld");
  EXPECT_TRUE(end(AgreementState::Holds, "", 2));
  EXPECT_EQ(find(one.id).end_reason, "");
}

TEST_P(RulesTest, words_of_the_text_find_it_in_any_spelling) {
  auto one = agreed("Kinderbetreuung während der Sprachkurse prüfen", day(2020, 3, 5));
  agreed("Etwas anderes", day(2026, 3, 5));
  auto found = [&](std::string search) {
    return site().database().read([&](db::Reader& reader) {
      std::vector<std::string> ids;
      for (auto const& each : list_agreements(reader, {.search = search})) ids.push_back(each.id);
      EXPECT_EQ(static_cast<std::int64_t>(ids.size()), count_agreements(reader, {.search = search}));
      return ids;
    });
  };
  for (auto const* words : {"betreuung", "KINDER sprachkurs", "waehrend", "während", one.number.c_str()})
    EXPECT_EQ(found(words), std::vector<std::string>{one.id}) << words;
  for (auto const* words : {"kinder%kurse", "kinder_betreuung", "betreuung wohnen"}) EXPECT_TRUE(found(words).empty()) << words;
  EXPECT_EQ(found("").size(), 2u);
}

TEST_P(RulesTest, a_volunteer_has_to_accept_and_others_get_it_as_given) {
  auto asked = task({.what = "Fahrdienst", .person_id = volunteer});
  EXPECT_EQ(asked.state, TaskState::Open);
  EXPECT_TRUE(asked.told_at);
  auto given = task({.what = "Räume", .organization_id = organization});
  EXPECT_EQ(given.state, TaskState::Accepted);
  auto official = task({.what = "Zahlen", .person_id = this->official});
  EXPECT_EQ(official.state, TaskState::Accepted);
  EXPECT_EQ(mails().size(), 3u);
  EXPECT_EQ(mail_to("v@privat.example").subject, "Übernehmen Sie das? Fahrdienst");
}

TEST_P(RulesTest, somebody_else_starts_anew_and_old_links_end) {
  auto one = task({.what = "Fahrdienst", .person_id = volunteer});
  auto context = as_operator();
  auto key = task_key(context, one);
  ASSERT_TRUE(change(one.id, TaskState::Cannot, "krank"));
  auto again = find_one(one.id);
  again.person_id = "";
  again.organization_id = organization;
  ASSERT_TRUE(save(again));
  EXPECT_EQ(find_one(one.id).state, TaskState::Accepted);
  site().database().read([&](db::Reader& reader) { EXPECT_FALSE(task_of_key(reader, context, key)); });
  // The same person again is asked again.
  ASSERT_TRUE(change(one.id, TaskState::Cannot, ""));
  again = find_one(one.id);
  ASSERT_TRUE(save(again));
  EXPECT_EQ(find_one(one.id).state, TaskState::Accepted);
  EXPECT_EQ(find_one(one.id).given, 3);
}

TEST_P(RulesTest, told_later_is_told_once) {
  auto meeting = meeting_of(table);
  task({.meeting_id = meeting, .what = "Erstens", .organization_id = organization}, Tell::Later);
  task({.meeting_id = meeting, .what = "Zweitens"}, Tell::Later);
  EXPECT_TRUE(mails().empty());
  auto announce = [&] { return write([&](db::Writer& writer, Context& context) { return announce_tasks(writer, context, meeting); }); };
  EXPECT_EQ(announce(), 1);
  EXPECT_EQ(announce(), 0);
  EXPECT_EQ(mails().size(), 1u);
}

TEST_P(RulesTest, what_is_written_down_is_of_a_meeting_of_its_body) {
  auto ours = meeting_of(table), theirs = meeting_of(other);
  EXPECT_TRUE(save({.body_id = table, .meeting_id = ours, .agreed_on = day(2026, 3, 5), .text = "x"}));
  EXPECT_TRUE(save({.body_id = table, .meeting_id = ours, .what = "x"}));
  for (auto const& meeting : {theirs, named_uuid("meeting", "none")}) {
    EXPECT_EQ(save({.body_id = table, .meeting_id = meeting, .agreed_on = day(2026, 3, 5), .text = "x"}).error().code, ErrorCode::NotFound);
    EXPECT_EQ(save({.body_id = table, .meeting_id = meeting, .what = "x"}).error().code, ErrorCode::NotFound);
  }
  EXPECT_EQ(numbers().size(), 1u);
  // A task comes from an agreement of its body, too.
  auto foreign = agreed("Wohnen", day(2026, 3, 5), other);
  EXPECT_EQ(save({.body_id = table, .agreement_id = foreign.id, .what = "x"}).error().detail, "agreement_id");
}

TEST_P(RulesTest, what_ended_is_carried_over_no_more) {
  auto late = task({.what = "Spät", .due = day(2026, 12, 24)}), none = task({.what = "Ohne Tag"}),
       soon = task({.what = "Bald", .due = day(2026, 11, 24)}), done = task({.what = "Fertig"});
  ASSERT_TRUE(change(done.id, TaskState::Done, ""));
  std::vector<std::string> order;
  site().database().read([&](db::Reader& reader) {
    for (auto const& one : open_tasks_of(reader, table)) order.push_back(one.what);
  });
  EXPECT_EQ(order, (std::vector<std::string>{"Bald", "Spät", "Ohne Tag"}));
  EXPECT_TRUE(change(done.id, TaskState::Done, ""));
}

TEST_P(RulesTest, one_reminder_and_one_word_to_the_office) {
  site().clock.set(local_to_instant(day(2026, 11, 1), std::chrono::hours{3}, "Europe/Berlin"));
  task({.what = "Liste", .organization_id = organization, .due = day(2026, 11, 15)});
  auto done = task({.what = "Fertig", .organization_id = organization, .due = day(2026, 11, 15)});
  ASSERT_TRUE(change(done.id, TaskState::Done, ""));
  std::vector<std::size_t> counts;
  for (int n = 1; n <= 30; ++n) {
    auto context = as_operator();
    run_daily_round(context);
    run_daily_round(context);
    counts.push_back(mails().size());
    site().clock.advance(std::chrono::hours{24});
  }
  // Two letters at first, the reminder from the 8th on, the office from the 18th on.
  EXPECT_EQ(counts[6], 2u);
  EXPECT_EQ(counts[7], 3u);
  EXPECT_EQ(counts[16], 3u);
  EXPECT_EQ(counts[17], 4u);
  EXPECT_EQ(counts[29], 4u);
  EXPECT_EQ(mail_to("chair@amt.example").subject, "Überfällige Aufgaben von Runder Tisch");
}

TEST_P(RulesTest, names_go_ninety_days_after_the_end) {
  auto one = task({.what = "Fahrdienst", .person_id = official});
  ASSERT_TRUE(change(one.id, TaskState::Done, "mit Mühe"));
  auto context = as_operator();
  site().clock.advance(std::chrono::hours{24 * 89});
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(std::chrono::hours{24 * 2});
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_EQ(find_one(one.id).person_id, "");
  EXPECT_EQ(find_one(one.id).organization_id, organization);
  EXPECT_EQ(notes_of(one.id), "");
  EXPECT_EQ(module().expire(context), 0);
}

TEST_P(RulesTest, who_is_erased_has_no_task_and_it_waits_for_somebody_else) {
  auto one = task({.what = "Fahrdienst", .person_id = volunteer});
  ASSERT_TRUE(change(one.id, TaskState::Cannot, "Knie"));
  write([&](db::Writer& writer, Context& context) { module().erase_person(writer, context, volunteer); });
  auto left = find_one(one.id);
  EXPECT_EQ(left.person_id + left.organization_id, "");
  EXPECT_EQ(left.state, TaskState::Open);
  EXPECT_EQ(notes_of(one.id), "");
}

TEST_P(RulesTest, all_or_nothing) {
  auto older = agreed("Alt", day(2025, 3, 5));
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    (void)save({.body_id = table, .agreed_on = day(2026, 3, 5), .text = "Neu", .supersedes_id = older.id});
  }), 8);
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    (void)save({.body_id = table, .what = "Fahrdienst", .person_id = volunteer});
  }), 6);
  task({.what = "Liste", .organization_id = organization, .due = day(2026, 1, 1)});
  auto context = as_operator();
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] { run_daily_round(context); }), 5);
}

MILA_ON_EACH_ENGINE(RulesTest);

}  // namespace
}  // namespace mila::agreements
