"""Outside programs read our calendar texts; the same instants and words must come out of each.

python3-icalendar and ical.js (Thunderbird's parser) read the files; vdirsyncer fetches the feed by HTTP and
khal, a calendar for the terminal, lists what came.
"""
import datetime as dt
import pathlib
import subprocess
import sys
import tempfile

import icalendar

import programs

SAMPLE, NODE = sys.argv[1], sys.argv[2]
ARABIC = "المائدة المستديرة; اللغة, العمل – لقاء شهري طويل جدا في مبنى البلدية القديم \\ الطابق الأول"
# uid, start in UTC or day, minutes. Of the series: 13 October is left out, 10 November moved to the 11th.
FEED = {
    ("series", "2026-09-08T12:00Z", 120), ("series", "2026-11-11T14:00Z", 90), ("series", "2026-12-08T13:00Z", 120),
    ("whole-day", "2026-09-20", 2880), ("before-gap", "2026-03-29T00:30Z", 90), ("in-gap", "2026-03-29T01:30Z", 60),
    ("first-of-two", "2026-10-25T00:30Z", 120), ("over-the-end", "2026-10-24T21:00Z", 300),
    ("foreign", "2026-11-02T15:00Z", 60), ("arabic", "2026-09-03T08:00Z", 60), ("off", "2026-09-04T08:00Z", 60),
}
MAILS = {"request": ("REQUEST", 0, "CONFIRMED", "2026-09-02T12:00Z"), "update": ("REQUEST", 1, "CONFIRMED", "2026-09-02T13:00Z"),
         "cancel": ("CANCEL", 2, "CANCELLED", "2026-09-02T13:00Z")}
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}:\n  got    {got!r}\n  wanted {wanted!r}")


def utc(time):
    if not isinstance(time, dt.datetime):
        return time.isoformat()
    return time.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%MZ")


def minutes(length):
    return int(length.total_seconds() // 60)


def with_icalendar(folder):
    for name, (method, sequence, status, start) in MAILS.items():
        root = icalendar.Calendar.from_ical((folder / f"{name}.ics").read_bytes())
        event, = root.walk("VEVENT")
        expect(f"icalendar {name}", (root["METHOD"], event["SEQUENCE"], str(event["STATUS"]), utc(event["DTSTART"].dt),
                                     str(event["ATTENDEE"]), event["ATTENDEE"].params.get("RSVP"), event["ORGANIZER"].params["CN"]),
               (method, sequence, status, start, "mailto:anna@example.org", "TRUE" if method == "REQUEST" else None, "Büro, Integration"))
    root = icalendar.Calendar.from_ical((folder / "feed.ics").read_bytes())
    events = root.walk("VEVENT")
    single = {(str(e["UID"]), utc(e["DTSTART"].dt), minutes(e["DTEND"].dt.astimezone(dt.timezone.utc) - e["DTSTART"].dt.astimezone(dt.timezone.utc)
              if isinstance(e["DTSTART"].dt, dt.datetime) else e["DTEND"].dt - e["DTSTART"].dt))
              for e in events if "RRULE" not in e}
    expect("icalendar feed", single, {one for one in FEED if one[0] != "series" or one[1].startswith("2026-11")})
    series, = [e for e in events if "RRULE" in e]
    expect("icalendar exception", [utc(one.dt) for one in series["EXDATE"].dts], ["2026-10-13T12:00Z"])
    moved, = [e for e in events if "RECURRENCE-ID" in e]
    expect("icalendar moved", utc(moved["RECURRENCE-ID"].dt), "2026-11-10T13:00Z")
    arabic, = [e for e in events if e["UID"] == "arabic"]
    expect("icalendar words", (str(arabic["SUMMARY"]), str(arabic["DESCRIPTION"])), (ARABIC, "السطر الأول\nالسطر الثاني"))
    expect("icalendar no method", "METHOD" in root, False)


def with_ical_js(folder):
    def rows(name):
        return programs.ical_js(NODE, folder / f"{name}.ics")
    for name, (method, sequence, status, start) in MAILS.items():
        row, = rows(name)
        expect(f"ical.js {name}", (row["method"], row["sequence"], row["status"], row["start"], row["attendee"], row["rsvp"]),
               (method, sequence, status, start, "mailto:anna@example.org", "TRUE" if method == "REQUEST" else None))
    feed = rows("feed")
    expect("ical.js feed", {(r["uid"], r["start"], r["minutes"]) for r in feed}, FEED)
    arabic, = [r for r in feed if r["uid"] == "arabic"]
    expect("ical.js words", (arabic["summary"], arabic["description"]), (ARABIC, "السطر الأول\nالسطر الثاني"))


def with_vdirsyncer_and_khal(folder):
    server = programs.serve(folder)
    listed = programs.khal(folder / "khal", f"http://127.0.0.1:{server.server_port}/feed.ics", "2026-01-01", 365)
    server.shutdown()
    got = {("arabic" if title == ARABIC else title, start, end) for title, start, end in listed}
    wanted = set()  # vdirsyncer gives events of feeds uids of its own, so titles stand for them
    for uid, start, length in FEED:
        begin = dt.datetime.fromisoformat(start.rstrip("Z"))
        end = begin + dt.timedelta(minutes=length)
        if "T" not in start:  # khal names the last day
            end -= dt.timedelta(days=1)
        wanted.add((uid, f"{begin:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"))
    expect("khal feed", got, wanted)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    subprocess.run([SAMPLE, name], check=True)
    for judge in (with_icalendar, with_ical_js, with_vdirsyncer_and_khal):
        try:
            judge(folder)
        except subprocess.CalledProcessError as error:
            failures.append(f"{judge.__name__}: {error}\n{error.stderr}")
for failure in failures:
    print(failure)
print("calendar judges:", "failed" if failures else "all agree")
sys.exit(1 if failures else 0)
