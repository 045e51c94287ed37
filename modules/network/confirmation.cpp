// Asking, reminding, letting expire.
#include "modules/network/confirmation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "modules/network/confirmation_store.h"
#include "modules/network/keep_step.h"
#include "modules/network/people_store.h"
#include "platform/base/text.h"
#include "platform/crypto/sealed.h"
#include "platform/crypto/token.h"
#include "platform/data/json.h"
#include "platform/i18n/catalogue.h"
#include "platform/i18n/format.h"
#include "platform/mail/mail.h"

namespace mila::network {
namespace {

using i18n::N_;

/// People asked in one round of a day, so that a county that begins does not write thousands at once.
constexpr int kRoundMax = 500;

Date today_of(Context& context) {
  return local_date(context.now(), context.county.config().zone);
}

std::string hash_of(Context& context, std::string_view token) {
  return crypto::token_hash(context.county.keys().derive("network.confirmation"), token);
}

Instant link_end(Context& context, Date expires_on) {
  return local_to_instant(Date{std::chrono::sys_days(expires_on) + kLinkLastsAfter},
                          std::chrono::minutes{0}, context.county.config().zone);
}

/// People reached at one address, with what the mail says about them.
struct Group {
  std::string address, language;
  std::vector<std::string> person_ids, names;
  Date expires_on{};  ///< the soonest
};

std::vector<Group> grouped(db::Reader& reader, Context& context,
                           std::vector<std::string> const& person_ids) {
  std::map<std::string, Group> by_address;
  std::vector<std::string> order;
  for (auto const& person : load_people(reader, context.county, person_ids)) {
    auto const& address = person.work_mail.empty() ? person.private_mail : person.work_mail;
    if (address.empty()) continue;
    auto [found, added] = by_address.try_emplace(ascii_lower(address));
    Group& group = found->second;
    if (added) {
      order.push_back(found->first);
      group.address = address;
      group.language = person.letter_language;
      group.expires_on = person.expires_on;
    }
    group.person_ids.push_back(person.id);
    group.names.push_back(person.name);
    group.expires_on = std::min(group.expires_on, person.expires_on);
  }
  std::vector<Group> groups;
  for (auto const& key : order) groups.push_back(std::move(by_address.at(key)));
  return groups;
}

mail::Message letter_to(Context& context, Group const& group, std::string const& token,
                        int position, bool reminder) {
  auto const& config = context.county.config();
  auto language = std::find(config.languages.begin(), config.languages.end(), group.language) ==
                          config.languages.end()
                      ? std::string("de")
                      : group.language;
  auto say = [&](char const* text) {
    return i18n::fill(context.text(text, language), "county", config.name);
  };
  std::string day = i18n::format_date(group.expires_on, language, i18n::DateStyle::Long);
  mail::Message message;
  message.purpose = reminder ? "confirmation-reminder" : "confirmation";
  message.address = group.address;
  message.recipient = mail::RecipientRef{"person", group.person_ids.front()};
  message.language = language;
  message.subject = reminder ? say(N_("Reminder: is your entry still right?")) : say(N_("Is your entry still right?"));
  auto& blocks = message.letter.blocks;
  blocks.push_back(mail::Paragraph{say(N_("Once a year we ask whether what is stored about you in the network of {county} is still right."))});
  if (group.names.size() > 1) blocks.push_back(mail::List{group.names});
  blocks.push_back(mail::Paragraph{say(N_("On the page you see everything. You can confirm it, correct it, object, or say that you are leaving."))});
  if (reminder)
    blocks.push_back(mail::Paragraph{i18n::fill(say(N_("Without an answer the public sees the number of your organisation instead of yours from {day} on.")), "day", day)});
  std::string path = fmt::format("/{}/people/confirmation/{}", language, token);
  if (position > 0) path += fmt::format("/{}", position);
  blocks.push_back(mail::Action{say(N_("Look at my entry")), public_address(config) + path});
  blocks.push_back(mail::Small{say(N_("The link is only for you and works once."))});
  message.letter.reason = say(N_("You get this mail because you are entered in the network of {county}."));
  message.reply_to = config.office_mail;
  return message;
}

/// One mail and its link. Nobody is asked at an address that gets nothing any more: the coordinator
/// sees the entry expire.
bool ask(db::Writer& writer, Context& context, Group const& group) {
  std::string token = crypto::make_token(context.random);
  std::string id = uuid_v7(writer.now(), context.random);
  insert_confirmation(writer, id, hash_of(context, token), link_end(context, group.expires_on),
                      group.person_ids);
  int position = group.person_ids.size() == 1 ? 1 : 0;
  return mail::enqueue(writer, context, letter_to(context, group, token, position, false)).has_value();
}

bool remind(db::Writer& writer, Context& context, OpenConfirmation const& open) {
  std::string token = crypto::make_token(context.random);
  mark_reminded(writer, open.id, hash_of(context, token));
  auto groups = grouped(writer, context, open.person_ids);
  if (groups.empty()) return false;
  int position = open.positions.size() == 1 ? open.positions.front() : 0;
  return mail::enqueue(writer, context, letter_to(context, groups.front(), token, position, true)).has_value();
}

void let_expire(db::Writer& writer, Context& context, std::string const& id) {
  auto person = load_person(writer, context.county, id);
  person->state = PersonState::Expired;
  CHECK(update_person(writer, *person));
  keep_step(writer, context, id);
}

crypto::Sealer successor_sealer(Context& context) {
  return {context.county.keys(), "network.successor"};
}

Successor opened(Context& context, SuccessorRow const& row) {
  Successor successor{row.id, row.person_id, "", "", "", row.created_at};
  auto plain = successor_sealer(context).open({"successor", "contact", row.id}, row.contact);
  auto json = data::Json::parse(plain.value_or("{}"), nullptr, false);
  if (!json.is_object()) return successor;
  successor.name = json.value("name", "");
  successor.mail = json.value("mail", "");
  successor.phone = json.value("phone", "");
  return successor;
}

}  // namespace

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::StillRight: return "right";
    case Answer::Corrected: return "corrected";
    case Answer::Objects: return "objects";
    case Answer::Leaves: break;
  }
  return "leaves";
}

