// Entries of other calendars become events.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <set>

#include "modules/calendar/event_store.h"
#include "modules/calendar/places_in_text.h"
#include "modules/calendar/sources.h"
#include "modules/meetings/meetings.h"
#include "platform/base/text.h"

namespace mila::events {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr days kBack{31}, kAhead{366};
constexpr std::size_t kEventsMost = 500;
constexpr minutes kDay{24 * 60}, kLongest{60 * 24 * 60};
constexpr auto kAgain = std::chrono::hours{6}, kSoonest = std::chrono::hours{1}, kLatest = std::chrono::hours{24};
constexpr int kRound = 20;

/// A rule without its end: that is worked out anew for the window.
std::string endless(std::string const& rule) {
  std::vector<std::string> kept;
  for (auto& part : split_list(rule, ';'))
    if (!part.starts_with("COUNT=") && !part.starts_with("UNTIL=")) kept.push_back(std::move(part));
  return join(kept, ";");
}

struct Window {
  Date from, until;
  bool holds(Date day) const { return from <= day && day <= until; }
};

/// Day and hour in the county's zone.
void set_time(EventDate& date, Date day, minutes start, std::string const& of, std::string const& zone) {
  date.day = day;
  date.start = start;
  if (of == zone) return;
  Instant at = local_to_instant(day, start, of);
  date.day = local_date(at, zone);
  date.start = local_minutes(at, zone);
}

minutes length_of(calendar::Event const& entry) {
  // Nothing said: an hour, as programs draw it.
  return entry.length < minutes{5} ? minutes{60} : std::min(entry.length, kLongest);
}

/// One entry with its changed days, as an event with its dates within the window.
struct Taking {
  Event event;
  std::vector<EventDate> dates;
};

Taking taking_of(Context& context, Source const& source, calendar::Event const& entry,
                 std::vector<calendar::Event> const& changed, Window const& window) {
  auto const& zone = context.county.config().zone;
  Taking taking;
  Event& event = taking.event;
  event.organization_id = source.organization_id;
  event.source_id = source.id;
  event.uid = entry.uid;
  event.title = std::string(truncate_utf8(trim(entry.summary), 150));
  event.about = std::string(truncate_utf8(trim(entry.description), 2000));
  event.language = entry.language.size() == 2 ? entry.language : "de";
  event.place = std::string(truncate_utf8(trim(replace_all(entry.location, "\n", ", ")), 200));
  event.place_id = municipality_named(context.county, event.place);
  if (entry.url.starts_with("https://") && entry.url.size() <= 500) event.link = entry.url;
  if (!source.topic.empty()) event.topics = {source.topic};
  event.state = entry.status == calendar::Status::Cancelled ? State::Cancelled : State::Public;
  event.sequence = entry.sequence;
  event.all_day = entry.all_day;
  event.length = length_of(entry);
  std::vector<Date> regular{entry.day};
  if (!entry.rule.empty()) {
    regular = calendar::occurrences(entry.rule, entry.day, window.until, 10'000);
    std::erase_if(regular, [&](Date day) { return day < window.from; });
    if (regular.size() > kDatesMost) regular.resize(kDatesMost);
  }
  for (Date day : regular) {
    EventDate date{.regular = day, .length = event.length};
    set_time(date, day, entry.start, entry.zone, zone);
    if (std::find(entry.exceptions.begin(), entry.exceptions.end(), day) != entry.exceptions.end()) date.state = DateState::Cancelled;
    for (auto const& other : changed)
      if (other.recurrence_of == day) {
        set_time(date, other.day, other.start, other.zone, zone);
        date.length = length_of(other);
        date.state = other.status == calendar::Status::Cancelled ? DateState::Cancelled : DateState::Moved;
      }
    if (window.holds(date.day)) taking.dates.push_back(date);
  }
  if (taking.dates.empty()) return taking;
  event.day = taking.dates.front().regular;
  event.start = taking.dates.front().state == DateState::Moved ? entry.start : taking.dates.front().start;
  if (taking.dates.size() > 1 && entry.zone == zone) {
    event.rule = endless(entry.rule);
    event.last_day = taking.dates.back().regular;
  }
  return taking;
}

bool same(Event const& a, Event const& b) {
  return std::tie(a.title, a.about, a.language, a.place, a.place_id, a.link, a.topics, a.state, a.sequence, a.day, a.start, a.length,
                  a.all_day, a.rule, a.last_day) ==
         std::tie(b.title, b.about, b.language, b.place, b.place_id, b.link, b.topics, b.state, b.sequence, b.day, b.start, b.length,
                  b.all_day, b.rule, b.last_day);
}

bool same(std::vector<EventDate> const& a, std::vector<EventDate> const& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](EventDate const& one, EventDate const& other) {
    return std::tie(one.regular, one.day, one.start, one.length, one.state) ==
           std::tie(other.regular, other.day, other.start, other.length, other.state);
  });
}

