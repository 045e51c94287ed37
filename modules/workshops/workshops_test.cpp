// Wishes, seats and telling people, as they do it, on both engines.
#include "modules/workshops/workshops.h"

#include <gtest/gtest.h>

#include <set>

#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "modules/workshops/letters.h"
#include "platform/auth/accounts.h"
#include "platform/mail/mail.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"

namespace mila::workshops {
namespace {

using namespace std::chrono;
using meetings::Answer;
using testing::SignedIn;
using testing::TestSite;

class WorkshopsTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() { taxonomy::load_taxonomy(testing::source_folder() + "/data"); }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(), meetings::module(), module()},
        .engine = GetParam(),
        .adjust = [](CountyConfig& config) { config.office_mail = "buero@auental.example"; }});
    auto context = as_operator();
    today = meetings::today_of(context);
    site().database().write([&](db::Writer& writer) {
      network::Body body;
      body.name = "Netzwerk";
      body.from = 2020y / January / 1;
      body_id = network::save_body(writer, context, body).value();
      Meeting meeting;
      meeting.body_id = body_id;
      meeting.title = "Konferenz";
      meeting.kind = meetings::Kind::Conference;
      meeting.day = Date{sys_days{today} + days{20}};
      meeting.start = minutes{9 * 60};
      meeting.length = minutes{8 * 60};
      meeting_id = meetings::save_meeting(writer, context, meeting).value();
    });
    office = site().sign_in({{"body-office", body_id}});
  }
  TestSite& site() { return *site_; }
  Context as_operator() { return site().context("de", Actor::operator_()); }
  template <class Work>
  auto write(Work&& work) {
    auto context = as_operator();
    return site().database().write([&](db::Writer& writer) { return work(writer, context); });
  }
  Board board() {
    auto context = as_operator();
    return *site().database().read([&](db::Reader& reader) { return board_of(reader, context, meeting_id); });
  }
  std::string workshop(std::string title, int seats, int start = 10 * 60) {
    return write([&](db::Writer& writer, Context& context) {
      return save_workshop(writer, context, {.meeting_id = meeting_id, .start = minutes{start}, .title = title, .room = "R1", .seats = seats}).value();
    });
  }
  /// Guests who come; their ids as invited.
  std::vector<std::string> guests(int count, std::string const& language = "de") {
    std::vector<meetings::Guest> people;
    for (int n = 0; n < count; ++n)
      people.push_back({"Gast " + std::to_string(n), "g" + std::to_string(n) + language + "@haus" + std::to_string(n % 7) + ".example", language});
    return write([&](db::Writer& writer, Context& context) {
      std::set<std::string> before;
      for (auto const& one : meetings::invitees_of(writer, context, meeting_id)) before.insert(one.id);
      EXPECT_TRUE(meetings::invite(writer, context, meeting_id, people, false));
      std::vector<std::string> ids;
      for (auto const& one : meetings::invitees_of(writer, context, meeting_id))
        if (!before.count(one.id)) {
          ids.push_back(one.id);
          EXPECT_TRUE(meetings::answer(writer, context, one.id, {Answer::Accepted, "", ""}));
        }
      return ids;
    });
  }
  void wish(std::string const& invitee, std::vector<std::string> const& workshops) {
    EXPECT_TRUE(write([&](db::Writer& writer, Context& context) { return send_wishes(writer, context, invitee, workshops); }));
  }
  void say(std::string const& invitee, Answer answer) {
    write([&](db::Writer& writer, Context& context) { EXPECT_TRUE(meetings::answer(writer, context, invitee, {answer, "", ""})); });
  }
  Result<bool> assign() {
    return write([&](db::Writer& writer, Context& context) {
      return save_assignment(writer, context, meeting_id, propose(*board_of(writer, context, meeting_id)).fingerprint);
    });
  }
  std::string key_of(std::string const& invitee) {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) {
      return meetings::answer_key(context, *meetings::find_meeting(reader, meeting_id), *meetings::find_invitee(reader, context, invitee));
    });
  }
  std::size_t mails(std::string const& purpose) {
    auto context = as_operator();
    std::size_t n = 0;
    for (auto const& entry : site().database().read([&](db::Reader& reader) { return mail::mails_in(reader, context, mail::State::Queued, 1000); }))
      n += entry.purpose == purpose ? 1 : 0;
    return n;
  }
  std::string path(std::string const& rest = "") { return "/staff/workshops/" + meeting_id + rest; }

  std::unique_ptr<TestSite> site_;
  std::string body_id, meeting_id;
  SignedIn office;
  Date today{};
};

