// Accounts that may do something, for mails and tasks.
#pragma once

#include <string>
#include <vector>

#include "platform/auth/accounts.h"

namespace mila::upkeep {

/// Accounts in use that hold `permission` now for this organisation; "" asks for the whole county.
std::vector<auth::Account> accounts_that_may(db::Reader& reader, Instant now, Permission permission,
                                             std::string_view organization_id);

}  // namespace mila::upkeep
