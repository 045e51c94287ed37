// Rows of the offers template to services and locations. Knows no database: what is there already
// is asked through the functions of RowContext.
#pragma once

#include <string>
#include <vector>

#include "modules/directory/csv_cells.h"
#include "modules/directory/records.h"

namespace mila::directory {

/// One offer with the rows that add locations to it.
struct OfferDraft {
  int line = 0;
  Service service;
  std::vector<Location> locations;
};

/// Reads all rows and hands over each offer when its last row was read. Rows without a name (and
/// without another number) are further locations of the offer above. Offers without a number are
/// known by name, organisation and postcode. Rows of the same source with the same address share a
/// location id. Problems stand in the context's report; an offer with errors may lack what they are
/// about.
void read_offers(RowContext const& context, std::function<void(OfferDraft)> const& use);

/// `stored` with everything the sheet has a column for taken from `fresh`.
Service joined(Sheet const& sheet, Service stored, Service fresh);

/// Location ids follow from the address, so that several offers share one; without a street from
/// the offer and its position.
std::string location_id(std::string const& source, Address const& address,
                        std::string const& service_id, std::size_t position);

}  // namespace mila::directory
