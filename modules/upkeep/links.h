// The link check: each web address of an entry is asked once a month, few an hour, never two of one
// house within the hour. Broken on two different days makes it a task. No SQL.
#pragma once

#include "modules/upkeep/link_probe.h"
#include "modules/upkeep/link_store.h"
#include "modules/upkeep/overview.h"

namespace mila::upkeep {

/// The job runs six times an hour and asks so many each time.
constexpr std::size_t kLinksARound = 2;
constexpr int kBrokenDays = 2;

/// The addresses of public offers and of organisations become those that are checked, and no others.
void follow_links(Context& context);
/// What the check thinks after one more probe on the day of `now`. `line_works`: something else was
/// reached lately, so that it is not us who are cut off.
LinkCheck after_probe(LinkCheck check, Probe const& probe, Instant now, Date day, bool line_works);
/// Asks a few that are due; returns how many.
int run_link_round(Context& context, ProbeOptions options);
/// Who asks: the county and where it is found, ASCII only.
std::string link_check_agent(County& county);

/// A broken address and the entries it stands in.
struct BrokenLink {
  LinkCheck check;
  std::vector<OfferRow const*> offers;
  std::vector<OrganizationRow const*> organizations;
};
/// Those in entries the actor may edit; rows belong to `all`.
std::vector<BrokenLink> broken_links_of(Context const& context, db::Reader& reader, Overview const& all);

}  // namespace mila::upkeep
