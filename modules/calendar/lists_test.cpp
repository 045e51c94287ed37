// Series in the list, dates beside the search for help, and words of public events that are changed.
#include "modules/calendar/overview.h"
#include "modules/calendar/test_support.h"

namespace mila::events {
namespace {

using namespace std::chrono;

class EventListTest : public CalendarTest {};

/// 26 November 2026 is a Thursday.
TEST_P(EventListTest, a_series_stands_once_in_the_list_with_its_days_in_words) {
  Date const thursday = 2026y / November / 26;
  auto day = [&](int n) { return Date{sys_days{thursday} + days{n}}; };
  ASSERT_LT(today, thursday) << "the days below are worked out for the clock of tests";
  auto id = enter(editor, {{"title", "Sprachcafé"}, {"day", format_iso_date(thursday)}, {"start", "16:30"}, {"end", "18:00"},
                           {"every", "weeks"}, {"last_day", format_iso_date(day(70))}});
  enter(editor, {{"title", "Weihnachtsmarkt"}, {"day", format_iso_date(day(9))}});
  auto change = [&](int n, Values const& values) {
    auto form = editor.get("/staff/events/" + id + "/days/" + format_iso_date(day(n))).form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    EXPECT_EQ(form.submit().status, 303);
  };
  change(0, {{"what", "off"}});
  change(21, {{"day", format_iso_date(day(22))}, {"start", "17:00"}, {"end", "18:30"}});
  auto count = [](std::string const& text, std::string const& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  };
  std::string list = page("/de/calendar");
  EXPECT_EQ(count(list, ">Sprachcafé<"), 1);
  EXPECT_TRUE(holds(list, "d-2026-12-03")) << "at its first day that takes place";
  EXPECT_TRUE(holds(list, "10. Dezember, 18. Dezember 17:00, 24. Dezember"));
  EXPECT_TRUE(holds(list, "26. November, 17. Dezember"));
  EXPECT_TRUE(holds(list, "Donnerstag"));
  EXPECT_TRUE(holds(page("/ar/calendar"), "الخميس"));
  EXPECT_TRUE(holds(page("/ar/calendar"), "، 24 كانون الأول"));
  // What stood on the first page of the list does not come again on a later one.
  EXPECT_FALSE(holds(page("/de/calendar?from=2026-12-05"), ">Sprachcafé<"));
  // By day, as month and in feeds it is every time.
  EXPECT_EQ(count(page("/de/calendar?month=2026-12"), ">Sprachcafé<"), 5);
  auto feed = calendar::read_calendar(page("/calendar.ics"));
  EXPECT_EQ(feed->size(), 3u);
  site().clock.advance(sys_days{thursday} - sys_days{today});
  EXPECT_TRUE(holds(page("/de/calendar?when=today"), ">Sprachcafé<")) << "whoever looks today sees that it is off";
}

TEST_P(EventListTest, who_looks_for_help_finds_dates_that_fit) {
  auto cafe = enter(editor, {{"title", "Café für Mütter"}, {"topic", "library"}, {"every", "weeks"}, {"last_day", format_iso_date(in(60))}});
  enter(editor, {{"title", "Turnier"}, {"day", format_iso_date(in(11))}});
  auto off = enter(editor, {{"title", "Mütterabend"}, {"day", format_iso_date(in(3))}});
  EXPECT_EQ(editor.get("/staff/events/" + off + "/cancellation").form("form.m-form").submit().status, 303);
  auto context = as_operator();
  auto found = [&](std::string const& query, int statements) {
    return site().database().read([&](db::Reader& reader) {
      auto before = reader.statements_run();
      auto related = module().related(context, reader, "search", query);
      EXPECT_LE(reader.statements_run() - before, statements) << query;
      return related;
    });
  };
  auto by_words = found("?q=m%C3%BCtter", 4);
  ASSERT_EQ(by_words.size(), 2u);  // the series once, and the way to all
  EXPECT_EQ(by_words[0].text, "Café für Mütter");
  EXPECT_TRUE(holds(by_words[0].href, "/de/calendar/" + cafe));
  EXPECT_EQ(by_words[1].href, "/de/calendar?q=m%C3%BCtter");
  // What is kept in memory is asked for nothing, and a part of a word is not that word.
  EXPECT_TRUE(found("?q=tter", 0).empty());
  auto parent = taxonomy::taxonomy().line("library").back()->code;
  EXPECT_EQ(found("?q=wo+kann+ich+lesen&topic=" + parent, 0).back().href, "/de/calendar?topic=" + parent);
  EXPECT_TRUE(found("?q=turnier&place=" + uuid_v7(site().clock.now(), context.random), 0).size() == 2u) << "a place nobody knows is none";
  EXPECT_TRUE(found("", 0).empty());
  enter(editor, {{"title", "Mütterfrühstück"}, {"day", format_iso_date(in(4))}});
  EXPECT_EQ(found("?q=m%C3%BCtter", 6).front().text, "Mütterfrühstück") << "the next one first";
  EXPECT_EQ(found("?q=m%C3%BCtter", 0).size(), 3u);
  site().clock.advance(std::chrono::hours{24 * 20});
  EXPECT_TRUE(found("?q=turnier", 6).empty()) << "over";
}

TEST_P(EventListTest, a_public_event_is_corrected_at_once_and_worded_anew_after_a_look) {
  EXPECT_EQ(coordinator.get("/staff/events/release").form("form.m-form").set("release", "first").submit().status, 303);
  auto id = enter(editor, {{"title", "Flohmarkt"}});
  std::string here = "/staff/events/" + id, shown = "/de/calendar/" + id;
  EXPECT_EQ(coordinator.get(here + "/decision").form("form.m-form").submit().status, 303);
  auto change = [&](SignedIn& who, Values const& values) {
    auto form = who.get(here + "/edit").form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    return form.submit().status;
  };
  auto waiting_now = [&](Actor actor) {
    auto context = site().context("de", std::move(actor));
    return site().database().read([&](db::Reader& reader) { return waiting(context, reader); });
  };
  EXPECT_EQ(change(editor, {{"place", "Halle 2"}, {"start", "10:00"}}), 303);
  EXPECT_TRUE(holds(page(shown), "Halle 2"));
  EXPECT_TRUE(waiting_now(Actor::operator_()).empty());
  // Other words wait, and what was looked at stays, with the new hour.
  EXPECT_EQ(change(editor, {{"title", "Werbung"}, {"about", "Kauft!"}, {"start", "11:00"}}), 303);
  for (auto const& path : {shown, std::string("/calendar.ics"), std::string("/de/calendar")}) {
    EXPECT_TRUE(holds(page(path), "Flohmarkt")) << path;
    EXPECT_FALSE(holds(page(path), "Werbung")) << path;
  }
  EXPECT_TRUE(holds(page(shown), "11:00"));
  EXPECT_EQ(waiting_now(Actor::operator_()).size(), 1u);
  EXPECT_TRUE(holds(editor.get(here + "/edit").body, "Werbung")) << "goes on where it was left";
  auto decision = coordinator.get(here + "/decision");
  EXPECT_TRUE(holds(decision.body, "Kauft!"));
  EXPECT_EQ(decision.form("form.m-form").set("decision", "refuse").set("reason", "Bitte ohne Werbung").submit().status, 303);
  EXPECT_TRUE(holds(page(shown), "Flohmarkt"));
  EXPECT_FALSE(holds(page(shown), "ohne Werbung"));
  EXPECT_TRUE(holds(editor.get(here).body, "Bitte ohne Werbung"));
  EXPECT_TRUE(waiting_now(Actor::operator_()).empty());
  EXPECT_EQ(change(editor, {{"title", "Großer Flohmarkt"}}), 303);
  EXPECT_EQ(coordinator.get(here + "/decision").form("form.m-form").submit().status, 303);
  EXPECT_TRUE(holds(page(shown), "Großer Flohmarkt"));
  // Who takes the new words back, or calls the whole off, leaves nobody waiting.
  EXPECT_EQ(change(editor, {{"title", "Riesiger Flohmarkt"}}), 303);
  EXPECT_EQ(change(editor, {{"title", "Großer Flohmarkt"}}), 303);
  EXPECT_TRUE(waiting_now(Actor::operator_()).empty());
  EXPECT_EQ(change(editor, {{"title", "Riesiger Flohmarkt"}}), 303);
  EXPECT_EQ(editor.get(here + "/cancellation").form("form.m-form").submit().status, 303);
  EXPECT_TRUE(waiting_now(Actor::operator_()).empty());
  EXPECT_FALSE(holds(page(shown), "Riesiger"));
  EXPECT_EQ(coordinator.post(here + "/decision", {{"decision", "release"}}).status, 409);
}

TEST_P(EventListTest, why_new_words_were_refused_is_not_told_on_a_day_that_is_off) {
  EXPECT_EQ(coordinator.get("/staff/events/release").form("form.m-form").set("release", "first").submit().status, 303);
  auto id = enter(editor, {{"title", "Sprachcafé"}, {"every", "weeks"}, {"last_day", format_iso_date(in(40))}});
  std::string here = "/staff/events/" + id, day = format_iso_date(in(17));
  EXPECT_EQ(coordinator.get(here + "/decision").form("form.m-form").submit().status, 303);
  EXPECT_EQ(editor.get(here + "/edit").form("form.m-form").set("title", "Werbung").submit().status, 303);
  EXPECT_EQ(coordinator.get(here + "/decision").form("form.m-form").set("decision", "refuse").set("reason", "Bitte ohne Werbung").submit().status, 303);
  EXPECT_EQ(editor.get(here + "/days/" + day).form("form.m-form").set("what", "off").submit().status, 303);
  std::string shown = "/de/calendar/" + id + "?on=" + day;
  EXPECT_TRUE(holds(page(shown), "EventCancelled"));
  for (auto const& path : {shown, std::string("/de/calendar"), std::string("/de/calendar?month=" + day.substr(0, 7)),
                           std::string("/calendar.ics"), "/calendar/dates/" + id + ".ics"})
    EXPECT_FALSE(holds(page(path), "ohne Werbung")) << path;
  EXPECT_TRUE(holds(editor.get(here).body, "Bitte ohne Werbung"));
}

TEST_P(EventListTest, an_event_that_moves_online_has_its_link_at_once) {
  EXPECT_EQ(coordinator.get("/staff/events/release").form("form.m-form").set("release", "first").submit().status, 303);
  auto id = enter(editor, {{"title", "Infoabend"}});
  std::string here = "/staff/events/" + id, shown = "/de/calendar/" + id;
  EXPECT_EQ(coordinator.get(here + "/decision").form("form.m-form").submit().status, 303);
  auto change = [&](Values const& values) {
    auto form = editor.get(here + "/edit").form("form.m-form");
    for (auto const& [name, value] : values) form.set(name, value);
    EXPECT_EQ(form.submit().status, 303);
  };
  auto waits = [&] { return site().database().read([&](db::Reader& reader) { return find_event(reader, id)->proposed.has_value(); }); };
  change({{"link", "https://verein.example/infos"}});
  EXPECT_FALSE(holds(page(shown), "verein.example")) << "beside a place the link is words";
  EXPECT_TRUE(waits());
  change({{"place", ""}, {"link", "https://video.example/raum"}});
  EXPECT_TRUE(holds(page(shown), "https://video.example/raum"));
  EXPECT_FALSE(waits());
  change({{"title", "Werbung"}, {"link", "https://video.example/saal"}});
  EXPECT_TRUE(holds(page(shown), "https://video.example/saal"));
  EXPECT_FALSE(holds(page(shown), "Werbung")) << "its words wait all the same";
  EXPECT_TRUE(waits());
}

MILA_ON_EACH_ENGINE(EventListTest);

}  // namespace
}  // namespace mila::events
