// Rules of inviting many.
#include "modules/accounts/invitations.h"

#include <algorithm>
#include <set>

#include "platform/auth/audit.h"
#include "platform/base/text.h"
#include "platform/mail/address_list.h"
#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::accounts {
namespace {

using Verdict = InvitationPlan::Verdict;

/// "anna.kurz@…" → "Anna Kurz", until she says otherwise.
std::string name_from(std::string_view mail) {
  std::string name;
  bool begins = true;
  for (char c : mail.substr(0, mail.find('@'))) {
    bool parts = c == '.' || c == '_' || c == '-';
    if (parts) name += ' ';
    else name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = parts;
  }
  return std::string(trim(name));
}

Verdict verdict_of(auth::AccountState state) {
  switch (state) {
    case auth::AccountState::Invited: return Verdict::Invited;
    case auth::AccountState::Active: return Verdict::HasAccount;
    case auth::AccountState::Disabled: break;
  }
  return Verdict::Closed;
}

/// Rolls the transaction back with what is to be told.
struct Refused {
  Error error;
};

void open_account(db::Writer& writer, Context& context, Site const& site, ManyInvitations const& wanted,
                  InvitationPlan::Line const& line) {
  auto id = auth::create_account(writer, context, site.roles(), line.mail, line.name, wanted.language,
                                 {{wanted.role, wanted.scope_id}});
  if (!id) throw Refused{id.error()};
  auto sent = invite(writer, context, site, *auth::find_account(writer, *id), wanted.words);
  if (!sent) throw Refused{sent.error()};
}

}  // namespace

bool may_give(Actor const& actor, Role const& role, std::string_view scope_id) {
  Target target;
  std::string id(scope_id);
  switch (role.scope) {
    case Scope::County: break;
    case Scope::Organization: target.organization_id = id; break;
    case Scope::Body: target.body_id = id; break;
    case Scope::Place: target.place_id = id; break;
  }
  if (!actor.may(Permission::ManageAccounts, target)) return false;
  bool audit = std::find(role.permissions.begin(), role.permissions.end(), Permission::ReadAudit) != role.permissions.end();
  return !audit || actor.may(Permission::ReadAudit);
}

InvitationPlan plan_invitations(db::Reader& reader, Context& context, std::string_view addresses) {
  InvitationPlan plan;
  std::set<std::string> seen;
  std::vector<std::string> keys, ids;
  for (auto& entry : mail::read_address_list(addresses)) {
    auto& line = plan.lines.emplace_back();
    line.text = truncate_utf8(entry.text, 200);
    line.mail = entry.address;
    line.name = entry.name.empty() ? name_from(entry.address) : std::string(truncate_utf8(entry.name, 120));
    if (line.mail.empty()) line.verdict = Verdict::NoAddress;
    else if (!seen.insert(auth::mail_key(line.mail)).second) line.verdict = Verdict::Twice;
    else keys.push_back(auth::mail_key(line.mail));
  }
  auto known = accounts_with_mails(reader, keys);
  for (auto const& [key, id] : known) ids.push_back(id);
  std::map<std::string, Verdict> verdicts;
  for (auto const& account : auth::find_accounts(reader, ids)) verdicts[account.id] = verdict_of(account.state);
  for (auto& line : plan.lines) {
    if (line.verdict != Verdict::New) continue;
    if (auto found = known.find(auth::mail_key(line.mail)); found != known.end()) {
      line.account_id = found->second;
      line.verdict = verdicts[line.account_id];
    } else if (plan.fresh <= kInvitedAtOnce && mail::suppression_of(reader, context, line.mail)) {
      line.verdict = Verdict::Suppressed;
    } else {
      ++plan.fresh;
    }
  }
  return plan;
}

Result<std::size_t> invite_many(Context& context, Site const& site, ManyInvitations const& wanted) {
  auto const* role = site.roles().find(wanted.role);
  if (!role) return Error{ErrorCode::Invalid, "Please choose a role.", wanted.role};
  if (!may_give(context.actor, *role, wanted.scope_id))
    return Error{ErrorCode::Forbidden, "You may not give this role there.", "invite_many"};
  try {
    return context.county.database.write([&](db::Writer& writer) -> Result<std::size_t> {
      auto plan = plan_invitations(writer, context, wanted.addresses);
      if (plan.fresh > kInvitedAtOnce)
        return Error{ErrorCode::TooLarge, "At most 200 people are invited at once. Please take the rest out and send it afterwards.", ""};
      for (auto const& line : plan.lines)
        if (line.verdict == Verdict::New) open_account(writer, context, site, wanted, line);
      if (plan.fresh > 0)
        auth::audit(writer, context, "account.invited_many", "account", "", std::to_string(plan.fresh));
      return plan.fresh;
    });
  } catch (Refused const& refused) {
    return refused.error;
  }
}

Result<std::size_t> invite_again(Context& context, Site const& site) {
  if (!context.actor.may(Permission::ManageAccounts)) return Error{ErrorCode::Forbidden, "", "invite_again"};
  return context.county.database.write([&](db::Writer& writer) -> Result<std::size_t> {
    std::size_t sent = 0;
    std::vector<std::string> ids;
    for (auto const& waiting : invitations_before(writer, writer.now() - kInvitedAgainAfter, kInvitedAtOnce))
      ids.push_back(waiting.account_id);
    for (auto const& account : auth::find_accounts(writer, ids)) {
      if (!invite(writer, context, site, account, "")) continue;
      auth::audit(writer, context, "account.invited", "account", account.id);
      ++sent;
    }
    return sent;
  });
}

}  // namespace mila::accounts
