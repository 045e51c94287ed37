// What the workplace's pages of events share.
#pragma once

#include <utility>

#include "modules/calendar/pages.h"

namespace mila::events {

inline constexpr char const* kPath = "/staff/events";
inline constexpr char const* kTitle = N_("Events");

char const* state_label(State state);
char const* date_state_label(DateState state);
/// "14:30", "14.30", "9" or "9 Uhr".
std::optional<std::chrono::minutes> time_in(std::string text);
/// ISO or as offices write it.
std::optional<Date> date_in(std::string const& text);
/// "Samstag, 5. Dezember · 14:00–18:00" of one day of an event.
std::string when_text(Visit const& visit, Event const& event, EventDate const& date);
/// An error where it belongs in the form.
void show_error(Form& form, Error const& error);
/// The event named in the address when the actor may change it; else the answer in `instead`.
std::optional<Event> own_event(Visit& visit, db::Reader& reader, http::Response& instead);
std::string href_of(Event const& event);

}  // namespace mila::events
