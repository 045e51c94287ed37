#include "modules/minutes/letters.h"

#include <map>
#include <set>

#include "modules/directory/directory.h"
#include "modules/meetings/letters.h"
#include "modules/network/network.h"
#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::minutes {
namespace {

using i18n::N_;

struct To {
  std::string invitee_id, mail, language;
  bool guest = false;
};

/// A guest's own address, a seat's person, else its organisation.
std::vector<To> receivers_of(db::Reader& reader, Context& context, std::string const& meeting_id) {
  Context all = context;
  all.actor = Actor::operator_();  // where mail goes does not depend on who sends it
  auto invitees = meetings::invitees_of(reader, all, meeting_id);
  std::vector<std::string> people, organizations;
  for (auto const& one : invitees) {
    if (!one.person_id.empty()) people.push_back(one.person_id);
    if (!one.organization_id.empty()) organizations.push_back(one.organization_id);
  }
  std::map<std::string, To> of_person, of_organization;
  for (auto const& target : network::mail_targets(reader, all, people))
    if (!target.address.empty()) of_person[target.person_id] = {"", target.address, target.language};
  for (auto const& organization : directory::find_organizations(reader, organizations))
    if (organization.email && !organization.email->empty()) of_organization[organization.id] = {"", *organization.email, "de"};
  std::vector<To> receivers;
  std::set<std::string> seen;
  for (auto const& one : invitees) {
    To to;
    if (auto person = of_person.find(one.person_id); person != of_person.end()) to = person->second;
    else if (auto own = of_organization.find(one.organization_id); own != of_organization.end() && !one.is_guest()) to = own->second;
    else if (one.is_guest() && !one.mail.empty()) to = {"", one.mail, one.language, true};
    to.invitee_id = one.id;
    if (!to.mail.empty() && seen.insert(ascii_lower(to.mail)).second) receivers.push_back(std::move(to));
  }
  return receivers;
}

}  // namespace

int send_round(db::Writer& writer, Context& context, Minutes const& minutes, meetings::Meeting const& meeting) {
  auto sender = meetings::sender_of(writer, context, meeting);
  int sent = 0;
  for (auto const& to : receivers_of(writer, context, meeting.id)) {
    auto say = [&](char const* text) { return context.text(text, to.language); };
    auto fill = [&](char const* text, std::string_view key, std::string const& value) { return i18n::fill(say(text), key, value); };
    auto day = [&](Date date) { return i18n::format_date(date, to.language, i18n::DateStyle::Long); };
    std::string url = public_address(context.county.config()) + "/" + to.language + "/minutes/read/" +
                      reading_key(context, minutes, to.invitee_id);
    mail::Message message;
    message.purpose = "minutes";
    message.address = to.mail;
    message.recipient = mail::RecipientRef{"invitee", to.invitee_id};
    message.language = to.language;
    message.reply_to = sender.mail;
    message.subject = i18n::fill(fill(N_("Minutes: {title}, {day}"), "title", minutes.title), "day", day(minutes.day));
    auto& blocks = message.letter.blocks;
    blocks.push_back(mail::Paragraph{fill(N_("{body} sends you the minutes of a meeting you were invited to."), "body", sender.body)});
    blocks.push_back(mail::Heading{minutes.title});
    blocks.push_back(mail::Paragraph{fill(N_("Do you see something otherwise? Please say so until {day}. Whoever runs the meeting answers before the minutes are approved."),
                                          "day", day(*minutes.objections_until))});
    blocks.push_back(mail::Action{say(N_("Read the minutes")), url});
    message.letter.reason = to.guest ? fill(N_("You get this mail because {body} wants you as a guest."), "body", sender.body)
                                     : fill(N_("You get this mail because you or your organisation belongs to {body}."), "body", sender.body);
    if (mail::enqueue(writer, context, message)) ++sent;
  }
  return sent;
}

}  // namespace mila::minutes
