// Calendars of partners: taken over, followed, never twice, never from within the county's network.
#include "modules/calendar/sources.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <mutex>

#include "modules/calendar/calendar.h"
#include "modules/calendar/dates.h"
#include "modules/calendar/event_store.h"
#include "modules/directory/directory.h"
#include "modules/meetings/meetings.h"
#include "modules/network/network.h"
#include "modules/offers/holidays.h"
#include "modules/places/places.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/testing/faults.h"
#include "platform/testing/site.h"
#include "platform/testing/web_server.h"

namespace mila::events {
namespace {

using namespace std::chrono;
using testing::TestSite;

/// Serves one calendar; the text may change, an ETag says whether it has.
class CalendarServer : public testing::WebServer {
 public:
  CalendarServer() : WebServer([this](std::string const& head, std::string const& path) { return file(head, path); }) {}
  void offer(std::string text) {
    std::lock_guard lock(text_mutex_);
    text_ = std::move(text);
  }

 private:
  std::string file(std::string const& head, std::string const& path) {
    using testing::web_answer;
    if (path == "/inside") return web_answer("302 Found", "Location: http://127.0.0.1:80/x.ics\r\n");
    if (path == "/file") return web_answer("302 Found", "Location: file:///etc/passwd\r\n");
    if (path == "/gone") return web_answer("404 No");
    std::lock_guard lock(text_mutex_);
    std::string etag = "ETag: \"" + std::to_string(std::hash<std::string>{}(text_)) + "\"\r\n";
    if (head.find("If-None-Match: " + etag.substr(6)) != std::string::npos) return web_answer("304 Not Modified", etag);
    return web_answer("200 OK", etag, text_);
  }
  std::mutex text_mutex_;
  std::string text_;
};

std::string stamp(Date day, std::string const& time) { return replace_all(format_iso_date(day), "-", "") + "T" + time; }

struct Entry {
  std::string uid, title;
  Date day;
  std::string rule = "", more = "", time = "180000";
};

std::string file_of(std::vector<Entry> const& entries) {
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//DE\r\n";
  for (auto const& entry : entries)
    text += "BEGIN:VEVENT\r\nUID:" + entry.uid + "\r\nDTSTAMP:20260101T080000Z\r\nDTSTART;TZID=Europe/Berlin:" + stamp(entry.day, entry.time) +
            "\r\nDURATION:PT1H\r\n" + (entry.rule.empty() ? "" : "RRULE:" + entry.rule + "\r\n") + entry.more + "SUMMARY:" + entry.title +
            "\r\nEND:VEVENT\r\n";
  return text + "END:VCALENDAR\r\n";
}

class SourcesTest : public testing::EngineTest {
 protected:
  static void SetUpTestSuite() {
    taxonomy::load_taxonomy(testing::source_folder() + "/data");
    offers::set_data_folder(testing::source_folder() + "/data");
  }
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    site_ = std::make_unique<TestSite>(testing::TestSiteOptions{
        .modules = {places::module(), taxonomy::module(), directory::module(), network::module(), meetings::module(), module()},
        .engine = GetParam()});
    directory::Organization value;
    value.id = club = named_uuid("organization", "Bücherei");
    value.name = "Bücherei";
    site().database().write([&](db::Writer& writer) {
      ASSERT_TRUE(directory::save(writer, Actor::operator_(), directory::to_record(value)));
    });
    today = local_date(site().clock.now(), "Europe/Berlin");
    source = add("http://127.0.0.1/none.ics");
  }
  TestSite& site() { return *site_; }
  Context context() { return site().context("de", Actor::operator_()); }
  Date in(int n) const { return Date{sys_days{today} + days{n}}; }
  Source add(std::string url) {
    Source one;
    one.id = named_uuid("source", url);
    one.organization_id = club;
    one.name = "Kalender der Bücherei";
    one.url = std::move(url);
    one.due_at = site().clock.now();
    site().database().write([&](db::Writer& writer) { insert_source(writer, one); });
    return stored(one.id);
  }
  Source stored(std::string const& id) {
    return site().database().read([&](db::Reader& reader) { return find_sources(reader, {id}).front(); });
  }
  Result<Taken> take(Source const& from, std::string const& text) {
    auto all = context();
    return site().database().write([&](db::Writer& writer) { return take_over(writer, all, from, text); });
  }
  std::vector<PublicDate> shown() {
    auto all = context();
    return site().database().read([&](db::Reader& reader) { return public_calendar(all, reader, CalendarFilter{}, in(-40), std::nullopt, 1000); });
  }

