// Events to text. libical escapes and folds; here is decided what stands in the text.
#include <algorithm>

#include "engines/calendar/calendar.h"
#include "engines/calendar/ical_kit.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace mila::calendar {
namespace {

using namespace internal;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

/// Who may see the event decides whether attendee and organizer stand in it.
enum class Kind { Request, Cancel, Plain };

/// Line breaks as \n, no other control characters.
std::string clean(std::string_view text) {
  std::string out;
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  return out;
}

/// For values libical writes as they are: a line break in one would begin a line of its own.
std::string one_line(std::string_view text) {
  std::string out = clean(text);
  std::replace(out.begin(), out.end(), '\n', ' ');
  return out;
}

/// A parameter cannot hold quotation marks; carets would be read as signs of RFC 6868.
std::string parameter(std::string_view text) {
  std::string out = one_line(text);
  for (char& c : out)
    if (c == '"' || c == '^') c = '\'';
  return out;
}

class EventWriter {
 public:
  EventWriter(Event const& event, Kind kind) : event_(event), kind_(kind) {}

  Component write() {
    add(icalproperty_new_uid(clean(event_.uid).c_str()));
    add(icalproperty_new_sequence(event_.sequence));
    add(icalproperty_new_dtstamp(ical_utc(event_.stamp)));
    if (event_.modified) add(icalproperty_new_lastmodified(ical_utc(*event_.modified)));
    write_times();
    write_series();
    write_texts();
    write_people();
    add(icalproperty_new_status(status()));
    if (event_.alarm_minutes && status() != ICAL_STATUS_CANCELLED) write_alarm();
    return std::move(component_);
  }

  bool uses_zone_block() const { return zoned_; }

 private:
  void add(icalproperty* property) { icalcomponent_add_property(component_.get(), property); }

  icalproperty_status status() const {
    if (kind_ == Kind::Cancel || event_.status == Status::Cancelled) return ICAL_STATUS_CANCELLED;
    return event_.status == Status::Tentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
  }

  Instant instant(Date day, minutes start) const { return local_to_instant(day, start, event_.zone); }

  /// Times of the hour that comes twice in October: programs disagree about which one is meant.
  bool is_ambiguous(Instant at) const {
    auto wall = [&](Instant moment) { return local_minutes(moment, event_.zone); };
    auto const hour = std::chrono::hours{1};
    return wall(at) == wall(at + hour) || wall(at) == wall(at - hour);
  }

  icaltimetype time(Instant at) const {
    return zoned_ ? ical_wall(local_date(at, event_.zone), local_minutes(at, event_.zone)) : ical_utc(at);
  }

  void add_time(icalproperty* property) {
    if (zoned_) icalproperty_add_parameter(property, icalparameter_new_tzid(kZone));
    add(property);
  }

  void write_times() {
    if (event_.all_day) {
      sys_days const end = sys_days{event_.day} + std::max(days{1}, std::chrono::ceil<days>(event_.length));
      add(icalproperty_new_dtstart(ical_day(event_.day)));
      add(icalproperty_new_dtend(ical_day(Date{end})));
      return;
    }
    Instant const begin = instant(event_.day, event_.start), end = begin + event_.length;
    zoned_ = event_.zone == kZone &&
             (!event_.rule.empty() || event_.recurrence_of || !(is_ambiguous(begin) || is_ambiguous(end)));
    add_time(icalproperty_new_dtstart(time(begin)));
    add_time(icalproperty_new_dtend(time(end)));
  }

  void write_series() {
    if (!event_.rule.empty()) {
      auto rule = icalrecurrencetype_from_string(event_.rule.c_str());
      CHECK(rule.freq != ICAL_NO_RECURRENCE);
      add(icalproperty_new_rrule(rule));
      free(rule.rscale);
    }
    for (Date day : event_.exceptions) {
      if (event_.all_day) add_date(icalproperty_new_exdate(ical_day(day)));
      else add_time(icalproperty_new_exdate(time(instant(day, event_.start))));
    }
    if (!event_.recurrence_of) return;
    if (event_.all_day) return add(icalproperty_new_recurrenceid(ical_day(*event_.recurrence_of)));
    auto const start = event_.recurrence_start.value_or(event_.start);
    add_time(icalproperty_new_recurrenceid(time(instant(*event_.recurrence_of, start))));
  }

  /// libical names the type of a date only where the property has a default of its own.
  void add_date(icalproperty* property) {
    if (icalproperty_get_first_parameter(property, ICAL_VALUE_PARAMETER) == nullptr)
      icalproperty_add_parameter(property, icalparameter_new_value(ICAL_VALUE_DATE));
    add(property);
  }

  void write_texts() {
    auto add_text = [&](icalproperty* property) {
      if (!event_.language.empty())
        icalproperty_add_parameter(property, icalparameter_new_language(parameter(event_.language).c_str()));
      add(property);
    };
    add_text(icalproperty_new_summary(one_line(event_.summary).c_str()));
    if (!event_.description.empty())
      add_text(icalproperty_new_description(clean(event_.description).c_str()));
    if (!event_.location.empty()) add_text(icalproperty_new_location(one_line(event_.location).c_str()));
    if (!event_.url.empty()) add(icalproperty_new_url(one_line(event_.url).c_str()));
    std::vector<std::string> categories;
    for (auto const& category : event_.categories)
      categories.push_back(replace_all(one_line(category), ",", " "));
    if (!categories.empty()) add(icalproperty_new_categories(join(categories, ",").c_str()));
  }

