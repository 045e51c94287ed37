// One row of the offers template, column by column.
#include "modules/directory/csv_offer_row.h"

#include <algorithm>
#include <set>

#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

constexpr std::size_t kNameMax = 300;

/// The columns of one row.
struct Row {
  RowContext const& context;
  RowNotes notes;
  std::string text(std::string_view heading) const { return context.sheet.text(heading); }
  std::vector<std::string> list(std::string_view heading) const {
    return context.sheet.list(heading);
  }
};

void read_terms_of(Row const& row, Service& service) {
  struct Column {
    char const* heading;
    char const* kind;
  };
  constexpr Column kColumns[] = {{"Themen", "topic"},          {"Für wen", "audience"},
                                 {"Zugang", "access"},         {"Vertrauen", "assurance"},
                                 {"Unterstützung", "support"}, {"Aufenthalt", "status"},
                                 {"Format", "format"}};
  for (auto const& column : kColumns)
    read_terms(row.context, row.notes, column.heading, column.kind, service.x_terms);
}

void read_costs(Row const& row, Service& service) {
  std::vector<std::string> terms;
  // Offices without a column for the amount write "25 €" here.
  auto in_costs = parse_amount(row.text("Kosten"));
  if (in_costs)
    terms.push_back(*in_costs == 0 ? "cost:free" : *in_costs < 10 ? "cost:small-fee" : "cost:fee");
  else
    read_terms(row.context, row.notes, "Kosten", "cost", terms);
  for (auto const& term : terms) {
    CostOption cost;
    std::string code = term.substr(5);
    cost.id = part_id("cost_option", service.id, code);
    cost.option = row.context.words.value_label("cost", code, "de");
    cost.x_code = code;
    service.cost_options.push_back(std::move(cost));
  }
  std::string amount = row.text("Betrag"), hint = row.text("Kostenhinweis");
  auto euros = parse_amount(amount);
  if (amount.empty() && in_costs > 0.0) euros = in_costs;
  if (!amount.empty() && !euros) {
    row.notes.warn("Betrag", "This is no amount. It was kept as a note.", amount);
    hint = hint.empty() ? amount : amount + ", " + hint;
  }
  if (!euros && hint.empty()) return;
  if (service.cost_options.empty())
    service.cost_options.emplace_back().id = part_id("cost_option", service.id, "amount");
  auto& cost = service.cost_options.front();
  if (euros) {
    cost.amount = euros;
    cost.currency = "EUR";
  }
  cost.amount_description = optional_text(hint);
}

void read_documents(Row const& row, Service& service) {
  std::vector<std::string> terms;
  read_terms(row.context, row.notes, "Mitbringen", "document", terms);
  for (auto const& term : terms) {
    RequiredDocument document;
    std::string code = term.substr(9);
    document.id = part_id("required_document", service.id, code);
    document.document = row.context.words.value_label("document", code, "de");
    document.x_code = code;
    service.required_documents.push_back(std::move(document));
  }
}

Number read_age(Row const& row, char const* heading) {
  std::string cell = row.text(heading);
  if (cell.empty()) return std::nullopt;
  auto age = parse_integer(cell);
  if (age && *age >= 0 && *age <= 120) return age;
  row.notes.warn(heading, "This is no age in years. It was left out.", cell);
  return std::nullopt;
}

void read_for_whom(Row const& row, Service& service) {
  service.eligibility_description = optional_text(row.text("Für wen (Hinweis)"));
  service.minimum_age = read_age(row, "Alter von");
  service.maximum_age = read_age(row, "Alter bis");
  if (service.minimum_age && service.maximum_age && *service.minimum_age > *service.maximum_age) {
    row.notes.warn("Alter bis", "The ages are the wrong way round. They were swapped.",
                   std::to_string(*service.maximum_age));
    std::swap(service.minimum_age, service.maximum_age);
  }
  std::string gender = ascii_lower(row.text("Geschlecht"));
  for (auto const* word : {"female", "weiblich", "w", "frauen", "f"})
    if (gender == word) service.x_gender = "female";
  for (auto const* word : {"male", "männlich", "m", "männer"})
    if (gender == word) service.x_gender = "male";
  if (!gender.empty() && !service.x_gender)
    row.notes.warn("Geschlecht", "This value is not known. It was left out.", gender);
}