  std::unique_ptr<TestSite> site_;
  std::string club;
  Source source;
  Date today{};
};

TEST_P(SourcesTest, what_is_new_changed_and_gone_there_is_so_here) {
  auto first = take(source, file_of({{"a@x", "Vorlesen", in(3)}, {"b@x", "Spieleabend", in(4)}}));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->added, 2);
  auto second = take(source, file_of({{"a@x", "Vorlesen für alle", in(3)}, {"b@x", "Spieleabend", in(4)}, {"c@x", "Film", in(5)}}));
  EXPECT_EQ(second->added, 1);
  EXPECT_EQ(second->changed, 1);
  EXPECT_EQ(second->removed, 0);
  auto third = take(source, file_of({{"a@x", "Vorlesen für alle", in(3)}}));
  EXPECT_EQ(third->removed, 2);
  ASSERT_EQ(shown().size(), 1u);
  auto page = site().get("/de/calendar/" + shown().front().id);
  EXPECT_NE(page.body.find("Kalender der Bücherei"), std::string::npos);
  // What comes from elsewhere is changed there.
  auto all = context();
  auto denied = site().database().write([&](db::Writer& writer) { return cancel_event(writer, all, shown().front().id, "x", 1); });
  EXPECT_EQ(denied.error().code, ErrorCode::Invalid);
}

TEST_P(SourcesTest, a_series_is_its_days_in_the_window_with_exceptions) {
  std::string out = "EXDATE;TZID=Europe/Berlin:" + stamp(in(7), "180000") + "\r\n";
  std::string text = file_of({{"s@x", "Leseclub", in(-70), "FREQ=WEEKLY", out}});
  std::string moved = "BEGIN:VEVENT\r\nUID:s@x\r\nDTSTAMP:20260101T080000Z\r\nRECURRENCE-ID;TZID=Europe/Berlin:" + stamp(in(14), "180000") +
                      "\r\nDTSTART;TZID=Europe/Berlin:" + stamp(in(15), "190000") + "\r\nDURATION:PT2H\r\nSUMMARY:Leseclub\r\nEND:VEVENT\r\n";
  text.insert(text.find("END:VCALENDAR"), moved);
  ASSERT_TRUE(take(source, text));
  std::map<Date, PublicDate> by_day;
  for (auto const& date : shown()) by_day[date.day] = date;
  EXPECT_TRUE(by_day.contains(in(-28)));
  EXPECT_FALSE(by_day.contains(in(-35)));
  EXPECT_TRUE(by_day.at(in(7)).cancelled);
  EXPECT_FALSE(by_day.contains(in(14)));
  EXPECT_TRUE(by_day.at(in(15)).moved);
  EXPECT_EQ(by_day.at(in(15)).start, minutes{19 * 60});
  // And out again as the same series.
  auto feed = calendar::read_calendar(site().get("/calendar/dates/" + by_day.at(in(15)).id + ".ics").body);
  ASSERT_TRUE(feed && feed->size() == 2u);
  EXPECT_EQ(feed->front().uid, "s@x");
  EXPECT_EQ(feed->front().exceptions, std::vector<Date>{in(7)});
  EXPECT_EQ((*feed)[1].recurrence_of, in(14));
  // Read again tomorrow it is the same, but for the days at the edge of the window.
  EXPECT_EQ(take(source, text)->changed, 0);
}

