// The public calendar as people and calendar programs read it, on both engines.
#include <rapidcheck.h>

#include <regex>

#include "modules/calendar/test_support.h"
#include "platform/testing/faults.h"

namespace mila::events {
namespace {

using namespace std::chrono;

TEST_P(CalendarTest, public_meetings_stand_in_it_and_their_link_never) {
  auto id = plan({{"title", "Offene Sitzung"}, {"day", format_iso_date(in(12))}, {"place", "Rathaus"},
                  {"online", "https://konferenz.example/geheim"}, {"public", "1"}});
  auto closed = plan({{"title", "Viertes Quartal"}, {"day", format_iso_date(in(20))}, {"place", "Rathaus"}});
  for (std::string path : {std::string("/de/calendar"), "/de/calendar/" + id, std::string("/calendar.ics"),
                           "/calendar/" + table + ".ics", "/calendar/dates/" + id + ".ics"}) {
    auto page = site().get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_NE(page.body.find("Offene Sitzung"), std::string::npos) << path;
    EXPECT_EQ(page.body.find("Viertes"), std::string::npos) << path;
    EXPECT_EQ(page.body.find("geheim"), std::string::npos) << path;
  }
  EXPECT_EQ(site().get("/de/calendar/" + closed).status, 404);
  EXPECT_EQ(site().get("/calendar/" + other + ".ics").status, 404);
  // Cancelled dates stay in the feed until their day has passed: calendars learn of it no other way.
  office.get("/staff/meetings/" + id + "/cancellation").form("form.m-form").submit();
  auto feed = calendar::read_calendar(site().get("/calendar.ics").body);
  ASSERT_TRUE(feed);
  ASSERT_EQ(feed->size(), 1u);
  EXPECT_EQ(feed->front().status, calendar::Status::Cancelled);
  EXPECT_EQ(feed->front().uid, id + "@mila");
}

TEST_P(CalendarTest, a_club_enters_its_festival_with_six_fields_and_it_is_public_at_once) {
  auto id = enter(editor, {{"title", "Sommerfest"}, {"start", "14:00"}, {"end", "01:00"}});
  for (auto const& path : {std::string("/tr/calendar"), "/de/calendar/" + id, std::string("/calendar.ics"), std::string("/calendar.atom"),
                           "/calendar/dates/" + id + ".ics", "/de/calendar?organisation=" + club})
    EXPECT_TRUE(holds(page(path), "Sommerfest")) << path;
  EXPECT_FALSE(holds(page("/de/calendar?organisation=" + stranger_club), "Sommerfest"));
  EXPECT_EQ(days_of_event(id).front().length, minutes{11 * 60});  // until one in the night
  // The second of two clicks leads to the same event.
  EXPECT_EQ(enter(editor, Values{{"title", "Sommerfest"}, {"start", "14:00"}, {"end", "01:00"}}), id);
}

TEST_P(CalendarTest, only_who_edits_the_organisation_writes_its_events) {
  auto id = enter(editor, {{"title", "Sommerfest"}});
  auto stranger = site().sign_in({{"organisation-editor", stranger_club}});
  for (auto const* act : {"", "/edit", "/cancellation"})
    EXPECT_EQ(stranger.get("/staff/events/" + id + act).status, 403) << act;
  EXPECT_EQ(stranger.post("/staff/events/" + id + "/cancellation", {{"version", "1"}}).status, 403);
  EXPECT_FALSE(holds(stranger.get("/staff/events").body, "Sommerfest"));
  EXPECT_EQ(site().sign_in({{"leadership", ""}}).get("/staff/events/new").status, 403);
  EXPECT_EQ(editor.get("/staff/events/programmes").status, 403);
  EXPECT_EQ(editor.get("/staff/events/" + id + "/decision").status, 403);
}

TEST_P(CalendarTest, a_county_that_looks_first_is_reminded_and_answers) {
  EXPECT_EQ(coordinator.get("/staff/events/release").form("form.m-form").set("release", "first").submit().status, 303);
  auto id = enter(editor, {{"title", "Flohmarkt"}});
  EXPECT_EQ(site().get("/de/calendar/" + id).status, 404);
  EXPECT_FALSE(holds(page("/calendar.ics"), "Flohmarkt"));
  auto waiting_now = [&] {
    auto context = as_operator();
    return site().database().read([&](db::Reader& reader) { return waiting(context, reader); });
  };
  auto items = waiting_now();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_FALSE(items[0].overdue);
  site().clock.advance(std::chrono::hours{24 * 9});
  EXPECT_TRUE(waiting_now()[0].overdue);
  site().clock.advance(-std::chrono::hours{24 * 9});
  std::string decision = "/staff/events/" + id + "/decision";
  EXPECT_EQ(coordinator.get(decision).form("form.m-form").set("decision", "refuse").submit().status, 422);
  EXPECT_EQ(coordinator.get(decision).form("form.m-form").set("decision", "refuse").set("reason", "Wo genau?").submit().status, 303);
  EXPECT_TRUE(holds(editor.get("/staff/events/" + id).body, "Wo genau?"));
  EXPECT_EQ(coordinator.post(decision, {{"decision", "release"}}).status, 409);
  EXPECT_EQ(editor.get("/staff/events/" + id + "/edit").form("form.m-form").set("place", "Halle 2").submit().status, 303);
  EXPECT_EQ(coordinator.get(decision).form("form.m-form").submit().status, 303);
  EXPECT_TRUE(holds(page("/de/calendar/" + id), "Halle 2"));
  // What was not looked at does not become public: neither changed meanwhile nor by being cancelled.
  auto other = enter(editor, {{"title", "Trödel"}});
  auto looked_at = coordinator.get("/staff/events/" + other + "/decision").form("form.m-form");
  EXPECT_EQ(editor.get("/staff/events/" + other + "/edit").form("form.m-form").set("title", "Werbung").submit().status, 303);
  EXPECT_EQ(looked_at.submit().status, 409);
  EXPECT_EQ(editor.get("/staff/events/" + other + "/cancellation").form("form.m-form").submit().status, 303);
  EXPECT_EQ(site().get("/de/calendar/" + other).status, 404);
  EXPECT_FALSE(holds(page("/calendar.ics"), "Werbung"));
  // Who releases does not wait for themselves.
  auto own = enter(coordinator, {{"title", "Kreisfest"}, {"organisation", club}});
  EXPECT_EQ(site().get("/de/calendar/" + own).status, 200);
}

TEST_P(CalendarTest, a_day_of_a_series_is_moved_or_cancelled_alone) {
  auto id = enter(editor, {{"title", "Sprachcafé"}, {"start", "16:30"}, {"end", "18:00"}, {"every", "weeks"},
                           {"last_day", format_iso_date(in(40))}});
  auto dates = days_of_event(id);
  ASSERT_EQ(dates.size(), 5u);
  auto change = [&](EventDate const& date, Values const& values) {
    auto form = editor.get("/staff/events/" + id + "/days/" + format_iso_date(date.regular)).form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    return form.submit().status;
  };
  EXPECT_EQ(change(dates[1], Values{{"what", "off"}}), 303);
  EXPECT_EQ(change(dates[2], Values{{"day", format_iso_date(Date{sys_days{dates[2].day} + days{1}})}, {"start", "17:00"}}), 303);
  auto feed = calendar::read_calendar(page("/calendar/dates/" + id + ".ics"));
  ASSERT_TRUE(feed);
  ASSERT_EQ(feed->size(), 2u);  // the series and the moved day
  EXPECT_EQ((*feed)[0].uid, (*feed)[1].uid);
  EXPECT_EQ((*feed)[0].exceptions, std::vector<Date>{dates[1].regular});
  EXPECT_EQ((*feed)[1].recurrence_of, dates[2].regular);
  EXPECT_EQ((*feed)[1].start, minutes{17 * 60});
  EXPECT_EQ((*feed)[0].sequence, 2);
  // What was changed stays so when the whole series begins an hour later.
  EXPECT_EQ(editor.get("/staff/events/" + id + "/edit").form("form.m-form").set("start", "17:30").set("end", "19:00").submit().status, 303);
  auto later = days_of_event(id);
  ASSERT_EQ(later.size(), 5u);
  EXPECT_EQ(later[0].start, minutes{17 * 60 + 30});
  EXPECT_EQ(later[1].state, DateState::Cancelled);
  EXPECT_EQ(later[2].state, DateState::Moved);
  EXPECT_TRUE(holds(page("/de/calendar/" + id + "?on=" + format_iso_date(dates[1].regular)), "EventCancelled"));
  EXPECT_TRUE(holds(page("/de/calendar/" + id + "?on=" + format_iso_date(dates[2].regular)), "EventRescheduled"));
}

TEST_P(CalendarTest, two_who_change_at_once_both_see_it) {
  auto id = enter(editor, {{"title", "Sommerfest"}});
  auto stale = editor.get("/staff/events/" + id + "/edit");
  EXPECT_EQ(editor.get("/staff/events/" + id + "/edit").form("form.m-form").set("place", "Halle 2").submit().status, 303);
  auto clash = stale.form("form.m-form").set("place", "Park").submit();
  EXPECT_EQ(clash.status, 409);
  EXPECT_TRUE(holds(clash.body, "Halle 2"));
  EXPECT_TRUE(holds(page("/de/calendar/" + id), "Halle 2"));
}

TEST_P(CalendarTest, a_cancelled_event_stays_visible_as_cancelled) {
  auto id = enter(editor, {{"title", "Turnier"}});
  EXPECT_EQ(editor.get("/staff/events/" + id + "/cancellation").form("form.m-form").set("reason", "Regen").submit().status, 303);
  EXPECT_EQ(editor.post("/staff/events/" + id + "/cancellation", {{"reason", "x"}, {"version", "1"}}).status, 303);
  EXPECT_TRUE(holds(page("/de/calendar/" + id), "Regen"));
  auto feed = calendar::read_calendar(page("/calendar.ics"));
  ASSERT_TRUE(feed && feed->size() == 1);
  EXPECT_EQ(feed->front().status, calendar::Status::Cancelled);
  EXPECT_EQ(feed->front().sequence, 1);
}

TEST_P(CalendarTest, a_programme_has_its_page_and_its_feed) {
  auto form = coordinator.get("/staff/events/programmes/new").form("form.m-form");
  form.set("name", "Interkulturelle Woche").set("from", format_iso_date(in(5))).set("until", format_iso_date(in(12)));
  EXPECT_EQ(form.submit().status, 303);
  auto programme = site().database().read([&](db::Reader& reader) { return programmes(reader, today).front(); });
  enter(editor, {{"title", "Sommerfest"}, {"programme", programme.id}});
  enter(editor, {{"title", "Training"}});
  for (auto const& path : {"/de/calendar/programmes/" + programme.id, "/calendar/" + programme.id + ".ics"}) {
    EXPECT_TRUE(holds(page(path), "Sommerfest")) << path;
    EXPECT_FALSE(holds(page(path), "Training")) << path;
  }
  EXPECT_TRUE(holds(page("/de/calendar"), "Interkulturelle Woche"));
  page("/de/calendar?programme=none", 404);
  // Changing an event after its programme is over leaves it in there.
  auto id = enter(editor, {{"title", "Nachlese"}, {"day", format_iso_date(in(40))}, {"programme", programme.id}});
  site().clock.advance(std::chrono::hours{24 * 20});
  auto later = site().sign_in({{"organisation-editor", club}});
  EXPECT_EQ(later.get("/staff/events/" + id + "/edit").form("form.m-form").set("place", "Halle 2").submit().status, 303);
  EXPECT_EQ(site().database().read([&](db::Reader& reader) { return find_event(reader, id); })->programme_id, programme.id);
}

TEST_P(CalendarTest, what_people_look_for_is_found) {
  auto cafe = enter(editor, {{"title", "Café für Mütter"}, {"topic", "library"}});
  enter(editor, {{"title", "Turnier"}, {"day", format_iso_date(in(11))}});
  EXPECT_TRUE(holds(page("/de/calendar?q=MUTTER+cafe"), "Mütter") || holds(page("/de/calendar?q=m%C3%BCtter"), "Mütter"));
  EXPECT_FALSE(holds(page("/de/calendar?q=m%C3%BCtter"), "Turnier"));
  auto parent = taxonomy::taxonomy().line("library").back()->code;
  EXPECT_TRUE(holds(page("/de/calendar?topic=" + parent), "Mütter"));
  EXPECT_FALSE(holds(page("/de/calendar?topic=" + parent), "Turnier"));
  EXPECT_FALSE(holds(page("/de/calendar?when=today"), "Turnier"));
  // Signs of the pattern language stand for themselves.
  EXPECT_FALSE(holds(page("/de/calendar?q=%25"), "Turnier"));
}

TEST_P(CalendarTest, a_list_of_two_thousand_events_takes_few_statements) {
  auto context = as_operator();
  site().database().write([&](db::Writer& writer) {
    for (int n = 0; n < 2000; ++n) {
      Event event;
      event.organization_id = n % 2 ? club : stranger_club;
      event.title = "Treffen " + std::to_string(n);
      event.day = in(n % 300);
      event.start = minutes{15 * 60};
      event.place = "Haus";
      ASSERT_TRUE(save_event(writer, context, event));
    }
  });
  auto statements = site().database().read([&](db::Reader& reader) {
    auto before = reader.statements_run();
    EXPECT_EQ(public_calendar(context, reader, CalendarFilter{}, today, std::nullopt, 1000).size(), 1000u);
    return reader.statements_run() - before;
  });
  EXPECT_LE(statements, 4);
  // The whole page, with everything chosen that can be, and meetings beside the events.
  plan({{"title", "Offene Sitzung"}, {"day", format_iso_date(in(12))}, {"place", "Rathaus"}, {"public", "1"}});
  site().get("/de/calendar?when=today");  // fills what is kept in memory: places, settings
  for (auto const* path : {"/de/calendar", "/de/calendar?q=treffen", "/de/calendar?when=week&q=sitzung", "/de/calendar?month=2026-12"}) {
    int asked = 0;
    site().database().on_statement([&](std::string_view name) { asked += name.rfind("begin", 0) != 0 && name != "commit"; });
    EXPECT_EQ(site().get(path).status, 200);
    site().database().on_statement(nullptr);
    EXPECT_LE(asked, 10) << path;
    EXPECT_GT(asked, 2) << path;
  }
  EXPECT_EQ(site().get("/de/calendar").status, 200);
  EXPECT_TRUE(site().get("/de/calendar").from_cache);
}

TEST_P(CalendarTest, every_event_is_all_or_nothing) {
  auto context = as_operator();
  Event event;
  event.organization_id = club;
  event.title = "Reihe";
  event.day = in(3);
  event.place = "Haus";
  event.rule = "FREQ=WEEKLY";
  event.last_day = in(60);
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)save_event(writer, context, event); });
  });
  EXPECT_GT(statements, 2);
  auto found = site().database().read([&](db::Reader& reader) { return public_calendar(context, reader, CalendarFilter{}, today, std::nullopt, 1000); });
  EXPECT_EQ(found.size(), 9u);
}