void read_contact(Row const& row, Service& service) {
  service.phones = read_phones(row.notes, row.text("Telefon"), service.id);
  if (auto hint = row.text("Telefon-Hinweis"); !hint.empty()) {
    if (service.phones.empty())
      row.notes.warn("Telefon-Hinweis", "There is no phone number for this note.", hint);
    else
      service.phones.front().description = hint;
  }
  service.email = read_mail(row.notes, "E-Mail", row.text("E-Mail"));
  service.url = read_link(row.notes, "Website", row.text("Website"));
  std::string booking = row.text("Terminbuchung");
  bool link = booking.starts_with("http") || booking.starts_with("www.");
  if (link)
    service.x_booking_url = read_link(row.notes, "Terminbuchung", booking);
  else
    service.x_booking_note = optional_text(booking);
  auto& languages = service.languages;
  read_languages(row.context, row.notes, "Sprachen", false, service.id, languages);
  read_languages(row.context, row.notes, "Sprachen auf Anfrage", true, service.id,
                 languages);
  service.x_language_note = optional_text(row.text("Sprachhinweis"));
}

void read_state(Row const& row, Service& service) {
  service.wait_time = optional_text(row.text("Wartezeit"));
  if (service.wait_time) service.x_waiting_weeks = parse_weeks(*service.wait_time);
  service.x_full_until = read_date_cell(row.notes, "Voll bis", row.text("Voll bis"));
  service.assured_date = read_date_cell(row.notes, "Bestätigt am", row.text("Bestätigt am"));
  if (service.assured_date > Text(format_iso_date(row.context.today))) {
    row.notes.warn("Bestätigt am", "This day has not come yet. It was left out.",
                   *service.assured_date);
    service.assured_date.reset();
  }
  std::string status = ascii_lower(row.text("Status"));
  if (status == "pausiert" || status == "temporarily closed") {
    service.status = "temporarily closed";
  } else if (status == "inaktiv" || status == "inactive") {
    service.status = "inactive";
  } else if (status == "beendet" || status == "defunct") {
    service.status = "defunct";
  } else if (status == "voll") {
    if (service.x_full_until) return;
    ServiceCapacity none;
    none.id = part_id("service_capacity", service.id, "full");
    none.updated = service.assured_date.value_or(format_iso_date(row.context.today));
    none.description = "voll";
    service.capacities.push_back(std::move(none));
  } else if (!status.empty() && status != "active" && status != "aktiv") {
    row.notes.warn("Status", "This value is not known. It was left out.", status);
  }
}

void read_areas(Row const& row, Service& service) {
  for (auto const& name : row.list("Zuständig für"))
    if (auto area = row.context.places.area(row.notes, "Zuständig für", name, service.id))
      service.service_areas.push_back(std::move(*area));
}

void read_getting_there(Row const& row, Location& location) {
  GettingThere way;
  way.stop = optional_text(row.text("Haltestelle"));
  way.lines = optional_text(join(row.list("Linien"), ", "));
  std::string minutes = row.text("Gehminuten");
  if (auto number = parse_integer(minutes); number && *number >= 0 && *number <= 240)
    way.walk_minutes = number;
  else if (!minutes.empty())
    row.notes.warn("Gehminuten", "This is no number of minutes. It was left out.", minutes);
  if (way.stop || way.lines || way.walk_minutes) location.x_getting_there = way;
}

