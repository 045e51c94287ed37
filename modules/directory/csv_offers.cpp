// Offers, tours and translations from spreadsheets, joined with what is stored.
#include <algorithm>

#include "modules/directory/csv_offer_row.h"
#include "modules/directory/csv_plan.h"
#include "platform/base/text.h"
#include "platform/i18n/languages.h"

namespace mila::directory {
namespace {

Service read_service(Record const& record) {
  std::vector<std::string> problems;
  return data::from_json<Service>(record.json, problems);
}

/// Terms of kinds whose column the sheet has come from the row, the others stay.
std::vector<std::string> joined_terms(Sheet const& sheet, std::vector<std::string> const& stored,
                                      std::vector<std::string> const& fresh) {
  struct Column {
    char const* heading;
    char const* prefix;
  };
  constexpr Column kColumns[] = {{"Themen", "topic:"},          {"Für wen", "audience:"},
                                 {"Zugang", "access:"},         {"Vertrauen", "assurance:"},
                                 {"Unterstützung", "support:"}, {"Aufenthalt", "status:"},
                                 {"Format", "format:"}};
  std::vector<std::string> terms = fresh;
  for (auto const& term : stored) {
    bool from_sheet =
        std::any_of(std::begin(kColumns), std::end(kColumns), [&](Column const& column) {
          return term.starts_with(column.prefix) && sheet.has(column.heading);
        });
    if (!from_sheet && std::find(terms.begin(), terms.end(), term) == terms.end())
      terms.push_back(term);
  }
  return terms;
}

/// The stop of a tour stays when the offers are imported again.
void keep_stops(Service const& stored, Service& fresh) {
  fresh.x_mobile = stored.x_mobile;
  for (auto const& at : stored.service_at_locations)
    if (at.x_stop_order) fresh.service_at_locations.push_back(at);
}

/// A place is "full" since the day it was first reported so.
void keep_capacity_day(Service const& stored, Service& fresh) {
  for (auto& capacity : fresh.capacities)
    for (auto const& before : stored.capacities)
      if (before.id == capacity.id && before.available == capacity.available)
        capacity.updated = before.updated;
}

/// `stored` with everything the sheet has a column for taken from `fresh`.
Service joined(Sheet const& sheet, Service stored, Service fresh) {
  keep_stops(stored, fresh);
  keep_capacity_day(stored, fresh);
  auto take = [&](std::initializer_list<char const*> headings, auto Service::*member) {
    for (auto const* heading : headings)
      if (sheet.has(heading)) {
        stored.*member = std::move(fresh.*member);
        return;
      }
  };
  stored.organization_id = fresh.organization_id;
  stored.name = fresh.name;
  stored.x_external_id = fresh.x_external_id;
  stored.x_source = fresh.x_source;
  stored.x_mobile = fresh.x_mobile;
  // A row that hides its address hides it at once; it is never shown again by a missing column.
  if (sheet.has("Geschützte Adresse") || fresh.x_protected) stored.x_protected = fresh.x_protected;
  stored.x_terms = joined_terms(sheet, stored.x_terms, fresh.x_terms);
  take({"Kurz gesagt"}, &Service::x_summary);
  take({"Beschreibung"}, &Service::description);
  take({"Ort", "PLZ", "Straße", "Zeiten", "Ausnahmen"}, &Service::service_at_locations);
  take({"Zeiten"}, &Service::schedules);
  take({"Ausnahmen"}, &Service::x_exceptions);
  take({"Terminbuchung"}, &Service::x_booking_url);
  take({"Terminbuchung"}, &Service::x_booking_note);
  take({"Telefon"}, &Service::phones);
  take({"E-Mail"}, &Service::email);
  take({"Website"}, &Service::url);
  take({"Sprachen", "Sprachen auf Anfrage"}, &Service::languages);
  take({"Sprachhinweis"}, &Service::x_language_note);
  take({"Kosten", "Betrag", "Kostenhinweis"}, &Service::cost_options);
  take({"Mitbringen"}, &Service::required_documents);
  take({"Für wen (Hinweis)"}, &Service::eligibility_description);
  take({"Alter von"}, &Service::minimum_age);
  take({"Alter bis"}, &Service::maximum_age);
  take({"Geschlecht"}, &Service::x_gender);
  take({"Zuständig für"}, &Service::service_areas);
  take({"Wartezeit"}, &Service::wait_time);
  take({"Wartezeit"}, &Service::x_waiting_weeks);
  take({"Voll bis"}, &Service::x_full_until);
  take({"Bestätigt am"}, &Service::assured_date);
  take({"Status"}, &Service::status);
  take({"Status"}, &Service::capacities);
  return stored;
}

/// Locations that several rows share: what one row leaves open another may say.
class SharedLocations {
 public:
  void add(RowNotes const& notes, Location location) {
    auto [found, fresh] = locations_.try_emplace(location.id, std::move(location));
    if (fresh)
      order_.push_back(found->first);
    else
      merge(notes, found->second, location);
  }
  std::map<std::string, Location>& all() { return locations_; }
  std::vector<std::string> const& order() const { return order_; }

