// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::events {

using i18n::N_;

struct AgendaRowView {
  std::string number, title, at;
  template <class V>
  void fields(V& v) { v("number", number)("title", title)("at", at); }
};

/// A date of the public calendar. Texts are the organiser's own words.
struct DateView {
  std::string title, body, body_href, day, when, where, municipality, href, ics_href, purpose;
  bool cancelled = false, over = false, has_agenda = false;
  std::vector<AgendaRowView> agenda;
  template <class V>
  void fields(V& v) {
    v("title", title)("body", body)("body_href", body_href)("day", day)("when", when)("where", where)(
        "municipality", municipality)("href", href)("ics_href", ics_href)("purpose", purpose)("cancelled", cancelled)(
        "over", over)("has_agenda", has_agenda)("agenda", agenda);
  }
};

struct CalendarView {
  std::string body, feed_href, language;
  bool has_dates = false;
  std::vector<DateView> dates;
  template <class V>
  void fields(V& v) {
    v("body", body)("feed_href", feed_href)("language", language)("has_dates", has_dates)("dates", dates);
  }
};

// Everybody.
http::Response show_calendar(Visit& visit);
http::Response show_date(Visit& visit);
http::Response calendar_feed(Visit& visit);
http::Response date_file(Visit& visit);

}  // namespace mila::events
