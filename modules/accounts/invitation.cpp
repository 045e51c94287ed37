// Inviting, and what rights are called.
#include "modules/accounts/accounts.h"
#include "modules/accounts/invitation_store.h"
#include "platform/auth/sessions.h"
#include "platform/mail/mail.h"
#include "platform/site/site.h"

namespace mila::accounts {

using i18n::N_;

Result<std::string> invite(db::Writer& writer, Context& context, Site const& site,
                           auth::Account const& account, std::string_view words) {
  std::string token =
      auth::make_link(writer, context, "invitation", account.id, kInvitationLasts);
  auto const& county = context.county.config();
  auto say = [&](char const* text) { return site.translate(account.language, text); };
  mail::Message message;
  message.purpose = "invitation";
  message.address = account.mail;
  message.recipient = mail::RecipientRef{"account", account.id};
  message.language = account.language;
  message.subject = i18n::fill(say(N_("Invitation: work with us on {brand}")), "brand", county.brand);
  auto& blocks = message.letter.blocks;
  if (!words.empty()) blocks.push_back(mail::Markdown{std::string(words)});
  blocks.push_back(mail::Paragraph{i18n::fill(
      say(N_("{county} invites you to its workplace for everybody who works for and with immigrants.")),
      "county", county.name)});
  blocks.push_back(mail::Action{say(N_("Come in")),
                                public_address(county) + "/staff/links/" + token});
  blocks.push_back(mail::Small{say(N_("The link works once and for 14 days. Afterwards you can have a new one sent to you on the page."))});
  message.letter.reason = say(N_("You get this mail because somebody of the county office entered your address."));
  message.reply_to = county.office_mail;
  auto queued = mail::enqueue(writer, context, message);
  bool operated = context.actor.kind == Actor::Kind::Operator;
  note_invitation(writer, account.id, operated ? "operator" : context.actor.account_id, queued ? *queued : "");
  return queued;
}

ScopeLabels::ScopeLabels(Site const& site, Context& context, db::Reader& reader,
                         std::vector<auth::StoredGrant> const& grants)
    : roles_(site.roles()) {
  for (auto const& module : site.modules())
    for (auto const& scope : module.scopes) {
      std::vector<std::string> ids;
      for (auto const& grant : grants) {
        auto const* role = roles_.find(grant.role);
        if (role && role->scope == scope.scope && !grant.scope_id.empty()) ids.push_back(grant.scope_id);
      }
      if (ids.empty()) continue;
      for (auto& named : scope.names(context, reader, ids))
        names_.emplace_back(std::move(named.id), std::move(named.name));
    }
}

std::string ScopeLabels::right(auth::StoredGrant const& grant, std::string_view language) const {
  auto const* role = roles_.find(grant.role);
  std::string text = role ? role->label(language) : grant.role;
  if (grant.scope_id.empty()) return text;
  for (auto const& [id, name] : names_)
    if (id == grant.scope_id) return text + ": " + name;
  return text + ": ?";
}

}  // namespace mila::accounts