std::optional<Asked> find_asked(db::Reader& reader, Context& context, std::string_view token) {
  return find_confirmation(reader, hash_of(context, token), context.now());
}

bool answer_asked(db::Writer& writer, Context& context, std::string_view token, int position,
                  Answer answer) {
  auto asked = find_asked(writer, context, token);
  if (!asked || asked->expired) return false;
  return mark_answered(writer, asked->id, position, answer);
}

int run_upkeep(Context& context) {
  auto& database = context.county.database;
  Date today = today_of(context);
  int mails = 0;
  // Each step in a transaction of its own: a run that breaks off goes on where it stopped.
  database.write([&](db::Writer& writer) {
    follow_calendar(writer, context, std::chrono::sys_days(today) - std::chrono::days{7});
    delete_old_confirmations(writer);
  });
  auto expired = database.read([&](db::Reader& reader) { return people_expired(reader, today); });
  for (auto const& id : expired)
    database.write([&](db::Writer& writer) { let_expire(writer, context, id); });
  Date remind_until = std::chrono::sys_days(today) + kRemindedBefore;
  auto open = database.read([&](db::Reader& reader) {
    return confirmations_to_remind(reader, remind_until, kRoundMax);
  });
  for (auto const& one : open)
    mails += database.write([&](db::Writer& writer) { return remind(writer, context, one); }) ? 1 : 0;
  Date ask_until = std::chrono::sys_days(today) + kAskedBefore;
  auto groups = database.read([&](db::Reader& reader) {
    return grouped(reader, context, people_to_ask(reader, ask_until, kRoundMax));
  });
  for (auto const& group : groups)
    mails += database.write([&](db::Writer& writer) { return ask(writer, context, group); }) ? 1 : 0;
  return mails;
}

void propose_successor(db::Writer& writer, Context& context, Successor successor) {
  std::string id = uuid_v7(writer.now(), context.random);
  data::Json json{{"name", successor.name}, {"mail", successor.mail}, {"phone", successor.phone}};
  auto sealed = successor_sealer(context).seal({"successor", "contact", id}, json.dump(), context.random);
  insert_successor(writer, id, successor.person_id, sealed.text());
  writer.changed("successor", id);
}

std::optional<Successor> find_successor(db::Reader& reader, Context& context, std::string_view id) {
  auto rows = successor_rows(reader, id, 1);
  if (id.empty() || rows.empty()) return std::nullopt;
  return opened(context, rows.front());
}

std::vector<Successor> all_successors(db::Reader& reader, Context& context, int limit) {
  std::vector<Successor> all;
  for (auto const& row : successor_rows(reader, "", limit)) all.push_back(opened(context, row));
  return all;
}

void drop_successor(db::Writer& writer, std::string_view id) {
  delete_successor(writer, id);
  writer.changed("successor", id);
}

}  // namespace mila::network
