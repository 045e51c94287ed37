// The lists of the feed: which records, in which order, rendered how. No HTTP.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "modules/hsds/facts.h"
#include "modules/hsds/query.h"
#include "platform/county/county.h"

namespace mila::hsds {

enum class ListKind { Services, Organizations, AtLocations };

struct Item {
  std::string id;            ///< of the service or organisation
  std::size_t position = 0;  ///< of the service_at_location in its service
};

struct ItemPage {
  std::vector<Item> items;
  std::int64_t total = 0;
};

using Emit = std::function<void(std::string_view json)>;
/// Gives the next items, at most 200; none at the end.
using NextItems = std::function<std::vector<Item>()>;

/// A list asked for. Making it reads what filters need (facts, places, search hits), so it must not
/// be made inside a read transaction: readers are few, and one waiting for another would hang.
class Listing {
 public:
  Listing(Context& context, ListKind kind, Query query);

  /// One page of matching items.
  ItemPage page(db::Reader& reader) const;
  /// Renders items in order: minimal, as list items or full, as the query says. With finding the
  /// page at most five statements for 500 items.
  void render(db::Reader& reader, std::vector<Item> const& items, Emit const& emit) const;
  /// All matching items; opens read transactions of its own. Must not outlive the listing.
  NextItems all() const;
  County& county() const { return county_; }

 private:
  std::vector<Item> by_facts() const;
  std::vector<Item> organizations_by_facts(db::Reader& reader) const;
  void render_minimal(db::Reader& reader, std::vector<Item> const& items, Emit const& emit) const;
  bool needs_facts() const;

  County& county_;
  ListKind kind_;
  Query query_;
  std::shared_ptr<Facts const> facts_;
  std::shared_ptr<places::Gazetteer const> gazetteer_;
  std::vector<std::string> hits_;
};

/// The service's record and where the service_at_location stands in it.
std::optional<Item> find_at_location(County& county, std::string const& id);

/// Ids for `search`.
std::vector<std::string> search_ids(Context& context, std::string const& text);

}  // namespace mila::hsds
