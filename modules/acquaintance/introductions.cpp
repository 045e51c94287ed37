#include "modules/acquaintance/introductions.h"

#include <algorithm>

#include "modules/acquaintance/introduction_store.h"
#include "platform/auth/audit.h"
#include "platform/crypto/token.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/address.h"
#include "platform/mail/mail.h"

namespace mila::acquaintances {
namespace {

using directory::Organization;
using i18n::N_;

constexpr std::string_view kKeyPurpose = "acquaintance.introduction";
/// Organisations have no language of their own.
constexpr char const* kLanguage = "de";

/// Both, in the order asked for; nullopt when one cannot be found.
std::optional<std::array<Organization, 2>> both(db::Reader& reader, std::array<std::string, 2> const& ids) {
  auto found = directory::find_organizations(reader, {ids[0], ids[1]});
  if (found.size() != 2) return std::nullopt;
  return std::array{std::move(found[0]), std::move(found[1])};
}

/// Whom a mail reaches and who may be named to others.
bool can_be_introduced(db::Reader& reader, Context& context, Organization const& one) {
  return !one.x_protected && !one.x_merged_into && one.x_status.value_or("active") == "active" && one.email &&
         mail::valid_address(*one.email) && !mail::suppression_of(reader, context, *one.email);
}

std::string text_with(Context const& context, char const* text, std::string_view key, std::string const& value) {
  return i18n::fill(context.text(text, kLanguage), key, value);
}

mail::Message letter_to(Context const& context, Introduction const& one, Organization const& to) {
  mail::Message message;
  message.purpose = "introduction";
  message.address = *to.email;
  message.recipient = mail::RecipientRef{"introduction", one.id};
  message.language = kLanguage;
  message.reply_to = context.county.config().office_mail;
  message.letter.reason = text_with(context, N_("You get this mail because {name} belongs to the network."), "name", to.name);
  return message;
}

void ask(db::Writer& writer, Context& context, Introduction const& one, std::array<Organization, 2> const& two, int side) {
  auto const &to = two[side], &other = two[1 - side];
  auto message = letter_to(context, one, to);
  message.subject = text_with(context, N_("May we introduce you to {name}?"), "name", other.name);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{text_with(context, N_("We think that you and {name} should know each other."), "name", other.name)});
  blocks.push_back(mail::Paragraph{reason_text(context, one, kLanguage)});
  blocks.push_back(mail::Paragraph{context.text(N_("We ask both of you. Only when both say yes, each gets the other's contact. Nobody learns of a no."), kLanguage)});
  blocks.push_back(mail::Action{context.text(N_("Answer now"), kLanguage),
                                public_address(context.county.config()) + "/" + kLanguage + "/introductions/" +
                                    asked_key(context, one, side)});
  blocks.push_back(mail::Small{text_with(
      context, N_("You can answer until {day}. It takes one click and no password."), "day",
      i18n::format_date(local_date(one.ends_at, context.county.config().zone), kLanguage, i18n::DateStyle::Long))});
  CHECK(mail::enqueue(writer, context, message));
}

void introduce(db::Writer& writer, Context& context, Introduction const& one, std::array<Organization, 2> const& two, int side) {
  auto const &to = two[side], &other = two[1 - side];
  if (!to.email || to.email->empty()) return;
  auto message = letter_to(context, one, to);
  message.subject = text_with(context, N_("You and {name} want to get to know each other"), "name", other.name);
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{text_with(context, N_("{name} said yes, too. Please get in touch: one of you has to begin."), "name", other.name)});
  mail::List contact;
  contact.items = contact_lines(other);
  blocks.push_back(mail::Heading{other.name});
  blocks.push_back(std::move(contact));
  // Whoever takes no mail any more sees the contact behind the link.
  (void)mail::enqueue(writer, context, message);
}

}  // namespace

std::string_view name_of(Reply reply) {
  switch (reply) {
    case Reply::Yes: return "yes";
    case Reply::No: return "no";
    case Reply::None: break;
  }
  return "none";
}

std::optional<Reply> reply_named(std::string_view name) {
  for (Reply reply : {Reply::None, Reply::Yes, Reply::No})
    if (name_of(reply) == name) return reply;
  return std::nullopt;
}

