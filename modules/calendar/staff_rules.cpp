// Writing, releasing, moving and cancelling events.
#include "modules/calendar/events.h"

#include <algorithm>
#include <array>
#include <map>

#include "engines/language/normalise.h"
#include "modules/calendar/event_store.h"
#include "modules/offers/holidays.h"
#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/county/settings.h"
#include "platform/i18n/catalogue.h"

namespace mila::events {
namespace {

using i18n::N_;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::array<std::pair<State, std::string_view>, 4> kStates{{{State::Waiting, "waiting"},
                                                                     {State::Public, "public"},
                                                                     {State::Refused, "refused"},
                                                                     {State::Cancelled, "cancelled"}}};
constexpr minutes kDay{24 * 60};
constexpr days kSeriesLongest{366};

Date today_of(Context const& context) { return local_date(context.now(), context.county.config().zone); }

Error forbidden() { return {ErrorCode::Forbidden, N_("This event is looked after by somebody else."), ""}; }
Error gone() { return {ErrorCode::NotFound, N_("This event is not there any more."), ""}; }
Error conflict() { return {ErrorCode::Conflict, N_("Somebody changed this event meanwhile."), ""}; }
Error invalid(char const* field, char const* text) { return {ErrorCode::Invalid, text, field}; }

Error taken_over() { return invalid("", N_("This event comes from another calendar. Please change it there.")); }

std::optional<Error> problem_of(Event const& event) {
  if (trim(event.title).empty()) return invalid("title", N_("Please give the event a name."));
  if (!event.day.ok()) return invalid("day", N_("Please choose a day."));
  if (event.start < minutes{0} || event.start >= kDay)
    return invalid("start", N_("Please write the time like 14:30."));
  if (event.length < minutes{5} || event.length > 60 * kDay)
    return invalid("end", N_("The end must be after the beginning, and within 60 days."));
  if (!event.link.empty() && !event.link.starts_with("https://") && !event.link.starts_with("http://"))
    return invalid("link", N_("Please copy the whole link; it begins with https://."));
  if (event.place.empty() && event.link.empty())
    return invalid("place", N_("Please write where it is, or give a link if it is online."));
  if (!event.is_series()) return std::nullopt;
  if (!event.last_day || *event.last_day <= event.day ||
      sys_days{*event.last_day} - sys_days{event.day} > kSeriesLongest)
    return invalid("last_day", N_("Please write the last day, within a year from the first."));
  if (event.length > 7 * kDay) return invalid("end", N_("What is repeated lasts a week at most."));
  return std::nullopt;
}

std::string words_of(Event const& event) {
  return folded(event.title + " " + event.about + " " + event.place);
}

/// What people who plan to come must learn of.
bool moved(Event const& from, Event const& to) {
  return from.day != to.day || from.start != to.start || from.length != to.length || from.place != to.place ||
         from.all_day != to.all_day || from.rule != to.rule || from.last_day != to.last_day;
}

/// The days by the rule; what was moved or cancelled before stays so.
std::vector<EventDate> planned_dates(Event const& event, std::vector<EventDate> const& before) {
  std::map<Date, EventDate> exceptions;
  if (event.is_series())
    for (auto const& date : before)
      if (date.state != DateState::Planned) exceptions.emplace(date.regular, date);
  std::vector<EventDate> dates;
  for (Date day : days_of(event)) {
    auto exception = exceptions.find(day);
    if (exception != exceptions.end()) dates.push_back(exception->second);
    else dates.push_back({event.id, day, day, event.start, event.length, DateState::Planned});
  }
  return dates;
}

/// The last of so many working days of the county.
std::string last_working_day(Context& context) {
  auto holidays = offers::holidays(context.county);
  sys_days day{today_of(context)};
  for (int left = kWorkingDaysToRelease; left > 0;) {
    day += days{1};
    std::chrono::weekday weekday{day};
    if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && !holidays->contains(Date{day})) --left;
  }
  return format_iso_date(Date{day});
}

bool county_looks_first(db::Reader& reader, Context const& context) {
  return !may_release(context.actor) && context.actor.kind != Actor::Kind::Operator && release_first(reader);
}

/// Other words for what is public: at once, or as a proposal beside those that were looked at. When and
/// where never wait: whoever stands before a closed door needs the truth today. Of what is online only,
/// the link is the where.
void word_anew(db::Reader& reader, Context& context, Event& event, Event const& stored) {
  event.proposed.reset();
  event.due_on = event.reason = "";
  auto wanted = event.wording();
  if (wanted == stored.wording() || !county_looks_first(reader, context)) return;
  auto known = stored.wording();
  if (event.place.empty()) known.link = wanted.link;
  event.say(known);
  if (wanted == known) return;
  event.proposed = std::move(wanted);
  event.due_on = stored.proposed ? stored.due_on : last_working_day(context);
}

/// Public at once, or waiting for the county.
void hand_in(db::Reader& reader, Context& context, Event& event) {
  bool waits = county_looks_first(reader, context);
  event.state = waits ? State::Waiting : State::Public;
  event.due_on = waits ? last_working_day(context) : "";
  event.reason = "";
}

}  // namespace

