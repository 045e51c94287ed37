// Which words and facts of an offer go into the index, and with what weight.
#include "modules/offers/offer_search_document.h"

#include <algorithm>

#include "engines/language/normalise.h"
#include "engines/language/stopwords.h"
#include "modules/directory/timetable.h"
#include "modules/taxonomy/taxonomy.h"

namespace mila::offers {
namespace {

using directory::Location;
using directory::Organization;
using directory::Service;

constexpr std::size_t kMostKnownWords = 200000;  // bounds memory while much is indexed

bool has_access(Service const& service, char const* code) {
  return directory::has_term(service.x_terms, std::string("access:") + code);
}

bool is_step_free_place(Location const& location) {
  return std::any_of(location.accessibility.begin(), location.accessibility.end(),
                     [](auto const& each) { return each.x_code == "step-free"; });
}

/// Whether all topics are the first one or above it.
bool is_single_topic(std::vector<std::string> const& topics) {
  if (topics.empty()) return false;
  auto line = taxonomy::taxonomy().line(topics.front());
  return std::all_of(topics.begin(), topics.end(), [&](auto const& code) {
    return std::any_of(line.begin(), line.end(),
                       [&](auto const* each) { return each->code == code; });
  });
}

void add_once(std::vector<std::string>& list, std::string value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(std::move(value));
}

}  // namespace

struct DocumentMaker::Fields {
  Weights weights;  // of everything but hidden text
  Weights hidden;
  std::vector<std::string> spelling;

