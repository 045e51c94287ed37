// Texts for calendar programs: what stands in them, that they come back as they went, and that nothing
// hostile gets through. What other programs make of them is asked in tests/peers/calendar_judges.py.
#include "engines/calendar/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/base/check.h"
#include "platform/base/text.h"

namespace mila::calendar {
namespace {

using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;

Date day(char const* text) { return *parse_iso_date(text); }
Instant at(char const* text) { return *parse_rfc3339(text); }

Event round_table() {
  Event event;
  event.uid = "0192@mila";
  event.sequence = 2;
  event.stamp = at("2026-08-20T08:05:09Z");
  event.day = day("2026-09-02");
  event.start = minutes{14 * 60};
  event.length = minutes{120};
  event.summary = "Runder Tisch; Sprache, Beruf";
  event.description = "Tagesordnung:\n1. Bericht\n2. Wünsche";
  event.location = "Rathaus, Markt 1";
  event.url = "https://auental.example.org/m/1";
  event.language = "de";
  event.organizer = {"Büro für Integration", "buero@auental.example.org"};
  event.attendee = Person{"Anna \"Anni\" Berg", "anna@example.org"};
  event.categories = {"Sprache", "Beruf"};
  event.alarm_minutes = 60;
  return event;
}

/// Lines as a reader sees them: unfolded.
std::string unfolded(std::string const& text) { return replace_all(text, "\r\n ", ""); }

Event read_one(std::string const& text) {
  auto events = read_calendar(text);
  if (!events || events->size() != 1) throw std::runtime_error("not one event");
  return events->front();
}

TEST(Calendar, AnInvitationSaysWhatProgramsAskFor) {
  std::string const text = unfolded(request(round_table()));
  for (char const* line :
       {"METHOD:REQUEST\r\n", "VERSION:2.0\r\n", "UID:0192@mila\r\n", "SEQUENCE:2\r\n",
        "DTSTAMP:20260820T080509Z\r\n", "DTSTART;TZID=Europe/Berlin:20260902T140000\r\n",
        "DTEND;TZID=Europe/Berlin:20260902T160000\r\n", "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n",
        "STATUS:CONFIRMED\r\n", "RSVP=TRUE", "ROLE=REQ-PARTICIPANT", "PARTSTAT=NEEDS-ACTION",
        "CN=Anna 'Anni' Berg", ":mailto:anna@example.org\r\n", ":mailto:buero@auental.example.org\r\n",
        "Runder Tisch\\; Sprache\\, Beruf\r\n", "1. Bericht\\n2. Wünsche\r\n", "TRIGGER:-PT1H\r\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_LT(text.find("END:VTIMEZONE"), text.find("BEGIN:VEVENT"));
}

TEST(Calendar, ACancellationIsOne) {
  std::string const text = unfolded(cancel(round_table()));
  EXPECT_THAT(text, HasSubstr("METHOD:CANCEL\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("RSVP")));
  EXPECT_THAT(text, Not(HasSubstr("VALARM")));
}

TEST(Calendar, MessagesNeedBothAddresses) {
  Event event = round_table();
  event.attendee.reset();
  EXPECT_THROW(request(event), BugError);
  event = round_table();
  event.organizer.mail.clear();
  EXPECT_THROW(cancel(event), BugError);
  event = round_table();
  event.rule = "FREQ=SOMETIMES";
  EXPECT_THROW(request(event), BugError);
}

TEST(Calendar, FeedsShowNobodysAddress) {
  Event event = round_table();
  event.attendee.reset();
  std::string const text = unfolded(feed("Termine; \\ Auental", {event}));
  EXPECT_THAT(text, Not(HasSubstr("METHOD")));
  EXPECT_THAT(text, Not(HasSubstr("mailto")));
  for (char const* line : {"X-WR-CALNAME:Termine; \\\\ Auental\r\n", "NAME:Termine\\; \\\\ Auental\r\n",
                           "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", "X-PUBLISHED-TTL:PT1H\r\n"})
    EXPECT_THAT(text, HasSubstr(line));
  EXPECT_THAT(publish(event), Not(HasSubstr("METHOD")));
  EXPECT_THAT(feed("leer", {}), Not(HasSubstr("VTIMEZONE")));
}

TEST(Calendar, WhatWasWrittenComesBack) {
  Event event = round_table();
  event.attendee = Person{"Anna Berg", "anna@example.org"};
  event.alarm_minutes.reset();
  event.modified = at("2026-08-21T00:00:00Z");
  event.status = Status::Tentative;
  event.partstat = Partstat::Accepted;
  event.rule = "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU";
  event.exceptions = {day("2026-12-08")};
  EXPECT_EQ(read_one(request(event)), event);
  event.rule.clear();
  event.exceptions.clear();
  event.recurrence_of = day("2026-09-08");
  event.recurrence_start = minutes{13 * 60};
  EXPECT_EQ(read_one(request(event)), event);
  event.recurrence_of.reset();
  event.recurrence_start.reset();
  event.all_day = true;
  event.start = minutes{0};
  event.length = std::chrono::days{2};
  EXPECT_EQ(read_one(request(event)), event);
  EXPECT_THAT(request(event), HasSubstr("DTSTART;VALUE=DATE:20260902\r\nDTEND;VALUE=DATE:20260904\r\n"));
}

TEST(Calendar, ClockChangesKeepTheInstant) {
  struct Case {
    char const *day, *start;
    int minutes;
  };
  for (auto const& [day_text, start, length] :
       {Case{"2026-03-29", "2026-03-29T00:30:00Z", 90},    // 1:30, the hour from 2:00 is missing
        Case{"2026-03-29", "2026-03-29T01:30:00Z", 150},   // 2:30 does not exist: 3:30
        Case{"2026-10-25", "2026-10-25T00:30:00Z", 120},   // 2:30, the first one
        Case{"2026-10-24", "2026-10-24T23:00:00Z", 120}}) {  // ends at 2:00, the second one
    Event event = round_table();
    event.day = day(day_text);
    event.start = minutes{at(start) == at("2026-10-24T23:00:00Z")   ? 25 * 60
                          : at(start) == at("2026-03-29T00:30:00Z") ? 90
                                                                    : 150};
    event.length = minutes{length};
    Event const read = read_one(publish(event));
    EXPECT_EQ(local_to_instant(read.day, read.start, read.zone), at(start)) << start;
    EXPECT_EQ(read.length, event.length) << start;
  }
}

TEST(Calendar, OtherZonesAreWrittenInUtc) {
  Event event = round_table();
  event.zone = "America/New_York";
  std::string const text = publish(event);
  EXPECT_THAT(text, HasSubstr("DTSTART:20260902T180000Z\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("TZID")));
}

TEST(Calendar, NothingBeginsALineOfItsOwn) {
  Event event = round_table();
  event.summary = event.location = event.url = event.language = "x\r\nATTENDEE:mailto:evil@example.org";
  event.organizer = {"x\r\nSTATUS:CANCELLED", "a@b.example\r\nX-EVIL:1"};
  event.attendee = Person{"\"\r\nX-EVIL:1", "c@d.example\nX-EVIL:1"};
  event.categories = {"a,b\r\nX-EVIL:1"};
  std::string const text = request(event);
  EXPECT_THAT(text, Not(HasSubstr("\nX-EVIL")));
  EXPECT_THAT(text, Not(HasSubstr("\nATTENDEE:")));
  EXPECT_THAT(text, Not(HasSubstr("\nSTATUS:CANCELLED")));
}

RC_GTEST_PROP(CalendarText, AnyTextComesBackInShortCleanLines, ()) {
  static std::vector<std::string> const pieces{"ä", "م", "😀", ";", ",", "\\", "\\n", "\n", ":", "\"", " x", "BEGIN:"};
  std::string text = "a";
  for (auto const& piece : *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) text += piece;
  Event event = round_table();
  event.description = text + "z";
  std::string const written = request(event);
  RC_ASSERT(read_one(written).description == event.description);
  RC_ASSERT(is_clean_utf8(written));
  for (auto line : split(written, '\n')) {
    if (line.empty()) continue;
    RC_ASSERT(line.ends_with('\r'));
    RC_ASSERT(line.size() <= 76u);
    RC_ASSERT(is_clean_utf8(line));
  }
}

constexpr char kReply[] =
    "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nPRODID:-//x//y//DE\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
    "UID:0192@mila\r\nSEQUENCE:2\r\nDTSTAMP:20260821T100000Z\r\nDTSTART:20260902T120000Z\r\n"
    "ORGANIZER:mailto:buero@auental.example.org\r\n"
    "ATTENDEE;CN=\"Berg, Anna\";PARTSTAT=ACCEPTED:MAILTO:Anna@Example.org\r\n"
    "COMMENT:Ich komme\\, etwas später\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

std::string changed(char const* from, char const* to) { return replace_all(kReply, from, to); }

TEST(CalendarReply, IsRead) {
  auto reply = read_reply(kReply);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->uid, "0192@mila");
  EXPECT_EQ(reply->sequence, 2);
  EXPECT_EQ(reply->attendee, (Person{"Berg, Anna", "anna@example.org"}));
  EXPECT_EQ(reply->partstat, Partstat::Accepted);
  EXPECT_EQ(reply->comment, "Ich komme, etwas später");
  EXPECT_EQ(reply->stamp, at("2026-08-21T10:00:00Z"));
  EXPECT_EQ(read_reply(changed("ACCEPTED", "DELEGATED"))->partstat, Partstat::Delegated);
  EXPECT_EQ(read_reply(changed("\r\n", "\n"))->uid, "0192@mila");
}

TEST(CalendarReply, AllElseIsRefused) {
  std::string const attendee = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT";
  for (auto const& text :
       {std::string(), std::string("x"), changed("REPLY", "REQUEST"), changed("METHOD:REPLY\r\n", ""),
        changed("END:VEVENT", attendee.c_str()), changed("ACCEPTED", "NEEDS-ACTION"), changed(";PARTSTAT=ACCEPTED", ""),
        changed("MAILTO:Anna@Example.org", "tel:1"), changed("UID:0192@mila\r\n", ""),
        changed("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR"),
        request(round_table())}) {
    auto reply = read_reply(text);
    ASSERT_FALSE(reply) << text;
    EXPECT_EQ(reply.error().code, ErrorCode::Invalid);
  }
  EXPECT_EQ(read_reply(std::string(100'001, 'x')).error().code, ErrorCode::TooLarge);
}

RC_GTEST_PROP(CalendarReply, NoTextBreaksTheReaders, ()) {
  std::string text = kReply;
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    auto const place = *rc::gen::inRange<std::size_t>(0, text.size());
    text.replace(place, *rc::gen::inRange<std::size_t>(0, 12), *rc::gen::arbitrary<std::string>());
  }
  auto const reply = read_reply(text);
  if (reply) RC_ASSERT(reply->attendee.mail.find('@') != std::string::npos);
  auto const events = read_calendar(text);
  if (events) RC_ASSERT(events->size() <= 2'000u);
}

std::string file_of(std::string const& lines, std::string const& before = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + before + "BEGIN:VEVENT\r\nUID:1\r\n" + lines +
         "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

TEST(CalendarFile, ZonesOfOthersBecomeOurs) {
  auto start = [](std::string const& lines, std::string const& before = "") {
    Event const event = read_one(file_of(lines, before));
    return format_iso_date(event.day) + " " + std::to_string(event.start.count()) + " " + event.zone + " " +
           std::to_string(event.length.count());
  };
  EXPECT_EQ(start("DTSTART:20260902T120000Z\r\nDURATION:PT90M\r\n"), "2026-09-02 840 Europe/Berlin 90");
  EXPECT_EQ(start("DTSTART:20260902T140000\r\n"), "2026-09-02 840 Europe/Berlin 0") << "no zone";
  EXPECT_EQ(start("DTSTART;TZID=America/New_York:20260902T190000\r\nDTEND;TZID=America/New_York:20260902T200000\r\n"),
            "2026-09-03 60 Europe/Berlin 60");
  EXPECT_EQ(start("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20260902T140000\r\n"),
            "2026-09-02 840 Europe/Berlin 0");
  EXPECT_EQ(start("DTSTART;TZID=America/New_York:20260902T190000\r\nRRULE:FREQ=WEEKLY\r\n"),
            "2026-09-02 1140 America/New_York 0");
  EXPECT_EQ(start("DTSTART;TZID=Haus:20260902T140000\r\n",
                  "BEGIN:VTIMEZONE\r\nTZID:Haus\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
                  "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"),
            "2026-09-02 660 Europe/Berlin 0");
}

TEST(CalendarFile, OddEventsAreLeftOutAndSizesBounded) {
  EXPECT_TRUE(read_calendar(file_of("SUMMARY:no start\r\n"))->empty());
  EXPECT_TRUE(read_calendar(file_of("DTSTART:00000000T000000\r\n"))->empty());
  EXPECT_TRUE(read_calendar(file_of("DTSTART:20260231T100000\r\n"))->empty());
  EXPECT_FALSE(read_calendar("BEGIN:VCARD\r\nEND:VCARD\r\n"));
  EXPECT_FALSE(read_calendar(""));
  EXPECT_EQ(read_calendar(std::string(1'000'001, ' ')).error().code, ErrorCode::TooLarge);
  std::string events;
  for (int i = 0; i < 2'001; ++i) events += "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260902\r\n";
  EXPECT_EQ(read_calendar(file_of(events)).error().code, ErrorCode::TooLarge);
}

}  // namespace
}  // namespace mila::calendar
