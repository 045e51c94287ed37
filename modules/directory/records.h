// The records of the directory in the terms of HSDS 3.1 (docs.openreferral.org): organization,
// service, location and what hangs on them. Members named x_… are our documented extensions
// (docs/hsds-profile.md). A record is stored as the JSON these structs read and write; JSON that
// came from elsewhere may hold more than is listed here and keeps it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mila::directory {

using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;

/// A text in another language than the record's own (German unless x_language says otherwise).
struct LocalisedText {
  std::string field;     ///< "name", "description", "x_summary"
  std::string language;  ///< "uk"
  std::string value;
  std::string source_hash;  ///< hash of the original when translated; differs → outdated
  std::string state;        ///< "checked", "machine", ""
  template <class V>
  void fields(V& v) {
    v("field", field)("language", language)("value", value)("source_hash", source_hash)("state",
                                                                                       state);
  }
};

struct Url {
  std::string id, url;
  Text label;
  template <class V>
  void fields(V& v) { v("id", id)("label", label)("url", url); }
};

struct Language {
  std::string id;
  Text name, code, note;
  bool x_on_request = false;  ///< only with an interpreter or after asking
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("code", code)("note", note)("x_on_request", x_on_request);
  }
};

struct Phone {
  std::string id, number;
  Text type, description;
  std::vector<Language> languages;
  template <class V>
  void fields(V& v) {
    v("id", id)("number", number)("type", type)("description", description)("languages", languages);
  }
};

struct Schedule {
  std::string id;
  Text valid_from, valid_to, dtstart, until, wkst, freq, byday, byweekno, bymonthday, byyearday,
      description, opens_at, closes_at, schedule_link, attending_type, notes;
  Number count, interval;
  std::optional<double> timezone;
  Text x_access;  ///< access code: "open-door", "by-appointment", "by-phone", "online"
  bool x_open_on_holidays = false;
  template <class V>
  void fields(V& v) {
    v("id", id)("valid_from", valid_from)("valid_to", valid_to)("dtstart", dtstart)(
        "timezone", timezone)("until", until)("count", count)("wkst", wkst)("freq", freq)(
        "interval", interval)("byday", byday)("byweekno", byweekno)("bymonthday", bymonthday)(
        "byyearday", byyearday)("description", description)("opens_at", opens_at)(
        "closes_at", closes_at)("schedule_link", schedule_link)("attending_type", attending_type)(
        "notes", notes)("x_access", x_access)("x_open_on_holidays", x_open_on_holidays);
  }
};

/// Days on which the schedules do not hold (HSDS has none).
struct ScheduleException {
  std::string from, to;     ///< ISO dates, both included
  Text opens_at, closes_at;  ///< none: closed
  Text reason;
  template <class V>
  void fields(V& v) {
    v("from", from)("to", to)("opens_at", opens_at)("closes_at", closes_at)("reason", reason);
  }
};

struct Contact {
  std::string id;
  Text name, title, department, email;
  std::vector<Phone> phones;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("title", title)("department", department)("email", email)("phones",
                                                                                      phones);
  }
};

struct CostOption {
  std::string id;
  Text valid_from, valid_to, option, currency, amount_description;
  std::optional<double> amount;
  Text x_code;  ///< cost code: "free", "small-fee"
  template <class V>
  void fields(V& v) {
    v("id", id)("valid_from", valid_from)("valid_to", valid_to)("option", option)(
        "currency", currency)("amount", amount)("amount_description", amount_description)("x_code",
                                                                                        x_code);
  }
};

struct RequiredDocument {
  std::string id;
  Text document, uri;
  Text x_code;  ///< document code: "passport"
  template <class V>
  void fields(V& v) { v("id", id)("document", document)("uri", uri)("x_code", x_code); }
};

struct ServiceArea {
  std::string id;
  Text name, description, extent, extent_type, uri;
  Text x_place_id, x_area_id;  ///< a place or an area of `places`
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("description", description)("extent", extent)(
        "extent_type", extent_type)("uri", uri)("x_place_id", x_place_id)("x_area_id", x_area_id);
  }
};

struct Unit {
  std::string id, name;
  Text scheme, identifier, uri;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("scheme", scheme)("identifier", identifier)("uri", uri);
  }
};

