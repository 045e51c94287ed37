// Writing mails into the outbox, taking them back, listing and wiping them.
#include <nlohmann/json.hpp>

#include "platform/base/text.h"
#include "platform/i18n/catalogue.h"
#include "platform/mail/address.h"
#include "platform/mail/markdown.h"
#include "platform/mail/mime.h"
#include "platform/mail/outbox_keys.h"

namespace mila::mail {
namespace {

using i18n::N_;

constexpr std::size_t kAttachmentsMax = 5 << 20;
constexpr std::size_t kSubjectMax = 400;

std::optional<Error> fault_of(Message const& message) {
  auto invalid = [](char const* text, char const* detail) {
    return Error{ErrorCode::Invalid, text, detail};
  };
  if (!valid_address(message.address))
    return invalid(N_("This is no mail address. Please check it, for example for a missing @."),
                   "address");
  bool https =
      message.unsubscribe_url.rfind("https://", 0) == 0 && is_link(message.unsubscribe_url);
  if (!message.unsubscribe_url.empty() && !https)
    return invalid(N_("This mail cannot be sent."), "unsubscribe_url");
  if (!message.reply_to.empty() && !valid_address(message.reply_to))
    return invalid(N_("This mail cannot be sent."), "reply_to");
  if (trim(message.subject).empty() || message.subject.size() > kSubjectMax ||
      !fits_header(message.subject))
    return invalid(N_("The subject has to be one line of at most 400 characters."), "subject");
  if (!has_clean_links(message.letter)) return invalid(N_("This mail cannot be sent."), "link");
  std::size_t size = 0;
  for (auto const& attachment : message.attachments) {
    if (!fits_header(attachment.name) || !fits_header(attachment.type) || attachment.name.empty())
      return invalid(N_("This mail cannot be sent."), "attachment");
    size += attachment.content.size();
  }
  if (size > kAttachmentsMax)
    return Error{ErrorCode::TooLarge, N_("The files of this mail are larger than 5 MB together."),
                 ""};
  return std::nullopt;
}

jobs::Job job_of(std::string const& id, Message const& message) {
  jobs::Job job{.kind = "mail.send"};
  job.payload = nlohmann::json{{"mail", id}}.dump();
  job.key = job_key(id);
  job.run_at = message.send_at;
  job.rank = message.urgent ? jobs::Rank::Urgent
             : message.bulk ? jobs::Rank::Bulk
                            : jobs::Rank::Normal;
  return job;
}

void write_attachments(db::Writer& writer, Context& context, OutboxKeys const& keys,
                       std::string const& id, std::vector<Attachment> const& attachments) {
  std::int64_t position = 0;
  for (auto const& attachment : attachments) {
    std::string row = attachment_row(id, position);
    insert_attachment(writer, id, position++,
                      keys.seal("name", row, attachment.name, context.random), attachment.type,
                      keys.seal("content", row, attachment.content, context.random));
  }
}

std::int64_t withdraw_all(db::Writer& writer, std::vector<std::string> const& ids) {
  std::int64_t count = 0;
  for (auto const& id : ids) count += withdraw_mail(writer, id);
  return count;
}

std::vector<Entry> entries_of(Context& context, std::vector<StoredMail> const& mails) {
  OutboxKeys keys(context.county);
  std::vector<Entry> entries;
  for (auto const& mail : mails)
    entries.push_back({.id = mail.id,
                       .message_id = mail.message_id,
                       .purpose = mail.purpose,
                       .address = keys.open("address", mail.id, mail.address).value_or(""),
                       .subject = keys.open("subject", mail.id, mail.subject).value_or(""),
                       .language = mail.language,
                       .state = mail.state,
                       .code = mail.code,
                       .attempts = mail.attempts,
                       .created_at = mail.created_at,
                       .ended_at = mail.ended_at});
  return entries;
}

}  // namespace

std::string job_key(std::string const& mail_id) {
  return "mail:" + mail_id;
}

std::string to_json(StoredHeaders const& headers) {
  return nlohmann::json{{"reply_to", headers.reply_to},
                        {"unsubscribe_url", headers.unsubscribe_url},
                        {"automatic", headers.automatic},
                        {"bulk", headers.bulk}}
      .dump();
}

StoredHeaders headers_from_json(std::string const& json) {
  auto parsed = nlohmann::json::parse(json);
  return {parsed.at("reply_to"), parsed.at("unsubscribe_url"), parsed.at("automatic"),
          parsed.at("bulk")};
}

std::string host_of(CountyConfig const& config) {
  std::string_view url = config.public_url;
  if (auto scheme = url.find("://"); scheme != std::string_view::npos)
    url.remove_prefix(scheme + 3);
  std::string host(url.substr(0, url.find_first_of(":/")));
  for (auto const& other : config.hosts)
    if (host.empty() && other != "*") host = other;
  return valid_address("a@" + host) ? host : "mila.invalid";
}

Frame frame_of(CountyConfig const& config, std::string language, std::string subject) {
  std::string contact = config.office_name;
  if (!contact.empty() && !config.office_phone.empty()) contact += " · ";
  contact += config.office_phone;
  return {.language = std::move(language),
          .subject = std::move(subject),
          .sender = config.name,
          .contact = std::move(contact),
          .accent = config.accent};
}

Result<std::string> enqueue(db::Writer& writer, Context& context, Message const& message) {
  CHECK(!message.purpose.empty());
  if (auto fault = fault_of(message)) return *fault;
  auto const& config = context.county.config();
  if (render_html(message.letter, frame_of(config, message.language, message.subject)).size() >
      kHtmlMax)
    return Error{ErrorCode::TooLarge,
                 N_("The mail is too long. Please shorten it, or link to a page."), ""};
  OutboxKeys keys(context.county);
  std::string hash = keys.hash(*normalised_address(message.address));
  if (find_suppressed(writer, hash))
    return Error{ErrorCode::Forbidden, N_("This address gets no mail from here any more."), ""};
  std::string id = uuid_v7(writer.now(), context.random);
  auto seal = [&](std::string_view column, std::string_view plain) {
    return keys.seal(column, id, plain, context.random);
  };
  StoredHeaders headers{message.reply_to, message.unsubscribe_url, message.automatic, message.bulk};
  insert_mail(writer, {.id = id,
                       .message_id = id + "@" + host_of(config),
                       .purpose = message.purpose,
                       .address_hash = hash,
                       .language = message.language,
                       .recipient = message.recipient,
                       .address = seal("address", *wire_address(message.address)),
                       .subject = seal("subject", trim(message.subject)),
                       .body = seal("body", to_json(message.letter)),
                       .headers = seal("headers", to_json(headers))});
  write_attachments(writer, context, keys, id, message.attachments);
  jobs::enqueue(writer, context.random, job_of(id, message));
  return id;
}

bool withdraw_mail(db::Writer& writer, std::string const& id) {
  jobs::cancel(writer, job_key(id));
  return mark_withdrawn(writer, id);
}

std::int64_t withdraw(db::Writer& writer, RecipientRef const& recipient) {
  return withdraw_all(writer, waiting_for(writer, recipient));
}

std::int64_t withdraw_address(db::Writer& writer, Context& context, std::string_view address) {
  auto normalised = normalised_address(address);
  if (!normalised) return 0;
  return withdraw_all(writer, waiting_for(writer, OutboxKeys(context.county).hash(*normalised)));
}

std::int64_t forget(db::Writer& writer, RecipientRef const& recipient) {
  withdraw(writer, recipient);
  return wipe_recipient(writer, recipient);
}

void suppress(db::Writer& writer, Context& context, std::string_view address, Suppression reason) {
  auto normalised = normalised_address(address);
  if (!normalised) return;
  std::string hash = OutboxKeys(context.county).hash(*normalised);
  insert_suppressed(writer, hash, reason);
  withdraw_address(writer, context, address);
  if (reason == Suppression::Erased) wipe_address(writer, hash);
}

bool unsuppress(db::Writer& writer, Context& context, std::string_view address) {
  auto normalised = normalised_address(address);
  return normalised && delete_suppressed(writer, OutboxKeys(context.county).hash(*normalised));
}

std::optional<Suppression> suppression_of(db::Reader& reader, Context& context,
                                          std::string_view address) {
  auto normalised = normalised_address(address);
  if (!normalised) return std::nullopt;
  return find_suppressed(reader, OutboxKeys(context.county).hash(*normalised));
}

std::vector<Entry> mails_to(db::Reader& reader, Context& context, RecipientRef const& recipient,
                            int limit) {
  return entries_of(context, mails_of(reader, recipient, limit));
}

std::vector<Entry> mails_in(db::Reader& reader, Context& context, State state, int limit) {
  return entries_of(context, mails_of(reader, state, limit));
}

std::vector<Entry> find_mails(db::Reader& reader, Context& context,
                              std::vector<std::string> const& ids) {
  return entries_of(context, mails_with(reader, ids));
}

std::string text_of(db::Reader& reader, Context& context, std::string const& id) {
  OutboxKeys keys(context.county);
  auto mail = find_mail(reader, id);
  if (!mail) return "";
  auto subject = keys.open("subject", id, mail->subject), body = keys.open("body", id, mail->body);
  if (!subject || !body) return "";
  return *subject + "\n\n" +
         render_text(letter_from_json(*body),
                     frame_of(context.county.config(), mail->language, *subject));
}

bool resend(db::Writer& writer, Context& context, std::string const& id) {
  if (!mark_queued(writer, id)) return false;
  jobs::enqueue(writer, context.random, job_of(id, {}));  // its parked job, if it is still there
  return true;
}

std::int64_t wipe(db::Writer& writer, Instant before) {
  std::int64_t count = withdraw_all(writer, parked_before(writer, before - std::chrono::days(30)));
  count += wipe_sent_before(writer, before);
  delete_ended_before(writer, before - std::chrono::days(365));
  return count;
}

}  // namespace mila::mail
