// Looking for a date, from the first mail to the meeting, on both engines.
#include "modules/meetings/poll.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "modules/meetings/needs.h"
#include "modules/meetings/test_support.h"

namespace mila::meetings {
namespace {

class PollTest : public MeetingsTest {
 protected:
  testing::Form new_form(std::string const& title = "Sondersitzung") {
    auto form = office.get("/staff/meetings/polls/new").form("form.m-form");
    form.set("title", title).set("closes_on", format_iso_date(in(5))).set("place", "Rathaus");
    form.set("day_1", format_iso_date(in(10))).set("start_1", "14:00");
    form.set("day_2", format_iso_date(in(11))).set("start_2", "09:30");
    form.set("guests", "Samira Nouri <s.nouri@gast.example>").set("language", "ar");
    return form;
  }
  std::string opened() {
    auto done = new_form().submit();
    EXPECT_EQ(done.status, 303) << done.text();
    std::smatch match;
    std::string path = done.location();
    EXPECT_TRUE(std::regex_search(path, match, std::regex("/staff/meetings/polls/([0-9a-f-]{36})")));
    return match[1];
  }
  std::string poll_path(std::string const& address) {
    auto context = as_operator();
    for (auto const& entry : mails())
      if (entry.address == address) {
        auto text = site().database().read([&](db::Reader& reader) { return mail::text_of(reader, context, entry.id); });
        std::smatch match;
        if (std::regex_search(text, match, std::regex("(/[a-z-]+/meetings/polls/[A-Za-z0-9._-]+)"))) return match[1];
      }
    ADD_FAILURE() << "no poll for " << address;
    return "";
  }
  Poll poll(std::string const& id) {
    return *site().database().read([&](db::Reader& reader) { return find_poll(reader, id); });
  }
  std::vector<Voter> voters(std::string const& id) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return voters_of(reader, context, id); });
  }
  int answered(std::string const& id) {
    auto all = voters(id);
    return static_cast<int>(std::count_if(all.begin(), all.end(), [](auto const& one) { return one.answered_at.has_value(); }));
  }
  testing::PageResult vote(std::string const& id, std::string const& address, std::vector<std::string> const& suits) {
    auto form = site().get(poll_path(address)).form("form.m-form");
    auto dates = poll(id).dates;
    for (std::size_t n = 0; n < suits.size(); ++n) form.set("date_" + dates[n].id, suits[n]);
    return form.submit();
  }
};

TEST_P(PollTest, everybody_asked_gets_one_mail_and_opening_changes_nothing) {
  auto form = new_form();
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);  // the second of two clicks
  EXPECT_EQ(mails().size(), 4u);
  auto path = poll_path("s.nouri@gast.example");
  EXPECT_EQ(path.substr(0, 4), "/ar/");
  auto page = site().get(path);
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.document.all("fieldset").size(), 2u);
  auto polls = site().database().read([&](db::Reader& reader) { return list_polls(reader, std::nullopt); });
  ASSERT_EQ(polls.size(), 1u);
  EXPECT_EQ(answered(polls[0].id), 0);
  EXPECT_EQ(site().get(path + "x").status, 404);
}

TEST_P(PollTest, what_cannot_be_asked_is_said) {
  auto bad = [&](std::string const& name, std::string const& value) {
    EXPECT_EQ(new_form().set(name, value).submit().status, 422) << name << "=" << value;
  };
  bad("title", "");
  bad("day_2", "");
  bad("day_1", format_iso_date(in(-1)));
  bad("start_1", "25:00");
  bad("closes_on", format_iso_date(in(-1)));
  bad("closes_on", format_iso_date(in(11)));
  bad("guests", "niemand");
  bad("length", "3");
  EXPECT_EQ(new_form().set("day_2", format_iso_date(in(10))).set("start_2", "14:00").submit().status, 422);  // twice
  EXPECT_EQ(new_form().set("seats", "").set("guests", "").submit().status, 422);
  EXPECT_EQ(mails().size(), 0u);
  auto stranger = site().sign_in({{"body-office", other}});
  auto form = stranger.get("/staff/meetings/polls/new").form("form.m-form");
  EXPECT_EQ(stranger.post("/staff/meetings/polls", {{"body", table}}).status, 422);
  auto id = opened();
  EXPECT_EQ(stranger.get("/staff/meetings/polls/" + id).status, 403);
  EXPECT_EQ(stranger.post("/staff/meetings/polls/" + id + "/decision", {{"date", poll(id).dates[0].id}}).status, 403);
  EXPECT_EQ(stranger.post("/staff/meetings/polls/" + id + "/removal").status, 403);
  EXPECT_EQ(poll(id).state, PollState::Open);
}