TEST_P(SourcesTest, what_is_private_there_stays_there) {
  ASSERT_TRUE(take(source, file_of({{"a@x", "Beratung Familie B.", in(3), "", "CLASS:PRIVATE\r\n"},
                                    {"b@x", "Teamsitzung", in(4), "", "CLASS:CONFIDENTIAL\r\n"},
                                    {"c@x", "Vorlesen", in(5), "", "CLASS:PUBLIC\r\n"}})));
  ASSERT_EQ(shown().size(), 1u);
  EXPECT_EQ(shown().front().title, "Vorlesen");
  EXPECT_EQ(site().get("/de/calendar/" + shown().front().id).body.find(source.url), std::string::npos) << "the address may be a key";
}

TEST_P(SourcesTest, rules_by_the_hour_are_days) {
  auto taken = take(source, file_of({{"a@x", "Zweimal am Tag", in(1), "FREQ=DAILY;BYHOUR=9,17;COUNT=3"},
                                     {"b@x", "Nie", in(1), "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1"}}));
  ASSERT_TRUE(taken);
  EXPECT_EQ(shown().size(), 3u);
}

TEST_P(SourcesTest, a_uid_in_two_calendars_keeps_nobody_out_and_our_own_comes_once) {
  ASSERT_TRUE(take(source, file_of({{"a@x", "Vorlesen", in(3)}, {"a@x", "Vorlesen", in(3)}})));
  auto other = add("http://127.0.0.1/other.ics");
  auto taken = take(other, file_of({{"a@x", "Vorlesen", in(3)}}));
  // Who was first with a UID keeps nobody out, and nothing of theirs is changed.
  EXPECT_EQ(taken->added, 1);
  ASSERT_TRUE(take(other, file_of({{"a@x", "Vorlesen für Große", in(4)}})));
  ASSERT_EQ(shown().size(), 2u);
  EXPECT_EQ(shown()[0].title, "Vorlesen");
  EXPECT_EQ(shown()[0].uid, "a@x");
  EXPECT_EQ(shown()[1].title, "Vorlesen für Große");
  EXPECT_NE(shown()[1].uid, "a@x");
  // Read again, each is the entry it was.
  auto again = take(source, file_of({{"a@x", "Vorlesen", in(3)}}));
  EXPECT_EQ(again->added + again->changed + again->removed, 0);
  again = take(other, file_of({{"a@x", "Vorlesen für Große", in(4)}}));
  EXPECT_EQ(again->added + again->changed + again->removed, 0);
  // Our own calendar taken over by somebody brings nothing twice.
  auto all = context();
  site().database().write([&](db::Writer& writer) {
    Event event;
    event.organization_id = club;
    event.title = "Fest";
    event.day = in(6);
    event.start = minutes{15 * 60};
    event.place = "Hof";
    ASSERT_TRUE(save_event(writer, all, event));
  });
  EXPECT_EQ(take(other, site().get("/calendar.ics").body)->events, 0);
  EXPECT_EQ(shown().size(), 2u);
}