TEST_P(WorkshopsTest, four_workshops_are_planned_by_who_runs_the_meeting_only) {
  auto page = office.get("/staff/meetings/" + meeting_id);
  EXPECT_NE(page.body.find(path()), std::string::npos);
  for (auto const* title : {"Wohnen", "Arbeit"})
    EXPECT_EQ(office.get(path("/new")).form("form.m-form").set("title", title).set("seats", "12").submit().status, 303);
  EXPECT_EQ(board().workshops.size(), 2u);
  // The second of two clicks.
  EXPECT_EQ(office.get(path("/new")).form("form.m-form").set("title", "Arbeit").set("seats", "12").submit().status, 303);
  EXPECT_EQ(board().workshops.size(), 2u);
  EXPECT_EQ(office.get(path("/new")).form("form.m-form").set("title", " ").submit().status, 422);
  EXPECT_EQ(office.get(path("/new")).form("form.m-form").set("title", "X").set("end", "08:00").submit().status, 422);
  auto other = write([&](db::Writer& writer, Context& context) {
    network::Body body;
    body.name = "Andere";
    body.from = 2020y / January / 1;
    return network::save_body(writer, context, body).value();
  });
  auto stranger = site().sign_in({{"body-office", other}});
  for (auto const* page_path : {"", "/new", "/closing", "/lists", "/assignment"})
    EXPECT_EQ(stranger.get(path(page_path)).status, 403) << page_path;
  auto id = board().workshops.front().id;
  EXPECT_EQ(stranger.get(path("/workshops/" + id)).status, 403);
  EXPECT_EQ(stranger.post(path("/workshops/" + id + "/removal"), {{"version", "1"}}).status, 403);
  EXPECT_EQ(stranger.post(path("/announcement")).status, 403);
  EXPECT_EQ(office.post(path("/workshops/" + id + "/removal"), {{"version", "1"}}).status, 303);
  EXPECT_EQ(board().workshops.size(), 1u);
}

TEST_P(WorkshopsTest, a_guest_ranks_wishes_in_persian_without_account) {
  auto a = workshop("Wohnen", 10), b = workshop("Arbeit", 10);
  auto guest = guests(1, "fa").front();
  std::string link = "/fa/meetings/answers/" + key_of(guest);
  EXPECT_NE(site().get(link).body.find(link + "/workshops"), std::string::npos);
  auto page = site().get(link + "/workshops");
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(board().wishes.empty());  // opening changes nothing
  auto twice = page.form("form.m-form").set("w600_1", b).set("w600_2", b).submit();
  EXPECT_EQ(twice.status, 422);
  EXPECT_EQ(page.form("form.m-form").set("w600_1", b).set("w600_2", a).submit().status, 303);
  ASSERT_EQ(board().wishes.size(), 2u);
  EXPECT_EQ(board().wishes.front().workshop_id, b);
  // The last answer counts; a gap is no rank.
  EXPECT_EQ(site().get(link + "/workshops").form("form.m-form").set("w600_1", "").set("w600_2", a).submit().status, 303);
  ASSERT_EQ(board().wishes.size(), 1u);
  EXPECT_EQ(board().wishes.front().rank, 1);
  // A form that lost its fields takes no wishes away; "no wish" does.
  EXPECT_EQ(site().post(link + "/workshops", {{"text", ""}}).status, 422);
  EXPECT_EQ(board().wishes.size(), 1u);
  EXPECT_EQ(site().get("/fa/meetings/answers/" + key_of(guest) + "x/workshops").status, 404);
  site().clock.advance(hours{24 * 14});
  EXPECT_EQ(site().get(link + "/workshops").document.all("form.m-form").size(), 0u);
  EXPECT_EQ(site().post(link + "/workshops", {{"w600_1", a}}).status, 422);
}

