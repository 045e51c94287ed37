// Places, areas, organisations and contacts from spreadsheets.
#include <algorithm>

#include "modules/directory/csv_plan.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::directory {
namespace {

using places::Place;

std::optional<places::Kind> place_kind(std::string const& text) {
  std::string lower = ascii_lower(text);
  if (lower == "landkreis" || lower == "kreis" || lower == "county") return places::Kind::County;
  if (lower == "ortsteil" || lower == "stadtteil" || lower == "part") return places::Kind::Part;
  for (auto const* word : {"stadt", "gemeinde", "markt", "municipality"})
    if (lower == word) return places::Kind::Municipality;
  return std::nullopt;
}

/// A part belongs to its municipality; municipalities are known by AGS or by name.
std::string place_key(places::Kind kind, std::string const& ags, std::string const& parent_id,
                      std::string const& name) {
  if (!ags.empty()) return ags;
  return (kind == places::Kind::Part ? parent_id : "") + "/" + slugify(name);
}

bool same(Place const& a, Place const& b) {
  bool centre = a.centre.has_value() == b.centre.has_value() &&
                (!a.centre || (a.centre->latitude == b.centre->latitude &&
                               a.centre->longitude == b.centre->longitude));
  return centre && a.name == b.name && a.parent_id == b.parent_id && a.kind == b.kind &&
         a.ags == b.ags && a.postcodes == b.postcodes && a.residents == b.residents;
}

/// Places stored and made so far, by key, and ids of those that others may belong to by name.
struct KnownPlaces {
  std::map<std::string, Place> by_key;
  std::map<std::string, std::string> parents;
  std::set<std::string> seen;
  void add(Place const& place) {
    by_key.insert_or_assign(place_key(place.kind, place.ags, place.parent_id, place.name), place);
    if (place.kind != places::Kind::Part) parents.insert_or_assign(slugify(place.name), place.id);
  }
};

/// One row; nullopt when something is wrong with it.
std::optional<Place> read_place(ImportRun const& run, RowNotes const& notes,
                                KnownPlaces const& known) {
  auto text = [&](char const* heading) { return run.sheet.text(heading); };
  Place place;
  place.name = text("Name");
  auto kind = place_kind(text("Art"));
  if (place.name.empty()) notes.fail("Name", "The name is missing.");
  if (!kind) notes.fail("Art", "Write Landkreis, Stadt, Gemeinde or Ortsteil.", text("Art"));
  if (place.name.empty() || !kind) return std::nullopt;
  place.kind = *kind;
  place.ags = text("AGS");
  if (std::string parent = text("Gehört zu"); !parent.empty()) {
    auto found = known.parents.find(slugify(parent));
    if (found == known.parents.end()) {
      notes.fail("Gehört zu", "This place is not known. Put it in a row above.", parent);
      return std::nullopt;
    }
    place.parent_id = found->second;
  } else if (place.kind == places::Kind::Part) {
    notes.fail("Gehört zu", "A part needs its municipality.", place.name);
    return std::nullopt;
  }
  place.postcodes = run.sheet.list("PLZ");
  place.centre = read_point(notes, text("Breite"), text("Länge"), nullptr);
  if (std::string residents = text("Einwohner"); !residents.empty()) {
    place.residents = parse_integer(residents);
    if (!place.residents)
      notes.warn("Einwohner", "This is no whole number. It was left out.", residents);
  }
  return place;
}

/// The record's id: that of an earlier import, else one that follows from source and number.
std::string record_id(ImportRun const& run, Kind kind, std::string const& number,
                      std::string const& name) {
  if (!number.empty())
    if (auto known = find_by_external_id(run.plan.reader(), kind, run.source, number))
      return *known;
  return named_uuid(name_of(kind),
                    run.source + ":" + (number.empty() ? "~" + slugify(name) : number));
}

/// Sectors have no list of values of their own yet; codes and the words offices use.
std::string sector_code(std::string const& text) {
  static std::map<std::string, std::string> const codes{
      {"behoerde", "authority"},
      {"kommune", "municipality"},
      {"wohlfahrt", "welfare"},
      {"kirche", "church"},
      {"migrantenorganisation", "migrant-organisation"},
      {"verein", "association"},
      {"firma", "company"},
      {"schule", "school"},
      {"kita", "day-care"},
      {"gesundheit", "health"},
      {"bildung", "education"},
      {"polizei", "police"},
      {"wohnungsunternehmen", "housing-company"},
      {"gewerkschaft", "union"},
      {"ehrenamt", "volunteers"}};
  std::string key = slugify(text);
  if (auto found = codes.find(key); found != codes.end()) return found->second;
  for (auto const& [word, code] : codes)
    if (key == code) return code;
  return "";
}

RowContext row_context(ImportRun const& run, PlaceIndex const& places) {
  return {
      run.sheet, taxonomy::taxonomy(), places, run.report, run.source, run.land, run.today, nullptr,
      nullptr};
}

std::optional<Address> read_office(RowContext const& context, RowNotes const& notes,
                                   std::string const& organization_id) {
  Address address;
  address.address_1 = context.sheet.text("Straße");
  address.postal_code = context.sheet.text("PLZ");
  address.city = context.sheet.text("Ort");
  if (address.city.empty() && address.postal_code.empty()) return std::nullopt;
  if (address.city.empty())
    if (auto const* place = context.places.resolve(notes, "", "", address.postal_code))
      address.city = place->name;
  address.id = part_id("address", organization_id, "0");
  address.state_province = context.land;
  address.country = "DE";
  address.address_type = "physical";
  return address;
}

}  // namespace