TEST_P(CalendarTest, old_events_go_after_three_years) {
  auto id = enter(editor, {{"title", "Sommerfest"}});
  auto context = as_operator();
  EXPECT_EQ(module().expire(context), 0);
  site().clock.advance(std::chrono::hours{24 * 366 * 3 + 24 * 45});
  EXPECT_EQ(module().expire(context), 1);
  EXPECT_TRUE(days_of_event(id).empty());
}

TEST_P(CalendarTest, a_secret_address_shows_ones_own_meetings_until_a_new_one_is_made) {
  auto id = plan({{"title", "Geschlossene Sitzung"}, {"day", format_iso_date(in(12))}, {"place", "Rathaus"},
                  {"online", "https://konferenz.example/geheim"}});
  auto make = [&] {
    auto page = office.post("/staff/calendar");
    EXPECT_EQ(page.status, 200);
    std::smatch match;
    EXPECT_TRUE(std::regex_search(page.body, match, std::regex("(/calendar/own/[A-Za-z0-9_-]{22,}\\.ics)"))) << page.body;
    return std::string(match[1]);
  };
  std::string first = make();
  auto feed = site().get(first);
  EXPECT_EQ(feed.status, 200);
  EXPECT_TRUE(holds(feed.body, "Geschlossene Sitzung"));
  EXPECT_TRUE(holds(feed.body, "konferenz.example/geheim"));
  EXPECT_TRUE(holds(feed.header("Cache-Control"), "no-store"));
  EXPECT_EQ(first.find(office.account_id), std::string::npos);
  EXPECT_EQ(calendar::read_calendar(feed.body)->front().uid, id + "@mila");
  // It cannot be shown again, and a new one ends it.
  EXPECT_FALSE(holds(office.get("/staff/calendar").body, "/calendar/own/"));
  std::string second = make();
  auto entries = [&](std::string const& path) { return calendar::read_calendar(page(path))->size(); };
  EXPECT_EQ(entries(first), 0u);  // empty: it goes from lost phones, too
  EXPECT_EQ(entries(second), 1u);
  EXPECT_EQ(entries("/calendar/own/.ics"), 0u);
  // Somebody who runs another body sees nothing of it.
  auto stranger = site().sign_in({{"body-office", other}});
  auto page_of = stranger.post("/staff/calendar");
  std::smatch match;
  ASSERT_TRUE(std::regex_search(page_of.body, match, std::regex("(/calendar/own/[A-Za-z0-9_-]+\\.ics)")));
  EXPECT_FALSE(holds(page(match[1]), "Geschlossene"));
  EXPECT_EQ(office.post("/staff/calendar/end").status, 303);
  EXPECT_EQ(entries(second), 0u);
}