 private:
  static bool has(Location const& location, std::string_view code) {
    return std::any_of(location.accessibility.begin(), location.accessibility.end(),
                       [&](Accessibility const& item) { return item.x_code == code; });
  }
  static void merge(RowNotes const& notes, Location& into, Location const& other) {
    if (!into.latitude && other.latitude) {
      into.latitude = other.latitude;
      into.longitude = other.longitude;
    }
    if (!into.x_getting_there) into.x_getting_there = other.x_getting_there;
    if (into.addresses.empty()) into.addresses = other.addresses;
    into.x_protected = into.x_protected || other.x_protected;
    bool contradicts = has(into, "step-free") != has(other, "step-free") &&
                       (has(into, "not-step-free") || has(other, "not-step-free") ||
                        has(into, "few-steps") || has(other, "few-steps"));
    if (contradicts)
      notes.warn("Barrierefreiheit", "Rows with the same address say different things.",
                 other.addresses.empty() ? "" : other.addresses[0].address_1);
    for (auto const& item : other.accessibility)
      if (!has(into, item.x_code.value_or(""))) into.accessibility.push_back(item);
    std::sort(into.accessibility.begin(), into.accessibility.end(),
              [](Accessibility const& a, Accessibility const& b) { return a.x_code < b.x_code; });
  }

