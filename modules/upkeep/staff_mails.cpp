// Mails of this module.
#include "modules/upkeep/staff_mails.h"

#include <algorithm>
#include <functional>

#include "modules/upkeep/hiding.h"
#include "modules/upkeep/staff_kit.h"
#include "modules/upkeep/who.h"
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

bool mail_question(db::Writer& writer, Context& context, std::string_view organization_id,
                   std::string_view organization, std::string const& address,
                   std::vector<std::string> const& offers, std::string const& link, bool again) {
  Words words(context, "de");
  auto const& config = context.county.config();
  mail::Message message;
  message.purpose = again ? "confirm-reminder" : "confirm-question";
  message.address = address;
  message.recipient = mail::RecipientRef{"organization", std::string(organization_id)};
  message.language = "de";
  message.reply_to = config.office_mail;
  message.subject = again ? words(N_("Reminder: are your entries still right?"))
                          : words(N_("Are your entries still right?"));
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{words(N_("Hello,"))});
  blocks.push_back(mail::Paragraph{words.count(
      "this offer of {organisation} stands in our directory, and people rely on it:",
      "these {n} offers of {organisation} stand in our directory, and people rely on them:",
      static_cast<std::int64_t>(offers.size()), {{"organisation", organization}})});
  // Mail programs cut long letters; the page behind the link shows them all.
  constexpr std::size_t kNamed = 200;
  mail::List list;
  for (std::size_t i = 0; i < offers.size() && i < kNamed; ++i) list.items.push_back(offers[i]);
  if (offers.size() > kNamed)
    list.items.push_back(words.count("and one more", "and {n} more", static_cast<std::int64_t>(offers.size() - kNamed)));
  blocks.push_back(std::move(list));
  blocks.push_back(mail::Paragraph{words(N_("Please look once whether they are still right. It takes two minutes and no account."))});
  blocks.push_back(mail::Action{words(N_("Look and confirm")), link});
  blocks.push_back(mail::Small{words(N_("The link works once and for six weeks. Without an answer the public reads after four weeks since when an offer has not been confirmed."))});
  message.letter.reason = words(N_("You get this mail because your organisation stands in the directory of help."));
  return mail::enqueue(writer, context, message).has_value();
}

void mail_silent_providers(db::Writer& writer, Context& context, auth::Account const& account,
                           std::vector<SilentProvider> const& silent) {
  Words words(context, account.language);
  auto message = to_account(context, account, words, "confirm-silent");
  message.subject = words.count("An organisation has not answered yet", "{n} organisations have not answered yet",
                                static_cast<std::int64_t>(silent.size()));
  message.letter.blocks.push_back(mail::Paragraph{
      words(N_("They were asked two weeks ago whether their entries are right, and have been reminded today. We wait until the day beside them; then the public reads since when their offers have not been confirmed. A call often helps."))});
  mail::List list;
  for (auto const& one : silent)
    list.items.push_back(one.name + ", " + long_date(one.waited_until, account.language));
  message.letter.blocks.push_back(std::move(list));
  message.letter.blocks.push_back(mail::Action{words(N_("To the list")), link(context, "/staff/confirmations")});
  send(writer, context, std::move(message));
}

namespace {

/// The same mail to an organisation, in German, and to each of its editors in their language.
void to_provider(db::Writer& writer, Context& context, Entry const& entry, char const* purpose,
                 std::function<void(mail::Message&, Words const&)> const& write) {
  auto const& organization = entry.organization;
  std::vector<std::string> written;
  for (auto const& account :
       accounts_that_may(writer, context.now(), Permission::EditOffers, organization.id)) {
    Words words(context, account.language);
    auto message = to_account(context, account, words, purpose);
    write(message, words);
    written.push_back(auth::mail_key(account.mail));
    send(writer, context, std::move(message));
  }
  std::string address = organization.email.value_or(entry.service.email.value_or(""));
  if (address.empty() || std::find(written.begin(), written.end(), auth::mail_key(address)) != written.end()) return;
  Words words(context, "de");
  mail::Message message;
  message.purpose = purpose;
  message.address = address;
  message.recipient = mail::RecipientRef{"organization", organization.id};
  message.language = "de";
  message.reply_to = context.county.config().office_mail;
  message.letter.reason = words(N_("You get this mail because your organisation stands in the directory of help."));
  write(message, words);
  send(writer, context, std::move(message));
}

}  // namespace

