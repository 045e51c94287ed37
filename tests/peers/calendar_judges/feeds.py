"""Reads the feeds a running program gave out (feeds.test.mjs wrote them into a folder): icalendar, ical.js and
khal must see the same events at the same instants, and of the demo county what its lists say."""
import datetime as dt
import json
import pathlib
import sys
import tempfile

import icalendar
from dateutil import rrule, tz

import programs

FOLDER, NODE = pathlib.Path(sys.argv[1]), sys.argv[2]
ARABIC = "أمسية القهوة العربية"
FIRST = dt.datetime.now(dt.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
DAYS = 200
failures = []


def expect(what, good, seen=""):
    if not good:
        failures.append(f"{what}: {seen}")


def text_of(time):
    if not isinstance(time, dt.datetime):
        return f"{time.isoformat()} 00:00"  # as khal writes days
    return time.astimezone(dt.timezone.utc).strftime("%Y-%m-%d %H:%M")


def last_of(end):
    """khal names the last day of what lasts whole days."""
    return end if isinstance(end, dt.datetime) else end - dt.timedelta(days=1)


def within(start):
    return FIRST.strftime("%Y-%m-%d") <= start[:10] < (FIRST + dt.timedelta(days=DAYS)).strftime("%Y-%m-%d")


def with_icalendar(root):
    """The single events of a file: its rules worked out by dateutil, by the clock on the wall."""
    berlin = tz.gettz("Europe/Berlin")
    events = root.walk("VEVENT")
    replaced = {(str(e["UID"]), text_of(e["RECURRENCE-ID"].dt)) for e in events if "RECURRENCE-ID" in e}
    found = set()
    for event in events:
        start, end = event["DTSTART"].dt, event["DTEND"].dt
        starts = [start]
        if "RRULE" in event:
            whole = not isinstance(start, dt.datetime)
            naive = dt.datetime.combine(start, dt.time()) if whole else start.replace(tzinfo=None)
            days = rrule.rrulestr(event["RRULE"].to_ical().decode(), dtstart=naive)
            starts = [one.date() if whole else one.replace(tzinfo=berlin) for one in days]
            left_out = event.get("EXDATE", [])
            left_out = left_out if isinstance(left_out, list) else [left_out]
            gone = {text_of(one.dt) for dates in left_out for one in dates.dts}
            gone |= {at for uid, at in replaced if uid == str(event["UID"])}
            starts = [one for one in starts if text_of(one) not in gone]
        for one in starts:
            found.add((str(event["SUMMARY"]), text_of(one), text_of(last_of(one + (end - start)))))
    return found


def with_ical_js(file):
    found = set()
    for row in programs.ical_js(NODE, file):
        length = dt.timedelta(minutes=row["minutes"])
        if "T" in row["start"]:
            start = dt.datetime.fromisoformat(row["start"].replace("Z", "+00:00"))
        else:
            start = dt.date.fromisoformat(row["start"])
        found.add((row["summary"], text_of(start), text_of(last_of(start + length))))
    return found


def judge(name, url, scratch):
    file = FOLDER / f"{name}.ics"
    root = icalendar.Calendar.from_ical(file.read_bytes())
    events = root.walk("VEVENT")
    expect(f"{name} holds something", len(events) > 0)
    expect(f"{name} is no invitation", "METHOD" not in root and not any("ATTENDEE" in e or "ORGANIZER" in e for e in events))
    uids = [str(e["UID"]) for e in events if "RECURRENCE-ID" not in e]
    expect(f"{name} names each event once", len(uids) == len(set(uids)))
    seen = {"icalendar": with_icalendar(root), "ical.js": with_ical_js(file),
            "khal": programs.khal(scratch / name, url, FIRST.strftime("%Y-%m-%d"), DAYS)}
    seen = {who: {one for one in rows if within(one[1])} for who, rows in seen.items()}
    for who, rows in seen.items():
        odd = rows ^ seen["icalendar"]
        expect(f"{name}: {who} and icalendar disagree", not odd, sorted(odd))
    return events


def of_the_demo(events):
    named = lambda title: [e for e in events if str(e["SUMMARY"]) == title]
    series = [e for e in named("Sprachcafé") if "RRULE" in e]
    expect("the series with its exception and its other day", len(series) == 1 and "EXDATE" in series[0] and
           len([e for e in named("Sprachcafé") if "RECURRENCE-ID" in e]) == 1, named("Sprachcafé"))
    whole, = named("Dorffest")
    expect("whole days", not isinstance(whole["DTSTART"].dt, dt.datetime) and
           whole["DTEND"].dt - whole["DTSTART"].dt == dt.timedelta(days=2), whole["DTSTART"].dt)
    off, = named("Fest-Turnier")
    expect("cancelled", str(off.get("STATUS")) == "CANCELLED", off.get("STATUS"))
    expect("Arabic words", len(named(ARABIC)) == 1, [str(e["SUMMARY"]) for e in events])


addresses = json.loads((FOLDER / "addresses.json").read_text())
with tempfile.TemporaryDirectory() as scratch:
    for name, url in addresses.items():
        events = judge(name, url, pathlib.Path(scratch))
        if name == "public":
            of_the_demo(events)
for failure in failures:
    print(failure)
print("calendar feeds:", "failed" if failures else f"{len(addresses)} feeds, all agree")
sys.exit(1 if failures else 0)
