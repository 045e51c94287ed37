#include "modules/calendar/dates.h"

#include <algorithm>
#include <map>
#include <set>

#include "modules/calendar/event_store.h"
#include "modules/directory/directory.h"
#include "modules/network/network.h"
#include "modules/taxonomy/taxonomy.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"

namespace mila::events {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

PublicDate date_of(FoundDate const& found) {
  auto const& event = found.event;
  PublicDate date;
  date.id = event.id;
  date.uid = event.uid;
  date.title = event.title;
  date.about = event.about;
  date.language = event.language;
  date.day = found.date.day;
  date.regular = found.date.regular;
  date.start = found.date.start;
  date.length = found.date.length;
  date.all_day = event.all_day;
  date.cancelled = event.state == State::Cancelled || found.date.state == DateState::Cancelled;
  date.moved = found.date.state == DateState::Moved;
  date.rule = event.rule;
  date.online = event.place.empty();
  date.place = event.place;
  date.place_id = event.place_id;
  date.cost = event.cost;
  date.link = event.link;
  // Why new words were refused is for whoever wrote them; the event stays public as it was.
  if (event.state == State::Cancelled) date.reason = event.reason;
  date.organization_id = event.organization_id;
  date.programme_id = event.programme_id;
  date.source_id = event.source_id;
  date.topics = event.topics;
  date.languages = event.languages;
  date.modified = event.modified;
  date.sequence = event.sequence;
  return date;
}

PublicDate date_of(meetings::Meeting const& meeting) {
  PublicDate date;
  date.id = meeting.id;
  date.uid = meeting.uid();
  date.is_meeting = true;
  date.title = meeting.title;
  date.about = meeting.purpose;
  date.day = date.regular = meeting.day;
  date.start = meeting.start;
  date.length = meeting.length;
  date.cancelled = meeting.state == meetings::State::Cancelled;
  date.online = !meeting.online_url.empty();
  date.place = meeting.place;
  date.place_id = meeting.place_id;
  date.reason = meeting.cancel_reason;
  date.body_id = meeting.body_id;
  date.modified = meeting.modified;
  date.sequence = meeting.sequence;
  return date;
}

/// The topic and all below it.
void add_topics(std::string const& code, std::vector<std::string>& codes) {
  if (std::find(codes.begin(), codes.end(), code) != codes.end()) return;
  codes.push_back(code);
  for (auto const* child : taxonomy::taxonomy().children(code)) add_topics(child->code, codes);
}

bool fits(meetings::Meeting const& meeting, CalendarFilter const& filter, std::vector<std::string> const& words) {
  if (!filter.place_id.empty() && meeting.place_id != filter.place_id) return false;
  std::string text = words.empty() ? "" : folded(meeting.title + " " + meeting.purpose + " " + meeting.place);
  return std::all_of(words.begin(), words.end(),
                     [&](std::string const& word) { return text.find(word) != std::string::npos; });
}

void name_organisers(Context& context, db::Reader& reader, std::vector<PublicDate>& dates) {
  std::set<std::string> organizations, bodies;
  for (auto const& date : dates) (date.is_meeting ? bodies : organizations).insert(date.is_meeting ? date.body_id : date.organization_id);
  std::map<std::string, std::string> names;
  for (auto const& organization : directory::find_organizations(reader, {organizations.begin(), organizations.end()}))
    names[organization.id] = organization.name;
  Context all = context;
  all.actor = Actor::operator_();
  for (auto const& body : network::find_bodies(reader, all, {bodies.begin(), bodies.end()}))
    if (body.is_public) names[body.id] = body.name;
  for (auto& date : dates) date.organiser = names[date.is_meeting ? date.body_id : date.organization_id];
}

bool earlier(PublicDate const& a, PublicDate const& b) {
  return std::tie(a.day, a.start, a.title, a.id) < std::tie(b.day, b.start, b.title, b.id);
}

}  // namespace

