// Bringing taken-apart records into the database: all or nothing, nothing twice, and only what
// belongs to the source.
#include <algorithm>
#include <filesystem>

#include "modules/directory/directory.h"
#include "modules/hsds/hsds.h"
#include "modules/hsds/hsds_store.h"
#include "modules/hsds/sources.h"
#include "modules/hsds/taking_apart.h"
#include "platform/i18n/format.h"

namespace mila::hsds {
namespace {

using data::Json;
using directory::Kind;

/// Later kinds refer to earlier ones.
constexpr std::pair<char const*, Kind> kKinds[] = {{"organization", Kind::Organization},
                                                   {"location", Kind::Location},
                                                   {"service", Kind::Service},
                                                   {"function", Kind::Function}};

std::string text_at(Json const& json, char const* key) {
  auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool same(Json const& a, Json const& b) {
  return nlohmann::json(a) == nlohmann::json(b);
}

/// What a list item or nested record says, over what is stored.
Json overlaid(Json stored, Json const& incoming) {
  for (auto const& [key, value] : incoming.items()) {
    auto known = stored.find(key);
    if (key != "service_at_locations" || known == stored.end() || !known->is_array()) {
      stored[key] = value;
      continue;
    }
    for (auto const& item : value) {
      auto twin = std::find_if(known->begin(), known->end(), [&](Json const& other) {
        return text_at(other, "id") == text_at(item, "id");
      });
      if (twin == known->end()) {
        known->push_back(item);
      } else {
        *twin = overlaid(*twin, item);
      }
    }
  }
  return stored;
}

/// "https://api.example/hsds?key=1" → "hsds:api.example/hsds"; files by their name: where somebody
/// kept them is nobody's business.
std::string source_name(std::string const& source) {
  auto scheme = source.find("://");
  if (scheme != std::string::npos) {
    auto rest = source.substr(scheme + 3);
    if (auto at = rest.find('@'); at != std::string::npos && at < rest.find('/'))
      rest.erase(0, at + 1);
    rest.resize(std::min(rest.find_first_of("?#"), rest.size()));
    while (!rest.empty() && rest.back() == '/') rest.pop_back();
    return "hsds:" + rest;
  }
  auto path = std::filesystem::path(source);
  auto name = path.filename().empty() ? path.parent_path().filename() : path.filename();
  return "hsds:" + name.string();
}

struct Plan {
  std::vector<directory::Record> to_save;
  std::vector<std::pair<std::string, Json>> words;  ///< kind, JSON
};

class Comparing {
 public:
  Comparing(TakingApart& taking, std::string source, ImportReport& report)
      : taking_(taking), source_(std::move(source)), report_(report) {}

  Plan run(db::Reader& reader) {
    for (auto const& [name, kind] : kKinds) {
      auto found = taking_.records().find(name);
      if (found != taking_.records().end()) compare(reader, name, kind, found->second);
    }
    check_references(reader);
    for (auto const* kind : {"taxonomy", "taxonomy_term"})
      if (auto found = taking_.records().find(kind); found != taking_.records().end())
        compare_words(reader, kind, found->second);
    return std::move(plan_);
  }

 private:
  void compare(db::Reader& reader, std::string const& name, Kind kind,
               std::map<std::string, Taken> const& taken) {
    std::vector<std::string> ids;
    for (auto const& [id, record] : taken) ids.push_back(id);
    // In parts: stored records of a large feed need not be in memory at once.
    for (std::size_t from = 0; from < ids.size(); from += 500) {
      std::vector<std::string> part(
          ids.begin() + static_cast<std::ptrdiff_t>(from),
          ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + 500, ids.size())));
      std::map<std::string, directory::Record> stored;
      for (auto& record : directory::find_records(reader, kind, part))
        stored.emplace(record.id, std::move(record));
      for (auto const& id : part) {
        auto known = stored.find(id);
        decide(name, kind, id, taken.at(id), known == stored.end() ? nullptr : &known->second);
      }
    }
  }

  void decide(std::string const& name, Kind kind, std::string const& id, Taken const& taken,
              directory::Record const* stored) {
    std::string record = name + " " + id;
    if (stored && text_at(stored->json, "x_source") != source_) {
      ++report_.skipped;
      return taking_.note(record, "", "is here already, from another source; left as it is", false);
    }
    Json json = stored && taken.partial ? overlaid(stored->json, taken.json) : taken.json;
    json["x_source"] = source_;
    json["x_external_id"] = id;
    if (!json.contains("name") && name == "service")
      return taking_.note(record, "name",
                          "is missing: the service itself is neither in the source nor here", true);
    if (stored && same(stored->json, json)) {
      ++report_.unchanged;
      return;
    }
    ++(stored ? report_.updated : report_.created);
    directory::Record to_save;
    to_save.kind = kind;
    to_save.id = id;
    to_save.json = std::move(json);
    plan_.to_save.push_back(std::move(to_save));
  }

