// Deliveries become mails, and readers leave.
#include "modules/circulars/sending.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "platform/auth/accounts.h"
#include "platform/crypto/token.h"
#include "platform/files/files.h"

namespace mila::circulars {
namespace {

using i18n::N_;
using jobs::Job;
using jobs::Outcome;

constexpr int kBatch = 50;
constexpr std::string_view kPurpose = "circulars.leave";
constexpr std::chrono::days kLinkLasts{730};

/// All that the mails of one circular share.
struct Text {
  Circular circular;
  std::string author, reply_to;
  std::vector<mail::Attachment> attachments;
};

std::optional<Text> load(Context& context, std::string const& id) {
  std::optional<files::File> file;
  auto text = context.county.database.read([&](db::Reader& reader) -> std::optional<Text> {
    auto circular = find_circular(reader, id);
    if (!circular || circular->state == State::Draft) return std::nullopt;
    if (!circular->file_id.empty()) file = files::find(reader, circular->file_id);
    Text found{std::move(*circular), "", context.county.config().office_mail, {}};
    if (auto author = auth::find_account(reader, found.circular.created_by)) {
      found.author = author->name;
      found.reply_to = author->mail;
    }
    return found;
  });
  if (text && file) text->attachments.push_back({file->name, file->type, files::read(context.county, *file)});
  return text;
}

mail::Message message_of(Context& context, Text const& text, Delivery const& to) {
  auto const& circular = text.circular;
  auto say = [&](char const* msgid) { return context.text(msgid, circular.language); };
  mail::Message message;
  message.purpose = "circular";
  message.address = to.address;
  message.recipient = to.ref;
  message.language = circular.language;
  message.subject = circular.subject;
  message.letter.blocks.push_back(mail::Markdown{circular.body});
  if (!text.author.empty())
    message.letter.blocks.push_back(
        mail::Small{i18n::fill(say(N_("Written by {name}. Your answer goes to them.")), "name", text.author)});
  message.letter.reason =
      i18n::fill(say(N_("You get this mail because you belong to: {list}.")), "list", to.reason);
  message.reply_to = text.reply_to;
  message.automatic = false;
  message.bulk = true;
  message.attachments = text.attachments;
  LeaveLink link{to.address_hash, to.group_id};
  std::string url = public_address(context.county.config()) + "/" + circular.language + "/circulars/leave/" +
                    leave_key(context, link);
  message.letter.leave = {say(N_("Get no more of these mails")), url};
  message.unsubscribe_url = leave_url(context, circular.language, link);
  return message;
}

/// Makes mails of some deliveries; false when none was left.
bool send_some(db::Writer& writer, Context& context, Text const& text) {
  auto const& id = text.circular.id;
  auto waiting = waiting_deliveries(writer, context, id, kBatch);
  if (waiting.empty()) return false;
  auto const gone = all_leaves(writer);
  for (auto const& to : waiting) {
    bool left = gone.count({to.address_hash, ""}) ||
                (!to.group_id.empty() && gone.count({to.address_hash, to.group_id}));
    if (left) {
      mark_delivery(writer, id, to.position, "", "left");
      continue;
    }
    auto queued = mail::enqueue(writer, context, message_of(context, text, to));
    mark_delivery(writer, id, to.position, queued ? *queued : "", queued ? "" : "refused");
  }
  return true;
}

Outcome make_mails(Context& context, Job const& job) {
  std::string id = nlohmann::json::parse(job.payload).at("circular");
  auto text = load(context, id);
  if (!text) return Outcome::done();
  auto& database = context.county.database;
  while (database.write([&](db::Writer& writer) { return send_some(writer, context, *text); }))
    if (job.stop.stop_requested()) return Outcome::retry("stopped");
  return Outcome::done([id](db::Writer& writer) { end_sending(writer, id); });
}

}  // namespace

bool may_see(Actor const& actor, Circular const& circular) {
  if (actor.may(Permission::WriteCirculars, Target{})) return true;
  return actor.signed_in() && circular.created_by == actor.account_id;
}

std::vector<Wanted> wanted_of(Actor const& actor, Circular const& circular, std::vector<Group> const& groups) {
  std::vector<Wanted> wanted;
  for (auto const& group : groups)
    if (std::find(circular.groups.begin(), circular.groups.end(), group.id) != circular.groups.end() &&
        may_write(actor, group.filter))
      wanted.push_back({group.filter, group.id});
  if (!circular.filter.empty() && may_write(actor, circular.filter)) wanted.push_back({circular.filter, ""});
  return wanted;
}

std::vector<jobs::JobKind> job_kinds() {
  return {{.name = "circulars.send", .handler = make_mails, .lease = std::chrono::minutes(30)}};
}

std::string leave_key(Context& context, LeaveLink const& link) {
  return crypto::sign(context.county.keys().derive(kPurpose), kPurpose, link.address_hash + ":" + link.group_id,
                      context.now() + kLinkLasts);
}

std::string leave_url(Context& context, std::string_view language, LeaveLink const& link) {
  std::string address = public_address(context.county.config());
  if (address.rfind("https://", 0) != 0) return "";
  return address + "/" + std::string(language) + "/circulars/leave/" + leave_key(context, link);
}

std::optional<LeaveLink> read_leave_key(Context& context, std::string_view key) {
  auto payload = crypto::verify(context.county.keys().derive(kPurpose), kPurpose, key, context.now());
  if (!payload) return std::nullopt;
  auto colon = payload->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return LeaveLink{payload->substr(0, colon), payload->substr(colon + 1)};
}

std::int64_t leave(db::Writer& writer, LeaveLink const& link, bool all) {
  std::string group = all ? "" : link.group_id;
  insert_leave(writer, link.address_hash, group);
  std::int64_t stopped = 0;
  auto const scope = group.empty() ? std::nullopt : std::optional(group);
  for (auto const& id : mails_to_address(writer, link.address_hash, scope)) stopped += mail::withdraw_mail(writer, id);
  writer.changed("circular_leave", link.group_id);
  return stopped;
}

void come_back(db::Writer& writer, LeaveLink const& link) {
  delete_leave(writer, link.address_hash, "");
  if (!link.group_id.empty()) delete_leave(writer, link.address_hash, link.group_id);
  writer.changed("circular_leave", link.group_id);
}

}  // namespace mila::circulars
