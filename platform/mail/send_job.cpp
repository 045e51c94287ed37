// The jobs of the outbox: sending one mail, and wiping daily.
#include <nlohmann/json.hpp>

#include "platform/mail/address.h"
#include "platform/mail/mime.h"
#include "platform/mail/outbox_keys.h"

namespace mila::mail {
namespace {

using jobs::Job;
using jobs::Outcome;

/// A mail, opened.
struct Opened {
  std::string to;
  MimeParts parts;
};

std::string reply_address(Settings const& settings, StoredHeaders const& headers) {
  return wire_address(headers.reply_to).value_or(wire_address(settings.reply_to).value_or(""));
}

/// nullopt when it was wiped, or sealed with keys that are gone.
std::optional<Opened> open_mail(Context& context, Settings const& settings, StoredMail const& mail,
                                std::vector<StoredAttachment> const& attachments) {
  OutboxKeys keys(context.county);
  auto const& id = mail.id;
  auto address = keys.open("address", id, mail.address);
  auto subject = keys.open("subject", id, mail.subject);
  auto body = keys.open("body", id, mail.body);
  auto headers = keys.open("headers", id, mail.headers);
  if (!address || !subject || !body || !headers) return std::nullopt;
  auto stored = headers_from_json(*headers);
  auto letter = letter_from_json(*body);
  auto frame = frame_of(context.county.config(), mail.language, *subject);
  Opened opened{*address,
                {.message_id = mail.message_id,
                 .date = mail.created_at,
                 .from_address = wire_address(settings.from_address).value_or(""),
                 .from_name = settings.from_name,
                 .to = *address,
                 .reply_to = reply_address(settings, stored),
                 .unsubscribe_url = stored.unsubscribe_url,
                 .subject = *subject,
                 .language = mail.language,
                 .automatic = stored.automatic,
                 .bulk = stored.bulk,
                 .text = render_text(letter, frame),
                 .html = render_html(letter, frame)}};
  for (auto const& one : attachments) {
    std::string row = attachment_row(id, one.position);
    auto name = keys.open("name", row, one.name), content = keys.open("content", row, one.content);
    if (!name || !content) return std::nullopt;
    opened.parts.attachments.push_back({*name, one.type, *content});
  }
  return opened;
}

/// What is known of a mail at one moment.
struct Found {
  std::optional<StoredMail> mail;
  bool suppressed = false;
  std::vector<StoredAttachment> attachments;
  bool wanted() const { return mail && mail->waits() && !suppressed; }
};

Found look(db::Reader& reader, std::string const& id, bool with_attachments) {
  Found found{.mail = find_mail(reader, id)};
  if (!found.mail) return found;
  found.suppressed = find_suppressed(reader, found.mail->address_hash).has_value();
  if (with_attachments) found.attachments = attachments_of(reader, id);
  return found;
}

/// Somebody said no while it waited: nothing of it is kept.
Outcome dropped(std::string const& id) {
  return Outcome::done([id](db::Writer& writer) { mark_withdrawn(writer, id); });
}

Outcome failed(StoredMail const& mail, Job const& job, Delivery const& delivery) {
  std::string code = code_of(delivery.cause);
  bool parked = !delivery.temporary || job.last_attempt;
  auto write = [=, id = mail.id, hash = mail.address_hash](db::Writer& writer) {
    bool noted = mark_failed(writer, id, parked ? State::Parked : State::Queued, job.attempt, code);
    if (noted && delivery.unknown_recipient) insert_suppressed(writer, hash, Suppression::Bouncing);
  };
  if (!delivery.temporary) return Outcome::park(code, write);
  return delivery.server_wide ? Outcome::hold(code, write) : Outcome::retry(code, write);
}

Outcome send_mail(SettingsOf const& settings_of, Context& context, Job const& job) {
  std::string id = nlohmann::json::parse(job.payload).at("mail");
  auto& database = context.county.database;
  auto found = database.read([&](db::Reader& reader) { return look(reader, id, true); });
  if (!found.wanted()) return dropped(id);
  Settings settings = settings_of(context.county);
  auto from = wire_address(settings.from_address);
  if (!from) return Outcome::hold(code_of(Cause::SenderRefused));
  auto opened = open_mail(context, settings, *found.mail, found.attachments);
  if (!opened) return failed(*found.mail, job, {.cause = Cause::Unreadable});
  Envelope envelope{.from = *from, .to = opened->to, .file_name = id, .stop = job.stop};
  envelope.still_wanted = [&] {
    return database.read([&](db::Reader& reader) { return look(reader, id, false); }).wanted();
  };
  auto delivery = send(settings, to_mime(opened->parts), envelope);
  if (delivery.cause == Cause::Withdrawn) return dropped(id);
  if (!delivery.sent()) return failed(*found.mail, job, delivery);
  return Outcome::done(
      [id, attempt = job.attempt](db::Writer& writer) { mark_sent(writer, id, attempt); });
}

Outcome wipe_old(Context& context, Job const&) {
  return Outcome::done([before = context.now() - std::chrono::days(kKeptDays)](db::Writer& writer) {
    wipe(writer, before);
  });
}

}  // namespace

Settings maildir_settings(County& county) {
  auto const& config = county.config();
  std::string from =
      valid_address(config.office_mail) ? config.office_mail : "mila@" + host_of(config);
  return {.mode = Mode::Maildir,
          .folder = config.data_folder + "/mail",
          .from_address = from,
          .from_name = config.name,
          .reply_to = config.office_mail};
}

std::vector<jobs::JobKind> job_kinds(SettingsOf settings) {
  return {{.name = "mail.send",
           .handler = [settings = std::move(settings)](
                          Context& context,
                          Job const& job) { return send_mail(settings, context, job); },
           .max_attempts = 20,  // 1, 2, 4 … minutes, then every 6 hours: over three days
           .lease = std::chrono::minutes(15)},
          {.name = "mail.wipe", .handler = wipe_old, .every = std::chrono::hours(24)}};
}

std::optional<std::string> compose(Context& context, Settings const& settings,
                                   std::string const& id) {
  auto found =
      context.county.database.read([&](db::Reader& reader) { return look(reader, id, true); });
  if (!found.mail || !valid_address(settings.from_address)) return std::nullopt;
  auto opened = open_mail(context, settings, *found.mail, found.attachments);
  if (!opened) return std::nullopt;
  return to_mime(opened->parts);
}

Delivery send_test(Context& context, Settings const& settings, std::string_view to,
                   std::string const& subject, std::string const& text) {
  auto wire = wire_address(to), from = wire_address(settings.from_address);
  if (!from) return {.cause = Cause::SenderRefused};
  if (!wire || !fits_header(subject)) return {.cause = Cause::RecipientRefused};
  std::string id = uuid_v7(context.now(), context.random);
  auto const& config = context.county.config();
  auto frame = frame_of(config, context.language, subject);
  Letter letter{.blocks = {Paragraph{text}}};
  MimeParts parts{.message_id = id + "@" + host_of(config),
                  .date = context.now(),
                  .from_address = *from,
                  .from_name = settings.from_name,
                  .to = *wire,
                  .subject = subject,
                  .language = context.language,
                  .text = render_text(letter, frame),
                  .html = render_html(letter, frame)};
  return send(settings, to_mime(parts), {.from = *from, .to = *wire, .file_name = id});
}

}  // namespace mila::mail