std::string_view name_of(State value) {
  for (auto const& [state, name] : kStates)
    if (state == value) return name;
  return "";
}

std::optional<State> state_named(std::string_view name) {
  for (auto const& [state, known] : kStates)
    if (known == name) return state;
  return std::nullopt;
}

std::string_view name_of(DateState value) {
  switch (value) {
    case DateState::Planned: return "planned";
    case DateState::Moved: return "moved";
    case DateState::Cancelled: break;
  }
  return "cancelled";
}

void Event::say(Wording const& words) {
  title = words.title;
  about = words.about;
  language = words.language;
  link = words.link;
}

std::string folded(std::string_view text) { return language::normalise(text); }

bool may_edit(Actor const& actor, std::string_view organization_id) {
  return actor.may(Permission::EditOffers, Target{.organization_id = std::string(organization_id)});
}

bool may_release(Actor const& actor) { return actor.may(Permission::ReleaseOffers, Target{}); }

bool release_first(db::Reader& reader) {
  auto settings = load_settings(reader);
  auto found = settings.find("events_release");
  return found != settings.end() && found->second == "first";
}

std::vector<Date> days_of(Event const& event) {
  if (!event.is_series()) return {event.day};
  auto found = calendar::occurrences(event.rule, event.day, event.last_day.value_or(event.day), kDatesMost);
  // The first day is one of the event, whatever the rule says of it.
  if (found.empty() || found.front() != event.day) found.insert(found.begin(), event.day);
  return found;
}

Result<std::string> save_event(db::Writer& writer, Context& context, Event event) {
  event.title = trim(event.title);
  if (event.version == 0) {
    if (!may_edit(context.actor, event.organization_id)) return forbidden();
    if (auto problem = problem_of(event)) return *problem;
    if (event.last_day.value_or(event.day) < today_of(context))
      return invalid("day", N_("This day is over. Please choose a coming one."));
    if (event.id.empty()) event.id = uuid_v7(writer.now(), context.random);
    event.uid = event.id + "@mila";
    event.sequence = 0;
    event.created_by = context.actor.account_id;
    hand_in(writer, context, event);
    insert_event(writer, event, words_of(event));
    replace_dates(writer, context, event.id, planned_dates(event, {}));
    return event.id;
  }
  auto stored = find_event(writer, event.id);
  if (!stored) return gone();
  if (!may_edit(context.actor, stored->organization_id)) return forbidden();
  if (!stored->source_id.empty()) return taken_over();
  if (stored->state == State::Cancelled) return invalid("", N_("This event is cancelled. Please enter a new one."));
  if (auto problem = problem_of(event)) return *problem;
  event.organization_id = stored->organization_id;
  event.uid = stored->uid;
  event.source_id = "";
  event.state = stored->state;
  event.due_on = stored->due_on;
  event.reason = stored->reason;
  event.sequence = stored->sequence + (moved(*stored, event) ? 1 : 0);
  if (stored->state == State::Refused) hand_in(writer, context, event);
  if (stored->state == State::Public) word_anew(writer, context, event, *stored);
  if (!update_event(writer, event, words_of(event))) return conflict();
  if (moved(*stored, event))
    replace_dates(writer, context, event.id, planned_dates(event, dates_of(writer, {event.id})));
  return event.id;
}

Result<bool> cancel_event(db::Writer& writer, Context& context, std::string_view id, std::string reason,
                          std::int64_t version) {
  auto event = find_event(writer, id);
  if (!event) return gone();
  if (!may_edit(context.actor, event->organization_id)) return forbidden();
  if (event->state == State::Cancelled) return true;
  if (!event->source_id.empty()) return taken_over();
  if (event->version != version) return conflict();
  // What was never public does not become so by being cancelled: it simply ends.
  if (event->state != State::Public) {
    delete_event(writer, event->id);
    return true;
  }
  event->state = State::Cancelled;
  event->proposed.reset();
  event->due_on = "";
  event->reason = trim(reason);
  ++event->sequence;
  if (!update_event(writer, *event, words_of(*event))) return conflict();
  return true;
}

