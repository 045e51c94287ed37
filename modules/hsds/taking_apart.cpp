// Taking HSDS documents apart. What is nested is checked once, with the object it stands in.
#include "modules/hsds/taking_apart.h"

#include <algorithm>
#include <optional>

#include "modules/hsds/terms.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"

namespace mila::hsds {
namespace {

using data::Json;

constexpr int kMaxDepth = 40;

std::string text_at(Json const& json, char const* key) {
  auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Ids are compared as text, so one spelling is kept.
void lower_ids(Json& json) {
  if (json.is_array()) {
    for (auto& item : json) lower_ids(item);
    return;
  }
  if (!json.is_object()) return;
  for (auto& [key, value] : json.items()) {
    bool id = key == "id" || (key.size() > 3 && key.compare(key.size() - 3, 3, "_id") == 0);
    if (id && value.is_string() && is_uuid(value.get_ref<std::string const&>())) {
      value = ascii_lower(value.get_ref<std::string const&>());
    } else if (value.is_structured()) {
      lower_ids(value);
    }
  }
}

bool has_nul(Json const& json) {
  if (json.is_string()) return json.get_ref<std::string const&>().find('\0') != std::string::npos;
  if (!json.is_structured()) return false;
  for (auto const& [key, value] : json.items())
    if (key.find('\0') != std::string::npos || has_nul(value)) return true;
  return false;
}

bool same(Json const& a, Json const& b) {
  return nlohmann::json(a) == nlohmann::json(b);
}

bool has_lists(Json const& json) {
  return std::any_of(json.begin(), json.end(), [](Json const& value) { return value.is_array(); });
}

std::string guess(Json const& json) {
  auto any = [&](std::initializer_list<char const*> keys) {
    return std::any_of(keys.begin(), keys.end(), [&](auto key) { return json.contains(key); });
  };
  if (any({"location_type"})) return "location";
  if (any({"status", "service_at_locations"})) return "service";
  if (any({"service", "service_id"}) || (any({"location"}) && !any({"name"})))
    return "service_at_location";
  if (any({"taxonomy", "taxonomy_detail", "taxonomy_id", "term_uri"})) return "taxonomy_term";
  if (any({"email", "website", "legal_status", "services", "locations", "programs", "contacts",
           "phones", "logo", "organization_identifiers", "funding", "attributes", "alternate_name",
           "tax_status", "additional_websites", "parent_organization_id"}))
    return "organization";
  if (any({"version"}) && any({"name"})) return "taxonomy";
  return any({"name"}) ? "organization" : "";
}

/// Terms of our own taxonomies among the attributes, as x_terms: so that imported offers are found
/// by topic like our own. The attributes stay as they came.
void read_terms(Json& json) {
  auto attributes = json.find("attributes");
  std::vector<std::string> keys;
  if (attributes != json.end() && attributes->is_array())
    for (auto const& attribute : *attributes) {
      if (!attribute.is_object()) continue;
      Term const* term = terms().by_id(text_at(attribute, "taxonomy_term_id"));
      if (auto nested = attribute.find("taxonomy_term");
          !term && nested != attribute.end() && nested->is_object())
        term = terms().by_id(text_at(*nested, "id"));
      if (term && std::find(keys.begin(), keys.end(), term->key) == keys.end())
        keys.push_back(term->key);
    }
  json.erase("x_terms");
  if (!keys.empty()) json["x_terms"] = keys;
}

}  // namespace

std::optional<Json> parse_foreign(std::string_view text, std::string& message) {
  try {
    return Json::parse(text, [](int depth, Json::parse_event_t, Json&) {
      if (depth > kMaxDepth) throw std::length_error("nested too deeply");
      return true;
    });
  } catch (std::length_error const& error) {
    message = error.what();
  } catch (Json::exception const& error) {
    message = error.what();
    if (auto end = message.find("; last read"); end != std::string::npos) message.resize(end);
    message = std::string(truncate_utf8(message, 200));
    if (!is_clean_utf8(message)) message = "this is no JSON";
  }
  return std::nullopt;
}

void TakingApart::note(std::string record, std::string field, std::string message, bool error) {
  constexpr std::size_t kMaxLines = 5000;
  errors_ += error;
  if (lines_.size() < kMaxLines)
    lines_.push_back({std::move(record), std::move(field), std::move(message), error});
}

void TakingApart::add(Json document, std::string const& path, std::string_view kind) {
  std::string prefix = path.empty() ? "" : path + "/";
  if (document.is_array()) {
    for (std::size_t i = 0; i < document.size(); ++i)
      add(std::move(document[i]), prefix + std::to_string(i), kind);
    return;
  }
  if (!document.is_object()) return note("", path, "object expected", true);
  if (auto contents = document.find("contents"); contents != document.end()) {
    if (!contents->is_array()) return note("", prefix + "contents", "list expected", true);
    return add(std::move(*contents), prefix + "contents", kind);
  }
  if (has_nul(document)) return note(text_at(document, "id"), path, "holds a NUL character", true);
  lower_ids(document);
  std::string entity_name(kind.empty() ? guess(document) : kind);
  if (entity_name.empty()) {
    bool meta = document.contains("openapi_url") || document.contains("profile");
    return note("", path,
                meta ? "description of an API; nothing to take"
                     : "what is this? Neither "
                       "service, organization, location nor list",
                !meta);
  }
  if (entity_name == "taxonomy" || entity_name == "taxonomy_term") {
    take_word(std::move(document), path, entity_name);
  } else if (check(entity_name, document, path)) {
    if (entity_name == "organization")
      take_organization(std::move(document), path, false);
    else if (entity_name == "location")
      take_location(std::move(document), path, false);
    else if (entity_name == "service")
      take_service(std::move(document), path, "");
    else if (entity_name == "service_at_location")
      take_at_location(std::move(document), path);
    else
      note("", path, entity_name + " cannot stand alone", true);
  }
}

bool TakingApart::check(std::string const& kind, Json& json, std::string const& path) {
  std::vector<Line> found;
  auto id = text_at(json, "id");
  check_entity(entity(kind), json, path, kind + " " + (id.empty() ? "without id" : id), found);
  bool good = true;
  for (auto& line : found) {
    good = good && !line.error;
    note(std::move(line.record), std::move(line.field), std::move(line.message), line.error);
  }
  return good;
}

void TakingApart::merge(Json& into, Json from, std::string const& record, std::string const& path) {
  for (auto& [key, value] : from.items()) {
    auto known = into.find(key);
    if (known == into.end()) {
      into[key] = std::move(value);
    } else if (key == "service_at_locations" && known->is_array() && value.is_array()) {
      for (auto& item : value) {
        auto id = text_at(item, "id");
        auto twin = std::find_if(known->begin(), known->end(),
                                 [&](Json const& other) { return text_at(other, "id") == id; });
        if (twin == known->end()) {
          known->push_back(std::move(item));
        } else {
          merge(*twin, std::move(item), record, path);
        }
      }
    } else if (!same(*known, value)) {
      note(record, path + (path.empty() ? "" : "/") + key,
           "differs from what the same record says elsewhere; the first is taken", false);
    }
  }
}

std::string TakingApart::keep(std::string const& kind, Json json, bool partial,
                              std::string const& path) {
  auto id = text_at(json, "id");
  for (auto key : {"x_source", "x_external_id"}) json.erase(key);
  // Whatever somebody writes there: an address is rather protected than shown by mistake.
  if (auto hidden = json.find("x_protected"); hidden != json.end())
    *hidden = *hidden != Json(false);
  auto [place, is_new] = records_[kind].try_emplace(id);
  if (is_new) {
    place->second = {std::move(json), partial};
  } else {
    merge(place->second.json, std::move(json), kind + " " + id, path);
    place->second.partial = place->second.partial && partial;
  }
  return id;
}

std::string TakingApart::take_location(Json json, std::string const& path, bool nested) {
  bool partial = nested && !has_lists(json);
  return keep("location", std::move(json), partial, path);
}

std::string TakingApart::take_organization(Json json, std::string const& path, bool nested) {
  auto id = text_at(json, "id");
  read_terms(json);
  json.erase("x_location_ids");
  if (auto locations = json.find("locations"); locations != json.end()) {
    Json ids = Json::array();
    for (std::size_t i = 0; i < locations->size(); ++i)
      ids.push_back(take_location(std::move((*locations)[i]),
                                  path + "/locations/" + std::to_string(i), true));
    json.erase("locations");
    if (!ids.empty()) json["x_location_ids"] = std::move(ids);
  }
  if (auto contacts = json.find("contacts"); contacts != json.end()) {
    Json people = Json::array();
    for (auto& contact : *contacts) {
      if (contact.value("x_function", Json()) != Json(true)) {
        people.push_back(std::move(contact));
        continue;
      }
      contact.erase("x_function");
      contact["organization_id"] = id;
      read_terms(contact);
      contact.erase("attributes");
      if (!contact.contains("title")) contact["title"] = text_at(contact, "name");
      keep("function", std::move(contact), false, path);
    }
    *contacts = std::move(people);
    if (contacts->empty()) json.erase("contacts");
  }
  Json services = Json::array();
  if (auto found = json.find("services"); found != json.end()) {
    services = std::move(*found);
    json.erase("services");
  }
  keep("organization", std::move(json), nested, path);
  for (std::size_t i = 0; i < services.size(); ++i) {
    // Services as ids only (id, name, status) say less than the list of services will.
    bool bare = services[i].size() <= 3;
    if (!bare) take_service(std::move(services[i]), path + "/services/" + std::to_string(i), id);
  }
  return id;
}

Json TakingApart::apart_at_location(Json json, std::string const& path) {
  json.erase("service");
  json.erase("x_both");
  // Iterators end with the next new member: members lie in one array.
  if (auto found = json.find("location"); found != json.end()) {
    Json location = std::move(*found);
    json.erase("location");
    bool spelled_out = json.contains("location_id");
    auto id = text_at(location, "id");
    if (spelled_out && text_at(json, "location_id") != id)
      note("service_at_location " + text_at(json, "id"), path + "/location_id",
           "differs from location/id", true);
    take_location(std::move(location), path + "/location", true);
    if (spelled_out) json["x_both"] = true;
    json["location_id"] = id;
  }
  return json;
}

std::string TakingApart::take_service(Json json, std::string const& path,
                                      std::string const& organization_id) {
  auto id = text_at(json, "id");
  // Without any list it is a list item, which says less than the full record.
  bool partial = !has_lists(json);
  read_terms(json);
  json.erase("x_both");
  bool spelled_out = json.contains("organization_id");
  if (auto organization = json.find("organization"); organization != json.end()) {
    auto provider = take_organization(std::move(*organization), path + "/organization", true);
    json.erase("organization");
    if (spelled_out && text_at(json, "organization_id") != provider)
      note("service " + id, path + "/organization_id", "differs from organization/id", true);
    if (spelled_out) json["x_both"] = true;
    json["organization_id"] = provider;
  } else if (!organization_id.empty()) {
    if (spelled_out) json["x_both"] = true;
    json["organization_id"] = organization_id;
  }
  if (auto list = json.find("service_at_locations"); list != json.end())
    for (std::size_t i = 0; i < list->size(); ++i)
      (*list)[i] = apart_at_location(std::move((*list)[i]),
                                     path + "/service_at_locations/" + std::to_string(i));
  return keep("service", std::move(json), partial, path);
}

void TakingApart::take_at_location(Json json, std::string const& path) {
  std::string service_id = text_at(json, "service_id");
  if (auto service = json.find("service"); service != json.end())
    service_id = take_service(std::move(*service), path + "/service", "");
  if (service_id.empty())
    return note("service_at_location " + text_at(json, "id"), path, "service is missing", true);
  Json carrier = {{"id", service_id}};
  carrier["service_at_locations"] = Json::array({apart_at_location(std::move(json), path)});
  keep("service", std::move(carrier), true, path);
}

void TakingApart::take_word(Json json, std::string const& path, std::string const& kind) {
  if (!check(kind, json, path)) return;
  if (kind == "taxonomy_term" && terms().by_id(text_at(json, "id"))) return;
  keep(kind, std::move(json), false, path);
}

}  // namespace mila::hsds
