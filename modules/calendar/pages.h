// Pages of this module, and what they share.
#pragma once

#include <string>
#include <vector>

#include "modules/calendar/dates.h"
#include "platform/county/days.h"
#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::events {

using i18n::N_;

struct AgendaRowView {
  std::string number, title, at;
  template <class V>
  void fields(V& v) { v("number", number)("title", title)("at", at); }
};

/// A date in a list or in a month.
struct DateRowView {
  std::string href, title, language, dir, time, where, organiser;
  std::string often, also, off;  ///< of a series in a list: its rule, its next days, days it falls out
  bool cancelled = false, moved = false, repeats = false;
  template <class V>
  void fields(V& v) {
    v("href", href)("title", title)("language", language)("dir", dir)("time", time)("where", where)(
        "organiser", organiser)("often", often)("also", also)("off", off)("cancelled", cancelled)("moved", moved)(
        "repeats", repeats);
  }
};

/// All dates of one day. In a month: `number` "5"; days of its neighbours are `outside` and empty.
struct DayView {
  std::string id, name, number;
  bool outside = false, today = false, has_dates = false;
  std::vector<DateRowView> dates;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("number", number)("outside", outside)("today", today)("has_dates", has_dates)("dates",
                                                                                                            dates);
  }
};

struct WeekView {
  std::vector<DayView> days;
  template <class V>
  void fields(V& v) { v("days", days); }
};

/// A list box of what to look for.
struct PickView {
  std::string id, name, label;
  std::vector<ChoiceView> choices;
  template <class V>
  void fields(V& v) { v("id", id)("name", name)("label", label)("choices", choices); }
};

struct NameView {
  std::string name;
  template <class V>
  void fields(V& v) { v("name", name); }
};

struct CalendarView {
  std::string title, about, about_language, about_dir, span, lead, action, words, body, feed_href, atom_href, list_href,
      month_href, month, before_href, before, after_href, after, later_href, all_href;
  bool is_programme = false, has_dates = false, as_month = false, asks = false, has_programmes = false, more_open = false;
  std::vector<PickView> picks, more_picks;  ///< most people choose when and where
  std::vector<DayView> days;
  std::vector<NameView> weekdays;
  std::vector<WeekView> weeks;
  std::vector<LinkView> programmes;
  template <class V>
  void fields(V& v) {
    v("title", title)("about", about)("about_language", about_language)("about_dir", about_dir)("span", span)(
        "lead", lead)("action", action)("words", words)("body", body)("feed_href", feed_href)("atom_href", atom_href)(
        "list_href", list_href)("month_href", month_href)("month", month)("before_href", before_href)(
        "before", before)("after_href", after_href)("after", after)("later_href", later_href)("all_href", all_href)(
        "is_programme", is_programme)("has_dates", has_dates)("as_month", as_month)("asks", asks)(
        "has_programmes", has_programmes)("picks", picks)("more_picks", more_picks)("more_open", more_open)("days", days)("weekdays", weekdays)("weeks", weeks)(
        "programmes", programmes);
  }
};

struct OtherDateView {
  std::string when;
  bool cancelled = false, moved = false;
  template <class V>
  void fields(V& v) { v("when", when)("cancelled", cancelled)("moved", moved); }
};

/// One event or meeting. Texts are the organiser's own words, in `language`.
struct DateView {
  std::string title, language, dir, organiser, organiser_href, when, often, where, municipality, ics_href, about, cost, link,
      spoken, topics, reason, programme, programme_href, source;
  bool cancelled = false, moved = false, over = false, is_meeting = false, has_agenda = false, has_others = false;
  std::vector<AgendaRowView> agenda;
  std::vector<OtherDateView> others;
  RelatedView related;
  template <class V>
  void fields(V& v) {
    v("related", related)("title", title)("language", language)("dir", dir)("organiser", organiser)("organiser_href", organiser_href)(
        "when", when)("often", often)("where", where)("municipality", municipality)("ics_href", ics_href)("about", about)("cost", cost)(
        "link", link)("spoken", spoken)("topics", topics)("reason", reason)("programme", programme)(
        "programme_href", programme_href)("source", source)("cancelled", cancelled)("moved", moved)("over", over)(
        "is_meeting", is_meeting)("has_agenda", has_agenda)("has_others", has_others)("agenda", agenda)("others",
                                                                                                       others);
  }
};

/// The secret address of one's own calendar; `address` only right after it was made.
struct OwnCalendarView {
  std::string title, address, since;
  template <class V>
  void fields(V& v) { v("title", title)("address", address)("since", since); }
};

/// What the address asks for: ?q=&place=&topic=&language=&organisation=&body=&programme=. nullopt when it
/// names a body or programme that is not public.
std::optional<CalendarFilter> read_filter(Visit& visit, db::Reader& reader);
/// The same as an address, without "?"; "" when nothing is asked.
std::string query_of(County& county, CalendarFilter const& filter);
Date today_of(Context const& context);
/// "rtl" or "ltr".
std::string direction_of(std::string_view language);
/// Weeks from Monday to Sunday that hold the month, every date once on its day.
std::vector<WeekView> month_weeks(Context const& context, std::chrono::year_month month,
                                  std::vector<PublicDate> const& dates);
/// "Dezember 2026".
std::string month_name(std::chrono::year_month month, std::string_view language);
DateRowView row_of(Context const& context, PublicDate const& date);

std::vector<TemplateUse> templates();

// Everybody.
http::Response show_calendar(Visit& visit);
http::Response show_programme(Visit& visit);
http::Response show_date(Visit& visit);
http::Response calendar_feed(Visit& visit);
http::Response calendar_atom(Visit& visit);
http::Response date_file(Visit& visit);
http::Response own_feed(Visit& visit);

// Workplace.
http::Response show_own_calendar(Visit& visit);
http::Response make_own_calendar(Visit& visit);
http::Response end_own_calendar(Visit& visit);
http::Response list_events_page(Visit& visit);
http::Response show_new_event(Visit& visit);
http::Response add_event(Visit& visit);
http::Response show_event(Visit& visit);
http::Response show_edit(Visit& visit);
http::Response save_edit(Visit& visit);
http::Response show_cancel(Visit& visit);
http::Response cancel_now(Visit& visit);
http::Response show_one_date(Visit& visit);
http::Response save_one_date(Visit& visit);
http::Response show_decision(Visit& visit);
http::Response decide_now(Visit& visit);
http::Response list_programmes(Visit& visit);
http::Response show_programme_form(Visit& visit);
http::Response save_programme_form(Visit& visit);
http::Response list_sources_page(Visit& visit);
http::Response show_source(Visit& visit);
http::Response save_source(Visit& visit);
http::Response show_release_setting(Visit& visit);
http::Response save_release_setting(Visit& visit);

// The start page and the menu.
std::vector<StaffMenuItem> staff_menu();
std::vector<StaffMenuItem> quick_acts();
std::vector<WaitingItem> waiting(Context& context, db::Reader& reader);
void add_broken_sources(Context& context, db::Reader& reader, std::vector<WaitingItem>& items);

std::vector<Related> related(Context& context, db::Reader& reader, std::string_view kind, std::string_view id);

void load_demo(Context& context, std::string const& folder);

}  // namespace mila::events
