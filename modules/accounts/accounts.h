// Coming in and being somebody: signing in, invitations, second factor, one's own account; accounts
// and rights of others; the audit log's evaluation. What other modules need is in platform/auth.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/auth/accounts.h"
#include "platform/site/module.h"

namespace mila::accounts {

/// How long an invitation may lie in somebody's mail.
constexpr std::chrono::hours kInvitationLasts{14 * 24};

/// Sends an invitation to an account, or sends it again: earlier links end. `words` of whoever
/// invites come first in the mail; "" leaves them out. Errors of mail::enqueue.
Result<std::string> invite(db::Writer& writer, Context& context, Site const& site,
                           auth::Account const& account, std::string_view words);

/// A link with which a person gives up a second step they lost (auth::make_link()).
constexpr char const* kSecondFactorLink = "second-factor-reset";
constexpr std::chrono::hours kSecondFactorLinkLasts{24};

/// Whether the actor may begin that for somebody: manages accounts, not for themselves, and for whoever
/// reads the audit log only when reading it, too.
bool may_reset_second_factor(db::Reader& reader, Context const& context, auth::Roles const& roles,
                             std::string_view account_id);
/// Sends the person the link; nothing is taken away before they use it. Audited. Errors: NotFound (no
/// active account with a second step), Forbidden, those of mail::enqueue.
Result<std::string> ask_second_factor_reset(db::Writer& writer, Context& context, Site const& site,
                                            std::string_view account_id);
/// The person's half: second step and recovery codes go, all sessions end. Audited as theirs. False when
/// the link is not good (any more).
bool use_second_factor_reset(db::Writer& writer, Context& context, std::string_view token);
/// At once, for the person with a shell on the server, when nobody who manages accounts gets in. Audited.
/// Errors: Forbidden for all others, NotFound.
Result<bool> reset_second_factor(Context& context, std::string_view mail);

/// Names of what rights hold for, by scope and id, from the modules that own them.
class ScopeLabels {
 public:
  /// Reads the names of all scopes in `grants` (one statement per kind of scope).
  ScopeLabels(Site const& site, Context& context, db::Reader& reader,
              std::vector<auth::StoredGrant> const& grants);
  /// "Koordination" or "Redaktion einer Organisation: Verein Brücke".
  std::string right(auth::StoredGrant const& grant, std::string_view language) const;

 private:
  auth::Roles const& roles_;
  std::vector<std::pair<std::string, std::string>> names_;
};

/// Makes the logins of the demo county from `folder`/accounts.csv; those that exist stay.
void load_demo(Context& context, Site const& site, std::string const& folder);
/// What to tell whoever runs the demo; "" when these accounts are not there.
std::string demo_logins(Context& context, Site const& site);

Module const& module();

}  // namespace mila::accounts
