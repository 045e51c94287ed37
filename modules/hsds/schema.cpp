// The HSDS 3.1 entities as a table, and the two walks over it: checking and completing.
#include "modules/hsds/schema.h"

#include <algorithm>
#include <map>

#include "modules/hsds/json_text.h"
#include "platform/base/check.h"
#include "platform/base/ids.h"
#include "platform/base/text.h"
#include "platform/base/time.h"

namespace mila::hsds {
namespace {

using data::Json;

/// name:type, "!" = required; [x] list of x, {x} one x, (a|b) one of these words.
/// Source: compiled JSON schemas of HSDS 3.1.
constexpr char const* kTable[][2] = {
    {"organization",
     "id:id! name! alternate_name description! email:email website:url additional_websites:[url] "
     "tax_status tax_id year_incorporated:n legal_status logo:url uri:url "
     "parent_organization_id:id funding:[funding] contacts:[contact] phones:[phone] "
     "locations:[location] programs:[program] organization_identifiers:[organization_identifier] "
     "services:[service] attributes:[attribute] metadata:[metadata]"},
    {"service",
     "id:id! organization_id:id program_id:id name! alternate_name description url:url "
     "additional_urls:[url] email:email status:(active|inactive|defunct|temporarily_closed)! "
     "interpretation_services application_process fees_description wait_time fees accreditations "
     "eligibility_description minimum_age:n maximum_age:n assured_date assurer_email:email "
     "licenses alert last_modified:time phones:[phone] schedules:[schedule] "
     "service_areas:[service_area] service_at_locations:[service_at_location] "
     "languages:[language] organization:{organization} funding:[funding] "
     "cost_options:[cost_option] program:{program} required_documents:[required_document] "
     "contacts:[contact] capacities:[service_capacity] attributes:[attribute] "
     "metadata:[metadata]"},
    {"service_at_location",
     "id:id! service_id:id location_id:id description service_areas:[service_area] "
     "contacts:[contact] phones:[phone] schedules:[schedule] location:{location} "
     "service:{service} attributes:[attribute] metadata:[metadata]"},
    {"location",
     "id:id! location_type:(physical|postal|virtual)! url:url organization_id:id name "
     "alternate_name description transportation latitude:n longitude:n external_identifier "
     "external_identifier_type languages:[language] addresses:[address] contacts:[contact] "
     "accessibility:[accessibility] phones:[phone] schedules:[schedule] attributes:[attribute] "
     "metadata:[metadata]"},
    {"address",
     "id:id! location_id:id attention address_1! address_2 city! region state_province! "
     "postal_code! country! address_type:(physical|postal|virtual)! attributes:[attribute] "
     "metadata:[metadata]"},
    {"contact",
     "id:id! organization_id:id service_id:id service_at_location_id:id location_id:id name title "
     "department email:email phones:[phone] attributes:[attribute] metadata:[metadata]"},
    {"phone",
     "id:id! location_id:id service_id:id organization_id:id contact_id:id "
     "service_at_location_id:id number! extension:n type description languages:[language] "
     "attributes:[attribute] metadata:[metadata]"},
    {"language",
     "id:id! service_id:id location_id:id phone_id:id name code note attributes:[attribute] "
     "metadata:[metadata]"},
    {"schedule",
     "id:id! service_id:id location_id:id service_at_location_id:id valid_from valid_to dtstart "
     "timezone:n until count:n wkst:(MO|TU|WE|TH|FR|SA|SU) freq:(WEEKLY|MONTHLY) interval:n byday "
     "byweekno bymonthday byyearday description opens_at closes_at schedule_link:url "
     "attending_type notes attributes:[attribute] metadata:[metadata]"},
    {"service_area",
     "id:id! service_id:id service_at_location_id:id name description extent extent_type uri "
     "attributes:[attribute] metadata:[metadata]"},
    {"accessibility",
     "id:id! location_id:id description details url:url attributes:[attribute] "
     "metadata:[metadata]"},
    {"cost_option",
     "id:id! service_id:id valid_from valid_to option currency amount:n amount_description "
     "attributes:[attribute] metadata:[metadata]"},
    {"required_document",
     "id:id! service_id:id document uri:url attributes:[attribute] metadata:[metadata]"},
    {"funding",
     "id:id! organization_id:id service_id:id source attributes:[attribute] metadata:[metadata]"},
    {"program",
     "id:id! organization_id:id name! alternate_name description! attributes:[attribute] "
     "metadata:[metadata]"},
    {"organization_identifier",
     "id:id! organization_id:id identifier_scheme identifier_type! identifier! "
     "attributes:[attribute] metadata:[metadata]"},
    {"service_capacity",
     "id:id! service_id:id unit:{unit}! unit_id:id available:n! maximum:n description "
     "updated:time! attributes:[attribute] metadata:[metadata]"},
    {"unit", "id:id! name! scheme identifier uri attributes:[attribute] metadata:[metadata]"},
    {"url",
     "id:id! label url:url! organization_id:id service_id:id attributes:[attribute] "
     "metadata:[metadata]"},
    {"attribute",
     "id:id! link_id:id taxonomy_term_id:id link_type link_entity value label "
     "taxonomy_term:{taxonomy_term} metadata:[metadata]"},
    {"taxonomy_term",
     "id:id! code name! description! parent_id:id taxonomy taxonomy_detail:{taxonomy} language "
     "taxonomy_id:id term_uri:url metadata:[metadata]"},
    {"taxonomy", "id:id! name! description! uri:url version metadata:[metadata]"},
    {"metadata",
     "id:id! resource_id:id resource_type last_action_date! last_action_type! field_name! "
     "previous_value! replacement_value! updated_by!"},
};

void read_member(std::string_view word, std::vector<Entity> const& entities, Entity& entity) {
  Member member;
  if (word.back() == '!') {
    member.required = true;
    word.remove_suffix(1);
  }
  auto colon = word.find(':');
  member.name = word.substr(0, colon);
  auto type = colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1);
  static std::map<std::string, MemberType, std::less<>> const kTypes{
      {"n", MemberType::Number},    {"id", MemberType::Id},         {"url", MemberType::Url},
      {"email", MemberType::Email}, {"time", MemberType::DateTime}, {"", MemberType::Text}};
  if (auto found = kTypes.find(type); found != kTypes.end()) {
    member.type = found->second;
  } else if (type[0] == '(') {
    member.type = MemberType::Choice;
    for (auto choice : split(type.substr(1, type.size() - 2), '|'))
      member.choices.push_back(replace_all(std::string(choice), "_", " "));
  } else {
    member.type = type[0] == '[' ? MemberType::Many : MemberType::One;
    auto target = type.substr(1, type.size() - 2);
    for (auto const& other : entities)
      if (other.name == target) member.entity = &other;
    CHECK(member.entity);
  }
  entity.members.push_back(std::move(member));
}

std::vector<Entity> make_entities() {
  std::vector<Entity> entities;
  for (auto const& row : kTable) entities.push_back({row[0], {}});
  for (std::size_t i = 0; i < entities.size(); ++i)
    for (auto const& word : split_list(kTable[i][1], ' ')) read_member(word, entities, entities[i]);
  return entities;
}

bool looks_like_mail(std::string const& text) {
  auto at = text.find('@');
  return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos &&
         text.find_first_of(" \n\t<>") == std::string::npos;
}

/// False for a value that must not stay: an address with a scheme like javascript:.
bool check_value(Member const& member, Json const& value, std::string const& path,
                 std::string const& record, std::vector<Line>& lines) {
  auto error = [&](std::string message) {
    lines.push_back({record, path, std::move(message), true});
  };
  auto note = [&](std::string message) {
    lines.push_back({record, path, std::move(message), false});
  };
  if (member.type == MemberType::Number) {
    if (!value.is_number()) error("number expected");
    return true;
  }
  if (!value.is_string()) {
    error("text expected");
    return true;
  }
  auto const& text = value.get_ref<std::string const&>();
  if (text.find('\0') != std::string::npos) error("holds a NUL character");
  switch (member.type) {
    case MemberType::Id:
      if (!is_uuid(text)) error("UUID expected");
      break;
    case MemberType::Choice:
      if (std::find(member.choices.begin(), member.choices.end(), text) == member.choices.end())
        error("one of \"" + join(member.choices, "\", \"") + "\" expected");
      break;
    case MemberType::Email:
      if (!text.empty() && !looks_like_mail(text)) note("this is no mail address");
      break;
    case MemberType::DateTime:
      if (!parse_rfc3339(text)) note("this is no date and time (RFC 3339)");
      break;
    case MemberType::Url: {
      auto colon = text.find(':');
      auto scheme = ascii_lower(text.substr(0, colon == std::string::npos ? 0 : colon));
      if (scheme == "http" || scheme == "https") break;
      if (scheme.find_first_of("/.?#") != std::string::npos || scheme.empty()) {
        note("this is no web address");
        break;
      }
      note("only http and https addresses are taken; left out");
      return false;
    }
    default:
      break;
  }
  return true;
}

std::string default_of(Member const& member, std::string const& own_id) {
  if (member.type == MemberType::Number) return "0";
  if (member.type == MemberType::DateTime) return "\"1970-01-01T00:00:00.000Z\"";
  if (member.type == MemberType::Choice) return json_string(member.choices.front());
  if (member.type == MemberType::One) {
    std::string out;
    append_complete(out, *member.entity, "{}", own_id, 0);
    return out;
  }
  if (member.name == "country") return "\"DE\"";
  return "\"\"";
}

}  // namespace