  /// The database holds no service whose organisation or location is unknown.
  void check_references(db::Reader& reader) {
    std::map<std::string, std::vector<std::string>> organizations, locations;
    for (auto const& record : plan_.to_save) {
      if (record.kind == Kind::Organization) continue;
      auto organization = text_at(record.json, "organization_id");
      std::string name = std::string(directory::name_of(record.kind)) + " " + record.id;
      if (!organization.empty() && record.kind != Kind::Location)
        organizations[organization].push_back(name);
      if (auto list = record.json.find("service_at_locations"); list != record.json.end())
        for (auto const& item : *list)
          if (auto id = text_at(item, "location_id"); !id.empty()) locations[id].push_back(name);
    }
    require(reader, "organization", Kind::Organization, "organization_id", organizations);
    require(reader, "location", Kind::Location, "service_at_locations/location_id", locations);
  }

  void require(db::Reader& reader, char const* name, Kind kind, char const* field,
               std::map<std::string, std::vector<std::string>> const& wanted) {
    std::vector<std::string> missing;
    auto taken = taking_.records().find(name);
    for (auto const& [id, users] : wanted)
      if (taken == taking_.records().end() || !taken->second.count(id)) missing.push_back(id);
    std::vector<std::string> found;
    for (auto const& record : directory::find_records(reader, kind, missing))
      found.push_back(record.id);
    for (auto const& id : missing) {
      if (std::find(found.begin(), found.end(), id) != found.end()) continue;
      for (auto const& user : wanted.at(id))
        taking_.note(user, field, std::string("there is no such ") + name + ": " + id, true);
    }
  }

  void compare_words(db::Reader& reader, std::string const& kind,
                     std::map<std::string, Taken> const& taken) {
    for (auto const& [id, word] : taken) {
      auto stored = find_word(reader, id);
      if (stored && stored->source != source_) {
        ++report_.skipped;
      } else if (stored && same(Json::parse(stored->json, nullptr, false), word.json)) {
        ++report_.unchanged;
      } else {
        ++(stored ? report_.updated : report_.created);
        plan_.words.emplace_back(kind, word.json);
      }
    }
  }

  TakingApart& taking_;
  std::string source_;
  ImportReport& report_;
  Plan plan_;
};

void write(db::Writer& writer, Actor const& actor, Plan const& plan, std::string const& source,
           ImportOptions const& options) {
  int done = 0, total = static_cast<int>(plan.to_save.size());
  for (auto const& record : plan.to_save) {
    // Nobody else writes meanwhile, so there is no version to meet.
    if (!directory::save(writer, actor, record)) CHECK(false);
    if (options.progress && (++done % 100 == 0 || done == total)) options.progress(done, total);
  }
  for (auto const& [kind, json] : plan.words) {
    auto sort_key = i18n::sort_key(text_at(json, "name"), "de");
    save_word(writer, {text_at(json, "id"), kind, source, sort_key, json.dump()});
  }
}

}  // namespace

bool ImportReport::has_errors() const {
  return std::any_of(lines.begin(), lines.end(), [](Line const& line) { return line.error; });
}

Result<ImportReport> import_hsds(Context& context, std::string const& source,
                                 ImportOptions const& options) {
  TakingApart taking;
  if (auto error = read_source(source, options, taking)) return *error;
  ImportReport report;
  auto name = options.name.empty() ? source_name(source) : options.name;
  auto finish = [&] {
    report.lines = taking.lines();
    if (!taking.has_errors()) return;
    report.created = report.updated = report.unchanged = report.skipped = 0;
    // The list of lines is bounded; an error must show even when notes have filled it.
    if (!report.has_errors())
      report.lines.push_back({"", "", "there are errors beyond the first 5000 lines", true});
  };
  if (taking.has_errors() || options.dry_run) {
    context.county.database.read([&](db::Reader& reader) {
      Comparing(taking, name, report).run(reader);
      return 0;
    });
    finish();
    return report;
  }
  // Comparing and writing see the same moment.
  context.county.database.write([&](db::Writer& writer) {
    auto plan = Comparing(taking, name, report).run(writer);
    if (taking.has_errors()) return 0;
    write(writer, context.actor, plan, name, options);
    report.applied = true;
    return 0;
  });
  finish();
  return report;
}

}  // namespace mila::hsds