TEST_P(WorkshopsTest, nobody_sits_twice_no_workshop_is_overfull_and_twice_is_the_same) {
  std::vector<std::string> rooms;
  for (int n = 0; n < 4; ++n) rooms.push_back(workshop("W" + std::to_string(n), 30));
  workshop("Nachmittag", 60, 14 * 60);
  workshop("Nachmittag 2", 60, 14 * 60);
  auto people = guests(120);
  for (std::size_t n = 0; n < people.size(); ++n)
    if (n % 10 != 0) wish(people[n], {rooms[n % 3 ? 0 : n % 4], rooms[1 + n % 2 + (n % 3 ? 0 : n % 4 == 1 + n % 2 ? 1 : 0)]});
  auto before = board();
  auto first = propose(before), second = propose(before);
  ASSERT_EQ(first.places.size(), 240u);
  for (std::size_t n = 0; n < first.places.size(); ++n) {
    EXPECT_EQ(first.places[n].now, second.places[n].now);
    EXPECT_NE(first.places[n].now, "");
  }
  ASSERT_TRUE(assign());
  auto after = board();
  EXPECT_EQ(after.without_seat(), 0);
  std::set<std::pair<std::string, minutes>> seen;
  for (auto const& seat : after.seats) EXPECT_TRUE(seen.insert({seat.invitee_id, after.find(seat.workshop_id)->start}).second);
  for (auto const& one : after.workshops) EXPECT_LE(after.seated(one.id), one.seats);
  // Nothing changed: working it out again changes nothing.
  for (auto const& place : propose(after).places) EXPECT_FALSE(place.changes());
}

TEST_P(WorkshopsTest, a_hand_and_what_people_know_stay_and_free_seats_go_to_who_is_late) {
  auto a = workshop("Wohnen", 3), b = workshop("Arbeit", 3);
  auto people = guests(4);
  for (auto const& one : people) wish(one, {a, b});
  // By hand somebody sits where they did not want to.
  EXPECT_EQ(office.get(path("/people/" + people[0])).form("form.m-form").set("band_600", b).submit().status, 303);
  EXPECT_EQ(office.get(path("/assignment")).form("form.m-form").submit().status, 303);
  EXPECT_EQ(board().seat_of(people[0], minutes{600})->workshop_id, b);
  EXPECT_EQ(board().seated(a), 3);
  EXPECT_EQ(office.post(path("/announcement")).status, 303);
  EXPECT_EQ(mails("workshop"), 4u);
  EXPECT_EQ(office.post(path("/announcement")).status, 303);
  EXPECT_EQ(mails("workshop"), 4u);  // once each
  // One cancels, two are late and want what is full.
  say(people[1], Answer::Declined);
  EXPECT_EQ(board().freed.size(), 1u);
  auto late = guests(2, "en");
  EXPECT_NE(office.get(path()).body.find("kern-badge"), std::string::npos);
  auto shown = office.get(path("/assignment"));
  EXPECT_EQ(board().without_seat(), 2);  // looking keeps nothing
  EXPECT_EQ(shown.form("form.m-form").submit().status, 303);
  auto after = board();
  EXPECT_EQ(after.seat_of(people[2], minutes{600})->workshop_id, a);
  EXPECT_EQ(after.seat_of(people[3], minutes{600})->workshop_id, a);
  EXPECT_EQ(after.without_seat(), 0);
  EXPECT_LE(after.seated(a), 3);
  EXPECT_TRUE(after.freed.empty());
  // Only who has news gets a mail; a full workshop takes nobody by hand.
  EXPECT_EQ(office.post(path("/announcement")).status, 303);
  EXPECT_EQ(mails("workshop"), 6u);
  EXPECT_EQ(office.get(path("/people/" + people[0])).form("form.m-form").set("band_600", a).submit().status, 422);
  EXPECT_EQ(office.get(path("/workshops/" + a)).form("form.m-form").set("seats", "2").submit().status, 422);
  // Another room is news.
  EXPECT_EQ(office.get(path("/workshops/" + b)).form("form.m-form").set("room", "R9").submit().status, 303);
  EXPECT_EQ(office.post(path("/announcement")).status, 303);
  EXPECT_GT(mails("workshop"), 6u);
}

