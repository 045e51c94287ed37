// Texts of others to events. Everything may come here: sizes are bounded before libical sees a byte.
#include <algorithm>
#include <tuple>
#include <utility>

#include "engines/calendar/calendar.h"
#include "engines/calendar/ical_kit.h"
#include "platform/base/text.h"

namespace mila::calendar {
namespace {

using namespace internal;
using std::chrono::minutes;

constexpr std::size_t kReplyMax = 100'000, kCalendarMax = 1'000'000;
constexpr int kEventsMax = 2'000;

Error error(ErrorCode code, char const* detail) {
  return {code, code == ErrorCode::TooLarge ? "This calendar file is too large." : "This is no calendar file we can read.",
          detail};
}

/// The calendar in `text`, or nothing. A file may hold several: they hang under one then.
Component parse(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Component root(icalparser_parse_string(std::string(text).c_str()));
  if (!root) return nullptr;
  auto const kind = icalcomponent_isa(root.get());
  return kind == ICAL_VCALENDAR_COMPONENT || kind == ICAL_XROOT_COMPONENT ? std::move(root) : nullptr;
}

template <typename Visit>
void each_property(icalcomponent* component, icalproperty_kind kind, Visit visit) {
  for (auto* property = icalcomponent_get_first_property(component, kind); property != nullptr;
       property = icalcomponent_get_next_property(component, kind))
    visit(property);
}

icalproperty* property_of(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_get_first_property(component, kind);
}

std::string text_of(icalcomponent* component, icalproperty_kind kind) {
  auto* property = property_of(component, kind);
  auto const* value = property == nullptr ? nullptr : icalproperty_get_value(property);
  if (value == nullptr) return {};
  auto const kind_of_value = icalvalue_isa(value);
  char const* text = kind_of_value == ICAL_TEXT_VALUE  ? icalvalue_get_text(value)
                     : kind_of_value == ICAL_URI_VALUE ? icalvalue_get_uri(value)
                                                       : nullptr;
  return text == nullptr ? std::string() : std::string(text);
}

int sequence_of(icalcomponent* component) {
  auto* property = property_of(component, ICAL_SEQUENCE_PROPERTY);
  return property == nullptr ? 0 : std::max(0, icalproperty_get_sequence(property));
}

Instant instant_of(icaltimetype time, icaltimezone* zone) {
  return Instant{std::chrono::seconds{icaltime_as_timet_with_zone(time, zone)}};
}

std::optional<Instant> stamp_of(icalcomponent* component, icalproperty_kind kind) {
  auto* property = property_of(component, kind);
  auto const* value = property == nullptr ? nullptr : icalproperty_get_value(property);
  if (value == nullptr) return std::nullopt;
  icaltimetype const time = icalvalue_get_datetime(value);
  if (icaltime_is_null_time(time)) return std::nullopt;
  return instant_of(time, icaltimezone_get_utc_timezone());
}

/// "mailto:Anna@Example.org" → "anna@example.org"
std::string mail_of(char const* address) {
  std::string mail = ascii_lower(address == nullptr ? "" : address);
  if (mail.starts_with("mailto:")) mail.erase(0, 7);
  return std::string(trim(mail));
}

std::string name_of(icalproperty* property) {
  auto* name = icalproperty_get_first_parameter(property, ICAL_CN_PARAMETER);
  char const* text = name == nullptr ? nullptr : icalparameter_get_cn(name);
  return text == nullptr ? "" : text;
}

std::optional<Partstat> partstat_of(icalproperty* attendee) {
  auto* parameter = icalproperty_get_first_parameter(attendee, ICAL_PARTSTAT_PARAMETER);
  switch (parameter == nullptr ? ICAL_PARTSTAT_NEEDSACTION : icalparameter_get_partstat(parameter)) {
    case ICAL_PARTSTAT_NEEDSACTION: return Partstat::NeedsAction;
    case ICAL_PARTSTAT_ACCEPTED: return Partstat::Accepted;
    case ICAL_PARTSTAT_TENTATIVE: return Partstat::Tentative;
    case ICAL_PARTSTAT_DECLINED: return Partstat::Declined;
    case ICAL_PARTSTAT_DELEGATED: return Partstat::Delegated;
    default: return std::nullopt;
  }
}

/// Which zone times of a property are in, and how to turn them into instants.
struct Zone {
  std::string name = kZone;       ///< "" when only the file knows it
  icaltimezone* block = nullptr;  ///< the file's own description, where `name` is not known
};

bool is_known(std::string const& name) {
  return !name.empty() && icaltimezone_get_builtin_timezone(name.c_str()) != nullptr;
}

Zone zone_of(icalcomponent* calendar, icalproperty* property, icaltimetype const& time) {
  if (icaltime_is_utc(time)) return {"UTC", nullptr};
  auto* parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
  char const* id = parameter == nullptr ? nullptr : icalparameter_get_tzid(parameter);
  if (id == nullptr) return {};
  std::string name = id;
  // "/example.org/20050809/Europe/Berlin": a prefix says whose description it is.
  while (name.starts_with("/") && !is_known(name.substr(1))) {
    auto const slash = name.find('/', 1);
    if (slash == std::string::npos) break;
    name.erase(0, slash);
  }
  if (name.starts_with("/")) name.erase(0, 1);
  if (is_known(name)) return {name, nullptr};
  if (auto* block = icalcomponent_get_timezone(calendar, id)) return {"", block};
  return {};
}

class EventReader {
 public:
  EventReader(icalcomponent* calendar, icalcomponent* component)
      : calendar_(calendar), component_(component) {}

