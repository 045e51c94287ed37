// What an offer looks like to its reader.
#include "modules/offers/offer.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "modules/directory/timetable.h"
#include "platform/base/text.h"
#include "platform/site/frame.h"

namespace mila::offers {
namespace {

using directory::Service;

constexpr char const* kViolenceTopics[] = {"violence-protection", "crisis-support"};

std::string language_tag(std::string_view code) {
  return std::string(code == "de-simple" ? "de" : code);
}

ShownText make_shown(std::string text, std::string const& language,
                     std::string const& reader_language, bool outdated) {
  ShownText shown;
  shown.text = std::move(text);
  shown.language = language_tag(language);
  auto const* known = i18n::find_language(language);
  shown.dir = known && known->right_to_left ? "rtl" : "ltr";
  shown.foreign = language != reader_language &&
                  !(reader_language == "de-simple" && language == "de");
  shown.outdated = outdated;
  return shown;
}

std::string town_of(places::Gazetteer const& gazetteer, directory::Location const& location) {
  auto const* place = gazetteer.find(location.x_place_id.value_or(""));
  if (place) {
    auto const* municipality = gazetteer.municipality_of(place->id);
    if (place->kind == places::Kind::Part && municipality)
      return place->name + " (" + municipality->name + ")";
    return place->name;
  }
  return location.addresses.empty() ? "" : location.addresses.front().city;
}

std::string first_number(std::vector<directory::Phone> const& phones) {
  return phones.empty() ? "" : phones.front().number;
}

}  // namespace

std::vector<Offer> load_offers(db::Reader& reader, County& county,
                               places::Gazetteer const& gazetteer,
                               std::vector<std::string> const& ids) {
  auto services = directory::find_services(reader, ids);
  std::vector<std::string> organization_ids, location_ids;
  for (auto const& service : services) {
    organization_ids.push_back(service.organization_id);
    for (auto const& at : service.service_at_locations) location_ids.push_back(at.location_id);
  }
  std::unordered_map<std::string, directory::Organization> organizations;
  for (auto& organization : directory::find_organizations(reader, organization_ids))
    organizations.emplace(organization.id, std::move(organization));
  std::unordered_map<std::string, directory::Location> locations;
  for (auto& location : directory::find_locations(reader, location_ids))
    locations.emplace(location.id, std::move(location));
  std::vector<Offer> offers;
  for (auto& service : services) {
    Offer& offer = offers.emplace_back();
    offer.timetable = directory::to_timetable(service, county.config().zone);
    offer.is_protected = service.x_protected;
    if (auto found = organizations.find(service.organization_id); found != organizations.end()) {
      offer.organization = found->second;
      offer.is_protected = offer.is_protected || found->second.x_protected;
    }
    for (auto const& at : service.service_at_locations) {
      auto found = locations.find(at.location_id);
      if (found == locations.end()) continue;
      OfferPlace place;
      place.at = at;
      place.location = directory::redacted(found->second, offer.is_protected);
      place.timetable =
          directory::to_timetable(service, &at, &found->second, county.config().zone);
      place.town = town_of(gazetteer, place.location);
      if (place.location.latitude && place.location.longitude)
        place.point = places::Point{*place.location.latitude, *place.location.longitude};
      offer.places.push_back(std::move(place));
    }
    offer.service = std::move(service);
  }
  return offers;
}

ShownText shown_text(Service const& service, std::string_view field,
                     std::string const& reader_language) {
  std::string original = field == "name"          ? service.name
                         : field == "x_summary"   ? service.x_summary.value_or("")
                         : field == "description" ? service.description.value_or("")
                                                  : "";
  auto best = directory::best_text(service.x_texts, field, original,
                                   service.x_language.value_or("de"), reader_language);
  return make_shown(std::move(best.value), best.language, reader_language, best.outdated);
}

std::string when_text(Words const& words, hours::LocalTime at, Date today) {
  auto days = (std::chrono::sys_days(at.date) - std::chrono::sys_days(today)).count();
  std::string time = i18n::format_time(at.minutes);
  if (days == 0) return words("today {time}", {{"time", time}});
  if (days == 1) return words("tomorrow {time}", {{"time", time}});
  std::string day =
      days < 7 ? i18n::weekday_name(std::chrono::weekday(std::chrono::sys_days(at.date)),
                                    words.language(), false)
               : i18n::format_date(at.date, words.language(), i18n::DateStyle::WeekdayShort);
  return words("{day} {time}", {{"day", day}, {"time", time}});
}

OpenState open_state(Words const& words, Service const& service, hours::Timetable const& timetable,
                     hours::HolidayCalendar const& holidays, Instant now) {
  OpenState state;
  auto status = hours::status_at(timetable, holidays, now);
  auto today = hours::local_time(timetable.zone, now).date;
  Instant midnight = local_to_instant(
      Date{std::chrono::sys_days(today) + std::chrono::days{1}}, std::chrono::minutes{0},
      timetable.zone);
  state.changes_at = std::min(status.changes_at.value_or(midnight), midnight);
  if (service.status == "temporarily closed" || service.status == "inactive") {
    state.badge = "warning";
    state.text = words("paused at the moment");
    return state;
  }
  if (service.x_full_until && parse_iso_date(*service.x_full_until) >= today) {
    state.badge = "warning";
    state.text = words("full until {date}",
                       {{"date", i18n::format_date(*parse_iso_date(*service.x_full_until),
                                                   words.language(), i18n::DateStyle::Long)}});
    return state;
  }
  bool phone = status.access == hours::Access::ByPhone;
  switch (status.state) {
    case hours::State::Unknown: {
      bool appointment = directory::has_term(service.x_terms, "access:by-appointment") ||
                         status.access == hours::Access::ByAppointment;
      state.badge = appointment ? "info" : "warning";
      state.text = appointment ? words("by appointment") : words("hours unknown");
      break;
    }
    case hours::State::Open: {
      state.badge = "success";
      state.open = true;
      if (status.always_open || !status.until) {
        state.text = phone ? words("always reachable") : words("always open");
        break;
      }
      std::string time = i18n::format_time(hours::local_time(timetable.zone, *status.until).minutes);
      bool appointment = status.access == hours::Access::ByAppointment;
      state.text = phone         ? words("by phone until {time}", {{"time", time}})
                   : appointment ? words("until {time}, by appointment", {{"time", time}})
                                 : words("open until {time}", {{"time", time}});
      break;
    }
    case hours::State::Closed:
      if (!status.next) {
        state.text = words("closed at the moment");
        break;
      }
      std::string when =
          when_text(words, hours::local_time(timetable.zone, status.next->from), today);
      state.text = phone ? words("by phone {when}", {{"when", when}})
                         : words("opens {when}", {{"when", when}});
      if (status.holiday_today)
        state.text = words("holiday today, opens {when}", {{"when", when}});
  }
  return state;
}

std::string offer_href(Service const& service, std::string_view language) {
  return fmt::format("/{}/offers/{}-{}", language, slugify(service.name), short_id(service.id));
}

std::string organization_href(directory::Organization const& organization,
                              std::string_view language) {
  return fmt::format("/{}/organisations/{}-{}", language, slugify(organization.name),
                     short_id(organization.id));
}

std::vector<ShownText> spoken_languages(Service const& service, bool on_request) {
  std::vector<ShownText> names;
  for (auto const& language : service.languages) {
    if (language.x_on_request != on_request) continue;
    std::string code = language.code.value_or("");
    std::string name = code.empty() ? language.name.value_or("") : i18n::native_name_of(code);
    if (name.empty()) continue;
    if (!names.empty()) names.back().last = false;
    names.push_back(make_shown(name, code.empty() ? "en" : code, "", false));
  }
  return names;
}

std::string cost_text(Words const& words, Service const& service) {
  std::vector<std::string> texts;
  for (auto const& cost : service.cost_options) {
    std::string text = cost.x_code ? words.value("cost", *cost.x_code) : cost.option.value_or("");
    if (cost.amount) {
      std::string amount = *cost.amount == static_cast<std::int64_t>(*cost.amount)
                               ? fmt::format("{:.0f}", *cost.amount)
                               : fmt::format("{:.2f}", *cost.amount);
      std::string currency = cost.currency.value_or("EUR");
      text += (text.empty() ? "" : ": ") + amount + " " + (currency == "EUR" ? "€" : currency);
    }
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return join(texts, ". ");
}

std::string phone_of(Offer const& offer) {
  if (auto number = first_number(offer.service.phones); !number.empty()) return number;
  for (auto const& place : offer.places) {
    if (auto number = first_number(place.at.phones); !number.empty()) return number;
    if (auto number = first_number(place.location.phones); !number.empty()) return number;
  }
  return offer.organization && !offer.is_protected ? first_number(offer.organization->phones) : "";
}

std::string mail_of(Offer const& offer) {
  if (offer.service.email) return *offer.service.email;
  return offer.organization && !offer.is_protected ? offer.organization->email.value_or("") : "";
}

bool is_violence_topic(std::string_view topic_code) {
  for (auto const* topic : taxonomy::taxonomy().line(topic_code))
    for (auto const* violent : kViolenceTopics)
      if (topic->code == violent) return true;
  return false;
}

bool is_about_violence(Service const& service) {
  auto topics = directory::codes(service.x_terms, "topic");
  return std::any_of(topics.begin(), topics.end(), is_violence_topic);
}

OfferLine offer_line(Words const& words, Offer const& offer, hours::HolidayCalendar const& holidays,
                     Instant now, std::optional<double> metres) {
  OfferLine line;
  auto const& service = offer.service;
  line.href = offer_href(service, words.language());
  line.title = shown_text(service, "name", words.language());
  line.summary = shown_text(service, "x_summary", words.language());
  if (line.summary.text.empty()) line.summary = shown_text(service, "description", words.language());
  line.has_summary = !line.summary.text.empty();
  if (line.summary.text.size() > 300)
    line.summary.text = std::string(truncate_utf8(line.summary.text, 280)) + "…";
  if (offer.organization) line.by = offer.organization->name;
  if (!offer.places.empty() && !offer.places.front().town.empty()) {
    line.by += line.by.empty() ? "" : ", ";
    line.by += offer.places.front().town;
    if (offer.places.size() > 1)
      line.by += fmt::format(" (+{})", offer.places.size() - 1);
  }
  line.state = open_state(words, service, offer.timetable, holidays, now);
  if (metres) line.distance = i18n::format_distance(*metres, words.language());
  std::vector<std::string> facts;
  std::vector<std::string> spoken;
  for (auto const& name : spoken_languages(service, false)) {
    if (spoken.size() == 5) {
      spoken.back() += " …";
      break;
    }
    // Isolated, so that names of both directions keep their order.
    spoken.push_back("\u2068" + name.text + "\u2069");
  }
  if (!spoken.empty()) facts.push_back(join(spoken, ", "));
  for (auto const& cost : service.cost_options)
    if (cost.x_code) {
      facts.push_back(words.value("cost", *cost.x_code));
      break;
    }
  auto access = directory::codes(service.x_terms, "access");
  if (!access.empty()) facts.push_back(words.value("access", access.front()));
  line.facts = join(facts, " · ");
  line.phone = phone_of(offer);
  line.tel = tel_href(line.phone);
  return line;
}

}  // namespace mila::offers