void plan_places(ImportRun const& run) {
  KnownPlaces known;
  for (auto const& place : run.gazetteer.places()) known.add(place);
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    auto place = read_place(run, notes, known);
    if (!place) continue;
    std::string key = place_key(place->kind, place->ags, place->parent_id, place->name);
    if (!known.seen.insert(key).second) {
      notes.fail("Name", "This place stands twice.", place->name);
      continue;
    }
    auto before = known.by_key.find(key);
    Outcome outcome = Outcome::Created;
    place->id = named_uuid("place", key);
    if (before != known.by_key.end()) {
      place->id = before->second.id;
      place->boundary = before->second.boundary;
      outcome = same(*place, before->second) ? Outcome::Unchanged : Outcome::Updated;
    }
    run.count(outcome);
    known.add(*place);
    if (outcome != Outcome::Unchanged) run.plan.put(std::move(*place));
  }
}

void plan_areas(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  std::set<std::string> seen;
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    places::Area area;
    area.name = run.sheet.text("Name");
    area.kind = run.sheet.text("Art");
    if (area.name.empty()) notes.fail("Name", "The name is missing.");
    if (!seen.insert(slugify(area.name)).second)
      notes.fail("Name", "This area stands twice.", area.name);
    area.id = named_uuid("area", slugify(area.name));
    Outcome outcome = Outcome::Created;
    places::Area const* before = nullptr;
    for (auto const& stored : run.gazetteer.areas())
      if (slugify(stored.name) == slugify(area.name)) before = &stored;
    if (before) area.id = before->id;
    for (auto const& name : run.sheet.list("Orte"))
      if (auto const* place = places.resolve(notes, name, "", ""))
        area.place_ids.push_back(place->id);
    std::sort(area.place_ids.begin(), area.place_ids.end());
    area.place_ids.erase(std::unique(area.place_ids.begin(), area.place_ids.end()),
                         area.place_ids.end());
    if (before) {
      bool same = before->name == area.name && before->kind == area.kind &&
                  before->place_ids == area.place_ids;
      outcome = same ? Outcome::Unchanged : Outcome::Updated;
    }
    run.count(outcome);
    if (outcome != Outcome::Unchanged) run.plan.put(std::move(area));
  }
}