  std::optional<Event> read() {
    event_.uid = text_of(component_, ICAL_UID_PROPERTY);
    if (event_.uid.empty() || !is_public() || !read_times()) return std::nullopt;
    event_.sequence = sequence_of(component_);
    event_.stamp = stamp_of(component_, ICAL_DTSTAMP_PROPERTY).value_or(Instant{});
    event_.modified = stamp_of(component_, ICAL_LASTMODIFIED_PROPERTY);
    event_.summary = text_of(component_, ICAL_SUMMARY_PROPERTY);
    event_.description = text_of(component_, ICAL_DESCRIPTION_PROPERTY);
    event_.location = text_of(component_, ICAL_LOCATION_PROPERTY);
    event_.url = text_of(component_, ICAL_URL_PROPERTY);
    read_language();
    read_status();
    read_people();
    each_property(component_, ICAL_CATEGORIES_PROPERTY, [&](icalproperty* property) {
      char const* text = icalproperty_get_categories(property);
      for (auto& part : split_list(text == nullptr ? "" : text, ','))
        event_.categories.push_back(std::move(part));
    });
    return event_;
  }

 private:
  /// RFC 5545 3.8.1.3: without CLASS it is public, a class nobody knows counts as private.
  bool is_public() const {
    auto* property = property_of(component_, ICAL_CLASS_PROPERTY);
    return property == nullptr || icalproperty_get_class(property) == ICAL_CLASS_PUBLIC;
  }

  bool read_times() {
    auto* start = property_of(component_, ICAL_DTSTART_PROPERTY);
    if (start == nullptr || icalproperty_get_value(start) == nullptr) return false;
    icaltimetype const begin = icalproperty_get_dtstart(start);
    if (icaltime_is_null_time(begin) || !is_plausible(begin)) return false;
    zone_ = zone_of(calendar_, start, begin);
    event_.all_day = begin.is_date != 0;
    read_rule();
    // A series keeps its zone: in another one its times would jump twice a year.
    bool const keeps_zone = !zone_.name.empty() && !event_.rule.empty();
    event_.zone = keeps_zone ? zone_.name : kZone;
    std::tie(event_.day, event_.start) = wall(begin);
    read_length(begin);
    each_property(component_, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) {
      if (icalproperty_get_value(property) == nullptr) return;
      icaltimetype const time = icalproperty_get_exdate(property);
      if (is_plausible(time)) event_.exceptions.push_back(in_zone_of(property, time).first);
    });
    if (auto* property = property_of(component_, ICAL_RECURRENCEID_PROPERTY);
        property != nullptr && icalproperty_get_value(property) != nullptr) {
      icaltimetype const time = icalproperty_get_recurrenceid(property);
      if (is_plausible(time)) {
        auto const [day, since_midnight] = in_zone_of(property, time);
        event_.recurrence_of = day;
        if (!time.is_date && since_midnight != event_.start) event_.recurrence_start = since_midnight;
      }
    }
    return true;
  }

