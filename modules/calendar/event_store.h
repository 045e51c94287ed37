// The rows behind events.
#pragma once

#include "modules/calendar/events.h"

namespace mila::events {

/// `words`: what a search compares, folded.
void insert_event(db::Writer& writer, Event const& event, std::string_view words);
/// False when `event.version` is not the stored one; it grows by one.
bool update_event(db::Writer& writer, Event const& event, std::string_view words);
/// All dates of an event anew.
void replace_dates(db::Writer& writer, Context const& context, std::string_view event_id,
                   std::vector<EventDate> const& dates);
void delete_event(db::Writer& writer, std::string_view id);
void insert_programme(db::Writer& writer, Programme const& programme);
bool update_programme(db::Writer& writer, Programme const& programme);
/// Events whose last date lies before.
std::vector<std::string> events_before(db::Reader& reader, Date before);

/// A date of an event in the public calendar.
struct FoundDate {
  EventDate date;
  Event event;
};
struct DatesQuery {
  std::optional<Date> from, until;
  std::string place_id, organization_id, programme_id, language;
  std::vector<std::string> topics;  ///< one of them; none asks for all
  std::vector<std::string> words;   ///< all of them, folded
  int limit = 500;
  /// Of each event its first day from then on alone, one that takes place if there is one before `until`.
  std::optional<Date> once_from;
};
/// Of events that are public or cancelled, by time. One statement.
std::vector<FoundDate> public_dates(db::Reader& reader, DatesQuery const& query);

}  // namespace mila::events