Member const* Entity::find(std::string_view member) const {
  for (auto const& candidate : members)
    if (candidate.name == member) return &candidate;
  return nullptr;
}

std::vector<Entity> const& all_entities() {
  static std::vector<Entity> const entities = make_entities();
  return entities;
}

Entity const& entity(std::string_view name) {
  for (auto const& candidate : all_entities())
    if (candidate.name == name) return candidate;
  mila::check_failed("known entity", __FILE__, __LINE__);
}

void check_entity(Entity const& entity, Json& object, std::string const& path,
                  std::string const& record, std::vector<Line>& lines) {
  if (!object.is_object()) {
    lines.push_back({record, path, "object expected", true});
    return;
  }
  std::vector<std::string> nulls;
  for (auto const& [key, value] : object.items())
    if (value.is_null()) nulls.push_back(key);
  for (auto const& key : nulls) object.erase(key);
  std::string prefix = path.empty() ? "" : path + "/";
  for (auto const& member : entity.members) {
    auto found = object.find(member.name);
    if (found == object.end()) {
      if (member.required) lines.push_back({record, prefix + member.name, "is missing", true});
      continue;
    }
    std::string here = prefix + member.name;
    if (member.type == MemberType::One) {
      check_entity(*member.entity, *found, here, record, lines);
    } else if (member.type == MemberType::Many) {
      if (!found->is_array()) {
        lines.push_back({record, here, "list expected", true});
        continue;
      }
      for (std::size_t i = 0; i < found->size(); ++i)
        check_entity(*member.entity, (*found)[i], here + "/" + std::to_string(i), record, lines);
    } else if (!check_value(member, *found, here, record, lines)) {
      object.erase(member.name);
    }
  }
}