  static bool is_plausible(icaltimetype const& time) {
    return time.year >= 1900 && time.year <= 2200 && time.month >= 1 && time.month <= 12 &&
           time.day >= 1 && time.day <= icaltime_days_in_month(time.month, time.year);
  }

  std::pair<Date, minutes> in_zone_of(icalproperty* property, icaltimetype const& time) {
    Zone const own = std::exchange(zone_, zone_of(calendar_, property, time));
    auto const result = wall(time);
    zone_ = own;
    return result;
  }

  Instant instant(icaltimetype const& time) const {
    if (zone_.name.empty()) return instant_of(time, zone_.block);
    return local_to_instant(day_of(time), std::chrono::hours{time.hour} + minutes{time.minute}, zone_.name);
  }

  /// As the clock shows it in the event's zone.
  std::pair<Date, minutes> wall(icaltimetype const& time) const {
    if (time.is_date) return {day_of(time), minutes{0}};
    if (zone_.name == event_.zone)
      return {day_of(time), std::chrono::hours{time.hour} + minutes{time.minute}};
    Instant const at = instant(time);
    return {local_date(at, event_.zone), local_minutes(at, event_.zone)};
  }

  void read_length(icaltimetype const& begin) {
    auto set = [&](std::chrono::seconds length) {
      event_.length = std::chrono::ceil<minutes>(std::clamp(length, std::chrono::seconds{0},
                                                            std::chrono::seconds{std::chrono::days{366}}));
    };
    set(event_.all_day ? std::chrono::days{1} : std::chrono::seconds{0});
    auto* end = property_of(component_, ICAL_DTEND_PROPERTY);
    auto* duration = property_of(component_, ICAL_DURATION_PROPERTY);
    if (end != nullptr && icalproperty_get_value(end) != nullptr) {
      icaltimetype const time = icalproperty_get_dtend(end);
      if (!is_plausible(time) || (time.is_date != 0) != event_.all_day) return;
      if (event_.all_day) {
        set(std::chrono::sys_days{day_of(time)} - std::chrono::sys_days{day_of(begin)});
      } else {
        Instant const from = instant(begin);
        Zone const own = std::exchange(zone_, zone_of(calendar_, end, time));
        set(std::chrono::floor<std::chrono::seconds>(instant(time) - from));
        zone_ = own;
      }
    } else if (duration != nullptr && icalproperty_get_value(duration) != nullptr) {
      set(std::chrono::seconds{icaldurationtype_as_int(icalproperty_get_duration(duration))});
    }
  }

  void read_rule() {
    auto* property = property_of(component_, ICAL_RRULE_PROPERTY);
    if (property == nullptr || icalproperty_get_value(property) == nullptr) return;
    icalrecurrencetype rule = icalproperty_get_rrule(property);
    char* text = icalrecurrencetype_as_string_r(&rule);
    if (text != nullptr) event_.rule = text;
    icalmemory_free_buffer(text);
  }

  void read_language() {
    auto* summary = property_of(component_, ICAL_SUMMARY_PROPERTY);
    auto* parameter =
        summary == nullptr ? nullptr : icalproperty_get_first_parameter(summary, ICAL_LANGUAGE_PARAMETER);
    char const* text = parameter == nullptr ? nullptr : icalparameter_get_language(parameter);
    if (text != nullptr) event_.language = text;
  }