struct ServiceCapacity {
  std::string id;
  std::optional<Unit> unit;
  double available = 0;
  std::string updated;
  std::optional<double> maximum;
  Text description;
  template <class V>
  void fields(V& v) {
    v("id", id)("unit", unit)("maximum", maximum)("description", description)("updated", updated);
    v("available", available);
  }
};

struct Accessibility {
  std::string id;
  Text description, details, url;
  Text x_code;  ///< accessibility code: "step-free"
  template <class V>
  void fields(V& v) {
    v("id", id)("description", description)("details", details)("url", url)("x_code", x_code);
  }
};

struct Address {
  std::string id, address_1, city, state_province, postal_code, country, address_type;
  Text attention, address_2, region;
  template <class V>
  void fields(V& v) {
    v("id", id)("attention", attention)("address_1", address_1)("address_2", address_2)(
        "city", city)("region", region)("state_province", state_province)(
        "postal_code", postal_code)("country", country)("address_type", address_type);
  }
};

/// How to get there by public transport (HSDS has only the free text `transportation`).
struct GettingThere {
  Text stop, lines;
  Number walk_minutes;
  template <class V>
  void fields(V& v) { v("stop", stop)("lines", lines)("walk_minutes", walk_minutes); }
};

struct Location {
  std::string id, location_type = "physical";
  Text name, alternate_name, description, transportation, url, organization_id;
  std::optional<double> latitude, longitude;
  std::vector<Language> languages;
  std::vector<Address> addresses;
  std::vector<Contact> contacts;
  std::vector<Accessibility> accessibility;
  std::vector<Phone> phones;
  std::vector<Schedule> schedules;
  Text x_place_id;          ///< municipality or part
  bool x_protected = false;  ///< town only; never on a map, in distances, cards or feeds
  std::optional<GettingThere> x_getting_there;
  template <class V>
  void fields(V& v) {
    v("id", id)("location_type", location_type)("name", name)("alternate_name", alternate_name)(
        "description", description)("transportation", transportation)("latitude", latitude)(
        "longitude", longitude)("url", url)("organization_id", organization_id)(
        "languages", languages)("addresses", addresses)("contacts", contacts)(
        "accessibility", accessibility)("phones", phones)("schedules", schedules)(
        "x_place_id", x_place_id)("x_protected", x_protected)("x_getting_there", x_getting_there);
  }
};

struct ServiceAtLocation {
  std::string id, location_id;
  Text description;
  std::vector<ServiceArea> service_areas;
  std::vector<Contact> contacts;
  std::vector<Phone> phones;
  std::vector<Schedule> schedules;
  std::vector<ScheduleException> x_exceptions;
  Number x_stop_order;  ///< position in a mobile tour, from 1
  template <class V>
  void fields(V& v) {
    v("id", id)("location_id", location_id)("description", description)(
        "service_areas", service_areas)("contacts", contacts)("phones", phones)(
        "schedules", schedules)("x_exceptions", x_exceptions)("x_stop_order", x_stop_order);
  }
};

