// What signing in and proving again who one is share.
#pragma once

#include "platform/crypto/password.h"
#include "platform/site/site.h"

namespace mila::accounts {

/// The page to go to, if it is one of ours.
std::string safe_next(std::string const& next);
/// Seconds until somebody may try again: the longest brake among `keys`; 0 to go ahead.
std::int64_t wait_of(Visit& visit, std::vector<std::string> const& keys);
void note_failure(Visit& visit, std::vector<std::string> const& keys);
crypto::Passwords& passwords(County& county);

}  // namespace mila::accounts
