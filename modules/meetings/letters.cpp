#include "modules/meetings/letters.h"

#include "engines/calendar/calendar.h"
#include "modules/network/network.h"
#include "platform/auth/accounts.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::meetings {
namespace {

using i18n::N_;

char const* subject_of(Occasion occasion) {
  switch (occasion) {
    case Occasion::Invited: return N_("Invitation: {title}, {day}");
    case Occasion::Reminder: return N_("Please answer: {title}, {day}");
    case Occasion::Changed: return N_("Changed: {title}, now {day}");
    case Occasion::Promoted: return N_("There is a place for you: {title}, {day}");
    case Occasion::Cancelled: break;
  }
  return N_("Cancelled: {title}, {day}");
}

char const* opening_of(Occasion occasion) {
  switch (occasion) {
    case Occasion::Invited: return N_("{body} invites you.");
    case Occasion::Reminder: return N_("{body} invited you. We would like to know whether you come.");
    case Occasion::Changed: return N_("A meeting you were invited to by {body} changed. Please see whether it still suits you.");
    case Occasion::Promoted: return N_("You waited for a place at a meeting of {body}. Now there is one, and it is yours.");
    case Occasion::Cancelled: break;
  }
  return N_("A meeting you were invited to by {body} does not take place.");
}

/// The same, asking one person.
calendar::Event invitation_of(Context const& context, Sender const& sender, Meeting const& meeting,
                              Invitee const& invitee, Address const& to, std::string const& answer_url) {
  auto event = event_of(context, sender, meeting, true);
  event.description += (event.description.empty() ? "" : "\n\n") + answer_url;
  event.url = answer_url;
  event.language = to.language;
  event.attendee = calendar::Person{to.name, to.mail};
  event.partstat = invitee.answer == Answer::Accepted    ? calendar::Partstat::Accepted
                   : invitee.answer == Answer::Tentative ? calendar::Partstat::Tentative
                                                         : calendar::Partstat::NeedsAction;
  return event;
}

}  // namespace

calendar::Event event_of(Context const& context, Sender const& sender, Meeting const& meeting,
                         bool with_link) {
  calendar::Event event;
  event.uid = meeting.uid();
  event.sequence = meeting.sequence;
  event.stamp = context.now();
  event.modified = meeting.modified;
  event.day = meeting.day;
  event.start = meeting.start;
  event.length = meeting.length;
  event.zone = context.county.config().zone;
  event.summary = meeting.title;
  event.description = meeting.purpose;
  event.location = meeting.place;
  if (with_link && event.location.empty()) event.location = meeting.online_url;
  event.status = meeting.state == State::Cancelled ? calendar::Status::Cancelled
                                                   : calendar::Status::Confirmed;
  event.organizer = {sender.body, sender.mail};
  return event;
}

Sender sender_of(db::Reader& reader, Context& context, Meeting const& meeting) {
  Context all = context;
  all.actor = Actor::operator_();
  Sender sender;
  auto const& config = context.county.config();
  if (auto body = network::find_body(reader, all, meeting.body_id)) sender.body = body->name;
  auto account = auth::find_account(reader, meeting.created_by);
  if (account && account->state == auth::AccountState::Active) {
    sender.name = account->name;
    sender.mail = account->mail;
  } else {
    sender.name = config.office_name;
    sender.mail = config.office_mail;
  }
  return sender;
}

bool send_letter(db::Writer& writer, Context& context, Sender const& sender, Meeting const& meeting,
                 Invitee const& invitee, Address const& to, Occasion occasion) {
  auto say = [&](char const* text) { return context.text(text, to.language); };
  auto fill = [&](char const* text, std::string_view key, std::string const& value) {
    return i18n::fill(say(text), key, value);
  };
  bool cancelled = occasion == Occasion::Cancelled;
  std::string url = public_address(context.county.config()) + "/" + to.language + "/meetings/answers/" +
                    answer_key(context, meeting, invitee);
  mail::Message message;
  message.purpose = "meeting";
  message.address = to.mail;
  message.recipient = mail::RecipientRef{"invitee", invitee.id};
  message.language = to.language;
  message.reply_to = sender.mail;
  std::string day = i18n::format_date(meeting.day, to.language, i18n::DateStyle::WeekdayLong);
  message.subject = i18n::fill(fill(subject_of(occasion), "title", meeting.title), "day", day);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{fill(opening_of(occasion), "body", sender.body)});
  blocks.push_back(mail::Heading{meeting.title});
  mail::List facts;
  facts.items.push_back(fill(N_("When: {text}"), "text", time_text(meeting, to.language)));
  facts.items.push_back(fill(N_("Place: {text}"), "text", place_text(context, meeting, to.language)));
  if (!meeting.online_url.empty() && !cancelled)
    facts.items.push_back(fill(N_("Online: {text}"), "text", meeting.online_url));
  if (meeting.answer_until && !cancelled)
    facts.items.push_back(fill(N_("Please answer until: {text}"), "text",
                               i18n::format_date(*meeting.answer_until, to.language, i18n::DateStyle::Long)));
  blocks.push_back(std::move(facts));
  if (cancelled) {
    if (!meeting.cancel_reason.empty()) blocks.push_back(mail::Quote{meeting.cancel_reason});
  } else {
    if (!meeting.purpose.empty()) blocks.push_back(mail::Quote{meeting.purpose});
    blocks.push_back(mail::Action{say(N_("Answer now")), url});
    blocks.push_back(mail::Small{say(N_("Yes, maybe, no, or somebody else comes for you: it takes one click and no password. You can change your answer until the meeting begins."))});
  }
  if (invitee.is_guest())
    message.letter.reason = fill(N_("You get this mail because {body} wants you as a guest."), "body", sender.body);
  else
    message.letter.reason = fill(N_("You get this mail because you or your organisation belongs to {body}."), "body", sender.body);
  // A calendar entry needs somebody who asks.
  if (!sender.mail.empty()) {
    auto event = invitation_of(context, sender, meeting, invitee, to, url);
    message.attachments.push_back(
        {cancelled ? "cancelled.ics" : "invitation.ics",
         std::string("text/calendar; method=") + (cancelled ? "CANCEL" : "REQUEST") + "; charset=utf-8",
         cancelled ? calendar::cancel(event) : calendar::request(event)});
  }
  return mail::enqueue(writer, context, message).has_value();
}

std::string calendar_file(Context const& context, Sender const& sender, Meeting const& meeting,
                          bool with_link) {
  return calendar::publish(event_of(context, sender, meeting, with_link));
}

std::string time_text(Meeting const& meeting, std::string_view language) {
  // A neutral point between day and time, and no line break within the time: both stay in order in
  // Arabic and Persian.
  return i18n::format_date(meeting.day, language, i18n::DateStyle::WeekdayLong) + " " +
         std::to_string(static_cast<int>(meeting.day.year())) + " · " +
         replace_all(i18n::format_time_span(meeting.start, meeting.start + meeting.length, language),
                     "–", "\u2060–\u2060");
}

std::string place_text(Context const& context, Meeting const& meeting, std::string_view language) {
  return meeting.place.empty() ? context.text(N_("online"), language) : meeting.place;
}

}  // namespace mila::meetings