  void read_status() {
    auto* property = property_of(component_, ICAL_STATUS_PROPERTY);
    if (property == nullptr) return;
    auto const status = icalproperty_get_status(property);
    if (status == ICAL_STATUS_CANCELLED) event_.status = Status::Cancelled;
    if (status == ICAL_STATUS_TENTATIVE) event_.status = Status::Tentative;
  }

  /// Of several attendees none is ours.
  void read_people() {
    if (auto* organizer = property_of(component_, ICAL_ORGANIZER_PROPERTY))
      event_.organizer = {name_of(organizer), mail_of(icalproperty_get_organizer(organizer))};
    if (icalcomponent_count_properties(component_, ICAL_ATTENDEE_PROPERTY) != 1) return;
    auto* attendee = property_of(component_, ICAL_ATTENDEE_PROPERTY);
    event_.attendee = Person{name_of(attendee), mail_of(icalproperty_get_attendee(attendee))};
    event_.partstat = partstat_of(attendee).value_or(Partstat::NeedsAction);
  }

  icalcomponent* calendar_;
  icalcomponent* component_;
  Zone zone_;
  Event event_;
};

/// The VCALENDARs of a file.
std::vector<icalcomponent*> calendars_of(icalcomponent* root) {
  if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT) return {root};
  std::vector<icalcomponent*> found;
  for (auto* one = icalcomponent_get_first_component(root, ICAL_VCALENDAR_COMPONENT); one != nullptr;
       one = icalcomponent_get_next_component(root, ICAL_VCALENDAR_COMPONENT))
    found.push_back(one);
  return found;
}

}  // namespace

Result<Reply> read_reply(std::string_view text) {
  if (text.size() > kReplyMax) return error(ErrorCode::TooLarge, "reply over 100 kB");
  Component root = parse(text);
  if (!root || icalcomponent_isa(root.get()) != ICAL_VCALENDAR_COMPONENT)
    return error(ErrorCode::Invalid, "no calendar");
  if (icalcomponent_get_method(root.get()) != ICAL_METHOD_REPLY)
    return error(ErrorCode::Invalid, "method is not REPLY");
  if (icalcomponent_count_components(root.get(), ICAL_VEVENT_COMPONENT) != 1)
    return error(ErrorCode::Invalid, "not exactly one event");
  auto* event = icalcomponent_get_first_component(root.get(), ICAL_VEVENT_COMPONENT);
  if (icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) != 1)
    return error(ErrorCode::Invalid, "not exactly one attendee");
  auto* attendee = property_of(event, ICAL_ATTENDEE_PROPERTY);
  auto const partstat = partstat_of(attendee);
  Reply reply;
  reply.uid = text_of(event, ICAL_UID_PROPERTY);
  reply.sequence = sequence_of(event);
  reply.attendee = {name_of(attendee), mail_of(icalproperty_get_attendee(attendee))};
  reply.comment = text_of(event, ICAL_COMMENT_PROPERTY);
  reply.stamp = stamp_of(event, ICAL_DTSTAMP_PROPERTY).value_or(Instant{});
  if (reply.uid.empty() || reply.attendee.mail.find('@') == std::string::npos)
    return error(ErrorCode::Invalid, "no uid or no address");
  if (!partstat || *partstat == Partstat::NeedsAction) return error(ErrorCode::Invalid, "no answer");
  reply.partstat = *partstat;
  return reply;
}

Result<std::vector<Event>> read_calendar(std::string_view text) {
  if (text.size() > kCalendarMax) return error(ErrorCode::TooLarge, "over 1 MB");
  if (!is_clean_utf8(text)) return error(ErrorCode::Invalid, "not UTF-8");
  Component root = parse(text);
  if (!root) return error(ErrorCode::Invalid, "no calendar");
  std::vector<Event> events;
  int seen = 0;
  for (auto* calendar : calendars_of(root.get())) {
    for (auto* one = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); one != nullptr;
         one = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
      if (++seen > kEventsMax) return error(ErrorCode::TooLarge, "over 2,000 events");
      if (auto event = EventReader(calendar, one).read()) events.push_back(std::move(*event));
    }
  }
  return events;
}

}  // namespace mila::calendar