TEST_P(PollTest, each_answers_once_and_may_change_it) {
  auto id = opened();
  EXPECT_EQ(vote(id, "p1@verein.example", {"yes"}).status, 422);  // one date left out
  EXPECT_EQ(vote(id, "p1@verein.example", {"yes", "no"}).status, 303);
  EXPECT_EQ(vote(id, "p1@verein.example", {"no", "if-need-be"}).status, 303);
  EXPECT_EQ(vote(id, "s.nouri@gast.example", {"yes", "yes"}).status, 303);
  EXPECT_EQ(answered(id), 2);
  auto sums = tally(poll(id), voters(id));
  EXPECT_EQ(sums[0].yes, 1);
  EXPECT_EQ(sums[0].no, 1);
  EXPECT_EQ(sums[1].if_need_be, 1);
  EXPECT_EQ(best_dates(sums), (std::vector<std::size_t>{1}));
  auto page = office.get("/staff/meetings/polls/" + id);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Samira Nouri"), std::string::npos);
  // Who did not answer is asked once more, not twice.
  for (int n = 0; n < 2; ++n) EXPECT_EQ(office.post("/staff/meetings/polls/" + id + "/reminders").status, 303);
  EXPECT_EQ(mails().size(), 6u);
  site().clock.advance(hours{24 * 6});
  EXPECT_EQ(site().get(poll_path("p2@verein.example")).document.all("form.m-form").size(), 0u);
  EXPECT_EQ(site().post(poll_path("p2@verein.example"), {{"date_" + poll(id).dates[0].id, "yes"}, {"date_" + poll(id).dates[1].id, "yes"}}).status, 422);
  EXPECT_EQ(answered(id), 2);
}

TEST_P(PollTest, the_picked_date_is_a_meeting_and_everybody_hears_of_it) {
  auto id = opened();
  auto dates = poll(id).dates;
  std::string decision = "/staff/meetings/polls/" + id + "/decision";
  auto done = office.post(decision, {{"date", dates[1].id}});
  ASSERT_EQ(done.status, 303);
  EXPECT_EQ(office.post(decision, {{"date", dates[0].id}}).location(), done.location());  // the second of two clicks
  auto meeting = site().database().read([&](db::Reader& reader) { return find_meeting(reader, poll(id).meeting_id); });
  ASSERT_TRUE(meeting);
  EXPECT_EQ(meeting->title, "Sondersitzung");
  EXPECT_EQ(meeting->day, in(11));
  EXPECT_EQ(meeting->start, minutes{9 * 60 + 30});
  EXPECT_EQ(meeting->place, "Rathaus");
  EXPECT_EQ(meeting->state, State::Planned);
  EXPECT_EQ(mails().size(), 8u);
  EXPECT_NE(office.get("/staff/meetings/" + meeting->id + "/invitations").body.find("s.nouri@gast.example"), std::string::npos);
  EXPECT_EQ(site().get(poll_path("p1@verein.example")).document.all("form.m-form").size(), 0u);
}

TEST_P(PollTest, given_up_it_takes_no_answers_and_no_date) {
  auto id = opened();
  EXPECT_EQ(office.post("/staff/meetings/polls/" + id + "/removal").status, 303);
  auto dates = poll(id).dates;
  EXPECT_EQ(site().post(poll_path("p1@verein.example"), {{"date_" + dates[0].id, "yes"}, {"date_" + dates[1].id, "no"}}).status, 422);
  EXPECT_EQ(answered(id), 0);
  EXPECT_EQ(office.post("/staff/meetings/polls/" + id + "/decision", {{"date", poll(id).dates[0].id}}).status, 409);
}

