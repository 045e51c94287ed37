// Hiding an entry of somebody else: only for a ground of the list, with notice to the provider. No SQL,
// no HTTP.
#pragma once

#include <string>
#include <vector>

#include "modules/upkeep/entries.h"
#include "modules/upkeep/hiding_store.h"

namespace mila::upkeep {

struct Ground {
  std::string code, de, en;
  std::string const& label(std::string_view language) const { return language == "de" ? de : en; }
};
/// data/hiding_grounds.csv.
std::vector<Ground> const& grounds();
/// The code itself for one that was taken from the list since.
std::string ground_label(std::string const& code, std::string_view language);

/// Whether the actor acts for the provider itself, and not as the county over it.
bool is_own_entry(Actor const& actor, std::string_view organization_id);
/// Whether the public finds an offer of this status.
bool is_shown(std::string_view status);

/// Whether the actor may change the status of an entry like this by editing: what the public does not
/// see is shown by the county only, and the county takes nothing of others away but by hide().
bool may_turn(Actor const& actor, std::string_view organization_id, std::string_view before,
              std::string_view after);

/// Takes a public entry of `organization_id` off the pages, tells the provider why and how to object;
/// audited. Errors: Forbidden; Invalid without a known ground or text; Conflict when it is not public.
Result<bool> hide(db::Writer& writer, Context& context, Entry const& entry, std::string_view ground,
                  std::string_view text);
/// Shows it again as it was before; audited, and the provider is told. Conflict when it was not hidden.
Result<bool> show_again(db::Writer& writer, Context& context, Entry const& entry);

}  // namespace mila::upkeep