/// UIDs that other entries of the county have.
struct Known {
  std::set<std::string> own;    ///< what we gave out ourselves: a calendar that took ours over
  std::set<std::string> taken;  ///< of other calendars
};

/// The event whose page an entry names as its own, as our feeds do; "" for none.
std::string event_named(calendar::Event const& entry) {
  constexpr std::string_view kPages = "/de/calendar/";
  auto at = entry.url.find(kPages);
  return at == std::string::npos ? "" : entry.url.substr(at + kPages.size(), 36);
}

Known known_elsewhere(db::Reader& reader, Source const& source, std::vector<calendar::Event> const& entries) {
  Known known;
  std::vector<std::string> uids, named;
  for (auto const& entry : entries) {
    uids.push_back(entry.uid);
    if (auto id = event_named(entry); !id.empty()) named.push_back(std::move(id));
  }
  for (auto const& event : find_events(reader, named)) known.own.insert(event.uid);
  for (auto& [uid, source_id] : sources_of_uids(reader, uids))
    if (source_id != source.id) (source_id.empty() ? known.own : known.taken).insert(std::move(uid));
  std::vector<std::string> ids;
  for (auto const& uid : uids)
    if (uid.ends_with("@mila")) ids.push_back(uid.substr(0, uid.size() - 5));
  for (auto const& meeting : meetings::find_meetings(reader, ids)) known.own.insert(meeting.uid());
  return known;
}

/// The UID of an entry whose own one another calendar has already: our feeds name each once, and nobody
/// keeps others out by being first.
std::string uid_beside(Source const& source, std::string const& uid) { return uid + "/" + source.id; }

}  // namespace

Result<Taken> take_over(db::Writer& writer, Context& context, Source const& source, std::string_view text) {
  auto read = calendar::read_calendar(text);
  if (!read) return read.error();
  std::map<std::string, std::vector<calendar::Event>> changed;
  std::vector<calendar::Event> entries;
  std::vector<std::string> uids;
  for (auto& entry : *read) {
    if (entry.uid.size() > 300) continue;
    if (entry.recurrence_of) {
      changed[entry.uid].push_back(std::move(entry));
      continue;
    }
    // The same entry twice in one file is one, and one without a name says nothing.
    if (trim(entry.summary).empty() || std::find(uids.begin(), uids.end(), entry.uid) != uids.end()) continue;
    uids.push_back(entry.uid);
    entries.push_back(std::move(entry));
  }
  Date today = local_date(context.now(), context.county.config().zone);
  Window window{Date{sys_days{today} - kBack}, Date{sys_days{today} + kAhead}};
  auto elsewhere = known_elsewhere(writer, source, entries);
  std::map<std::string, Event> before;
  std::vector<std::string> ids;
  for (auto& event : events_of_source(writer, source.id)) {
    ids.push_back(event.id);
    before.emplace(event.uid, std::move(event));
  }
  std::map<std::string, std::vector<EventDate>> dates_before;
  for (auto& date : dates_of(writer, ids)) dates_before[date.event_id].push_back(date);
  for (auto& [id, dates] : dates_before)
    std::sort(dates.begin(), dates.end(), [](auto const& a, auto const& b) { return a.regular < b.regular; });
  Taken taken;
  for (auto const& entry : entries) {
    if (elsewhere.own.contains(entry.uid)) {
      ++taken.known_elsewhere;
      continue;
    }
    auto taking = taking_of(context, source, entry, changed[entry.uid], window);
    if (taking.dates.empty() || taken.events == static_cast<int>(kEventsMost)) continue;
    ++taken.events;
    std::string words = folded(taking.event.title + " " + taking.event.about + " " + taking.event.place);
    auto found = before.find(entry.uid);
    if (found == before.end()) found = before.find(uid_beside(source, entry.uid));
    if (found == before.end()) {
      if (elsewhere.taken.contains(entry.uid)) taking.event.uid = uid_beside(source, entry.uid);
      taking.event.id = named_uuid("event", source.id + ":" + entry.uid);
      taking.event.created_by = source.created_by;
      insert_event(writer, taking.event, words);
      ++taken.added;
    } else {
      taking.event.id = found->second.id;
      taking.event.version = found->second.version;
      bool as_before = same(taking.event, found->second) && same(taking.dates, dates_before[found->second.id]);
      before.erase(found);
      if (as_before) continue;
      update_event(writer, taking.event, words);
      ++taken.changed;
    }
    replace_dates(writer, context, taking.event.id, taking.dates);
  }
  for (auto const& [uid, event] : before) {
    delete_event(writer, event.id);
    ++taken.removed;
  }
  return taken;
}

