// What people need, from the answer page to the numbers, on both engines.
#include "modules/meetings/needs.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class NeedsTest : public MeetingsTest {
 protected:
  std::string planned(std::vector<std::string> const& asked) {
    auto context = as_operator();
    auto id = planned_id(plan(office));
    site().database().write([&](db::Writer& writer) {
      std::vector<NeedKind> kinds;
      for (auto const& name : asked) kinds.push_back(*need_kind_named(name));
      ASSERT_TRUE(ask_needs(writer, context, id, kinds));
    });
    office.get("/staff/meetings/" + id + "/invitations").form("form.m-form").submit();
    return id;
  }
  std::vector<NeedCount> counts(std::string const& id) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return count_needs(reader, context, id); });
  }
  testing::Form answer_form(std::string const& who) { return site().get(answer_path(who + "@verein.example")).form("form.m-form"); }
};

TEST_P(NeedsTest, a_meeting_asks_for_what_was_ticked_while_planning) {
  auto page = office.get("/staff/meetings/new").form("form.m-form").set("title", "Mit Essen").set("day", format_iso_date(in(20))).set("needs", "food").submit().follow();
  auto id = planned_id(page);
  auto asked = site().database().read([&](db::Reader& reader) { return asked_needs(reader, id); });
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0], NeedKind::Food);
  // A changed sentence keeps what is asked for.
  EXPECT_EQ(office.get("/staff/meetings/" + id + "/edit").form("form.m-form").set("purpose", "Neu").submit().status, 303);
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return asked_needs(reader, id); }), asked);
  auto stranger = site().context("de", site().context().actor);
  site().database().write([&](db::Writer& writer) { EXPECT_FALSE(ask_needs(writer, stranger, id, {})); });
}

TEST_P(NeedsTest, who_organises_sees_numbers_and_no_names) {
  auto id = planned({"interpreter", "childcare", "step-free", "food"});
  for (std::string who : {"p1", "p2"}) {
    auto form = answer_form(who);
    form.set("answer", "accepted").set("interpreter", "uk").set("children", "1").set("ages", who == "p1" ? "6 und 3" : "2");
    EXPECT_EQ(form.submit().status, 303);
  }
  auto all = counts(id);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].value, "uk");
  EXPECT_EQ(all[0].count, 2);
  EXPECT_EQ(all[1].count, 3);
  EXPECT_EQ(all[1].ages, (std::vector<int>{2, 3, 6}));
  auto page = office.get("/staff/meetings/" + id + "/needs");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Ukrainisch"), std::string::npos);
  EXPECT_EQ(page.body.find("Person p1"), std::string::npos);
  EXPECT_EQ(site().sign_in({{"body-office", other}}).get("/staff/meetings/" + id + "/needs").status, 403);
  // Who does not come needs nothing.
  EXPECT_EQ(answer_form("p1").set("answer", "declined").submit().status, 303);
  EXPECT_EQ(counts(id)[0].count, 1);
  EXPECT_EQ(answer_form("p2").set("answer", "accepted").set("ages", "Ida ist krank 123").submit().status, 422);
}

TEST_P(NeedsTest, it_is_gone_two_weeks_after_the_meeting) {
  auto id = planned({"hearing-loop"});
  EXPECT_EQ(answer_form("p1").set("answer", "tentative").set("hearing_loop", "1").submit().status, 303);
  auto context = as_operator();
  site().clock.advance(hours{24 * 33});
  module().expire(context);
  EXPECT_EQ(counts(id).size(), 1u);
  site().clock.advance(hours{24 * 2});
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_EQ(counts(id).size(), 0u);
}

TEST_P(NeedsTest, remembered_only_when_asked_to_and_until_it_is_unticked) {
  planned({"food", "step-free"});
  EXPECT_EQ(answer_form("p1").set("answer", "accepted").set("food", "halal").set("remember", "1").submit().status, 303);
  EXPECT_EQ(answer_form("p2").set("answer", "accepted").set("food", "vegan").submit().status, 303);
  auto next = [&](std::string const& title) {
    auto context = as_operator();
    auto id = planned_id(office.get("/staff/meetings/new").form("form.m-form").set("title", title).set("day", format_iso_date(in(30))).set("needs", "food").submit().follow());
    site().database().write([&](db::Writer& writer) { ASSERT_TRUE(invite(writer, context, id, {}, true)); });
    return id;
  };
  auto second = next("Danach");
  auto person_page = [&](std::string const& id, std::string const& mail) {
    auto context = as_operator();
    for (auto const& one : invitees(id)) {
      auto target = site().database().read([&](db::Reader& reader) { return network::mail_targets(reader, context, {one.person_id}); });
      if (target.empty() || target[0].address != mail) continue;
      auto meeting = site().database().read([&](db::Reader& reader) { return find_meeting(reader, id); });
      return site().get("/de/meetings/answers/" + answer_key(context, *meeting, one));
    }
    ADD_FAILURE() << mail;
    return testing::PageResult{};
  };
  EXPECT_EQ(person_page(second, "p1@verein.example").document.all("input[value=halal][checked]").size(), 1u);
  EXPECT_EQ(person_page(second, "p2@verein.example").document.all("input[value=vegan][checked]").size(), 0u);
  // Unticked and sent, it is forgotten: the meeting after that knows nothing.
  auto form = person_page(second, "p1@verein.example").form("form.m-form");
  EXPECT_EQ(form.set("answer", "accepted").set("remember", "").submit().status, 303);
  auto third = next("Zuletzt");
  EXPECT_EQ(person_page(third, "p1@verein.example").document.all("input[value=halal][checked]").size(), 0u);
}