void read_accessibility(Row const& row, Location& location) {
  std::vector<std::string> terms;
  read_terms(row.context, row.notes, "Barrierefreiheit", "accessibility", terms);
  std::sort(terms.begin(), terms.end());
  for (auto const& term : terms) {
    Accessibility item;
    std::string code = term.substr(14);
    item.id = part_id("accessibility", location.id, code);
    item.description = row.context.words.value_label("accessibility", code, "de");
    item.x_code = code;
    location.accessibility.push_back(std::move(item));
  }
}

Address read_address(Row const& row, places::Place const& place, bool hidden) {
  Address address;
  auto const* municipality = row.context.places.gazetteer().municipality_of(place.id);
  address.city = municipality ? municipality->name : place.name;
  address.state_province = row.context.land;
  address.country = "DE";
  address.address_type = "physical";
  if (hidden) return address;
  address.postal_code = row.text("PLZ");
  if (address.postal_code.empty() && place.postcodes.size() == 1)
    address.postal_code = place.postcodes.front();
  address.address_1 = row.text("Straße");
  address.address_2 = optional_text(row.text("Gebäude und Etage"));
  return address;
}

/// The row's location; nullopt when it names no place (by phone only, or a tour).
std::optional<Location> read_location(Row const& row, bool hidden, std::string const& service_id,
                                      std::size_t position) {
  auto const* place =
      row.context.places.resolve(row.notes, row.text("Ort"), hidden ? "" : row.text("Ortsteil"),
                                 hidden ? "" : row.text("PLZ"));
  if (!place) {
    if (!hidden && !row.text("Straße").empty() && row.text("Ort").empty() &&
        row.text("PLZ").empty())
      row.notes.warn("Ort", "A street without a place cannot be shown. It was left out.",
                     row.text("Straße"));
    return std::nullopt;
  }
  Location location;
  Address address = read_address(row, *place, hidden);
  location.id = location_id(row.context.source, address, service_id, position);
  address.id = part_id("address", location.id, "0");
  location.x_protected = hidden;
  location.x_place_id = place->id;
  if (hidden) {
    auto const* municipality = row.context.places.gazetteer().municipality_of(place->id);
    if (municipality) location.x_place_id = municipality->id;
  } else {
    if (auto point = read_point(row.notes, row.text("Breite"), row.text("Länge"), place)) {
      location.latitude = point->latitude;
      location.longitude = point->longitude;
    }
    read_getting_there(row, location);
    read_accessibility(row, location);
  }
  location.addresses.push_back(std::move(address));
  return location;
}

/// Hours and exceptions belong to the location of their row, or to the service when it has none.
void read_where_and_when(Row const& row, OfferDraft& draft) {
  bool hidden = draft.service.x_protected || parse_yes(row.text("Geschützte Adresse"));
  auto location = read_location(row, hidden, draft.service.id, draft.locations.size());
  std::string cell = row.text("Zeiten");
  bool holidays = parse_yes(row.text("An Feiertagen"));
  auto exceptions = read_exceptions(row.notes, "Ausnahmen", row.text("Ausnahmen"));
  if (!location) {
    if (row.text("Angebot").empty()) {
      row.notes.fail("Ort", "A further location needs a place.", row.text("Straße"));
      return;
    }
    draft.service.schedules = read_hours(row.notes, cell, holidays, draft.service.id);
    draft.service.x_exceptions = std::move(exceptions);
    return;
  }
  auto& all = draft.service.service_at_locations;
  auto same = std::find_if(all.begin(), all.end(), [&](ServiceAtLocation const& other) {
    return other.location_id == location->id;
  });
  ServiceAtLocation at;
  at.id = part_id("service_at_location", draft.service.id, location->id);
  at.location_id = location->id;
  at.schedules = read_hours(row.notes, cell, holidays, at.id);
  at.x_exceptions = std::move(exceptions);
  if (same != all.end()) {
    row.notes.fail("Straße",
                   "This offer already has a row for the same address. Put the hours "
                   "into one row.",
                   location->addresses[0].address_1);
    return;
  }
  all.push_back(std::move(at));
  draft.locations.push_back(std::move(*location));
}

