// Offers on the same topic, in the same place, at the same time, of different organisations: those
// who might rather take turns. Computed from hours that are known, over the next four weeks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "modules/network/directory_facts.h"
#include "modules/places/places.h"

namespace mila::network {

struct Overlap {
  std::shared_ptr<OfferFact const> first, second;
  std::vector<std::string> topics;  ///< both are about
  std::string place_id;             ///< municipality
  int times = 0;                    ///< within the next four weeks
  int minutes = 0;                  ///< together
  hours::Instant next_from, next_to;  ///< the first time
};

/// All of a county, most minutes first; kept until offers or the day change. Offers without hours or
/// without a place overlap with nothing. In a town and topic with more than kCrowd offers only the
/// first of them (by id) are compared, so that a broken import cannot stop the page.
constexpr std::size_t kCrowd = 200;
std::shared_ptr<std::vector<Overlap> const> overlaps(County& county,
                                                     std::shared_ptr<DirectoryFacts const> facts,
                                                     places::Gazetteer const& gazetteer, Date today);

/// Without memory, for tests.
std::vector<Overlap> find_overlaps(DirectoryFacts const& facts, places::Gazetteer const& gazetteer,
                                   Date today);

}  // namespace mila::network