namespace {

/// Notes how it went, and when it is tried again.
void note_outcome(db::Writer& writer, Source& source, Fetched const& fetched) {
  bool good = fetched.code == "ok" || fetched.code == "unchanged";
  source.code = good ? "ok" : fetched.code;
  source.failures = good ? 0 : source.failures + 1;
  source.read_at = good ? std::optional(writer.now()) : source.read_at;
  if (fetched.code == "ok") {
    source.etag = fetched.etag;
    source.last_modified = fetched.last_modified;
  }
  auto later = std::min<std::chrono::hours>(kLatest, kSoonest * (1 << std::min(source.failures, 5)));
  source.due_at = writer.now() + (good ? std::chrono::hours{kAgain} : later);
  update_source(writer, source);
}

}  // namespace

Fetched refresh(Context& context, Source const& source, FetchOptions options) {
  if (options.user_agent.empty())
    options.user_agent = "MiLa-calendar (+" + public_address(context.county.config()) + ")";
  auto fetched = fetch_calendar(source, options);
  context.county.database.write([&](db::Writer& writer) {
    auto now = find_sources(writer, {source.id});
    if (now.empty() || now.front().url != source.url) return;  // changed meanwhile
    Source& current = now.front();
    if (fetched.code == "ok") {
      // A file that is no calendar leaves what was read before.
      if (auto taken = take_over(writer, context, current, fetched.text); !taken)
        fetched.code = taken.error().code == ErrorCode::TooLarge ? "too-large" : "no-calendar";
    }
    note_outcome(writer, current, fetched);
  });
  return fetched;
}

int refresh_due(Context& context, FetchOptions const& options) {
  auto due = context.county.database.read([&](db::Reader& reader) { return due_sources(reader, context.now(), kRound); });
  for (auto const& source : due) {
    try {
      refresh(context, source, options);
    } catch (std::exception const& error) {
      // One that cannot be stored must not keep the others waiting.
      spdlog::error("calendar {}: {}", source.id, error.what());
      context.county.database.write([&](db::Writer& writer) {
        for (auto& current : find_sources(writer, {source.id})) note_outcome(writer, current, {.code = "no-calendar"});
      });
    }
  }
  return static_cast<int>(due.size());
}

std::vector<jobs::JobKind> job_kinds() {
  auto round = [](Context& context, jobs::Job const&) {
    refresh_due(context, {});
    return jobs::Outcome::done();
  };
  return {{.name = "calendar.sources", .handler = round, .every = std::chrono::minutes{10}, .lease = std::chrono::minutes{15}}};
}

}  // namespace mila::events