std::vector<PublicDate> public_calendar(Context& context, db::Reader& reader, CalendarFilter const& filter,
                                        Date from, std::optional<Date> until, int limit,
                                        CalendarOptions const& options) {
  std::vector<std::string> words = split_list(folded(filter.words), ' ');
  std::vector<PublicDate> dates;
  if (filter.body_id.empty()) {
    DatesQuery query{.from = from, .until = until, .place_id = filter.place_id,
                     .organization_id = filter.organization_id, .programme_id = filter.programme_id,
                     .language = filter.language, .words = words, .limit = limit,
                     .once_from = options.once_from};
    if (!filter.topic.empty()) add_topics(filter.topic, query.topics);
    for (auto const& found : public_dates(reader, query)) dates.push_back(date_of(found));
  }
  bool about_events = !(filter.topic + filter.language + filter.organization_id + filter.programme_id).empty();
  if (!about_events)
    for (auto const& meeting : meetings::list_meetings(reader, {.body_id = filter.body_id, .from = from, .until = until,
                                                                .public_only = true, .limit = limit}))
      if (fits(meeting, filter, words)) dates.push_back(date_of(meeting));
  std::sort(dates.begin(), dates.end(), earlier);
  if (dates.size() > static_cast<std::size_t>(limit)) dates.resize(static_cast<std::size_t>(limit));
  if (options.named) name_organisers(context, reader, dates);
  return dates;
}

std::vector<PublicDate> public_dates_of(Context& context, db::Reader& reader, std::string const& id) {
  std::vector<PublicDate> dates;
  if (auto event = find_event(reader, id)) {
    if (event->state == State::Public || event->state == State::Cancelled)
      for (auto const& date : dates_of(reader, {id})) dates.push_back(date_of(FoundDate{date, *event}));
  } else if (auto meeting = meetings::find_meeting(reader, id); meeting && meeting->is_public) {
    dates.push_back(date_of(*meeting));
  }
  name_organisers(context, reader, dates);
  return dates;
}

std::vector<calendar::Event> calendar_entries(Context& context, db::Reader& reader,
                                              std::vector<PublicDate> const& dates, std::string const& origin) {
  std::vector<calendar::Event> entries;
  std::map<std::string, std::string> organisers;  // of events, each once
  for (auto const& date : dates) {
    if (!date.is_meeting) {
      organisers.emplace(date.id, date.organiser);
      continue;
    }
    calendar::Event entry;
    entry.uid = date.uid;
    entry.sequence = date.sequence;
    entry.day = date.day;
    entry.start = date.start;
    entry.length = date.length;
    entry.zone = context.county.config().zone;
    entry.summary = date.title;
    entry.description = date.about;
    entry.location = date.place;
    entry.status = date.cancelled ? calendar::Status::Cancelled : calendar::Status::Confirmed;
    entry.stamp = date.modified;
    entry.modified = date.modified;
    entry.url = origin + "/de/calendar/" + date.id;
    entries.push_back(std::move(entry));
  }
  std::vector<std::string> ids;
  for (auto const& [id, name] : organisers) ids.push_back(id);
  std::map<std::string, std::vector<EventDate>> by_event;
  for (auto& date : dates_of(reader, ids)) by_event[date.event_id].push_back(std::move(date));
  for (auto const& event : find_events(reader, ids))
    for (auto& entry : entries_of(context, event, by_event[event.id])) {
      if (!organisers[event.id].empty())
        entry.description += (entry.description.empty() ? "" : "\n\n") + organisers[event.id];
      entry.url = origin + "/de/calendar/" + event.id;
      entries.push_back(std::move(entry));
    }
  return entries;
}

std::string time_text(Context const& context, PublicDate const& date) {
  auto const& language = context.language;
  auto day_text = [&](Date day) {
    return i18n::format_date(day, language, i18n::DateStyle::WeekdayLong) + " " +
           std::to_string(static_cast<int>(day.year()));
  };
  minutes end = date.start + date.length;
  if (date.all_day) {
    Date last{sys_days{date.day} + std::chrono::floor<days>(date.length - minutes{1})};
    return last == date.day ? day_text(date.day) : day_text(date.day) + " – " + day_text(last);
  }
  // A neutral point between day and time, and no line break within the time: both stay in order in
  // Arabic and Persian. What ends in the night ends by the clock.
  if (end <= minutes{36 * 60})
    return day_text(date.day) + " · " +
           replace_all(i18n::format_time_span(date.start, end % (24 * 60), language), "–", "\u2060–\u2060");
  Date last{sys_days{date.day} + std::chrono::floor<days>(end)};
  return day_text(date.day) + " · " + i18n::format_time(date.start) + " – " + day_text(last) + " · " +
         i18n::format_time(end % (24 * 60));
}

std::string place_text(Context const& context, PublicDate const& date) {
  return date.place.empty() ? context.text(N_("online")) : date.place;
}

}  // namespace mila::events