TEST_P(SourcesTest, a_broken_calendar_keeps_what_was_read_and_says_so) {
  CalendarServer server;
  FetchOptions options{.user_agent = "test", .also_allowed = server.address()};
  auto from = add(server.url("/ours.ics"));
  auto all = context();
  server.offer(file_of({{"a@x", "Vorlesen", in(3)}}));
  EXPECT_EQ(refresh(all, from, options).code, "ok");
  EXPECT_EQ(shown().size(), 1u);
  EXPECT_EQ(refresh(all, stored(from.id), options).code, "unchanged");
  EXPECT_EQ(stored(from.id).code, "ok");
  server.offer("<html>Anmeldung</html>");
  EXPECT_EQ(refresh(all, stored(from.id), options).code, "no-calendar");
  EXPECT_EQ(shown().size(), 1u);
  EXPECT_EQ(stored(from.id).failures, 1);
  EXPECT_GT(*stored(from.id).due_at, site().clock.now() + std::chrono::hours{1});
  server.offer(std::string(1'100'000, 'x'));
  EXPECT_EQ(refresh(all, stored(from.id), options).code, "too-large");
  EXPECT_EQ(shown().size(), 1u);
  server.offer(file_of({}));
  EXPECT_EQ(refresh(all, stored(from.id), options).code, "ok");
  EXPECT_TRUE(shown().empty());
  EXPECT_EQ(stored(from.id).failures, 0);
}

TEST_P(SourcesTest, no_address_and_no_redirect_leads_inside) {
  CalendarServer server;
  FetchOptions options{.user_agent = "test", .connect_seconds = 1, .also_allowed = server.address()};
  auto code = [&](std::string url) {
    Source one;
    one.url = std::move(url);
    return fetch_calendar(one, options).code;
  };
  EXPECT_EQ(code(server.url("/inside")), "not-public");
  EXPECT_EQ(code(server.url("/file")), "no-web-address");
  EXPECT_EQ(code(server.url("/gone")), "http-404");
  for (auto const* url : {"http://127.0.0.1/x.ics", "http://[::1]/x.ics", "http://10.0.0.1/x.ics", "http://169.254.169.254/latest",
                          "http://0x7f000001/x.ics", "http://2130706433/x.ics", "http://[::ffff:127.0.0.1]/x.ics"})
    EXPECT_EQ(code(url), "not-public") << url;
  for (auto const* url : {"file:///etc/passwd", "gopher://x/", "http://user:secret@example.org/x.ics", ""})
    EXPECT_EQ(code(url), "no-web-address") << url;
}

TEST_P(SourcesTest, a_partner_hands_a_file_in_and_takes_it_out_again) {
  auto editor = site().sign_in({{"organisation-editor", club}});
  auto stranger = site().sign_in({{"organisation-editor", named_uuid("organization", "x")}});
  EXPECT_EQ(editor.get("/staff/events/calendars/new").form("form.m-form").set("name", "Leer").submit().status, 422);
  EXPECT_EQ(editor.get("/staff/events/calendars/new").form("form.m-form").set("name", "Extern").set("url", "https://example.org/a.ics").submit().status, 303);
  auto sources = site().database().read([&](db::Reader& reader) { return list_sources(reader, std::nullopt); });
  ASSERT_EQ(sources.size(), 2u);
  std::string id = sources[0].name == "Extern" ? sources[0].id : sources[1].id;
  EXPECT_EQ(stranger.get("/staff/events/calendars/" + id).status, 403);
  site().database().write([&](db::Writer& writer) {
    auto all = context();
    ASSERT_TRUE(take_over(writer, all, stored(id), file_of({{"a@x", "Vorlesen", in(3)}})));
  });
  EXPECT_EQ(shown().size(), 1u);
  EXPECT_EQ(editor.get("/staff/events/calendars/" + id).form("form.m-form").set("remove", "1").submit().status, 303);
  EXPECT_TRUE(shown().empty());
}

TEST_P(SourcesTest, taking_over_is_all_or_nothing) {
  auto all = context();
  std::string text = file_of({{"a@x", "Vorlesen", in(3)}, {"b@x", "Leseclub", in(4), "FREQ=WEEKLY"}});
  int statements = testing::for_every_failing_statement(site().database(), [&] {
    site().database().write([&](db::Writer& writer) { (void)take_over(writer, all, source, text); });
  });
  EXPECT_GT(statements, 6);
  EXPECT_EQ(take(source, text)->changed, 0);
}

MILA_ON_EACH_ENGINE(SourcesTest);

}  // namespace
}  // namespace mila::events