TEST_P(PollTest, it_is_gone_ninety_days_later_and_with_the_person) {
  auto id = opened();
  EXPECT_EQ(vote(id, "p1@verein.example", {"yes", "no"}).status, 303);
  auto context = as_operator();
  std::string person;
  for (auto const& one : voters(id))
    if (one.answered_at) person = one.who.person_id;
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return polls_of_person(reader, person); }).size(), 1u);
  auto before = mails().size();
  site().database().write([&](db::Writer& writer) { module().erase_person(writer, context, person); });
  EXPECT_EQ(voters(id).size(), 3u);
  EXPECT_EQ(mails().size(), before - 1);
  site().clock.advance(hours{24 * 97});
  module().expire(context);
  EXPECT_FALSE(site().database().read([&](db::Reader& reader) { return find_poll(reader, id); }));
}

TEST_P(PollTest, a_guest_goes_by_their_address) {
  auto id = opened();
  EXPECT_EQ(vote(id, "s.nouri@gast.example", {"yes", "no"}).status, 303);
  auto meeting = planned_id(plan(office));
  auto context = as_operator();
  Invitee guest;
  site().database().write([&](db::Writer& writer) {
    ASSERT_TRUE(ask_needs(writer, context, meeting, {NeedKind::Food}));
    ASSERT_TRUE(invite(writer, context, meeting, {{"Samira Nouri", "s.nouri@gast.example", "ar"}}, false));
    guest = invitees_of(writer, context, meeting).front();
    ASSERT_TRUE(answer(writer, context, guest.id, {Answer::Accepted, "", ""}));
    save_needs(writer, context, guest, Answer::Accepted, {.food = {"halal"}}, true);
  });
  auto kept = [&] {
    return site().database().read([&](db::Reader& reader) {
      return std::pair(needs_of(reader, context, guest).remembered, count_needs(reader, context, meeting).size());
    });
  };
  ASSERT_EQ(kept(), std::pair(true, std::size_t{1}));
  site().database().write([&](db::Writer& writer) {
    forget_in_answers(writer, context, {"S.Nouri@gast.example"}, [](std::string const& text) { return text; });
  });
  EXPECT_EQ(kept(), std::pair(false, std::size_t{0}));
  EXPECT_EQ(voters(id).size(), 3u);
}

TEST_P(PollTest, all_or_nothing) {
  auto context = as_operator();
  Poll wanted;
  wanted.id = "0193b7a0-0000-7000-8000-000000000001";
  wanted.body_id = table;
  wanted.title = "Alles oder nichts";
  wanted.closes_on = in(3);
  wanted.dates = {{"", in(5), hours{9}}, {"", in(6), hours{9}}};
  EXPECT_GT(testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)open_poll(writer, context, wanted, {}, true); });
  }), 8);
  EXPECT_EQ(voters(wanted.id).size(), mails().size());
  auto stored = poll(wanted.id);
  testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)decide_poll(writer, context, wanted.id, stored.dates[0].id); });
  });
  EXPECT_EQ(mails().size(), 2 * voters(wanted.id).size());
}

MILA_ON_EACH_ENGINE(PollTest);

RC_GTEST_PROP(BestDates, no_other_date_suits_more, ()) {
  auto tallies = *rc::gen::container<std::vector<Tally>>(rc::gen::exec([] {
    return Tally{*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 5), *rc::gen::inRange(0, 5)};
  }));
  auto best = best_dates(tallies);
  auto rank = [&](std::size_t n) { return std::pair(tallies[n].yes + tallies[n].if_need_be, tallies[n].yes); };
  for (std::size_t n = 0; n < tallies.size(); ++n) {
    bool among = std::find(best.begin(), best.end(), n) != best.end();
    for (std::size_t other = 0; other < tallies.size(); ++other)
      if (among) RC_ASSERT(rank(n) >= rank(other));
    if (!among && !best.empty()) RC_ASSERT(rank(n) < rank(best.front()));
    if (best.empty()) RC_ASSERT(rank(n).first == 0);
  }
}

}  // namespace
}  // namespace mila::meetings