TEST_P(WorkshopsTest, what_was_looked_at_is_what_is_kept) {
  auto a = workshop("Wohnen", 3);
  auto people = guests(2);
  auto shown = office.get(path("/assignment"));
  wish(people[0], {a});
  EXPECT_EQ(shown.form("form.m-form").submit().status, 409);
  EXPECT_TRUE(board().seats.empty());
  auto stale = office.get(path("/workshops/" + a));
  EXPECT_EQ(office.get(path("/workshops/" + a)).form("form.m-form").set("room", "R2").submit().status, 303);
  EXPECT_EQ(stale.form("form.m-form").set("room", "R3").submit().status, 409);
}

TEST_P(WorkshopsTest, guests_learn_where_they_sit_and_only_that) {
  auto a = workshop("Wohnen", 3);
  auto people = guests(2);
  std::string link = "/de/meetings/answers/" + key_of(people[0]) + "/workshops";
  ASSERT_TRUE(assign());
  EXPECT_NE(site().get(link).document.all("form.m-form").size(), 0u);  // not announced yet
  EXPECT_EQ(office.post(path("/announcement")).status, 303);
  auto page = site().get(link);
  EXPECT_EQ(page.document.all("form.m-form").size(), 0u);
  EXPECT_NE(page.body.find("R1"), std::string::npos);
  EXPECT_EQ(page.body.find("Gast 1"), std::string::npos);
  auto lists = office.get(path("/lists"));
  EXPECT_NE(lists.body.find("Gast 0"), std::string::npos);
  EXPECT_NE(lists.body.find("Gast 1"), std::string::npos);
}