/// What an offer without a number is known by.
std::string key_of(Row const& row, std::string const& organization_id, std::string const& name) {
  bool hidden = parse_yes(row.text("Geschützte Adresse"));
  std::string postcode = hidden ? "" : row.text("PLZ");
  if (postcode.empty() && !hidden) {
    // The postcode that read_address would fill in, so that an export comes back as the same offer.
    ImportReport ignored;
    auto const* place =
        row.context.places.resolve({ignored, 0}, row.text("Ort"), row.text("Ortsteil"), "");
    if (place && place->postcodes.size() == 1) postcode = place->postcodes.front();
  }
  return "~" + slugify(name) + "|" + organization_id + "|" + postcode;
}

/// A row that begins an offer. `keys` are those used so far.
OfferDraft read_first_row(Row const& row, std::map<std::string, int>& keys) {
  OfferDraft draft;
  draft.line = row.notes.row;
  Service& service = draft.service;
  service.name = row.text("Angebot");
  if (service.name.size() > kNameMax) {
    row.notes.fail("Angebot", "This name is too long. Use at most 300 characters.");
    service.name = std::string(truncate_utf8(service.name, kNameMax));
  }
  std::string organization = row.text("Träger");
  if (organization.empty())
    row.notes.fail("Träger", "An offer needs an organisation.", service.name);
  else
    service.organization_id = row.context.organization(row.notes, "Träger", organization);
  std::string number = row.text("Nr");
  std::string key = number.empty() ? key_of(row, service.organization_id, service.name) : number;
  int uses = ++keys[key];
  if (uses > 1 && !number.empty())
    row.notes.fail("Nr", "This number stands twice. Each offer needs its own.", number);
  if (uses > 1 && number.empty()) {
    row.notes.warn("Angebot", "An offer with this name, organisation and postcode stands above.",
                   service.name);
    key += "|" + std::to_string(uses);
  }
  if (!number.empty()) service.id = row.context.known_service(number);
  if (service.id.empty()) service.id = named_uuid("service", row.context.source + ":" + key);
  service.x_external_id = optional_text(number);
  service.x_source = row.context.source;
  service.x_summary = optional_text(row.text("Kurz gesagt"));
  service.description = optional_text(row.text("Beschreibung"));
  service.x_protected = parse_yes(row.text("Geschützte Adresse"));
  read_terms_of(row, service);
  read_costs(row, service);
  read_documents(row, service);
  read_for_whom(row, service);
  read_contact(row, service);
  read_state(row, service);
  read_areas(row, service);
  return draft;
}

}  // namespace

std::string location_id(std::string const& source, Address const& address,
                        std::string const& service_id, std::size_t position) {
  if (address.address_1.empty())
    return named_uuid("location", service_id + ":" + std::to_string(position));
  std::string key = slugify(address.address_1) + "|" + address.postal_code + "|" +
                    slugify(address.city) + "|" + ascii_lower(address.address_2.value_or(""));
  return named_uuid("location", source + ":" + key);
}

void read_offers(RowContext const& context, std::function<void(OfferDraft)> const& use) {
  std::optional<OfferDraft> draft;
  std::map<std::string, int> keys;
  while (context.sheet.next()) {
    Row row{context, {context.report, context.sheet.line()}};
    if (context.sheet.blank()) {
      ++context.report.skipped;
      continue;
    }
    std::string number = row.text("Nr");
    if (!row.text("Angebot").empty()) {
      if (draft) use(std::move(*draft));
      draft = read_first_row(row, keys);
      read_where_and_when(row, *draft);
      continue;
    }
    bool continues =
        draft && (number.empty() || draft->service.x_external_id == number);
    if (!continues)
      row.notes.fail("Angebot", "This row has no name, and it does not belong to the offer above.",
                     number);
    else
      read_where_and_when(row, *draft);
  }
  if (draft) use(std::move(*draft));
}

}  // namespace mila::directory