MILA_ON_EACH_ENGINE(CalendarTest);

/// Over the change of clocks a series keeps its hour on the wall.
TEST(EventDaysTest, a_series_keeps_its_hour_over_daylight_saving) {
  Event event;
  event.day = 2026y / October / 18;
  event.start = minutes{18 * 60};
  event.rule = "FREQ=WEEKLY;BYDAY=SU";
  event.last_day = 2026y / November / 1;
  auto days_found = days_of(event);
  ASSERT_EQ(days_found.size(), 3u);
  auto at = [&](Date day) { return local_to_instant(day, event.start, "Europe/Berlin"); };
  EXPECT_EQ(at(days_found[1]) - at(days_found[0]), std::chrono::hours{24 * 7 + 1});
  EXPECT_EQ(at(days_found[2]) - at(days_found[1]), std::chrono::hours{24 * 7});
}

TEST(EventDaysTest, days_of_a_rule_are_sorted_distinct_and_within) {
  rc::check([] {
    Event event;
    event.day = Date{sys_days{2026y / January / 1} + days{*rc::gen::inRange(0, 700)}};
    auto every = *rc::gen::element(std::string("FREQ=WEEKLY"), std::string("FREQ=WEEKLY;INTERVAL=2"), std::string("FREQ=MONTHLY"));
    event.rule = every;
    event.last_day = Date{sys_days{event.day} + days{*rc::gen::inRange(1, 366)}};
    auto found = days_of(event);
    RC_ASSERT(!found.empty());
    RC_ASSERT(found.front() == event.day);
    RC_ASSERT(found.back() <= *event.last_day);
    RC_ASSERT(std::is_sorted(found.begin(), found.end()));
    RC_ASSERT(std::adjacent_find(found.begin(), found.end()) == found.end());
  });
}

TEST(MonthTest, shows_every_date_once_and_every_day_once) {
  TestSite site(testing::TestSiteOptions{.modules = {}});
  auto context = site.context("de", Actor::operator_());
  rc::check([&] {
    year_month month = year{*rc::gen::inRange(2020, 2040)} / std::chrono::month{*rc::gen::inRange(1u, 13u)};
    auto length = static_cast<unsigned>(year_month_day_last{month / last}.day());
    std::vector<PublicDate> dates;
    for (int n = *rc::gen::inRange(0, 30); n > 0; --n) {
      PublicDate date;
      date.id = std::to_string(n);
      date.day = date.regular = month / std::chrono::day{*rc::gen::inRange(1u, length + 1)};
      dates.push_back(date);
    }
    std::size_t shown = 0, inside = 0;
    for (auto const& week : month_weeks(context, month, dates)) {
      RC_ASSERT(week.days.size() == 7u);
      for (auto const& day : week.days) {
        inside += !day.outside;
        shown += day.dates.size();
        RC_ASSERT(!day.outside || day.dates.empty());
      }
    }
    RC_ASSERT(inside == length);
    RC_ASSERT(shown == dates.size());
  });
}

}  // namespace
}  // namespace mila::events
