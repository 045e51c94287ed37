// The way of a proposal to the county's council, on both engines.
#include "modules/agreements/proposals.h"

#include <gtest/gtest.h>

#include <regex>

#include "modules/agreements/test_support.h"
#include "platform/testing/faults.h"

namespace mila::agreements {
namespace {

class ProposalsTest : public AgreementsFixture {
 protected:
  Proposal draft() {
    auto agreement = agreed("Kinderbetreuung", day(2026, 3, 5));
    auto id = write([&](db::Writer& writer, Context& context) {
      return save_proposal(writer, context, {.agreement_id = agreement.id, .title = "Betreuung", .text = "Der Landkreis zahlt.", .committee = "Kreistag"});
    });
    EXPECT_TRUE(id);
    return load(*id);
  }
  Proposal load(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return *find_proposal(reader, id); });
  }
  Result<bool> step(Proposal const& one, Step values) {
    return write([&](db::Writer& writer, Context& context) { return make_step(writer, context, one.id, values, one.version); });
  }
};

TEST_P(ProposalsTest, goes_from_draft_to_the_answer_in_this_order) {
  auto one = draft();
  ASSERT_TRUE(step(one, {.day = day(2026, 3, 10), .file_number = "KT 1"}));
  one = load(one.id);
  EXPECT_EQ(one.state, ProposalState::Submitted);
  EXPECT_EQ(step(one, {.day = day(2026, 3, 1)}).error().detail, "day");  // a session before
  ASSERT_TRUE(step(one, {.day = day(2026, 4, 1)}));
  one = load(one.id);
  EXPECT_EQ(one.file_number, "KT 1");
  EXPECT_EQ(step(one, {.day = day(2026, 4, 1)}).error().detail, "outcome");
  EXPECT_EQ(step(one, {.day = day(2026, 4, 1), .outcome = Outcome::Adopted}).error().detail, "text");
  EXPECT_EQ(step(one, {.day = day(2026, 4, 1), .outcome = Outcome::Adopted, .text = "So.", .link = "http://x"}).error().detail, "link");
  // Postponed comes back onto an agenda.
  ASSERT_TRUE(step(one, {.day = day(2026, 4, 1), .outcome = Outcome::Postponed}));
  EXPECT_EQ(next_state(load(one.id)), ProposalState::OnAgenda);
  ASSERT_TRUE(step(load(one.id), {.day = day(2026, 5, 1)}));
  EXPECT_FALSE(load(one.id).outcome);
  ASSERT_TRUE(step(load(one.id), {.day = day(2026, 5, 1), .outcome = Outcome::Changed, .text = "Zwei Orte."}));
  ASSERT_TRUE(step(load(one.id), {.day = day(2026, 5, 9), .text = "Zwei statt drei."}));
  one = load(one.id);
  EXPECT_EQ(one.state, ProposalState::Answered);
  EXPECT_FALSE(next_state(one));
  EXPECT_EQ(step(one, {.day = day(2026, 5, 9)}).error().code, ErrorCode::Conflict);
}

TEST_P(ProposalsTest, what_was_handed_in_is_not_rewritten) {
  auto one = draft();
  ASSERT_TRUE(step(one, {.day = day(2026, 3, 10)}));
  auto changed = load(one.id);
  changed.text = "Etwas anderes";
  changed.title = "Neuer Titel";
  ASSERT_TRUE(write([&](db::Writer& writer, Context& context) { return save_proposal(writer, context, changed); }));
  EXPECT_EQ(load(one.id).text, "Der Landkreis zahlt.");
  EXPECT_EQ(load(one.id).title, "Neuer Titel");
}

TEST_P(ProposalsTest, pages_lead_along_and_show_both_when_two_make_a_step) {
  auto agreement = agreed("Kinderbetreuung", day(2026, 3, 5));
  auto page = office.get("/staff/agreements/" + agreement.id).click("Dem Kreistag etwas vorschlagen");
  auto made = page.form("form.m-form").set("title", "Betreuung").set("committee", "Kreistag").submit();
  ASSERT_EQ(made.status, 303);
  std::smatch match;
  std::string where = made.location();
  ASSERT_TRUE(std::regex_search(where, match, std::regex("(/staff/proposals/[0-9a-f-]{36})")));
  std::string const path = match[1];
  auto mine = office.get(path + "/step");
  EXPECT_EQ(office.get(path + "/step").form("form.m-form").set("file_number", "KT 7").submit().status, 303);
  auto clash = mine.form("form.m-form").set("file_number", "KT 8").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_NE(clash.body.find("KT 8"), std::string::npos);
  EXPECT_NE(stranger.get("/staff/proposals?q=betreuung").body.find("KT 7"), std::string::npos);
  for (auto const* way : {"/step", "/edit"}) EXPECT_EQ(stranger.get(path + way).status, 403) << way;
  EXPECT_EQ(stranger.post(path + "/step", {{"day", "2026-05-01"}, {"version", "2"}}).status, 403);
  EXPECT_EQ(stranger.get("/staff/proposals/new?agreement=" + agreement.id).status, 403);
}

TEST_P(ProposalsTest, all_or_nothing) {
  auto one = draft();
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] { (void)step(one, {.day = day(2026, 3, 10)}); }), 4);
  EXPECT_EQ(load(one.id).state, ProposalState::Submitted);
}

MILA_ON_EACH_ENGINE(ProposalsTest);

}  // namespace
}  // namespace mila::agreements
