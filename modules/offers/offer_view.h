// Views of one offer: its page and its card in two languages.
#pragma once

#include <string>
#include <vector>

#include "modules/offers/page_kit.h"

namespace mila::offers {

struct DayView {
  std::string day, reason;
  bool today = false, closed = false;
  struct SpanView {
    std::string time, note;
    template <class V>
    void fields(V& v) { v("time", time)("note", note); }
  };
  std::vector<SpanView> spans;
  template <class V>
  void fields(V& v) {
    v("day", day)("reason", reason)("today", today)("closed", closed)("spans", spans);
  }
};

/// One place of an offer with its hours and way there.
struct PlaceView {
  std::string title, street, town, building, stop_text, map_href, phone, tel;
  std::vector<std::string> accessibility, more_hours, closures;
  std::vector<DayView> days;
  OpenState state;
  bool has_days = false, is_protected = false, only = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("street", street)("town", town)("building", building)(
        "stop_text", stop_text)("map_href", map_href)("phone", phone)("tel", tel)(
        "accessibility", accessibility)("more_hours", more_hours)("closures", closures)(
        "days", days)("state", state)("has_days", has_days)("is_protected", is_protected)("only",
                                                                                          only);
  }
};

struct DateView {
  std::string iso, day, title, where, note;
  bool cancelled = false;
  template <class V>
  void fields(V& v) {
    v("iso", iso)("day", day)("title", title)("where", where)("note", note)("cancelled", cancelled);
  }
};

struct StopRow {
  std::string day, time, where, distance, note;
  bool today = false, cancelled = false, nearest = false;
  template <class V>
  void fields(V& v) {
    v("day", day)("time", time)("where", where)("distance", distance)("note", note)(
        "today", today)("cancelled", cancelled)("nearest", nearest);
  }
};

struct ReportForm {
  std::string action, token, text, error;
  bool sent = false;
  template <class V>
  void fields(V& v) {
    v("action", action)("token", token)("text", text)("error", error)("sent", sent);
  }
};

struct OfferView {
  ShownText title, summary, description;
  std::string organization, organization_href, language_name, costs, phone, tel, mail, website,
      booking_href, booking_note, card_href, vcard_href, calendar_href, share_href, share_url,
      confirmed, unconfirmed_since, age, audience_note, waiting, language_note, alert, office_phone,
      office_tel, offer_title_plain;
  std::vector<ShownText> certain, on_request;
  std::vector<std::string> documents, assurances, supports, statuses;
  std::string audiences, accesses, areas;  ///< joined
  std::vector<Link> topics;
  std::vector<PlaceView> places;
  std::vector<DateView> dates;
  std::vector<StopRow> stops;
  OpenState state;
  ReportForm report;
  bool has_certain = false, has_on_request = false, has_documents = false, has_assurances = false,
       has_supports = false, has_places = false, has_dates = false, has_topics = false;
  bool has_languages = false, has_for_whom = false, is_tour = false, violence = false,
       any_foreign = false, has_description = false, is_protected = false;
  template <class V>
  void fields(V& v) {
    v("title", title)("summary", summary)("description", description)(
        "organization", organization)("organization_href", organization_href)(
        "language_name", language_name)("costs", costs)("phone", phone)("tel", tel)("mail", mail)(
        "website", website)("booking_href", booking_href)("booking_note", booking_note)(
        "card_href", card_href)("vcard_href", vcard_href)("calendar_href", calendar_href)(
        "share_href", share_href)("share_url", share_url)("confirmed", confirmed)("unconfirmed_since", unconfirmed_since)("age", age)(
        "audience_note", audience_note)("waiting", waiting)("language_note", language_note)(
        "alert", alert)("office_phone", office_phone)("office_tel", office_tel)(
        "offer_title_plain", offer_title_plain)("certain", certain)("on_request", on_request)(
        "documents", documents)("assurances", assurances)("audiences", audiences)(
        "supports", supports)("statuses", statuses)("accesses", accesses)("areas", areas)(
        "topics", topics)("places", places)("dates", dates)("stops", stops)("state", state)(
        "report", report)("has_certain", has_certain)("has_on_request", has_on_request)(
        "has_documents", has_documents)("has_assurances", has_assurances)(
        "has_supports", has_supports)("has_places", has_places)("has_dates", has_dates)(
        "has_topics", has_topics)("has_languages", has_languages)("has_for_whom", has_for_whom)(
        "is_tour", is_tour)("violence", violence)("any_foreign", any_foreign)(
        "has_description", has_description)("is_protected", is_protected);
  }
};

/// The same thing in German and in the reader's language.
struct PairView {
  std::string german_title, title;
  std::vector<std::string> german, own;
  bool say = false;
  template <class V>
  void fields(V& v) {
    v("german_title", german_title)("title", title)("german", german)("own", own)("say", say);
  }
};

struct CardView {
  std::string german_title, title, title_language, title_dir, language, dir, offer_href, phone,
      tel, mail_href, sms_href, message, message_meaning, message_title, meaning_title, county,
      confirmed, qr_label, phone_title, german_phone_title;
  html::Safe qr;
  std::vector<PairView> pairs;
  template <class V>
  void fields(V& v) {
    v("german_title", german_title)("title", title)("title_language", title_language)(
        "title_dir", title_dir)("language", language)("dir", dir)("offer_href", offer_href)(
        "phone", phone)("tel", tel)("mail_href", mail_href)("sms_href", sms_href)(
        "message", message)("message_meaning", message_meaning)("message_title", message_title)(
        "meaning_title", meaning_title)("county", county)("confirmed", confirmed)(
        "qr_label", qr_label)("phone_title", phone_title)(
        "german_phone_title", german_phone_title)("qr", qr)("pairs", pairs);
  }
};

/// The offer an address names ("hilfe-bei-der-wohnungssuche-1a2b3c4d"), or why not.
std::optional<Offer> find_offer(Visit& visit, db::Reader& reader,
                                places::Gazetteer const& gazetteer);
/// 301 to the right address when only the short id of `key` is right, else nothing.
std::optional<http::Response> renamed(Visit& visit, std::string const& right_href,
                                      std::string_view tail);

/// Hours of a normal week in few words: {"Mo, We 9:00–12:00", "1st We of the month 15:00–17:00"}.
std::vector<std::string> hours_lines(Words const& words, hours::Timetable const& timetable,
                                     Date today);
/// "9:00–16:00"; in right-to-left languages in words, because a dash flips the two times.
std::string span_text(Words const& words, std::chrono::minutes from, std::chrono::minutes to);
/// Forms of access during a span that are not simply "come in".
std::string access_note(Words const& words, hours::Access access);

/// Fills everything but the report form.
OfferView offer_view(Visit& visit, Words const& words, Offer const& offer, MyPlace const& mine,
                     Instant now, Instant& fresh_until);
/// schema.org/GovernmentService as JSON-LD, without protected addresses.
html::Safe json_ld(Offer const& offer, OfferView const& view);

}  // namespace mila::offers