  void add(std::string term, std::uint32_t weight) { weights[std::move(term)] += weight; }
};

std::string name_key(std::string_view name) {
  std::string key;
  for (auto const& token : language::tokenise(name)) key += language::german_key(token.text);
  return key;
}

std::vector<search::Document> DocumentMaker::make(db::Reader& reader,
                                                  std::vector<Service> const& services) {
  std::vector<std::string> organization_ids, location_ids;
  for (auto const& service : services) {
    organization_ids.push_back(service.organization_id);
    for (auto const& at : service.service_at_locations) location_ids.push_back(at.location_id);
  }
  for (auto* ids : {&organization_ids, &location_ids}) {
    std::sort(ids->begin(), ids->end());
    ids->erase(std::unique(ids->begin(), ids->end()), ids->end());
  }
  std::unordered_map<std::string, Organization> organizations;
  for (auto& each : directory::find_organizations(reader, organization_ids)) {
    auto id = each.id;
    organizations.emplace(std::move(id), std::move(each));
  }
  std::unordered_map<std::string, Location> locations;
  for (auto& each : directory::find_locations(reader, location_ids)) {
    auto id = each.id;
    locations.emplace(std::move(id), std::move(each));
  }
  facts_.clear();
  std::vector<search::Document> documents;
  for (auto const& service : services) {
    if (service.status != "active") continue;
    std::vector<Location const*> own;
    for (auto const& at : service.service_at_locations) {
      auto found = locations.find(at.location_id);
      own.push_back(found == locations.end() ? nullptr : &found->second);
    }
    auto organization = organizations.find(service.organization_id);
    facts_.push_back(facts_of(service, own));
    documents.push_back(document_of(
        service, organization == organizations.end() ? nullptr : &organization->second, own));
  }
  return documents;
}

OfferFacts DocumentMaker::facts_of(Service const& service,
                                   std::vector<Location const*> const& locations) const {
  OfferFacts facts;
  facts.service_id = service.id;
  facts.topics = directory::codes(service.x_terms, "topic");
  facts.audiences = directory::codes(service.x_terms, "audience");
  for (auto const& each : service.languages)
    if (each.code)
      add_once(each.x_on_request ? facts.languages_on_request : facts.languages, *each.code);
  facts.free = std::any_of(service.cost_options.begin(), service.cost_options.end(),
                           [](auto const& cost) { return cost.x_code == "free"; });
  facts.without_appointment = has_access(service, "open-door");
  facts.full = service.x_full_until.has_value() ||
               std::any_of(service.capacities.begin(), service.capacities.end(),
                           [](auto const& capacity) { return capacity.available == 0; });
  auto add_area = [&](directory::ServiceArea const& area) {
    if (area.x_place_id) add_once(facts.area_places, *area.x_place_id);
    auto const* places = area.x_area_id ? gazetteer_.find_area(*area.x_area_id) : nullptr;
    if (places)
      for (auto const& id : places->place_ids) add_once(facts.area_places, id);
  };
  for (auto const& area : service.service_areas) add_area(area);
  for (std::size_t i = 0; i < locations.size(); ++i) {
    auto const& at = service.service_at_locations[i];
    auto const* location = locations[i];
    for (auto const& area : at.service_areas) add_area(area);
    facts.timetables.push_back(directory::to_timetable(service, &at, location, zone_));
    if (!location) continue;
    if (location->x_place_id) add_once(facts.places, *location->x_place_id);
    bool hidden = service.x_protected || location->x_protected;
    if (!hidden && location->latitude && location->longitude)
      facts.points.push_back({*location->latitude, *location->longitude});
    facts.step_free = facts.step_free || is_step_free_place(*location);
  }
  if (locations.empty())
    facts.timetables.push_back(directory::to_timetable(service, nullptr, nullptr, zone_));
  return facts;
}

search::Document DocumentMaker::document_of(Service const& service,
                                            Organization const* organization,
                                            std::vector<Location const*> const& locations) {
  OfferFacts const& facts = facts_.back();
  Fields fields;
  add_texts(fields, service);
  if (organization) add_organization(fields, *organization);
  add_places(fields, facts);
  add_phones(fields, service, organization, locations);
  for (auto const& at : service.service_at_locations)
    fields.weights[kAtLocation + at.location_id] = 1;
  bool single = is_single_topic(facts.topics);
  for (std::size_t i = 0; i < facts.topics.size(); ++i)
    for (auto const* topic : taxonomy::taxonomy().line(facts.topics[i])) {
      bool own = topic->code == facts.topics[i];
      // The main topic counts most, and a little more where it is the only one.
      auto main_weight = kMainTopicWeight + (single ? kMainTopicWeight / 4 : 0);
      auto weight = i == 0 ? (own ? main_weight : kAboveMainWeight)
                           : (own ? kTopicWeight : kAboveTopicWeight);
      auto& stored = fields.weights[kTopicPrefix + topic->code];
      stored = std::max(stored, weight);
    }
  for (auto const& code : facts.audiences) fields.add(kAudiencePrefix + code, kTopicWeight);
  for (auto const& code : facts.languages) fields.add(kSpeaksPrefix + code, kTopicWeight);
  for (auto const& code : facts.languages_on_request) fields.add(kSpeaksPrefix + code, 1);

  search::Document document;
  document.id = service.id;
  document.value = facts.to_bytes();
  for (auto& [term, weight] : fields.hidden) fields.weights[term] += std::min(weight, kMostHidden);
  for (auto& [term, weight] : fields.weights) document.terms.push_back({term, weight});
  for (auto& word : fields.spelling) document.terms.push_back({kWordPrefix + word, 1});
  return document;
}

void DocumentMaker::add_text(Fields& fields, std::string_view text, std::string_view language,
                             std::uint32_t weight) {
  bool hidden = weight == kHiddenWeight;
  int number = language::language_index(language);
  std::vector<std::string> field_terms;
  for (auto const& token : language::tokenise(text)) {
    if (language::is_stopword(token.text, language)) {
      if (number == 0 && words_.is_part(token.text))
        for (auto& term : words_.part_terms(token)) field_terms.push_back(std::move(term));
      continue;
    }
    std::string key = token.text + "/" + token.joined + "/" + std::string(language);
    auto known = known_.find(key);
    if (known == known_.end()) {
      if (known_.size() > kMostKnownWords) known_.clear();
      known = known_.emplace(key, words_.index_terms(token, number)).first;
    }
    field_terms.insert(field_terms.end(), known->second.begin(), known->second.end());
    if (!hidden && token.script != language::Script::Digits)
      fields.spelling.emplace_back(text.substr(token.begin, token.length));
  }
  // A word counts once per field, or long texts would win.
  std::sort(field_terms.begin(), field_terms.end());
  field_terms.erase(std::unique(field_terms.begin(), field_terms.end()), field_terms.end());
  for (auto& term : field_terms) (hidden ? fields.hidden : fields.weights)[term] += weight;
}

void DocumentMaker::add_texts(Fields& fields, Service const& service) {
  std::string language = service.x_language.value_or("de");
  add_text(fields, service.name, language, kNameWeight);
  if (service.x_summary) add_text(fields, *service.x_summary, language, kSummaryWeight);
  for (auto const* text :
       {&service.alternate_name, &service.description, &service.eligibility_description,
        &service.application_process, &service.fees_description, &service.x_language_note})
    if (*text) add_text(fields, **text, language, kHiddenWeight);
  for (auto const& text : service.x_texts) {
    auto weight = text.field == "name"        ? kNameWeight
                  : text.field == "x_summary" ? kSummaryWeight
                                              : kHiddenWeight;
    add_text(fields, text.value, text.language, weight);
  }
  for (auto const* kind : {"audience", "support"})
    for (auto const& code : directory::codes(service.x_terms, kind))
      for (auto const* shown_in : {"de", "en"})
        add_text(fields, taxonomy::taxonomy().value_label(kind, code, shown_in), shown_in,
                 kHiddenWeight);
}

void DocumentMaker::add_organization(Fields& fields, Organization const& organization) {
  fields.add(kOfOrganisation + organization.id, 1);
  // Words of the name count once, also when the short name repeats them.
  std::string names = organization.name;
  if (organization.alternate_name) names += " " + *organization.alternate_name;
  add_text(fields, names, "de", kOrganisationWeight);
  for (auto const& name : {organization.name, organization.alternate_name.value_or("")}) {
    auto key = name_key(name);
    if (!key.empty()) fields.weights[kOrganisationPrefix + key] = kTopicWeight;
    // "Tafel Auental e. V." is called "Tafel Auental".
    if (key.size() > 4 && key.ends_with("ev"))
      fields.weights[kOrganisationPrefix + key.substr(0, key.size() - 2)] = kTopicWeight;
  }
}

void DocumentMaker::add_places(Fields& fields, OfferFacts const& facts) {
  for (auto const& id : facts.places)
    for (auto const& above : gazetteer_.with_ancestors(id)) {
      auto& weight = fields.weights[kPlacePrefix + above];
      weight = std::max(weight, above == id ? kMainTopicWeight : kTopicWeight);
    }
  for (auto const& id : facts.area_places)
    for (auto const& below : gazetteer_.with_descendants(id))
      fields.weights[kAreaPrefix + below] = kTopicWeight;
}

void DocumentMaker::add_phones(Fields& fields, Service const& service,
                               Organization const* organization,
                               std::vector<Location const*> const& locations) {
  bool any = false;
  auto add = [&](std::vector<directory::Phone> const& phones, std::uint32_t weight) {
    for (auto const& phone : phones) {
      std::string digits = phone_digits(phone.number);
      if (digits.empty()) continue;
      any = true;
      auto set = [&](std::string const& term) {
        auto& stored = fields.weights[kPhonePrefix + term];
        stored = std::max(stored, weight);
      };
      set(digits);
      // "069 90009-452" is also looked for as "90009-452".
      auto blank = phone.number.find(' ');
      if (blank != std::string::npos) {
        auto local = phone_digits("0" + phone.number.substr(blank));
        if (!local.empty()) set(local);
      }
    }
  };
  add(service.phones, kMainTopicWeight);
  for (auto const& contact : service.contacts) add(contact.phones, kTopicWeight);
  for (auto const& at : service.service_at_locations) {
    add(at.phones, kTopicWeight);
    for (auto const& contact : at.contacts) add(contact.phones, kTopicWeight);
  }
  for (auto const* location : locations)
    if (location) add(location->phones, kTopicWeight);
  if (!any && organization) add(organization->phones, 1);
}

}  // namespace mila::offers