Result<bool> change_date(db::Writer& writer, Context& context, EventDate date, std::int64_t version) {
  auto event = find_event(writer, date.event_id);
  if (!event) return gone();
  if (!may_edit(context.actor, event->organization_id)) return forbidden();
  if (event->state == State::Cancelled) return invalid("", N_("This event is cancelled. Please enter a new one."));
  if (!event->source_id.empty()) return taken_over();
  auto dates = dates_of(writer, {event->id});
  auto found = std::find_if(dates.begin(), dates.end(), [&](EventDate const& one) { return one.regular == date.regular; });
  if (found == dates.end()) return gone();
  if (!date.day.ok() || date.start < minutes{0} || date.start >= kDay || date.length < minutes{5} ||
      date.length > 60 * kDay)
    return invalid("day", N_("Please choose a day."));
  if (date.state != DateState::Cancelled) {
    bool regular = date.day == date.regular && date.start == event->start && date.length == event->length;
    date.state = regular ? DateState::Planned : DateState::Moved;
  }
  *found = date;
  event->version = version;
  ++event->sequence;
  if (!update_event(writer, *event, words_of(*event))) return conflict();
  replace_dates(writer, context, event->id, dates);
  return true;
}

Result<bool> decide(db::Writer& writer, Context& context, std::string_view id, bool release, std::string reason,
                    std::int64_t version) {
  auto event = find_event(writer, id);
  if (!event) return gone();
  if (!may_release(context.actor)) return forbidden();
  reason = trim(reason);
  if (!release && reason.empty()) return invalid("reason", N_("Please say why; whoever wrote it reads it."));
  bool worded_anew = event->state == State::Public && event->proposed;
  if ((event->state != State::Waiting && !worded_anew) || event->version != version) return conflict();
  if (!worded_anew) event->state = release ? State::Public : State::Refused;
  else if (release) event->say(*event->proposed);
  event->proposed.reset();
  event->reason = release ? "" : reason;
  event->due_on = "";
  if (!update_event(writer, *event, words_of(*event))) return conflict();
  auth::audit(writer, context, release ? "event.released" : "event.refused", "event", event->id);
  return true;
}

Result<std::string> save_programme(db::Writer& writer, Context& context, Programme programme) {
  if (!may_release(context.actor)) return forbidden();
  programme.name = trim(programme.name);
  if (programme.name.empty()) return invalid("name", N_("Please give the programme a name."));
  if (!programme.from.ok() || !programme.until.ok() || programme.until < programme.from)
    return invalid("until", N_("Please write from when until when, the first day first."));
  if (programme.version == 0) {
    if (programme.id.empty()) programme.id = uuid_v7(writer.now(), context.random);
    insert_programme(writer, programme);
    return programme.id;
  }
  if (!find_programme(writer, programme.id)) return gone();
  if (!update_programme(writer, programme)) return conflict();
  return programme.id;
}

std::vector<calendar::Event> entries_of(Context const& context, Event const& event,
                                        std::vector<EventDate> const& dates) {
  calendar::Event entry;
  entry.uid = event.uid;
  entry.sequence = event.sequence;
  entry.stamp = event.modified;  // the same bytes as long as nothing changes
  entry.modified = event.modified;
  entry.day = event.day;
  entry.start = event.start;
  entry.length = event.length;
  entry.all_day = event.all_day;
  entry.zone = context.county.config().zone;
  entry.summary = event.title;
  entry.description = event.about;
  entry.location = event.place;
  entry.language = event.language;
  entry.url = event.link;
  entry.status = event.state == State::Cancelled ? calendar::Status::Cancelled : calendar::Status::Confirmed;
  if (!event.is_series()) {
    // The day itself, perhaps moved. Of a series in another zone, which no rule of ours says, each day.
    std::vector<calendar::Event> single;
    for (auto const& date : dates) {
      auto& one = single.emplace_back(entry);
      if (single.size() > 1) one.uid += "/" + format_iso_date(date.regular);
      one.day = date.day;
      one.start = date.start;
      one.length = date.length;
      if (date.state == DateState::Cancelled) one.status = calendar::Status::Cancelled;
    }
    return single;
  }
  auto regular = days_of(event);
  entry.rule = event.rule + ";COUNT=" + std::to_string(regular.size());
  std::vector<calendar::Event> changed;
  std::map<Date, EventDate> by_day;
  for (auto const& date : dates) by_day.emplace(date.regular, date);
  for (Date day : regular) {
    auto found = by_day.find(day);
    if (found == by_day.end() || found->second.state == DateState::Cancelled) {
      entry.exceptions.push_back(day);
    } else if (found->second.state == DateState::Moved) {
      auto one = entry;
      one.rule.clear();
      one.exceptions.clear();
      one.recurrence_of = day;
      one.recurrence_start = event.start;
      one.day = found->second.day;
      one.start = found->second.start;
      one.length = found->second.length;
      changed.push_back(std::move(one));
    }
  }
  std::vector<calendar::Event> entries{std::move(entry)};
  entries.insert(entries.end(), changed.begin(), changed.end());
  return entries;
}

std::int64_t forget_old(db::Writer& writer, Date before) {
  auto old = events_before(writer, before);
  for (auto const& id : old) delete_event(writer, id);
  return static_cast<std::int64_t>(old.size());
}

}  // namespace mila::events