void plan_organisations(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  RowContext context = row_context(run, places);
  std::set<std::string> seen;
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    auto text = [&](char const* heading) { return run.sheet.text(heading); };
    if (run.sheet.blank()) {
      ++run.report.skipped;
      continue;
    }
    Organization organization;
    organization.name = text("Name");
    if (organization.name.empty()) notes.fail("Name", "The name is missing.", text("Nr"));
    organization.id = record_id(run, Kind::Organization, text("Nr"), organization.name);
    if (!seen.insert(organization.id).second)
      notes.fail("Nr", "This organisation stands twice.", text("Nr") + " " + organization.name);
    // Members the template has no column for stay.
    if (auto before = run.plan.stored(Kind::Organization, organization.id)) {
      std::vector<std::string> problems;
      std::string name = organization.name;
      organization = data::from_json<Organization>(before->json, problems);
      organization.name = name;
    }
    organization.alternate_name = optional_text(text("Kurzname"));
    organization.description = optional_text(text("Beschreibung"));
    organization.email = read_mail(notes, "E-Mail", text("E-Mail"));
    organization.website = read_link(notes, "Website", text("Website"));
    organization.phones = read_phones(notes, text("Telefon"), organization.id);
    organization.x_terms.clear();
    read_terms(context, notes, "Themen", "topic", organization.x_terms);
    organization.x_sector = optional_text(sector_code(text("Sektor")));
    if (!organization.x_sector && !text("Sektor").empty())
      notes.warn("Sektor", "This value is not known. It was left out.", text("Sektor"));
    organization.x_address = read_office(context, notes, organization.id);
    organization.x_external_id = optional_text(text("Nr"));
    organization.x_source = run.source;
    run.count(run.plan.put(Kind::Organization, organization));
  }
}

void plan_contacts(ImportRun const& run) {
  PlaceIndex places(run.gazetteer);
  RowContext context = row_context(run, places);
  Organisations organisations(run.plan, run.source);
  std::set<std::string> seen;
  while (run.sheet.next()) {
    RowNotes notes{run.report, run.sheet.line()};
    auto text = [&](char const* heading) { return run.sheet.text(heading); };
    if (run.sheet.blank()) {
      ++run.report.skipped;
      continue;
    }
    Function function;
    std::string title = text("Funktion"), organisation = text("Organisation");
    if (title.empty()) notes.fail("Funktion", "The name of the function is missing.", text("Nr"));
    // Many organisations have the same function, and one may have it twice: then each has its name.
    std::string key = title + " " + organisation;
    function.id = record_id(run, Kind::Function, text("Nr"), key);
    if (text("Nr").empty() && seen.contains(function.id))
      function.id = record_id(run, Kind::Function, "", key + " " + text("Name"));
    if (!seen.insert(function.id).second)
      notes.fail("Nr", "This function stands twice.", text("Nr") + " " + title);
    if (auto before = run.plan.stored(Kind::Function, function.id)) {
      std::vector<std::string> problems;
      function = data::from_json<Function>(before->json, problems);
    }
    function.title = title;
    function.organization_id =
        organisation.empty() ? ""
                             : organisations.find_or_create(notes, "Organisation", organisation);
    if (organisation.empty())
      notes.fail("Organisation", "A function needs an organisation.", title);
    function.name = optional_text(text("Name"));
    function.email = read_mail(notes, "E-Mail", text("E-Mail"));
    function.phones = read_phones(notes, text("Telefon"), function.id);
    function.languages.clear();
    read_languages(context, notes, "Sprachen", false, function.id, function.languages);
    function.schedules = read_hours(notes, text("Zeiten"), false, function.id);
    function.service_areas.clear();
    for (auto const& name : run.sheet.list("Gebiete"))
      if (auto area = places.area(notes, "Gebiete", name, function.id))
        function.service_areas.push_back(std::move(*area));
    function.x_terms.clear();
    read_terms(context, notes, "Themen", "topic", function.x_terms);
    function.x_main_number = parse_yes(text("Hauptnummer"));
    function.x_external_id = optional_text(text("Nr"));
    function.x_source = run.source;
    run.count(run.plan.put(Kind::Function, function));
  }
}

}  // namespace mila::directory
