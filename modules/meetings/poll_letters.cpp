// Mails about dates: please choose, please answer, the date is fixed.
#include "modules/meetings/poll_letters.h"

#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::meetings {
namespace {

using i18n::N_;

/// A poll as the meeting it may become, for functions that ask for one.
Meeting as_meeting(Poll const& poll) {
  Meeting meeting;
  meeting.body_id = poll.body_id;
  meeting.created_by = poll.created_by;
  return meeting;
}

mail::Message letter_to(Context& context, Sender const& sender, Poll const& poll, Voter const& voter, Address const& to,
                        PollOccasion occasion, Meeting const* decided) {
  auto say = [&](char const* text) { return context.text(text, to.language); };
  auto fill = [&](char const* text, std::string_view key, std::string const& value) { return i18n::fill(say(text), key, value); };
  auto long_date = [&](Date day) { return i18n::format_date(day, to.language, i18n::DateStyle::Long); };
  mail::Message message;
  message.purpose = "meeting";
  message.address = to.mail;
  message.recipient = mail::RecipientRef{"date_poll_voter", voter.who.id};
  message.language = to.language;
  message.reply_to = sender.mail;
  auto& blocks = message.letter.blocks;
  if (occasion == PollOccasion::Decided) {
    message.subject = fill(N_("The date is fixed: {title}"), "title", poll.title);
    blocks.push_back(mail::Paragraph{fill(N_("Thank you for helping {body} to find a date. This one it is:"), "body", sender.body)});
    blocks.push_back(mail::Heading{poll.title});
    blocks.push_back(mail::List{{fill(N_("When: {text}"), "text", time_text(*decided, to.language)),
                                 fill(N_("Place: {text}"), "text", place_text(context, *decided, to.language))}});
    blocks.push_back(mail::Small{say(N_("The invitation with an entry for your calendar comes in a mail of its own."))});
  } else {
    message.subject = fill(occasion == PollOccasion::Asked ? N_("When does it suit you? {title}")
                                                           : N_("Please answer: when does it suit you? {title}"),
                           "title", poll.title);
    blocks.push_back(mail::Paragraph{fill(N_("{body} looks for a date. Which ones suit you?"), "body", sender.body)});
    blocks.push_back(mail::Heading{poll.title});
    mail::List dates;
    for (auto const& date : poll.dates) {
      Meeting at;
      at.day = date.day;
      at.start = date.start;
      at.length = poll.length;
      dates.items.push_back(time_text(at, to.language));
    }
    blocks.push_back(std::move(dates));
    if (!poll.purpose.empty()) blocks.push_back(mail::Quote{poll.purpose});
    blocks.push_back(mail::Paragraph{fill(N_("Please answer until: {text}"), "text", long_date(poll.closes_on))});
    blocks.push_back(mail::Action{say(N_("Choose dates")), public_address(context.county.config()) + "/" + to.language +
                                                               "/meetings/polls/" + poll_key(context, poll, voter.who.id)});
    blocks.push_back(mail::Small{say(N_("It takes a minute and no password. You can change your answer until then."))});
  }
  message.letter.reason = fill(voter.who.is_guest()
                                   ? N_("You get this mail because {body} wants you as a guest.")
                                   : N_("You get this mail because you or your organisation belongs to {body}."),
                               "body", sender.body);
  return message;
}

}  // namespace

Sender sender_of(db::Reader& reader, Context& context, Poll const& poll) {
  return sender_of(reader, context, as_meeting(poll));
}

int send_poll_letters(db::Writer& writer, Context& context, Poll const& poll, std::vector<Voter> const& voters,
                      PollOccasion occasion, Meeting const* decided) {
  std::vector<Invitee> people;
  for (auto const& voter : voters) people.push_back(voter.who);
  auto addresses = addresses_of(writer, context, people);
  auto sender = sender_of(writer, context, poll);
  int sent = 0;
  for (auto const& voter : voters) {
    auto to = addresses.find(voter.who.id);
    if (to == addresses.end()) continue;
    auto message = letter_to(context, sender, poll, voter, to->second, occasion, decided);
    if (mail::enqueue(writer, context, message)) ++sent;
  }
  return sent;
}

}  // namespace mila::meetings
