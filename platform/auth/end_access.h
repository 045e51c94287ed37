// Taking all access away from somebody who leaves.
#pragma once

#include "platform/auth/accounts.h"

namespace mila::auth {

/// Ends sessions, links that wait in mails, rights and those deputies hold for them, and disables the
/// account: the next request is already refused. It asks for no right of its own, because it follows
/// from what was allowed ("this person has left"). Audited. An account that is gone is none.
void end_access(db::Writer& writer, Context& context, std::string_view account_id);
/// Whether nobody else could manage accounts without this one.
bool is_last_manager(db::Reader& reader, Roles const& roles, Instant now,
                     std::string_view account_id);

}  // namespace mila::auth
