// An offer as a reader meets it: its record with organisation and places, when it is open, and the
// texts in the reader's language. No SQL, no HTTP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engines/hours/hours.h"
#include "modules/directory/directory.h"
#include "modules/offers/words.h"
#include "modules/places/places.h"

namespace mila::offers {

/// One place where an offer can be had.
struct OfferPlace {
  directory::ServiceAtLocation at;
  directory::Location location;  ///< redacted when protected
  hours::Timetable timetable;
  std::string town;              ///< "Weidenrode" or "Altstadt (Weidenrode)"
  std::optional<places::Point> point;
};

struct Offer {
  directory::Service service;
  std::optional<directory::Organization> organization;
  std::vector<OfferPlace> places;
  hours::Timetable timetable;  ///< of all places together
  bool is_protected = false;
};

/// Everything needed to show offers, in three statements whatever their number.
std::vector<Offer> load_offers(db::Reader& reader, County& county,
                               places::Gazetteer const& gazetteer,
                               std::vector<std::string> const& ids);

/// A text with the language it is really in; `foreign` when that is not the reader's.
struct ShownText {
  std::string text, language, dir;
  bool foreign = false, outdated = false;
  bool last = true;  ///< in a list: no comma follows
  template <class V>
  void fields(V& v) {
    v("text", text)("language", language)("dir", dir)("foreign", foreign)("outdated", outdated)(
        "last", last);
  }
};
ShownText shown_text(directory::Service const& service, std::string_view field,
                     std::string const& reader_language);

/// Open or not, in words.
struct OpenState {
  std::string badge = "info";  ///< "success": open, "info": closed, "warning": unknown or paused
  std::string text;            ///< "open until 16:00", "opens Monday 9:00", "hours unknown"
  std::string icon;
  bool open = false;
  Instant changes_at;
  template <class V>
  void fields(V& v) {
    bool success = badge == "success", info = badge == "info", warning = badge == "warning";
    v("badge", badge)("text", text)("success", success)("info", info)("warning", warning);
  }
};
OpenState open_state(Words const& words, directory::Service const& service,
                     hours::Timetable const& timetable, hours::HolidayCalendar const& holidays,
                     Instant now);

/// "today 14:00", "tomorrow 9:00", "Monday 9:00", "Mon 7 December 9:00".
std::string when_text(Words const& words, hours::LocalTime at, Date today);

/// "/de/offers/hilfe-bei-der-wohnungssuche-1a2b3c4d"
std::string offer_href(directory::Service const& service, std::string_view language);
std::string organization_href(directory::Organization const& organization, std::string_view language);

/// Names of languages as their speakers write them: certain ones, or those on request.
std::vector<ShownText> spoken_languages(directory::Service const& service, bool on_request);
/// "free" in the reader's words with amounts: {"Free", "5 EUR"}.
std::string cost_text(Words const& words, directory::Service const& service);
/// The number to call: the offer's, its place's, or its organisation's first.
std::string phone_of(Offer const& offer);
std::string mail_of(Offer const& offer);
/// True when the offer belongs to a topic about violence or crisis: pages then offer a quick exit.
bool is_about_violence(directory::Service const& service);
bool is_violence_topic(std::string_view topic_code);

/// One line of a list: result pages, "open now", organisation pages.
struct OfferLine {
  std::string href, by, distance, facts, why, phone, tel;
  ShownText title, summary;
  OpenState state;
  bool has_summary = false;
  template <class V>
  void fields(V& v) {
    v("href", href)("by", by)("distance", distance)("facts", facts)("why", why)("phone", phone)(
        "tel", tel)("title", title)("summary", summary)("state", state)("has_summary", has_summary);
  }
};
OfferLine offer_line(Words const& words, Offer const& offer, hours::HolidayCalendar const& holidays,
                     Instant now, std::optional<double> metres);

}  // namespace mila::offers