TEST_P(WorkshopsTest, what_came_out_is_written_by_who_runs_it_or_leads_it_and_read_by_members) {
  auto id = workshop("Wohnen", 10);
  auto next = write([&](db::Writer& writer, Context& context) {
    Meeting meeting;
    meeting.body_id = body_id;
    meeting.title = "Migration und Wohnen";
    meeting.day = Date{sys_days{today} + days{40}};
    meeting.start = hours{10};
    return meetings::save_meeting(writer, context, meeting).value();
  });
  std::string const page_path = path("/workshops/" + id + "/result"), meeting_path = "/staff/meetings/" + meeting_id;
  auto member = site().sign_in({{"leadership", ""}}), leads = site().sign_in({{"seat", body_id}});
  auto stale = office.get(page_path);
  EXPECT_EQ(office.get(path("/workshops/" + id)).form("form.m-form").set("lead_mail", "niemand@nirgends.example").submit().status, 422);
  auto mail = site().database().read([&](db::Reader& reader) { return auth::find_account(reader, leads.account_id)->mail; });
  EXPECT_EQ(office.get(path("/workshops/" + id)).form("form.m-form").set("lead_mail", mail).submit().status, 303);
  EXPECT_EQ(member.post(page_path, {{"result", "x"}, {"version", "2"}}).status, 403);
  EXPECT_EQ(member.get(page_path).document.all("form.m-form").size(), 0u);
  EXPECT_EQ(stale.form("form.m-form").set("result", "zu spät").submit().status, 409);
  // On the day it waits for who leads it, who may do nothing else here.
  site().clock.advance(hours{24 * 20});
  auto waits = [&] {
    Actor actor;
    actor.kind = Actor::Kind::Account;
    actor.account_id = leads.account_id;
    static Role const seat{"seat", Scope::Body, false, 60, {Permission::ReadNetwork}, "", ""};
    actor.grants = {{&seat, body_id}};
    auto context = site().context("de", actor);
    return site().database().read([&](db::Reader& reader) { return module().waiting(context, reader); });
  };
  ASSERT_EQ(waits().size(), 1u);
  EXPECT_EQ(waits().front().href, page_path);
  leads = site().sign_in_as(leads.account_id);
  auto form = leads.get(page_path).form("form.m-form").set("result", "Es fehlen Bürgen.").set("next_step", "Vorlage für Bürgschaften schreiben").set("follow_up", next);
  EXPECT_EQ(form.submit().status, 303);
  EXPECT_EQ(form.submit().status, 303);  // the second of two clicks
  EXPECT_TRUE(waits().empty());
  EXPECT_EQ(leads.get(path()).status, 403);
  auto stored = board().workshops.front();
  EXPECT_EQ(stored.result + "|" + stored.next_step + "|" + stored.follow_up_id, "Es fehlen Bürgen.|Vorlage für Bürgschaften schreiben|" + next);
  member = site().sign_in({{"leadership", ""}});
  EXPECT_NE(member.get(page_path).body.find("Es fehlen Bürgen."), std::string::npos);
  EXPECT_NE(member.get(meeting_path).body.find(page_path), std::string::npos);
  // Changing the workshop leaves it; whoever runs the body makes it a task or an agreement.
  office = site().sign_in({{"body-office", body_id}});
  EXPECT_EQ(office.get(path("/workshops/" + id)).form("form.m-form").set("room", "R7").submit().status, 303);
  EXPECT_EQ(board().workshops.front().result, "Es fehlen Bürgen.");
  auto fills = office.get(page_path);
  EXPECT_NE(fills.body.find("action=\"/staff/tasks/new?body=" + body_id + "&amp;meeting=" + meeting_id + "\""), std::string::npos);
  EXPECT_NE(fills.body.find("value=\"Vorlage für Bürgschaften schreiben\""), std::string::npos);
  EXPECT_EQ(leads.get(page_path).body.find("action=\"/staff/tasks/new"), std::string::npos);
  EXPECT_EQ(office.get(path("/workshops/none/result")).status, 404);
  EXPECT_EQ(office.get("/staff/workshops/none/workshops/" + id + "/result").status, 404);
  auto version = board().workshops.front().version;
  write([&](db::Writer& writer, Context& context) {
    EXPECT_EQ(save_result(writer, context, {.id = id, .version = version, .result = std::string(9'000, 'x')}).error().detail, "result");
    EXPECT_EQ(save_result(writer, context, {.id = id, .version = version, .follow_up_id = meeting_id}).error().detail, "follow_up");
  });
}

TEST_P(WorkshopsTest, names_go_with_the_invitation_and_numbers_stay) {
  auto a = workshop("Wohnen", 3);
  for (auto const& one : guests(2)) wish(one, {a});
  ASSERT_TRUE(assign());
  site().clock.advance(hours{24 * 120});
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 4);
  EXPECT_EQ(module().expire(context), 0);
  auto after = board();
  EXPECT_TRUE(after.wishes.empty());
  EXPECT_TRUE(after.seats.empty());
  EXPECT_EQ(after.workshops.front().wished, 2);
  EXPECT_EQ(after.workshops.front().seated, 2);
}

TEST_P(WorkshopsTest, all_or_nothing) {
  auto a = workshop("Wohnen", 3), b = workshop("Arbeit", 3);
  auto people = guests(4);
  for (auto const& one : people) wish(one, {a, b});
  auto context = as_operator();
  auto print = board();
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) {
      (void)save_assignment(writer, context, meeting_id, propose(*board_of(writer, context, meeting_id)).fingerprint);
    });
  });
  EXPECT_GT(statements, 6);
  EXPECT_EQ(board().without_seat(), 0);
  statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)announce(writer, context, meeting_id); });
  });
  EXPECT_GT(statements, 6);
  EXPECT_EQ(mails("workshop"), 4u);
  EXPECT_EQ(board().untold(), 0);
}

TEST_P(WorkshopsTest, a_page_asks_ten_times_at_most_whatever_the_size) {
  auto a = workshop("Wohnen", 200);
  for (auto const& one : guests(120)) wish(one, {a});
  ASSERT_TRUE(assign());
  int statements = 0;
  std::string asked;
  for (std::string page : {path(), path("/lists"), path("/assignment"), path("/people/" + board().coming.front().id),
                           "/de/meetings/answers/" + key_of(board().coming.front().id) + "/workshops"}) {
    statements = 0;
    asked.clear();
    site().database().on_statement([&](std::string_view name) {
      if (name.starts_with("session") || name.starts_with("account") || name.starts_with("access_grant") || name == "begin" || name == "commit") return;
      ++statements;
      asked += std::string(name) + " ";
    });
    EXPECT_EQ(page.starts_with("/staff") ? office.get(page).status : site().get(page).status, 200) << page;
    site().database().on_statement(nullptr);
    EXPECT_LE(statements, 10) << page << ": " << asked;
    EXPECT_GT(statements, 3) << page;
  }
}

MILA_ON_EACH_ENGINE(WorkshopsTest);

}  // namespace
}  // namespace mila::workshops