TEST_P(NeedsTest, who_reads_the_mailbox_of_an_organisation_sees_nobodys_needs) {
  auto id = planned({"food"});
  EXPECT_EQ(answer_form("p1").set("answer", "declined").set("food", "halal").submit().status, 303);
  EXPECT_EQ(answer_form("p1").set("answer", "accepted").set("food", "halal").set("remember", "1").submit().status, 303);
  auto context = as_operator();
  auto all = invitees(id);
  auto one = std::find_if(all.begin(), all.end(), [](auto const& invitee) { return invitee.answer == Answer::Accepted; });
  ASSERT_NE(one, all.end());
  auto kept = [&] {
    return site().database().read([&](db::Reader& reader) {
      Invitee next = *one;
      next.answer = Answer::None;
      return needs_of(reader, context, next);
    });
  };
  EXPECT_EQ(kept().needs.food, std::vector<std::string>{"halal"});
  site().database().write([&](db::Writer& writer) {
    auto person = *network::find_person(writer, context, one->person_id);
    person.work_mail = "";
    ASSERT_TRUE(network::save_person(writer, context, person));
  });
  EXPECT_TRUE(kept().needs.food.empty());
  EXPECT_FALSE(kept().can_be_remembered);
}

TEST_P(NeedsTest, it_goes_with_the_person) {
  auto id = planned({"step-free"});
  EXPECT_EQ(answer_form("p1").set("answer", "accepted").set("step_free", "1").set("remember", "1").submit().status, 303);
  auto context = as_operator();
  std::string person;
  for (auto const& one : invitees(id))
    if (one.answer == Answer::Accepted) person = one.person_id;
  ASSERT_TRUE(site().database().read([&](db::Reader& reader) { return remembers_needs(reader, person); }));
  site().database().write([&](db::Writer& writer) { module().erase_person(writer, context, person); });
  EXPECT_FALSE(site().database().read([&](db::Reader& reader) { return remembers_needs(reader, person); }));
  EXPECT_EQ(counts(id).size(), 0u);
}

TEST_P(NeedsTest, all_or_nothing) {
  auto id = planned({"food"});
  auto context = as_operator();
  auto one = invitees(id).front();
  testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      (void)answer(writer, context, one.id, {Answer::Accepted, "", ""});
      save_needs(writer, context, one, Answer::Accepted, {.food = {"halal"}}, true);
    });
  });
  EXPECT_EQ(counts(id).size(), 1u);
}

MILA_ON_EACH_ENGINE(NeedsTest);

RC_GTEST_PROP(NeedsSum, counts_every_need_once, ()) {
  auto all = *rc::gen::container<std::vector<Needs>>(rc::gen::exec([] {
    Needs needs;
    needs.interpreter = *rc::gen::element<std::string>("", "uk", "ar");
    needs.children = *rc::gen::inRange(0, 4);
    for (int n = 0; n < needs.children; ++n) needs.ages.push_back(*rc::gen::inRange(0, 18));
    needs.step_free = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) needs.food.push_back("halal");
    return needs;
  }));
  int expected = 0, found = 0;
  std::size_t ages = 0;
  for (auto const& one : all)
    expected += !one.interpreter.empty() + one.children + one.step_free + static_cast<int>(one.food.size());
  auto sums = sum_needs(all);
  for (auto const& one : sums) {
    RC_ASSERT(one.count > 0);
    RC_ASSERT(std::is_sorted(one.ages.begin(), one.ages.end()));
    found += one.count;
    ages += one.ages.size();
  }
  RC_ASSERT(found == expected);
  std::size_t children = 0;
  for (auto const& one : all) children += one.ages.size();
  RC_ASSERT(ages == children);
  // In whatever order people answer.
  std::reverse(all.begin(), all.end());
  auto again = sum_needs(all);
  RC_ASSERT(again.size() == sums.size());
  for (std::size_t n = 0; n < sums.size(); ++n) RC_ASSERT(again[n].count == sums[n].count);
}

}  // namespace
}  // namespace mila::meetings
