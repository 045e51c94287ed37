// Inviting many at once, and again those who have not come.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "modules/accounts/accounts.h"
#include "modules/accounts/invitation_store.h"

namespace mila::accounts {

/// Letters one submission writes at most.
constexpr std::size_t kInvitedAtOnce = 200;
/// Whoever got a letter so shortly ago gets no other one by inviting all again.
constexpr std::chrono::hours kInvitedAgainAfter{1};

/// Whether the actor may give this role for this organisation, body or place ("" for the county):
/// whoever may manage accounts there, and never the audit log without having it.
bool may_give(Actor const& actor, Role const& role, std::string_view scope_id);

struct InvitationPlan {
  enum class Verdict {
    New,         ///< gets an account and a letter
    HasAccount,  ///< is here already; nothing is sent
    Invited,     ///< was invited and has not come yet; nothing is sent
    Closed,      ///< the account was closed
    NoAddress,   ///< nothing the program could write to
    Twice,       ///< stands further up as well
    Suppressed,  ///< wants no mail, or mail came back
  };
  struct Line {
    std::string name, mail, text;  ///< text: as it was pasted
    Verdict verdict = Verdict::New;
    std::string account_id;        ///< of those who have one
  };
  std::vector<Line> lines;
  std::size_t fresh = 0;  ///< lines with Verdict::New
};

/// Who of a pasted list would get what; writes nothing. Whoever stands there without a name is called
/// by the part before the "@" until they say otherwise.
InvitationPlan plan_invitations(db::Reader& reader, Context& context, std::string_view addresses);

struct ManyInvitations {
  std::string addresses, role, scope_id, language, words;
};
/// Opens the accounts of those who are new and writes their letters, all in one transaction; the same
/// list again invites nobody. Returns how many. Errors, with nothing written: Forbidden (not that role
/// there), TooLarge (more than kInvitedAtOnce).
Result<std::size_t> invite_many(Context& context, Site const& site, ManyInvitations const& wanted);
/// A new letter to everybody who has not come, the longest waiting first, at most kInvitedAtOnce; earlier
/// links end. Returns how many. Forbidden without the right to manage accounts.
Result<std::size_t> invite_again(Context& context, Site const& site);

}  // namespace mila::accounts
