// Thunderbird's parser reads a text and prints one event a line: uid, start in UTC (or day), length in
// minutes, summary, sequence, status, answer; series as their single events of the year.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const root = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], 'utf8')));
const method = root.getFirstPropertyValue('method');
for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
const events = root.getAllSubcomponents('vevent').map((part) => new ICAL.Event(part));
const rows = [];
const when = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().slice(0, 16) + 'Z');
function add(item, start, end) {
  const attendee = item.component.getFirstProperty('attendee');
  rows.push({ uid: item.uid, start: when(start), minutes: (end.toUnixTime() - start.toUnixTime()) / 60,
    summary: item.summary, description: item.description, sequence: item.sequence ?? 0, status: item.component.getFirstPropertyValue('status'),
    method, attendee: attendee?.getFirstValue() ?? null, rsvp: attendee?.getParameter('rsvp') ?? null });
}
for (const event of events) {
  if (event.isRecurrenceException()) continue;
  if (!event.isRecurring()) { add(event, event.startDate, event.endDate); continue; }
  for (const other of events) if (other.isRecurrenceException() && other.uid === event.uid) event.relateException(other);
  const iterator = event.iterator();
  for (let next; (next = iterator.next()); ) {
    const details = event.getOccurrenceDetails(next);
    add(details.item, details.startDate, details.endDate);
  }
}
console.log(JSON.stringify(rows));
