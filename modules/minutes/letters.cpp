#include "modules/minutes/letters.h"

#include <set>

#include "modules/meetings/letters.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::minutes {
namespace {

using i18n::N_;

/// Those who were asked, each address once.
std::vector<std::pair<meetings::Invitee, meetings::Address>> receivers_of(db::Reader& reader, Context& context, std::string const& meeting_id) {
  Context all = context;
  all.actor = Actor::operator_();  // where mail goes does not depend on who sends it
  auto invitees = meetings::invitees_of(reader, all, meeting_id);
  auto addresses = meetings::addresses_of(reader, all, invitees);
  std::vector<std::pair<meetings::Invitee, meetings::Address>> receivers;
  std::set<std::string> seen;
  for (auto& one : invitees)
    if (auto to = addresses.find(one.id); to != addresses.end() && seen.insert(ascii_lower(to->second.mail)).second)
      receivers.emplace_back(std::move(one), to->second);
  return receivers;
}

}  // namespace

int send_round(db::Writer& writer, Context& context, Minutes const& minutes, meetings::Meeting const& meeting) {
  auto sender = meetings::sender_of(writer, context, meeting);
  int sent = 0;
  for (auto const& [invitee, to] : receivers_of(writer, context, meeting.id)) {
    std::string const& language = to.language;
    auto say = [&](char const* text) { return context.text(text, language); };
    auto fill = [&](char const* text, std::string_view key, std::string const& value) { return i18n::fill(say(text), key, value); };
    auto day = [&](Date date) { return i18n::format_date(date, language, i18n::DateStyle::Long); };
    std::string url = public_address(context.county.config()) + "/" + language + "/minutes/read/" +
                      reading_key(context, minutes, invitee.id);
    mail::Message message;
    message.purpose = "minutes";
    message.address = to.mail;
    message.recipient = mail::RecipientRef{"invitee", invitee.id};
    message.language = language;
    message.reply_to = sender.mail;
    message.subject = i18n::fill(fill(N_("Minutes: {title}, {day}"), "title", minutes.title), "day", day(minutes.day));
    auto& blocks = message.letter.blocks;
    blocks.push_back(mail::Paragraph{fill(N_("{body} sends you the minutes of a meeting you were invited to."), "body", sender.body)});
    blocks.push_back(mail::Heading{minutes.title});
    blocks.push_back(mail::Paragraph{fill(N_("Do you see something otherwise? Please say so until {day}. Whoever runs the meeting answers before the minutes are approved."),
                                          "day", day(*minutes.objections_until))});
    blocks.push_back(mail::Action{say(N_("Read the minutes")), url});
    message.letter.reason = invitee.is_guest() ? fill(N_("You get this mail because {body} wants you as a guest."), "body", sender.body)
                                     : fill(N_("You get this mail because you or your organisation belongs to {body}."), "body", sender.body);
    if (mail::enqueue(writer, context, message)) ++sent;
  }
  return sent;
}

}  // namespace mila::minutes
