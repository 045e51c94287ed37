// Words and sentences that generated offers are put together from.
#pragma once

#include <span>
#include <string_view>

namespace mila::directory {

struct OrganizationKind {
  std::string_view name;    ///< "Nachbarschaftsverein"
  std::string_view sector;  ///< "association"
};

std::span<OrganizationKind const> organization_kinds();
/// Second names: "Horizont", "Lindenhof".
std::span<std::string_view const> organization_names();
/// How an offer's name goes on after its topic: "offene Sprechstunde".
std::span<std::string_view const> offer_forms();
std::span<std::string_view const> street_names();
/// One sentence on what happens there.
std::span<std::string_view const> opening_sentences();
/// What else is good to know.
std::span<std::string_view const> further_sentences();

}  // namespace mila::directory
