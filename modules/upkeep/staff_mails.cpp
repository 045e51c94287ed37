// Mails of this module.
#include "modules/upkeep/staff_mails.h"

#include "modules/upkeep/staff_kit.h"
#include "platform/mail/mail.h"

namespace mila::upkeep {
namespace {

/// A mail nobody can be reached by is not worth stopping an act for.
void send(db::Writer& writer, Context& context, mail::Message message) {
  auto queued = mail::enqueue(writer, context, message);
  (void)queued;
}

mail::Message to_account(Context const& context, auth::Account const& account, Words const& words,
                         char const* purpose) {
  mail::Message message;
  message.purpose = purpose;
  message.address = account.mail;
  message.recipient = mail::RecipientRef{"account", account.id};
  message.language = account.language;
  message.reply_to = context.county.config().office_mail;
  message.letter.reason = words(N_("You get this mail because you look after offers in the workplace."));
  return message;
}

std::string link(Context const& context, std::string const& path) {
  return public_address(context.county.config()) + path;
}

}  // namespace

void mail_decision(db::Writer& writer, Context& context, Draft const& draft) {
  auto account = auth::find_account(writer, draft.created_by);
  if (!account || account->state != auth::AccountState::Active ||
      draft.created_by == context.actor.account_id)
    return;
  Words words(context, account->language);
  auto message = to_account(context, *account, words, "draft-decided");
  bool released = draft.state == DraftState::Released;
  message.subject = released ? words(N_("“{name}” is public now"), {{"name", draft.name}})
                             : words(N_("“{name}” is not public yet"), {{"name", draft.name}});
  auto& blocks = message.letter.blocks;
  if (released) {
    blocks.push_back(mail::Paragraph{words(N_("The county has released your entry. From now on you can correct it at any time, it shows at once."))});
    std::string folder = draft.kind == directory::Kind::Service ? "/staff/offers/" : "/staff/providers/";
    blocks.push_back(mail::Action{words(N_("To the entry")), link(context, folder + draft.id)});
  } else {
    blocks.push_back(mail::Paragraph{words(N_("The county has looked at your entry and asks you to change something first:"))});
    blocks.push_back(mail::Quote{draft.reason});
    blocks.push_back(mail::Action{words(N_("To the draft")), link(context, "/staff/drafts/" + draft.id)});
  }
  send(writer, context, std::move(message));
}

void mail_due_drafts(db::Writer& writer, Context& context, auth::Account const& account,
                     std::vector<Draft> const& drafts) {
  Words words(context, account.language);
  auto message = to_account(context, account, words, "drafts-due");
  message.subject = words(N_("New entries wait to be released until tomorrow"));
  message.letter.blocks.push_back(mail::Paragraph{
      words(N_("Whoever hands in a new entry gets an answer within five working days. These are due:"))});
  mail::List list;
  for (auto const& draft : drafts)
    list.items.push_back(draft.name + ", " + long_date(draft.due_on, account.language));
  message.letter.blocks.push_back(std::move(list));
  message.letter.blocks.push_back(mail::Action{words(N_("Look at them")), link(context, "/staff/drafts?state=submitted")});
  send(writer, context, std::move(message));
}

}  // namespace mila::upkeep
