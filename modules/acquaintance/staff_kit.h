// What the workplace's pages of this module share.
#pragma once

#include <string>

#include "platform/i18n/catalogue.h"
#include "platform/site/pages.h"

namespace mila::acquaintances {

using i18n::N_;

inline constexpr char const* kPath = "/staff/network/acquaintance";
inline constexpr char const* kTitle = N_("Who meets whom");

/// "Club or association" of "association"; "Kind not known" of "".
std::string sector_label(Words const& words, std::string_view code);

}  // namespace mila::acquaintances
