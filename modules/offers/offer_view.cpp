// From an offer to what its page shows.
#include "modules/offers/offer_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "modules/directory/timetable.h"
#include "modules/offers/holidays.h"
#include "modules/offers/home_page.h"
#include "modules/offers/weekday_of_month.h"
#include "platform/base/text.h"

namespace mila::offers {
namespace {

using std::chrono::sys_days;

std::vector<std::string> labels(Words const& words, std::vector<std::string> const& terms,
                                std::string_view kind) {
  std::vector<std::string> list;
  for (auto const& code : directory::codes(terms, kind)) list.push_back(words.value(kind, code));
  return list;
}

DayView day_view(Words const& words, hours::DayHours const& day, Date today) {
  DayView view;
  view.day = i18n::weekday_name(std::chrono::weekday(sys_days(day.date)), words.language(), false);
  view.today = day.date == today;
  view.closed = day.spans.empty();
  if (view.closed && (day.holiday || day.exception)) view.reason = day.reason;
  for (auto const& span : day.spans) {
    std::string note = access_note(words, span.access);
    if (!span.note.empty()) note += (note.empty() ? "" : ", ") + span.note;
    view.spans.push_back({span_text(words, span.from, span.to), note});
  }
  return view;
}

/// "24. December to 1. January: closed (Christmas)" for what comes in the next sixty days.
std::vector<std::string> closure_lines(Words const& words, hours::Timetable const& timetable,
                                       Date today) {
  std::vector<std::string> lines;
  for (auto const& exception : timetable.exceptions) {
    if (sys_days(exception.to) < sys_days(today) ||
        sys_days(exception.from) > sys_days(today) + std::chrono::days{60})
      continue;
    auto day = [&](Date date) {
      return i18n::format_date(date, words.language(), i18n::DateStyle::WeekdayShort);
    };
    std::string when = exception.from == exception.to
                           ? day(exception.from)
                           : words("{from} to {to}", {{"from", day(exception.from)},
                                                      {"to", day(exception.to)}});
    std::string what =
        exception.closed ? words("closed")
        : exception.opens && exception.closes
            ? span_text(words, *exception.opens, *exception.closes)
            : words("open");
    lines.push_back(when + ": " + what +
                    (exception.reason.empty() ? "" : " (" + exception.reason + ")"));
  }
  return lines;
}

std::string stop_text(Words const& words, directory::Location const& location) {
  if (!location.x_getting_there || !location.x_getting_there->stop)
    return location.transportation.value_or("");
  auto const& way = *location.x_getting_there;
  std::string lines = way.lines ? join(split_list(*way.lines, '|'), ", ") : "";
  if (!lines.empty() && way.walk_minutes)
    return words.count("Bus or train {lines} to '{stop}', then one minute on foot",
                       "Bus or train {lines} to '{stop}', then {n} minutes on foot",
                       *way.walk_minutes, {{"lines", lines}, {"stop", *way.stop}});
  if (way.walk_minutes)
    return words.count("Stop '{stop}', then one minute on foot",
                       "Stop '{stop}', then {n} minutes on foot", *way.walk_minutes,
                       {{"stop", *way.stop}});
  return words("Stop '{stop}'", {{"stop", *way.stop}});
}

PlaceView place_view(Words const& words, Offer const& offer, OfferPlace const& place,
                     hours::HolidayCalendar const& calendar, Instant now, Date today) {
  PlaceView view;
  auto const& location = place.location;
  view.is_protected = location.x_protected;
  view.town = place.town;
  if (!location.addresses.empty() && !view.is_protected) {
    auto const& address = location.addresses.front();
    view.street = address.address_1;
    view.building = address.address_2.value_or("");
    view.town = address.postal_code + (address.postal_code.empty() ? "" : " ") + address.city;
  }
  if (view.building.empty() && location.name && *location.name != view.street)
    view.building = *location.name;
  view.title = place.town.empty() ? location.name.value_or("") : place.town;
  if (!view.is_protected) view.stop_text = stop_text(words, location);
  if (place.point)
    view.map_href = fmt::format("geo:{:.5f},{:.5f}", place.point->latitude, place.point->longitude);
  if (!place.at.phones.empty()) view.phone = place.at.phones.front().number;
  view.tel = tel_href(view.phone);
  for (auto const& item : location.accessibility)
    view.accessibility.push_back(item.x_code ? words.value("accessibility", *item.x_code)
                                             : item.description.value_or(""));
  auto const& timetable = place.timetable;
  for (auto const& day : hours::week_of(timetable, calendar, today)) {
    view.days.push_back(day_view(words, day, today));
    view.has_days = view.has_days || !day.spans.empty();
  }
  auto pattern = hours::weekly_pattern(timetable, today);
  if (!pattern.other_rules.empty()) {
    hours::Timetable others;
    for (int rule : pattern.other_rules)
      others.rules.push_back(timetable.rules[static_cast<std::size_t>(rule)]);
    view.more_hours = hours_lines(words, others, today);
  }
  view.closures = closure_lines(words, timetable, today);
  view.state = open_state(words, offer.service, timetable, calendar, now);
  return view;
}

/// The next dates over all places, soonest first.
std::vector<DateView> next_dates(Words const& words, Offer const& offer,
                                 hours::HolidayCalendar const& calendar, Instant now, Date today) {
  struct Dated {
    hours::Interval interval;
    OfferPlace const* place;
  };
  std::vector<Dated> dated;
  Date last{sys_days(today) + std::chrono::days{35}};
  auto add = [&](hours::Timetable const& timetable, OfferPlace const* place) {
    for (auto const& interval : hours::expand(timetable, calendar, today, last))
      if (interval.to > now) dated.push_back({interval, place});
  };
  for (auto const& place : offer.places) add(place.timetable, &place);
  if (offer.places.empty()) add(offer.timetable, nullptr);
  std::stable_sort(dated.begin(), dated.end(), [](Dated const& a, Dated const& b) {
    return a.interval.from < b.interval.from;
  });
  std::vector<DateView> views;
  for (auto const& entry : dated) {
    if (views.size() == 4) break;
    auto from = hours::local_time(offer.timetable.zone, entry.interval.from);
    auto to = hours::local_time(offer.timetable.zone, entry.interval.to);
    DateView view;
    view.iso = format_iso_date(from.date);
    view.day = from.date == today
                   ? words("Today")
                   : i18n::format_date(from.date, words.language(), i18n::DateStyle::WeekdayShort);
    view.title = words("{from} to {to}", {{"from", i18n::format_time(from.minutes)},
                                          {"to", i18n::format_time(to.minutes)}});
    if (entry.place) view.where = entry.place->town;
    view.note = access_note(words, entry.interval.access);
    views.push_back(std::move(view));
  }
  return views;
}

/// The stops of a tour in the order of their next visit; cancelled ones stay visible.
std::vector<StopRow> stop_rows(Words const& words, Offer const& offer,
                               hours::HolidayCalendar const& calendar, MyPlace const& mine,
                               Instant now, Date today) {
  struct Visit {
    Instant from;
    StopRow row;
    double metres;
  };
  std::vector<Visit> visits;
  Date last{sys_days(today) + std::chrono::days{28}};
  for (auto const& place : offer.places) {
    hours::Timetable planned = place.timetable;  // as if nothing were cancelled
    planned.exceptions.clear();
    for (auto const& interval : hours::expand(planned, calendar, today, last)) {
      if (interval.to <= now) continue;
      auto from = hours::local_time(planned.zone, interval.from);
      auto to = hours::local_time(planned.zone, interval.to);
      Visit visit{interval.from, {}, 1e12};
      visit.row.day = day_name(words, from.date, today);
      visit.row.time = span_text(words, from.minutes, to.minutes);
      visit.row.where = place.town;
      if (place.location.name) visit.row.where += (place.town.empty() ? "" : ", ") + *place.location.name;
      visit.row.today = from.date == today;
      for (auto const& exception : place.timetable.exceptions)
        if (exception.closed && sys_days(exception.from) <= sys_days(from.date) &&
            sys_days(from.date) <= sys_days(exception.to)) {
          visit.row.cancelled = true;
          visit.row.note = exception.reason;
        }
      if (mine.point() && place.point) {
        visit.metres = places::distance(*mine.point(), *place.point);
        visit.row.distance = i18n::format_distance(visit.metres, words.language());
      }
      visits.push_back(std::move(visit));
    }
  }
  std::stable_sort(visits.begin(), visits.end(),
                   [](Visit const& a, Visit const& b) { return a.from < b.from; });
  std::vector<StopRow> rows;
  auto nearest = std::min_element(visits.begin(), visits.end(), [](Visit const& a, Visit const& b) {
    return (a.row.cancelled ? 1e12 : a.metres) < (b.row.cancelled ? 1e12 : b.metres);
  });
  if (nearest != visits.end() && nearest->metres < 1e12) nearest->row.nearest = true;
  for (auto& visit : visits)
    if (rows.size() < 40) rows.push_back(std::move(visit.row));
  return rows;
}

/// Asked for again after `months`, and no answer for four weeks.
bool is_long_ago(Date assured, Date today, int months) {
  // A year ago on the 29th of February counts as the last day of that month.
  auto due = assured + std::chrono::months{months};
  if (!due.ok()) due = due.year() / due.month() / std::chrono::last;
  return sys_days(due) + std::chrono::days{28} < sys_days(today);
}

std::string age_text(Words const& words, directory::Service const& service) {
  std::string from = std::to_string(service.minimum_age.value_or(0));
  std::string to = std::to_string(service.maximum_age.value_or(0));
  if (service.minimum_age && service.maximum_age)
    return words("{from} to {to} years", {{"from", from}, {"to", to}});
  if (service.minimum_age) return words("from {from} years", {{"from", from}});
  if (service.maximum_age) return words("up to {to} years", {{"to", to}});
  return "";
}

}  // namespace

std::string span_text(Words const& words, std::chrono::minutes from, std::chrono::minutes to) {
  auto const* language = i18n::find_language(words.language());
  if (!language || !language->right_to_left)
    return i18n::format_time_span(from, to, words.language());
  return words("{from} to {to}", {{"from", i18n::format_time(from)}, {"to", i18n::format_time(to)}});
}

std::string access_note(Words const& words, hours::Access access) {
  switch (access) {
    case hours::Access::OpenDoor: return "";
    case hours::Access::ByAppointment: return words("by appointment only");
    case hours::Access::ByPhone: return words("by phone");
    case hours::Access::Online: return words("online");
  }
  return "";
}

std::vector<std::string> hours_lines(Words const& words, hours::Timetable const& timetable,
                                     Date today) {
  std::vector<std::string> lines;
  for (auto const& rule : timetable.rules) {
    if (!rule.opens || !rule.closes) continue;
    if (rule.until && sys_days(*rule.until) < sys_days(today)) continue;
    std::vector<std::string> days;
    for (auto const& by : rule.by_day) {
      if (auto const* phrase = weekday_of_month(by.nth, by.day)) {
        days.push_back(words(phrase));
        continue;
      }
      std::string day = i18n::weekday_name(by.day, words.language(), rule.by_day.size() > 2);
      // "The last but one" comes from feeds only and has no phrase; the dates below the hours say it.
      if (by.nth != 0) day = words("{day} (not every week)", {{"day", day}});
      days.push_back(std::move(day));
    }
    if (days.empty() && rule.start)
      days.push_back(i18n::format_date(*rule.start, words.language(), i18n::DateStyle::WeekdayShort));
    std::string line = join(days, ", ");
    if (rule.interval == 2) line = words("every second week: {days}", {{"days", line}});
    line += " " + span_text(words, *rule.opens, *rule.closes);
    if (auto note = access_note(words, rule.access); !note.empty()) line += ", " + note;
    lines.push_back(std::move(line));
  }
  return lines;
}

OfferView offer_view(Visit& visit, Words const& words, Offer const& offer, MyPlace const& mine,
                     Instant now, Instant& fresh_until) {
  auto& county = visit.context.county;
  auto const& service = offer.service;
  auto calendar = holidays(county);
  Date day = today(county, now);
  OfferView view;
  std::string const& reader = words.language();
  view.title = shown_text(service, "name", reader);
  view.summary = shown_text(service, "x_summary", reader);
  view.description = shown_text(service, "description", reader);
  view.has_description = !view.description.text.empty();
  view.any_foreign = view.title.foreign || (view.has_description && view.description.foreign);
  if (offer.organization) {
    view.organization = offer.organization->name;
    view.organization_href = organization_href(*offer.organization, reader) + place_query(mine);
  }
  view.state = open_state(words, service, offer.timetable, *calendar, now);
  fresh_until = std::min(fresh_until, view.state.changes_at);
  view.phone = phone_of(offer);
  view.tel = tel_href(view.phone);
  view.mail = mail_of(offer);
  view.website = service.url.value_or("");
  if (view.website.rfind("http", 0) != 0) view.website.clear();
  view.booking_href = service.x_booking_url.value_or("");
  if (view.booking_href.rfind("http", 0) != 0) view.booking_href.clear();
  view.certain = spoken_languages(service, false);
  view.on_request = spoken_languages(service, true);
  view.language_note = service.x_language_note.value_or("");
  view.has_languages = !view.certain.empty() || !view.on_request.empty();
  view.costs = cost_text(words, service);
  if (service.fees_description) view.costs += (view.costs.empty() ? "" : ". ") + *service.fees_description;
  for (auto const& document : service.required_documents)
    view.documents.push_back(document.x_code ? words.value("document", *document.x_code)
                                             : document.document.value_or(""));
  view.assurances = labels(words, service.x_terms, "assurance");
  auto audiences = labels(words, service.x_terms, "audience");
  view.supports = labels(words, service.x_terms, "support");
  view.statuses = labels(words, service.x_terms, "status");
  view.accesses = join(labels(words, service.x_terms, "access"), ", ");
  view.age = age_text(words, service);
  if (service.x_gender) {
    std::string only = words.value("audience", *service.x_gender == "female" ? "women" : "men");
    audiences.erase(std::remove(audiences.begin(), audiences.end(), only), audiences.end());
    audiences.insert(audiences.begin(), only);
  }
  // "Everyone" beside a sentence that says who adds nothing.
  if (service.eligibility_description)
    audiences.erase(std::remove(audiences.begin(), audiences.end(), words.value("audience", "everyone")),
                    audiences.end());
  view.audiences = join(audiences, ", ");
  view.audience_note = service.eligibility_description.value_or("");
  view.has_for_whom = !view.audiences.empty() || !view.statuses.empty() || !view.age.empty() ||
                      !view.audience_note.empty();
  view.areas = join(area_names(service.service_areas, *mine.gazetteer), ", ");
  if (service.x_waiting_weeks)
    view.waiting = words.count("about one week", "about {n} weeks", *service.x_waiting_weeks);
  else
    view.waiting = service.wait_time.value_or("");
  view.alert = service.alert.value_or("");
  for (auto const& code : directory::codes(service.x_terms, "topic"))
    view.topics.push_back({fmt::format("/{}/search?topic={}", reader, code), words.topic(code)});
  view.is_tour = service.x_mobile;
  view.is_protected = offer.is_protected;
  if (view.is_tour) {
    view.stops = stop_rows(words, offer, *calendar, mine, now, day);
  } else {
    for (auto const& place : offer.places)
      view.places.push_back(place_view(words, offer, place, *calendar, now, day));
    if (offer.places.empty() && !offer.timetable.rules.empty()) {
      OfferPlace nowhere;
      nowhere.timetable = offer.timetable;
      view.places.push_back(place_view(words, offer, nowhere, *calendar, now, day));
    }
    if (view.places.size() == 1) view.places.front().only = true;
    view.dates = next_dates(words, offer, *calendar, now, day);
  }
  view.has_certain = !view.certain.empty();
  view.has_on_request = !view.on_request.empty();
  view.has_documents = !view.documents.empty();
  view.has_assurances = !view.assurances.empty();
  view.has_supports = !view.supports.empty();
  view.has_places = !view.places.empty();
  view.has_dates = !view.dates.empty();
  view.has_topics = !view.topics.empty();
  view.violence = is_about_violence(service);
  std::string base = offer_href(service, reader);
  view.card_href = base + "/card";
  view.vcard_href = base + "/contact.vcf";
  view.calendar_href = base + "/calendar.ics";
  view.share_url = visit.site.absolute(visit, base);
  view.share_href = "mailto:?subject=" + percent_encode(view.title.text) +
                    "&body=" + percent_encode(view.share_url);
  view.offer_title_plain = view.title.text;
  view.language_name = i18n::find_language(reader)->native_name;
  if (service.assured_date)
    if (auto date = parse_iso_date(service.assured_date->substr(0, 10)))
      (is_long_ago(*date, day, county.config().confirm_months) ? view.unconfirmed_since : view.confirmed) =
          i18n::format_date(*date, reader, i18n::DateStyle::Long);
  view.office_phone = county.config().office_phone;
  view.office_tel = tel_href(view.office_phone);
  return view;
}

html::Safe json_ld(Offer const& offer, OfferView const& view) {
  nlohmann::ordered_json json;
  json["@context"] = "https://schema.org";
  json["@type"] = "GovernmentService";
  json["name"] = view.title.text;
  json["url"] = view.share_url;
  json["inLanguage"] = view.title.language;
  if (!view.summary.text.empty()) json["description"] = view.summary.text;
  if (!view.organization.empty())
    json["provider"] = {{"@type", "Organization"}, {"name", view.organization}};
  for (auto const& language : offer.service.languages)
    if (language.code && !language.x_on_request) json["availableLanguage"].push_back(*language.code);
  nlohmann::ordered_json channels = nlohmann::ordered_json::array();
  for (auto const& place : offer.places) {
    if (offer.is_protected || place.location.x_protected || place.location.addresses.empty()) continue;
    auto const& address = place.location.addresses.front();
    channels.push_back(
        {{"@type", "ServiceChannel"},
         {"serviceLocation",
          {{"@type", "Place"},
           {"address",
            {{"@type", "PostalAddress"},
             {"streetAddress", address.address_1},
             {"postalCode", address.postal_code},
             {"addressLocality", address.city},
             {"addressCountry", "DE"}}}}}});
  }
  if (!view.phone.empty())
    channels.push_back({{"@type", "ServiceChannel"},
                        {"servicePhone", {{"@type", "ContactPoint"}, {"telephone", view.phone}}}});
  if (!channels.empty()) json["availableChannel"] = std::move(channels);
  return {"<script type=\"application/ld+json\">" + replace_all(json.dump(), "<", "\\u003c") +
          "</script>"};
}

}  // namespace mila::offers