void append_complete(std::string& out, Entity const& entity, std::string_view object,
                     std::string const& parent_id, std::size_t position) {
  Members members(object);
  std::string own_id = members.text("id");
  if (own_id.empty()) own_id = named_uuid(entity.name, parent_id + "/" + std::to_string(position));
  ObjectText text(out);
  if (!members.has("id")) text.text("id", own_id);
  for (auto const& [key, raw] : members.all()) {
    if (is_internal(key)) continue;
    char first = raw[0];
    Member const* member = first == '[' || first == '{' ? entity.find(key) : nullptr;
    if (!member || !member->entity || raw == "[]") {
      text.raw(key, raw);
    } else if (first == '{') {
      append_complete(text.begin(key), *member->entity, raw, own_id, 0);
    } else {
      text.begin(key) += '[';
      std::size_t i = 0;
      for (auto item : items_of(raw)) {
        if (i) out += ',';
        append_complete(out, *member->entity, item, own_id + "/" + member->name, i++);
      }
      out += ']';
    }
  }
  for (auto const& member : entity.members)
    if (member.required && member.name != "id" && !members.has(member.name))
      text.raw(member.name, default_of(member, own_id));
  text.end();
}

bool is_internal(std::string_view member) {
  return member == "x_source" || member == "x_external_id" || member == "x_both" ||
         member == "x_location_ids";
}

}  // namespace mila::hsds
