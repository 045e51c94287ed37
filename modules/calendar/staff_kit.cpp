#include "modules/calendar/staff_kit.h"

#include "platform/base/text.h"

namespace mila::events {

using std::chrono::minutes;

std::vector<StaffMenuItem> staff_menu() {
  return {{63, kTitle, kPath, "ticket", Permission::EditOffers}};
}

std::vector<StaffMenuItem> quick_acts() {
  return {{63, N_("Enter an event"), std::string(kPath) + "/new", "ticket", Permission::EditOffers}};
}

char const* state_label(State state) {
  switch (state) {
    case State::Waiting: return N_("waits for release");
    case State::Public: return N_("public");
    case State::Refused: return N_("back for changes");
    case State::Cancelled: break;
  }
  return N_("cancelled");
}

char const* date_state_label(DateState state) {
  switch (state) {
    case DateState::Planned: return N_("as planned");
    case DateState::Moved: return N_("moved");
    case DateState::Cancelled: break;
  }
  return N_("cancelled");
}

std::optional<minutes> time_in(std::string text) {
  text = trim(replace_all(replace_all(text, "Uhr", ""), ".", ":"));
  auto colon = text.find(':');
  auto hours = parse_integer(text.substr(0, colon));
  auto rest = colon == std::string::npos ? std::optional<std::int64_t>(0) : parse_integer(text.substr(colon + 1));
  if (!hours || !rest || *hours < 0 || *hours > 23 || *rest < 0 || *rest > 59) return std::nullopt;
  return minutes{*hours * 60 + *rest};
}

std::optional<Date> date_in(std::string const& text) {
  auto date = parse_iso_date(text);
  return date ? date : parse_german_date(text);
}

std::string when_text(Visit const& visit, Event const& event, EventDate const& date) {
  PublicDate shown;
  shown.day = date.day;
  shown.start = date.start;
  shown.length = date.length;
  shown.all_day = event.all_day;
  return time_text(visit.context, shown);
}

void show_error(Form& form, Error const& error) { form.error(error.detail, error.message); }

std::optional<Event> own_event(Visit& visit, db::Reader& reader, http::Response& instead) {
  auto event = find_event(reader, visit.request.parameter("id"));
  if (event && may_edit(visit.context.actor, event->organization_id)) return event;
  instead = visit.site.error_page(visit, event ? 403 : 404);
  return std::nullopt;
}

std::string href_of(Event const& event) { return std::string(kPath) + "/" + event.id; }

}  // namespace mila::events
