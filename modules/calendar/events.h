// Events of partners: what an organisation invites everybody to, once or again and again. A series is
// its rule and one row for each day; a day that is moved or cancelled keeps the day of the rule it
// stands for, as RECURRENCE-ID does (RFC 5545).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/calendar/calendar.h"
#include "platform/base/result.h"
#include "platform/county/county.h"

namespace mila::events {

/// Waiting: the county looks first. Refused: back to whoever wrote it, with a reason. Cancelled ones
/// stay visible until their day has passed: calendars learn of it no other way.
enum class State { Waiting, Public, Refused, Cancelled };
std::string_view name_of(State value);  ///< "waiting", "public", "refused", "cancelled"
std::optional<State> state_named(std::string_view name);

constexpr int kWorkingDaysToRelease = 5;
constexpr int kDatesMost = 200;  ///< of one series

/// What an event says, apart from when and where.
struct Wording {
  std::string title, about, language, link;
  bool operator==(Wording const&) const = default;
};

struct Event {
  std::string id;
  std::int64_t version = 0;  ///< grows with each change; 0 = new
  std::string organization_id, programme_id;
  std::string source_id;  ///< calendar it was taken from, "" when written here
  std::string uid;        ///< of the calendar entry, the same for its whole life
  State state = State::Public;
  std::string title, about;   ///< plain text, the organiser's words
  std::string language = "de";  ///< of title and text
  Date day{};                 ///< day and start in the county's zone; of a series the first one
  std::chrono::minutes start{}, length{120};
  bool all_day = false;       ///< then `length` is whole days
  std::string rule;           ///< RRULE without its end, "" for a single event
  std::optional<Date> last_day;  ///< of a series
  std::string place;          ///< house and address; "" for online only
  std::string place_id;       ///< municipality, "" if elsewhere
  std::vector<std::string> topics, languages;
  std::string cost;           ///< "" when it costs nothing
  std::string link;           ///< https
  std::string reason;         ///< why cancelled or refused
  std::string due_on;         ///< ISO: until when the county looks, "" when it need not
  std::optional<Wording> proposed;  ///< waits for the county while the event is public as it was
  int sequence = 0;           ///< grows when day, time, place or state change
  std::string created_by;     ///< account
  Instant created_at, modified;
  bool is_series() const { return !rule.empty(); }
  Wording wording() const { return {title, about, language, link}; }
  void say(Wording const& words);
};

enum class DateState { Planned, Moved, Cancelled };
std::string_view name_of(DateState value);  ///< "planned", "moved", "cancelled"

/// One day of an event.
struct EventDate {
  std::string event_id;
  Date regular{}, day{};
  std::chrono::minutes start{}, length{};
  DateState state = DateState::Planned;
};

struct Programme {
  std::string id;
  std::int64_t version = 0;
  std::string name, about, language = "de";
  Date from{}, until{};
  Instant modified;
};

/// May the actor write events of this organisation.
bool may_edit(Actor const& actor, std::string_view organization_id);
/// May the actor release events of others, make programmes.
bool may_release(Actor const& actor);

std::optional<Event> find_event(db::Reader& reader, std::string_view id);
std::vector<Event> find_events(db::Reader& reader, std::vector<std::string> const& ids);
/// By day.
std::vector<EventDate> dates_of(db::Reader& reader, std::vector<std::string> const& event_ids);

struct EventQuery {
  /// nullopt: of all organisations.
  std::optional<std::vector<std::string>> organization_ids;
  std::string state;  ///< "" for all
  std::string search; ///< words as folded() has them
  std::string source_id;
  bool to_look_at = false;  ///< only what waits for the county: new, or worded anew
  bool came_back = false;   ///< only what the county sent back and nobody has changed since
  int limit = 50, offset = 0;
};
/// The last written first.
std::vector<Event> list_events(db::Reader& reader, EventQuery const& query);
std::int64_t count_events(db::Reader& reader, EventQuery const& query);

/// Coming or running, the first first.
std::vector<Programme> programmes(db::Reader& reader, Date from);
std::optional<Programme> find_programme(db::Reader& reader, std::string_view id);

// Changing.

/// Whether events of organisations wait until the county has looked at them.
bool release_first(db::Reader& reader);

/// Inserts (version 0) or replaces what a form shows; days that were moved or cancelled stay so where
/// the rule still has them. New ones are public at once or wait, as the county has set; a refused one
/// waits again. Where new ones wait, other words for a public one wait, too, and it stays public as it
/// was; day, time, place and costs are corrected at once. Errors: Forbidden, NotFound, Invalid, Conflict.
Result<std::string> save_event(db::Writer& writer, Context& context, Event event);
/// The whole event does not take place; one that was never public is gone. The second of two clicks
/// finds it done.
Result<bool> cancel_event(db::Writer& writer, Context& context, std::string_view id, std::string reason,
                          std::int64_t version);
/// Another day and time for one day of an event, or (`cancelled`) none. Errors: as save_event.
Result<bool> change_date(db::Writer& writer, Context& context, EventDate date, std::int64_t version);
/// Public, or with its new words; or back with a reason. Errors: Forbidden, NotFound, Invalid (no reason), Conflict (not
/// waiting any more, or not as it was looked at).
Result<bool> decide(db::Writer& writer, Context& context, std::string_view id, bool release,
                    std::string reason, std::int64_t version);
/// Only who releases for the whole county. Errors: Forbidden, Invalid, NotFound, Conflict.
Result<std::string> save_programme(db::Writer& writer, Context& context, Programme programme);

/// The days of the rule within the event, without regard to exceptions.
std::vector<Date> days_of(Event const& event);
/// The event as calendars have it: itself, and one entry more for each day that was moved.
std::vector<calendar::Event> entries_of(Context const& context, Event const& event,
                                        std::vector<EventDate> const& dates);

/// How words are compared: without case and accents.
std::string folded(std::string_view text);

/// Events three years after their last day go.
std::int64_t forget_old(db::Writer& writer, Date before);

}  // namespace mila::events
