// Offers from spreadsheets, joined with what is stored.
#include <algorithm>
#include <deque>

#include "modules/directory/csv_offer_row.h"
#include "modules/directory/csv_plan.h"

namespace mila::directory {
namespace {

constexpr std::size_t kAtOnce = 512;  // records looked up at once: as many as one statement takes

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

}  // namespace

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

namespace {

/// Locations that several rows share: what one row leaves open another may say.
class SharedLocations {
 public:
  /// Returns the location's number; they count from 0.
  std::uint32_t add(RowNotes const& notes, Location location) {
    if (auto known = numbers_.find(location.id); known != numbers_.end()) {
      merge(notes, all_[known->second], location);
      return known->second;
    }
    auto number = static_cast<std::uint32_t>(all_.size());
    all_.push_back(std::move(location));
    numbers_.emplace(all_.back().id, number);
    return number;
  }
  bool contains(std::string const& id) const { return numbers_.contains(id); }
  std::deque<Location>& all() { return all_; }

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

  std::deque<Location> all_;  // stays in place: the ids are read from it
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

/// What a sheet has no column for stays at a location, too.
Location joined_location(Sheet const& sheet, Location fresh, std::optional<Record> const& before) {
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

/// Takes the offers of a sheet in slices. Locations wait until all rows have said what they know of
/// them; of offers nothing but numbers is kept.
class OfferPlan {
 public:
  explicit OfferPlan(ImportRun const& run) : run_(run) {}
  void add(OfferDraft draft) {
    drafts_.push_back(std::move(draft));
    if (drafts_.size() == kAtOnce) put_offers();
  }
  void finish() {
    put_offers();
    put_locations();
    forget_addresses();
    for (auto const& locations : unchanged_) {
      bool moved = std::any_of(locations.begin(), locations.end(),
                               [&](std::uint32_t number) { return changed_locations_[number]; });
      run_.count(moved ? Outcome::Updated : Outcome::Unchanged);
    }
  }

 private:
  void put_offers();
  void put_locations();
  void note_hidden(Service const& before, Service const& now);
  void forget_addresses();

  ImportRun const& run_;
  std::vector<OfferDraft> drafts_;
  SharedLocations locations_;
  std::vector<bool> changed_locations_;                // by number
  std::vector<std::vector<std::uint32_t>> unchanged_;  // locations of offers that stay as they are
  std::set<std::string> left_;                         // locations of offers that are hidden now
};

void OfferPlan::put_offers() {
  std::vector<std::string> ids;
  for (auto const& draft : drafts_) ids.push_back(draft.service.id);
  auto stored = run_.plan.stored(Kind::Service, ids);
  for (auto& draft : drafts_) {
    std::vector<std::uint32_t> locations;
    for (auto& location : draft.locations)
      locations.push_back(locations_.add({run_.report, draft.line}, std::move(location)));
    std::optional<Record> before;
    if (auto found = stored.find(draft.service.id); found != stored.end())
      before = std::move(found->second);
    if (before) note_hidden(read_service(*before), draft.service);
    Service service = before ? joined(run_.sheet, read_service(*before), std::move(draft.service))
                             : std::move(draft.service);
    Outcome outcome = run_.plan.put(Kind::Service, service, before);
    if (outcome == Outcome::Unchanged)
      unchanged_.push_back(std::move(locations));
    else
      run_.count(outcome);
  }
  drafts_.clear();
  run_.plan.write_piece();
  run_.progress();
}

void OfferPlan::put_locations() {
  auto& all = locations_.all();
  changed_locations_.assign(all.size(), false);
  for (std::size_t begin = 0; begin < all.size(); begin += kAtOnce) {
    std::size_t end = std::min(all.size(), begin + kAtOnce);
    std::vector<std::string> ids;
    for (std::size_t i = begin; i < end; ++i) ids.push_back(all[i].id);
    auto stored = run_.plan.stored(Kind::Location, ids);
    for (std::size_t i = begin; i < end; ++i) {
      std::optional<Record> before;
      if (auto found = stored.find(all[i].id); found != stored.end())
        before = std::move(found->second);
      Location location = joined_location(run_.sheet, all[i], before);
      changed_locations_[i] =
          run_.plan.put(Kind::Location, location, before) != Outcome::Unchanged;
    }
    run_.plan.write_piece();
  }
}

void OfferPlan::note_hidden(Service const& before, Service const& now) {
  if (before.x_protected || !now.x_protected) return;
  for (auto const& at : before.service_at_locations) left_.insert(at.location_id);
}

/// An offer that is hidden from now on must not leave its old address behind. Addresses that other
/// offers of the sheet still use stay.
void OfferPlan::forget_addresses() {
  for (auto const& id : left_) {
    auto stored = locations_.contains(id) ? std::nullopt : run_.plan.stored(Kind::Location, id);
    if (!stored) continue;
    std::vector<std::string> problems;
    Location left = redacted(data::from_json<Location>(stored->json, problems), true);
    run_.plan.put(Kind::Location, left);
  }
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
  OfferPlan offers(run);
  read_offers(context, [&](OfferDraft draft) { offers.add(std::move(draft)); });
  offers.finish();
}

}  // namespace mila::directory
