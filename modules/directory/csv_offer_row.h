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

/// Reads all rows. Rows without a name (and without another number) are further locations of the
/// offer above. Offers without a number are known by name, organisation and postcode. Rows of the
/// same source with the same address share a location id. Problems stand in the context's report;
/// rows with errors yield nothing.
std::vector<OfferDraft> read_offers(RowContext const& context,
                                    std::function<void(std::size_t done)> const& progress);

/// Location ids follow from the address, so that several offers share one; without a street from
/// the offer and its position.
std::string location_id(std::string const& source, Address const& address,
                        std::string const& service_id, std::size_t position);

}  // namespace mila::directory
