#include "modules/workshops/letters.h"

#include "modules/meetings/letters.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::workshops {
namespace {

using i18n::N_;

mail::Message place_letter(Context& context, Board const& board, meetings::Sender const& sender,
                           Invitee const& reader, meetings::Address const& to) {
  auto say = [&](char const* text) { return context.text(text, to.language); };
  auto fill = [&](char const* text, std::string_view key, std::string const& value) {
    return i18n::fill(say(text), key, value);
  };
  mail::Message message;
  message.purpose = "workshop";
  message.address = to.mail;
  message.recipient = mail::RecipientRef{"invitee", reader.id};
  message.language = to.language;
  message.reply_to = sender.mail;
  message.subject = fill(N_("Your workshop: {title}"), "title", board.meeting.title);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{say(N_("The seats in the workshops are given. This is yours:"))});
  for (auto band : board.bands()) {
    auto const* seat = board.seat_of(reader.id, band);
    auto const* workshop = seat ? board.find(seat->workshop_id) : nullptr;
    if (!workshop) continue;
    blocks.push_back(mail::Heading{workshop->title});
    mail::List facts;
    facts.items.push_back(fill(N_("When: {text}"), "text",
                               i18n::format_time_span(workshop->start, workshop->start + workshop->length, to.language)));
    if (!workshop->room.empty()) facts.items.push_back(fill(N_("Room: {text}"), "text", workshop->room));
    if (!workshop->lead.empty()) facts.items.push_back(fill(N_("Led by: {text}"), "text", workshop->lead));
    blocks.push_back(std::move(facts));
  }
  blocks.push_back(mail::Action{say(N_("See all workshops")), public_address(context.county.config()) +
                                                                  wishes_path(context, board.meeting, reader, to.language)});
  if (reader.is_guest())
    message.letter.reason = fill(N_("You get this mail because {body} wants you as a guest."), "body", sender.body);
  else
    message.letter.reason = fill(N_("You get this mail because you or your organisation belongs to {body}."), "body", sender.body);
  return message;
}

}  // namespace

std::string wishes_path(Context& context, Meeting const& meeting, Invitee const& invitee, std::string const& language) {
  return "/" + language + "/meetings/answers/" + meetings::answer_key(context, meeting, invitee) + "/workshops";
}

int send_places(db::Writer& writer, Context& context, Board const& board, std::vector<Invitee> const& readers) {
  auto addresses = meetings::addresses_of(writer, context, readers);
  auto sender = meetings::sender_of(writer, context, board.meeting);
  int sent = 0;
  for (auto const& reader : readers) {
    auto to = addresses.find(reader.id);
    if (to == addresses.end()) continue;
    if (mail::enqueue(writer, context, place_letter(context, board, sender, reader, to->second))) ++sent;
  }
  return sent;
}

}  // namespace mila::workshops
