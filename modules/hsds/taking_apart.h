// HSDS documents → records: nested organisations, locations and services become records of their
// own that name each other by id. Knows no database.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/hsds/schema.h"

namespace mila::hsds {

/// Reads JSON from elsewhere. nullopt for broken or too deeply nested text; `message` says why.
std::optional<data::Json> parse_foreign(std::string_view text, std::string& message);

/// A record as it will be stored, but for x_source.
struct Taken {
  data::Json json;
  /// Came only inside another record or as list item: what it does not say is kept as stored.
  bool partial = false;
};

class TakingApart {
 public:
  /// A service, organisation, service_at_location, location, taxonomy, taxonomy term, an array of
  /// these or a list page. `path` is put before the paths of problems; `kind` is the entity's name
  /// when known ("" guesses).
  void add(data::Json document, std::string const& path, std::string_view kind = "");

  /// By id, "organization", "location", "service", "function", "taxonomy", "taxonomy_term".
  std::map<std::string, std::map<std::string, Taken>> const& records() const { return records_; }
  std::vector<Line> const& lines() const { return lines_; }
  void note(std::string record, std::string field, std::string message, bool error);
  bool has_errors() const { return errors_ > 0; }

 private:
  /// Each take_… returns the id, "" when the object cannot be taken.
  std::string take_organization(data::Json json, std::string const& path, bool nested);
  std::string take_location(data::Json json, std::string const& path, bool nested);
  std::string take_service(data::Json json, std::string const& path,
                           std::string const& organization_id);
  void take_at_location(data::Json json, std::string const& path);
  void take_word(data::Json json, std::string const& path, std::string const& kind);
  bool check(std::string const& kind, data::Json& json, std::string const& path);
  data::Json apart_at_location(data::Json json, std::string const& path);
  std::string keep(std::string const& kind, data::Json json, bool partial, std::string const& path);
  void merge(data::Json& into, data::Json from, std::string const& record, std::string const& path);

  std::map<std::string, std::map<std::string, Taken>> records_;
  std::vector<Line> lines_;
  int errors_ = 0;
};

}  // namespace mila::hsds
