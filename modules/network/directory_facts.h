// What this module keeps of the directory in memory, read once and followed along the change feed:
// names to choose from, what offers are about, where and when. Immutable; a page holds one state.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engines/hours/hours.h"
#include "modules/directory/directory.h"

namespace mila::network {

struct OrganizationFact {
  std::string id, name, alternate_name;
  std::vector<std::string> words;  ///< of both names, in Latin letters
  std::string town, sector, mail, host;
  std::vector<std::string> phones;  ///< as phone_key()
  bool is_protected = false;
  bool is_merged = false;  ///< into another: named as long as something refers to it, never offered
};

struct OfferFact {
  struct At {
    std::string place_id;      ///< municipality or part
    hours::Timetable timetable;
  };
  std::string id, organization_id, name;
  std::vector<std::string> topics;
  std::vector<At> places;
  std::vector<std::string> areas;  ///< places and areas it is in charge of
  std::vector<std::string> location_ids;
  std::string href() const;  ///< of its public page in German
};

class DirectoryFacts {
 public:
  template <typename T>
  using ById = std::unordered_map<std::string, std::shared_ptr<T const>>;

  ById<OrganizationFact> organizations;
  ById<OfferFact> offers;
  std::vector<directory::Function> functions;
  std::int64_t change = -1;         ///< last one that is in here
  std::int64_t offers_change = -1;  ///< last one that touched offers or places
  std::int64_t organizations_change = -1;

  OrganizationFact const* organization(std::string const& id) const;
  /// Name of an organisation, "" when unknown.
  std::string name_of(std::string const& organization_id) const;
  /// Organisations whose names have words that begin with all words of `text`, best first: the same
  /// name, then by length of the name.
  std::vector<OrganizationFact const*> named(std::string_view text, std::size_t limit) const;
};

/// The state as of the reader's transaction or later. One statement when nothing has changed.
std::shared_ptr<DirectoryFacts const> directory_facts(County& county, db::Reader& reader);

}  // namespace mila::network
