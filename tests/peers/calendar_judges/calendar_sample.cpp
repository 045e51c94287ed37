// Writes the texts the judges read into the folder named: invitation, update, cancellation and a feed.
// What must come out stands in judges.py.
#include <fstream>

#include "engines/calendar/calendar.h"

using namespace mila;
using namespace mila::calendar;
using std::chrono::minutes;

namespace {

Event event(char const* uid, char const* day, int start, int length) {
  Event event;
  event.uid = uid;
  event.stamp = *parse_rfc3339("2026-08-20T08:05:09Z");
  event.day = *parse_iso_date(day);
  event.start = minutes{start};
  event.length = minutes{length};
  event.summary = uid;
  return event;
}

std::vector<Event> feed_events() {
  std::vector<Event> events;
  Event series = event("series", "2026-09-08", 840, 120);
  series.rule = "FREQ=MONTHLY;BYDAY=2TU;COUNT=4";
  series.exceptions = {*parse_iso_date("2026-10-13")};
  events.push_back(series);
  Event moved = event("series", "2026-11-11", 900, 90);
  moved.recurrence_of = *parse_iso_date("2026-11-10");
  moved.recurrence_start = minutes{840};
  events.push_back(moved);
  Event whole_day = event("whole-day", "2026-09-20", 0, 2 * 24 * 60);
  whole_day.all_day = true;
  events.push_back(whole_day);
  events.push_back(event("before-gap", "2026-03-29", 90, 90));
  events.push_back(event("in-gap", "2026-03-29", 150, 60));
  events.push_back(event("first-of-two", "2026-10-25", 150, 120));
  events.push_back(event("over-the-end", "2026-10-24", 1380, 300));
  Event foreign = event("foreign", "2026-11-02", 600, 60);
  foreign.zone = "America/New_York";
  events.push_back(foreign);
  Event arabic = event("arabic", "2026-09-03", 600, 60);
  arabic.summary = "المائدة المستديرة; اللغة, العمل – لقاء شهري طويل جدا في مبنى البلدية القديم \\ الطابق الأول";
  arabic.description = "السطر الأول\nالسطر الثاني";
  arabic.language = "ar";
  events.push_back(arabic);
  Event off = event("off", "2026-09-04", 600, 60);
  off.status = Status::Cancelled;
  events.push_back(off);
  return events;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  auto write = [&](char const* name, std::string const& text) {
    std::ofstream(std::string(arguments[1]) + "/" + name, std::ios::binary) << text;
  };
  Event invitation = event("round-table", "2026-09-02", 840, 120);
  invitation.organizer = {"Büro, Integration", "buero@auental.example.org"};
  invitation.attendee = Person{"Anna Berg", "anna@example.org"};
  invitation.alarm_minutes = 60;
  write("request.ics", request(invitation));
  invitation.sequence = 1;
  invitation.start = minutes{900};
  write("update.ics", request(invitation));
  invitation.sequence = 2;
  write("cancel.ics", cancel(invitation));
  write("feed.ics", feed("Termine im Auental", feed_events()));
}
