// Who has lost phone and recovery codes: somebody else lets them set a second step up anew. The letter
// goes to the person, whose mailbox is the other half of the proof; one of the two alone opens nothing.
#include <algorithm>

#include "modules/accounts/accounts.h"
#include "platform/auth/audit.h"
#include "platform/auth/sessions.h"
#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::accounts {
namespace {

using i18n::N_;

Result<std::string> send_letter(db::Writer& writer, Context& context, Site const& site,
                                auth::Account const& account, std::string const& token) {
  auto say = [&](char const* text) { return site.translate(account.language, text); };
  mail::Message message;
  message.purpose = "second-factor-reset";
  message.address = account.mail;
  message.recipient = mail::RecipientRef{"account", account.id};
  message.language = account.language;
  message.subject = say(N_("Set your second step up anew"));
  message.urgent = true;
  message.letter.blocks = {
      mail::Paragraph{say(N_("You told the county office that you lost your phone and your recovery codes. With this link your second step is taken away and you are signed out everywhere. Then you sign in by a link and set up a new one."))},
      mail::Action{say(N_("Take my second step away")), public_address(context.county.config()) + "/staff/links/" + token},
      mail::Small{say(N_("The link works once and for a day. You did not ask for it? Then do not use it, and call the county office."))}};
  message.letter.reason = say(N_("You get this mail because somebody of the county office asked for it on your behalf."));
  message.reply_to = context.county.config().office_mail;
  return mail::enqueue(writer, context, message);
}

void take_away(db::Writer& writer, Context& context, std::string_view account_id) {
  auth::remove_second_factor(writer, account_id);
  auth::end_sessions_of(writer, account_id);
  auth::audit(writer, context, "account.second_factor_removed", "account", account_id);
  writer.changed("account", account_id);
}

}  // namespace

bool may_reset_second_factor(db::Reader& reader, Context const& context, auth::Roles const& roles,
                             std::string_view account_id) {
  auto const& actor = context.actor;
  if (!actor.may(Permission::ManageAccounts) || actor.account_id == account_id) return false;
  // Whoever may read the audit log watches over those who manage accounts, and not the other way round.
  auto grants = auth::grants_of(reader, account_id);
  bool reads_audit = std::any_of(grants.begin(), grants.end(), [&](auth::StoredGrant const& grant) {
    auto const* role = roles.find(grant.role);
    return role && grant.holds_at(context.now()) &&
           std::find(role->permissions.begin(), role->permissions.end(), Permission::ReadAudit) != role->permissions.end();
  });
  return !reads_audit || actor.may(Permission::ReadAudit);
}

Result<std::string> ask_second_factor_reset(db::Writer& writer, Context& context, Site const& site,
                                            std::string_view account_id) {
  auto account = auth::find_account(writer, account_id);
  if (!account || account->state != auth::AccountState::Active || !account->has_second_factor)
    return Error{ErrorCode::NotFound, "", ""};
  if (!may_reset_second_factor(writer, context, site.roles(), account_id))
    return Error{ErrorCode::Forbidden, N_("Nobody can do this for themselves, and for those who read the audit log only somebody who may read it, too."), "second_factor"};
  std::string token = auth::make_link(writer, context, kSecondFactorLink, account_id, kSecondFactorLinkLasts);
  auth::audit(writer, context, "account.second_factor_reset_asked", "account", account_id);
  return send_letter(writer, context, site, *account, token);
}

bool use_second_factor_reset(db::Writer& writer, Context& context, std::string_view token) {
  auto link = auth::use_link(writer, context.county, token, kSecondFactorLink);
  if (!link) return false;
  Context as = context;
  as.actor.kind = Actor::Kind::Account;
  as.actor.account_id = link->account_id;
  take_away(writer, as, link->account_id);
  return true;
}

Result<bool> reset_second_factor(Context& context, std::string_view mail) {
  if (context.actor.kind != Actor::Kind::Operator) return Error{ErrorCode::Forbidden, "", "reset_second_factor"};
  return context.county.database.write([&](db::Writer& writer) -> Result<bool> {
    auto account = auth::find_account_by_mail(writer, mail);
    if (!account || !account->has_second_factor)
      return Error{ErrorCode::NotFound, "", "no account with this address has a second step"};
    take_away(writer, context, account->id);
    return true;
  });
}

}  // namespace mila::accounts