  std::map<std::string, Location> locations_;
  std::vector<std::string> order_;
};

/// What a sheet has no column for stays at a location, too.
Location joined_location(Plan& plan, Sheet const& sheet, Location fresh) {
  auto before = plan.stored(Kind::Location, fresh.id);
  if (!before) return fresh;
  std::vector<std::string> problems;
  auto stored = data::from_json<Location>(before->json, problems);
  if (!fresh.x_protected) {
    if (!sheet.has("Breite")) {
      fresh.latitude = stored.latitude;
      fresh.longitude = stored.longitude;
    }
    if (!sheet.has("Haltestelle")) fresh.x_getting_there = stored.x_getting_there;
  }
  if (!sheet.has("Barrierefreiheit")) fresh.accessibility = stored.accessibility;
  return fresh;
}

std::string known_service(ImportRun const& run, std::string const& number) {
  return find_by_external_id(run.plan.reader(), Kind::Service, run.source, number).value_or("");
}

/// An offer that is hidden from now on must not leave its old address behind. Addresses that other
/// offers of the sheet still use stay.
void forget_addresses(Plan& plan, Service const& before, Service const& now,
                      std::map<std::string, Location> const& in_use) {
  if (before.x_protected || !now.x_protected) return;
  for (auto const& at : before.service_at_locations) {
    auto stored = in_use.contains(at.location_id) ? std::nullopt
                                                  : plan.stored(Kind::Location, at.location_id);
    if (!stored) continue;
    std::vector<std::string> problems;
    Location left = redacted(data::from_json<Location>(stored->json, problems), true);
    plan.put(Kind::Location, left);
  }
}

/// A stop of a tour: a row of the tours template.
struct Stop {
  Location location;
  ServiceAtLocation at;
};

std::optional<Stop> read_stop(ImportRun const& run, PlaceIndex const& places, RowNotes const& notes,
                              std::size_t row, std::string const& service_id) {
  auto text = [&](char const* heading) { return run.sheet.text(row, heading); };
  auto order = parse_integer(text("Halt"));
  if (!order || *order < 1 || *order > 1'000) {
    notes.fail("Halt", "The number of the stop is missing.", text("Halt"));
    return std::nullopt;
  }
  auto const* place = places.resolve(notes, text("Ort"), text("Ortsteil"), "");
  if (!place) {
    if (text("Ort").empty()) notes.fail("Ort", "A stop needs a place.", text("Platz"));
    return std::nullopt;
  }
  Stop stop;
  stop.location.id = part_id("location", service_id, "stop:" + std::to_string(*order));
  stop.location.name = optional_text(text("Platz"));
  stop.location.x_place_id = place->id;
  if (auto point = read_point(notes, text("Breite"), text("Länge"), place)) {
    stop.location.latitude = point->latitude;
    stop.location.longitude = point->longitude;
  }
  Address address;
  auto const* municipality = places.gazetteer().municipality_of(place->id);
  address.id = part_id("address", stop.location.id, "0");
  address.address_1 = text("Platz");
  address.city = municipality ? municipality->name : place->name;
  if (place->postcodes.size() == 1) address.postal_code = place->postcodes.front();
  address.state_province = run.land;
  address.country = "DE";
  address.address_type = "physical";
  stop.location.addresses.push_back(std::move(address));
  stop.at.id = part_id("service_at_location", service_id, stop.location.id);
  stop.at.location_id = stop.location.id;
  stop.at.description = optional_text(text("Hinweis"));
  stop.at.schedules = read_hours(notes, text("Zeiten"), false, stop.at.id);
  stop.at.x_exceptions = read_exceptions(notes, "Fällt aus", text("Fällt aus"));
  stop.at.x_stop_order = order;
  return stop;
}

/// Sets one translated text. An unchanged text keeps its mark of what it was translated from, so
/// that importing the file again does not hide that the original has changed since.
void set_text(Service& service, std::string const& field, std::string const& language,
              std::string const& value, std::string const& original) {
  auto found = std::find_if(service.x_texts.begin(), service.x_texts.end(), [&](auto const& text) {
    return text.field == field && text.language == language;
  });
  if (value.empty() || original.empty()) {
    if (found != service.x_texts.end()) service.x_texts.erase(found);
    return;
  }
  if (found != service.x_texts.end() && found->value == value) return;
  LocalisedText text{field, language, value, text_hash(original), "checked"};
  if (found != service.x_texts.end())
    *found = std::move(text);
  else
    service.x_texts.push_back(std::move(text));
}

}  // namespace

void plan_offers(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  Organisations organisations(run.plan, run.source);
  RowContext context{
      run.sheet, taxonomy::taxonomy(), places, run.report, run.source, run.land, run.today, nullptr,
      nullptr};
  context.organization = [&](RowNotes const& notes, std::string const& field,
                             std::string const& text) {
    return organisations.find_or_create(notes, field, text);
  };
  context.known_service = [&](std::string const& number) { return known_service(run, number); };
  auto drafts = read_offers(context, [&](std::size_t done) { run.progress(done); });
  SharedLocations locations;
  for (auto& draft : drafts)
    for (auto& location : draft.locations)
      locations.add({run.report, draft.line}, std::move(location));
  std::set<std::string> changed_locations;
  for (auto const& id : locations.order()) {
    Location location = joined_location(run.plan, run.sheet, locations.all().at(id));
    if (run.plan.put(Kind::Location, location) != Outcome::Unchanged) changed_locations.insert(id);
  }
  for (auto& draft : drafts) {
    bool moved = false;
    for (auto const& at : draft.service.service_at_locations)
      moved = moved || changed_locations.contains(at.location_id);
    auto before = run.plan.stored(Kind::Service, draft.service.id);
    if (before) forget_addresses(run.plan, read_service(*before), draft.service, locations.all());
    Service service = before ? joined(run.sheet, read_service(*before), std::move(draft.service))
                             : std::move(draft.service);
    Outcome outcome = run.plan.put(Kind::Service, service);
    run.count(outcome == Outcome::Unchanged && moved ? Outcome::Updated : outcome);
  }
}

void plan_tours(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  std::map<std::string, std::vector<Stop>> stops;
  for (std::size_t row = 0; row < run.sheet.rows(); ++row) {
    RowNotes notes{run.report, run.sheet.line(row)};
    std::string number = run.sheet.text(row, "Angebot");
    std::string service_id = number.empty() ? "" : known_service(run, number);
    if (service_id.empty()) {
      notes.fail("Angebot", "There is no offer with this number. Import the offers first.", number);
      continue;
    }
    auto stop = read_stop(run, places, notes, row, service_id);
    if (!stop) continue;
    auto& all = stops[service_id];
    bool twice = std::any_of(all.begin(), all.end(), [&](Stop const& other) {
      return other.at.x_stop_order == stop->at.x_stop_order;
    });
    if (twice) notes.fail("Halt", "This stop stands twice.", run.sheet.text(row, "Halt"));
    all.push_back(std::move(*stop));
  }
  for (auto& [service_id, all] : stops) {
    Service service = read_service(*run.plan.stored(Kind::Service, service_id));
    std::sort(all.begin(), all.end(),
              [](Stop const& a, Stop const& b) { return a.at.x_stop_order < b.at.x_stop_order; });
    service.x_mobile = true;
    std::erase_if(service.service_at_locations,
                  [](ServiceAtLocation const& at) { return at.x_stop_order.has_value(); });
    bool moved = false;
    for (auto& stop : all) {
      service.service_at_locations.push_back(std::move(stop.at));
      moved = run.plan.put(Kind::Location, stop.location) != Outcome::Unchanged || moved;
    }
    Outcome outcome = run.plan.put(Kind::Service, service);
    run.count(outcome == Outcome::Unchanged && moved ? Outcome::Updated : outcome);
  }
}

void plan_translations(ImportRun const& run) {
  std::map<std::string, Service> services;
  for (std::size_t row = 0; row < run.sheet.rows(); ++row) {
    RowNotes notes{run.report, run.sheet.line(row)};
    auto text = [&](char const* heading) { return run.sheet.text(row, heading); };
    std::string language = run.sheet.has("Sprache") ? text("Sprache") : run.options.language;
    if (!i18n::find_language(language)) {
      notes.fail("Sprache", "This language is not known.", language);
      continue;
    }
    std::string id = text("Nr").empty() ? "" : known_service(run, text("Nr"));
    if (id.empty()) {
      notes.warn("Nr", "There is no offer with this number. The row was left out.", text("Nr"));
      ++run.report.skipped;
      continue;
    }
    if (!services.contains(id))
      services.emplace(id, read_service(*run.plan.stored(Kind::Service, id)));
    Service& service = services.at(id);
    if (run.sheet.has("Angebot"))
      set_text(service, "name", language, text("Angebot"), service.name);
    if (run.sheet.has("Kurz gesagt"))
      set_text(service, "x_summary", language, text("Kurz gesagt"), service.x_summary.value_or(""));
    if (run.sheet.has("Beschreibung"))
      set_text(service, "description", language, text("Beschreibung"),
               service.description.value_or(""));
  }
  for (auto& [id, service] : services) run.count(run.plan.put(Kind::Service, service));
}

}  // namespace mila::directory
