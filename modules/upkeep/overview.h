// All offers in a few words each, kept in memory and in step with the database: lists, filters and
// counts of the workplace come from here, whatever the number of offers.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "modules/upkeep/texts.h"
#include "platform/county/county.h"

namespace mila::upkeep {

struct OfferRow {
  std::string id, name, sort_key, organization_id, status, assured_date, full_until;
  std::vector<std::string> topics;        ///< codes
  std::vector<std::string> location_ids;
  std::vector<std::string> links;         ///< addresses in the web people are sent to
  TextState texts;
  bool mobile = false;
  /// Shown to the public as it is.
  bool is_public() const { return status == "active" || status == "temporarily closed"; }
};

struct OrganizationRow {
  std::string id, name, sort_key, mail, phone, website;
  bool is_protected = false;
};

struct Overview {
  std::vector<OfferRow> offers;  ///< by name
  std::map<std::string, OrganizationRow, std::less<>> organizations;
  std::map<std::string, std::string, std::less<>> place_of_location;
  OfferRow const* find(std::string_view id) const;
  /// "" when there is none.
  std::string organization_name(std::string_view id) const;
  /// Offers of an organisation the public sees, by name.
  std::vector<OfferRow const*> public_offers(std::string_view organization_id) const;
  /// Ids of the places an offer is at, without doubles.
  std::vector<std::string> places_of(OfferRow const& offer) const;
};

/// As it is at the moment of `reader`, which must not be a writer: what is rolled back must not stay.
std::shared_ptr<Overview const> overview(County& county, db::Reader& reader);
/// The same for rounds by night: what nobody at the workplace asked for is not kept in memory.
std::shared_ptr<Overview const> overview_once(County& county, db::Reader& reader);

}  // namespace mila::upkeep