  void write_people() {
    if (!event_.attendee) return;
    auto add_name = [&](icalproperty* property, Person const& person) {
      if (!person.name.empty())
        icalproperty_add_parameter(property, icalparameter_new_cn(parameter(person.name).c_str()));
    };
    auto* organizer = icalproperty_new_organizer(("mailto:" + one_line(event_.organizer.mail)).c_str());
    add_name(organizer, event_.organizer);
    add(organizer);
    auto* attendee = icalproperty_new_attendee(("mailto:" + one_line(event_.attendee->mail)).c_str());
    add_name(attendee, *event_.attendee);
    icalproperty_add_parameter(attendee, icalparameter_new_cutype(ICAL_CUTYPE_INDIVIDUAL));
    icalproperty_add_parameter(attendee, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
    icalproperty_add_parameter(attendee, icalparameter_new_partstat(partstat()));
    if (kind_ == Kind::Request && event_.rsvp)
      icalproperty_add_parameter(attendee, icalparameter_new_rsvp(ICAL_RSVP_TRUE));
    add(attendee);
  }

  icalparameter_partstat partstat() const {
    switch (event_.partstat) {
      case Partstat::Accepted: return ICAL_PARTSTAT_ACCEPTED;
      case Partstat::Tentative: return ICAL_PARTSTAT_TENTATIVE;
      case Partstat::Declined: return ICAL_PARTSTAT_DECLINED;
      case Partstat::Delegated: return ICAL_PARTSTAT_DELEGATED;
      case Partstat::NeedsAction: break;
    }
    return ICAL_PARTSTAT_NEEDSACTION;
  }

  void write_alarm() {
    icaltriggertype trigger{};
    trigger.duration = icaldurationtype_from_int(-60 * *event_.alarm_minutes);
    icalcomponent_add_component(
        component_.get(), icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY),
                                        icalproperty_new_trigger(trigger),
                                        icalproperty_new_description(one_line(event_.summary).c_str()),
                                        nullptr));
  }

  Event const& event_;
  Kind kind_;
  bool zoned_ = false;
  Component component_{icalcomponent_new(ICAL_VEVENT_COMPONENT)};
};

Component new_calendar() {
  return Component(icalcomponent_vanew(
      ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
      icalproperty_new_prodid("-//MiLa//Migration im Landkreis//DE"),
      icalproperty_new_calscale("GREGORIAN"), nullptr));
}

/// The zone's block goes before the events that name it.
void add_events(icalcomponent* root, std::vector<Event> const& events, Kind kind) {
  std::vector<Component> written;
  bool zoned = false;
  for (Event const& event : events) {
    EventWriter writer(event, kind);
    written.push_back(writer.write());
    zoned = zoned || writer.uses_zone_block();
  }
  if (zoned) icalcomponent_add_component(root, icalcomponent_new_from_string(kZoneBlock));
  for (auto& event : written) icalcomponent_add_component(root, event.release());
}

std::string text_of(icalcomponent* root) {
  char* text = icalcomponent_as_ical_string_r(root);
  std::string out = text;
  icalmemory_free_buffer(text);
  return out;
}

std::string message(Event const& event, Kind kind, icalproperty_method method) {
  CHECK(event.attendee && !event.attendee->mail.empty() && !event.organizer.mail.empty());
  Component root = new_calendar();
  icalcomponent_add_property(root.get(), icalproperty_new_method(method));
  add_events(root.get(), {event}, kind);
  return text_of(root.get());
}

/// libical leaves commas and semicolons in such values as they are; programs take that.
void add_extension(icalcomponent* root, char const* name, std::string const& text) {
  auto* property = icalproperty_new_x(text.c_str());
  icalproperty_set_x_name(property, name);
  icalcomponent_add_property(root, property);
}

}  // namespace

std::string request(Event const& event) { return message(event, Kind::Request, ICAL_METHOD_REQUEST); }

std::string cancel(Event const& event) { return message(event, Kind::Cancel, ICAL_METHOD_CANCEL); }

std::string feed(std::string const& name, std::vector<Event> const& events) {
  Component root = new_calendar();
  std::string const title = one_line(name);
  icalcomponent_add_property(root.get(), icalproperty_new_name(title.c_str()));
  add_extension(root.get(), "X-WR-CALNAME", title);
  icalcomponent_add_property(root.get(),
                             icalproperty_new_refreshinterval(icaldurationtype_from_int(3600)));
  add_extension(root.get(), "X-PUBLISHED-TTL", "PT1H");
  add_events(root.get(), events, Kind::Plain);
  return text_of(root.get());
}

std::string publish(Event const& event) { return publish(std::vector{event}); }

std::string publish(std::vector<Event> const& events) {
  Component root = new_calendar();
  add_events(root.get(), events, Kind::Plain);
  return text_of(root.get());
}

}  // namespace mila::calendar