void mail_wish(db::Writer& writer, Context& context, Entry const& tour, StopWish const& wish,
               std::string_view place) {
  auto from = auth::find_account(writer, wish.account_id);
  to_provider(writer, context, tour, "stop-wish", [&](mail::Message& message, Words const& words) {
    message.subject = words(N_("A stop in {place}?"), {{"place", place}});
    if (from) message.reply_to = from->mail;
    auto& blocks = message.letter.blocks;
    blocks.push_back(mail::Paragraph{words(N_("{place} would like “{tour}” to stop there:"),
                                           {{"place", place}, {"tour", tour.service.name}})});
    blocks.push_back(mail::Quote{wish.note});
    if (from) blocks.push_back(mail::Paragraph{words(N_("From {name}. Just reply to this mail, or answer in the workplace."),
                                                     {{"name", from->name}})});
    blocks.push_back(mail::Action{words(N_("Look and answer")), link(context, "/staff/wishes/" + wish.id)});
  });
}

void mail_wish_answer(db::Writer& writer, Context& context, Entry const& tour, StopWish const& wish,
                      std::string_view place) {
  auto account = auth::find_account(writer, wish.account_id);
  if (!account || account->state != auth::AccountState::Active || account->id == context.actor.account_id) return;
  Words words(context, account->language);
  auto message = to_account(context, *account, words, "stop-answer");
  message.letter.reason = words(N_("You get this mail because you asked for a stop."));
  message.subject = words(N_("A stop in {place}: the answer"), {{"place", place}});
  auto& blocks = message.letter.blocks;
  char const* answer = wish.state == "yes"     ? N_("{organisation} plans a stop of “{tour}”.")
                       : wish.state == "later" ? N_("{organisation} cannot plan a stop of “{tour}” at the moment, but keeps it in mind.")
                                               : N_("{organisation} cannot offer a stop of “{tour}”.");
  blocks.push_back(mail::Paragraph{words(answer, {{"organisation", tour.organization.name}, {"tour", tour.service.name}})});
  if (!wish.answer.empty()) blocks.push_back(mail::Quote{wish.answer});
  blocks.push_back(mail::Action{words(N_("To the tours")), link(context, "/staff/tours")});
  send(writer, context, std::move(message));
}

void mail_hidden(db::Writer& writer, Context& context, Entry const& entry, Hiding const& hiding) {
  auto const& config = context.county.config();
  to_provider(writer, context, entry, "offer-hidden", [&](mail::Message& message, Words const& words) {
    message.subject = words(N_("“{name}” is not shown at the moment"), {{"name", entry.service.name}});
    auto& blocks = message.letter.blocks;
    blocks.push_back(mail::Paragraph{words(N_("The county has hidden your entry “{name}” in the directory of help. The ground:"),
                                           {{"name", entry.service.name}})});
    blocks.push_back(mail::Quote{ground_label(hiding.ground, words.language()) + "\n" + hiding.text});
    blocks.push_back(mail::Paragraph{words(N_("You disagree, or it has been put right? Reply to this mail or call {phone}. The county has to look at it again and tells you what follows. Nothing of your entry is lost."),
                                           {{"phone", config.office_phone}})});
    blocks.push_back(mail::Action{words(N_("To the entry")), link(context, "/staff/offers/" + entry.service.id)});
  });
}

void mail_shown_again(db::Writer& writer, Context& context, Entry const& entry) {
  to_provider(writer, context, entry, "offer-shown", [&](mail::Message& message, Words const& words) {
    message.subject = words(N_("“{name}” is shown again"), {{"name", entry.service.name}});
    message.letter.blocks.push_back(mail::Paragraph{
        words(N_("Your entry “{name}” stands in the directory of help again, as it was before."), {{"name", entry.service.name}})});
    message.letter.blocks.push_back(mail::Action{words(N_("To the entry")), link(context, "/staff/offers/" + entry.service.id)});
  });
}

void mail_late_drafts(db::Writer& writer, Context& context, auth::Account const& account,
                      std::vector<Draft> const& drafts) {
  Words words(context, account.language);
  auto message = to_account(context, account, words, "drafts-late");
  message.letter.reason = words(N_("You get this mail because you run the workplace or release offers in it."));
  message.subject = words.count("A new entry has waited too long", "{n} new entries have waited too long",
                                static_cast<std::int64_t>(drafts.size()));
  message.letter.blocks.push_back(mail::Paragraph{
      words(N_("Whoever hands in a new entry gets an answer within five working days. These have waited longer. Please see that somebody looks at them today:"))});
  mail::List list;
  for (auto const& draft : drafts)
    list.items.push_back(draft.name + ", " + long_date(draft.due_on, account.language));
  message.letter.blocks.push_back(std::move(list));
  message.letter.blocks.push_back(mail::Action{words(N_("Look at them")), link(context, "/staff/drafts?state=submitted")});
  send(writer, context, std::move(message));
}

}  // namespace mila::upkeep
