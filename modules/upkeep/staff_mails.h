// Mails of this module to people with an account and to organisations, in German or English.
#pragma once

#include "modules/upkeep/draft.h"
#include "platform/auth/accounts.h"

namespace mila::upkeep {

/// "Released" or "not yet, because …" to whoever wrote the draft.
void mail_decision(db::Writer& writer, Context& context, Draft const& draft);
/// "These wait for you, and are due tomorrow".
void mail_due_drafts(db::Writer& writer, Context& context, auth::Account const& account,
                     std::vector<Draft> const& drafts);

}  // namespace mila::upkeep