Progress progress_of(Introduction const& one, Instant now) {
  if (one.introduced_at) return Progress::Introduced;
  // A no shows only when the time is over: earlier, who knows that one said yes would know the other's no.
  if (now < one.ends_at) return Progress::Asked;
  bool const declined = std::count(one.replies.begin(), one.replies.end(), Reply::No) > 0;
  return declined ? Progress::NotWanted : Progress::Ended;
}

std::vector<std::string> contact_lines(Organization const& one) {
  std::vector<std::string> lines;
  if (one.email && !one.email->empty()) lines.push_back(*one.email);
  for (auto const& phone : one.phones) lines.push_back(phone.number);
  if (one.website && !one.website->empty()) lines.push_back(*one.website);
  return lines;
}

std::string reason_text(Context const& context, Introduction const& one, std::string_view language) {
  std::string text;
  if (!one.place.empty()) text = i18n::fill(context.text(N_("You are both in {place}."), language), "place", one.place) + " ";
  if (one.other_field) text += context.text(N_("You work in different fields and can complement each other."), language) + " ";
  return text + context.text(N_("You know the same organisations and have not yet met at our meetings."), language);
}

Result<std::string> offer(db::Writer& writer, Context& context, Suggestion const& suggestion) {
  if (!context.actor.may(Permission::ReadPrivate, Target{})) return Error{ErrorCode::Forbidden, "", "not a coordinator"};
  Introduction one;
  one.organizations = {suggestion.first_id, suggestion.second_id};
  std::sort(one.organizations.begin(), one.organizations.end());
  if (one.organizations[0] == one.organizations[1]) return Error{ErrorCode::Invalid, "", "one organisation"};
  auto const two = both(writer, one.organizations);
  if (!two) return Error{ErrorCode::NotFound, "", "no such organisations"};
  for (auto const& organization : *two)
    if (!can_be_introduced(writer, context, organization))
      return Error{ErrorCode::Invalid, "", "an organisation cannot be written to"};
  if (was_introduced_since(writer, one.organizations[0], one.organizations[1], writer.now() - kNotAgain))
    return Error{ErrorCode::Conflict, "", "asked within a year"};
  one.id = uuid_v7(writer.now(), context.random);
  one.place = suggestion.place;
  one.other_field = !suggestion.first_sector.empty();
  one.common = suggestion.common;
  one.created_by = context.actor.account_id;
  one.created_at = writer.now();
  one.ends_at = writer.now() + kOpen;
  insert_introduction(writer, one);
  auth::audit(writer, context, "introduction.offered", "introduction", one.id);
  for (int side : {0, 1}) ask(writer, context, one, *two, side);
  return one.id;
}

std::string asked_key(Context& context, Introduction const& one, int side) {
  return crypto::sign(context.county.keys().derive(kKeyPurpose), kKeyPurpose, one.id + ":" + std::to_string(side), one.ends_at);
}

std::optional<Asked> read_asked_key(Context& context, std::string_view key) {
  auto const said = crypto::verify(context.county.keys().derive(kKeyPurpose), kKeyPurpose, key, context.now());
  if (!said || said->size() < 3) return std::nullopt;
  return Asked{said->substr(0, said->size() - 2), said->back() == '1' ? 1 : 0};
}

Result<Introduction> reply(db::Writer& writer, Context& context, Asked const& asked, Reply reply) {
  if (reply == Reply::None) return Error{ErrorCode::Invalid, N_("Please choose an answer."), "answer"};
  auto one = find_introduction(writer, asked.introduction_id);
  auto const two = one ? both(writer, one->organizations) : std::nullopt;
  if (!two) return Error{ErrorCode::NotFound, "", "no such introduction"};
  if (one->introduced_at || one->replies[asked.side] == reply) return *one;
  one->replies[asked.side] = reply;
  bool const agreed = one->replies[0] == Reply::Yes && one->replies[1] == Reply::Yes;
  if (agreed) one->introduced_at = writer.now();
  if (!update_introduction(writer, *one)) return Error{ErrorCode::Conflict, N_("Please try again."), ""};
  if (agreed)
    for (int side : {0, 1}) introduce(writer, context, *one, *two, side);
  return *one;
}

}  // namespace mila::acquaintances
