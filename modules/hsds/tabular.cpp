// HSDS as tables (datapackage.json and CSV files): rows are put into each other until they are the
// nested documents the rest of the import reads.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "modules/hsds/sources.h"
#include "platform/base/text.h"
#include "platform/data/csv.h"

namespace mila::hsds {
namespace {

using data::Json;

/// File names of the standard by entity.
constexpr char const* kFiles[][2] = {{"organization", "organizations.csv"},
                                     {"program", "programs.csv"},
                                     {"service", "services.csv"},
                                     {"attribute", "attributes.csv"},
                                     {"service_at_location", "service_at_location.csv"},
                                     {"location", "locations.csv"},
                                     {"phone", "phones.csv"},
                                     {"contact", "contacts.csv"},
                                     {"address", "addresses.csv"},
                                     {"schedule", "schedules.csv"},
                                     {"funding", "funding.csv"},
                                     {"service_area", "service_areas.csv"},
                                     {"required_document", "required_documents.csv"},
                                     {"language", "languages.csv"},
                                     {"accessibility", "accessibility.csv"},
                                     {"taxonomy_term", "taxonomy_terms.csv"},
                                     {"metadata", "metadata.csv"},
                                     {"cost_option", "cost_options.csv"},
                                     {"organization_identifier", "organization_identifiers.csv"},
                                     {"taxonomy", "taxonomies.csv"},
                                     {"service_capacity", "service_capacity.csv"},
                                     {"unit", "units.csv"},
                                     {"url", "url.csv"}};

/// Where rows of an entity go: column with the owner's id, owner's entity, member there. In an
/// order in which what is put somewhere is complete already.
struct Nest {
  char const *entity, *column, *owner, *member;
};
constexpr Nest kNests[] = {
    {"language", "phone_id", "phone", "languages"},
    {"phone", "contact_id", "contact", "phones"},
    {"language", "service_id", "service", "languages"},
    {"language", "location_id", "location", "languages"},
    {"contact", "organization_id", "organization", "contacts"},
    {"contact", "service_id", "service", "contacts"},
    {"contact", "location_id", "location", "contacts"},
    {"contact", "service_at_location_id", "service_at_location", "contacts"},
    {"phone", "organization_id", "organization", "phones"},
    {"phone", "service_id", "service", "phones"},
    {"phone", "location_id", "location", "phones"},
    {"phone", "service_at_location_id", "service_at_location", "phones"},
    {"schedule", "service_id", "service", "schedules"},
    {"schedule", "location_id", "location", "schedules"},
    {"schedule", "service_at_location_id", "service_at_location", "schedules"},
    {"service_area", "service_id", "service", "service_areas"},
    {"service_area", "service_at_location_id", "service_at_location", "service_areas"},
    {"address", "location_id", "location", "addresses"},
    {"accessibility", "location_id", "location", "accessibility"},
    {"required_document", "service_id", "service", "required_documents"},
    {"cost_option", "service_id", "service", "cost_options"},
    {"funding", "organization_id", "organization", "funding"},
    {"funding", "service_id", "service", "funding"},
    {"url", "organization_id", "organization", "additional_websites"},
    {"url", "service_id", "service", "additional_urls"},
    {"organization_identifier", "organization_id", "organization", "organization_identifiers"},
    {"service_capacity", "service_id", "service", "capacities"},
    {"program", "organization_id", "organization", "programs"},
    {"service_at_location", "service_id", "service", "service_at_locations"}};

struct TableRow {
  Json json;
  std::string path;  ///< "phones.csv/17": file and line
  bool placed = false;
};

std::string text_at(Json const& json, char const* key) {
  auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void append(Json& owner, char const* member, Json item) {
  Json& list = owner[member];
  if (!list.is_array()) list = Json::array();
  list.push_back(std::move(item));
}

class Tables {
 public:
  Tables(std::map<std::string, std::string> const& files, TakingApart& taking) : taking_(taking) {
    auto names = file_names(files);
    for (auto const& [entity_name, file] : names)
      if (auto found = files.find(file); found != files.end())
        read(entity_name, file, found->second);
    for (auto& [entity_name, rows] : rows_)
      for (auto& row : rows)
        if (auto id = text_at(row.json, "id"); !id.empty()) index_[entity_name][id] = &row;
  }

  void run() {
    complete_attributes();
    by_link("metadata", "resource_id", "metadata");
    by_link("attribute", "link_id", "attributes");
    for (auto& row : rows_["service_capacity"]) embed(row, "unit_id", "unit", "unit");
    for (auto const& nest : kNests) put(nest);
    for (auto& row : rows_["service"]) embed_program(row);
    report_lost();
    for (auto const* kind : {"taxonomy", "taxonomy_term", "organization", "location", "service"})
      for (auto& row : rows_[kind]) taking_.add(std::move(row.json), row.path, kind);
  }

 private:
  std::map<std::string, std::string> file_names(std::map<std::string, std::string> const& files) {
    std::map<std::string, std::string> names;
    for (auto const& [entity_name, file] : kFiles) names[entity_name] = file;
    auto package = files.find("datapackage.json");
    if (package == files.end()) return names;
    std::string message;
    auto json = parse_foreign(package->second, message);
    if (!json || !json->is_object()) {
      taking_.note("", "datapackage.json", message, true);
      return names;
    }
    auto resources = json->find("resources");
    if (resources == json->end() || !resources->is_array()) return names;
    for (auto const& resource : *resources) {
      if (!resource.is_object()) continue;
      auto name = text_at(resource, "name"), path = text_at(resource, "path");
      path = path.substr(path.find_last_of('/') + 1);
      if (names.count(name) && !path.empty() && files.count(path)) names[name] = path;
    }
    return names;
  }

  void read(std::string const& entity_name, std::string const& file, std::string const& bytes) {
    if (trim(bytes).empty()) return;
    auto table = data::parse_csv(bytes);
    if (!table) return taking_.note("", file, table.error().detail + table.error().message, true);
    Entity const& of = entity(entity_name);
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
      TableRow row;
      row.json = Json::object();
      row.path = file + "/" + std::to_string(table->lines[i]);
      for (std::size_t c = 0; c < table->header.size(); ++c) {
        auto const& cell = table->rows[i][c];
        if (cell.empty() || table->header[c].empty()) continue;
        auto const* member = of.find(table->header[c]);
        if (member && member->entity) continue;  // lists come from their own tables
        bool is_id = table->header[c] == "id" || (member && member->type == MemberType::Id);
        if (member && member->type == MemberType::Number) {
          row.json[table->header[c]] = number(cell);
        } else {
          row.json[table->header[c]] = is_id ? ascii_lower(cell) : cell;
        }
      }
      if (!row.json.empty()) rows_[entity_name].push_back(std::move(row));
    }
  }

  /// Text that is no number stays text, so that the check names it.
  static Json number(std::string const& cell) {
    if (auto whole = parse_integer(cell)) return *whole;
    if (auto decimal = parse_decimal(cell)) return *decimal;
    return cell;
  }

  TableRow* find(std::string const& entity_name, std::string const& id) {
    auto table = index_.find(entity_name);
    if (table == index_.end()) return nullptr;
    auto found = table->second.find(id);
    return found == table->second.end() ? nullptr : found->second;
  }

  /// The term, and in it its taxonomy, instead of ids.
  void complete_attributes() {
    for (auto& row : rows_["attribute"])
      embed(row, "taxonomy_term_id", "taxonomy_term", "taxonomy_term");
  }

  void embed(TableRow& row, char const* column, char const* entity_name, char const* member) {
    auto id = text_at(row.json, column);
    if (id.empty()) return;
    auto* target = find(entity_name, id);
    if (!target) {
      // Terms of our own need not come along.
      if (std::string_view(entity_name) != "taxonomy_term")
        taking_.note("", row.path + "/" + column, "there is no such " + std::string(entity_name),
                     true);
      return;
    }
    row.json[member] = target->json;
    row.json.erase(column);
    target->placed = true;
  }

  void embed_program(TableRow& row) {
    auto id = text_at(row.json, "program_id");
    if (id.empty()) return;
    auto program = programs_.find(id);
    if (program == programs_.end())
      return taking_.note("", row.path + "/program_id", "there is no such program", true);
    row.json["program"] = program->second;
    row.json.erase("program_id");
  }

  /// Rows that may belong to any other row.
  void by_link(char const* entity_name, char const* column, char const* member) {
    for (auto& row : rows_[entity_name]) {
      auto id = text_at(row.json, column);
      for (auto& [other, by_id] : index_) {
        auto found = by_id.find(id);
        if (found == by_id.end() || other == entity_name) continue;
        row.placed = true;
        Json json = row.json;
        json.erase(column);
        append(found->second->json, member, std::move(json));
        break;
      }
    }
  }

  void put(Nest const& nest) {
    for (auto& row : rows_[nest.entity]) {
      auto id = text_at(row.json, nest.column);
      if (id.empty()) continue;
      auto* owner = find(nest.owner, id);
      if (!owner) {
        taking_.note("", row.path + "/" + nest.column,
                     "there is no such " + std::string(nest.owner), true);
        row.placed = true;
        continue;
      }
      row.placed = true;
      Json json = row.json;
      // The place says whose it is.
      for (auto const& other : kNests)
        if (std::string_view(other.entity) == nest.entity) json.erase(other.column);
      if (std::string_view(nest.entity) == "program") programs_[text_at(json, "id")] = json;
      append(owner->json, nest.member, std::move(json));
    }
  }

  void report_lost() {
    for (auto const& nest : kNests)
      for (auto& row : rows_[nest.entity])
        if (!row.placed) {
          taking_.note("", row.path, "belongs to nothing; left out", false);
          row.placed = true;
        }
    for (auto const* kind : {"attribute", "metadata"})
      for (auto& row : rows_[kind])
        if (!row.placed) taking_.note("", row.path, "belongs to nothing; left out", false);
    for (auto& row : rows_["service"])
      if (text_at(row.json, "organization_id").empty())
        taking_.note("", row.path + "/organization_id", "is missing", true);
    for (auto& row : rows_["service_at_location"])
      if (text_at(row.json, "location_id").empty())
        taking_.note("", row.path + "/location_id", "is missing", true);
  }

  TakingApart& taking_;
  std::map<std::string, std::vector<TableRow>> rows_;
  std::map<std::string, std::unordered_map<std::string, TableRow*>> index_;
  std::map<std::string, Json> programs_;
};

}  // namespace

void take_tables(std::map<std::string, std::string> const& files, TakingApart& taking) {
  Tables(files, taking).run();
}

}  // namespace mila::hsds