/// What the public calls an offer.
struct Service {
  std::string id, organization_id, name, status = "active";
  Text alternate_name, description, url, email, interpretation_services, application_process,
      fees_description, eligibility_description, assured_date, assurer_email, alert, last_modified,
      accreditations, wait_time, program_id;
  Number minimum_age, maximum_age;
  std::vector<Url> additional_urls;
  std::vector<Phone> phones;
  std::vector<Schedule> schedules;
  std::vector<ServiceArea> service_areas;
  std::vector<ServiceAtLocation> service_at_locations;
  std::vector<Language> languages;
  std::vector<CostOption> cost_options;
  std::vector<RequiredDocument> required_documents;
  std::vector<Contact> contacts;
  std::vector<ServiceCapacity> capacities;
  /// Controlled values as "kind:code": "topic:housing-search", "audience:women", "access:open-door",
  /// "assurance:anonymous", "support:childcare", "status:tolerated", "format:phone".
  std::vector<std::string> x_terms;
  std::vector<ScheduleException> x_exceptions;
  std::vector<LocalisedText> x_texts;
  Text x_summary;      ///< one sentence
  Text x_language;     ///< of the record's own texts; none means "de"
  Text x_zone;         ///< IANA zone; none means the county's
  Text x_booking_url, x_booking_note;
  Text x_language_note;
  Text x_gender;       ///< "female" or "male": only for them
  Number x_waiting_weeks;
  Text x_full_until;   ///< ISO date: no free place before
  bool x_mobile = false;     ///< a tour: its locations are stops
  bool x_protected = false;  ///< see Location::x_protected
  Text x_external_id, x_source;
  template <class V>
  void fields(V& v) {
    v("id", id)("organization_id", organization_id)("program_id", program_id)("name", name)(
        "alternate_name", alternate_name)("description", description)("url", url)(
        "additional_urls", additional_urls)("email", email)("status", status)(
        "interpretation_services", interpretation_services)(
        "application_process", application_process)("fees_description", fees_description)(
        "wait_time", wait_time)("accreditations", accreditations)(
        "eligibility_description", eligibility_description)("minimum_age", minimum_age)(
        "maximum_age", maximum_age)("assured_date", assured_date)("assurer_email", assurer_email)(
        "alert", alert)("last_modified", last_modified)("phones", phones)("schedules", schedules)(
        "service_areas", service_areas)("service_at_locations", service_at_locations)(
        "languages", languages)("cost_options", cost_options)(
        "required_documents", required_documents)("contacts", contacts)("capacities", capacities)(
        "x_terms", x_terms)("x_exceptions", x_exceptions)("x_texts", x_texts)(
        "x_summary", x_summary)("x_language", x_language)("x_zone", x_zone)(
        "x_booking_url", x_booking_url)("x_booking_note", x_booking_note)(
        "x_language_note", x_language_note)("x_gender", x_gender)(
        "x_waiting_weeks", x_waiting_weeks)("x_full_until", x_full_until)("x_mobile", x_mobile)(
        "x_protected", x_protected)("x_external_id", x_external_id)("x_source", x_source);
  }
};

struct Organization {
  std::string id, name;
  Text alternate_name, description, email, website, logo, uri, parent_organization_id,
      legal_status;
  std::vector<Url> additional_websites;
  std::vector<Contact> contacts;
  std::vector<Phone> phones;
  Text x_sector;  ///< "authority", "migrant-organisation", …
  std::vector<std::string> x_terms;
  std::vector<LocalisedText> x_texts;
  std::optional<Address> x_address;
  Text x_status;  ///< as Service::status; none means "active"
  Text x_merged_into;  ///< the organisation this one became; then it is inactive
  bool x_protected = false;
  Text x_external_id, x_source;
  template <class V>
  void fields(V& v) {
    v("id", id)("name", name)("alternate_name", alternate_name)("description", description)(
        "email", email)("website", website)("additional_websites", additional_websites)(
        "legal_status", legal_status)("logo", logo)("uri", uri)(
        "parent_organization_id", parent_organization_id)("contacts", contacts)("phones", phones)(
        "x_sector", x_sector)("x_terms", x_terms)("x_texts", x_texts)("x_address", x_address)(
        "x_status", x_status)("x_merged_into", x_merged_into)("x_protected", x_protected)(
        "x_external_id", x_external_id)("x_source", x_source);
  }
};

/// A function one can call ("Rückkehrberatung, Landratsamt"): HSDS contact of an organization, with
/// the areas and topics it is in charge of.
struct Function {
  std::string id, organization_id, title;
  Text name;  ///< of an official only, never of a volunteer
  Text department, email;
  std::vector<Phone> phones;
  std::vector<Language> languages;
  std::vector<Schedule> schedules;
  std::vector<ServiceArea> service_areas;  ///< none: the whole county
  std::vector<std::string> x_terms;
  std::vector<LocalisedText> x_texts;
  bool x_main_number = false;  ///< the number to call for its places
  Text x_status;  ///< as Service::status; none means "active"
  Text x_external_id, x_source;
  template <class V>
  void fields(V& v) {
    v("id", id)("organization_id", organization_id)("title", title)("name", name)(
        "department", department)("email", email)("phones", phones)("languages", languages)(
        "schedules", schedules)("service_areas", service_areas)("x_terms", x_terms)(
        "x_texts", x_texts)("x_main_number", x_main_number)("x_status", x_status)(
        "x_external_id", x_external_id)("x_source", x_source);
  }
};

}  // namespace mila::directory
